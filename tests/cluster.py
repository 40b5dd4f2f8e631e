#!/usr/bin/python3
"""Run the recipes of contrib/cluster; prints TAP.

Each engine lints the splits of a file by workers of which the first attempt at
each split is killed, in the middle of its report where that goes to a pipe, and
the merged report has to be that of one run.  xargs, make and GNU parallel are those of the
system.  Slurm's task, Hadoop's mapper and reducer and Spark's driver are run
with what the engine promises them and no more: a task's number; items that are
tried again, lines that come twice and sorted by key; a list, and a function
that is repeated.

GCLINT is the program, by default gclint in the current folder.
"""

import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile

SRCDIR = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(__file__), ".."))
CLUSTER = os.path.join(SRCDIR, "contrib", "cluster")
GCLINT = os.path.abspath(os.environ.get("GCLINT") or "gclint")

if not shutil.which("parallel"):
    print("Bail out! GNU parallel is missing (Debian: parallel)")
    sys.exit(99)

# The first attempt at a split dies, with half a report on standard output.
FLAKY = """#!/bin/sh
for arg; do
	case $arg in
	--input-split=*)
		mark=$FLAKY_FOLDER/$(echo "$arg" | tr : -)
		[ ! -e "$mark" ] || break
		: >"$mark"
		case $* in
		*=jsonl:*) ;;
		*) "$REAL_GCLINT" "$@" | head -c 100 ;;
		esac
		kill -9 $$
	esac
done
exec "$REAL_GCLINT" "$@"
"""

# As much of Spark as there is on one machine, tasks tried four times.
PYSPARK = """
def attempt(function, item):
    for left in 3, 2, 1, 0:
        try:
            return function(item)
        except Exception:
            if not left:
                raise


class List:
    def __init__(self, items):
        self.items = items

    def map(self, function):
        return List([attempt(function, item) for item in self.items])

    def toLocalIterator(self):
        return iter(self.items)


class SparkContext:
    def __init__(self, appName):
        self.name = appName

    def parallelize(self, items, slices):
        assert slices == len(items)
        return List(items)

    def stop(self):
        self.name = None
"""

RECORD = ('{"type":"call","participants":[{"address":"%s",'
          '"addressType":"phone","state":"initial","mediaTypes":["call"]}]}')


def record(i):
    return RECORD % (f"tel:+1555{i:07}" if i % 3 else f"+1555{i:07}")


class Folder:
    """A file, what one run says of it, and the programs in PATH."""

    def __init__(self, name="my calls.ndjson"):
        self.held = tempfile.TemporaryDirectory(prefix="gclint-cluster.")
        self.path = self.held.name
        self.name = name
        os.mkdir(self.at("reports"))
        os.mkdir(self.at("marks"))
        os.mkdir(self.at("bin"))
        self.write("bin/flaky", FLAKY, 0o755)
        self.write("pyspark.py", PYSPARK)
        for program in ("splits", "lint-split", "merge-reports"):
            text = f'#!/bin/sh\nexec sh "{CLUSTER}/{program}" "$@"\n'
            self.write(f"bin/{program}", text, 0o755)
        self.write(name, "".join(record(i) + "\r\n" * (1 + i % 2)
                                 for i in range(60)))
        self.env = dict(os.environ, REAL_GCLINT=GCLINT,
                        FLAKY_FOLDER=self.at("marks"),
                        GCLINT=self.at("bin", "flaky"),
                        PYTHONPATH=self.path, HOME=self.path,
                        PATH=self.at("bin") + ":" + os.environ["PATH"])
        self.env.pop("MAKEFLAGS", None)
        self.env.pop("MAKELEVEL", None)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.held.cleanup()

    def at(self, *names):
        return os.path.join(self.path, *names)

    def write(self, name, text, mode=0o644):
        with open(self.at(name), "w", encoding="utf-8", newline="") as f:
            f.write(text)
        os.chmod(self.at(name), mode)

    def run(self, command, check=True, **more):
        run = subprocess.run(command, cwd=self.path, env=self.env,
                             shell=isinstance(command, str),
                             capture_output=True, check=False, **more)
        assert not check or run.returncode == 0, (command, run)
        return run

    def check(self, report):
        want = self.run([GCLINT, "--format=json", self.name], check=False)
        assert want.returncode == 1 and want.stdout
        assert report == want.stdout, report[:300]
        marks = os.listdir(self.at("marks"))
        assert len(marks) > 3, f"workers were killed at {marks}"

    def check_reports(self):
        self.check(self.run("merge-reports reports --format=json "
                            "--exit-zero").stdout)


# ---- what all recipes stand on ----

def splits_have_all_of_a_file_once():
    with Folder() as f:
        size = os.path.getsize(f.at(f.name))
        f.write("empty", "")
        for block in (1, 1000, size - 1, size, size + 1, "1K", "1M", "2G"):
            run = f.run(["splits", str(block), f.name, "empty"])
            rows = [line.split("\t") for line in
                    run.stdout.decode().splitlines()]
            assert rows.pop() == ["empty", "0", "0"]
            end = 0
            for name, offset, length in rows:
                assert name == f.name and int(offset) == end
                end += int(length)
            assert end == size
        for args in ([], ["1"], ["0", "x"], ["x", "y"], ["1T", "x"]):
            assert f.run(["splits", *args], check=False).returncode == 2


