"""A strict reading of a submission's tar (docs/format.md, Submission and its part What a reader refuses), from a stream,
in one pass. Python's tarfile is not used: it takes much that is refused here, skips what it does not know, and stops
at the end marker without looking behind."""

import hashlib
import re

from encoding import Refused, need

BLOCK = 512
PAX_LIMIT = 8192
JSON_LIMIT = 4_194_304
LARGEST = 2**53 - 1
IGNORED = frozenset(
    "LIBARCHIVE.creationtime SCHILY.dev SCHILY.ino SCHILY.nlink atime comment ctime gid gname mtime uid uname".split()
)
_RECORD = re.compile(rb"([1-9][0-9]{0,3}) ")


def _octal(field):
    match = re.fullmatch(rb" *([0-7]+)[ \0]+", field)
    need(match, "tar: a number is not octal")
    return int(match[1], 8)


def _text(field):
    """The bytes before the first NUL; behind it come only NULs."""
    text, _, rest = field.partition(b"\0")
    need(not any(rest), "tar: something behind the end of a text")
    return text


def _utf8(data, what):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"tar: {what} is not UTF-8") from None


class _Header:
    """What counts of a header: mode, owner, time, names of owners and devices are not looked at."""

    def __init__(self, block):
        sum_of_bytes = sum(block) - sum(block[148:156]) + 8 * 0x20
        need(_octal(block[148:156]) == sum_of_bytes, "tar: a checksum does not fit")
        posix = block[257:265] == b"ustar\x0000"
        need(posix or block[257:265] == b"ustar  \0" and not any(block[345:]), "tar: not ustar")
        need(_text(block[157:257]) == b"", "tar: a link")
        self.type = block[156:157].replace(b"\0", b"0")
        self.size = _octal(block[124:136])
        name, prefix = _text(block[:100]), _text(block[345:500]) if posix else b""
        self.path = prefix + b"/" + name if prefix else name


class Reader:
    def __init__(self, stream):
        self._stream = stream
        self.position = 0

    def take(self, count):
        data = self._stream.read(count)
        self.position += len(data)
        need(len(data) == count, "tar: it ends too early")
        return data

    def _zeros(self, count):
        need(not any(self.take(count)), "tar: padding is not zeros")

    def _header(self):
        """The next header, or None at the end marker."""
        block = self.take(BLOCK)
        if any(block):
            return _Header(block)
        self._zeros(BLOCK)
        return None

    def _records(self, size):
        need(size <= PAX_LIMIT, "tar: pax header is too long")
        data, records = self.take(size), {}
        self._zeros(-size % BLOCK)
        while data:
            match = _RECORD.match(data)
            need(match, "tar: a pax record is damaged")
            length = int(match[1])
            need(match.end() < length <= len(data) and data[length - 1] == 10, "tar: a pax record is damaged")
            key, equals, value = _utf8(data[match.end() : length - 1], "a pax record").partition("=")
            need(key and equals, "tar: a pax record is damaged")
            need(key in ("path", "size") or key in IGNORED, "tar: a pax record that does not belong here")
            need(key not in records, "tar: a pax record twice")
            records[key] = value
            data = data[length:]
        return records

    def entry(self):
        """(path, size) of the next regular file, or None at the end marker."""
        header, records = self._header(), {}
        if header is None:
            return None
        if header.type == b"x":
            records = self._records(header.size)
            header = self._header()
            need(header is not None, "tar: a pax header without a file")
        need(header.type == b"0", "tar: not a regular file")
        path = records["path"] if "path" in records else _utf8(header.path, "a path")
        if "size" not in records:
            return path, header.size
        need(re.fullmatch("0|[1-9][0-9]{0,15}", records["size"], re.ASCII), "tar: a size is not a number")
        need(int(records["size"]) <= LARGEST, "tar: a size is not a number")
        return path, int(records["size"])

    def body(self, size):
        """The bytes of a file in pieces, then its padding."""
        left = size
        while left:
            piece = self.take(min(left, 1 << 20))
            left -= len(piece)
            yield piece
        self._zeros(-size % BLOCK)

    def whole(self, size, what):
        need(size <= JSON_LIMIT, f"{what}: too long")
        return b"".join(self.body(size))

    def hashed(self, size, write):
        """Hands the body to `write`, gives its SHA-256 in hex."""
        digest = hashlib.sha256()
        for piece in self.body(size):
            digest.update(piece)
            write(piece)
        return digest.hexdigest()

    def end(self):
        """Nothing but zeros up to the end."""
        while piece := self._stream.read(1 << 20):
            need(not any(piece), "tar: something behind its end")
