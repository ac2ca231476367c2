"""One reply in its drop (docs/format.md, Drops)."""

import hashlib
import hmac
import re

from agefile import check_header
from encoding import Refused, day, from_hex, hkdf, json_object, need, whole
from receipt import SLOTS
from sizes import HEADER, sealed

DROP = 8192
PLAIN = 6533
POSITIONS = 128
BUCKET = DROP * POSITIONS
_LAYOUT = re.compile(rb"([^\n]+)\n *\n")
assert sealed(PLAIN) == DROP


def mac(drop_secret, n, message):
    key = hkdf(drop_secret, b"", b"witnessbox/1 reply mac", 32)
    return hmac.new(key, n.to_bytes(4, "big") + message, hashlib.sha256).hexdigest()


class Swapped(Refused):
    """Authentic, but it lies under another slot than `reply` was made for."""

    def __init__(self, reply):
        super().__init__("drop: swapped, it belongs to another slot")
        self.reply = reply


class Forged(Refused):
    """It opens, but whoever made it does not have the drop secret."""


def read_plain(plain, drop_secret, n):
    """The 6,533 bytes of a drop that was found under slot n. The MAC comes first: before it, nothing is even parsed."""
    need(len(plain) == PLAIN and plain[-1:] == b"\n", "drop: not 6,533 bytes that end a line")
    message, given = plain[:-65], plain[-65:-1]
    need(re.fullmatch(rb"[0-9a-f]{64}", given), "drop: no MAC at its end")
    for meant in (n, *(k for k in range(SLOTS) if k != n)):
        if hmac.compare_digest(mac(drop_secret, meant, message).encode(), given):
            break
    else:
        raise Forged("drop: forged, its MAC fits no slot")
    reply = read_reply(message)
    if reply["n"] != meant:
        raise Forged("drop: forged, it names another slot than its MAC")
    if meant != n:
        raise Swapped(reply)
    return reply


def read_reply(message):
    match = _LAYOUT.fullmatch(message)
    need(match, "drop: not a line and spaces")
    reply = json_object(match[1], "witnessbox-reply/1", "reply")
    whole(reply.get("n"), 0, SLOTS - 1, "reply: n")
    day(reply.get("day"), "reply: day")
    need(reply.get("kind") in ("acknowledgement", "reply"), "reply: kind")
    need(isinstance(reply.get("text"), str), "reply: text")
    of = whole(reply.get("of"), 1, SLOTS, "reply: of")
    whole(reply.get("part"), 1, of, "reply: part")
    need("previous" in reply, "reply: previous")
    if reply["previous"] is not None:
        from_hex(reply["previous"], 32, "reply: previous")
    if "answers" in reply:
        from_hex(reply["answers"], 16, "reply: answers")
    return reply


def open_drop(data, receipt, n, age):
    """The 8,192 bytes of a drop -> the reply, and under `sha256` what a later drop may name as `previous`."""
    need(len(data) == DROP, "drop: not 8,192 bytes")
    check_header(data[:HEADER])
    name = hashlib.sha256(data).hexdigest()
    try:
        return {**read_plain(age.open_bytes(receipt.identity, data), receipt.drop_secret, n), "sha256": name}
    except Swapped as swapped:
        swapped.reply["sha256"] = name
        raise
