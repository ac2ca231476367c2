"""What a source's twelve words lead to (docs/format.md, Receipt), and the slots of their drops (Drops)."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from encoding import bech32_encode, hkdf, need

SLOTS = 256


@dataclass(frozen=True)
class Receipt:
    identity: str
    drop_secret: bytes
    follow_up_key: bytes


def identity_of_seed(seed):
    return bech32_encode("age-secret-key-pq-", seed).upper()


def derive(entropy, organisation):
    """`entropy` is 16 bytes, `organisation` 32."""
    need(len(entropy) == 16 and len(organisation) == 32, "receipt: wrong lengths")
    salt = hashlib.sha256(b"witnessbox/1 receipt" + organisation).digest()
    seed = hkdf(entropy, salt, b"witnessbox/1 follow-up key", 32)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return Receipt(
        identity=identity_of_seed(hkdf(entropy, salt, b"witnessbox/1 reply identity", 32)),
        drop_secret=hkdf(entropy, salt, b"witnessbox/1 drop secret", 32),
        follow_up_key=public.public_bytes(Encoding.Raw, PublicFormat.Raw),
    )


def slot(drop_secret, n):
    """16 bytes; n is 0 to 255."""
    need(0 <= n < SLOTS, "slot: n is not 0 to 255")
    return hkdf(drop_secret, b"", b"witnessbox/1 slot" + n.to_bytes(4, "big"), 32)[:16]
