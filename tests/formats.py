#!/usr/bin/python3
"""Read the reports of gclint as others do; prints TAP.

Each format is parsed by something that knows nothing of gclint, for inputs
from none to hostile, and has to tell what the json report tells, which in turn
has to follow rules/report.schema.json and to point at the bytes it says.
GCLINT is the program, by default gclint in the current folder.

    formats.py --judge COMMAND

asks a program about the SARIF reports instead: it gets the name of a file as
its last argument and prints what is wrong with it, as tools/sarif-judge.mjs
does.
"""

import bisect
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.parse

try:
    import jsonschema
except ImportError:
    print("Bail out! jsonschema for Python is missing "
          "(Debian: python3-jsonschema)")
    sys.exit(99)

HERE = os.path.dirname(os.path.abspath(__file__))
SRCDIR = os.environ.get("srcdir") or os.path.join(HERE, "..")
sys.path.insert(0, os.path.abspath(os.path.join(SRCDIR, "tests")))
sys.dont_write_bytecode = True

import hostile  # noqa: E402  pylint: disable=wrong-import-position

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()

with open(os.path.join(SRCDIR, "rules", "report.schema.json"),
          encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
DEFS = SCHEMA["$defs"]
REPORT = jsonschema.Draft202012Validator(SCHEMA)
LINE = jsonschema.Draft202012Validator(
    {"$ref": "#/$defs/line", "$defs": DEFS})

# RFC 3986: a relative reference without query, or a file URI.
PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-F]{2})"
RELATIVE = re.compile(rf"{PCHAR}+(?:/{PCHAR}+)*\Z")
ABSOLUTE = re.compile(rf"file://(?:/{PCHAR}+)+\Z")


class Run:
    """A folder of inputs, linted in each format that is asked for."""

    def __init__(self, make, args):
        self.folder = tempfile.TemporaryDirectory(prefix="gclint-formats.")
        make(self.folder.name)
        self.args = args
        self.kept = {}
        self.texts = {}

    def output(self, fmt):
        if fmt not in self.kept:
            run = subprocess.run(
                [*UNDER, GCLINT, "--format=" + fmt, *self.args],
                cwd=self.folder.name, stdin=subprocess.DEVNULL,
                capture_output=True, check=False)
            if run.returncode not in (0, 1, 3):
                raise AssertionError(f"exit status {run.returncode}: "
                                     f"{run.stderr.decode()}")
            self.kept[fmt] = run.stdout
        return self.kept[fmt]

    def json(self, fmt="json"):
        """UTF-8 is decoded strictly, and a member twice is an error."""
        return json.loads(self.output(fmt).decode("utf-8"),
                          object_pairs_hook=once)

    def findings(self):
        return self.json()["findings"]

    def names(self):
        """What a report in JSON calls a file, and its name in bytes."""
        return {n.decode("utf-8", "replace"): n
                for n in os.listdir(os.fsencode(self.folder.name))}

    def text(self, file):
        """What is in a file, and where its lines begin."""
        if file not in self.texts:
            path = os.path.join(os.fsencode(self.folder.name),
                                self.names()[file])
            with open(path, "rb") as f:
                data = f.read()
            self.texts[file] = data, line_starts(data)
        return self.texts[file]


def once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError(f"a member twice in {[k for k, _ in pairs]}")
    return members


def line_starts(data):
    """Where lines begin, at LF, CRLF and CR."""
    return [0] + [m.end() for m in re.finditer(rb"\r\n|\n|\r", data)]


def code_points(data):
    """A byte that is not UTF-8 counts as one, a BOM as none."""
    return len(data.decode("utf-8", "surrogateescape"))


# ---- json, jsonl ----

def keys_of(part):
    """The members that the schema describes, those of $ref included."""
    names = set(part.get("properties", ()))
    if "$ref" in part:
        names |= keys_of(DEFS[part["$ref"].rsplit("/", 1)[1]])
    return names


