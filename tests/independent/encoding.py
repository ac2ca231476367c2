"""Small encodings that everything else stands on: HKDF-SHA-256 (RFC 5869), Bech32 (BIP 173), and strict
readings of hex, base64, days and JSON. Strict means that one value has one spelling; everything else is refused."""

import base64
import binascii
import datetime
import hashlib
import hmac
import json
import re


class Refused(Exception):
    """What was read is not what docs/format.md describes. The message says which rule it broke."""


def need(condition, message):
    """Refuses with `message` unless `condition` holds."""
    if not condition:
        raise Refused(message)


def hkdf(key, salt, info, length):
    """HKDF-SHA-256, extract and expand. An empty salt is RFC 5869's default, a block of zeros."""
    prk = hmac.new(salt or bytes(32), key, hashlib.sha256).digest()
    out, block = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha256).digest()
        out += block
    return out[:length]


ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                check ^= generator
    return check


def _spread(prefix):
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def bech32_encode(prefix, data):
    """Small letters. BIP 173's limit of 90 characters is not kept, as age does not keep it either."""
    spare = -len(data) * 8 % 5
    number = int.from_bytes(data, "big") << spare
    count = (len(data) * 8 + spare) // 5
    groups = [number >> 5 * (count - 1 - i) & 31 for i in range(count)]
    check = _polymod(_spread(prefix) + groups + [0] * 6) ^ 1
    groups += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(ALPHABET[g] for g in groups)


def bech32_decode(prefix, text):
    """The bytes behind `prefix` and a separator. Mixed case, a wrong checksum and loose bits are refused."""
    need(text in (text.lower(), text.upper()), "Bech32: small and capital letters are mixed")
    text = text.lower()
    need(text.startswith(prefix + "1") and "1" not in text[len(prefix) + 1 :], "Bech32: another prefix")
    body = text[len(prefix) + 1 :]
    need(len(body) >= 6 and all(c in ALPHABET for c in body), "Bech32: not its alphabet")
    groups = [ALPHABET.index(c) for c in body]
    need(_polymod(_spread(prefix) + groups) == 1, "Bech32: wrong checksum")
    number = 0
    for group in groups[:-6]:
        number = number << 5 | group
    bits = 5 * (len(groups) - 6)
    need(bits % 8 < 5 and number & ((1 << bits % 8) - 1) == 0, "Bech32: loose bits")
    return (number >> bits % 8).to_bytes(bits // 8, "big")


def recipient_of_text(text):
    """An age hybrid recipient by its look. Its checksum is judged by whoever seals to it."""
    need(isinstance(text, str) and re.fullmatch("age1pq1[%s]{1952}" % ALPHABET, text), "not an age hybrid recipient")
    return text


def from_hex(text, length, what):
    """Small letters only."""
    need(isinstance(text, str) and re.fullmatch("[0-9a-f]{%d}" % (2 * length), text), f"{what}: not {length} bytes of hex")
    return bytes.fromhex(text)


def from_base64(text, length, what):
    """RFC 4648, section 4, with padding, in the one spelling that encoding gives."""
    need(isinstance(text, str), f"{what}: not base64")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(f"{what}: not base64") from None
    need(base64.b64encode(data).decode() == text, f"{what}: not canonical base64")
    need(len(data) == length, f"{what}: not {length} bytes")
    return data


def day(text, what):
    need(isinstance(text, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII), f"{what}: not a day")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{what}: not a day") from None


def whole(value, low, high, what):
    """A whole number; JSON's true is none, though Python counts it as 1."""
    need(type(value) is int and low <= value <= high, f"{what}: not a whole number from {low} to {high}")
    return value


def _once(pairs):
    fields = dict(pairs)
    need(len(fields) == len(pairs), "JSON: a name stands twice")
    need(not fields.keys() & {"__proto__", "constructor", "prototype"}, "JSON: a name that is none")
    return fields


def _no_constant(_name):
    raise Refused("JSON: not a number")


DEEPEST = 32


def _levels(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_levels, inner), default=0)


def json_object(data, form, what):
    """One JSON object in UTF-8 whose `format` is `form`. A name that stands twice could be read in two ways."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
        need(_levels(value) <= DEEPEST, f"{what}: more than {DEEPEST} levels")
    except (ValueError, RecursionError):
        raise Refused(f"{what}: not JSON in UTF-8") from None
    need(isinstance(value, dict), f"{what}: not a JSON object")
    need(value.get("format") == form, f"{what}: format is not {form}")
    return value


def text(value, longest, what):
    """Lengths are counted in UTF-16 units."""
    need(isinstance(value, str) and len(value.encode("utf-16-le")) <= 2 * longest, f"{what}: no text, or too long")
    return value


def identifier(value, what):
    need(isinstance(value, str) and re.fullmatch("[a-z0-9][a-z0-9-]{0,63}", value), f"{what}: not an identifier")
    need(value not in ("constructor", "prototype"), f"{what}: not an identifier")
    return value


def language(value, what):
    """BCP 47 by its look."""
    looks_right = isinstance(value, str) and re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value)
    need(looks_right and len(value) <= 35, f"{what}: not a language")
    return value


def names(value, what):
    """An object, language -> text."""
    need(isinstance(value, dict) and 1 <= len(value) <= 100, f"{what}: not 1 to 100 languages")
    for tag, name in value.items():
        language(tag, what)
        need(text(name, 4000, what), f"{what}: an empty text")
    return value


def different_ids(entries, least, most, what):
    """A list of objects with an identifier each, none twice."""
    need(isinstance(entries, list) and least <= len(entries) <= most, f"{what}: not a list of {least} to {most}")
    need(all(isinstance(each, dict) for each in entries), f"{what}: not objects")
    ids = {identifier(each.get("id"), f"{what}: id") for each in entries}
    need(len(ids) == len(entries), f"{what}: an id stands twice")
    return entries


_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)


def _one_date(value):
    """-> first and last day that may be meant, as comparable tuples, or None."""
    match = _DATE.fullmatch(value)
    if not match or match[1] == "0000":
        return None
    year, month, date = (int(part) if part else None for part in match.groups()[:3])
    try:
        datetime.date(year, month or 1, date or 1)
    except ValueError:
        return None
    return (year, month or 1, date or 1), (year, month or 12, date or 31)


def is_edtf(value):
    """Whether a text is a date that an answer may hold (docs/format.md, Dates)."""
    begin, slash, end = value.partition("/")
    first = _one_date(begin)
    if first is None or not slash:
        return first is not None
    last = _one_date(end)
    return end == ".." or last is not None and last[1] >= first[0]
