"""The signature of a follow-up (docs/format.md, Follow-up)."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from encoding import Refused, need


def message(organisation, epoch, kind, identifier, testimony):
    """The signed bytes; `testimony` is the file as it is, `identifier` its 16 bytes."""
    name = kind.encode()
    need(len(organisation) == 32 and len(identifier) == 16 and len(name) < 256, "follow-up: wrong lengths")
    return b"".join(
        (
            b"witnessbox/1 follow-up\0",
            organisation,
            epoch.to_bytes(4, "big"),
            bytes([len(name)]),
            name,
            identifier,
            hashlib.sha256(testimony).digest(),
        )
    )


def verify(key, signature, organisation, epoch, kind, identifier, testimony):
    """`key` is the followUpKey of the case, never the one that the follow-up itself brings along."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            signature, message(organisation, epoch, kind, identifier, testimony)
        )
    except (InvalidSignature, ValueError):
        raise Refused("follow-up: the signature does not verify") from None
