"""Proofs of work (docs/format.md, Challenge and proof), by Python's hashlib."""

import hashlib

MOST = 2**32 - 1


def value(challenge, nonce, iterations):
    """The value of one try."""
    password = b"witnessbox/1 proof\0" + challenge
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", password, nonce, iterations, 4), "big")


def solves(number, effort):
    return number * effort <= MOST
