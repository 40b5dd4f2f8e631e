#!/usr/bin/python3
"""Lint files in splits, merge the reports, compare with one run; prints TAP.

Files of records are made at random: with and without findings, broken, blank,
with CRLF, lone CR, a byte order mark, no line end behind the last, and records
longer than a split.  They are cut anywhere.  Merged in any order, with splits
doubled and in any grouping, the reports have to be, byte for byte and in every
format, what one run over the whole file writes.  What cannot be merged has to
be refused.

GCLINT is the program, by default gclint in the current folder; GCLINT_UNDER
the words before it; MERGE_SEED and MERGE_ROUNDS make other files and more.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
SEED = int(os.environ.get("MERGE_SEED", "1"))
ROUNDS = int(os.environ.get("MERGE_ROUNDS", "8"))
FORMATS = ["text", "gcc", "json", "jsonl", "sarif", "github", "gitlab",
           "junit", "checkstyle", "tap", "rdjson", "html"]
SHOW_TEXT = {"text", "sarif", "junit", "rdjson", "html"}


def gclint(*args, **more):
    return subprocess.run([*UNDER, GCLINT, *args], capture_output=True,
                          check=False, **more)


# ---- files ----

def payload(address, **changes):
    return json.dumps({"type": "call", "participants": [dict({
        "address": address, "addressType": "phone", "state": "initial",
        "mediaTypes": ["call"]}, **changes)]}, ensure_ascii=False)


MAKERS = [
    lambda r: payload("tel:+15551234567"),
    lambda r: payload(f"+1555{r.randrange(10**7):07}"),
    lambda r: payload("tel:+1 (555) 123-4567", note="\u00e9\U0001f600" * 9),
    lambda r: payload("callto:x", colour="x" * r.randrange(3000)),
    lambda r: payload("+15551234567")[:r.randrange(5, 90)],
    lambda r: payload("+15551234567").replace(",", ",\r"),
    lambda r: payload("+15551234567").replace("{", "{ /* note */"),
    lambda r: '{"type":"call","type":"call","participants":[]}',
    lambda r: '{"nothing": "of ours"}',
    lambda r: "[1, 2",
    lambda r: "\ufeff" + payload("+15551234567"),
    lambda r: "",
    lambda r: " \t",
]


def records(r):
    lines = [r.choice(MAKERS)(r) for _ in range(r.randrange(40))]
    data = "".join(line + r.choice(["\n", "\n", "\r\n"]) for line in lines)
    data = data.encode()
    if r.random() < 0.3:
        data = b"\xef\xbb\xbf" + data
    if r.random() < 0.5:
        data = data.rstrip(b"\r\n")
    if r.random() < 0.2:
        data += b"\n{\xff\n"
    return data


def cut(r, size):
    """Offsets and lengths that have all of a file, and may go beyond it."""
    cuts = sorted(r.choices(range(size + 1), k=r.randrange(12)))
    ends = [*cuts, size + r.choice([0, 0, 1, 1000])]
    return [(a, b - a) for a, b in zip([0, *cuts], ends)]


class Folder:
    """A file to be linted, and the reports of its splits."""

    def __init__(self, data=None, seed=0):
        self.random = random.Random(seed)
        self.held = tempfile.TemporaryDirectory(prefix="gclint-merge.")
        self.path = self.held.name
        self.data = records(self.random) if data is None else data
        self.write("f.ndjson", self.data)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.held.cleanup()

    def write(self, name, data):
        with open(os.path.join(self.path, name), "wb") as f:
            f.write(data)

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as f:
            return f.read()

    def run(self, *args, **more):
        return gclint(*args, cwd=self.path, **more)

    def split(self, offset, length, name="f.ndjson"):
        report = f"{name}.{offset}.{length}.jsonl"
        run = self.run(f"--input-split={offset}:{length}",
                       f"--format=jsonl:{report}", name)
        assert run.returncode in (0, 1), run.stderr
        return report

    def splits(self):
        return [self.split(*s) for s in cut(self.random, len(self.data))]

    def whole(self, fmt, *args):
        return self.run(f"--format={fmt}", *args, "f.ndjson")

    def merge(self, fmt, reports, *args):
        return self.run("--merge", f"--format={fmt}", *args, "--", *reports)


def same(a, b):
    assert a.stderr == b.stderr, (a.stderr[:300], b.stderr[:300])
    assert a.returncode == b.returncode, (a.returncode, b.returncode)
    if a.stdout != b.stdout:
        at = next((i for i, (x, y) in enumerate(zip(a.stdout, b.stdout))
                   if x != y), min(len(a.stdout), len(b.stdout)))
        around = slice(max(at - 60, 0), at + 60)
        assert False, (at, a.stdout[around], b.stdout[around])


# ---- what has to hold ----

def every_format_is_that_of_one_run():
    for seed in range(SEED, SEED + ROUNDS):
        with Folder(seed=seed) as f:
            reports = f.splits()
            f.random.shuffle(reports)
            for fmt in FORMATS:
                try:
                    same(f.whole(fmt), f.merge(fmt, reports))
                except AssertionError as why:
                    raise AssertionError(f"seed {seed}, {fmt}") from why


def options_hold_for_the_merged_report():
    for args in (["--redact"], ["--fail-level=warning"], ["-q"],
                 ["--max-findings=2"], ["--max-warnings=0"],
                 ["--exit-zero"]):
        with Folder(seed=SEED + 5) as f:
            reports = f.splits()
            for fmt in FORMATS:
                same(f.whole(fmt, *args), f.merge(fmt, reports, *args))


def doubled_splits_count_once():
    for seed in range(SEED, SEED + ROUNDS):
        with Folder(seed=seed) as f:
            reports = f.splits()
            doubled = reports + f.random.choices(reports, k=5)
            f.random.shuffle(doubled)
            same(f.whole("json"), f.merge("json", doubled))


def groups_can_be_merged_first():
    """In a tree of any shape, whose branches may have splits in common."""
    for seed in range(SEED, SEED + ROUNDS):
        with Folder(seed=seed) as f:
            reports = f.splits()
            i, k = sorted(f.random.choices(range(len(reports) + 1), k=2))
            groups = [reports[:k], reports[i:], reports[i:k]]
            names = []
            for n, group in enumerate(g for g in groups if g):
                run = f.merge("jsonl", group)
                assert run.returncode in (0, 1), run.stderr
                if run.stdout == f.whole("jsonl").stdout:
                    names += group      # it was all of the file already
                    continue
                f.write(f"group{n}", run.stdout)
                again = f.merge("jsonl", [f"group{n}"])
                same(run, again)
                names.append(f"group{n}")
            f.random.shuffle(names)
            same(f.merge("jsonl", reports), f.merge("jsonl", names))
            same(f.whole("sarif"), f.merge("sarif", names))


def several_files_are_told_by_name():
    with Folder(seed=SEED) as f, Folder(seed=SEED + 1) as other:
        f.write("e.ndjson", other.data)
        reports = [f.split(*s, name) for name, size in
                   (("f.ndjson", len(f.data)), ("e.ndjson", len(other.data)))
                   for s in cut(f.random, size)]
        f.random.shuffle(reports)
        for fmt in FORMATS:
            same(f.run(f"--format={fmt}", "e.ndjson", "f.ndjson"),
                 f.merge(fmt, reports))


def reports_come_from_pipes_too():
    with Folder(seed=SEED + 2) as f:
        reports = b"".join(f.read(name) for name in f.splits())
        same(f.whole("json"), f.run("--merge", "--format=json", "-",
                                    input=reports))


def a_killed_worker_is_run_again():
    """Its report is not there at all, or it has no end and is refused."""
    with Folder(seed=SEED + 3) as f:
        reports = f.splits()
        for name in reports:
            report = f.read(name)
            for end in {0, 1, len(report) // 2, len(report) - 2}:
                f.write(name, report[:end])
                run = f.merge("json", reports)
                assert run.returncode == 3 and not run.stdout, run
                assert f"cannot merge '{name}'" in run.stderr.decode(), \
                    run.stderr
            f.write(name, report)
        same(f.whole("json"), f.merge("json", reports))


def a_report_that_is_cut_anywhere_is_refused():
    """Only the last line end may be missing."""
    with Folder(payload("tel:+1 555 1234567").encode() * 2) as f:
        reports = [f.split(0, 90), f.split(90, 900)]
        whole = f.whole("json")
        for name in reports:
            report = f.read(name)
            for end in range(len(report)):
                f.write(name, report[:end])
                run = f.merge("json", reports)
                if end == len(report) - 1:
                    same(whole, run)
                    continue
                assert run.returncode == 3 and not run.stdout, (end, run)
                assert f"cannot merge '{name}'" in run.stderr.decode(), \
                    (end, run.stderr)
            f.write(name, report)


def each_line_of_a_report_is_needed():
    with Folder(seed=SEED + 4) as f:
        reports = f.splits()
        for name in reports:
            lines = f.read(name).splitlines(keepends=True)
            for i in range(len(lines)):
                f.write(name, b"".join(lines[:i] + lines[i + 1:]))
                run = f.merge("json", reports)
                assert run.returncode == 3 and not run.stdout, (name, i)
            f.write(name, b"".join(lines))


def a_gap_is_refused():
    for seed in range(SEED, SEED + ROUNDS):
        with Folder(seed=seed) as f:
            n = len(f.data)
            reports = [f.split(o, n // 4 + 1) for o in
                       range(0, n, n // 4 + 1)]
            for i, name in enumerate(reports):
                rest = reports[:i] + reports[i + 1:]
                for fmt in "json", "text":
                    run = f.merge(fmt, rest)
                    assert not rest or run.returncode == 3, (name, run)
                    assert not rest or b"no report has the bytes" in \
                        run.stderr, run.stderr
                    assert not run.stdout
                if 0 < i < len(reports) - 1:
                    assert f.merge("jsonl", rest).returncode == 3


def a_gap_is_seen_without_the_file():
    with Folder(payload("+15551234567").encode() * 3) as f:
        reports = [f.split(0, 50), f.split(50, 50)]
        os.unlink(os.path.join(f.path, "f.ndjson"))
        run = f.merge("json", reports)
        assert run.returncode == 3 and b"100 to " in run.stderr, run.stderr


REFUSED = {
    "splits that overlap": (["0:100", "50:500"], None, "both report"),
    "another length of the same split": (["0:100", "0:500"], None,
                                         "both report"),
    "a report that says something else": (
        ["0:900"], lambda s: s.replace('"documents":1,"errors"',
                                       '"documents":1,"errors" '),
        None),
    "a report of a whole run": (
        ["0:900"], lambda s: "\n".join(s.split("\n")[:-2]) + "\n",
        "no split ends the report"),
    "a version that is to come": (
        ["0:900"], lambda s: s.replace('"version":1', '"version":2'),
        "the report has version 2"),
    "something else": (["0:900"], lambda s: "hello\n", "not JSON"),
    "some other JSON": (["0:900"], lambda s: '{"type": "x"}\n',
                        "no line of the report of a split"),
    "a JSON report": (["0:900"], lambda s: '{"version":1}\n',
                      "no line of the report of a split"),
    "a count that is none": (
        ["0:900"], lambda s: s.replace('"column":', '"column":-'),
        "line 1: 'column' is missing"),
    "a severity that is none": (
        ["0:900"], lambda s: s.replace('"severity":"error"',
                                       '"severity":"off"'),
        "line 1: 'severity' is missing"),
    "a document that is not of the split": (
        ["0:900"], lambda s: s.replace('"document":0', '"document":9'),
        "findings stand before it that are not of this split"),
    "lines of a split without bytes": (
        ["900:900"], lambda s: s.replace('"lines":0', '"lines":1'),
        "which has no bytes"),
    "two summaries": (
        ["0:900"],
        lambda s: "".join(s.splitlines(True)[i] for i in (0, 1, 1, 2)),
        "a second summary"),
    "a finding of another file": (
        ["0:900"], lambda s: s.replace("f.ndjson", "g.ndjson", 1),
        "a split of 'f.ndjson' behind findings of 'g.ndjson'"),
}


def faulty_reports_are_refused():
    for title, (splits, change, words) in REFUSED.items():
        with Folder(payload("+15551234567").encode() + b"\n") as f:
            reports = [f.split(*map(int, s.split(":"))) for s in splits]
            if change:
                changed = change(f.read(reports[0]).decode())
                f.write(reports[0], changed.encode())
            run = f.merge("json", reports)
            if words is None:
                assert run.returncode == 1, (title, run.stderr)
                continue
            assert run.returncode == 3 and not run.stdout, (title, run)
            assert words in run.stderr.decode(), (title, run.stderr)


def a_record_may_go_through_many_splits():
    """The last one ends without a line end; one may be too long to read."""
    long = payload("+15551234567", note="\u00e9" * 3000).encode()
    for data in (long, long + b"\r\n" + long, b"{}\n" + long + b"\n[]"):
        for more in ([], ["--max-size=1k"]):
            with Folder(data) as f:
                reports = []
                for at in range(0, len(data), 401):
                    reports.append(f"{at}.jsonl")
                    f.run(f"--input-split={at}:401", *more,
                          f"--format=jsonl:{at}.jsonl", "f.ndjson")
                whole = f.whole("json", *more)
                merged = f.merge("json", reports)
                assert merged.stdout == whole.stdout, merged
                assert merged.returncode == whole.returncode, merged
                assert whole.returncode == (3 if more else 1), whole


def splits_without_bytes_say_nothing():
    """Those of no length, and those that begin beyond the end."""
    for data in (b"", b"{}\n", payload("+15551234567").encode() + b"\r\n{"):
        with Folder(data) as f:
            n = len(data)
            rest = [f.split(*s) for s in (
                (0, 0), (n // 2, 0), (n, 0), (n, 9), (n + 7, 0), (n + 7, 9),
                (2**40, 1), (2**63 - 1, 2**63 - 1))]
            reports = [f.split(0, n // 2), f.split(n // 2, n + 100), *rest]
            f.random.shuffle(reports)
            for fmt in FORMATS:
                same(f.whole(fmt), f.merge(fmt, reports))
            if n > 2:
                run = f.merge("json", rest)
                assert run.returncode == 3 and not run.stdout, run
                assert b"no report has the bytes 0 to " in run.stderr, run


def numbers_of_a_split_have_bounds():
    with Folder(b"{}\n") as f:
        for split in ("", ":", "1", "1:", ":1", "-1:1", "1:-1", "1:1:1",
                      "0x1:1", "+1:1", " 1:1", "1:1 ", "1e3:1", "1.5:1",
                      "9223372036854775808:1", "1:18446744073709551616"):
            run = f.run(f"--input-split={split}", "f.ndjson")
            assert run.returncode == 2 and not run.stdout, (split, run)
            assert b"'input-split'" in run.stderr, (split, run.stderr)


def only_a_file_has_splits():
    """Of a pipe nobody knows how much is behind the split."""
    with Folder(payload("+15551234567").encode() + b"\n") as f:
        for split in "0:9", "9:9":
            run = f.run("--input-split=" + split, "--format=jsonl", "-",
                        input=f.data)
            assert run.returncode == 3, run
            assert b"only a file" in run.stderr, run.stderr
            assert b'"split"' not in run.stdout, run.stdout


def changed(f, name, old, new):
    """Another report, in which old is new."""
    report = f.read(name)
    assert old in report, (old, report)
    f.write("changed", report.replace(old, new))
    return "changed"


def workers_that_disagree_are_told():
    with Folder(payload("+15551234567").encode() + b"\n") as f:
        first, second = f.split(0, 50), f.split(50, 900)
        f.run("--input-split=0:50", "--format=jsonl:other",
              "--severity=address-scheme=warning", "f.ndjson")
        for other in "other", changed(f, first, b"no URI", b"a bad"):
            run = f.merge("json", [first, second, other])
            assert run.returncode == 3 and not run.stdout, run
            assert b"differently" in run.stderr, run.stderr


def a_file_that_grows_is_told():
    with Folder(payload("+15551234567").encode() + b"\n") as f:
        reports = [f.split(0, 50), f.split(50, 900)]
        same(f.whole("json"), f.merge("json", reports))
        size = b'"size":%d' % len(f.data)
        for one, other in reports, reversed(reports):
            report = changed(f, one, size, b'"size":99')
            run = f.merge("json", [other, report])
            assert run.returncode == 3 and not run.stdout, run
            assert b"'f.ndjson' has changed" in run.stderr, run.stderr


def another_version_is_refused():
    with Folder(payload("+15551234567").encode() + b"\n") as f:
        tool = b'"name":"gclint","version":"'
        report = changed(f, f.split(0, 900), tool, tool + b"9.")
        run = f.merge("json", [report])
        assert run.returncode == 3 and not run.stdout, run
        assert b"of gclint 9." in run.stderr, run.stderr


def the_text_is_shown_where_it_is():
    """Without the file, all but its text is the same."""
    with Folder(seed=SEED + 6) as f:
        reports = f.splits()
        before = {fmt: f.whole(fmt) for fmt in FORMATS}
        os.unlink(os.path.join(f.path, "f.ndjson"))
        for fmt in FORMATS:
            run = f.merge(fmt, reports)
            assert run.returncode == before[fmt].returncode, run.stderr
            if fmt in SHOW_TEXT:
                assert b"shows no text of 'f.ndjson'" in run.stderr
            else:
                same(before[fmt], run)
        gcc = before["gcc"].stdout.splitlines()
        text = f.merge("text", reports).stdout.splitlines()
        assert [line for line in text if line.startswith(b"f.nd")] == gcc
        f.merge("text", reports, "--redact")


def a_file_that_changed_is_not_shown():
    with Folder(seed=SEED + 6) as f:
        reports = f.splits()
        f.write("f.ndjson", f.data + b"\n{}")
        run = f.merge("text", reports)
        assert b"it has changed since it was linted" in run.stderr
        f.write("f.ndjson", b"\n" * len(f.data))
        for fmt in SHOW_TEXT:
            assert f.merge(fmt, reports).returncode == 1


def what_was_not_linted_is_told():
    with Folder(seed=SEED + 7) as f:
        long = payload("+15551234567", note="x" * 5000).encode()
        f.write("f.ndjson", b"{\n" + long + b"\n{\n")
        f.run("--input-split=0:9999", "--max-size=4k",
              "--format=jsonl:r", "f.ndjson")
        run = f.merge("json", ["r"])
        whole = f.run("--max-size=4k", "--format=json", "f.ndjson")
        assert run.stdout == whole.stdout
        assert run.returncode == whole.returncode == 3
        assert b"its worker has told" in run.stderr


def what_one_run_wrote_is_not_merged():
    with Folder(payload("+15551234567").encode() + b"\n") as f:
        f.whole("jsonl:whole")
        run = f.merge("json", ["whole"])
        assert run.returncode == 3 and not run.stdout, run
        assert b"of whole files" in run.stderr, run.stderr


def findings_belong_to_the_split_behind_them():
    """The end of a report and the start of the next are lost, counts fit."""
    with Folder((payload("+15551234567").encode() + b"\n") * 2) as f:
        n = len(f.data) // 2
        one, two = (f.read(f.split(at, n)).splitlines(True)
                    for at in (0, n))
        f.write("lost", one[0] + b"".join(two[1:]))
        run = f.merge("jsonl", ["lost"])
        assert run.returncode == 3 and not run.stdout, run
        assert b"not of this split" in run.stderr, run.stderr


def usage_is_refused():
    with Folder(b"{}\n") as f:
        report = f.split(0, 9)
        for args, words in (
                (["--merge"], b"no file given"),
                (["--merge", "--fix", report], b"leave out 'fix'"),
                (["--merge", "--input-split=0:9", report],
                 b"leave out 'input-split'"),
                (["--merge", "--format=jsonl:" + report, report],
                 b"would take the place"),
                (["--merge", "--send", report], b"cannot be had at once")):
            run = f.run(*args)
            assert run.returncode == 2 and words in run.stderr, run
        run = f.run("--merge", "no-such-file")
        assert run.returncode == 3 and b"no-such-file" in run.stderr


TESTS = [
    every_format_is_that_of_one_run,
    options_hold_for_the_merged_report,
    doubled_splits_count_once,
    groups_can_be_merged_first,
    several_files_are_told_by_name,
    reports_come_from_pipes_too,
    a_killed_worker_is_run_again,
    a_report_that_is_cut_anywhere_is_refused,
    each_line_of_a_report_is_needed,
    a_gap_is_refused,
    a_gap_is_seen_without_the_file,
    faulty_reports_are_refused,
    a_record_may_go_through_many_splits,
    splits_without_bytes_say_nothing,
    numbers_of_a_split_have_bounds,
    only_a_file_has_splits,
    workers_that_disagree_are_told,
    a_file_that_grows_is_told,
    another_version_is_refused,
    the_text_is_shown_where_it_is,
    a_file_that_changed_is_not_shown,
    what_was_not_linted_is_told,
    what_one_run_wrote_is_not_merged,
    findings_belong_to_the_split_behind_them,
    usage_is_refused,
]


def main():
    failed = False
    print(f"1..{len(TESTS)}")
    for n, test in enumerate(TESTS, 1):
        title = test.__name__.replace("_", " ")
        try:
            test()
            print(f"ok {n} - {title}")
        except AssertionError as why:
            failed = True
            print(f"not ok {n} - {title}")
            while why:
                print(f"# {str(why)[:600]}")
                why = why.__cause__
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
