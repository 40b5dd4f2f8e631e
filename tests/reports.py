#!/usr/bin/python3
"""Read the reports that are no JSON with other people's parsers; prints TAP.

Each report is read by a parser that knows nothing of gclint, and has to say
what the JSON report of the same inputs says: JUnit and Checkstyle by Python's
XML parser, TAP by Perl's TAP::Parser and by the grammar below, HTML by
html5lib, which refuses every error that browsers overlook.  The inputs are
none, clean ones, one finding, ten thousand, unreadable ones, and payloads and
names of files made to break out of where they are quoted.

GCLINT is the program, by default gclint in the current folder.
"""

import base64
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

try:
    import html5lib
except ImportError:
    print("Bail out! html5lib for Python is missing "
          "(Debian: python3-html5lib)")
    sys.exit(99)

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
FORMATS = ["json", "junit", "checkstyle", "tap", "html"]

NAUGHTY = ["\x1b[31m", "\x00\x01\x08\x0b\x1f\x7f", "]]>", "</script>",
           "\"><img src=x onerror=document.title=1>", "<>&'\"", "<!--",
           "\u202egnp.\u2066x", "\U0001f600\U000e0041", "\ufffe\uffff",
           "%0A::error::", "&amp;&#10;", "\u2028\u0085", "# SKIP", "\\# TODO",
           "'; alert(1)//", "--- ...", "${HOME}`id`"]

GOOD = {"type": "call", "participants": [{
    "address": "tel:+15551234567", "addressType": "phone",
    "state": "initial", "mediaTypes": ["call"]}]}


def payload(**changes):
    return {"type": "call",
            "participants": [dict(GOOD["participants"][0], **changes)]}


def text(value):
    return json.dumps(value).encode()


def naughty():
    """Payloads with such text in names, in values, raw and escaped."""
    for i, bad in enumerate(NAUGHTY):
        yield f"address-{i}.json", text(payload(address=bad))
        yield f"name-{i}.json", text({**payload(state=bad), bad: [bad]})
        raw = json.dumps(payload(address=bad, **{bad: 1}),
                         ensure_ascii=False, indent=1)
        yield f"raw-{i}.json", raw.encode()
        yield f"{bad}.json".replace("/", "-").replace("\0", ""), \
            text(payload(addressType=bad))
    yield b"inv\xffalid \xf0\x9f.json", b'{"type":"c\xffll","\xc3(":1}'
    yield "line\nfeed\r\ttab.json", text(payload(address="+15551234567"))
    yield "a,b:c%d#e.json", b'{"type": "call", /* ' + b"]]>" * 9 + b" */}"
    yield "long.json", text(payload(
        address="+1 555 123", x="y" * 500000 + "</script>" + "\u00e9" * 500000))
    yield "\u00e9\u4f60\u597d.json", text([1])


def numbered(n):
    return text(payload(address=f"+1555{n:07}")) + b"\n"


CASES = {
    "no input": {},
    "no findings": {"good.json": text(GOOD), "sub/good.json": text(GOOD)},
    "one finding": {"one.json": text(payload(address="+15551234567"))},
    "warnings only": {"w.json": text({**GOOD, "colour": "red"})},
    "an input that is not there": {"good.json": text(GOOD), "gone.json": None},
    "names that become one class": {
        "a.b.json": text([]), "a/b.json": text([]), "./a.b.json.json": b"{"},
    "the same fault many times": {
        "same.json": b"[" + b"1, /* c */ " * 50 + b"1]"},
    "ten thousand findings": {
        "many.ndjson": b"".join(numbered(n) for n in range(10000))},
    "hostile text and names": dict(naughty()),
}


# ---- the readers ----

def read_xml(data):
    """Expat itself lets only characters through that XML allows."""
    return ET.fromstring(data)


