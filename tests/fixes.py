#!/usr/bin/python3
"""Properties of gclint --fix; prints TAP.

Over the inputs of all golden cases, and over payloads that are damaged at
random, bare and captured:

- what is fixed is not changed by a second run;
- a finding that a fix was for is gone, and there is no new error;
- bytes outside the edits that the report names are as they were;
- a fix that is made alone, from the report, mends its finding too;
- JSON stays JSON;
- no document becomes a faulty one of another pack.

And over numbers as people write them: a fix makes the number that is meant or
leaves it, and no fix loses the only number that there is.

GCLINT is the program, by default gclint in the current folder; arguments are
seeds.
"""

import base64
import collections
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
ENV = {k: v for k, v in os.environ.items() if k != "GCLINT_OPTS"}
COUNT = 8 if UNDER else 150		# payloads of a kind
COUNTRY = "--country=1"

# Not about a value that a fix could mend: what is left is a consequence.
LEFT = {"api-rejected", "payload-unclear", "request-content-length"}


# Golden cases in which one file sends another, and those in which a fix lets
# the next member of the same name have its own.
SPECIAL = ("curl/files", "fix/command-and-its-file", "fix/repeated-members",
           "fix/too-many-rounds")


# ---- payloads ----

NUMBERS = ["tel:+15551234567", "+15551234567", "tel:+1 (555) 123-4567",
           "tel:15551234567", "5551234567", "tel:0015551234567", 15551234567,
           "tel://+15551234567", "TEL:+15551234567 ", "sip:alice@example.com",
           "alice@example.com", "tel:+15551234567 ext 42", "", None, "Alice",
           "tel:+1\u00a0555\u20111234567", "tel:+\uff115551234567"]
NOISE = ["\u00e9", "a\\b", "it's \"it\"", "\U0001f600", "$HOME `x` %41", "{}"]


def party(rng):
    p = {"address": rng.choice(NUMBERS), "addressType": "phone",
         "state": "initial", "mediaTypes": ["call"]}
    for name in list(p):
        if rng.random() < 0.15:
            del p[name]
    for name, values in (("addressType", ["Phone", "phoneNumber", 1]),
                         ("state", ["INITIAL", "connected", None]),
                         ("mediaTypes", ["call", ["Call"], [], ["call", 1]]),
                         ("name", NOISE), ("adress", NUMBERS),
                         ("foo", [1, {"a": []}])):
        if rng.random() < 0.15:
            p[name] = rng.choice(values)
    return rng.choice([p] * 8 + [rng.choice(NUMBERS)])


def tutorial(rng):
    parties = [party(rng) for _ in range(rng.choice((1, 1, 2, 3)))]
    value = {"type": rng.choice(["call"] * 5 + ["Call", "phone", 1]),
             "participants": parties}
    shape = rng.random()
    if shape < 0.05:
        return parties
    if shape < 0.1:
        return {"to": rng.choice(NUMBERS), "from": rng.choice(NUMBERS)}
    if shape < 0.15:
        value["participants"] = parties[0]
    elif shape < 0.2:
        value["Participants"] = value.pop("participants")
    elif shape < 0.25:
        value["toAddress"] = rng.choice(NUMBERS)
    return value


def official(rng):
    value = {"phoneNumber": rng.choice(NUMBERS)}
    for name, values in (("callerId", NUMBERS), ("callerid", NUMBERS),
                         ("label", NOISE), ("priority", ["1", 2]),
                         ("callQueueId", ["3FA85F64-5717-4562-B3FC-"
                                          "2C963F66AFA6", "sales"]),
                         ("participants", [[{"address": "+15551234567"}]]),
                         ("type", ["call"]), ("foo", [None, [1]])):
        if rng.random() < 0.2:
            value[name] = rng.choice(values)
    return value


def callback(rng):
    return {"queueId": rng.choice(["3fa85f64-5717-4562-b3fc-2c963f66afa6",
                                   "{3FA85F64-5717-4562-B3FC-2C963F66AFA6}"]),
            "callbackNumbers": rng.choice([[rng.choice(NUMBERS)],
                                           rng.choice(NUMBERS)]),
            "callbackScheduledTime": rng.choice(["2026-01-02T03:04:05Z",
                                                 "2026-01-02 03:04:05"])}


def text_of(rng, value):
    indent = rng.choice((None, 2, 4, "\t"))
    text = json.dumps(value, indent=indent, ensure_ascii=rng.random() < .5,
                      separators=rng.choice((None, (",", ":"))))
    if rng.random() < 0.2:
        text = text.replace("\n", "\r\n")
    return text


