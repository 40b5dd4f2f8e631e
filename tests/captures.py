#!/usr/bin/python3
"""Plant faults in captures that other programs made; prints TAP.

    captures.py [--keep FOLDER] [--tools 'COMMAND ARGS'] [WORD...]

Payloads with faults at random places are wrapped by programs that know
nothing of gclint: Python's json and logging, bash, curl, and http.client
against a server on the loopback interface (tools/wrap.py and wrap_text.py).
With --tools these are programs from npm instead (tools/foreign.py).
gclint has to point at each fault where it stands in the capture, at nothing
else, and has to find out by itself what it reads.  tools/plant.py says how
the places are known.

GCLINT is the program, by default gclint in the current folder.  --keep
leaves the captures in a folder; words choose tests by their titles.
"""

import argparse
import collections
import functools
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "tools"))

import foreign                              # noqa: E402
import loopback                             # noqa: E402
import wrap                                 # noqa: E402
import wrap_text                            # noqa: E402
from plant import Planter, expected         # noqa: E402

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
SECONDS = 300

# What two findings of the same text have in common.
SAME = ["rule", "pointer", "severity"]

# A request as HTTP has no scheme; curlconverter counts characters, not bytes.
NOT_SAME = {"secret-in-capture", "request-scheme", "request-content-length"}


def gclint(folder, *args, stdin=b""):
    """The findings by file, and what is said beside them."""
    run = subprocess.run([*UNDER, GCLINT, "-v", "--format=json", *args],
                         input=stdin, capture_output=True, cwd=folder,
                         check=False, timeout=SECONDS)
    if run.returncode not in (0, 1):
        raise AssertionError(f"exit status {run.returncode}: "
                             f"{run.stderr.decode()[:400]}")
    found = collections.defaultdict(list)
    for finding in json.loads(run.stdout)["findings"]:
        found[finding["file"]].append(finding)
    return found, run.stderr.decode()


def lint(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name, data in files.items():
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)
    return gclint(folder, *files)


def show(finding):
    place = "{line}:{column}-{endLine}:{endColumn} ({utf16Column}) " \
        "{offset}+{length} {rule}".format(**finding)
    return f"{place} {finding.get('pointer')} {finding.get('document')} " \
        f"{finding.get('message', '')[:80]}"


def agrees(want, finding):
    return all(finding[key] == value for key, value in want.items())


def differences(capture, found):
    """Why these are not the findings of a capture."""
    want = expected(capture)
    seen = [f for f in found if f["rule"] != "api-rejected"]
    why = ["missing: " + show(w) for w in want
           if not any(agrees(w, f) for f in seen)]
    why += ["too much: " + show(f) for f in seen
            if not any(agrees(w, f) for w in want)]
    if not why and len(want) != len(seen):
        why.append("twice: " + ", ".join(map(show, seen)))
    return why + answers(capture, found)


def answers(capture, found):
    """Each answer is told once."""
    marks = [re.search(r"\((\d+)\)", a).group(1) for a in capture.answers]
    told = [f["message"] for f in found if f["rule"] == "api-rejected"]
    if len(told) != len(marks):
        return [f"{len(told)} of {len(marks)} answers were told"]
    return [f"not told: the answer {mark}, but {message}"
            for mark, message in zip(marks, told) if mark not in message]


def kind(row, name, told):
    """Why it was not read as what it is."""
    if f"gclint: {name}: read as {row.kind}: " in told:
        return []
    return [next((line for line in told.splitlines()
                  if line.startswith(f"gclint: {name}: read as ")),
                 f"{name}: nothing is told of it")]


def files(row, captures, folder, ending):
    captures = {f"{n:03}{ending}": c for n, c in enumerate(captures)}
    found, told = lint(folder, {n: c.data for n, c in captures.items()})
    why = []
    for name, capture in captures.items():
        why += kind(row, name, told)
        why += [f"{name}: {w}" for w in differences(capture, found[name])]
    return why


