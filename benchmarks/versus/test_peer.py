"""Tests of the walk and of what is made of an engine's answers: python3 -m unittest discover benchmarks/versus"""

import unittest

import peer
from engines import Refused

A, B, END = 0, 1, 40


class Scripted:
    """Allows A, then B or an end, then an end."""

    masks = [[A], [B, END], [END]]

    def __init__(self, failure=""):
        self.words = [0, 0]
        self.at = 0
        self.failing = failure

    def compile(self, schema):
        """Any schema but one."""
        if schema == "false":
            raise Refused("never")

    def restart(self):
        """To the start."""
        self.at = 0

    def mask(self):
        """Fills the words, which stay the same array."""
        self.words[:] = [0, 0]
        for token in self.masks[self.at]:
            self.words[token >> 5] |= 1 << (token & 31)

    def accept(self, token):
        """One further."""
        if token not in self.masks[self.at]:
            raise AssertionError("asked to take what the mask does not have")
        self.at += 1

    def failure(self):
        """As it was made."""
        return self.failing


def case(*tests, schema="true"):
    """A case of pairs of tokens and verdict."""
    return {"id": "c", "schema": schema, "tests": [{"valid": valid, "tokens": tokens} for tokens, valid in tests]}


class PeerTest(unittest.TestCase):
    """What a line says."""

    def test_each_mask_is_timed_and_the_end_too(self):
        line = peer.run(Scripted(), [END], case(([A, B], True), ([A], True)))
        self.assertEqual([3, 2], line["counts"])
        self.assertEqual(5, len(line["masks_us"]))
        self.assertEqual(5, len(line["masks_cpu_us"]))
        self.assertEqual([], line["wrong"])
        self.assertIsNone(line["error"])

    def test_a_walk_ends_where_the_bit_is_missing(self):
        line = peer.run(Scripted(), [END], case(([B, A], False), ([A, A], True), ([], False)))
        self.assertEqual([1, 2, 1], line["counts"])
        self.assertEqual([{"i": 1, "valid": True}], line["wrong"])

    def test_accepting_what_is_invalid_is_wrong(self):
        self.assertEqual([{"i": 0, "valid": False}], peer.run(Scripted(), [END], case(([A], False)))["wrong"])

    def test_a_text_without_tokens_is_rejected(self):
        line = peer.run(Scripted(), [END], case((None, False), (None, True)))
        self.assertEqual([0, 0], line["counts"])
        self.assertEqual([{"i": 1, "valid": True}], line["wrong"])

    def test_a_refusal_is_no_verdict(self):
        line = peer.run(Scripted(), [END], case(([A], False), schema="false"))
        self.assertEqual({"kind": "Refused", "message": "never"}, line["error"])
        self.assertEqual([], line["wrong"])

    def test_a_failure_under_way_is_no_verdict(self):
        line = peer.run(Scripted("too many items"), [END], case(([A], False)))
        self.assertEqual({"kind": "Failed", "message": "too many items"}, line["error"])
        self.assertEqual([], line["wrong"])


if __name__ == "__main__":
    unittest.main()
