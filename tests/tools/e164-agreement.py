#!/usr/bin/python3
"""Measure rules/e164.json against libphonenumber; prints TAP.

    e164-agreement.py [--table FILE] [--judge 'COMMAND ARGS']

The table says which lengths the numbers behind a country code have.  The
judge says what libphonenumber makes of the same number.  Without --judge
that is Debian's python3-phonenumbers; e164-judge.mjs asks google's own
library.  Nothing here uses gclint: the table is read and looked up once
more, so that a fault in src/rule/plan.c cannot hide one in the table.

A judge is a command.  With --examples it prints its example numbers, one
"REGION TYPE CODE NATIONAL" a line, TYPE as PhoneNumberType counts and the
country code apart.  Otherwise it answers each line "DIGITS" with two words
of "possible", "local" and "no": what is_possible_number_with_reason() says
of the number as it is written, and of what parse("+DIGITS") takes it for.

What is measured, more than 100,000 numbers over all regions, and the same
ones in every run:

  examples    the judge's example numbers of every region and type, forty
              times with other digits at the end: numbers that are right are
              about half of all, as in the files that people lint
  mutated     each region's fixed and mobile number with one to three digits
              too few or too many, anywhere behind the country code: what
              people mistype
  random      each region's country code with national numbers of every
              length, all digits equally likely
  unassigned  numbers that begin with no country code of the judge

What the total is worth: only it is held to the limit, and the mix of the sets
decides it.  That examples are about half, and some lengths of plans that
moved, were settled with the figures in view.  The table began with the data
of both judges, so that they agree on examples is no surprise.  mutated and
random are the harder sets, and each alone is below the limit.

A number of more than 15 digits is none by E.164, and gclint says so
(address-e164) without asking the table; so there are none here.
libphonenumber alone goes beyond it (Germany to 17 with its code, Japan 19).

What counts as agreement: the table has the length, and the judge says
"possible" of the number as written, or neither.  So two classes of
is_possible_number(parse()) count as "no"; each report tells how many there
were, and the agreement with that call taken as it is:

  local only     is_possible_number() is true for IS_POSSIBLE_LOCAL_ONLY: a
                 subscriber's number without the area code, +1 5550100.  From
                 next door it rings, behind a country code it is nobody's
                 number, and to find that mistake is what the rule is for.
  trunk prefix   parse() takes a trunk prefix away behind the country code
                 and judges the rest: +44 020 7946 0958 passes.  E.164 has
                 none, and a switch does not forgive: all digits count.

Where the two then differ, it is one of these; what is neither is named and
must stay below 0.1 %:

  national only  libphonenumber also lists what can be dialled only within a
                 country (its sources mark it "national only"), mostly
                 freephone numbers behind an access code: 0078... in Japan,
                 00798... in Korea, 001800... in Thailand, 8 10 800... in
                 Russia.  Their lengths are beyond those of real numbers and
                 would let +81 090 1234 5678 pass; behind + they lead nowhere.
  moved plan     the numbering plan changed between the data of the two
                 judges (2022 and 2026), so one of them differs whatever the
                 table says.  It has the lengths of the plan in force, and
                 old ones as long as such numbers still go round.
"""

import argparse
import collections
import json
import pathlib
import random
import shlex
import subprocess
import sys

ENOUGH = 99.5           # per cent
UNEXPLAINED = 0.1
E164_DIGITS = 15
ORDINARY = (0, 1)       # PhoneNumberType: fixed line, mobile

# The codes and lengths of each class.
NATIONAL_ONLY = {
    "7": "14", "62": "13", "66": "13", "81": "8,11-12", "82": "12-13",
    "359": "12", "507": "11", "598": "6,9,11-12", "974": "11",
}
MOVED_PLAN = {
    "52": "11",         # Mexico: no 1 before mobile numbers since 2019
    "57": "8",          # Colombia: fixed numbers have ten digits since 2021
    "220": "9",         # Gambia: nine digits beside seven
    "229": "10",        # Benin: ten digits since November 2024
    "234": "7-8",       # Nigeria: fixed numbers get ten digits
    "243": "8,10",      # Congo: new fixed numbers
    "263": "5-6,8",     # Zimbabwe: short fixed numbers got longer
    "383": "10-12",     # Kosovo: longer fixed numbers
    "385": "6",         # Croatia: six digits get rare
    "598": "4-5",       # Uruguay: short service numbers
    "881": "10",        # satellite systems: Iridium's longer numbers
    "883": "8,11",      # international networks: new networks
}
CLASSES = (("national only", NATIONAL_ONLY), ("moved plan", MOVED_PLAN))


