"""What each sub-command does: reads files, asks the modules, gives a dictionary for JSON."""

import base64
import datetime
import hashlib
import sys
from pathlib import Path

import drops
import followup
import intake
import keyring
import notes
import receipt
import shares
import sizes
import snapshot
import submission
import words
from encoding import Refused, day, from_base64, from_hex, need
from programs import Age


def read_bytes(path):
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def read_text(path):
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("a text file is not UTF-8") from None


def organisation(args):
    return from_hex(args.organisation, 32, "organisation")


def receipt_of(args):
    entropy = words.decode(read_text(args.words), lists_of(args))
    return entropy, receipt.derive(entropy, organisation(args))


def today_of(args):
    return day(args.day, "day") if args.day else datetime.datetime.now(datetime.timezone.utc).date()


def lists_of(args):
    return [words.WordList(read_text(path)) for path in args.list]


def b64(data):
    return base64.b64encode(data).decode()


def show_receipt(args):
    entropy, keys = receipt_of(args)
    return {
        "entropy": entropy.hex(),
        "identity": keys.identity,
        "recipient": Age(args.age).recipient(keys.identity),
        "dropSecret": b64(keys.drop_secret),
        "followUpKey": b64(keys.follow_up_key),
        "slots": [receipt.slot(keys.drop_secret, n).hex() for n in range(args.slots)],
    }


def show_fingerprint(args):
    _, root = keyring.public_key(keyring.public_key_file(read_bytes(args.root)))
    mark = keyring.fingerprint(organisation(args), root)
    return {"digits": keyring.digits(mark), "words": words.encode(mark, lists_of(args)[0])}


def show_intake(args):
    """The pages of a form by their hashes, and what of a testimony does not fit it."""
    form = intake.read_intake(read_bytes(args.intake))
    shown = {"id": form["id"], "pages": {}}
    for tag in intake.languages(form):
        page = intake.page(form, tag)
        intake.read_page(page)
        shown["pages"][tag] = hashlib.sha256(page).hexdigest()
    if args.testimony:
        shown["misfits"] = intake.misfits(form, submission.read_testimony(read_bytes(args.testimony)))
    return shown


def check_keyring(args):
    return keyring.check_keyring(
        read_bytes(args.keyring),
        read_bytes(args.keyring + ".minisig"),
        keyring.public_key_file(read_bytes(args.root)),
        today_of(args),
        read_bytes(args.intake) if args.intake else None,
        organisation(args) if args.organisation else None,
        args.newest,
    )


def check_grant_request(args):
    signature = read_bytes(args.request + ".minisig")
    request = notes.check_grant_request(read_bytes(args.request), signature, organisation(args))
    mark = notes.signing_key_mark(organisation(args), keyring.public_key(request["signingKey"])[1])
    return {"request": request, "words": words.encode(mark, lists_of(args)[0])}


def check_freshness(args):
    data, signature = read_bytes(args.note), read_bytes(args.note + ".minisig")
    return notes.check_freshness(data, signature, keyring.read_keyring(read_bytes(args.keyring)))


def check_retirement(args):
    data, signature = read_bytes(args.statement), read_bytes(args.statement + ".minisig")
    return notes.check_retirement(data, signature, organisation(args))


def open_submission(args):
    return submission.summary(*submission.open_submission(args.file, args.identity, Age(args.age), args.out))


def key_of_case(folder):
    _, _, channel = submission.opened_folder(folder)
    need(channel is not None, "follow-up: the case has no channel")
    return channel["followUpKey"]


def check_follow_up(args):
    data, testimony, channel = submission.opened_folder(args.folder)
    need(testimony["kind"] == "follow-up", "follow-up: it is a first submission")
    need(channel is not None and "followUp" in channel, "follow-up: it brings no signature")
    text = args.key or key_of_case(args.case)
    identifier = from_hex(channel["followUp"]["id"], 16, "id")
    signature = from_base64(channel["followUp"]["signature"], 64, "signature")
    followup.verify(
        from_base64(text, 32, "key"), signature, organisation(args), args.epoch, testimony["kind"], identifier, data
    )
    return {"verified": True, "id": identifier.hex(), "kind": testimony["kind"]}


def read_reply(args):
    _, keys = receipt_of(args)
    age = Age(args.age)
    if args.drop:
        need(args.n is not None, "--drop needs --n")
        return drops.open_drop(read_bytes(args.drop), keys, args.n, age)

    def bucket(number):
        path = Path(args.buckets, str(number))
        return path.read_bytes() if path.is_file() else None

    return snapshot.look(read_bytes(args.index), bucket, keys, age, today_of(args))


def join_shares(args):
    given = [shares.from_words(read_text(path), lists_of(args)[0]) for path in args.share]
    identity, recipient = shares.join(given, Age(args.age))
    return {"epoch": given[0].epoch, "identity": identity, "recipient": recipient}


def show_padding(args):
    if args.sealed:
        return {"ciphertext": args.size, "plaintext": sizes.legal_plaintext(args.size)}
    plain = sizes.padded(args.size)
    return {"size": args.size, "padded": plain, "ciphertext": sizes.sealed(plain)}
