#!/usr/bin/python3
"""Let everything fail that gclint calls, once each; prints TAP.

For every scene of scenes.py every call of a function of the C library is made
to fail, with every errno of faults.py; memory, descriptors or the disk are
used up from some call on; reads and writes are short or interrupted; files
change while they are read; signals come in between.  The result is then the
right one, or an exit status of 2 or 3 with a message that says what failed;
files are as they were or as they are to be, nothing else is left, and the
sanitizers are content.

By default a part of all that, which takes some seconds.  --all does it all.
"""

import argparse
import collections
import concurrent.futures
import os
import sys

import faults
import judge
import program
import scenes


def meet(scene, want, fault):
    """A complaint or None, and how often the fault was met."""
    got = program.run(scene, str(fault), fault.changed)
    if fault.action == "signal":
        met = int(got.status == -fault.code)
    else:
        met = got.counts.get("met", 1)
    return judge.complaint(scene, want, got, fault), met


def run_scene(scene, choose, pool):
    scene = program.prepare(scene)
    want = program.run(scene)
    again = program.run(scene)
    chosen = list(choose(scene, want.counts))
    met = collections.Counter()
    wrong = []
    if (want.status, want.out, want.files) != (again.status, again.out,
                                               again.files):
        wrong.append("two runs without a fault differ")
    if want.status not in (0, 1):
        wrong.append(f"exit status {want.status} without a fault: "
                     f"{want.err.decode(errors='replace')}")
    for fault, (why, n) in zip(chosen, pool.map(
            lambda f: meet(scene, want, f), chosen)):
        met[fault.kind] += n > 0
        if why:
            wrong.append(f"{fault} ({fault.code_name or fault.changed or ''})"
                         f": {why}")
    return met, wrong


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--all", action="store_true")
    p.add_argument("--scene")
    return p.parse_args()


def main():
    o = options()
    chosen = [s for s in scenes.scenes() + (
        scenes.sending() if program.can_send() else [])
        if (o.all or s.quick) and (not o.scene or o.scene == s.name)]
    choose = faults.all_of if o.all else faults.some_of
    total = failed = 0
    print(f"1..{len(chosen)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, scene in enumerate(chosen, 1):
            met, wrong = run_scene(scene, choose, pool)
            n = sum(met.values())
            total += n
            failed += bool(wrong)
            print(f"{'not ' if wrong else ''}ok {number} - {scene.name}: "
                  f"{n} faults", flush=True)
            for why in wrong[:int(os.environ.get("MANY", "20"))]:
                print(f"#   {why}")
    print(f"# {total} faults injected")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