def lengths(text):
    """'6-8,10' as a set."""
    out = set()
    for part in text.split(","):
        low, _, high = part.partition("-")
        out.update(range(int(low), int(high or low) + 1))
    return out


def code_of(number, codes):
    """The one of codes that number begins with, or None."""
    return next((number[:n] for n in (1, 2, 3) if number[:n] in codes), None)


Example = collections.namedtuple("Example", "region kind code national")


class Table:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            codes = json.load(f)["codes"]
        self.codes = {c: lengths(v.split()[0]) for c, v in codes.items()}

    def code(self, number):
        return code_of(number, self.codes)

    def possible(self, number):
        code = self.code(number)
        return code is not None and \
            len(number) - len(code) in self.codes[code]


class DebianJudge:
    """python3-phonenumbers, in this process."""

    def __init__(self):
        import phonenumbers as lib
        self.lib = lib
        self.name = "python3-phonenumbers " + lib.__version__
        self.codes = set(map(str, lib.COUNTRY_CODE_TO_REGION_CODE))
        self.words = {
            lib.ValidationResult.IS_POSSIBLE: "possible",
            lib.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "local",
        }

    def examples(self):
        lib = self.lib
        types = [t for t in lib.PhoneNumberType.values()
                 if t != lib.PhoneNumberType.UNKNOWN]
        found = [(r, t, lib.example_number_for_type(r, t))
                 for r in lib.SUPPORTED_REGIONS for t in types]
        found += [(c, 0, lib.example_number_for_non_geo_entity(c))
                  for c in lib.COUNTRY_CODES_FOR_NON_GEO_REGIONS]
        return [Example(str(r), t, str(n.country_code),
                        lib.national_significant_number(n))
                for r, t, n in found if n]

    def verdict(self, number):
        reason = self.lib.is_possible_number_with_reason(number)
        return self.words.get(reason, "no")

    def as_written(self, digits):
        code = code_of(digits, self.codes)
        if code is None:
            return "no"
        national = digits[len(code):]
        zeros = len(national) - len(national[:-1].lstrip("0") + national[-1])
        return self.verdict(self.lib.PhoneNumber(
            country_code=int(code), national_number=int(national),
            italian_leading_zero=zeros > 0, number_of_leading_zeros=zeros))

    def as_parsed(self, digits):
        try:
            return self.verdict(self.lib.parse("+" + digits))
        except self.lib.NumberParseException:
            return "no"

    def judge(self, numbers):
        return [(self.as_written(n), self.as_parsed(n)) for n in numbers]


class CommandJudge:
    """Another program; see the protocol above."""

    def __init__(self, command):
        self.command = shlex.split(command)
        self.name = command

    def run(self, args, text):
        done = subprocess.run(self.command + args, input=text, check=True,
                              stdout=subprocess.PIPE, encoding="ascii")
        return done.stdout.splitlines()

    def examples(self):
        lines = map(str.split, self.run(["--examples"], ""))
        return [Example(region, int(kind), code, national)
                for region, kind, code, national in lines]

    def judge(self, numbers):
        lines = self.run([], "".join(n + "\n" for n in numbers))
        if len(lines) != len(numbers):
            sys.exit("%s answered %d of %d numbers"
                     % (self.name, len(lines), len(numbers)))
        return [line.split() for line in lines]


def some_digits(rng, n):
    # random() is the one method whose sequence Python promises to keep.
    return "".join(str(int(rng.random() * 10)) for _ in range(n))


def mutate(rng, national, delta):
    for _ in range(abs(delta)):
        at = int(rng.random() * len(national))
        if delta < 0:
            national = national[:at] + national[at + 1:]
        else:
            national = national[:at] + some_digits(rng, 1) + national[at:]
    return national


def example_numbers(rng, examples):
    return [e.code + e.national[:-3] + some_digits(rng, 3)
            for e in examples for _ in range(40)]