def streams(row, captures, folder):
    why = []
    for capture, option in zip(captures, ("--input=auto",
                                          "--input=" + row.kind)):
        found, told = gclint(folder, option, "-", stdin=capture.data)
        why += kind(row, "<stdin>", told)
        why += differences(capture, found["<stdin>"])
    return why


# Each test runs before the next one is asked for.
def of_rows(rows, tools, server, folder):
    for row in rows:
        place = os.path.join(folder, re.sub(r"\W+", "-", row.title))
        made = functools.lru_cache(maxsize=1)(
            lambda: row.make(tools, Planter(row.title), server, row.count))
        yield row.title, lambda: files(row, made(), place, row.ending)
        yield row.title + ", no ending", \
            lambda: files(row, made(), place, "")
        yield row.title + ", no file", lambda: streams(row, made(), place)


# ---- judges ----

def same_command(tools, folder):
    """gclint finds the same in a command and in what curl would send."""
    lines = foreign.lines(Planter("lines"))
    sent = tools.run("curlconverter", lines)
    inputs = {}
    for n, (line, form) in enumerate(zip(lines, sent)):
        inputs[f"{n:03}.curl"] = line.encode()
        inputs[f"{n:03}.http"] = form.encode()
    found, _ = lint(folder, inputs)

    def of(name):
        return sorted(tuple(str(f[key]) for key in SAME) for f in found[name]
                      if f["rule"] not in NOT_SAME)

    return [f"{lines[n]}: {a}, but as HTTP {b}"
            for n, a, b in ((n, of(f"{n:03}.curl"), of(f"{n:03}.http"))
                            for n in range(len(lines))) if a != b]


def valid_hars(tools):
    hars = foreign.hars(Planter("hars"))
    return [f"{name}: {why}" for name, why in zip(
        hars, tools.run("harValidator", list(hars.values()))) if why]


def right_requests(tools, server, folder):
    """Notes and secrets at most in what the platform's own SDK sends."""
    found, _ = lint(folder, foreign.sdk_exchanges(tools, server))
    return [f"{name}: {show(f)}" for name, list_ in found.items()
            for f in list_ if f["severity"] != "note" and
            f["rule"] != "secret-in-capture"]


def of_judges(tools, server, folder):
    def place(name):
        return os.path.join(folder, name)

    yield "curlconverter", lambda: same_command(tools, place("same"))
    yield "har-validator", lambda: valid_hars(tools)
    yield "the platform's SDK is right", \
        lambda: right_requests(tools, server, place("right"))


# ---- all tests ----

def report(number, title, test):
    try:
        why = test()
    except (AssertionError, LookupError, ValueError,
            subprocess.SubprocessError) as e:
        why = [repr(e)]
    print("not ok" if why else "ok", number, "-", title, flush=True)
    for line in why[:12]:
        print("#", line.replace("\n", "\n#   "))
    if len(why) > 12:
        print("#", len(why) - 12, "more")
    return not why


def run(args, server, folder):
    tools = foreign.Tools(shlex.split(args.tools or ""))
    rows = [r for r in (foreign.ROWS if args.tools
                        else wrap.ROWS + wrap_text.ROWS)
            if all(w.lower() in r.title.lower() for w in args.words)]
    tests = of_rows(rows, tools, server, folder)
    if args.tools and not args.words:
        tests = itertools.chain(tests, of_judges(tools, server, folder))
    done = [report(n, *test) for n, test in enumerate(tests, 1)]
    print(f"1..{len(done)}")
    return 0 if done and all(done) else 1


def main():
    options = argparse.ArgumentParser(description="plant faults in captures")
    options.add_argument("--keep", metavar="FOLDER")
    options.add_argument("--tools", metavar="COMMAND",
                         help="that runs captures.mjs")
    options.add_argument("words", nargs="*", metavar="WORD")
    args = options.parse_args()
    for program in ("bash", "curl"):
        if not shutil.which(program):
            print(f"Bail out! {program} is missing")
            return 99
    with loopback.running() as server:
        if args.keep:
            return run(args, server, args.keep)
        with tempfile.TemporaryDirectory(prefix="gclint-captures.") as folder:
            return run(args, server, folder)


if __name__ == "__main__":
    sys.exit(main())
