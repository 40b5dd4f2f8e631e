#!/usr/bin/python3
"""Look for telephone numbers in reports that are to have none; prints TAP.

Payloads with planted numbers, users, tokens and extensions are put into each
kind of input and linted, in all formats at once, with --redact and without.
With it, nothing of what was planted stands in any report, in whatever script
or escape it was written, neither whole nor five characters of it.  All else is
the same: places, rules, fingerprints, the lengths of texts, the exit status.

    redact.py [SEED]

GCLINT is the program, by default gclint in the current folder.
"""

import base64
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.parse

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
FORMATS = ("text", "gcc", "json", "jsonl", "sarif", "github", "gitlab",
           "junit", "checkstyle", "tap", "rdjson", "html")

# Characters of a secret that must not stand together in a report.
WINDOW = 5

# Numbers that nobody has: for films, and for the tutorial's country.
NUMBERS = ("441632960{:03}", "1212555010{:01}", "615550{:04}",
           "4930231250{:02}")
SCRIPTS = (0x660, 0x966, 0xff10, 0x1d7ce)


class Plants:
    """Makes secrets, and remembers what no report may hold of them."""

    def __init__(self, rng):
        self.rng = rng
        self.kept = set()
        self.grouped_numbers = set()

    def digits(self):
        number = self.rng.choice(NUMBERS).format(self.rng.randrange(10))
        self.kept.add(number)
        return number

    def word(self):
        word = "".join(self.rng.choice("bcdfghjkmnpqrtvwxz")
                       for _ in range(self.rng.randint(6, 10)))
        self.kept.add(word)
        return word

    def grouped(self, number):
        """As people write it; each group may be told from the next one."""
        out, i = "", 0
        while i < len(number):
            n = self.rng.randint(1, 4)
            out += number[i:i + n]
            i += n
            if i < len(number):
                out += self.rng.choice((" ", "-", ".", "/", ") ", " (", "",
                                        "\u00a0", "\u2011"))
        self.grouped_numbers.add(out)
        return out

    def script(self, number):
        zero = self.rng.choice(SCRIPTS)
        other = "".join(chr(zero + int(c)) for c in number)
        self.kept.add(other)
        return other

    def letter_within(self, number):
        at = self.rng.randrange(4, len(number))
        return number[:at] + self.rng.choice("OoIlZ\u00e9") + number[at:]

    def number(self):
        number = self.digits()
        form = self.rng.choice((str, self.grouped, self.script))
        return self.rng.choice(("+{}", "{}", "00{}", "+0{}", "+ {}", "+({}"
                                )).format(form(number))

    def value(self):
        rng = self.rng
        return rng.choice((
            self.number,
            lambda: "tel:" + self.number(),
            lambda: "TEL:" + self.number(),
            lambda: "tel://" + self.number(),
            lambda: "tel:+" + self.letter_within(self.digits()),
            lambda: "tel:+1-800-" + self.word().upper(),
            lambda: "tel:+1 800 " + self.word(),
            lambda: f"tel:{self.number()};ext={self.digits()}",
            lambda: f"sip:{self.word()}@example.com",
            lambda: f"sip:{self.word()}:{self.word()}@",
            lambda: f"sip:{self.word()} {self.word()}@example.com",
            lambda: f"sips:{self.word()}@exa mple;x=1",
            lambda: f"sip:{self.digits()}@example.com:99999",
            lambda: f"{self.word()}.{self.word()}@example.com",
            lambda: f"callto:{self.number()}",
        ))()

    def token(self):
        word = self.word()
        token = word + "-" + self.word() + ".x"
        return token

    def windows(self):
        for s in self.kept:
            for i in range(max(1, len(s) - WINDOW + 1)):
                yield s[i:i + WINDOW]
        for s in self.grouped_numbers:
            at = [i for i, c in enumerate(s) if c.isdigit()]
            for first, last in zip(at, at[WINDOW - 1:]):
                yield s[first:last + 1]

    def leaks(self, text):
        """What a text has of the secrets."""
        return sorted({w for w in self.windows() if w in text})


def participant(p):
    one = {"address": p.value(), "addressType": "phone", "state": "initial",
           "mediaTypes": ["call"]}
    change = p.rng.choice(("none", "none", "type", "state", "media", "more",
                           "bare", "routing", "missing"))
    if change == "bare":
        return p.value()
    if change == "missing":
        del one["addressType"]
    one.update({
        "type": {"addressType": p.value()}, "state": {"state": p.value()},
        "media": {"mediaTypes": [p.value()]},
        "more": {p.value(): 1, "phoneNumber": p.value()},
        "routing": {"routingData": {"queueId": p.value()}},
    }.get(change, {}))
    return one


