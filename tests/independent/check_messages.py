"""Submissions, follow-ups and replies against their vectors, and altered ones refused."""

import base64
import hashlib
import io
import json
import tarfile
import tempfile
import unittest
from pathlib import Path

import drops
import followup
import proof
import receipt
import sizes
import submission
import words
from check_keys import word_list
from encoding import Refused, from_base64, json_object
from programs import Age
from vectors import load


class Proof(unittest.TestCase):
    def test_values_and_efforts_of_the_vectors(self):
        for v in load("puzzle")["vectors"]:
            with self.subTest(nonce=v["nonce"], iterations=v["iterations"]):
                number = proof.value(bytes.fromhex(v["challenge"]), bytes.fromhex(v["nonce"]), v["iterations"])
                self.assertEqual(number, v["value"])
                self.assertTrue(proof.solves(number, v["effort"]))
                self.assertFalse(proof.solves(number, v["effort"] + 1))


class Follow(unittest.TestCase):
    def fields(self, v):
        return {
            "key": bytes.fromhex(v["key"]),
            "signature": bytes.fromhex(v["signature"]),
            "organisation": bytes.fromhex(v["organisationId"]),
            "epoch": v["epoch"],
            "kind": v["kind"],
            "identifier": bytes.fromhex(v["id"]),
            "testimony": v["testimony"].encode(),
        }

    def test_messages_and_signatures_of_the_vectors(self):
        for v in load("followup")["vectors"]:
            fields = self.fields(v)
            followup.verify(**fields)
            del fields["key"], fields["signature"]
            self.assertEqual(followup.message(**fields).hex(), v["message"])

    def test_any_other_field_is_refused(self):
        for v in load("followup")["vectors"]:
            fields = self.fields(v)
            for name, value in fields.items():
                other = value ^ 1 if name == "epoch" else value + "s" if name == "kind" else bytes([value[0] ^ 1]) + value[1:]
                with self.subTest(name), self.assertRaises(Refused):
                    followup.verify(**{**fields, name: other})


class Submissions(unittest.TestCase):
    def setUp(self):
        self.vector = load("submission")
        self.folder = tempfile.TemporaryDirectory(prefix="witnessbox-")
        self.addCleanup(self.folder.cleanup)
        self.base = Path(self.folder.name)
        self.identity = self.base / "identity.txt"
        self.identity.write_text(self.vector["identity"] + "\n")

    def open(self, data, out=None):
        file = self.base / "submission.age"
        file.write_bytes(data)
        return submission.open_submission(file, self.identity, Age(), out)

    def test_submissions_of_the_vectors_open(self):
        for number, v in enumerate(self.vector["submissions"]):
            with self.subTest(v["about"]):
                out = self.base / f"out{number}"
                testimony, channel, hashes = self.open(base64.b64decode(v["file"]), out)
                self.assertEqual(testimony, json.loads(v["testimony"]))
                self.assertEqual(channel, json.loads(v["channel"]))
                self.assertEqual(hashes, v["evidence"])
                self.assertEqual((out / "testimony.json").read_text("utf-8"), v["testimony"])
                for item in v["evidence"]:
                    self.assertEqual(hashlib.sha256((out / item["path"]).read_bytes()).hexdigest(), item["sha256"])
                found = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
                self.assertEqual(found, sorted(["channel.json", "testimony.json", *(i["path"] for i in v["evidence"])]))

    def test_the_follow_up_is_signed_by_the_key_of_its_case(self):
        first, second = self.vector["submissions"]
        _, case, _ = self.open(base64.b64decode(first["file"]))
        testimony, channel, _ = self.open(base64.b64decode(second["file"]))
        self.assertEqual(case["followUpKey"], second["followUpKey"])
        fields = {
            "organisation": bytes.fromhex(self.vector["organisationId"]),
            "epoch": self.vector["epoch"],
            "kind": testimony["kind"],
            "identifier": bytes.fromhex(channel["followUp"]["id"]),
            "testimony": second["testimony"].encode(),
        }
        self.assertEqual(followup.message(**fields).hex(), second["signed"])
        signature = from_base64(channel["followUp"]["signature"], 64, "")
        key = from_base64(case["followUpKey"], 32, "")
        followup.verify(key, signature, **fields)
        with self.assertRaises(Refused):
            followup.verify(key, signature, **{**fields, "epoch": self.vector["epoch"] + 1})

    def test_what_is_to_be_refused_is_refused_and_leaves_nothing(self):
        data = base64.b64decode(self.vector["submissions"][0]["file"])
        self.assertTrue(self.vector["refused"])
        for number, case in enumerate(self.vector["refused"]):
            with self.subTest(case["about"]):
                altered = bytearray(base64.b64decode(case["file"]) if "file" in case else data)
                altered = altered[: case.get("keep", len(altered))]
                if "flip" in case:
                    altered[case["flip"]] ^= 1
                out = self.base / f"refused{number}"
                with self.assertRaises(Refused) as caught:
                    self.open(bytes(altered), out)
                # The header is refused as such, not for something that age or the archive stumbles over later.
                if case["code"] in ("envelope.not-age", "envelope.wrong-stanza", "envelope.too-many-stanzas"):
                    self.assertIn("one hybrid stanza", str(caught.exception))
                self.assertEqual(list(out.iterdir()), [])

    def test_another_identity_opens_nothing(self):
        self.identity.write_text(load("replies")["identity"] + "\n")
        with self.assertRaises(Refused):
            self.open(base64.b64decode(self.vector["submissions"][0]["file"]))

    def test_the_tar_has_the_sum_of_the_vectors(self):
        for v in self.vector["submissions"]:
            plain = Age().open_bytes(self.vector["identity"], base64.b64decode(v["file"]))
            self.assertEqual(hashlib.sha256(plain).hexdigest(), v["plaintextSha256"])
            self.assertEqual(sizes.padded(len(plain)), len(plain))


