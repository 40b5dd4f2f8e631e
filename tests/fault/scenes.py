"""What gclint is doing while something fails: arguments and files."""

import dataclasses
import json

GOOD = b"""{
  "type": "call",
  "participants": [
    {"address": "tel:+15551234567", "addressType": "phone",
     "state": "initial", "mediaTypes": ["call"]}
  ]
}
"""
BARE = GOOD.replace(b"tel:+", b"+")
SPACED = GOOD.replace(b"+1555123", b"+1 555 123").replace(b'"phone"', b'"Phone"')
BROKEN = b"{'type': 'call', /* caf\xc3\xa9 */\r\n \"participants\": [,]}\r\n"
OLD = b"the report of yesterday\n"

CONFIG = json.dumps({
    "exclude": ["left/"], "rules": {"address-type": "warning"},
    "overrides": [{"files": ["sub/*"], "rules": {"address-scheme": "note"}}],
}).encode()
CURL = (b"curl -X POST https://api.mypurecloud.com/api/v2/conversations/calls"
        b" \\\n  -H 'Content-Type: application/json' -d @data/call.json\n")
HTTP = (b"POST /api/v2/conversations/calls HTTP/1.1\r\n"
        b"Host: api.mypurecloud.com\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n" % len(BARE)) + BARE
LOG = b"2024-05-01 sending: " + b" ".join(BARE.split()) + b"\nit is done\n"


def har():
    body = {"mimeType": "application/json", "text": BARE.decode()}
    request = {"method": "POST", "httpVersion": "HTTP/1.1", "headers": [],
               "url": "https://api.mypurecloud.com/api/v2/conversations/calls",
               "postData": body}
    response = {"status": 400, "content": {"mimeType": "application/json",
                "text": '{"message": "no", "code": "bad.request"}'}}
    entry = {"request": request, "response": response}
    return json.dumps({"log": {"version": "1.2", "entries": [entry] * 3}},
                      indent=1).encode()


def postman():
    request = {"method": "POST", "url": {
        "raw": "https://{{host}}/api/v2/conversations/calls"},
        "body": {"mode": "raw", "raw": BARE.decode()}}
    return json.dumps({"info": {
        "name": "calls", "schema": "https://schema.getpostman.com/json/"
        "collection/v2.1.0/collection.json"},
        "item": [{"name": "call", "request": request}],
        "variable": [{"key": "host", "value": "api.mypurecloud.com"}],
    }).encode()


def line(text):
    return b" ".join(text.split()) + b"\n"


# Beyond what one job takes itself before others help it, and a little.
LINES = (line(GOOD) * 40 + line(BARE) + b"{'\n") * 118

FILES = {"good.json": GOOD, "bare.json": BARE, "spaced.json": SPACED,
         "broken.json": BROKEN}
FOLDER = {**FILES, ".gclint.json": CONFIG, ".gclintignore": b"*.tmp.json\n",
          "a.tmp.json": BARE, "left/out.json": BARE, "sub/bare.json": BARE,
          "sub/deep/spaced.json": SPACED, "sub/more.ndjson": line(BARE) * 3,
          "sub/.gclintignore": b"never.json\n", "package.json": b"{}\n"}
CROWD = {f"d/{n:02}.json": (BARE if n % 3 else GOOD) for n in range(24)}
REPORTS = {"json": "r.json", "jsonl": "r.jsonl", "sarif": "r.sarif",
           "junit": "r.xml", "checkstyle": "c.xml", "html": "r.html",
           "tap": "r.tap", "text": "r.txt", "gitlab": "gl.json",
           "rdjson": "rd.json", "github": "gh.txt", "gcc": "gcc.txt"}
# They may be whole and yet say less, where an input could not be read.
WRITTEN = {*REPORTS.values(), "base.json"}

PACK = json.dumps({
    "pack": "mine", "include": ["common"], "root": "r",
    "rules": {"short": {"severity": "error", "summary": "it is short"}},
    "formats": {"f": [{"rule": "short", "match": "^.{4}", "say": "short"}]},
    "shapes": {"r": {"fields": {"a": {"is": "string", "format": "f"}}}},
}).encode()


@dataclasses.dataclass
class Scene:
    """before: command lines that make more of the files, once.

    quick: it is part of `make check`; large: each run takes long, so there are
    fewer.  stdin may name one of the files.
    """

    name: str
    args: list
    files: dict = dataclasses.field(default_factory=lambda: dict(FILES))
    stdin: bytes = b""
    before: list = dataclasses.field(default_factory=list)
    quick: bool = False
    large: bool = False
    env: dict = dataclasses.field(default_factory=dict)


def fixing(name, *args, **more):
    return Scene(name, ["--no-config", "--fix", "--format=gcc", *args], **more)


def names():
    return sorted(FILES)


def merging():
    size = len(line(BARE)) * 4
    jobs = [["--no-config", f"--input-split={at}:{size}", "--format=jsonl:"
             f"{at}.jsonl", "calls.ndjson"] for at in (0, size, 2 * size)]
    parts = [job[2].split(":")[1] for job in jobs]
    return jobs, parts, {"calls.ndjson": line(BARE) * 12}