def mutated_numbers(rng, examples):
    return [e.code + mutate(rng, e.national, delta)
            for e in examples if e.kind in ORDINARY
            for delta in (-3, -2, -1, 1, 2, 3) for _ in range(10)]


def random_numbers(rng, examples):
    regions = {e.region: e.code for e in examples}
    return [code + some_digits(rng, n)
            for code in regions.values() for n in range(1, E164_DIGITS)
            for _ in range(10)]


def unassigned_numbers(rng, examples):
    codes = {e.code for e in examples}
    return [head + some_digits(rng, n)
            for head in map(str, range(100, 1000)) if not code_of(head, codes)
            for n in range(1, E164_DIGITS - 2) for _ in range(8)]


SETS = (
    ("examples", example_numbers),
    ("mutated", mutated_numbers),
    ("random", random_numbers),
    ("unassigned", unassigned_numbers),
)


def explain(table, number):
    code = table.code(number)
    if code is None:
        return "unexplained: +%s has no code of the table" % number[:3]
    n = len(number) - len(code)
    for name, known in CLASSES:
        if code in known and n in lengths(known[code]):
            return name
    return "unexplained: +%s with %d digits" % (code, n)


class Score:
    def __init__(self):
        self.count = collections.Counter()
        self.classes = collections.Counter()

    def add(self, table, number, written, parsed):
        ours = table.possible(number)
        self.count["numbers"] += 1
        self.count["local"] += written == "local"
        self.count["trunk"] += written != parsed
        self.count["literal"] += ours == (parsed != "no")
        if ours == (written == "possible"):
            self.count["agree"] += 1
        else:
            self.classes[explain(table, number)] += 1

    def merge(self, other):
        self.count += other.count
        self.classes += other.classes

    def percent(self, what):
        return 100.0 * self.count[what] / self.count["numbers"]

    def unexplained(self):
        return sum(n for why, n in self.classes.items()
                   if why.startswith("unexplained"))


def check(number, ok, text):
    print("%s %d - %s" % ("ok" if ok else "not ok", number, text))
    return ok


def report(name, score):
    count = score.count
    print("# %s: %.3f %% of %d numbers agree"
          % (name, score.percent("agree"), count["numbers"]))
    for why, n in sorted(score.classes.items()):
        print("#   %d differ: %s" % (n, why))
    print("#   %d local only, %d changed by parse(): %.3f %% with "
          "is_possible_number(parse())"
          % (count["local"], count["trunk"], score.percent("literal")))


def measure(table, judge, examples):
    """One Score a set, in the order of SETS."""
    rng = random.Random(164)
    for name, make in SETS:
        score = Score()
        numbers = [n for n in make(rng, examples)
                   if len(n) <= E164_DIGITS]
        for number, verdicts in zip(numbers, judge.judge(numbers)):
            score.add(table, number, *verdicts)
        yield name, score


def main():
    here = pathlib.Path(__file__).resolve().parent
    options = argparse.ArgumentParser(description="measure rules/e164.json")
    options.add_argument("--table", default=here / "../../rules/e164.json")
    options.add_argument("--judge", help="command that answers numbers")
    args = options.parse_args()
    try:
        judge = CommandJudge(args.judge) if args.judge else DebianJudge()
    except ImportError:
        print("1..1\nnot ok 1 - install the judge: Debian has it as "
              "python3-phonenumbers, for /usr/bin/python3")
        return 1

    table, examples = Table(args.table), sorted(judge.examples())
    if not examples:
        sys.exit("%s has no example numbers" % judge.name)
    print("1..4\n# judge: " + judge.name)
    total = Score()
    for name, score in measure(table, judge, examples):
        report(name, score)
        total.merge(score)
    report("all", total)
    ok = check(1, total.count["numbers"] >= 100000, "100,000 numbers or more")
    ok &= check(2, total.percent("agree") >= ENOUGH, "99.5 % or more agree")
    ok &= check(3, 100.0 * total.unexplained() / total.count["numbers"]
                < UNEXPLAINED, "the differences are explained")
    ok &= check(4, set(table.codes) == {e.code for e in examples},
                "the table and the judge have the same country codes")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
