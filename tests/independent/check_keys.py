"""Words, keys, shares, fingerprints, keyrings and grant requests against their vectors, and altered ones refused."""

import base64
import functools
import hashlib
import json
import unittest

import keyring
import notes
import receipt
import shares
import sizes
import words
from encoding import Refused, bech32_decode, day, from_base64
from programs import Age
from vectors import LISTS, load, word_list_text


@functools.cache
def word_list(language):
    return words.WordList(word_list_text(language))


def all_lists(first="en"):
    return [word_list(first), *(word_list(k) for k in LISTS if k != first)]


class Padding(unittest.TestCase):
    def test_sizes_of_the_vectors(self):
        for v in load("padding")["vectors"]:
            self.assertEqual(sizes.padded(v["size"]), v["padded"])
            self.assertEqual(sizes.sealed(v["padded"]), v["ciphertext"])
            self.assertEqual(sizes.legal_plaintext(v["ciphertext"]), v["padded"])

    def test_a_size_beside_a_legal_one_is_refused(self):
        for v in load("padding")["vectors"]:
            for other in (v["ciphertext"] - 1, v["ciphertext"] + 1):
                with self.assertRaises(Refused):
                    sizes.legal_plaintext(other)


class Receipts(unittest.TestCase):
    def test_words_lead_to_the_keys_of_the_vectors(self):
        for v in load("receipt")["vectors"]:
            entropy = words.decode(v["words"], [word_list("en")])
            keys = receipt.derive(entropy, bytes.fromhex(v["organisationId"]))
            self.assertEqual(entropy.hex(), v["entropy"])
            self.assertEqual(words.encode(entropy, word_list("en")), v["words"].split())
            self.assertEqual(keys.identity, v["identity"])
            self.assertEqual(bech32_decode("age-secret-key-pq-", keys.identity).hex(), v["identitySeed"])
            self.assertEqual(keys.drop_secret.hex(), v["dropSecret"])
            self.assertEqual(keys.follow_up_key.hex(), v["followUpKey"])

    def test_age_takes_the_identity(self):
        v = load("replies")
        keys = receipt.derive(words.decode(v["words"], [word_list("en")]), bytes.fromhex(v["organisationId"]))
        self.assertEqual(Age().recipient(keys.identity), v["recipient"])
        self.assertEqual(keys.drop_secret, from_base64(v["dropSecret"], 32, ""))
        self.assertEqual(keys.follow_up_key, from_base64(v["followUpKey"], 32, ""))

    def test_another_organisation_gives_other_keys(self):
        v = load("receipt")["vectors"][0]
        keys = receipt.derive(bytes.fromhex(v["entropy"]), hashlib.sha256(b"another").digest())
        self.assertNotEqual(keys.identity, v["identity"])
        self.assertNotEqual(keys.drop_secret.hex(), v["dropSecret"])
        self.assertNotEqual(keys.follow_up_key.hex(), v["followUpKey"])

    def test_japanese_vectors(self):
        for v in load("receipt")["japanese"]:
            self.assertEqual(words.decode(v["words"], [word_list("ja")]).hex(), v["entropy"])

    def test_every_accepted_form_in_every_language(self):
        vectors = load("receipt")["languages"]
        self.assertEqual({v["language"] for v in vectors}, set(LISTS))
        for v in vectors:
            for about, form in {"words": v["words"], **v["accepted"]}.items():
                with self.subTest(language=v["language"], form=about):
                    # The language of the page is another one: the words alone tell.
                    self.assertEqual(words.decode(form, all_lists("fr")).hex(), v["entropy"])

    def test_swapped_missing_and_unknown_words_are_refused(self):
        given = load("replies")["words"].split()
        good = words.decode(" ".join(given), all_lists())
        swapped = [given[1], given[0], *given[2:]]
        for entry in (swapped, given[:11], [*given, given[0]], ["witnessbox", *given[1:]], []):
            with self.assertRaises(Refused):
                words.decode(" ".join(entry), all_lists())
        self.assertEqual(len(good), 16)

    def test_an_entry_with_two_ways_to_take_it_apart_is_refused(self):
        # "can alarm" and "canal arm".
        english, rest = word_list("en"), " zoo" * 10
        self.assertIsNone(english.numbers("canalarm" + rest, 12))
        self.assertIsNotNone(english.numbers("can alarm" + rest, 12))
        self.assertIsNotNone(english.numbers("zoozebra" + rest, 12))
        self.assertIsNone(english.numbers("zoozebr" + rest, 12))


