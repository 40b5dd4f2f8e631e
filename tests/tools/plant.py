"""Payloads with faults in them, and where these stand in a capture.

A fault stands between two markers, digits that occur nowhere else.  No
quoting changes digits, so in a capture the fault is whatever stands between
the markers, in whatever form the tool that made the capture gave it.  Where
that tears a body apart, the capture comes with a map of its bytes instead.
"""

import bisect
import collections
import json
import random
import re

# What goes wrong in a number, one character each.
BAD = ["Z", "é", "😀", '"', "'", "\\", "\n", "\r", "\t", "\0", "$", "!", "%",
       "^", "`", "&", "|", "\u200b", "\u0301"]

# What stands in front of a fault.  No placeholders: they are a fault.
NOISE = ["é", "ü", "😀", "\u2028", "\x01", "\x7f", '"', "'", "''", "\\",
         "\\\\", '\\"', "\\n", "\\u00e9", "\n", "\r\n", "\t", "$HOME", "$'",
         "!", "!!", "%PATH%", "%", "^", "`x`", "&", "|", "* ", "< ", "> ",
         "###", "// ", "# ", "}", "]", '{"', "[{", "@file", "--next", "-d",
         "=", ";", "(", ")", "HTTP/1.1 200 OK", "POST / HTTP/1.1", "0000: "]

# A character in a number, another value than the only one, another name, no
# number at all.
KINDS = ["number", "value", "name", "missing"]

# As json.dumps() has them, and whether lines end in LF.
LAYOUTS = [
    {"separators": (",", ":")},
    {"separators": (", ", ": ")},
    {"indent": 1},
    {"indent": 2},
    {"indent": 4},
    {"indent": "\t"},
]

# part: what is reported: what is between the markers, the whole string with
# its quotes, or the brace in front of the first marker.
Fault = collections.namedtuple("Fault", "rule pointer before after part")

Payload = collections.namedtuple("Payload", "text faults")

# data     its bytes
# payloads what was put into it, in order; None for a request without a body
# tokens   secrets in it
# quote    what a quote of the payload looks like in it
# maps     of each payload: where each of its bytes begins and ends; or None,
#          and then the markers are searched
# answers  texts of errors that were answered, in order
# others   what else is wrong with it: rule, offset, end
Capture = collections.namedtuple(
    "Capture", "data payloads tokens quote maps answers others",
    defaults=((), b'"', None, (), ()))


def without(items, *keys):
    return [(k, v) for k, v in items if k not in keys]


class Planter:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.number = 2000003

    def marker(self):
        self.number += 101 + self.rng.randrange(101)
        return str(self.number)

    def token(self):
        return "Fake-" + self.marker() + "-AbCdEf_0123"

    def noise(self, words):
        return "".join(self.rng.choices(words, k=self.rng.randrange(6)))

    def participant(self):
        items = [
            ("address", f"tel:+1555{self.marker()}"),
            ("addressType", "phone"),
            ("state", "initial"),
            ("mediaTypes", ["call"]),
        ]
        self.rng.shuffle(items)
        return items

    def plant(self, at, items, kind, bad, noise):
        """One more fault, somewhere in a participant."""
        # No escape of a character has a 9 and a 7 like that.
        before, after = self.marker(), "97" + self.marker()[-2:]
        text = before + self.noise(noise) + after
        pointer, part = f"/participants/{at}", "string"
        if kind == "missing":
            items[:] = [("name", text), *without(items, "address", "name")]
            return Fault("address-required", pointer, before, after, "brace")
        if kind == "number":
            rule, key, part = "address-e164", "address", "inside"
            value = f"tel:+1555{before}{self.rng.choice(bad)}{after}"
        elif kind == "value":
            rule, key, value = "address-type", "addressType", text
        else:
            rule, key, value = "field-unknown", text, self.noise(noise)
        items[:] = without(items, key)
        items.insert(self.rng.randrange(len(items) + 1), (key, value))
        pointer += "/" + key.replace("~", "~0").replace("/", "~1")
        return Fault(rule, pointer, before, after, part)

    def payload(self, bad=BAD, noise=NOISE, layouts=LAYOUTS, ascii_only=None):
        faults = []
        people = [self.participant() for _ in range(self.rng.choice((1, 2)))]
        for at, items in enumerate(people):
            items.insert(self.rng.randrange(3), ("name", self.noise(noise)))
            kinds = self.rng.sample(KINDS, self.rng.randrange(3))
            if {"missing", "number"}.issubset(kinds):
                kinds.remove("number")
            # What is missing counts on its marker being in front.
            for kind in sorted(kinds, key=KINDS.index):
                faults.append(self.plant(at, items, kind, bad, noise))
        top = [("type", "call"), ("participants", [dict(p) for p in people])]
        self.rng.shuffle(top)
        if ascii_only is None:
            ascii_only = self.rng.random() < .5
        layout = dict(self.rng.choice(layouts))
        lf = layout.pop("lf", self.rng.random() < .7)
        text = json.dumps(dict(top), **layout, ensure_ascii=ascii_only)
        if not lf:
            text = text.replace("\n", "\r\n")
        return Payload(text, faults)

    def payloads(self, most=4, **words):
        """Some; None stands for a request without a body."""
        some = [self.payload(**words) for _ in range(self.rng.randrange(most))]
        some += [None] * self.rng.randrange(2)
        self.rng.shuffle(some)
        return [*some, self.payload(**words)]


