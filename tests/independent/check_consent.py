"""What a source consents to now, by docs/format.md: the cases of tests/reviewer/consent.test.ts."""

import unittest

from submission import consent_now

YES, NO = {"contact": True}, {"contact": False}
NOTICE = {"version": "1", "language": "en", "sha256": "ab" * 32}


def said(day, consent):
    return f"2026-11-{day}", consent


class Consent(unittest.TestCase):
    def test_the_last_day_counts_in_whatever_order_they_were_fetched(self):
        self.assertEqual(consent_now(YES, []), YES)
        self.assertEqual(consent_now(YES, [said(22, NO), said(23, None)]), NO)
        self.assertEqual(consent_now(YES, [said(22, NO), said(23, YES)]), YES)
        self.assertEqual(consent_now(YES, [said(23, NO), said(22, YES)]), NO)

    def test_any_no_of_one_day_wins(self):
        self.assertEqual(consent_now(YES, [said(22, NO), said(22, YES)]), NO)
        self.assertEqual(consent_now(YES, [said(22, YES), said(22, NO)]), NO)

    def test_uses_by_themselves(self):
        both = {"contact": True, "uses": ["numbers", "courts"], "notice": NOTICE}
        fewer = {"contact": True, "uses": ["courts"], "notice": NOTICE}
        self.assertEqual(consent_now(both, [said(22, NO)]), {**both, "contact": False})
        self.assertEqual(consent_now(both, [said(23, fewer), said(22, both), said(24, YES)]), fewer)
        self.assertEqual(consent_now(both, [said(22, fewer), said(22, both)]), fewer)
        self.assertEqual(consent_now(both, [said(22, {"contact": False, "uses": []})]), {"contact": False, "uses": []})