def some(findings):
    """Enough of them: the validator takes a millisecond for each."""
    return findings if len(findings) < 1000 else findings[::100]


def report_follows_schema(run):
    report = run.json()
    less = dict(report, findings=some(report["findings"]))
    why = [e.message[:200] for e in REPORT.iter_errors(less)]
    why += [f"not in the schema: {set(f) ^ keys_of(DEFS['finding'])}"
            for f in report["findings"]
            if set(f) != keys_of(DEFS["finding"])]
    if set(report["summary"]) != keys_of(DEFS["counts"]):
        why.append("the summary has other members than the schema")
    return why[:5]


def report_counts_its_findings(run):
    report = run.json()
    seen = [f["severity"] + "s" for f in report["findings"]]
    return [f"{name}: {report['summary'][name]}, {seen.count(name)} findings"
            for name in ("errors", "warnings", "notes")
            if seen.count(name) != report["summary"][name]]


def place(data, starts, off):
    """Line and column of a byte."""
    n = bisect.bisect(starts, off)
    start = starts[n - 1]
    if start == 0 and data.startswith(b"\xef\xbb\xbf"):
        start = 3
    return n, code_points(data[start:off]) + 1


def places_are_true(run):
    """Lines and columns of a finding are those of its offset."""
    why = []
    for f in run.findings():
        data, starts = run.text(f["file"])
        for off, line, column in (
                (f["offset"], f["line"], f["column"]),
                (f["offset"] + f["length"], f["endLine"], f["endColumn"])):
            want = place(data, starts, off)
            if (line, column) != want:
                why.append(f"{f['file']!r}: offset {off} is at {want}, "
                           f"not {line, column}")
    return why[:5]


def fixes_can_be_made(run):
    """Their edits are in the file and in order, and make it other."""
    why = []
    for f in run.findings():
        if not f["fix"]:
            continue
        data = run.text(f["file"])[0]
        end = 0
        for e in f["fix"]["edits"]:
            if e["offset"] < end or e["offset"] + e["length"] > len(data):
                why.append(f"{f['file']!r}: {f['fix']}")
            end = e["offset"] + e["length"]
        begin, end, text = fixed(data, f["fix"])
        if data[begin:end] == text:
            why.append(f"{f['file']!r}: a fix that changes nothing")
    return why[:5]


def fixed(data, fix):
    """All edits as one: from where to where, and what stands there then."""
    edits = fix["edits"]
    at = begin = edits[0]["offset"]
    text = b""
    for e in edits:
        text += data[at:e["offset"]] + e["text"].encode()
        at = e["offset"] + e["length"]
    return begin, at, text


def lines_are_the_report(run):
    report = run.json()
    lines = run.output("jsonl").decode("utf-8").split("\n")
    if lines.pop() != "":
        return ["the last line has no end"]
    objects = [json.loads(s, object_pairs_hook=once) for s in lines]
    why = [e.message[:200] for o in [*some(objects[:-1]), objects[-1]]
           for e in LINE.iter_errors(o)]
    types = [o.pop("type") for o in objects]
    if types != ["finding"] * (len(types) - 1) + ["summary"]:
        why.append(f"types: {set(types)}")
    if objects[:-1] != report["findings"]:
        why.append("the findings are not those of json")
    head = {k: report[k] for k in ("version", "tool")}
    if objects[-1] != {**head, **report["summary"]}:
        why.append("the summary is not that of json")
    return why[:5]


# ---- gitlab, rdjson, github ----

def said(finding):
    text = finding["message"]
    return text if finding["help"] is None else \
        f"{text}; help: {finding['help']}"


def compare(seen, want):
    why = [f"{s} instead of {w}" for s, w in zip(seen, want) if s != w]
    if len(seen) != len(want):
        why.append(f"{len(seen)} findings instead of {len(want)}")
    return why[:5]


