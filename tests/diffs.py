#!/usr/bin/python3
"""Hand the diffs of gclint --diff to git and patch; prints TAP.

Payloads with faults that --fix mends are made at random, on one line and on
many, with either line end and with none at the last line, in files of all
kinds of names.  git apply and patch have to make of them what --fix makes,
and, in reverse, the files as they were.

GCLINT is the program, by default gclint in the current folder.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
ROUNDS = 2 if UNDER else 12

NAMES = ["call.json", "a b.json", "tab\there.json", 'quo"te.json',
         "new\nline.json", "d/e/f.json", "caf\u00e9.json", "back\\slash.json",
         "it's.json", "-dash.json", "b/a.json", "./dot/./dot.json",
         "\x1b[31m.json"]

TOOLS = {
    "git": (["git", "apply", "--whitespace=nowarn"],
            ["git", "apply", "--whitespace=nowarn", "-R"]),
    "patch": (["patch", "-p1", "-s", "-N", "--no-backup-if-mismatch"],
              ["patch", "-p1", "-s", "-R", "-f", "--no-backup-if-mismatch"]),
}

# git: whatever is configured on this machine, and no repository above
ENV = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null",
           GIT_CONFIG_SYSTEM="/dev/null", GIT_CEILING_DIRECTORIES="/")


def party(rng):
    """Often without a fault, so that hunks are near and far apart."""
    address = rng.choice(["tel:+15551234567"] * 6 +
                         ["+15551234567", "tel:+1 (555) 123-4567",
                          "tel:+1.555.123.4567", "sip:jos\u00e9@example.com"])
    kind = rng.choice(["phone"] * 9 + ["Phone"])
    return {"address": address, "addressType": kind, "state": "initial",
            "mediaTypes": ["call"]}


def damage(rng, text):
    """Trailing commas and comments, here and there."""
    lines = text.split("\n")
    for i in range(1, len(lines)):
        if lines[i].lstrip()[:1] in ("}", "]") and rng.random() < 0.1:
            lines[i - 1] += ","
        elif rng.random() < 0.05:
            lines[i] = rng.choice(["// note\n", "/* note */ "]) + lines[i]
    return "\n".join(lines)


def payload(rng):
    value = {"type": "call", "participants":
             [party(rng) for _ in range(rng.choice([1, 2, 5, 30]))]}
    value["participants"][0]["address"] = "+15551234567"
    indent = rng.choice([None, 0, 2, "\t"])
    text = damage(rng, json.dumps(value, indent=indent, ensure_ascii=False))
    if rng.random() < 0.7:
        text += "\n"
    if rng.random() < 0.4:
        text = text.replace("\n", "\r\n")
    if rng.random() < 0.1:
        text = "\ufeff" + text
    return text.encode()


def write(folder, files):
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)


def read(folder, files):
    out = {}
    for name in files:
        with open(os.path.join(folder, name), "rb") as f:
            out[name] = f.read()
    return out


def gclint(folder, args, files):
    run = subprocess.run([*UNDER, GCLINT, "--no-config", *args, "--", *files],
                         cwd=folder, capture_output=True, check=False)
    assert run.returncode in (0, 1), run.stderr.decode()
    return run


def apply(command, folder, diff):
    run = subprocess.run(command, cwd=folder, input=diff, env=ENV,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         check=False)
    return None if run.returncode == 0 else run.stdout.decode()


def judge(tool, diff, before, after):
    """What goes wrong there and back again, or None."""
    there, back = TOOLS[tool]
    with tempfile.TemporaryDirectory() as folder:
        write(folder, before)
        why = apply(there, folder, diff)
        if why:
            return why
        if read(folder, before) != after:
            return "not what --fix makes"
        why = apply(back, folder, diff)
        if why:
            return "in reverse: " + why
        if read(folder, before) != before:
            return "in reverse: not what it was"
    return None


def diff_and_fix(before):
    """What --diff prints, plain and in colour, and what --fix makes."""
    with tempfile.TemporaryDirectory() as folder:
        write(folder, before)
        run = gclint(folder, ["--diff", "--quiet"], before)
        assert run.returncode == 1
        color = gclint(folder, ["--diff", "--quiet", "--color=always"],
                       before)
        assert read(folder, before) == before, "--diff has changed a file"
        gclint(folder, ["--fix", "--quiet"], before)
        again = gclint(folder, ["--diff", "--quiet"], before)
        assert again.stdout == b"", "a diff of what is mended"
        return run.stdout, color.stdout, read(folder, before)


def main():
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print(f"Bail out! missing: {', '.join(missing)} "
              f"(Debian: git, patch)")
        return 99
    rng = random.Random(1)
    failed = False
    n = 0
    for i in range(ROUNDS):
        before = {name: payload(rng) for name in NAMES}
        diff, color, after = diff_and_fix(before)
        results = {tool: judge(tool, diff, before, after) for tool in TOOLS}
        plain = re.sub(rb"\x1b\[[0-9;]*m", b"", color)
        plain = plain.replace(b"\\u{FEFF}", "\ufeff".encode())
        results["colours"] = None if plain == diff else "not the same lines"
        for what, why in results.items():
            n += 1
            print(f"{'not ok' if why else 'ok'} {n} - {what}: round {i}")
            if why:
                failed = True
                print(f"# {why[:600]!a}")
    print(f"1..{n}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
