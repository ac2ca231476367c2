"""The drops of one source in a snapshot, and what a reader notices about them (docs/format.md, Drops and Snapshot)."""

import base64
import binascii
import datetime
import re

from drops import BUCKET, DROP, POSITIONS, Forged, Swapped, open_drop
from encoding import Refused, day, json_object, need, whole
from receipt import SLOTS, slot


def read_index(data):
    """index.json -> ([(slot, bucket id, position)], day); empty places are left out."""
    index = json_object(data, "witnessbox-snapshot/1", "index")
    whole(index.get("number"), 0, 2**53 - 1, "index: number")
    published = day(index.get("day"), "index: day")
    buckets = index.get("buckets")
    need(isinstance(buckets, list) and buckets, "index: not at least one bucket")
    places, seen = [], set()
    for bucket in buckets:
        need(isinstance(bucket, dict), "index: a bucket that is none")
        number = whole(bucket.get("id"), 0, 2**53 - 1, "index: id of a bucket")
        need(number not in seen, "index: a bucket stands twice")
        seen.add(number)
        text = bucket.get("slots")
        need(isinstance(text, str) and re.fullmatch("[A-Za-z0-9_-]{2731}", text), "index: slots of a bucket")
        try:
            slots = base64.urlsafe_b64decode(text + "=")
        except binascii.Error:
            raise Refused("index: slots of a bucket") from None
        need(base64.urlsafe_b64encode(slots).decode() == text + "=", "index: slots are not canonical base64url")
        for position in range(POSITIONS):
            name = slots[16 * position : 16 * position + 16]
            if any(name):
                places.append((name, number, position))
    return places, published


def find(places, drop_secret):
    """[(n, bucket id, position)] of one source, by n. A dishonest index may hold a slot twice; both are read."""
    own = {slot(drop_secret, n): n for n in range(SLOTS)}
    return sorted((own[name], number, position) for name, number, position in places if name in own)


def cut(bucket, position):
    need(len(bucket) == BUCKET, "bucket: not 1,048,576 bytes")
    return bucket[DROP * position : DROP * (position + 1)]


def missing(replies, excused):
    """Slots in which something must have lain. `replies` in the order of n; in `excused` something wrong lies, or
    nobody has looked."""
    known, below, gaps = set(), -1, set()
    for reply in replies:
        if reply["previous"] is not None and reply["previous"] not in known:
            # With no slot between, what was found below is not what this one was written after.
            gaps.update(range(max(0, min(below + 1, reply["n"] - 1)), reply["n"]))
        known.add(reply["sha256"])
        below = reply["n"]
    return sorted(gaps - excused)


def messages(replies):
    """Joins parts; `replies` in the order of n."""
    joined = []
    for reply in replies:
        for parts in joined:
            last = parts[-1]
            fits = (reply["part"], reply["of"], reply["kind"]) == (last["part"] + 1, last["of"], last["kind"])
            if fits and reply["previous"] == last["sha256"]:
                parts.append(reply)
                break
        else:
            joined.append([reply])
    return [_message(parts) for parts in joined]


def _message(parts):
    first = parts[0]
    return {
        "n": [reply["n"] for reply in parts],
        "day": first["day"],
        "kind": first["kind"],
        "text": "".join(reply["text"] for reply in parts),
        "complete": first["part"] == 1 and len(parts) == first["of"],
    }


def look(index_data, bucket, receipt, age, today=None):
    """Reads all that lies in a source's slots. `bucket(id)` gives the bytes of a bucket, or None if it was not fetched."""
    places, published = read_index(index_data)
    replies, wrong, elsewhere, opened = {}, [], [], []
    for n, number, position in find(places, receipt.drop_secret):
        data = bucket(number)
        if data is None:
            elsewhere.append({"n": n, "bucket": number})
            continue
        try:
            opened.append((n, open_drop(cut(data, position), receipt, n, age)))
        except Swapped as reason:
            opened.append((n, reason.reply))
        except Refused as reason:
            wrong.append({"n": n, "what": "forged" if isinstance(reason, Forged) else "damaged"})
    # Those in their own slots first: whatever else holds the same is the copy.
    excused = {note["n"] for note in (*wrong, *elsewhere)}
    for n, reply in sorted(opened, key=lambda pair: pair[0] != pair[1]["n"]):
        if reply["n"] in replies:
            wrong.append({"n": n, "what": "replayed", "belongs": reply["n"]})
            excused.add(n)
            continue
        replies[reply["n"]] = reply
        if n != reply["n"]:
            wrong.append({"n": n, "what": "swapped", "belongs": reply["n"]})
    inside = [replies[n] for n in sorted(replies)]
    return {
        "messages": messages(inside),
        "drops": inside,
        "wrong": wrong + [{"n": n, "what": "missing"} for n in missing(inside, excused)],
        "elsewhere": elsewhere,
        "old": today is not None and today - published > datetime.timedelta(days=3),
    }