def gitlab(run):
    severity = {"error": "major", "warning": "minor", "note": "info"}
    report = run.json("gitlab")
    prints = [x.pop("fingerprint") for x in report]
    why = compare(report, [{
        "description": f"{f['rule']}: {said(f)}", "check_name": f["rule"],
        "severity": severity[f["severity"]],
        "location": {"path": f["file"], "lines": {
            "begin": f["line"], "end": f["endLine"]}},
    } for f in run.findings()])
    if len(set(prints)) != len(prints):
        why.append("fingerprints are repeated")
    return why


def rdjson(run):
    """Columns are bytes of the line, so they lead back to the offset."""
    report = run.json("rdjson")
    why = [] if set(report) == {"source", "diagnostics"} else [set(report)]
    seen = []
    for d in report["diagnostics"]:
        data, starts = run.text(d["location"]["path"])
        begin, end = bytes_of(d["location"]["range"], starts)
        seen.append((d["location"]["path"], begin, end - begin,
                     d["severity"].lower(), d["code"]["value"], d["message"],
                     suggested(starts, d.get("suggestions"))))
    return why + compare(seen, [
        (f["file"], f["offset"], f["length"],
         {"note": "info"}.get(f["severity"], f["severity"]), f["rule"],
         said(f), f["fix"] and fixed(run.text(f["file"])[0], f["fix"]))
        for f in run.findings()])


def bytes_of(where, starts):
    return (starts[p["line"] - 1] + p["column"] - 1
            for p in (where["start"], where["end"]))


def suggested(starts, suggestions):
    """The one suggestion, if there is one, as fixed() has it."""
    if suggestions is None:
        return None
    [one] = suggestions
    return (*bytes_of(one["range"], starts), one["text"].encode())


def unescape(text, more=()):
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def command(line):
    """The parts of a workflow command, as the runner takes it apart."""
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = dict(p.split("=", 1) for p in rest.split(","))
    more = (("%3A", ":"), ("%2C", ","))
    return (name, {k: unescape(v, more) for k, v in pairs.items()},
            unescape(data))


def shown(text):
    """A name as gclint shows it, but for line ends."""
    if re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\u202e]", text):
        return None
    return text


def github(run):
    names = {"error": "error", "warning": "warning", "note": "notice"}
    text = run.output("github").decode("utf-8")
    why, seen, want = [], [], []
    if re.search("[^\n\x20-\x7e\xa0-\U0010ffff]|[\u2028-\u202e]", text):
        why.append("there is a control character")
    for line, f in zip(text.split("\n"), run.findings()):
        if not line.startswith("::"):
            return why + [f"no command: {line!r}"]
        name, props, data = command(line)
        place = {"line": f["line"], "endLine": f["endLine"]}
        if f["line"] == f["endLine"]:
            place.update(col=f["column"], endColumn=f["endColumn"])
        file = props.pop("file")
        want.append((names[f["severity"]], {
            **{k: str(v) for k, v in place.items()}, "title": f["rule"]},
            shown(f["file"]) or file, True))
        seen.append((name, props, file, data.endswith(
            f":{f['line']}:{f['column']}: {said(f)}")))
    if text.count("\n") != len(run.findings()) or text[-1:] not in ("", "\n"):
        why.append("other lines than findings")
    return why + compare(seen, want)


# ---- sarif ----

def uri_name(location):
    uri = location["uri"]
    if "uriBaseId" in location:
        if location["uriBaseId"] != "%SRCROOT%" or not RELATIVE.match(uri):
            raise ValueError(f"no relative URI: {uri}")
    elif not ABSOLUTE.match(uri):
        raise ValueError(f"no absolute URI: {uri}")
    return urllib.parse.unquote_to_bytes(uri).decode("utf-8", "replace")


