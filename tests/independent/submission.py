"""Opening a submission (docs/format.md, Submission): header, size, then the tar as age decrypts it.

Nothing is believed before age has ended well: files are written to a hidden folder inside the given one, and moved out
of it only then."""

import json
import os
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path

import sizes
from agefile import check_header
from archive import Reader
from encoding import (
    day,
    from_base64,
    from_hex,
    identifier,
    json_object,
    language,
    need,
    recipient_of_text,
    text,
    whole,
)
from intake import USES
from words import IGNORABLE

MOST_FILES = 10_000
MOST_ANSWERS = 100
LONGEST_ANSWERS = 57_344
_PATH = re.compile(r"evidence/(([0-9]{3,})-.+)", re.DOTALL)
_UNSAFE = re.compile('[/\\\\<>:"|?*\u2028\u2029\u2800\ufff9-\ufffb\ufffd]')
_BLANK_AT_END = re.compile(r"[\s.]$|\s\s")


def evidence_number(path):
    """The digits of a path; refuses one that is not harmless on every file system."""
    need(isinstance(path, str), "testimony: path of a file")
    match = _PATH.fullmatch(path)
    need(match, "testimony: path of a file")
    name = match[1]
    hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name) or IGNORABLE.search(name)
    need(not hidden and not _UNSAFE.search(name), "testimony: a sign in a path that is not harmless")
    need(unicodedata.normalize("NFC", name) == name, "testimony: a path that is not in NFC")
    need(not _BLANK_AT_END.search(name), "testimony: white space or a dot in a path where there must be none")
    need(len(name.encode()) <= 255, "testimony: a path that is too long")
    return match[2]


def _evidence(items):
    need(isinstance(items, list) and len(items) <= MOST_FILES, "testimony: evidence")
    for item in items:
        need(isinstance(item, dict), "testimony: evidence")
        text(item.get("name"), 1024, "testimony: name of a file")
        text(item.get("type"), 255, "testimony: type of a file")
        whole(item.get("size"), 0, 2**53 - 1, "testimony: size of a file")
        if "answers" in item:
            _row(item["answers"])
        removed = item.get("removed")
        need(isinstance(removed, list) and len(removed) <= 100, "testimony: removed")
        for what in removed:
            identifier(what, "testimony: removed")
    # As text: 001 and 0001 are two numbers.
    need(len({evidence_number(item.get("path")) for item in items}) == len(items), "testimony: a number stands twice")
    sources = [item["path"] for item in items if "original" not in item]
    made = [item["original"] for item in items if "original" in item]
    need(all(isinstance(path, str) for path in made) and set(made) <= set(sources), "testimony: original")


def _ids(value, what):
    need(isinstance(value, list) and len(value) <= 50, what)
    for each in value:
        identifier(each, what)


def _row(value):
    need(isinstance(value, dict) and len(value) <= 50, "testimony: row of answers")
    for field, answer in value.items():
        identifier(field, "testimony: row of answers")
        if not isinstance(answer, str):
            _ids(answer, "testimony: row of answers")


def _answers(answers):
    need(isinstance(answers, dict) and len(answers) <= MOST_ANSWERS, "testimony: answers")
    for question, answer in answers.items():
        identifier(question, "testimony: answers")
        if isinstance(answer, list) and any(isinstance(each, dict) for each in answer):
            need(len(answer) <= 50, "testimony: answers")
            for row in answer:
                _row(row)
        elif not isinstance(answer, str):
            _ids(answer, "testimony: answers")
    compact = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    need(len(compact.encode()) <= LONGEST_ANSWERS, "testimony: answers are too long")


def _consent(testimony):
    is_follow_up = testimony["kind"] == "follow-up"
    need("consent" in testimony, "testimony: consent")
    consent = testimony["consent"]
    if consent is None:
        need(is_follow_up, "testimony: consent")
    else:
        need(isinstance(consent, dict) and type(consent.get("contact")) is bool, "testimony: consent")
        if "uses" in consent:
            uses = consent["uses"]
            known = isinstance(uses, list) and all(isinstance(use, str) and use in USES for use in uses)
            need(known and len(set(uses)) == len(uses), "testimony: uses")
        if "notice" in consent:
            notice = consent["notice"]
            need(isinstance(notice, dict), "testimony: notice")
            identifier(notice.get("version"), "testimony: notice")
            language(notice.get("language"), "testimony: notice")
            from_hex(notice.get("sha256"), 32, "testimony: notice")
    if "asks" in testimony:
        need(is_follow_up and testimony["asks"] in ([], ["deletion"]), "testimony: asks")


