"""What the tests stand on: the vectors, the word lists, and whether the programs are there."""

import importlib.util
import json
import os
import re
import shutil
import sys
from pathlib import Path

from programs import Age, Missing

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "vectors"
# The names of BIP39's lists by the language tags of docs/format.md.
LISTS = {
    "cs": "czech",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "pt": "portuguese",
    "zh-Hans": "simplified-chinese",
    "zh-Hant": "traditional-chinese",
}


def load(name):
    """A vector file; one that is gone is a failure of the test that needs it."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def word_list_text(language):
    """From WITNESSBOX_WORDLISTS (a folder of english.txt and so on), else out of the package @scure/bip39, whose
    files are one long text of words. They are read as data; nothing of them is run."""
    name = LISTS[language]
    if folder := os.environ.get("WITNESSBOX_WORDLISTS"):
        return Path(folder, f"{name}.txt").read_text("utf-8")
    source = (ROOT / "node_modules/@scure/bip39/wordlists" / f"{name}.js").read_text("utf-8")
    return re.search(r"`([^`]+)`", source)[1]


def stop_if_missing():
    """Exit code 77, which test runners take as skipped."""
    lacking = [] if importlib.util.find_spec("cryptography") else ["python3-cryptography"]
    try:
        Age()
    except Missing as reason:
        lacking.append(str(reason).partition(":")[0])
    lacking += [] if shutil.which("minisign") else ["minisign"]
    try:
        word_list_text("en")
    except OSError:
        lacking.append("BIP39 word lists (WITNESSBOX_WORDLISTS)")
    if lacking:
        print("skipped, missing: " + "; ".join(lacking))
        sys.exit(77)