def sarif_result(result, sarif):
    rule = sarif["tool"]["driver"]["rules"][result["ruleIndex"]]
    place = result["locations"][0]["physicalLocation"]
    location, region = place["artifactLocation"], place["region"]
    artifact = sarif["artifacts"][location["index"]]["location"]
    logical = result["locations"][0].get("logicalLocations", [{}])[0]
    if rule["id"] != result["ruleId"] or artifact != location:
        raise ValueError(f"wrong reference in {result}")
    if region["startLine"] != region["endLine"]:
        raise ValueError("a region of several lines")
    return {
        "file": uri_name(location), "rule": rule["id"],
        "severity": result["level"],
        "line": region["startLine"], "column": region["startColumn"],
        "endColumn": region["endColumn"],
        "said": result["message"]["text"].replace("\\](", "]("),
        "pointer": logical.get("fullyQualifiedName", ""),
        "fingerprint": result["partialFingerprints"],
        "related": [r["message"]["text"] for r in
                    result.get("relatedLocations", [])],
        "edits": sarif_edits(result.get("fixes"), location),
        **result["properties"],
    }


def sarif_edits(fixes, location):
    """Regions by line and column, and the same by bytes."""
    if fixes is None:
        return None
    [[change]] = [x["artifactChanges"] for x in fixes]
    if change["artifactLocation"] != location:
        raise ValueError("a fix for another file")
    return [(*(r["deletedRegion"][k] for k in (
        "startLine", "startColumn", "endLine", "endColumn", "byteOffset",
        "byteLength")), r["insertedContent"]["text"])
        for r in change["replacements"]]


def edits_want(run, f):
    data, starts = run.text(f["file"])
    return f["fix"] and [
        (*place(data, starts, e["offset"]),
         *place(data, starts, e["offset"] + e["length"]),
         e["offset"], e["length"], e["text"]) for e in f["fix"]["edits"]]


def sarif_want(run, f):
    end = f["endColumn"]
    if f["line"] != f["endLine"]:
        data = run.text(f["file"])[0]
        line = re.match(rb"[^\r\n]*", data[f["offset"]:]).group()
        end = f["column"] + code_points(line)
    optional = {k: f[k] for k in ("pack", "status") if f[k] is not None}
    return {
        "file": f["file"], "rule": f["rule"], "severity": f["severity"],
        "line": f["line"], "column": f["column"], "endColumn": end,
        "said": said(f), "pointer": f["pointer"] or "",
        "fingerprint": {"gclint/v1": f["fingerprint"]},
        "related": [r["message"] for r in f["related"] or []],
        "edits": edits_want(run, f),
        "document": f["document"], **optional,
    }


def sarif_rules(sarif):
    why = []
    rules = sarif["tool"]["driver"]["rules"]
    used = list(dict.fromkeys(r["ruleId"] for r in sarif["results"]))
    if [r["id"] for r in rules] != used:
        why.append(f"rules are not in order of their results: {used}")
    for r in rules:
        words = r["id"].split("-")
        name = "".join(w[:1].upper() + w[1:] for w in words)
        name += "Rule" if len(words) == 1 else ""
        texts = [r["shortDescription"]["text"], r["fullDescription"]["text"],
                 r["help"]["text"], r["help"]["markdown"]]
        p = r["properties"]
        if r["name"] != name or not all(texts) or \
                max(map(len, texts[:2])) > 1024:
            why.append(f"rule {r['id']} is not described")
        if r["defaultConfiguration"]["level"] not in (
                "error", "warning", "note") or \
                p["problem.severity"] not in (
                    "error", "warning", "recommendation") or \
                p["precision"] not in ("very-high", "high", "medium") or \
                len(set(p["tags"])) != len(p["tags"]):
            why.append(f"rule {r['id']} has strange properties: {p}")
    return why


