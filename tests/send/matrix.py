#!/usr/bin/python3
"""gclint-send, and gclint --send, against a server on loopback; prints TAP.

    matrix.py [-l] [WORD...]

Each row of what may happen to a call is tried with each way to authenticate
(rows.py); what must not be seen is looked for (care.py); so is who is trusted
and what with (trust.py), who is at its other ends (ends.py), and what gclint
makes of answers (lines.py).  Words choose tests by their titles, -l lists
them.

GCLINT and GCLINT_SEND are the programs, by default gclint and gclint-send in
the current folder; with GCLINT_UNDER, a debugger, a few tests are enough.
openssl(1), a C compiler and Debian's python3-jwt and python3-cryptography are
needed.
"""

import concurrent.futures
import os
import resource
import sys
import tempfile
import time
import traceback

sys.dont_write_bytecode = True

try:
    import cryptography                         # noqa: F401
    import jwt                                  # noqa: F401
except ImportError as missing:
    print(f"Bail out! {missing} (Debian: python3-jwt, python3-cryptography)")
    sys.exit(99)

import care                                     # noqa: E402
import ends                                     # noqa: E402
import identity                                 # noqa: E402
import lines                                    # noqa: E402
import rows                                     # noqa: E402
import trust                                    # noqa: E402
from programs import GCLINT, HELPER, UNDER             # noqa: E402

# They wait more than they work.
WORKERS = 12


class World:
    """What all tests share, none changes."""

    def __init__(self, folder):
        self.folder = folder
        hosts = ",".join(f"DNS:{part}.{domain}" for part in ("api", "login")
                         for domain in [*trust.REGIONS.values(), "localhost"])
        self.authority = identity.Authority(folder, regions=(hosts, 2, "ca"))
        self.client = identity.Client(folder)
        self.forms = self.client.forms()
        self.other_key = self.client.other_key()
        self.context = self.authority.context()
        self.context_of_regions = self.authority.context("regions")
        self.snapshot, self.hasty = (care.compile_library(folder, name)
                                     for name in ("snapshot", "hasty"))
        for name, data in ("good", rows.GOOD), ("faulty", rows.FAULTY):
            identity.write(folder, name + ".json", data)


def chosen(words):
    for module in (rows,) if UNDER else (rows, care, trust, ends, lines):
        for title, function in module.cases():
            if not words or any(word in title for word in words):
                yield title, function


def attempt(function, world):
    """What went wrong, or nothing; and the seconds that it took."""
    start = time.monotonic()
    try:
        function(world)
        why = ""
    except AssertionError as failed:
        why = str(failed) or traceback.format_exc()
    except Exception:       # pylint: disable=broad-except
        why = traceback.format_exc(limit=-2)
    return why, time.monotonic() - start


def run(tests, world):
    failed = False
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        done = [pool.submit(attempt, function, world) for _, function in tests]
        for n, ((title, _), result) in enumerate(zip(tests, done), 1):
            why, seconds = result.result()
            print(f"{'not ' if why else ''}ok {n} - {title}", flush=True)
            for line in why.splitlines():
                print(f"# {line!a}"[:400])
            if seconds > 10:
                print(f"# {seconds:.1f} s")
            failed = failed or why != ""
    print(f"1..{len(tests)}")
    return failed


def main():
    args = sys.argv[1:]
    for program in GCLINT, HELPER:
        if not os.access(program, os.X_OK):
            print(f"Bail out! there is no {program}")
            return 99
    tests = list(chosen([arg for arg in args if arg != "-l"]))
    if "-l" in args:
        print("\n".join(title for title, _ in tests))
        return 0
    # Who leaves no core file has to see to that by itself.
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    with tempfile.TemporaryDirectory(prefix="gclint-send.") as folder:
        return run(tests, World(folder))


if __name__ == "__main__":
    sys.exit(main())
