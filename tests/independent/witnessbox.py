#!/usr/bin/python3
"""An independent reader of Witnessbox's formats, written from docs/format.md alone. See README.md.

JSON goes to stdout, what is wrong to stderr. Exit codes: 0 read and right, 1 refused, 2 wrong usage, 3 a program
that is needed is missing. Words and identities come from files or stdin ("-"), since a command line is visible."""

import argparse
import json
import sys
import unicodedata

sys.dont_write_bytecode = True

import commands as does  # noqa: E402
from encoding import Refused  # noqa: E402
from programs import Missing  # noqa: E402

HIDDEN = ("Cc", "Cf", "Zl", "Zp")


def command_line():
    parser = argparse.ArgumentParser(prog="witnessbox.py", description="Reads Witnessbox's formats.")
    parser.add_argument("--age", help="path of age (else WITNESSBOX_AGE, else PATH)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name, run, *options):
        sub = commands.add_parser(name)
        sub.set_defaults(run=run)
        for option in options:
            names, extra = option if isinstance(option, tuple) else (option, {})
            sub.add_argument(names, **({"required": True} if names[0] == "-" else {}), **extra)
        return sub

    lists = ("--list", {"nargs": "+", "metavar": "FILE", "help": "word lists; the first that fits counts"})
    source = ("--words", lists, "--organisation")
    command("receipt", does.show_receipt, *source).add_argument("--slots", type=int, default=4)
    command("fingerprint", does.show_fingerprint, "root", "--organisation", lists)
    ring = command("keyring", does.check_keyring, "keyring", "root")
    for name in ("--day", "--intake", "--organisation"):
        ring.add_argument(name)
    ring.add_argument("--newest", type=int, default=0, help="highest epoch that was seen before")
    command("intake", does.show_intake, "intake").add_argument("--testimony", help="testimony.json: does it fit the form?")
    command("grant-request", does.check_grant_request, "request", "--organisation", lists)
    command("freshness", does.check_freshness, "note", "keyring")
    command("retirement", does.check_retirement, "statement", "--organisation")
    command("open", does.open_submission, "identity", "file").add_argument("--out")
    key = command("follow-up", does.check_follow_up, "folder", "--organisation", ("--epoch", {"type": int}))
    which = key.add_mutually_exclusive_group(required=True)
    which.add_argument("--key", help="followUpKey of the case, base64")
    which.add_argument("--case", help="folder of the case's first submission")
    reply = command("reply", does.read_reply, *source)
    where = reply.add_mutually_exclusive_group(required=True)
    where.add_argument("--drop")
    where.add_argument("--index")
    reply.add_argument("--n", type=int)
    reply.add_argument("--day")
    reply.add_argument("--buckets", default=".", help="folder with buckets, each under its id")
    command("share", does.join_shares, lists).add_argument("--share", nargs="+", required=True, help="files of 36 words")
    command("padding", does.show_padding, ("size", {"type": int})).add_argument("--sealed", action="store_true")
    return parser


def shown(result):
    """JSON in which whoever wrote the texts can neither give the terminal orders nor turn the order of what is read: JSON
    itself escapes only signs below U+0020."""
    text = json.dumps(result, ensure_ascii=False, indent=2)
    return "".join(json.dumps(c)[1:-1] if c != "\n" and unicodedata.category(c) in HIDDEN else c for c in text)


def main(arguments=None):
    args = command_line().parse_args(arguments)
    try:
        result = args.run(args)
    except Refused as reason:
        print(f"refused: {reason}", file=sys.stderr)
        return 1
    except OSError as reason:
        print(f"not read: {reason}", file=sys.stderr)
        return 1
    except Missing as reason:
        print(reason, file=sys.stderr)
        return 3
    print(shown(result))
    # Only a look at a snapshot has something to notice; elsewhere a member of that name would be a stranger's.
    looked = args.run is does.read_reply and args.index
    return 1 if looked and (result["wrong"] or result["old"]) else 0


if __name__ == "__main__":
    sys.exit(main())