class Archives(unittest.TestCase):
    """Archives that age would open and tar unpack, but that are not as docs/format.md says."""

    def setUp(self):
        vector = load("submission")["submissions"][0]
        testimony = json.loads(vector["testimony"])
        testimony["evidence"] = [
            {"path": f"evidence/00{i}-{c}", "name": c, "type": "", "size": 3, "removed": []} for i, c in ((1, "a"), (2, "b"))
        ]
        self.testimony = testimony
        self.entries = [
            ("testimony.json", json.dumps(testimony).encode()),
            ("channel.json", vector["channel"].encode()),
            ("evidence/001-a", b"one"),
            ("evidence/002-b", b"two"),
        ]

    def pack(self, entries=None, kind=tarfile.PAX_FORMAT, **fields):
        """`fields` are set on the last entry."""
        out, entries = io.BytesIO(), entries or self.entries
        with tarfile.open(fileobj=out, mode="w", format=kind) as tar:
            for path, data in entries:
                info = tarfile.TarInfo(path)
                info.size = len(data)
                for name, value in fields.items() if path == entries[-1][0] else ():
                    setattr(info, name, value)
                tar.addfile(info, io.BytesIO(data))
        return out.getvalue().ljust(65536, b"\0")

    def read(self, data):
        return submission.read_archive(io.BytesIO(data))

    def test_the_plain_one_is_read(self):
        self.assertEqual([h["size"] for h in self.read(self.pack())[2]], [3, 3])

    def test_order_lists_and_sizes(self):
        one, two, three, four = self.entries
        other = {
            "testimony second": [two, one, three, four],
            "channel last": [one, three, four, two],
            "a file missing": [one, two, three],
            "a file twice": [one, two, three, four, four],
            "a file that is not listed": [one, two, three, four, ("evidence/003-c", b"")],
            "another size than listed": [one, two, three, ("evidence/002-b", b"four")],
            "nothing": [("README", b"")],
        }
        for about, entries in other.items():
            with self.subTest(about), self.assertRaises(Refused):
                self.read(self.pack(entries))

    def test_files_in_another_order_are_read_and_told_in_the_order_of_the_list(self):
        one, two, three, four = self.entries
        for entries in ([one, two, four, three], [one, four, three]):
            found = self.read(self.pack(entries))
            self.assertEqual(found[2], self.read(self.pack())[2])
            self.assertEqual(found[1] is None, two not in entries)

    def test_what_tar_programs_add_of_their_own_accord_is_read(self):
        for fields in (
            {"mode": 0o755, "uid": 1, "gid": 1, "mtime": 1, "uname": "x", "gname": "x"},
            {"pax_headers": {"comment": "x", "mtime": "1.5"}},
            {"type": tarfile.AREGTYPE},
        ):
            with self.subTest(**fields):
                self.assertEqual(len(self.read(self.pack(**fields))[2]), 2)
        self.assertEqual(len(self.read(self.pack(kind=tarfile.GNU_FORMAT))[2]), 2)

    def test_kinds_of_entries_and_their_fields(self):
        for fields in (
            {"type": tarfile.DIRTYPE, "size": 0},
            {"type": tarfile.SYMTYPE, "linkname": "x", "size": 0},
            {"type": tarfile.LNKTYPE, "linkname": "testimony.json", "size": 0},
            {"type": tarfile.FIFOTYPE, "size": 0},
            {"type": tarfile.CONTTYPE},
            {"pax_headers": {"GNU.sparse.name": "x"}},
            {"pax_headers": {"linkpath": "x"}},
            {"linkname": "x"},
        ):
            with self.subTest(**fields), self.assertRaises(Refused):
                self.read(self.pack(**fields))

    def test_bytes_where_zeros_belong(self):
        data = self.pack()
        body = data.index(b"two" + bytes(509))
        for place in (body + 3, body + 512, body + 1024, body + 1536, 65535):
            with self.subTest(place - body), self.assertRaises(Refused):
                self.read(data[:place] + b"x" + data[place + 1 :])
        with self.assertRaises(Refused):
            self.read(data + b"x")
        with self.assertRaises(Refused):
            self.read(data[: body + 1535])
        # How many zeros there are is the server's concern.
        self.read(data + b"\0")

    def test_paths_that_lead_elsewhere(self):
        hidden = ("evidence/002-b\u202egpj", "evidence/002-b\u3164", "evidence/002-b  .exe", "evidence/002-e\u0301")
        other = ("evidence/002-../../b", "/evidence/002-b", "evidence/002-a\\b", "evidence/2-b", "evidence/002-b\n")
        same = ("evidence/001-b", "evidence/002-b.", "evidence/002-b ", "evidence/002-", "evidence/002-b:c")
        for path in (*hidden, *other, *same):
            self.testimony["evidence"][1]["path"] = path
            entries = [("testimony.json", json.dumps(self.testimony).encode()), *self.entries[1:3], (path, b"two")]
            with self.subTest(path), self.assertRaises(Refused):
                self.read(self.pack(entries))

    def test_numbers_need_not_begin_at_one_or_rise(self):
        self.testimony["evidence"][0]["path"] = "evidence/1000-a"
        self.testimony["evidence"][1]["path"] = "evidence/007-\u00e9 \u202fb"
        self.assertRaises(Refused, self.renamed)
        self.testimony["evidence"][1]["path"] = "evidence/007-\u00e9\u202fb"
        self.assertEqual(len(self.renamed()[2]), 2)

    def renamed(self):
        paths = [item["path"] for item in self.testimony["evidence"]]
        files = list(zip(paths, (b"one", b"two")))
        return self.read(self.pack([("testimony.json", json.dumps(self.testimony).encode()), self.entries[1], *files]))

    def test_limits_of_the_testimony(self):
        answers, evidence = self.testimony["answers"], self.testimony["evidence"]
        data = lambda **fields: json.dumps({**self.testimony, **fields}).encode()
        one = lambda **fields: [{**evidence[0], **fields}, evidence[1]]
        submission.read_testimony(data(answers={"what": "x" * (57_344 - 11)}, evidence=one(name="\U0001f600" * 512)))
        submission.read_testimony(data(evidence=one(original=evidence[1]["path"])))
        for fields in (
            {"answers": {"what": "x" * (57_344 - 10)}},
            {"answers": {f"q{i}": "" for i in range(101)}},
            {"answers": {**answers, "What": ""}},
            {"language": "english-language-"},
            {"evidence": one(name="\U0001f600" * 513)},
            {"evidence": one(type="x" * 256)},
            {"evidence": one(removed=["GPS"])},
            {"evidence": [evidence[0]] * 2},
            {"evidence": one(original=None)},
            {"evidence": one(original=evidence[0]["path"])},
            {"evidence": one(original="evidence/003-c")},
            {"evidence": [{**evidence[0], "original": evidence[1]["path"]}, {**evidence[1], "original": evidence[0]["path"]}]},
        ):
            with self.subTest(list(fields)), self.assertRaises(Refused):
                submission.read_testimony(data(**fields))

    def test_json_that_can_be_read_in_two_ways_or_is_too_deep(self):
        good = b'{"format": "x", "later": %s}'
        self.assertEqual(json_object(good % (b"[" * 31 + b"]" * 31), "x", "")["format"], "x")
        for inside in (b'"\\ud83d"', b'{"a": 1, "\\u0061": 2}', b"[" * 32 + b"]" * 32, b"NaN", b"\xff"):
            with self.subTest(inside), self.assertRaises(Refused):
                json_object(good % inside, "x", "")
        with self.assertRaises(Refused):
            json_object(b"\xef\xbb\xbf" + good % b"1", "x", "")

    def test_a_name_that_stands_twice_in_json(self):
        data = self.entries[0][1].replace(b'"kind"', b'"kind": "follow-up", "kind"', 1)
        with self.assertRaises(Refused):
            self.read(self.pack([("testimony.json", data), *self.entries[1:]]))


