#!/usr/bin/env python3
"""Judges JSON texts by schemas with the package jsonschema: a second opinion for the tests of this folder.

Standard input: one JSON object a line, {"schema": ..., "text": "..."}; a line without "schema" has that of the line before.
Standard output: for each line {"valid": true|false|null, "message": "..."}; null where there is no verdict.
"""

import argparse
import decimal
import functools
import json
import re
import sys

import jsonschema
from jsonschema import _format, _keywords, _legacy_keywords, _utils
from jsonschema.validators import validator_for

sys.set_int_max_str_digits(0)
# As many digits as there may be, so that a remainder is exact.
decimal.getcontext().prec = 30_000


def no_duplicates(pairs):
    """An object whose keys are all different."""
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key comes twice")
    return dict(pairs)


# What ECMA-262 calls white space and line terminators (sections 12.2 and 12.3), for a class of Python's re.
WHITE_SPACE = (
    "\\t\\n\\v\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
)
ESCAPES = {"s": WHITE_SPACE, "/": "/", "-": "\\-"}
MOST_DIGITS = 10_000


def to_python(pattern):
    """A pattern of ECMA-262 as one of Python's re, where the two differ in what is common; the rest re refuses or takes."""
    out = []
    in_class = False
    at = 0
    while at < len(pattern):
        char = pattern[at]
        escape = pattern[at : at + 2]
        at += 1
        if char == "\\" and len(escape) == 2:
            at += 1
            if escape == "\\c" and pattern[at : at + 1].isalpha():
                out.append(f"\\x{ord(pattern[at]) % 32:02x}")
                at += 1
            elif escape == "\\S" and not in_class:
                out.append(f"[^{WHITE_SPACE}]")
            else:
                same = ESCAPES.get(escape[1], escape)
                out.append(f"[{same}]" if escape == "\\s" and not in_class else same)
        elif in_class:
            in_class = char != "]"
            out.append("\\[" if char == "[" else char)
        elif pattern.startswith(("[]", "[^]"), at - 1):
            out.append("(?!)" if pattern[at] == "]" else "(?s:.)")
            at += 1 if pattern[at] == "]" else 2
        elif char == "[":
            in_class = True
            out.append(char)
        elif pattern.startswith("(?<", at - 1) and pattern[at + 2 : at + 3] not in ("=", "!"):
            out.append("(?P<")
            at += 2
        else:
            out.append({"$": "\\Z", ".": "[^\\n\\r\\u2028\\u2029]"}.get(char, char))
    return "".join(out)


class EcmaScript:
    """What jsonschema uses of the module re, for patterns of ECMA-262: their classes are of ASCII."""

    @staticmethod
    @functools.cache
    def compile(pattern):
        """A regular expression that finds what the pattern finds."""
        return re.compile(to_python(pattern), re.ASCII)

    @staticmethod
    def search(pattern, text):
        """As re.search."""
        return EcmaScript.compile(pattern).search(text)


def number(text):
    """A number that is not spelled as a whole one, with all its digits; by its value it may be one."""
    value = decimal.Decimal(text)
    if abs(value.adjusted()) > MOST_DIGITS:
        raise ValueError("a number is beyond all bounds")
    return value


def by_value(value):
    """Whole numbers as such, however they are spelled: what is new after draft 4."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, list):
        return [by_value(element) for element in value]
    if isinstance(value, dict):
        return {key: by_value(member) for key, member in value.items()}
    return value


def load(text):
    """A JSON value, strictly."""

    def refuse(name):
        raise ValueError(f"{name} is no JSON")

    return json.loads(text, object_pairs_hook=no_duplicates, parse_float=number, parse_constant=refuse)


def judge(validator, text):
    """The verdict on one text."""
    try:
        value = load(text)
        if not isinstance(validator, jsonschema.Draft4Validator):
            value = by_value(value)
    except ValueError as error:
        return {"valid": False, "message": f"no JSON: {error}"}
    try:
        error = next(validator.iter_errors(value), None)
    except Exception as error:  # Whatever it is: there is no verdict.
        return {"valid": None, "message": f"{type(error).__name__}: {error}"[:300]}
    if error is None:
        return {"valid": True, "message": ""}
    return {"valid": False, "message": f"{error.json_path} {error.validator}: {error.message}"[:300]}


def main():
    """Reads, judges, writes."""
    for module in (_format, _keywords, _legacy_keywords, _utils):
        if hasattr(module, "re"):
            module.re = EcmaScript
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--formats", choices=["asserted", "annotated"], default="annotated")
    asserted = parser.parse_args().formats == "asserted"
    validator = None
    for line in sys.stdin:
        job = json.loads(line, parse_float=number)
        if "schema" in job:
            schema = by_value(job["schema"])
            kind = validator_for(schema, default=jsonschema.Draft202012Validator)
            validator = kind(schema, format_checker=kind.FORMAT_CHECKER if asserted else None)
        print(json.dumps(judge(validator, job["text"])))


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    main()