def payload(p):
    """Wrong in its own way, in the tutorial's dialect or the platform's."""
    kind = p.rng.randrange(6)
    if kind == 0:
        return {"phoneNumber": p.value(), "callUserId": p.value(),
                "callerId": p.value(), p.value(): p.value()}
    if kind == 1:
        return {"type": "call", "to": p.value(), "from": [p.value()]}
    if kind == 2:
        return participant(p) if kind else {}
    value = {"type": "call", "participants": [
        participant(p) for _ in range(p.rng.randint(1, 3))]}
    if kind == 3:
        value.update({"authToken": p.token(), "clientSecret": p.token(),
                      p.value(): None})
    return value


# ---- what it is written in ----

def escaped(text, rng):
    """JSON with more escapes than it needs."""
    def one(match):
        char = match.group()
        if rng.random() < .5:
            return char
        units = char.encode("utf-16-be").hex()
        return "".join("\\u" + units[i:i + 4]
                       for i in range(0, len(units), 4))
    return re.sub(r"[0-9+@:]|[^\x00-\x7f]", one, text)


def as_json(p, value):
    text = json.dumps(value, ensure_ascii=p.rng.random() < .5,
                      indent=p.rng.choice((None, 2)))
    return escaped(text, p.rng) if p.rng.random() < .3 else text


def plain(p):
    return as_json(p, payload(p)).encode()


def broken(p):
    text = as_json(p, payload(p))
    ends = [m.end() for m in re.finditer("[:,{]", text)]
    cut = p.rng.choice((lambda: text[:p.rng.choice(ends)],
                        lambda: text.replace(",", "", 1),
                        lambda: text.replace('"', "'"),
                        lambda: text.replace("{", "{ /* x */", 1)))
    return cut().encode()


def ndjson(p):
    return b"".join(json.dumps(payload(p)).encode() + b"\n" for _ in range(3))


PATH = "/api/v2/conversations/calls"


def http(p):
    body = as_json(p, payload(p)).encode()
    return (f"POST {PATH} HTTP/1.1\r\nHost: api.mypurecloud.com\r\n"
            f"Authorization: Bearer {p.token()}\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def entry(p, post_data):
    return {"startedDateTime": "2026-01-02T03:04:05.678Z", "request": {
        "method": "POST", "url": "https://api.mypurecloud.com" + PATH,
        "headers": [{"name": "Authorization", "value": "Bearer " + p.token()},
                    {"name": "Content-Type", "value": "application/json"}],
        "postData": {"mimeType": "application/json", **post_data}},
        "response": {"status": 400, "headers": [], "content": {
            "mimeType": "application/json", "text": json.dumps({
                "message": f"no such number {p.number()}", "status": 400,
                "code": "bad.request"})}}}


def har_file(p, entries):
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"},
           "entries": entries}
    return json.dumps({"log": log}, indent=p.rng.choice((None, 1))).encode()


def har(p):
    return har_file(p, [entry(p, {"text": as_json(p, payload(p))})
                        for _ in range(2)])


def har_base64(p):
    data = base64.b64encode(plain(p)).decode()
    p.kept.add(data)
    return har_file(p, [entry(p, {"text": data, "encoding": "base64"})])


def postman(p):
    items = [{"name": "call", "request": {
        "method": "POST", "url": {"raw": "{{api}}" + PATH},
        "header": [{"key": "Authorization", "value": "Bearer " + p.token()}],
        "body": {"mode": "raw", "raw": as_json(p, payload(p))}}}
        for _ in range(2)]
    return json.dumps({"info": {"name": "x", "schema":
                       "https://schema.getpostman.com/json/collection/"
                       "v2.1.0/collection.json"}, "item": items},
                      indent=1).encode()


def curl(p, quote=shlex.quote):
    body = as_json(p, payload(p))
    return (f"curl -X POST https://api.mypurecloud.com{PATH} "
            f"-H 'Authorization: Bearer {p.token()}' "
            "-H 'Content-Type: application/json' "
            f"--data-raw {quote(body)}\n").encode()


def ansi_c(text):
    quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace(
        "\n", "\\n")
    return "$'" + re.sub(r"\+", r"\\u002b", quoted) + "'"