def sarif(run):
    log = run.json("sarif")
    one = log["runs"][0]
    why = sarif_rules(one)
    if log["version"] != "2.1.0" or len(log["runs"]) != 1 or \
            one["columnKind"] != "unicodeCodePoints":
        why.append("the frame is not that of SARIF 2.1.0")
    for i, a in enumerate(one["artifacts"]):
        if a["location"]["index"] != i or not uri_name(a["location"]):
            why.append(f"artifact {i}: {a}")
    if os.path.realpath(run.folder.name) in run.output("sarif").decode():
        why.append("it tells the path of the current directory")
    summary = run.json()["summary"]
    called = one["invocations"][0]
    notes = called["toolExecutionNotifications"]
    if len(notes) != summary["unreadable"] or \
            called["executionSuccessful"] != (not notes):
        why.append(f"notifications: {called}")
    return why + compare([sarif_result(r, one) for r in one["results"]],
                         [sarif_want(run, f) for f in run.findings()])


def judged(judge, text):
    """What the judge says about a report."""
    with tempfile.NamedTemporaryFile(prefix="gclint-", suffix=".sarif") as f:
        f.write(text)
        f.flush()
        run = subprocess.run([*judge, f.name], capture_output=True,
                             text=True, check=True)
    return run.stdout.splitlines()


# ---- what is linted ----

def nothing(_folder):
    pass


def clean(folder):
    hostile.write(folder, [(b"good.json", hostile.payload())])


def single(folder):
    hostile.write(folder, [(b"call.json", hostile.faulty())])


def several(folder):
    clean(folder)
    single(folder)
    hostile.write(folder, [
        (b"other.json", b'\xef\xbb\xbf{"type":"call",\n"type":"x",\r\n'
         b'"participants":["+15551234567", {"address":"\xc3\xa9"}]}'),
        (b"open.json", b'{"type":"call","participants":[\n"tel:'),
    ])


# Under valgrind each takes its time.
MANY = 500 if UNDER else 10000


def thousands(folder):
    hostile.many(folder, MANY)


RUNS = (
    ("no inputs", nothing, ["."]),
    ("no findings", clean, ["good.json"]),
    ("one finding", single, ["call.json"]),
    ("several files", several, ["."]),
    ("an input that cannot be read", several, ["no-such.json", "."]),
    (f"{MANY} findings", thousands, ["many.ndjson"]),
    ("hostile inputs", hostile.make, ["."]),
)

CHECKS = (
    ("json follows its schema", report_follows_schema),
    ("json counts its findings", report_counts_its_findings),
    ("json points where it says", places_are_true),
    ("json has fixes that can be made", fixes_can_be_made),
    ("jsonl tells the same", lines_are_the_report),
    ("sarif tells the same", sarif),
    ("github tells the same", github),
    ("gitlab tells the same", gitlab),
    ("rdjson tells the same", rdjson),
)


def checks_of_judge(judge, title):
    def takes(run):
        return judged(judge, run.output("sarif"))[:5]

    def refuses(run):
        """A judge that never complains is none."""
        text = run.output("sarif").replace(b'"help":', b'"hlp":')
        return [] if judged(judge, text) else ["no complaint"]

    yield "the judge takes sarif", takes
    if title == "one finding":
        yield "the judge refuses a rule without help", refuses


def tests(checks):
    for title, make, args in RUNS:
        run = Run(make, args)
        for what, check in checks(title):
            yield f"{title}: {what}", lambda c=check, r=run: c(r)
        run.folder.cleanup()


def main():
    failed = n = 0
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def checks(title):
        if sys.argv[1:2] == ["--judge"]:
            return checks_of_judge(shlex.split(sys.argv[2]), title)
        return CHECKS

    for n, (title, check) in enumerate(tests(checks), 1):
        try:
            why = check()
        except (AssertionError, LookupError, ValueError, TypeError,
                subprocess.CalledProcessError) as e:
            why = [repr(e)]
        print("not ok" if why else "ok", n, "-", title)
        for line in why:
            print("#", ascii(line)[:500])
        failed += bool(why)
    print(f"1..{n}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
