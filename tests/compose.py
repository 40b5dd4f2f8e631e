#!/usr/bin/python3
"""Compose payloads from hostile values; prints TAP.

For every pack, what --compose prints has to lint without a finding of any
severity in that pack, but that its request is deprecated.  Where that cannot
be, nothing is printed, the exit status is 2, and the message names the option
that is to blame.  GCLINT is the program, by default gclint in the current
folder.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()

ADDRESSES = [
    "+15551234567", "alice@example.com", "5551234567", "(555) 010-0123",
    "+1555123456\uff17", "\uff0b15551234567", "+44 (0)20 7946 0018",
    "sip:alice@example.com", "tel:+15551234567;ext=7", "callto:+15551234567",
    "x", "+", "0", "00442079460018", "+0155", "9" * 5000, " ", "\t\n",
    "+1555\u202e1234567", "\u0661\u0662\u0663", "+1555123\x014567", "\x7f",
    "\"}],\"x\":[{\"", "$to", "$from", "${NUMBER}", "{{number}}", "<number>",
    "null", "a@b@c", "a@", "@example.com", "\U0001f4de", "tel:", "sips:",
    "18005551212x12", "1e5", "-", "..", "Infinity",
]

VALUES = [
    "null", "true", "0", "-1", "1e400", "1.5", "\"\"", "[]", "{}", "[null]",
    "{\"a\": {\"a\": 1}}", "x", " ", "\uff11", "$to", "${ID}", "\u202e",
    "\x01", "\"\\ud800\"", "{\"a\": 1, \"a\": 2}", "[" * 600 + "]" * 600,
    "3fa85f64-5717-4562-b3fc-2c963f66afa6", "9" * 3000,
]

SETS = [
    "", "=null", "=[]", "=\"x\"", "/", "/=1", "/a", "/a=1", "/a/0/-/b=x", "a=1",
    "/~=1", "/0=1", "/-=1", "/0/0=1", "/" + "a/" * 600 + "=1",
]


def run(*args, stdin=None):
    return subprocess.run(UNDER + [GCLINT, *args], input=stdin, check=False,
                          capture_output=True, timeout=300)


def compose(pack, *options):
    return run("--compose", "--pack=" + pack, *options)


def known_packs():
    text = run("--list-packs").stdout.decode()
    names = [line.split(":")[0] for line in text.splitlines()
             if re.match(r"[a-z]", line)]
    return [n for n in names if b"no template" not in compose(n).stderr]


def members(pack):
    """Pointers to what the pack's template has, at the top and below."""
    for to in ("+15551234567", "alice@example.com", None):
        made = compose(pack, *(["--to=" + to] if to else []))
        if made.returncode == 0:
            break
    found = []
    todo = [("", json.loads(made.stdout or b"{}"))]
    for pointer, value in todo:
        at = (value.items() if isinstance(value, dict) else
              enumerate(value) if isinstance(value, list) else [])
        for key, below in at:
            found.append("%s/%s" % (pointer, key))
            todo.append((found[-1], below))
    return found[:8]


def trials(pack):
    yield []
    for option in ("--to=", "--from="):
        if b"no place" in compose(pack, option + "x").stderr:
            yield [option + "x"]
            continue
        for n, value in enumerate(ADDRESSES):
            yield [option + value]
            if n % 4 == 2:
                yield ["--country=44", option + value]
        yield ["--to=+15551234567", "--from=+1 555 123 4567"]
    for value in SETS:
        yield ["--set=" + value]
    for n, pointer in enumerate(members(pack)):
        for value in VALUES[n % 3::3]:
            yield ["--set=%s=%s" % (pointer, value)]
            yield ["--to=+15551234567", "--set=%s=%s" % (pointer, value)]


def fault(options, made):
    """What is wrong with an answer, or None; it is then to be linted."""
    words = made.stderr.decode(errors="replace")
    if made.returncode == 0:
        return None if made.stdout.endswith(b"}\n") or \
            made.stdout.endswith(b"]\n") else "nothing is printed"
    if made.returncode != 2:
        return "status %d: %s" % (made.returncode, words[:300])
    if made.stdout:
        return "it is refused, and printed"
    if not re.match(r"gclint: .*--(to|from|set|pack)\b", words):
        return "no option is named: %s" % words[:300]
    if re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", words):
        return "the message is not made safe: %r" % words[:300]
    return None


def lint(pack, payloads, folder):
    """The findings in payloads, one a line."""
    for i, text in enumerate(payloads):
        with open(os.path.join(folder, "%s-%d.json" % (pack, i)), "wb") as f:
            f.write(text)
    names = [os.path.join(folder, "%s-%d.json" % (pack, i))
             for i in range(len(payloads))]
    done = run("--pack=" + pack, "--no-config", "--format=jsonl",
               "--files-from=-",
               stdin="\n".join(names).encode())
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    # That a request is on its way out is told as it is composed.
    return ["%s: %s" % (f["message"], payloads[names.index(f["file"])])
            for f in findings if "message" in f and
            f["message"] != "this request is deprecated"] or (
                [] if done.returncode == 0 else
                ["status %d: %s" % (done.returncode, done.stderr)])


def check(pack, folder):
    faults, payloads = [], []
    for options in trials(pack):
        if any("\0" in o for o in options):
            continue
        made = compose(pack, *options)
        wrong = fault(options, made)
        if wrong:
            faults.append("%s: %s" % (ascii(options)[:200], wrong))
        elif made.returncode == 0:
            payloads.append(made.stdout)
    return faults + (lint(pack, sorted(set(payloads)), folder)
                     if payloads else []), len(payloads)


def main():
    packs = known_packs()
    failed = 0
    print("1..%d" % (len(packs) + 1))
    some = len(packs) > 40
    print("%s 1 - there are packs to compose from" % ("ok" if some else
                                                      "not ok"))
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda p: check(p, folder), packs)
        for n, (pack, (faults, made)) in enumerate(zip(packs, results), 2):
            failed += bool(faults)
            print("%s %d - %s: %d payloads are printed, all clean" % (
                "not ok" if faults else "ok", n, pack, made))
            for line in faults[:10]:
                print("# " + line.rstrip())
    return 1 if failed or not some else 0


if __name__ == "__main__":
    sys.exit(main())
