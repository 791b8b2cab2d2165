#!/usr/bin/env python3
"""Judges JSON texts by schemas with the package jsonschema: a second opinion for the tests of this folder.

Standard input: one JSON object a line, {"schema": ..., "text": "..."}; a line without "schema" has that of the line before.
Standard output: for each line {"valid": true|false|null, "message": "..."}; null where there is no verdict.
"""

import argparse
import json
import math
import sys

import jsonschema
from jsonschema.validators import validator_for

sys.set_int_max_str_digits(0)


def no_duplicates(pairs):
    """An object whose keys are all different."""
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key comes twice")
    return dict(pairs)


def finite(text):
    """A number that is not whole, as a double; JSON has no infinity."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is beyond a double")
    return number


def load(text):
    """A JSON value, strictly."""

    def refuse(name):
        raise ValueError(f"{name} is no JSON")

    return json.loads(text, object_pairs_hook=no_duplicates, parse_float=finite, parse_constant=refuse)


def judge(validator, text):
    """The verdict on one text."""
    try:
        value = load(text)
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
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--formats", choices=["asserted", "annotated"], default="annotated")
    asserted = parser.parse_args().formats == "asserted"
    validator = None
    for line in sys.stdin:
        job = json.loads(line)
        if "schema" in job:
            kind = validator_for(job["schema"], default=jsonschema.Draft202012Validator)
            validator = kind(job["schema"], format_checker=kind.FORMAT_CHECKER if asserted else None)
        print(json.dumps(judge(validator, job["text"])))


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    main()
