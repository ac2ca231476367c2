#!/usr/bin/python3
"""Reads each file of a folder as the plaintext of a submission. JSON on stdout: file name -> null if it is read, else why not."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from encoding import Refused  # noqa: E402
from submission import read_archive  # noqa: E402


def judge(path):
    with path.open("rb") as stream:
        try:
            read_archive(stream)
        except Refused as reason:
            return str(reason)
    return None


if __name__ == "__main__":
    print(json.dumps({path.name: judge(path) for path in Path(sys.argv[1]).iterdir()}))
