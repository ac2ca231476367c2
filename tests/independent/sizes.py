"""Legal sizes of plaintexts and of age files (docs/format.md, Sizes). Whole numbers only: no floating point."""

from encoding import need

SMALL = (65_536, 131_072, 262_144, 524_288, 1_048_576)
HEADER = 1627
NONCE = 16
CHUNK = 65_536
TAG = 16


def padded(length):
    """The smallest legal plaintext size for `length` bytes."""
    for size in SMALL:
        if length <= size:
            return size
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()  # S = floor(log2 E) + 1
    step = 1 << exponent - kept
    rounded = -(-length // step) * step
    return -(-rounded // 512) * 512


def sealed(plain):
    """Size of an age file with one hybrid stanza around `plain` bytes."""
    return HEADER + NONCE + plain + TAG * max(1, -(-plain // CHUNK))


def opened(size):
    """Plaintext size of an age file of `size` bytes with one hybrid stanza, whether legal or not."""
    payload = size - HEADER - NONCE
    chunks = max(1, -(-payload // (CHUNK + TAG)))
    plain = payload - TAG * chunks
    # A final chunk that is empty is allowed only where it is the only one.
    need(plain >= 0 and sealed(plain) == size, "no age file with one hybrid stanza has this size")
    return plain


def legal_plaintext(size):
    """The plaintext size of a submission of `size` bytes; any but a legal one is refused."""
    plain = opened(size)
    need(plain >= SMALL[0] and padded(plain) == plain, "not a legal size")
    return plain
