#!/usr/bin/python3
"""Lint a large NDJSON file in random splits, compare with one run over it.

    tests/scale/splits.py [--megabytes=N] [--splits=N] [--seed=N] [--keep]
                          [--formats=NAME,...] [--jobs=N] [--folder=DIR]

The file is the same for the same size and seed: one record in five is faulty,
some are longer than a split, some end with CRLF, and names are in many scripts,
as they are and escaped.  It is cut anywhere, and where it hurts: in an escape,
in a CRLF, in a character, at the end of a record.  Some workers are killed in
the middle and run again, some splits are linted twice.  The reports are merged
at once and in a tree, in random order, where branches may have splits in
common; both have to be what one run has written, byte for byte.

It takes some six times the size of the file in DIR, a new folder in TMPDIR by
default, and is no part of make check.  GCLINT is the program.
"""

import argparse
import concurrent.futures
import filecmp
import mmap
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

GCLINT = os.path.abspath(os.environ.get("GCLINT") or "gclint")
FILE = "calls.ndjson"

# ---- the file ----

NAMES = ["Operator", "Zo\u00eb Gr\u00fcnwald", "\u6771\u4eac\u672c\u793e",
         "\u041a\u0430\u0441\u0441\u0430 3", "\U0001f4de desk",
         "Zo\\u00eb", "\\ud83d\\udcde\\ttrunk", "a\\\\b \\\"c\\\""]
CALL = ('{"type":"call","participants":[{"address":"%s","addressType":'
        '"phone","state":"initial","mediaTypes":["call"],"name":"%s"}]}')
GOOD = ["tel:+1555%07d", "sip:agent%d@example.com", "tel:\\u002b1555%07d"]
BAD_ADDRESS = ["+1555%07d", "tel:+1 (555) %07d", "tel:1555%07d",
               "callto:%d", "sip:agent %d@example.com", "tel:+1\\u002d555%d"]
LONG_EACH = 4000
HUGE_EACH = 60 << 20


def bad_text(r, good):
    """What is wrong with the text of a record and not with its address."""
    return r.choice([
        lambda: good[:r.randrange(2, len(good))],
        lambda: good.replace('"type"', "'type'", 1),
        lambda: good.replace(",", ",\r", 2),
        lambda: good.replace("]}", "],}", 1),
        lambda: good.replace('"state"', '"stat\u00e9"', 1),
        lambda: good.replace("{", "{ /* caf\u00e9 */", 1),
        lambda: good.replace('"call"', '"call", "type": "call"', 1),
        lambda: good.replace("Operator", "Oper\udcffator", 1) + " x",
        lambda: '{"to": "+15551234567"}',
        lambda: '["+15551234567"]',
    ])()


def record(r, i, name):
    if i % 5:
        return CALL % (r.choice(GOOD) % (i % 10**7), name)
    if r.random() < 0.7:
        return CALL % (r.choice(BAD_ADDRESS) % (i % 10**7), name)
    return bad_text(r, CALL % (GOOD[0] % (i % 10**7), name))


def length(r, i, written, huge):
    """How often a name is repeated: once, or it is long, or huge."""
    if written >= huge:
        return r.randrange(1 << 18, 1 << 21)
    return r.randrange(1 << 10, 1 << 13) if i % LONG_EACH == 0 else 1


def make_file(path, size, seed):
    r = random.Random(seed)
    written, i, huge = 0, 0, HUGE_EACH // 4
    with open(path, "wb") as f:
        while written < size:
            n = length(r, i, written, huge)
            if n > 1 << 17:
                huge += HUGE_EACH
            end = r.choice(["\n", "\n", "\r\n"]) * (1 + (i % 99 == 0))
            line = record(r, i, r.choice(NAMES) * n) + end
            written += f.write(line.encode("utf-8", "surrogateescape"))
            i += 1
        f.write(b'{"type":"call","partici')     # and no line end


# ---- splits ----

INSIDE = {
    "escape": re.compile(rb"\\u[0-9a-f]{4}"),
    "CRLF": re.compile(rb"\r\n"),
    "character": re.compile(rb"[\xc2-\xf4][\x80-\xbf]+"),
}


def cuts(r, path, n):
    """n offsets, how many of each kind, and the splits between them."""
    kinds = dict.fromkeys([*INSIDE, "record", "anywhere"], 0)
    found = set()
    with open(path, "rb") as f, \
            mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as data:
        while len(found) < n:
            at, kind = r.randrange(1, len(data)), r.choice(list(kinds))
            if kind == "record":
                at = data.find(b"\n", at) + 1
            elif kind in INSIDE:
                match = INSIDE[kind].search(data, at)
                at = match and r.randrange(match.start() + 1, match.end())
            if at and at not in found:
                found.add(at)
                kinds[kind] += 1
        ends = [*sorted(found), len(data)]
    return kinds, [(a, b - a) for a, b in zip([0, *ends], ends)]


# ---- workers ----