class Fingerprints(unittest.TestCase):
    def test_digits_and_words_of_the_vectors(self):
        for v in load("fingerprint")["vectors"]:
            _, root = keyring.public_key(v["rootKey"])
            mark = keyring.fingerprint(bytes.fromhex(v["organisationId"]), root)
            self.assertEqual(keyring.digits(mark), v["fingerprint"])
            for language, expected in v["words"].items():
                self.assertEqual(words.encode(mark, word_list(language)), expected)
                self.assertEqual(words.decode(" ".join(expected), all_lists()), mark)

    def test_another_organisation_has_another(self):
        a, b = load("fingerprint")["vectors"]
        _, root = keyring.public_key(a["rootKey"])
        mark = keyring.fingerprint(bytes.fromhex(b["organisationId"]), root)
        self.assertNotEqual(keyring.digits(mark), a["fingerprint"])


class Shares(unittest.TestCase):
    def read(self, vector):
        return [shares.from_words(share["words"], word_list("en")) for share in vector["shares"]]

    def test_shares_are_what_their_words_say(self):
        for v in load("quorum")["vectors"]:
            for share in v["shares"]:
                found = shares.from_words(share["words"], word_list("en"))
                self.assertEqual(found, shares.from_bytes(bytes.fromhex(share["bytes"])))
                self.assertEqual((found.epoch, found.threshold), (v["epoch"], v["threshold"]))
                self.assertEqual(found.set.hex(), v["set"])
                short = " ".join(word[:4] for word in share["words"].split())
                self.assertEqual(shares.from_words(short, word_list("en")), found)

    def test_as_many_as_the_threshold_join_to_the_identity(self):
        for v in load("quorum")["vectors"]:
            given, need = self.read(v), v["threshold"]
            for some in (given[:need], given[-need:], given[::-1][:need], given):
                self.assertEqual(shares.join(some, Age())[0], v["identity"])

    def test_too_few_the_same_twice_and_strangers_are_refused(self):
        a, b = (self.read(v) for v in load("quorum")["vectors"][:2])
        for some in (a[:1], [a[0], a[0]], [a[0], b[0]], b[:2]):
            with self.assertRaises(Refused):
                shares.join(some, Age())

    def test_a_wrong_word_or_altered_value_is_refused(self):
        v = load("quorum")["vectors"][0]
        given = v["shares"][0]["words"].split()
        for entry in (given[::-1], given[:35], [*given[:20], "zoo", *given[21:]]):
            with self.assertRaises(Refused):
                shares.from_words(" ".join(entry), word_list("en"))
        data = bytearray.fromhex(v["shares"][0]["bytes"])
        data[20] ^= 1
        with self.assertRaises(Refused):
            shares.join([shares.from_bytes(bytes(data)), self.read(v)[1]], Age())


# What this reader says instead of each code of the vectors begins like this.
SAID = {
    "keyring.bad-signature": "minisig",
    "keyring.malformed": "",
    "keyring.wrong-organisation": "keyring: another organisation",
    "keyring.rollback": "keyring: older",
    "keyring.not-yet-valid": "keyring: not valid yet",
    "keyring.expired": "keyring: no longer valid",
}