def nearly_json(rng, value):
    text = text_of(rng, value)
    damage = rng.randrange(4)
    if damage == 0:
        return text.replace("]", ",]", 1)
    if damage == 1:
        return text.replace("{", "{ /* note */ ", 1)
    if damage == 2:
        return repr(value)
    return "\ufeff" + text


# ---- carriers: a path's ending, and the bytes of a file with the text ----

URL = "https://api.mypurecloud.com/api/v2/conversations/calls"


def as_http(text):
    body = text.encode()
    return (b"POST /api/v2/conversations/calls HTTP/1.1\r\n"
            b"Host: api.mypurecloud.com\r\nAuthorization: Bearer ***\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % len(body) + body)


def as_chunks(text):
    body = text.encode()
    out = as_http("").replace(b"Content-Length: 0",
                              b"Transfer-Encoding: chunked")
    for at in range(0, len(body), 37):
        piece = body[at:at + 37]
        out += b"%x\r\n%s\r\n" % (len(piece), piece)
    return out + b"0\r\n\r\n"


def har_with(data, length):
    return json.dumps({"log": {"version": "1.2", "creator": {
        "name": "t", "version": "1"}, "entries": [{
            "startedDateTime": "2026-01-02T03:04:05Z", "time": 1,
            "request": {"method": "POST", "url": URL, "cookies": [],
                        "httpVersion": "HTTP/1.1", "queryString": [],
                        "headers": [{"name": "Content-Type",
                                     "value": "application/json"}],
                        "headersSize": -1, "bodySize": length,
                        "postData": {"mimeType": "application/json",
                                     **data}},
            "response": {"status": 0, "statusText": "", "cookies": [],
                         "httpVersion": "", "headers": [], "redirectURL": "",
                         "content": {"size": 0, "mimeType": ""},
                         "headersSize": -1, "bodySize": 0},
            "cache": {}, "timings": {"send": 0, "wait": 1, "receive": 0}}]}},
        indent=1).encode()


def as_har(text):
    return har_with({"text": text}, len(text.encode()))


def as_base64(text):
    return har_with({"text": base64.b64encode(text.encode()).decode(),
                     "encoding": "base64"}, len(text.encode()))


def as_postman(text):
    return json.dumps({"info": {
        "name": "t", "schema": "https://schema.getpostman.com/json/collection/"
        "v2.1.0/collection.json"}, "item": [{"name": "call", "request": {
            "method": "POST", "url": URL, "header": [
                {"key": "Content-Type", "value": "application/json"}],
            "body": {"mode": "raw", "raw": text}}}]}, indent="\t").encode()


def as_curl(text):
    return ("curl -X POST %s -H 'Content-Type: application/json' -d %s\n"
            % (URL, shlex.quote(text))).encode()


def as_log(text):
    return ("2026-01-02 03:04:05 INFO sending " + text + "\ndone\n").encode()


CARRIERS = [(".json", str.encode), (".http", as_http), (".http", as_chunks),
            (".har", as_har), (".har", as_base64), (".json", as_postman),
            (".curl", as_curl), (".log", as_log)]


# ---- the program ----

def run_gclint(folder, *args):
    run = subprocess.run([*UNDER, GCLINT, "--no-config", *args, "."],
                         cwd=folder, capture_output=True, env=ENV,
                         check=False)
    if run.returncode not in (0, 1, 3):
        sys.exit("Bail out! %s: exit status %d\n%s" % (
            " ".join(args), run.returncode, run.stderr.decode()))
    return run


def gclint(folder, *args):
    return run_gclint(folder, *args).stdout


def mend(folder, *args):
    """By file: how many fixes were not made, since they do harm."""
    text = run_gclint(folder, *args).stderr.decode()
    return {m[1]: int(m[2]) for m in re.finditer(
        r"^gclint: note: '(.*)': (\d+) fix(?:es are| is) not made", text,
        re.M)}


def findings(folder, *args):
    """A finding list for each file."""
    by_file = collections.defaultdict(list)
    for f in json.loads(gclint(folder, "--format=json", *args))["findings"]:
        by_file[f["file"]].append(f)
    return by_file


def contents(folder, names):
    out = {}
    for name in names:
        with open(os.path.join(folder, name), "rb") as f:
            out[name] = f.read()
    return out


def fill(folder, files):
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)


# ---- properties: each gives what is wrong, as texts ----

