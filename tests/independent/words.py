"""BIP39 words to bytes and back (docs/format.md, Receipt and its part Reading; docs/keys.md, Split keys).

A word list is data: a file with one word on each of its 2,048 lines, in the order of BIP39."""

import hashlib
import re
import unicodedata

from encoding import Refused, need

# Default_Ignorable_Code_Point of Unicode, which Python's unicodedata does not have.
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def _han(sign):
    return unicodedata.name(sign, "").startswith("CJK ")


def plain(text):
    """The plain form in which entries and lists are compared; words in it are parted by single spaces."""
    text = IGNORABLE.sub("", text).replace("º", " ").replace("ª", " ")
    out = []
    for sign in unicodedata.normalize("NFKD", text).lower():
        if "\u0300" <= sign <= "\u036f":
            continue
        sign = "i" if sign == "ı" else sign
        sign = chr(ord(sign) - 0x60) if "\u30a1" <= sign <= "\u30f6" else sign
        if unicodedata.category(sign)[0] not in "LM":
            sign = " "
        out.append(f" {sign} " if _han(sign) else sign)
    return " ".join("".join(out).split())


class WordList:
    def __init__(self, text):
        lines = text.replace("\ufeff", "").split()
        need(len(lines) == 2048, "word list: not 2,048 words")
        self.words = [unicodedata.normalize("NFC", line) for line in lines]
        self._plain = [plain(line) for line in lines]
        self._index = {word: i for i, word in enumerate(self._plain)}
        need(len(self._index) == 2048, "word list: two words are alike")
        self._longest = max(map(len, self._plain))

    def _apart(self, run):
        """The one way to take a run of letters apart into words, or None if there is none, or more than one."""
        # For each length of the start: how many ways there are, capped at 2, and the last word of one of them.
        ways, last = [1] + [0] * len(run), [0] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - self._longest), end):
                if ways[start] and run[start:end] in self._index:
                    ways[end] = min(2, ways[end] + ways[start])
                    last[end] = start
        if ways[-1] != 1:
            return None
        found, end = [], len(run)
        while end:
            found.insert(0, self._index[run[last[end] : end]])
            end = last[end]
        return found

    def numbers(self, text, count):
        """The places of `count` words, or None where the text is not that in this list."""
        runs = plain(text).split()
        if len(runs) > count:
            return None
        found = []
        for run in runs:
            known = [self._index[run]] if run in self._index else None
            if known is None and len(runs) < count:
                known = self._apart(run)
            if known is None:
                return None
            found += known
        return found if len(found) == count else None

    def abbreviated(self, text, count):
        """The places of `count` words of which at least four letters, or the whole, are given."""
        runs = plain(text).split()
        need(len(runs) == count, f"words: not {count}")
        found = []
        for run in runs:
            near = [i for i, word in enumerate(self._plain) if word == run or len(run) >= 4 and word.startswith(run)]
            near = [self._index[run]] if run in self._index else near
            need(len(near) == 1, "words: a word is not in the list")
            found += near
        return found


def pack(numbers):
    """11 bits each, most significant first, as one number."""
    value = 0
    for number in numbers:
        value = value << 11 | number
    return value


def decode(text, lists):
    """Twelve words to 16 bytes, by the first list in which they are known and their checksum fits."""
    for words in lists:
        numbers = words.numbers(text, 12)
        if numbers is None:
            continue
        value = pack(numbers)
        entropy = (value >> 4).to_bytes(16, "big")
        if hashlib.sha256(entropy).digest()[0] >> 4 == value & 15:
            return entropy
    raise Refused("words: not twelve words of one list with a right checksum")


def encode(entropy, words):
    """16 bytes to twelve words in NFC."""
    value = int.from_bytes(entropy, "big") << 4 | hashlib.sha256(entropy).digest()[0] >> 4
    return [words.words[value >> 11 * (11 - i) & 2047] for i in range(12)]
