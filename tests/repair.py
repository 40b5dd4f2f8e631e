#!/usr/bin/python3
"""Damage JSON in ways that have no doubt and mend it again; prints TAP.

Values made at random are written as people and other languages write them:
with comments, trailing and missing commas, single, curly and no quotes,
escapes and literals of Python, raw control characters.  gclint --fix has to
make of each text what Python's parser reads as the value that was written,
and what it has made it must not change again.  Strings and comments hold
whatever could be taken for one of these faults.

GCLINT is the program, by default gclint in the current folder.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
TEXTS = 20 if UNDER else 400

PIECES = ["a", "to", "tel:+15551234567", " ", ",", ":", "{", "}", "[", "]",
          "'", "it's", '"', "\\", "//", "http://example.com/", "/*", "*/", "#",
          "None", "true", "\u2018", "\u2019", "\u201c", "\u201d", "`", "\t",
          "\n", "\x01", "\u00e9", "\U0001f600", "\u00a0", ";", "${x}", "//\n"]
WORDS = ["", "a", "to", "from", "participants", "caf\u00e9", "x.y", "a-b"]
ALIASES = {"none", "true", "false", "null", "nil", "undefined", "nan", "inf",
           "infinity"}
LITERALS = {None: ["None", "nil", "NULL"], True: ["True", "TRUE"],
            False: ["False", "fAlSe"]}
ESCAPES = {"\x0b": "\\v", "'": "\\'", "\x01": "\\x01"}
BARE = re.compile("[\\w\u00e9.-]+")


def some_text(rng):
    if rng.random() < 0.4:
        return rng.choice(WORDS)
    return "".join(rng.choices(PIECES, k=rng.randrange(6)))


def some_value(rng, depth=0):
    kind = rng.randrange(4 if depth < 4 else 2)
    if kind == 0:
        return rng.choice([None, True, False, 0, -1.5, 15551234567])
    if kind == 1:
        return some_text(rng)
    n = rng.randrange(5)
    if kind == 2:
        return [some_value(rng, depth + 1) for _ in range(n)]
    return {some_text(rng): some_value(rng, depth + 1) for _ in range(n)}


class Writer:
    """Writes a value with the faults of some kinds."""

    KINDS = ["comment", "trailing", "comma", "semicolon", "single", "curly",
             "closing", "backtick", "literal", "key", "escape", "control",
             "break", "bom"]

    def __init__(self, rng, kinds):
        self.rng = rng
        self.kinds = kinds

    def does(self, kind, chance=0.4):
        return kind in self.kinds and self.rng.random() < chance

    def blank(self):
        """Between two tokens."""
        text = "".join(self.rng.choices(" \t\n", k=self.rng.randrange(3)))
        if not self.does("comment", 0.15):
            return text
        inside = some_text(self.rng).replace("*/", "").replace("\n", "")
        start = self.rng.choice(["//", "#", "/*"])
        end = "*/" if start == "/*" else "\n"
        return text + " " + start + inside + end

    def inside(self, text, quote):
        """Between other quotes, where a double one needs no escape."""
        return "".join("\\" + char if char == quote else
                       char if char == '"' and self.rng.random() < 0.7 else
                       self.escape(char, text) for char in text)

    def escape(self, char, text, quote=""):
        """A character in a string, as JSON has it or others have."""
        # with a curly quote before it, it may be behind the string
        curly = set(text) & set("\u201c\u201d")
        if char in ESCAPES and not curly and self.does("escape"):
            return ESCAPES[char]
        if char in "\t\x01" and not curly and self.does("control"):
            return char
        if char == "\n" and not curly and quote == '"' and self.does("break"):
            return char
        return json.dumps(char, ensure_ascii=self.rng.random() < 0.2)[1:-1]

    def quote(self, text):
        ways = [kind for kind in ("single", "curly", "closing", "backtick")
                if self.does(kind)]
        way = self.rng.choice(ways or ["plain"])
        if way == "single":
            return "'" + self.inside(text, "'") + "'"
        if way == "backtick" and "${" not in text:
            return "`" + self.inside(text, "`") + "`"
        inside = "".join(self.escape(char, text, '"') for char in text)
        if way == "curly" and not set(inside) & set('"\u201c\u201d\n'):
            return "\u201c" + inside + "\u201d"
        if way == "closing" and inside.isalnum():
            return '"' + inside + "\u201d"
        return '"' + inside + '"'

    def key(self, text):
        if self.does("key") and BARE.fullmatch(text) and \
                text.lower() not in ALIASES:
            return text
        return self.quote(text)

    def comma(self):
        if self.does("semicolon"):
            return ";"
        # what could be one token, or no end of a string, is on two lines
        return "\n" if self.does("comma") else ","

    def items(self, items, opener, closer):
        text = opener
        for i, item in enumerate(items):
            if i:
                text += self.comma()
            text += self.blank() + item + self.blank()
        if items and self.does("trailing"):
            text += "," + self.blank()
        return text + closer

    def value(self, value):
        if isinstance(value, dict):
            return self.items(
                [self.key(key) + self.rng.choice([":", " :", "\n:\t"]) +
                 self.blank() + self.value(item)
                 for key, item in value.items()], "{", "}")
        if isinstance(value, list):
            return self.items([self.value(item) for item in value], "[", "]")
        if isinstance(value, str):
            return self.quote(value)
        if (value is None or isinstance(value, bool)) and \
                self.does("literal"):
            return self.rng.choice(LITERALS[value])
        return json.dumps(value)

    def document(self, value):
        bom = "\ufeff" if self.does("bom") else ""
        return bom + self.blank() + self.value(value) + self.blank()


def cases():
    """Values and texts of them, first of one kind of fault, then of many."""
    rng = random.Random(8259)
    for kind in Writer.KINDS:
        for _ in range(TEXTS // 10):
            value = [some_value(rng), some_value(rng)]
            yield kind, value, Writer(rng, {kind}).document(value)
    for _ in range(TEXTS):
        kinds = set(rng.sample(Writer.KINDS, rng.randrange(2, 7)))
        # of a string over several lines only its end tells where it ends
        if "break" in kinds:
            kinds -= {"comment", "comma", "semicolon"}
        value = [some_value(rng), some_value(rng)]
        text = Writer(rng, kinds).document(value)
        yield "+".join(sorted(kinds)), value, text


def gclint_fix(folder, args):
    subprocess.run([*UNDER, GCLINT, "--no-config", "--pack=json", *args,
                    "--exit-zero", "--quiet", "."],
                   cwd=folder, stdout=subprocess.DEVNULL, check=True)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def judge(kinds, value, fixed, again):
    """What is wrong with what was made of text, or None."""
    if fixed != again:
        return "a second run changes it"
    try:
        got = json.loads(fixed)
    except ValueError:
        # a string that ends in the wrong quote may end in several places
        return None if "closing" in kinds else "it is still not JSON"
    return None if got == value else "it is another value"


def main():
    written = list(cases())
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{n}.json")
                 for n in range(len(written))]
        for path, (_, _, text) in zip(paths, written):
            with open(path, "wb") as f:
                f.write(text.encode())
        gclint_fix(folder, ["--fix"])
        fixed = [read(path) for path in paths]
        gclint_fix(folder, ["--fix"])
        again = [read(path) for path in paths]
    failed = {}
    done = {}
    for (kinds, value, text), one, two in zip(written, fixed, again):
        kind = kinds if "+" not in kinds else "several"
        done[kind] = done.get(kind, 0) + 1
        why = judge(kinds, value, one, two)
        if why:
            failed.setdefault(kind, []).append((kinds, why, text, one))
    for n, kind in enumerate(done, 1):
        bad = failed.get(kind, [])
        print(f"{'not ok' if bad else 'ok'} {n} - {kind}: "
              f"{done[kind]} texts")
        for kinds, why, text, one in bad[:3]:
            print(f"# {kinds}: {why}: {text!a} -> {one!a}")
    print(f"1..{len(done)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