class Lines:
    """Places in a file as people count them."""

    def __init__(self, data):
        self.data = data
        ends = re.finditer(rb"\r\n|\r|\n", data)
        self.starts = [0, *(m.end() for m in ends)]

    def place(self, off):
        line = bisect.bisect_right(self.starts, off)
        start = self.starts[line - 1]
        if line == 1 and self.data.startswith(b"\xef\xbb\xbf"):
            start = 3
        text = self.data[start:off].decode("utf-8", "replace")
        return line, len(text) + 1, len(text.encode("utf-16-le")) // 2 + 1

    def finding(self, rule, off, end):
        line, column, utf16 = self.place(off)
        end_line, end_column, _ = self.place(end)
        return {"rule": rule, "offset": off, "length": end - off,
                "line": line, "column": column, "endLine": end_line,
                "endColumn": end_column, "utf16Column": utf16}


def between(data, before, after):
    """Where the bytes between two markers are."""
    if data.count(before) != 1:
        raise AssertionError(f"{data.count(before)} times {before!r}")
    off = data.index(before) + len(before)
    return off, data.index(after, off)


# In a shell's single quotes an apostrophe ends them and begins new ones; these
# belong to no character of the payload.
APOSTROPHE = re.compile(rb"'(\\')'|'\"(')\"'")


def span(data, fault, quote):
    """Where the fault is; a brace may have a shell's escape before it."""
    before, after = fault.before.encode(), fault.after.encode()
    off, end = between(data, before, after)
    apostrophe = APOSTROPHE.fullmatch(data, off, end)
    if fault.part == "brace":
        end = data.rindex(b"{", 0, off) + 1
        return end - 2 if data[end - 2] in b"\\^" else end - 1, end
    if fault.part == "string":
        off -= len(before) + len(quote)
        end += len(after) + len(quote)
        if not (data.startswith(quote, off) and
                data.endswith(quote, off, end)):
            raise AssertionError(f"no {quote!r} around {data[off:end]!r}")
    elif apostrophe:
        return apostrophe.span(apostrophe.lastindex)
    return off, end


def expected(capture):
    """The findings that the capture deserves, in order."""
    lines = Lines(capture.data)
    found = []
    bodies = [p for p in capture.payloads if p]
    for document, payload in enumerate(bodies):
        for fault in payload.faults:
            if capture.maps is None:
                off, end = span(capture.data, fault, capture.quote)
            else:
                places = capture.maps[document]
                off, end = span(payload.text.encode(), fault, b'"')
                off, end = places[off][0], places[end - 1][1]
            found.append({**lines.finding(fault.rule, off, end),
                          "pointer": fault.pointer, "document": document,
                          "pack": "call-conversation"})
    for token in capture.tokens:
        off = capture.data.index(token.encode())
        found.append(lines.finding("secret-in-capture", off,
                                   off + len(token)))
    found += [lines.finding(*other) for other in capture.others]
    return sorted(found, key=lambda f: (f["offset"], f["rule"]))