class Workers:
    """Lint splits; how many were killed, ran again and ran twice."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.seed = seed
        self.counts = {"killed, half a report": 0, "killed, no report": 0,
                       "doubled": 0}

    def start(self, split, form, **more):
        return subprocess.Popen(
            [GCLINT, "--exit-zero", "--input-split=%d:%d" % split,
             "--format=" + form, FILE], cwd=self.folder, **more)

    def killed_in_a_pipe(self, r, split):
        """Half a report is there, and has to be refused."""
        want = r.randrange(1, 1 << 17)
        with self.start(split, "jsonl", stdout=subprocess.PIPE) as worker:
            half = worker.stdout.read(want)
            worker.kill()
        if worker.returncode == 0:
            return
        name = "half.%d" % split[0]
        with open(os.path.join(self.folder, name), "wb") as f:
            f.write(half)
        run = subprocess.run([GCLINT, "--merge", "--format=json", name],
                             cwd=self.folder, capture_output=True,
                             check=False)
        assert run.returncode == 3 and not run.stdout, run
        assert f"cannot merge '{name}'" in run.stderr.decode(), run
        os.unlink(os.path.join(self.folder, name))
        self.counts["killed, half a report"] += 1

    def killed_with_a_file(self, r, split):
        """There is no report under the name that it was to have."""
        worker = self.start(split, "jsonl:never.%d" % split[0])
        time.sleep(r.random() / 10)
        worker.kill()
        if worker.wait() == 0:
            os.unlink(os.path.join(self.folder, "never.%d" % split[0]))
            return
        assert not os.path.exists(
            os.path.join(self.folder, "never.%d" % split[0]))
        self.counts["killed, no report"] += 1

    def lint(self, split):
        """The names of the reports of a split, mostly one."""
        r = random.Random(f"{self.seed} {split}")
        if r.random() < 0.4:
            r.choice([self.killed_in_a_pipe, self.killed_with_a_file])(
                r, split)
        names = ["split.%d" % split[0]]
        if r.random() < 0.2:
            names.append(names[0] + ".again")
            self.counts["doubled"] += 1
        for name in names:
            worker = self.start(split, "jsonl:" + name)
            assert worker.wait() == 0, (split, worker.returncode)
        return names


# ---- merging ----

def peak(pid):
    """KiB that a process had at most.

    Not ru_maxrss, where what this script had at the time counts as well.
    """
    with open(f"/proc/{pid}/status", encoding="utf-8") as f:
        return next((int(line.split()[1]) for line in f
                     if line.startswith("VmHWM:")), None)


class Bench:
    """Runs of gclint in a folder: what each took."""

    def __init__(self, folder, formats):
        self.folder = folder
        self.formats = formats

    def run(self, title, *args):
        before, most = time.monotonic(), 0
        with subprocess.Popen([GCLINT, *args], cwd=self.folder) as run:
            while run.poll() is None:
                most = peak(run.pid) or most
                time.sleep(0.02)
        assert run.returncode == 0, (args, run.returncode)
        if title:
            print(f"{title}: {time.monotonic() - before:.1f} s, "
                  f"{most / 1024:.1f} MiB at most", flush=True)

    def report(self, name, title, *args):
        self.run(title, "--exit-zero", *args,
                 *(f"--format={fmt}:{name}.{fmt}" for fmt in self.formats))

    def check(self, title, reports):
        """Merge the reports to what one run has written."""
        with open(os.path.join(self.folder, "list"), "w",
                  encoding="utf-8") as f:
            f.writelines(name + "\n" for name in reports)
        self.report("merged", title, "--merge", "--files-from=list")
        for fmt in self.formats:
            merged, whole = (os.path.join(self.folder, f"{name}.{fmt}")
                             for name in ("merged", "whole"))
            assert filecmp.cmp(merged, whole, shallow=False), \
                f"{title}: {merged} is not {whole}"
            os.unlink(merged)
        print(f"{title}: the same in {', '.join(self.formats)}", flush=True)

    def tree(self, r, reports):
        """Merge neighbours until few are left; some stay beside their group.

        The first split is for the last merge: a report that has all of a file
        is that of one run, and is not merged any more.
        """
        first = [name for name in reports if name.startswith("split.0")]
        left = sorted(set(reports) - set(first),
                      key=lambda name: int(name.split(".")[1]))
        made = 0
        while len(left) > 5:
            at, n = r.randrange(len(left) - 1), r.randrange(2, 9)
            group, name = left[at:at + n], f"tree.{made}"
            stays = group[:1] if r.random() < 0.2 else []
            left[at:at + n] = [*stays, name]
            r.shuffle(group)
            self.run("", "--merge", "--exit-zero", f"--format=jsonl:{name}",
                     *group)
            made += 1
            for old in group:
                if old.startswith("tree.") and old not in stays:
                    os.unlink(os.path.join(self.folder, old))
        left += first
        r.shuffle(left)
        print(f"a tree of {made} merges", flush=True)
        return left


# ---- all of it ----

def options():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--megabytes", type=int, default=1000)
    p.add_argument("--splits", type=int, default=128)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--formats", default="text,json,jsonl,sarif")
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    p.add_argument("--folder")
    p.add_argument("--keep", action="store_true")
    return p.parse_args()


def work(o, folder):
    r = random.Random(o.seed)
    path = os.path.join(folder, FILE)
    bench = Bench(folder, o.formats.split(","))
    workers = Workers(folder, o.seed)

    make_file(path, o.megabytes * 10**6, o.seed)
    kinds, splits = cuts(r, path, o.splits - 1)
    print(f"{os.path.getsize(path)} bytes in {len(splits)} splits, cut in",
          ", ".join(f"{kind}: {n}" for kind, n in kinds.items()), flush=True)
    bench.report("whole", "one run", FILE)
    before = time.monotonic()
    r.shuffle(splits)
    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        reports = sum(pool.map(workers.lint, splits), [])
    print(f"{o.jobs} workers: {time.monotonic() - before:.1f} s;",
          ", ".join(f"{what}: {n}" for what, n in workers.counts.items()),
          flush=True)
    assert all(workers.counts.values()) or o.megabytes < 100
    r.shuffle(reports)
    bench.check("merged at once", reports)
    bench.check("merged in a tree", bench.tree(r, reports))


def main():
    o = options()
    folder = tempfile.mkdtemp(prefix="gclint-splits.", dir=o.folder)
    try:
        work(o, folder)
    except AssertionError as why:
        o.keep = True
        print(f"failed, see {folder}: {why}", file=sys.stderr)
        return 1
    finally:
        if not o.keep:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
