"""Small signed documents (docs/format.md, Freshness note; docs/keys.md, Grant request, Retirement)."""

import base64
import hashlib

from encoding import day, from_base64, from_hex, json_object, need, recipient_of_text, whole
from keyring import prehashed, public_key
from programs import minisign_verify


def signing_key_mark(organisation, key):
    """What custodian and reviewer compare by voice before a first grant."""
    return hashlib.sha256(b"witnessbox/1 signing key\0" + organisation + key).digest()[:16]


def key_line(key):
    """The one minisign line of a raw key whose key number comes from the key itself."""
    return base64.b64encode(b"Ed" + hashlib.sha256(key).digest()[:8] + key).decode()


def _shape(data, form, what):
    document = json_object(data, form, what)
    from_hex(document.get("organisationId"), 32, f"{what}: organisation")
    whole(document.get("epoch"), 1, 2**32 - 1, f"{what}: epoch")
    day(document.get("day"), f"{what}: day")
    return document


def _signed_by_named_key(document, data, signature, organisation, what):
    """Signature under the key that the document names, then the organisation. It says who made it, not who they are."""
    _, key = public_key(document.get("signingKey"))
    need(document["signingKey"] == key_line(key), f"{what}: another key number than the key's")
    prehashed(signature)
    minisign_verify(data, signature, document["signingKey"])
    need(document["organisationId"] == organisation.hex(), f"{what}: another organisation")
    return document


def check_grant_request(data, signature, organisation):
    request = _shape(data, "witnessbox-grant-request/1", "grant request")
    recipient_of_text(request.get("recipient"))
    return _signed_by_named_key(request, data, signature, organisation, "grant request")


def check_retirement(data, signature, organisation):
    statement = _shape(data, "witnessbox-retirement/1", "retirement")
    return _signed_by_named_key(statement, data, signature, organisation, "retirement")


def check_freshness(data, signature, ring):
    """In this order: signature under the team request key of `ring`, a keyring that was checked, shape, organisation, epoch."""
    prehashed(signature)
    minisign_verify(data, signature, key_line(from_base64(ring["teamRequestKey"], 32, "teamRequestKey")))
    note = _shape(data, "witnessbox-freshness/1", "freshness")
    need(note["organisationId"] == ring["organisation"]["id"], "freshness: another organisation")
    need(note["epoch"] == ring["epoch"], "freshness: another epoch")
    return note
