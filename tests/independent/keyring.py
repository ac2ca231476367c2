"""The root key, its fingerprint, the keyring and its intake form (docs/format.md, Keyring, Fingerprint, Intake form).
Signatures are checked by the program minisign; its files are read here only to see which key and which kind they are."""

import base64
import binascii
import hashlib
import re

from encoding import (
    Refused,
    day,
    different_ids,
    from_base64,
    from_hex,
    identifier,
    json_object,
    language,
    names,
    need,
    recipient_of_text,
    whole,
)
from intake import check_pages, read_intake
from programs import minisign_verify


def public_key(line):
    """The base64 line of a minisign public key -> (key number, 32 bytes)."""
    data = from_base64(line, 42, "minisign public key")
    need(data[:2] == b"Ed", "minisign public key: another algorithm")
    return data[2:10], data[10:]


def public_key_file(data):
    """root.pub: a comment and the line -> the line."""
    lines = data.decode("utf-8", "replace").splitlines()
    need(len(lines) == 2 and lines[0].startswith("untrusted comment:"), "root.pub: not a minisign public key")
    public_key(lines[1])
    return lines[1]


def prehashed(signature):
    """Refuses a signature file that is not of the kind `ED` before minisign sees it."""
    lines = signature.decode("utf-8", "replace").splitlines()
    need(len(lines) == 4, "minisig: not four lines")
    try:
        need(base64.b64decode(lines[1], validate=True)[:2] == b"ED", "minisig: not prehashed")
    except binascii.Error:
        raise Refused("minisig: not base64") from None


def fingerprint(organisation, root):
    """16 bytes; `root` is the raw public key."""
    return hashlib.sha256(b"witnessbox/1 fingerprint\0" + organisation + root).digest()[:16]


def digits(mark):
    text = mark.hex().upper()
    return " ".join(text[i : i + 4] for i in range(0, 32, 4))


def _desks(value):
    for desk in different_ids(value, 1, 100, "keyring: desks"):
        names(desk.get("names"), "keyring: names of a desk")
        recipient_of_text(desk.get("recipient"))


def read_keyring(data):
    """Shape and order of dates."""
    ring = json_object(data, "witnessbox-keyring/1", "keyring")
    organisation = ring.get("organisation")
    need(isinstance(organisation, dict), "keyring: no organisation")
    from_hex(organisation.get("id"), 32, "keyring: organisation id")
    names(organisation.get("names"), "keyring: names")
    whole(ring.get("epoch"), 1, 2**32 - 1, "keyring: epoch")
    _, first, last = (day(ring.get(k), f"keyring: {k}") for k in ("issued", "validFrom", "validUntil"))
    need(first <= last, "keyring: dates in the wrong order")
    _desks(ring.get("desks"))
    intake = ring.get("intake")
    need(isinstance(intake, dict), "keyring: no intake")
    identifier(intake.get("id"), "keyring: id of the intake")
    from_hex(intake.get("sha256"), 32, "keyring: hash of the intake")
    if "pages" in intake:
        pages = intake["pages"]
        need(isinstance(pages, dict) and 1 <= len(pages) <= 100, "keyring: pages")
        for tag, digest in pages.items():
            language(tag, "keyring: language of a page")
            from_hex(digest, 32, "keyring: hash of a page")
    if "appearance" in ring:
        appearance = ring["appearance"]
        need(isinstance(appearance, dict), "keyring: appearance")
        from_hex(appearance.get("sha256"), 32, "keyring: hash of the appearance")
        pages = appearance.get("pages")
        need(isinstance(pages, dict) and 1 <= len(pages) <= 100, "keyring: pages of the appearance")
        for tag, digest in pages.items():
            language(tag, "keyring: language of a page")
            from_hex(digest, 32, "keyring: hash of a page")
    onion = ring.get("onion", "")
    need(onion is None or isinstance(onion, str) and re.fullmatch(r"[a-z2-7]{56}\.onion", onion), "keyring: onion")
    from_base64(ring.get("teamRequestKey"), 32, "keyring: teamRequestKey")
    need(type(ring.get("demonstration")) is bool, "keyring: demonstration is neither true nor false")
    return ring


def check_keyring(data, signature, root, today, intake=None, organisation=None, newest=0):
    """In this order: signature, shape, organisation, epoch, dates, intake. `newest` is the highest epoch seen before."""
    prehashed(signature)
    minisign_verify(data, signature, root)
    ring = read_keyring(data)
    if organisation is not None:
        need(ring["organisation"]["id"] == organisation.hex(), "keyring: another organisation")
    need(ring["epoch"] >= newest, "keyring: older than one that was seen")
    first, last = day(ring["validFrom"], "validFrom"), day(ring["validUntil"], "validUntil")
    need(first <= today, "keyring: not valid yet")
    need(today <= last, "keyring: no longer valid")
    if intake is not None:
        need(hashlib.sha256(intake).hexdigest() == ring["intake"]["sha256"], "intake: another hash than the keyring's")
        form = read_intake(intake)
        need(form["id"] == ring["intake"]["id"], "intake: another id than the keyring's")
        if "pages" in ring["intake"]:
            check_pages(form, ring["intake"]["pages"])
    return ring