def curl_ansi(p):
    return curl(p, ansi_c)


def curl_form(p):
    form = {"grant_type": "client_credentials", "client_id": p.value(),
            "client_secret": p.token(), "to": p.number(),
            "sip": f"sip:{p.word()}@example.com"}
    return ("curl -X POST https://login.mypurecloud.com/oauth/token --data '"
            + urllib.parse.urlencode(form) + "'\n").encode()


def log(p):
    lines = []
    for _ in range(3):
        text = json.dumps(payload(p))
        lines.append(f"2026-01-02 10:11:12,131 INFO calling {p.number()}")
        lines.append(f"2026-01-02 10:11:12,131 DEBUG payload={text}")
    return ("\n".join(lines) + "\n").encode()


# what it is called, and how often it is made
INPUTS = ((plain, "json", 60), (broken, "json", 60), (ndjson, "ndjson", 15),
          (http, "http", 20), (har, "har", 15), (har_base64, "har", 10),
          (postman, "json", 15), (curl, "curl", 20), (curl_ansi, "curl", 15),
          (curl_form, "curl", 10), (log, "log", 15))


# ---- the program ----

def reports(folder, names, *args):
    """Exit status and what is written in each format."""
    out = [f"--format={f}:{f}.out" for f in FORMATS]
    run = subprocess.run([*UNDER, GCLINT, *args, *out, "--", *names],
                         cwd=folder, capture_output=True, check=False)
    said = run.stderr.decode(errors="replace")[:400]
    assert run.returncode in (0, 1) and not said, (run.returncode, said)
    texts = {}
    for name in FORMATS:
        with open(os.path.join(folder, name + ".out"), "rb") as f:
            texts[name] = f.read().decode("utf-8")
    return run.returncode, texts


def without_texts(finding):
    """All but what is masked, and of that the length."""
    def size(text):
        return None if text is None else len(text.encode())
    out = dict(finding)
    for key in "message", "help", "pointer":
        out[key] = size(out[key])
    for key, text in (("related", "message"), ("fix", "text")):
        of = out[key] or {}
        list_ = of["edits"] if key == "fix" and of else of or []
        out[key] = [of and key == "fix" and of["safe"],
                    [{**e, text: size(e[text])} for e in list_]]
    return out


def lint(folder, p, make, ending, count):
    names = []
    for i in range(count):
        names.append(f"input-{i}.{ending}")
        with open(os.path.join(folder, names[-1]), "wb") as f:
            f.write(make(p))
    open_status, before = reports(folder, names)
    status, after = reports(folder, names, "--redact")
    return open_status == status, before, after


def same(before, after):
    old, new = (json.loads(t["json"]) for t in (before, after))
    assert old["summary"] == new["summary"], "the summaries differ"
    assert len(old["findings"]) == len(new["findings"])
    for a, b in zip(old["findings"], new["findings"]):
        assert without_texts(a) == without_texts(b), f"{a} became {b}"
    for name in FORMATS:
        if name != "html":
            assert before[name].count("\n") == after[name].count("\n"), name
    return new["findings"]


def check(rng, make, ending, count):
    """The leaks of each format."""
    p = Plants(rng)
    with tempfile.TemporaryDirectory(prefix="gclint-redact.") as folder:
        same_status, before, after = lint(folder, p, make, ending, count)
    assert same_status, "the exit status differs"
    findings = same(before, after)
    assert p.leaks(before["html"]), "nothing was planted"
    prints = "|".join({f["fingerprint"] for f in findings}) or "-"
    why = []
    for name in FORMATS:
        text = re.sub(f"(?:{prints})[0-9a-f]*", "", after[name])
        for leak in p.leaks(text)[:3]:
            at = text.index(leak)
            why.append(f"{name} has {leak!a}: {text[at - 60:at + 40]!a}")
    return why


def main():
    seed = sys.argv[1] if len(sys.argv) > 1 else "1"
    failed = 0
    for n, (make, ending, count) in enumerate(INPUTS, 1):
        rng = random.Random(seed + make.__name__)
        try:
            why = check(rng, make, ending, max(1, count // (len(UNDER) or 1)))
        except (AssertionError, LookupError, ValueError) as e:
            why = [repr(e)]
        print("not ok" if why else "ok", n, "-", make.__name__)
        for line in why[:20]:
            print("#", ascii(line)[:300])
        failed += bool(why)
    print(f"1..{n}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