class Keyrings(unittest.TestCase):
    def check(self, case, vector, **changes):
        known = {
            "data": case.get("keyring", vector["keyring"]).encode(),
            "signature": case.get("signature", vector["signature"]).encode(),
            "root": keyring.public_key_file(vector["rootKey"].encode()),
            "today": day(case["today"], "today"),
            "organisation": bytes.fromhex(case["organisationId"]) if "organisationId" in case else None,
            "newest": case.get("newestEpoch", 0),
            "intake": vector["intake"].encode(),
        }
        return keyring.check_keyring(**{**known, **changes})

    def test_every_case_of_the_vectors(self):
        vector = load("keyring")
        for case in vector["cases"]:
            with self.subTest(case["about"]):
                if case["code"] is None:
                    self.assertIn("desks", self.check(case, vector))
                    continue
                with self.assertRaises(Refused) as caught:
                    self.check(case, vector)
                message = str(caught.exception)
                self.assertTrue(message.startswith(SAID[case["code"]]), message)
                if case["code"] == "keyring.malformed":
                    self.assertFalse(message.startswith(("minisig", "keyring: no longer", "keyring: not valid")), message)

    def test_fingerprint_of_the_root_key(self):
        v = load("keyring")
        _, root = keyring.public_key(keyring.public_key_file(v["rootKey"].encode()))
        mark = keyring.fingerprint(bytes.fromhex(v["organisationId"]), root)
        self.assertEqual(keyring.digits(mark), v["fingerprint"])

    def test_an_altered_intake_form_is_refused(self):
        vector = load("keyring")
        with self.assertRaises(Refused) as caught:
            self.check(vector["cases"][0], vector, intake=vector["intake"].encode() + b"\n")
        self.assertIn("intake", str(caught.exception))


class GrantRequests(unittest.TestCase):
    def test_request_and_words_of_the_vectors(self):
        for v in load("grant-request")["vectors"]:
            organisation = bytes.fromhex(v["request"]["organisationId"])
            data, signature = v["file"].encode(), v["signature"].encode()
            self.assertEqual(notes.check_grant_request(data, signature, organisation), v["request"])
            mark = notes.signing_key_mark(organisation, keyring.public_key(v["request"]["signingKey"])[1])
            for language, expected in v["words"].items():
                self.assertEqual(words.encode(mark, word_list(language)), expected)
            with self.assertRaises(Refused):
                notes.check_grant_request(data, signature, bytes(32))
            with self.assertRaises(Refused):
                notes.check_grant_request(data.replace(b'"epoch": 2', b'"epoch": 3'), signature, organisation)

    def test_a_key_line_with_another_number_is_refused(self):
        v = load("grant-request")["vectors"][0]
        line = bytearray(base64.b64decode(v["request"]["signingKey"]))
        line[2] ^= 1
        data = v["file"].replace(v["request"]["signingKey"], base64.b64encode(line).decode()).encode()
        with self.assertRaises(Refused) as caught:
            notes.check_grant_request(data, v["signature"].encode(), bytes.fromhex(v["request"]["organisationId"]))
        self.assertIn("key number", str(caught.exception))


class FreshnessNotes(unittest.TestCase):
    def ring(self, v):
        note, key = v["note"], v["teamRequestKey"]
        return {"organisation": {"id": note["organisationId"]}, "epoch": note["epoch"], "teamRequestKey": key}

    def test_notes_of_the_vectors(self):
        for v in load("freshness")["vectors"]:
            self.assertEqual(notes.key_line(from_base64(v["teamRequestKey"], 32, "")), v["minisignLine"])
            self.assertEqual(notes.check_freshness(v["file"].encode(), v["signature"].encode(), self.ring(v)), v["note"])

    def test_another_keyring_or_byte_is_refused(self):
        v = load("freshness")["vectors"][0]
        data, signature, ring = v["file"].encode(), v["signature"].encode(), self.ring(v)
        stranger = json.loads(load("keyring")["keyring"])["teamRequestKey"]
        for other in ({"organisation": {"id": "00" * 32}}, {"epoch": 9}, {"teamRequestKey": stranger}):
            with self.assertRaises(Refused):
                notes.check_freshness(data, signature, {**ring, **other})
        with self.assertRaises(Refused):
            notes.check_freshness(data.replace(b"2026", b"2027"), signature, ring)


class Retirements(unittest.TestCase):
    def test_statements_of_the_vectors(self):
        for v in load("retirement")["vectors"]:
            organisation = bytes.fromhex(v["statement"]["organisationId"])
            data, signature = v["file"].encode(), v["signature"].encode()
            self.assertEqual(notes.check_retirement(data, signature, organisation), v["statement"])
            for altered, expected in ((data, bytes(32)), (data.replace(b'"epoch": ', b'"epoch":  '), organisation)):
                with self.assertRaises(Refused):
                    notes.check_retirement(altered, signature, expected)