class Drops(unittest.TestCase):
    def setUp(self):
        self.vector = load("replies")
        entropy = words.decode(self.vector["words"], [word_list("en")])
        self.keys = receipt.derive(entropy, bytes.fromhex(self.vector["organisationId"]))

    def open(self, data, n, keys=None):
        return drops.open_drop(data, keys or self.keys, n, Age())

    def test_slots_and_macs_of_the_vectors(self):
        for v in load("drops")["slots"]:
            self.assertEqual(receipt.slot(bytes.fromhex(v["dropSecret"]), v["n"]).hex(), v["slot"])
        for v in load("drops")["macs"]:
            self.assertEqual(drops.mac(bytes.fromhex(v["dropSecret"]), v["n"], bytes.fromhex(v["message"])), v["mac"])

    def test_replies_of_the_vectors_open(self):
        for v in self.vector["drops"]:
            data = base64.b64decode(v["drop"])
            self.assertEqual(receipt.slot(self.keys.drop_secret, v["n"]).hex(), v["slot"])
            found = self.open(data, v["n"])
            self.assertEqual(found.pop("sha256"), hashlib.sha256(data).hexdigest())
            self.assertEqual(found, v["reply"])

    def test_what_is_to_be_refused_is_refused(self):
        self.assertTrue(self.vector["refused"])
        for case in self.vector["refused"]:
            with self.subTest(case["about"]), self.assertRaises(Refused) as caught:
                self.open(base64.b64decode(case["drop"]), case["n"])
            forged = isinstance(caught.exception, (drops.Forged, drops.Swapped))
            self.assertEqual(forged, case["code"] == "drop.not-authentic", case["about"])

    def test_another_slot_or_organisation_is_refused(self):
        v = self.vector["drops"][0]
        with self.assertRaises(drops.Swapped):
            self.open(base64.b64decode(v["drop"]), v["n"] + 1)
        others = receipt.derive(bytes.fromhex(self.vector["entropy"]), hashlib.sha256(b"another").digest())
        with self.assertRaises(Refused):
            self.open(base64.b64decode(v["drop"]), v["n"], others)

    def test_a_byte_turned_in_the_plaintext_is_a_forgery(self):
        v = self.vector["drops"][0]
        plain = Age().open_bytes(self.keys.identity, base64.b64decode(v["drop"]))
        drops.read_plain(plain, self.keys.drop_secret, v["n"])
        for place in (0, 20, len(plain) - 70, len(plain) - 66):
            altered = bytearray(plain)
            altered[place] ^= 1
            with self.subTest(place), self.assertRaises(drops.Forged):
                drops.read_plain(bytes(altered), self.keys.drop_secret, v["n"])

    def test_replies_are_judged_by_their_layout_and_fields(self):
        plain = Age().open_bytes(self.keys.identity, base64.b64decode(self.vector["drops"][0]["drop"]))
        line = json.loads(plain.split(b"\n")[0])

        def read(change, filling=b" ", line_end=b"\n"):
            body = json.dumps({**line, **change}).encode() + line_end
            message = body.ljust(6467, filling) + b"\n"
            sealed = message + drops.mac(self.keys.drop_secret, 0, message).encode() + b"\n"
            return drops.read_plain(sealed, self.keys.drop_secret, 0)

        self.assertEqual(read({"part": 2, "of": 2, "previous": None})["part"], 2)
        self.assertEqual(read({"answers": "ab" * 16})["n"], 0)
        for change in ({"answers": None}, {"part": 3, "of": 2}, {"of": 257}, {"kind": "x"}, {"previous": "AB" * 32}):
            with self.subTest(**change), self.assertRaises(Refused):
                read(change)
        for filling in (b"\0", b"\n"):
            with self.subTest(filling), self.assertRaises(Refused):
                read({}, filling)

    def test_a_reply_that_names_another_slot_than_its_mac_is_refused(self):
        plain = Age().open_bytes(self.keys.identity, base64.b64decode(self.vector["drops"][0]["drop"]))
        message = plain[:-65]
        for n in (0, 4):
            sealed = message + drops.mac(self.keys.drop_secret, n, message).encode() + b"\n"
            with self.subTest(n):
                if n == 0:
                    self.assertEqual(drops.read_plain(sealed, self.keys.drop_secret, n)["n"], 0)
                    continue
                with self.assertRaises(Refused):
                    drops.read_plain(sealed, self.keys.drop_secret, n)