def key(f):
    return f["rule"], f["document"], f["pointer"]


def is_json(data):
    try:
        json.loads(data)
        return True
    except ValueError:
        return False


def apply(data, edits):
    for e in reversed(edits):
        data = (data[:e["offset"]] + e["text"].encode() +
                data[e["offset"] + e["length"]:])
    return data


def errors(found):
    return [f for f in found
            if f["severity"] == "error" and f["rule"] not in LEFT]


def judge_fixed(name, was, now, before, after, unsafe, refused):
    """One file before and after --fix, with the findings of both."""
    fixable = [f for f in before if f["fix"] and (unsafe or f["fix"]["safe"])]
    broken = any(f["rule"].startswith("json-") for f in errors(before))
    if not fixable and was != now:
        yield "changed without a fix"
    if was == now and before != after:
        yield "other findings in the same file"
    if not broken and len(errors(after)) > len(errors(before)):
        yield "more errors: %s" % [key(f) for f in errors(after)]
    if name.endswith((".json", ".har")) and is_json(was) and not is_json(now):
        yield "no JSON any more"
    kept = {key(f): f["message"] for f in after}
    left = [key(f) for f in fixable if f["severity"] == "error" and
            kept.get(key(f)) == f["message"]]
    if not broken and len(left) > refused and was != now:
        yield "still there: %s" % left


def like(found, finding):
    """How many findings say the same of the same place."""
    return sum(key(f) == key(finding) and f["message"] == finding["message"]
               for f in found)


def of_corpus(files, unsafe):
    """Problems of files {name: bytes} as (name, text)."""
    how = ["--unsafe-fixes" if unsafe else "--fix", COUNTRY]
    with tempfile.TemporaryDirectory() as folder:
        fill(folder, files)
        before = findings(folder, COUNTRY)
        refused = mend(folder, *how)
        once = contents(folder, files)
        after = findings(folder, COUNTRY)
        gclint(folder, *how)
        twice = contents(folder, files)
    for name, was in files.items():
        if once[name] != twice[name]:
            yield name, "a second run changes it"
        for text in judge_fixed(name, was, once[name], before[name],
                                after[name], unsafe,
                                refused.get(name, 0)):
            yield name, text
    yield from alone(files, before)


def alone(files, before):
    """Each fix of each file by itself, in one run over all."""
    made, of = {}, {}
    for name, was in files.items():
        stem, ending = os.path.splitext(name)
        for i, f in enumerate(before[name]):
            if f["fix"] and (len(before[name]) <= 12 or i < 4):
                one = "%s-%d%s" % (stem, i, ending)
                made[one] = apply(was, f["fix"]["edits"])
                of[one] = name, f
    with tempfile.TemporaryDirectory() as folder:
        fill(folder, made)
        now = findings(folder, COUNTRY)
    for one, (name, f) in of.items():
        if like(now[one], f) >= like(before[name], f):
            yield name, "not mended by its own fix: %s" % (key(f),)


# ---- payloads that fit several packs ----

class MixedPacks:
    """Members of several packs in one object: edits may make it fit another
    pack than it was linted by, which has other ideas of what is wrong."""

    def __init__(self):
        self.payloads = list(filter(None, map(self.compose, self.packs())))

    @staticmethod
    def ask(*args):
        run = subprocess.run([GCLINT, *args], capture_output=True, env=ENV,
                             check=False)
        return run.stdout.decode() if run.returncode == 0 else ""

    def packs(self):
        return [line.split(":")[0]
                for line in self.ask("--list-packs").splitlines()
                if not line.startswith(" ")]

    def compose(self, pack):
        numbers = ["--to=+15551234567", "--from=+15551234568"]
        texts = (self.ask("--compose", "--pack=" + pack, *some) for some in
                 (numbers, numbers[:1], numbers[1:], []))
        value = json.loads(next(filter(None, texts), "null"))
        return value if isinstance(value, dict) else None

    @staticmethod
    def spoil(rng, key, value):
        chance = rng.random()
        if chance < 0.1:
            return key.lower(), value
        if chance < 0.2:
            return key[:-1] + "x", value
        if chance < 0.3:
            return key, rng.choice([None, str(value), [value], 1] + NUMBERS)
        return key, value

    def payload(self, rng):
        members = [self.spoil(rng, *member)
                   for value in rng.sample(self.payloads, rng.choice((2, 3)))
                   for member in value.items() if rng.random() < 0.6]
        rng.shuffle(members)
        return dict(members)

    def make(self, rng):
        value = self.payload(rng)
        return {"call": value} if rng.random() < 0.1 else value

    @staticmethod
    def problems(files, unsafe):
        """What a file is told of after --fix is told by the same pack."""
        how = "--unsafe-fixes" if unsafe else "--fix"
        with tempfile.TemporaryDirectory() as folder:
            fill(folder, files)
            before = packs_used(folder)
            gclint(folder, how, "--quiet", COUNTRY)
            after = packs_used(folder)
            errors_left = findings(folder, COUNTRY)
        for name in files:
            pack, told = before.get(name, (None, False))
            if told and after.get(name, (None,))[0] != pack and \
                    errors(errors_left[name]):
                yield name, "errors by another pack: %s, not %s" % (
                    after.get(name), pack)