def consent_now(testimony, follow_ups):
    """`follow_ups`: (day, consent) of those that were accepted, in that order."""

    def of_last_day(said):
        last_day = max(one[0] for one in said)
        return [one[1] for one in said if one[0] == last_day]

    said = [one for one in follow_ups if one[1] is not None]
    of_uses = [one for one in said if "uses" in one[1]]
    now = {"contact": all(one["contact"] for one in of_last_day(said)) if said else testimony["contact"]}
    last = of_last_day(of_uses) if of_uses else [testimony]
    if "uses" in last[-1]:
        now["uses"] = [use for use in USES if all(use in each["uses"] for each in last)]
    if "notice" in last[-1]:
        now["notice"] = last[-1]["notice"]
    return now


def read_testimony(data):
    testimony = json_object(data, "witnessbox-testimony/1", "testimony")
    need(testimony.get("kind") in ("testimony", "follow-up"), "testimony: kind")
    language(testimony.get("language"), "testimony: language")
    day(testimony.get("written"), "testimony: written")
    intake = testimony.get("intake")
    need(isinstance(intake, dict), "testimony: intake")
    identifier(intake.get("id"), "testimony: intake")
    from_hex(intake.get("sha256"), 32, "testimony: hash of the intake")
    _answers(testimony.get("answers"))
    _consent(testimony)
    _evidence(testimony.get("evidence"))
    return testimony


def read_channel(data):
    channel = json_object(data, "witnessbox-channel/1", "channel")
    recipient_of_text(channel.get("recipient"))
    from_base64(channel.get("dropSecret"), 32, "channel: dropSecret")
    from_base64(channel.get("followUpKey"), 32, "channel: followUpKey")
    if "followUp" in channel:
        need(isinstance(channel["followUp"], dict), "channel: followUp")
        from_hex(channel["followUp"].get("id"), 16, "channel: id of the follow-up")
        from_base64(channel["followUp"].get("signature"), 64, "channel: signature")
    return channel


def _write(folder, path, data=b""):
    """A new file in `folder`, open for more. `path` was checked: at most one folder, `evidence`, deep."""
    target = Path(folder, path)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    file = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    file.write(data)
    return file


def read_archive(stream, folder=None):
    """The whole tar. Files go to `folder` if there is one. -> testimony, channel or None, hashes in the listed order."""
    reader = Reader(stream)

    def keep(path, data):
        if folder is not None:
            _write(folder, path, data).close()

    entry = reader.entry()
    need(entry is not None and entry[0] == "testimony.json", "tar: testimony.json is not first")
    data = reader.whole(entry[1], "testimony.json")
    testimony = read_testimony(data)
    keep("testimony.json", data)
    entry, channel = reader.entry(), None
    if entry is not None and entry[0] == "channel.json":
        data = reader.whole(entry[1], "channel.json")
        channel = read_channel(data)
        keep("channel.json", data)
        entry = reader.entry()
    expected = {item["path"]: item["size"] for item in testimony["evidence"]}
    digests = {}
    while entry is not None:
        path, size = entry
        need(path in expected, "tar: a file that is not listed, or a second time")
        need(expected.pop(path) == size, "tar: another size than listed")
        if folder is None:
            digests[path] = reader.hashed(size, lambda _piece: None)
        else:
            with _write(folder, path) as file:
                digests[path] = reader.hashed(size, file.write)
        entry = reader.entry()
    need(not expected, "tar: a listed file is not there")
    reader.end()
    return testimony, channel, [
        {"path": item["path"], "size": item["size"], "sha256": digests[item["path"]]} for item in testimony["evidence"]
    ]


def open_submission(file, identity_file, age, folder=None):
    """`file` is opened once, so that what was checked is what is decrypted."""
    if folder is not None:
        Path(folder).mkdir(mode=0o700, exist_ok=True)
        need(not any(Path(folder).iterdir()), "the folder is not empty")
    with open(file, "rb", buffering=0) as source:
        check_header(source.read(sizes.HEADER))
        sizes.opened(os.fstat(source.fileno()).st_size)
        source.seek(0)
        hidden = None if folder is None else tempfile.mkdtemp(prefix=".part-", dir=folder)
        process = age.open_stream(identity_file, source)
        try:
            result = read_archive(process.stdout, hidden)
            age.finish(process)
            if hidden is not None:
                for path in Path(hidden).iterdir():
                    path.rename(Path(folder, path.name))
        finally:
            process.kill()
            process.stdout.close()
            process.wait()
            if hidden is not None:
                shutil.rmtree(hidden)
    return result


def opened_folder(folder):
    """testimony.json and channel.json of a submission that was opened before -> bytes, testimony, channel or None."""
    data = Path(folder, "testimony.json").read_bytes()
    channel = Path(folder, "channel.json")
    return data, read_testimony(data), read_channel(channel.read_bytes()) if channel.exists() else None


def summary(testimony, channel, hashes):
    """What is printed: the drop secret stays in the file."""
    shown = channel and {k: v for k, v in channel.items() if k != "dropSecret"}
    return {"testimony": testimony, "channel": shown, "evidence": hashes}