def read_junit(data):
    root = read_xml(data)
    assert root.tag == "testsuites", root.tag
    seen = collections.Counter()
    files = []
    for suite in root:
        assert set(suite.attrib) == {"name", "tests", "failures", "errors",
                                     "skipped", "time"}, suite.attrib
        cases = list(suite)
        assert cases, "a suite without tests"
        for case in cases:
            assert set(case.attrib) == {"name", "classname", "time"}
            seen[case.get("classname"), case.get("name")] += 1
        count = collections.Counter(child.tag for case in cases
                                    for child in case)
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == count["failure"]
        assert int(suite.get("errors")) == count["error"]
        files.append((suite.get("name"), cases))
    twice = [key for key, n in seen.items() if n > 1]
    assert not twice, f"the same class and name: {twice[:3]}"
    return files


def check_junit(data, findings, failures, names):
    files = read_junit(data)
    if names:
        assert len(files) == len(names)
    told = [(child.tag, case.get("name").split()[0], child.text)
            for _, cases in files for case in cases for child in case]
    for tag, name, words in told:
        assert words.strip(), f"no words in {name}"
        assert tag != "error" or name == "file-error", name
    same([(tag, name) for tag, name, _ in told if tag != "error"],
         [("failure" if f["severity"] == "error" else "system-out", f["rule"])
          for f in findings])
    assert sum(tag == "error" for tag, _, _ in told) == failures
    for (_, _, words), f in zip([t for t in told if t[0] != "error"],
                                findings):
        place = f":{f['line']}:{f['column']}: {f['severity']}: "
        assert place in words.splitlines()[0], (place, words[:80])


def check_checkstyle(data, findings, failures, names):
    root = read_xml(data)
    assert root.tag == "checkstyle" and root.get("version")
    assert len(root) == len(names), "clean files too"
    errors = [e for file in root for e in file]
    assert all(file.tag == "file" and file.get("name") for file in root)
    assert all(e.tag == "error" and e.get("message") for e in errors)
    unread = [e for e in errors if e.get("source") == "gclint.file-error"]
    assert len(unread) == failures
    words = {"error": "error", "warning": "warning", "note": "info"}
    same([(e.get("line"), e.get("column"), e.get("severity"), e.get("source"))
          for e in errors if e not in unread],
         [(str(f["line"]), str(f["column"]), words[f["severity"]],
           "gclint." + f["rule"]) for f in findings])


TEST_LINE = re.compile(r"(not )?ok (\d+) - ((?:[^\\#]|\\[\\#])*)")
YAML_LINE = re.compile(r"    (?:- |  )(\w+): (.+)")


def read_tap(data):
    """As much of it, and of YAML, as is used: strings are JSON's."""
    lines = data.decode().split("\n")
    assert lines[0] == "TAP version 13" and lines[-1] == "", lines[:1]
    tests, inside = [], False
    for line in lines[1:-2]:
        test = TEST_LINE.fullmatch(line)
        item = YAML_LINE.fullmatch(line)
        if test and not inside:
            assert int(test[2]) == len(tests) + 1
            tests.append((not test[1], []))
        elif line == "  ---":
            inside = True
        elif line == "  ...":
            inside = False
        elif inside and item:
            if line.startswith("    - "):
                tests[-1][1].append({})
            value = item[2]
            tests[-1][1][-1][item[1]] = value if value.isalpha() \
                else json.loads(value)
        else:
            assert inside and line == "  findings:", f"not TAP: {line!r}"
    plan = lines[-2]
    assert plan.split(" #")[0] == f"1..{len(tests)}", plan
    return tests