def packs_used(folder):
    """By file: its pack, and whether something tells that it is for it."""
    run = subprocess.run([GCLINT, "--no-config", "--verbose",
                          "--format=json", COUNTRY, "."], cwd=folder,
                         capture_output=True, env=ENV, check=False)
    return {m[1]: (m[2], "nothing tells" not in m[3]) for m in re.finditer(
        r"^gclint: (\S+): pack (\S+), (.*)$", run.stderr.decode(), re.M)}


# ---- corpora ----

def golden():
    files = {}
    for folder, _, names in os.walk(GOLDEN):
        if "/expected." in folder or folder.endswith(SPECIAL):
            continue
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith((".json", ".har", ".http", ".curl", ".ndjson")) \
                    and not name.startswith((".", "expected")):
                with open(path, "rb") as f:
                    files[os.path.relpath(path, GOLDEN)] = f.read()
    return files


def generated(rng, make, write, ending, wrap):
    return {"p%d%s" % (i, ending): wrap(write(rng, make(rng)))
            for i in range(COUNT)}


def lines(rng, make):
    text = "".join(json.dumps(make(rng)) + "\n" for _ in range(5 * COUNT))
    return {"many.ndjson": text.encode()}


def cases(seed):
    rng = random.Random(seed)
    if not UNDER:
        yield "golden inputs", golden()
    for make in (tutorial,) if UNDER else (tutorial, official, callback):
        for ending, wrap in CARRIERS:
            yield ("%s, %s" % (make.__name__, wrap.__name__),
                   generated(rng, make, text_of, ending, wrap))
        yield "%s, a line each" % make.__name__, lines(rng, make)
    yield "nearly JSON", generated(rng, tutorial, nearly_json, ".json",
                                   str.encode)
    if not UNDER:
        mixed = MixedPacks()
        for ending, wrap in CARRIERS[:1] + CARRIERS[-1:]:
            yield ("several packs, " + wrap.__name__,
                   generated(rng, mixed.make, text_of, ending, wrap))
        yield "several packs, a line each", lines(rng, mixed.make)


# ---- numbers as people write them ----

# country code, what is dialled before it within the country, the rest
SUBSCRIBERS = [("1", "1", "555", "1230199"), ("44", "0", "20", "79460018"),
               ("49", "0", "30", "123456"), ("43", "0", "1", "123456"),
               ("39", "", "06", "12345678"), ("7", "8", "495", "1234567"),
               ("36", "06", "1", "2345678"), ("45", "", "32", "123456")]
ABROAD = ["+%s", "00%s", "(+%s)", "+(%s)", "00 %s", "(00%s)", "+00%s", "%s"]
TRUNKS = ["", "", "(0)", "(0 )", "(\u00a00)", "/(0)", "\u00a0(0)",
          "\uff080\uff09", "0"]
SEPARATORS = ["", " ", "-", ".", "/", "\u00a0", "\u202f", "\u2009", "\u2011"]
AFFIXES = ["%s"] * 8 + ["\u200e%s", "%s\u202c", " %s ", "tel:%s", "%s x42",
                        "%s ext. 42", "%s;ext=42", "%s,,42"]
SHORT = ["911", "112", "999", "110", "116117", "011", "00", "123456"]


def written(rng, code, trunk, area, rest):
    gap = rng.choice(SEPARATORS)
    first = rng.choice((area, area, "(%s)" % area))
    local = first + gap + rest[:3] + gap + rest[3:]
    kind = rng.randrange(4)
    if kind == 0:
        text = trunk + gap + local
    elif kind == 1 and code == "1":
        text = local
    else:
        zero = rng.choice(TRUNKS) if trunk == "0" else ""
        text = rng.choice(ABROAD) % code + gap + zero + gap + local
    if rng.random() < 0.1:
        text = "".join(chr(0xfee0 + ord(c)) if c.isdigit() else c
                       for c in text)
    return rng.choice(AFFIXES) % text