def a_worker_does_not_do_twice_what_is_done():
    with Folder() as f:
        work = ["lint-split", "reports", f.name, "0", "500"]
        assert f.run(work, check=False).returncode == -9
        assert os.listdir(f.at("reports")) == []
        f.run(work)
        (name,) = os.listdir(f.at("reports"))
        before = os.stat(f.at("reports", name))
        f.run(work)
        assert os.stat(f.at("reports", name)).st_ino == before.st_ino
        os.utime(f.at(f.name), (before.st_mtime + 9, before.st_mtime + 9))
        f.run(work)
        assert os.stat(f.at("reports", name)).st_ino != before.st_ino


def a_worker_says_what_went_wrong():
    with Folder() as f:
        f.env["GCLINT"] = GCLINT
        run = f.run(["lint-split", "reports", "gone", "0", "9"], check=False)
        assert run.returncode == 3 and b"gone" in run.stderr, run
        assert f.run("merge-reports reports", check=False).returncode == 3


# ---- engines ----

def xargs_makes_the_report():
    with Folder() as f:
        command = (f"splits 1K '{f.name}' | tr '\\t\\n' '\\0\\0' | "
                   "xargs -0 -n 3 -P 4 lint-split reports")
        for _ in range(20):     # xargs stops at a worker that was killed
            if f.run(command, check=False).returncode == 0:
                break
        f.check_reports()


def parallel_makes_the_report():
    with Folder() as f:
        f.run(f"splits 1K '{f.name}' | parallel --will-cite --colsep '\\t' "
              "--retries 3 lint-split reports {1} {2} {3}")
        f.check_reports()


def parallel_cuts_the_file_itself():
    with Folder() as f:
        f.env["GCLINT"] = GCLINT
        run = f.run(f"parallel --will-cite --pipepart -a '{f.name}' "
                    "--block 1K --recend '\\n' -k '$GCLINT' --exit-zero "
                    "--input=ndjson --format=gcc -")
        places = [line.split(b": ", 1) for line in run.stdout.splitlines()]
        want = f.run([GCLINT, "--format=gcc", f.name],
                     check=False).stdout.splitlines()
        assert [p[1] for p in places] == [w.split(b": ", 1)[1] for w in want]


def make_takes_up_what_was_interrupted():
    with Folder("calls.ndjson") as f:
        os.rmdir(f.at("reports"))
        command = ["make", "-j4", "-k", "-f",
                   os.path.join(CLUSTER, "gclint.mk"), "BLOCK=1K",
                   "GCLINT=" + f.env["GCLINT"]]
        assert f.run(command, check=False).returncode == 2
        f.run(command)
        with open(f.at("calls.json"), "rb") as report:
            f.check(report.read())
        assert f.run([*command, "-q"]).stdout == b""


def slurm_runs_a_task_for_each_line():
    with Folder() as f:
        f.run(f"splits 1K '{f.name}' >splits.tsv")
        n = int(f.run("wc -l <splits.tsv").stdout)
        tasks = list(range(1, n + 1))
        random.Random(1).shuffle(tasks)
        for task in tasks:
            f.env["SLURM_ARRAY_TASK_ID"] = str(task)
            script = ["sh", os.path.join(CLUSTER, "slurm.sbatch")]
            assert f.run(script, check=False).returncode != 0
            f.run(script)       # --requeue
        f.check_reports()


def hadoop(f, item):
    """A map task of one item, tried again until it does not fail."""
    for _ in range(4):
        run = f.run(["sh", os.path.join(CLUSTER, "hadoop-mapper")],
                    input=item, check=False)
        if run.returncode == 0:
            return run.stdout
    raise AssertionError(run)


def hadoop_maps_and_reduces():
    with Folder() as f:
        items = f.run(["splits", "1K", f.name]).stdout.splitlines(True)
        out = b"".join(hadoop(f, item) for item in items)
        again = b"".join(hadoop(f, item) for item in items[::2])
        lines = sorted((out + again).splitlines(True))
        assert len(lines) > len(items)
        report = f.run(["sh", os.path.join(CLUSTER, "hadoop-reducer")],
                       input=b"".join(lines)).stdout
        f.check(report)


def spark_maps_and_merges():
    with Folder() as f:
        f.run(f"splits 1K '{f.name}' >splits.tsv")
        run = f.run([sys.executable, os.path.join(CLUSTER, "spark.py"),
                     "splits.tsv", "--format=json"], check=False)
        assert run.returncode == 1, run
        f.check(run.stdout)


TESTS = [
    splits_have_all_of_a_file_once,
    a_worker_does_not_do_twice_what_is_done,
    a_worker_says_what_went_wrong,
    xargs_makes_the_report,
    parallel_makes_the_report,
    parallel_cuts_the_file_itself,
    make_takes_up_what_was_interrupted,
    slurm_runs_a_task_for_each_line,
    hadoop_maps_and_reduces,
    spark_maps_and_merges,
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
            print(f"# {str(why)[:600]}")
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main())