def scenes():
    jobs, parts, calls = merging()
    to_files = [f"--format={f}:{p}" for f, p in REPORTS.items()]
    return [
        Scene("files", ["--no-config", "--format=gcc", *names()], quick=True),
        Scene("snippets", ["--no-config", "--color=always", *names()]),
        Scene("a folder", ["--format=gcc", "."], FOLDER, quick=True),
        Scene("a folder, with --jobs=2",
              ["--no-config", "--jobs=2", "--format=gcc", "d"], CROWD,
              quick=True),
        Scene("standard input", ["--no-config", "--format=gcc", "-"],
              stdin=BARE, quick=True),
        Scene("standard input, with a name and a configuration",
              ["--stdin-filename=sub/x.json", "--format=gcc", "-"], FOLDER,
              stdin=BARE),
        Scene("NDJSON, with --jobs=2", ["--no-config", "--jobs=2",
              "--format=gcc", "calls.ndjson"], {"calls.ndjson": LINES},
              large=True),
        Scene("NDJSON from a pipe", ["--no-config", "--jobs=2",
              "--input=ndjson", "--format=gcc", "-"], stdin=LINES,
              large=True),
        Scene("a HAR", ["--no-config", "--format=gcc", "a.har"],
              {"a.har": har()}, quick=True),
        Scene("HTTP", ["--no-config", "--format=gcc", "a.http"],
              {"a.http": HTTP}),
        Scene("curl, with a file", ["--no-config", "--format=gcc", "a.curl"],
              {"a.curl": CURL, "data/call.json": BARE}),
        Scene("a Postman collection", ["--no-config", "--format=gcc",
              "c.json"], {"c.json": postman()}),
        Scene("a log", ["--no-config", "--input=log", "--format=gcc",
              "a.log"], {"a.log": LOG}),
        fixing("--fix", *names(), quick=True),
        fixing("--unsafe-fixes", "--unsafe-fixes", "--country=1", *names()),
        fixing("--fix of a HAR", "a.har", files={"a.har": har()}),
        Scene("--fix of standard input", ["--no-config", "--fix", "-"],
              stdin=SPACED),
        Scene("--diff", ["--no-config", "--diff", *names()]),
        Scene("reports in files", ["--no-config", *to_files, *names()],
              {**FILES, "r.json": OLD, "r.xml": OLD}, quick=True),
        Scene("a report beside standard output", ["--no-config",
              "--format=json", "--format=sarif:r.sarif", *names()]),
        Scene("--write-baseline", ["--no-config", "--format=gcc",
              "--write-baseline=base.json", *names()], quick=True),
        Scene("--baseline", ["--no-config", "--format=gcc",
              "--baseline=base.json", "--write-baseline=base.json",
              *names()],
              before=[["--no-config", "-q", "--write-baseline=base.json",
                       "bare.json"]]),
        Scene("--merge", ["--merge", "--format=gcc", "--format=json:r.json",
              *parts], calls, before=jobs, quick=True),
        Scene("--merge of standard input", ["--merge", "--format=gcc", "-"],
              calls, before=[*jobs, ["--no-config", "--format=jsonl:all",
                                     "--input-split=0:9999",
                                     "calls.ndjson"]], stdin="all"),
        Scene("--input-split", ["--no-config", "--input-split=300:700",
              "--format=jsonl", "calls.ndjson"], calls),
        Scene("--config", ["--config=c.json", "--format=gcc", *names()],
              {**FILES, "c.json": CONFIG}),
        Scene("--pack", ["--no-config", "--pack=mine.json", "--format=gcc",
              "a.json"], {"mine.json": PACK, "a.json": b'{"a":"x"}'},
              quick=True),
        Scene("--files-from", ["--no-config", "--files-from=list",
              "--format=gcc"], {**FILES, "list": "\n".join(
                  names()).encode()}),
        Scene("--stats and --redact", ["--no-config", "--stats", "--redact",
              "-v", *names()]),
        Scene("--explain-response", ["--no-config", "--format=gcc",
              "--explain-response=answer.json", "bare.json"],
              {**FILES, "answer.json": b'{"message":"no","status":400}'}),
        Scene("--list-files", ["--list-files", "."], FOLDER),
        Scene("--print-config", ["--print-config", "sub/bare.json"], FOLDER,
              quick=True),
        Scene("--explain", ["--explain=address-scheme"], {}),
        Scene("--list-rules", ["--list-rules"], {}),
        Scene("--list-packs", ["--list-packs"], {}),
        Scene("--compose", ["--no-config", "--compose",
              "--to=+15551234567", "--from=sip:a@example.com"], {}),
        Scene("--help", ["--help"], {}),
    ]


def sending():
    """For a gclint that has gclint-send; nothing goes over a network."""
    return [Scene("--send --dry-run", [
        "--no-config", "--send", "--dry-run", "--auth=token",
        "good.json"], quick=True,
        env={"GENESYS_ENV_URL": "https://api.mypurecloud.com",
             "GENESYS_ACCESS_TOKEN": "not-a-token-of-anybody"})]
