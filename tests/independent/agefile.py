"""The header of an age v1 file with exactly one `mlkem768x25519` stanza: 1,627 bytes, to the byte.

age itself checks the header's MAC. This looks at what age would let pass: other stanzas, or more than one."""

import base64
import binascii
import re

from encoding import Refused, need
from sizes import HEADER

_HEADER = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"-> mlkem768x25519 ([A-Za-z0-9+/]{1494})\n"  # 1,088 bytes of ML-KEM-768 and 32 of X25519
    rb"([A-Za-z0-9+/]{43})\n"  # the file key, 16 bytes and a tag
    rb"--- ([A-Za-z0-9+/]{43})\n"
)


def check_header(start):
    match = _HEADER.fullmatch(start[:HEADER])
    need(match, "age file: not exactly one hybrid stanza")
    for part in match.groups():
        try:
            data = base64.b64decode(part + b"=" * (-len(part) % 4), validate=True)
        except binascii.Error:
            raise Refused("age file: not base64") from None
        need(base64.b64encode(data).rstrip(b"=") == part, "age file: not canonical base64")
