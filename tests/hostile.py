"""Inputs that are hard on reports, made in a folder: names and contents.

Contents are for gclint; what is in them must come out of every report as text
and nothing else.
"""

import json
import os

PARTICIPANT = {"address": "tel:+15551234567", "addressType": "phone",
               "state": "initial", "mediaTypes": ["call"]}

# What programs that read reports take for something else.
STRINGS = [
    "%0A::error::x", "\n::error file=x::y", "##[error]x", "a%2Cb%25",
    "<script>alert(1)</script>", "]]>", "\"><img src=x onerror=alert(1)>",
    "&amp;'\"<!--", "[link](https://example.com)", "{0} {{x}}", "`${x}`",
    "\u202e\u2066abc", "\u001b[31mred\u0007\u0000", "\u0085\u2028\u2029",
    "\U0001f600\U0010ffff", "e\u0301\u00e9", "a,b:c;d=e", "\\u0041\\", "#",
    "\tx\r", "| a | b |", "not ok 1 - x # SKIP", "...", "---",
]

NAMES = [
    b"a b.json", b"c,d:e%f#g?.json", b"[x](y).json", b"q\"'<>&\\.json",
    b"%0A::error::x.json", b"::error::.json", b"nl\nx.json", b"cr\rx.json",
    b"esc\x1b[31m.json", b"]]>.json", b"inv\xff\xfe.json", b"-dash.json",
    "h\u00e9\u202e\U0001f600.json".encode(), b"# SKIP.json", b"{0}.json",
]


def payload(**members):
    one = {"type": "call", "participants": [dict(PARTICIPANT, **members)]}
    return json.dumps(one, ensure_ascii=False).encode("utf-8",
                                                      "surrogatepass")


def faulty():
    return payload(address="+15551234567")


def contents():
    """Faulty files by name: plain names, hostile contents."""
    for i, s in enumerate(STRINGS):
        yield b"value-%d.json" % i, payload(address=s, addressType=s)
        yield b"name-%d.json" % i, payload(**{s: s})
    yield b"bytes.json", b'{"type":"ca\xff\xfell","participants":[]}\n'
    yield b"controls.json", bytes(range(1, 32)) + b'{"type":"\x1b[31m"'
    yield b"bom.json", b"\xef\xbb\xbf" + faulty()
    yield b"line-ends.json", faulty().replace(b", ", b",\r\n").replace(
        b": ", b":\r")
    yield b"open.json", b'{"type":"call","participants":[\n{"address":"tel:+1'
    yield b"twice.json", b'{"type":"call","type":"call",\n"participants":[]}'
    yield b"long.json", payload(address="tel:+" + "1" * (1 << 20))
    yield b"empty.json", b""


def write(folder, files):
    for name, content in files:
        with open(os.path.join(os.fsencode(folder), name), "wb") as f:
            f.write(content)


def make(folder):
    """All of it; returns the names of the files."""
    files = [(n, faulty()) for n in NAMES] + list(contents())
    write(folder, files)
    return [n for n, _ in files]


def many(folder, n):
    """A file with n documents that have the same fault."""
    write(folder, [(b"many.ndjson", (faulty() + b"\n") * n)])
