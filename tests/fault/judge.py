"""Did gclint keep what it promises, whatever failed?"""

import json
import os
import re
import signal
import xml.etree.ElementTree as ET

import program
import scenes

QUOTED = re.compile(rb"'([^']*)'")
PLACE = re.compile(rb"^(.*?):\d+:\d+: ", re.M)
TEMPORARY = ".gclint-"
# What the other process, or a second look, makes of it.
ALSO_SAID = [b"the order is incomplete", b"gclint-send was ended",
             b".gclint.json': No such file"]


def crashed(got, fault):
    if got.status == program.SANITIZER or b"runtime error:" in got.err:
        return "a sanitizer: " + " ".join(
            got.err.decode(errors="replace").split())[:600]
    expected = -fault.code if fault and fault.action == "signal" else 0
    if got.status < 0 and got.status != expected:
        return f"ended by {signal.Signals(-got.status).name}"
    return None


def readable(name, content):
    """Is this report whole?"""
    try:
        if name.endswith((".json", ".sarif")):
            json.loads(content)
        elif name.endswith(".jsonl"):
            for row in content.splitlines():
                json.loads(row)
        elif name.endswith(".xml"):
            ET.fromstring(content)
        elif name.endswith(".html"):
            return content.endswith(b"</html>\n")
        return True
    except (ValueError, ET.ParseError):
        return False


def spoilt_files(scene, want, got, fault):
    """Files are as they were, or as they are to be; reports may say less."""
    for name in sorted(got.files.keys() | want.files.keys() |
                       scene.files.keys()):
        old, new = scene.files.get(name), want.files.get(name)
        is_now = got.files.get(name)
        if is_now in (old, new):
            continue
        if TEMPORARY in name and (fault.keeps_temporary or
                                  fault.call == "unlink"):
            continue
        if name == fault.changed:
            continue
        if name in scenes.WRITTEN and is_now is not None and \
           readable(name, is_now) and (fault.changed or got.status == 3):
            continue
        return f"'{name}' is neither what it was nor what it is to be"
    return None


def told(got, fault):
    """Does a message say what failed?"""
    if fault.code_name == "EPIPE" or any(s in got.err for s in ALSO_SAID):
        return True
    if fault.call == "malloc" or fault.code_name == "ENOMEM":
        return b"memory" in got.err
    return os.strerror(fault.code).encode() in got.err


def lost_line(want, got):
    """A line about a file of which no message speaks, where all speak of files.

    What cannot be known about a folder, a configuration or a split ends it.
    """
    rows = {row: PLACE.match(row) for row in want.out.splitlines()}
    rows = {row: place.group(1) for row, place in rows.items() if place}
    named = set(QUOTED.findall(got.err))
    if not named <= set(rows.values()):
        return None
    have = set(got.out.splitlines())
    for row, name in rows.items():
        if row not in have and name not in named:
            return row.decode(errors="replace")
    return None


def failed_honestly(want, got, fault):
    if got.status not in (2, 3):
        return f"exit status {got.status}, not {want.status} or 3"
    if got.status == 2 and (fault.call == "malloc" or
                            fault.code_name == "ENOMEM"):
        return "exit status 2 for want of memory"
    if not told(got, fault):
        return "no message says what failed: " + \
            repr(got.err[-200:].decode(errors="replace"))
    if fault.call in ("stat", "open", "read", "close") and \
       not fault.broken and got.status == 3 and b"memory" not in got.err:
        lost = lost_line(want, got)
        if lost:
            return f"lost: {lost}"
    return None


def complaint(scene, want, got, fault):
    """What is wrong with what came of it, or None."""
    wrong = crashed(got, fault) or spoilt_files(scene, want, got, fault)
    if wrong:
        return wrong
    if got.status < 0 or fault.changed:
        return None
    same = got.status == want.status and got.out == want.out and \
        got.files == want.files
    if same:
        return None
    if fault.everywhere:
        return f"exit status {got.status}, and not the same result: " + \
            repr(got.err[-200:].decode(errors="replace"))
    if got.status == want.status:
        return f"exit status {got.status} with another result: " + \
            repr(got.err[-300:].decode(errors="replace"))
    return failed_honestly(want, got, fault)
