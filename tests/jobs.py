#!/usr/bin/python3
"""Lint with several jobs and compare with one; prints TAP.

Reports, notes and exit status have to be the same, byte for byte, in every
format: of folders with configurations, foreign and unreadable files, of
streams with broken, blank, long and too long records, from files and pipes.

GCLINT is the program, by default gclint in the current folder; GCLINT_UNDER
the words before it; JOBS_SEED makes other inputs.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
SRC = os.path.abspath(os.environ.get("srcdir", "."))
SEED = int(os.environ.get("JOBS_SEED", "1"))
JOBS = ["2", "7"]
FORMATS = ["text", "gcc", "json", "jsonl", "sarif", "github", "gitlab",
           "junit", "checkstyle", "tap", "rdjson", "html"]
WITH_STATE = {"text", "json", "sarif", "junit", "html"}
R = random.Random(SEED)


def gclint(*args, **more):
    return subprocess.run([*UNDER, GCLINT, *args], capture_output=True,
                          check=False, timeout=300, **more)


# ---- inputs ----

def payload(address, **changes):
    return json.dumps({"type": "call", "participants": [dict({
        "address": address, "addressType": "phone", "state": "initial",
        "mediaTypes": ["call"]}, **changes)]}, ensure_ascii=False)


MAKERS = [
    *[lambda: payload("tel:+15551234567")] * 6,
    lambda: payload(f"+1555{R.randrange(10**7):07}"),
    lambda: payload("tel:+1 (555) 123-4567", note="\u00e9\U0001f600" * 9),
    lambda: payload("callto:x", colour="x" * R.randrange(3000)),
    lambda: payload("+15551234567")[:R.randrange(5, 90)],
    lambda: payload("+15551234567").replace(",", ",\r"),
    lambda: payload("+15551234567").replace("{", "{ /* note */"),
    lambda: '{"type":"call","type":"call","participants":[]}',
    lambda: '{"nothing": "of ours"}',
    lambda: "[1, 2",
    lambda: "",
    lambda: " \t",
]


def stream(size, makers=None, first=b""):
    parts, length = [first], len(first)
    while length < size:
        line = R.choice(makers or MAKERS)() + R.choice(["\n", "\n", "\r\n"])
        parts.append(line.encode())
        length += len(parts[-1])
    return b"".join(parts)


def write(path, data):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def make_tree():
    """Every input of the golden tests, and folders that say how to lint."""
    golden = os.path.join(SRC, "tests", "golden")
    n = 0
    for folder, _, names in sorted(os.walk(golden)):
        for name in sorted(names):
            if not name.startswith("input."):
                continue
            n += 1
            to = os.path.join("tree", str(n % 9), f"{n:04}{name[5:]}")
            os.makedirs(os.path.dirname(to), exist_ok=True)
            shutil.copyfile(os.path.join(folder, name), to)
            os.chmod(to, 0o644)
    write("tree/3/.gclint.json", json.dumps({
        "rules": {"address-scheme": "note"},
        "overrides": [{"files": ["*1.json"], "pack": "call-command"}]}))
    write("tree/4/.gclint.json", json.dumps({"suppress": [
        {"rule": "address-scheme", "reason": "an example",
         "expires": "2099-01-01"},
        {"rule": "address-country", "reason": "of no use",
         "expires": "2099-01-01"}]}))
    write("tree/5/.gclintignore", "*2.json\n")
    for i in range(20):
        write(f"tree/7/{i}.ndjson", stream(R.randrange(60000)))


# ---- tests ----

count = failed = 0


def ok(title, why):
    global count, failed
    count += 1
    failed += bool(why)
    print(f"{'not ' if why else ''}ok {count} - {title}", flush=True)
    for line in str(why or "").splitlines():
        print(f"# {line}")


def difference(a, b):
    for name in "returncode", "stderr", "stdout":
        x, y = getattr(a, name), getattr(b, name)
        if x == y:
            continue
        if isinstance(x, int):
            return f"exit status {x} and {y}"
        at = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q),
                  min(len(x), len(y)))
        return (f"{name} from byte {at} on:\n{x[at:at + 200]!r}\n"
                f"{y[at:at + 200]!r}")
    return ""


def same(title, *args, want=None, **more):
    one = gclint("--jobs=1", *args, **more)
    why = ""
    if one.returncode not in (want or (0, 1)):
        why = f"exit status {one.returncode}: {one.stderr[-300:]!r}"
    for n in JOBS:
        if not why:
            why = difference(one, gclint(f"--jobs={n}", *args, **more))
            why = why and f"{n} jobs: {why}"
    ok(title, why)


def test_formats():
    write("f.ndjson", stream(1_500_000))
    for name in FORMATS:
        same(f"a stream as {name}", f"--format={name}", "f.ndjson")
        if name in WITH_STATE:
            same(f"a tree as {name}", f"--format={name}", "tree",
                 want=(1, 3))


def test_streams():
    data = stream(2_000_000)
    write("f.ndjson", data)
    same("standard input", "--input=ndjson", "--format=jsonl", "-",
         input=data)
    same("standard input, by its content", "--format=jsonl", "-",
         input=stream(2_000_000, first=payload("+1").encode() + b"\n"))
    same("no line end behind the last record", "--format=jsonl", "-",
         input=stream(900_000).rstrip(), )
    same("a byte order mark", "--format=json", "--input=ndjson", "-",
         input=stream(1_000_000, first=b"\xef\xbb\xbf"))
    same("records longer than a part", "--format=jsonl", "--input=ndjson",
         "-", input=stream(4_000_000, [
             *MAKERS, lambda: payload("x", c="y" * R.randrange(600_000))]))
    same("records that are too long", "--format=json", "--max-size=2000",
         "f.ndjson", want=(3,))
    same("a record longer than a part that is too long", "--format=json",
         "--max-size=300000", "--input=ndjson", "-", want=(3,),
         input=stream(4_000_000, [
             *MAKERS, lambda: payload("x", c="y" * R.randrange(600_000))]))
    same("blank lines alone", "--input=ndjson", "--format=json", "-",
         input=b"\r\n \n" * 400_000)
    same("nothing but foreign records in a folder", "--format=json",
         "foreign", want=(0,))
    same("a payload behind foreign records in a folder", "--format=json",
         "mixed")
    same("two streams and a file between", "--format=json", "f.ndjson",
         "tree/1", "mixed/m.ndjson", want=(1, 3))


def test_options():
    for options in (["-q"], ["--redact"], ["--max-findings=7"],
                    ["--fail-level=note"], ["--verbose"], ["--no-config"],
                    ["--force-exclude"], ["--pack=pack.json"],
                    ["--severity=address-scheme=off"],
                    ["--format=json:out.json", "--format=gcc"]):
        same(" ".join(options), *options, "tree", "f.ndjson", want=(0, 1, 3))
    gclint("--write-baseline=base.json", "tree/1", "tree/2", "f.ndjson")
    same("a baseline", "--baseline=base.json", "--format=json", "tree",
         "f.ndjson", want=(1, 3))
    same("inputs that cannot be read", "--format=json", "none.json", "tree/1",
         "folder.json", "tree/2", "gone", want=(3,))
    same("a faulty configuration behind files", "tree/1", "tree/2",
         "broken", want=(2, 3))
    same("a pack from a pipe", "--pack=/dev/stdin", "tree/1", "f.ndjson",
         input=open("pack.json", "rb").read(), want=(1, 3))
    for value in "0", "-1", "x", "257", "":
        run = gclint(f"--jobs={value}", "f.ndjson")
        ok(f"--jobs={value} is refused", run.returncode != 2 and run.stderr)


def test_written_baseline():
    seen = set()
    for n in ["1", *JOBS]:
        gclint(f"--jobs={n}", f"--write-baseline=b{n}.json", "tree",
               "f.ndjson")
        with open(f"b{n}.json", "rb") as f:
            seen.add(f.read())
    ok("a baseline is written alike", len(seen) != 1 and f"{len(seen)} kinds")


def test_pipe():
    """What is there is told before more is waited for."""
    with subprocess.Popen([*UNDER, GCLINT, "--jobs=2", "--format=gcc",
                           "--input=ndjson", "-"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as child:
        clean = payload("tel:+15551234567").encode() + b"\n"
        for _ in range(3):
            child.stdin.write(clean * 9000)
            child.stdin.write(payload("+15551234567").encode() + b"\n")
            child.stdin.flush()
            line = child.stdout.readline()
            if b"address-scheme" not in line:
                break
        child.stdin.close()
    ok("findings are told before more is read",
       b":27003:" not in line and f"last line: {line!r}")


def test_closed_output():
    with subprocess.Popen([*UNDER, GCLINT, "--jobs=3", "--format=gcc",
                           "f.ndjson", "tree"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:
        child.stdout.readline()
        child.stdout.close()
        said = child.stderr.read()
        status = child.wait(timeout=300)
    ok("a reader that goes away ends the run",
       (status not in (1, 3, 4) or b"panic" in said) and f"{status} {said}")


def main():
    with tempfile.TemporaryDirectory(prefix="gclint-jobs.") as folder:
        os.chdir(folder)
        make_tree()
        write("foreign/f.ndjson", b'{"nothing": "of ours"}\n' * 60_000)
        write("mixed/m.ndjson", b'{"nothing": "of ours"}\n' * 30_000 +
              stream(900_000))
        write("broken/.gclint.json", "{")
        write("broken/call.json", payload("+1"))
        os.mkdir("folder.json")
        os.symlink("nowhere", "gone")
        shutil.copy(os.path.join(SRC, "rules", "call-conversation.json"),
                    "pack.json")
        for test in (test_formats, test_streams, test_options,
                     test_written_baseline, test_pipe, test_closed_output):
            test()
        os.chdir("/")
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
