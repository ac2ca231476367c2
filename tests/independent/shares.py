"""Joining the shares of a split identity (docs/keys.md, Split keys): Shamir's scheme over GF(2^8), byte by byte."""

import hashlib
from dataclasses import dataclass

from encoding import need
from receipt import identity_of_seed
from words import pack


@dataclass(frozen=True)
class Share:
    set: bytes
    check: bytes
    threshold: int
    epoch: int
    values: bytes
    x: int

    def belongs_to(self):
        return self.set, self.check, self.threshold, self.epoch


def from_bytes(data):
    need(len(data) == 45 and data[0] == 1, "share: not 45 bytes of version 1")
    share = Share(data[1:5], data[5:9], data[9], int.from_bytes(data[10:12], "big"), data[12:44], data[44])
    need(share.x != 0, "share: x is 0")
    need(share.threshold >= 2, "share: threshold is not 2 to 255")
    return share


def from_words(text, words):
    """36 words: 360 bits and the first 36 bits of their SHA-256."""
    value = pack(words.abbreviated(text, 36))
    data = (value >> 36).to_bytes(45, "big")
    check = int.from_bytes(hashlib.sha256(data).digest()[:5], "big") >> 4
    need(value & (1 << 36) - 1 == check, "share: wrong checksum")
    return from_bytes(data)


def multiply(a, b):
    """In GF(2^8) with x^8 + x^4 + x^3 + x + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def invert(a):
    """a^254; a is not 0."""
    result = 1
    for _ in range(254):
        result = multiply(result, a)
    return result


def join(shares, age):
    """The identity, from at least `threshold` shares of one set. Without `check` an altered share would give another
    key and nobody would notice, so the recipient of the result is compared before it is handed out."""
    need(len({s.belongs_to() for s in shares}) == 1, "shares: not of one set")
    need(len({s.x for s in shares}) == len(shares), "shares: one is given twice")
    need(len(shares) >= shares[0].threshold, f"shares: {shares[0].threshold} are needed")
    seed = bytearray(32)
    for share in shares:
        weight = 1
        for other in shares:
            if other is not share:
                weight = multiply(weight, multiply(other.x, invert(other.x ^ share.x)))
        for i, value in enumerate(share.values):
            seed[i] ^= multiply(weight, value)
    identity = identity_of_seed(bytes(seed))
    recipient = age.recipient(identity)
    need(hashlib.sha256(recipient.encode()).digest()[:4] == shares[0].check, "shares: they give another key")
    return identity, recipient
