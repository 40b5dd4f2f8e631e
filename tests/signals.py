#!/usr/bin/python3
"""End gclint by signals while it writes; prints TAP.

Reports appear whole or not at all: while an input keeps
gclint waiting their files have other names, and a signal that ends the
program takes them away.  What a parent ignored, as nohup(1) does, stays
ignored.  Files that --fix changes are looked after by test_replace.

GCLINT is the program, by default gclint in the current folder.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
SIGNALS = [signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT]
OLD = b"the report of yesterday\n"


def wait_for(what):
    """Poll: there is nothing that tells of a file in a folder."""
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.01)


def pending(folder):
    return [name for name in os.listdir(folder)
            if name.startswith(".gclint-")]


class Waiting:
    """A gclint with two reports that waits for its standard input."""

    def __init__(self, folder, ignored=None):
        self.folder = folder
        with open(os.path.join(folder, "old.json"), "wb") as f:
            f.write(OLD)

        def prepare():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if ignored:
                signal.signal(ignored, signal.SIG_IGN)

        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(
            [*UNDER, GCLINT, "--no-config", "--format=json:old.json",
             "--format=sarif:new.sarif", "-"], cwd=folder,
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
            preexec_fn=prepare)
        wait_for(lambda: len(pending(folder)) == 2)

    def end(self):
        self.process.communicate(b"{}")
        return self.process.returncode

    def left(self):
        """What is there, but for the old report where it still is."""
        with open(os.path.join(self.folder, "old.json"), "rb") as f:
            old = f.read() == OLD
        names = set(os.listdir(self.folder))
        return names - {"old.json"} if old else names


def killed(folder, number):
    run = Waiting(folder)
    run.process.send_signal(number)
    code = run.process.wait()
    run.process.stdin.close()
    assert code == -number, f"exit status {code}"
    assert not run.left(), f"left: {run.left()}"


def ignored_stays(folder):
    run = Waiting(folder, signal.SIGHUP)
    run.process.send_signal(signal.SIGHUP)
    assert run.end() == 1
    assert run.left() == {"old.json", "new.sarif"}, f"left: {run.left()}"


def main():
    cases = [(f"{number.name} leaves no trace",
              lambda folder, number=number: killed(folder, number))
             for number in SIGNALS]
    cases.append(("what was ignored stays so", ignored_stays))
    failed = False
    print(f"1..{len(cases)}")
    for n, (title, check) in enumerate(cases, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(folder)
                print(f"ok {n} - {title}")
            except AssertionError as why:
                print(f"not ok {n} - {title}")
                print(f"# {why}")
                failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