def a_call(text):
    return {"type": "call", "participants": [
        {"address": text, "addressType": "phone", "state": "initial",
         "mediaTypes": ["call"]}]}


def a_message(text):
    return {"fromAddress": "+15551230000", "toAddress": text,
            "toAddressMessengerType": "sms", "textBody": "hello"}


TARGETS = [
    ("call-conversation", a_call, lambda v: v["participants"][0]["address"]),
    ("create-call-request", lambda text: {"phoneNumber": text},
     lambda v: v["phoneNumber"]),
    ("send-agentless-outbound-message-request", a_message,
     lambda v: v["toAddress"])]


def fixed(values, *args):
    """The values after --unsafe-fixes, all of them in one run."""
    lines_of = "".join(json.dumps(v) + "\n" for v in values)
    with tempfile.TemporaryDirectory() as folder:
        fill(folder, {"many.ndjson": lines_of.encode()})
        gclint(folder, "--unsafe-fixes", "--quiet", *args)
        now = contents(folder, ["many.ndjson"])["many.ndjson"]
    return [json.loads(line) for line in now.splitlines()]


def same_subscriber(seed):
    """Problems, as texts."""
    rng = random.Random(seed)
    for code, trunk, area, rest in SUBSCRIBERS:
        want = "+" + code + area + rest
        texts = [written(rng, code, trunk, area, rest)
                 for _ in range(2 * COUNT)]
        for pack, make, number in TARGETS:
            for v, text in zip(fixed([make(t) for t in texts],
                                     "--pack=" + pack, "--country=" + code),
                               texts):
                got = number(v)
                if got.startswith("tel:"):
                    got = got[4:]
                if "+" in got and got != number(make(text)) and \
                        got.split(";")[0] != want and "tel:+" not in text:
                    yield "%s: %r became %s" % (pack, text, got)
            for v, text in zip(fixed([make(t) for t in SHORT],
                                     "--pack=" + pack, "--country=" + code),
                               SHORT):
                if "+" in number(v):
                    yield "%s: %s became %s" % (pack, text, number(v))


LOSES = [("call-conversation", {"type": "call"}),
         ("create-call-request", {"callerId": "+15551230000"}),
         ("call-command", {}), ("fax-send-request", {"documentId": "x"}),
         ("send-agentless-outbound-message-request",
          {"fromAddress": "+15551230000", "toAddressMessengerType": "sms",
           "textBody": "hello"})]
NAMES = ["destination", "recipients", "numbers", "target", "who", "to",
         "toAddress", "phone", "conversation", "zzz"]


def no_number_lost(_):
    number = "+15551234567"
    shapes = [number, [number], {"participants": [{"address": number}]}]
    for pack, rest in LOSES:
        values = [{name: shape, **rest} for name in NAMES for shape in shapes]
        for was, now in zip(values, fixed(values, "--pack=" + pack)):
            if number not in json.dumps(now):
                yield "%s: %r became %r" % (pack, was, now)
    for a, b in (("to", "toAddress"), ("toAddress", "to")):
        value = {a: number, b: "+15551234568"}
        for pack, _ in LOSES[:2]:
            now = json.dumps(fixed([value], "--pack=" + pack))
            if number not in now or "+15551234568" not in now:
                yield "%s: %r became %s" % (pack, value, now)


def main():
    number = failed = 0
    for check in (same_subscriber, no_number_lost):
        number += 1
        problems = list(check(1))
        failed += bool(problems)
        print("%sok %d - %s" % ("not " if problems else "", number,
                                check.__name__), flush=True)
        for text in problems[:9]:
            print("# " + text)
    for seed in [int(a) for a in sys.argv[1:]] or [1]:
        for title, files in cases(seed):
            for unsafe in (False, True):
                number += 1
                problems = list(of_corpus(files, unsafe))
                if "several packs" in title and "a line" not in title:
                    problems += MixedPacks.problems(files, unsafe)
                failed += bool(problems)
                print("%sok %d - %s%s (seed %d)" % (
                    "not " if problems else "", number, title,
                    ", unsafe too" if unsafe else "", seed), flush=True)
                for name, text in problems[:5]:
                    print("# %s: %s\n#   %r" % (name, text,
                                                files[name][:300]))
    print("1..%d" % number)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
