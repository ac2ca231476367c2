"""The command line as somebody uses it, and a snapshot laid out from the vectors' drops."""

import base64
import contextlib
import io
import json
import os
import tempfile
import unicodedata
import unittest
from pathlib import Path

import drops
import receipt
import snapshot
import witnessbox
import words
from check_keys import word_list
from vectors import load, word_list_text


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="witnessbox-")
        self.addCleanup(folder.cleanup)
        self.base = Path(folder.name)
        self.list = self.file("english.txt", word_list_text("en"))
        self.replies = load("replies")
        self.organisation = self.replies["organisationId"]
        self.source = ["--words", self.file("words", self.replies["words"]), "--list", self.list]
        self.source += ["--organisation", self.organisation]

    def file(self, name, data):
        path = self.base / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    def run_command(self, *arguments, code=0):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            self.assertEqual(witnessbox.main([str(a) for a in arguments]), code, err.getvalue())
        return json.loads(out.getvalue()) if out.getvalue() else err.getvalue()

    def test_receipt(self):
        found = self.run_command("receipt", *self.source)
        self.assertEqual(found["recipient"], self.replies["recipient"])
        self.assertEqual(found["slots"][:3], [v["slot"] for v in self.replies["drops"]])

    def test_swapped_words_are_refused(self):
        first, second, *rest = self.replies["words"].split()
        self.file("words", " ".join([second, first, *rest]))
        self.assertIn("refused", self.run_command("receipt", *self.source, code=1))

    def test_fingerprint_and_keyring(self):
        v = load("keyring")
        root = self.file("root.pub", v["rootKey"])
        ring = self.file("keyring.json", v["keyring"])
        self.file("keyring.json.minisig", v["signature"])
        intake = self.file("intake.json", v["intake"])
        found = self.run_command("fingerprint", root, "--organisation", v["organisationId"], "--list", self.list)
        self.assertEqual(found["digits"], v["fingerprint"])
        known = ["keyring", ring, root, "--intake", intake, "--organisation", v["organisationId"]]
        self.assertEqual(self.run_command(*known, "--day", "2026-12-24"), json.loads(v["keyring"]))
        self.assertIn("no longer valid", self.run_command(*known, "--day", "2027-02-13", code=1))

    def test_grant_request(self):
        v = load("grant-request")["vectors"][0]
        request = self.file("grant-request.json", v["file"])
        self.file("grant-request.json.minisig", v["signature"])
        organisation = v["request"]["organisationId"]
        found = self.run_command("grant-request", request, "--organisation", organisation, "--list", self.list)
        self.assertEqual(found["words"], v["words"]["en"])

    def test_retirement_and_freshness(self):
        v = load("retirement")["vectors"][0]
        statement = self.file("retirement-3.json", v["file"])
        self.file("retirement-3.json.minisig", v["signature"])
        organisation = v["statement"]["organisationId"]
        self.assertEqual(self.run_command("retirement", statement, "--organisation", organisation), v["statement"])
        v = load("freshness")["vectors"][0]
        ring = json.loads(load("keyring")["keyring"])
        ring.update(epoch=v["note"]["epoch"], teamRequestKey=v["teamRequestKey"])
        ring["organisation"]["id"] = v["note"]["organisationId"]
        note, checked = self.file("freshness.json", v["file"]), self.file("keyring.json", json.dumps(ring))
        self.file("freshness.json.minisig", v["signature"])
        self.assertEqual(self.run_command("freshness", note, checked), v["note"])
        ring["epoch"] += 1
        self.run_command("freshness", note, self.file("keyring.json", json.dumps(ring)), code=1)

    def test_open_and_follow_up(self):
        v = load("submission")
        identity = self.file("identity.txt", v["identity"] + "\n")
        for name, one in zip(("case", "more"), v["submissions"]):
            file = self.file(name + ".age", base64.b64decode(one["file"]))
            found = self.run_command("open", identity, file, "--out", self.base / name)
            self.assertEqual(found["evidence"], one["evidence"])
            self.assertNotIn("dropSecret", found["channel"])
        more = ["follow-up", self.base / "more", "--organisation", v["organisationId"], "--case", self.base / "case"]
        self.assertTrue(self.run_command(*more, "--epoch", v["epoch"])["verified"])
        self.run_command(*more, "--epoch", v["epoch"] + 1, code=1)
        # A folder that holds something is not written into.
        self.run_command("open", identity, file, "--out", self.base / "case", code=1)

    def test_share_and_padding(self):
        v = load("quorum")["vectors"][1]
        files = [self.file(f"share{i}", s["words"]) for i, s in enumerate(v["shares"][: v["threshold"]])]
        self.assertEqual(self.run_command("share", "--list", self.list, "--share", *files)["identity"], v["identity"])
        self.run_command("share", "--list", self.list, "--share", *files[1:], code=1)
        self.assertEqual(self.run_command("padding", 1)["ciphertext"], 67195)
        self.run_command("padding", "--sealed", 67196, code=1)

    def test_reply_from_one_drop(self):
        v = self.replies["drops"][0]
        drop = self.file("drop", base64.b64decode(v["drop"]))
        self.assertEqual(self.run_command("reply", *self.source, "--drop", drop, "--n", 0)["text"], v["reply"]["text"])
        said = self.run_command("reply", *self.source, "--drop", drop, "--n", 1, code=1)
        self.assertNotIn(v["reply"]["text"], said)

    def test_what_a_stranger_wrote_gives_a_terminal_no_orders(self):
        wrote = {"text": "a\x9b2J\x1b[31m\x7f\u202eb\u2028\u200b\U000e0041 \n", "他们": ["夜里来的", "ئۇيغۇرچە"]}
        said = witnessbox.shown(wrote)
        self.assertEqual(json.loads(said), wrote)
        self.assertIn("夜里来的", said)
        hidden = [c for c in said if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]
        self.assertEqual(hidden, [])

    def test_a_program_that_is_missing(self):
        self.run_command("--age", "/nowhere/age", "receipt", *self.source, code=3)

    # Snapshot: `layout` says which drop lies in which of the source's slots.

    def look(self, layout, code=0, today="2026-12-26", damage=b""):
        entropy = words.decode(self.replies["words"], [word_list("en")])
        keys = receipt.derive(entropy, bytes.fromhex(self.organisation))
        slots, bucket = bytearray(16 * 128), bytearray(drops.BUCKET)
        # The last slot and place are a stranger's.
        slots[-16:], bucket[-drops.DROP :] = os.urandom(16), os.urandom(drops.DROP)
        for position, (n, which) in enumerate(layout, 5):
            data = base64.b64decode(self.replies["drops"][which]["drop"]) if which is not None else os.urandom(drops.DROP)
            slots[16 * position : 16 * position + 16] = receipt.slot(keys.drop_secret, n)
            bucket[drops.DROP * position : drops.DROP * (position + 1)] = data
        text = base64.urlsafe_b64encode(slots).decode().rstrip("=")
        index = {"format": "witnessbox-snapshot/1", "number": 3, "day": "2026-12-25", "buckets": [{"id": 0, "slots": text}]}
        (self.base / "buckets").mkdir(exist_ok=True)
        self.file("buckets/0", bytes(bucket))
        where = ["--index", self.file("index.json", json.dumps(index)), "--buckets", self.base / "buckets", "--day", today]
        return self.run_command("reply", *self.source, *where, code=code)

    def test_snapshot_in_order(self):
        found = self.look([(0, 0), (1, 1), (2, 2)])
        texts = [v["reply"]["text"] for v in self.replies["drops"]]
        self.assertEqual([m["text"] for m in found["messages"]], [texts[0], texts[1] + texts[2]])
        self.assertTrue(all(m["complete"] for m in found["messages"]))
        self.assertEqual((found["wrong"], found["old"], found["elsewhere"]), ([], False, []))

    def test_snapshot_with_a_drop_missing(self):
        found = self.look([(0, 0), (2, 2)], code=1)
        self.assertEqual(found["wrong"], [{"n": 1, "what": "missing"}])
        self.assertFalse(found["messages"][1]["complete"])

    def test_snapshot_with_drops_swapped_replayed_and_damaged(self):
        found = self.look([(0, 1), (1, 0), (2, 2)], code=1)
        self.assertEqual([(w["n"], w["what"]) for w in found["wrong"]], [(0, "swapped"), (1, "swapped")])
        self.assertTrue(all(m["complete"] for m in found["messages"]))
        found = self.look([(0, 0), (1, 0), (2, 2)], code=1)
        self.assertEqual([(w["n"], w["what"]) for w in found["wrong"]], [(1, "replayed")])
        found = self.look([(0, 0), (1, None), (2, 2)], code=1)
        self.assertEqual([(w["n"], w["what"]) for w in found["wrong"]], [(1, "damaged")])

    def test_snapshot_of_a_dishonest_server(self):
        # What lies in slot 0 was made for slot 1: nothing of slot 0 was found, so it is swapped and missing.
        found = self.look([(0, 1)], code=1)
        self.assertEqual([(w["n"], w["what"]) for w in found["wrong"]], [(0, "swapped"), (0, "missing")])
        # A slot that stands twice.
        found = self.look([(0, 0), (0, 0), (1, 1), (1, None), (2, 2)], code=1)
        self.assertEqual([(w["n"], w["what"]) for w in found["wrong"]], [(1, "damaged"), (0, "replayed")])
        self.assertTrue(all(m["complete"] for m in found["messages"]))

    def test_gaps_between_replies(self):
        reply = lambda n, previous: {"n": n, "previous": previous, "sha256": f"hash {n}"}
        for replies, gaps in (
            ([reply(3, None)], []),
            ([reply(3, "x")], [0, 1, 2]),
            ([reply(0, "x")], []),
            ([reply(0, None), reply(3, "hash 0")], []),
            ([reply(0, None), reply(3, "x")], [1, 2]),
            ([reply(0, None), reply(1, "x")], [0]),
            ([reply(0, "hash 2"), reply(2, "hash 0")], []),
            ([reply(1, "hash 2"), reply(2, "hash 1")], [0]),
        ):
            self.assertEqual(snapshot.missing(replies, set()), gaps)
            self.assertEqual(snapshot.missing(replies, {0, 1}), [n for n in gaps if n > 1])

    def test_snapshot_of_long_ago_and_a_bucket_that_was_not_fetched(self):
        self.assertTrue(self.look([(0, 0)], today="2026-12-29", code=1)["old"])
        self.assertFalse(self.look([(0, 0)], today="2026-12-28")["old"])
        (self.base / "buckets" / "0").unlink()
        where = ["--index", self.base / "index.json", "--buckets", self.base / "buckets", "--day", "2026-12-25"]
        self.assertEqual(self.run_command("reply", *self.source, *where)["elsewhere"], [{"n": 0, "bucket": 0}])
