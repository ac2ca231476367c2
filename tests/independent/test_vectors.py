#!/usr/bin/python3
"""Checks the independent reader against tests/vectors. Exit codes: 0 passed, 1 failed, 77 skipped. With --needs only
whether everything is there that it takes."""

import sys

sys.dont_write_bytecode = True

from vectors import stop_if_missing  # noqa: E402

stop_if_missing()
if sys.argv[1:] == ["--needs"]:
    sys.exit(0)

import unittest  # noqa: E402
from pathlib import Path  # noqa: E402


def main():
    suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent), pattern="check_*.py")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1, buffer=True).run(suite)
    # A test with several failing parts counts once.
    failed = len({getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors})
    # A file that is not found would otherwise look like success.
    if result.testsRun == 0:
        failed = 1
    print(f"{max(0, result.testsRun - failed)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