def perl_reads(data):
    """Numbers of tests that passed, failed, and of what is no TAP."""
    program = r"""
        use strict; use TAP::Parser; local $/;
        my $tap = <STDIN>; my %n = (ok => 0, bad => 0, skip => 0);
        my $p = TAP::Parser->new({ tap => $tap });
        while (my $r = $p->next) {
            die $r->as_string if $r->is_unknown;
            next unless $r->is_test;
            $n{$r->is_ok ? "ok" : "bad"}++;
            $n{skip}++ if $r->has_skip || $r->has_todo;
        }
        die join "; ", $p->parse_errors if $p->parse_errors;
        print "$n{ok} $n{bad} $n{skip}";
    """
    run = subprocess.run(["perl", "-e", program], input=data,
                         capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    return [int(n) for n in run.stdout.split()]


def check_tap(data, findings, failures, names):
    tests = read_tap(data)
    assert len(tests) == len(names)
    good = sum(ok for ok, _ in tests)
    assert perl_reads(data) == [good, len(tests) - good, 0]
    told = [f for _, items in tests for f in items]
    unread = [f for f in told if f["rule"] == "file-error"]
    assert len(unread) == failures
    keys = ["severity", "rule", "line", "column", "document"]
    same([[f[k] for k in keys] for f in told if f not in unread],
         [[f[k] for k in keys] for f in findings])
    for ok, items in tests:
        assert ok != any(f["severity"] == "error" for f in items)


TAGS = set("""html head meta title style body header h1 h2 h3 a main section
    div p span pre code mark i b strong article dl dt dd table thead tbody tr
    th td details summary form label input select option output footer
    script del ins""".split())
ATTRS = set("""lang charset http-equiv name content id class href rel hidden
    type checked value scope data-n data-rule""".split())


def inner(element):
    return "".join(element.itertext())


def check_policy(page):
    """The digests of the policy are those of the style sheet and script."""
    policy = [m.get("content") for m in page.iter("meta")
              if m.get("http-equiv") == "Content-Security-Policy"]
    assert len(policy) == 1
    for tag in "style", "script":
        blocks = list(page.iter(tag))
        assert len(blocks) == 1, f"{len(blocks)} of <{tag}>"
        digest = hashlib.sha256(inner(blocks[0]).encode()).digest()
        source = f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'"
        assert source in policy[0], f"the policy has to have {source}"
    assert "default-src 'none'" in policy[0]


def check_html(data, findings, failures, names):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(data.decode())
    for element in page.iter():
        assert element.tag in TAGS, element.tag
        assert set(element.attrib) <= ATTRS, element.attrib
        link = element.get("href", "#")
        assert link.startswith(("#", "https://")), link
    check_policy(page)
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), "an id twice"
    links = {e.get("href")[1:] for e in page.iter("a")
             if e.get("href").startswith("#")}
    assert links <= set(ids), links - set(ids)
    same([(a.get("class"), a.get("data-rule"), inner(a.find("p[last()]/a")))
          for a in page.iter("article")],
         [(f["severity"], f["rule"], f"{f['line']}:{f['column']}")
          for f in findings])
    classes = collections.Counter(e.get("class") for e in page.iter())
    assert classes["failure"] == failures
    assert classes["file"] + classes["clean"] == len(names)


def same(seen, want):
    for a, b in zip(seen, want):
        assert a == b, f"{a} where the JSON report has {b}"
    assert len(seen) == len(want), f"{len(seen)} findings of {len(want)}"


READERS = {"junit": check_junit, "checkstyle": check_checkstyle,
           "tap": check_tap, "html": check_html}


# ---- the tests ----

def write(folder, files):
    names = []
    for name, data in files.items():
        name = name if isinstance(name, bytes) else name.encode()
        path = os.path.join(os.fsencode(folder), name)
        names.append(name)
        if data is None:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
    return names


def reports(folder, files):
    """What is written to each format, and how many inputs there are."""
    names = write(folder, files)
    if not names:
        os.mkdir(os.path.join(folder, "empty"))
    args = [f"--format={name}:{name}.out" for name in FORMATS]
    run = subprocess.run([*UNDER, GCLINT, *args, "--", *(names or ["empty"])],
                         cwd=folder, capture_output=True, check=False)
    assert run.returncode in (0, 1, 3), run.stderr.decode()
    out = {}
    for name in FORMATS:
        with open(os.path.join(folder, f"{name}.out"), "rb") as f:
            out[name] = f.read()
    return out, names


def main():
    failed = False
    n = 0
    for title, files in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            out, names = reports(folder, files)
        report = json.loads(out["json"])
        missing = sum(data is None for data in files.values())
        assert report["summary"]["unreadable"] == missing
        for name, check in READERS.items():
            n += 1
            try:
                check(out[name], report["findings"], missing, names)
                print(f"ok {n} - {name}: {title}")
            except Exception as why:    # pylint: disable=broad-except
                print(f"not ok {n} - {name}: {title}")
                print(f"# {type(why).__name__}: {str(why)[:400]!a}")
                failed = True
    print(f"1..{n}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
