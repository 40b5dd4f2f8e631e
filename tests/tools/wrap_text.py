"""Captures that are text: command lines, logs, the tutorial's output.

Made by Python's shlex, subprocess and logging, by bash, and by the functions
of the tutorial.  See wrap.py.
"""

import contextlib
import io
import json
import logging
import os
import re
import shlex
import subprocess

from loopback import PATH, URL
from plant import Capture, Fault, Payload
from wrap import refuse, row


# ---- command lines ----

DATA = ["-d", "--data", "--data-raw", "--data-binary", "--json",
        "--data-ascii"]


def command(p, quote, payload, token, more):
    words = ["-H " + quote("Authorization: Bearer " + token), quote(URL)]
    if payload:
        words += ["-H " + quote("Content-Type: application/json"),
                  p.rng.choice(DATA) + " " + quote(payload.text)]
    if p.rng.random() < .5:
        words.append("-X " + ("POST" if payload else "GET"))
    if p.rng.random() < .5:
        words += ["--compressed", "-sS", "-o /dev/null"]
    p.rng.shuffle(words)
    return p.rng.choice((" ", more)).join(["curl", *words])


def commands(p, quote, quoted, more=" \\\n  ", **words):
    payloads = p.payloads(**words)
    tokens = [p.token() for _ in payloads]
    lines = [command(p, quote, *each, more)
             for each in zip(payloads, tokens)]
    data = "\n".join([*lines, ""])
    return Capture(data.encode("utf-8", "surrogateescape"), payloads, tokens,
                   quoted)


def curl_posix(p, _):
    return commands(p, shlex.quote, b'"')


def bash(script, text, locale):
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", text],
        env={**os.environ, "LC_ALL": locale}, check=True,
        stdout=subprocess.PIPE)
    return done.stdout.decode("utf-8", "surrogateescape")


def curl_bash_q(p, _):
    r"""$'...' where there are control characters, else backslashes."""
    def quote(text):
        return bash('printf %q "$1"', text, locale)

    locale = p.rng.choice(("C", "C.UTF-8"))
    layouts = [{"indent": 2}, {"indent": "\t"}]
    return commands(p, quote, b'"', layouts=layouts)


def curl_bash_backslashes(p, _):
    def quote(text):
        return bash('printf %q "$1"', text, "C.UTF-8")

    return commands(p, quote, b'\\"', layouts=[{}], ascii_only=True)


def curl_bash_at_q(p, _):
    def quote(text):
        return bash('printf %s "${1@Q}"', text, locale)

    locale = p.rng.choice(("C", "C.UTF-8"))
    return commands(p, quote, b'"')


# cmd has no carriage returns.
LF_LAYOUTS = [{"separators": (",", ":")}, {}, {"indent": 2, "lf": True},
              {"indent": "\t", "lf": True}]


def for_cmd(text):
    """For Windows' cmd, and for the program that takes its line apart.

    The program wants backslashes doubled in front of a quote and a backslash
    before each quote; list2cmdline() knows.  cmd itself takes a caret before
    each character that means something to it, and none of its quotes, so it
    never is inside of any.  A line feed is a caret, a line's end, a line feed.
    """
    text = subprocess.list2cmdline([text + " "])[:-2] + '"'
    text = re.sub(r'[()%!^"<>&|]', r"^\g<0>", text)
    return text.replace("\n", "^\n\n")


def for_cmd_as_browsers(text):
    """More carets, and all backslashes doubled.

    The program halves only those in front of a quote, so a browser must not
    be given others.
    """
    text = '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')
    text = re.sub(r"[^\w\s:=+~'/.,?;()*`-]", r"^\g<0>", text)
    return text.replace("\n", "^\n\n")


def curl_cmd(p, _):
    return commands(p, for_cmd, b'\\^"', " ^\n  ", layouts=LF_LAYOUTS)


def curl_cmd_browser(p, _):
    return commands(p, for_cmd_as_browsers, b'^\\^"', " ^\n  ",
                    layouts=LF_LAYOUTS, ascii_only=False,
                    bad=["Z", "é", '"', "'", "$", "!", "%", "^", "&", "|"],
                    noise=["é", "😀", '"', "'", "!", "%PATH%", "^", "&"])


# ---- text ----

FORMATS = ["%(asctime)s %(levelname)s %(name)s: %(message)s",
           "[%(levelname)s] %(message)s", "[%(asctime)s] %(message)s",
           "%(levelname)-8s|%(name)s|%(message)s", "%(message)s"]

BEFORE = ["Payload: ", "request body=", "POST " + PATH + " ", "sending\n", "",
          "é → "]

TALK = ["it's done", "[INFO] done", "{not json}", "[1, 2, 3]", "{'a': 1}",
        '  File "x.py", line 3, in <module>', "map[a:1]", "50 % {x", "}",
        "", "é 😀", "* < > ###"]


def log(p, _):
    format_record = logging.Formatter(p.rng.choice(FORMATS)).format
    payloads, lines = [p.payload() for _ in range(p.rng.randrange(1, 5))], []

    def say(text):
        lines.append(format_record(logging.makeLogRecord(
            {"name": "calls", "levelname": "INFO", "created": 1767323045.678,
             "msg": text})))

    say("started")
    for payload in payloads:
        for _ in range(p.rng.randrange(3)):
            say(p.rng.choice(TALK))
        say(p.rng.choice(BEFORE) + payload.text)
    say(p.rng.choice(TALK))
    return Capture("\n".join([*lines, ""]).encode(), payloads)


# The tutorial's functions, without the comments.
def build_call_payload(to_number, from_number=None):
    if not to_number.startswith("+"):
        raise ValueError("To number must be in E.164 format (start with +)")
    destination_participant = {
        "address": f"tel:{to_number}",
        "addressType": "phone",
        "state": "initial",
        "mediaTypes": ["call"]
    }
    participants = [destination_participant]
    if from_number:
        if not from_number.startswith("+"):
            raise ValueError(
                "From number must be in E.164 format (start with +)")
        source_participant = {
            "address": f"tel:{from_number}",
            "addressType": "phone",
            "state": "initial",
            "mediaTypes": ["call"]
        }
        participants.append(source_participant)
    payload = {
        "type": "call",
        "participants": participants
    }
    return payload


def initiate_outbound_call(to_number, from_number, post):
    payload = build_call_payload(to_number, from_number)
    print(f"Initiating call to {to_number}")
    print(f"Payload: {json.dumps(payload, indent=2)}")
    response = post(payload)
    if response.status_code in [201, 200]:
        print("Call initiated successfully.")
        return response.json()
    print(f"Error {response.status_code}: {response.reason}")
    print(f"Response Body: {response.text}")
    if response.status_code == 400:
        try:
            error_data = response.json()
            errors = error_data.get("errors", [])
            for error in errors:
                print(f"Validation Error: {error.get('message')}")
                print(f"Parameter: {error.get('parameter')}")
        except json.JSONDecodeError:
            pass
    raise Exception(f"API Call Failed with status {response.status_code}")


class Response:
    def __init__(self, status, reason, text):
        self.status_code, self.reason, self.text = status, reason, text

    def json(self):
        return json.loads(self.text)


def tutorial(p, _):
    before, after = p.marker(), "97" + p.marker()[-2:]
    # It prints the number before the payload, too, and not as JSON.
    to = f"+1555{before}{p.rng.choice('Zé😀 $-')}{after}"
    source = p.rng.choice((None, "+1555" + p.marker()))
    answer = refuse(p)
    replies = [Response(400, "Bad Request", answer),
               Response(200, "OK", '{"id": "' + p.marker() + '"}')]
    reply = p.rng.choice(replies)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        print("Authenticating...")
        try:
            result = initiate_outbound_call(to, source, lambda _: reply)
            print(f"Conversation ID: {result.get('id')}")
        except Exception as e:
            print(f"Failed to initiate call: {e}")
    data = out.getvalue()
    text = json.dumps(build_call_payload(to, source), indent=2)
    off = len(data[:data.index(text)].encode())
    payload = Payload(text, [Fault("address-e164", "/participants/0/address",
                                   before, after, "inside")])
    return Capture(data.encode(), [payload], (), None,
                   [[(off + i, off + i + 1) for i in range(len(text))]],
                   [answer] if reply is replies[0] else [])


ROWS = [
    row("curl, shlex.quote", ".curl", "curl", curl_posix, 60),
    row("curl, bash's printf %q", ".curl", "curl", curl_bash_q, 40),
    row("curl, backslashes", ".curl", "curl", curl_bash_backslashes, 20),
    row("curl, bash's @Q", ".curl", "curl", curl_bash_at_q, 40),
    row("curl, cmd", ".curl", "curl", curl_cmd, 60),
    row("curl, cmd as browsers", ".curl", "curl", curl_cmd_browser, 60),
    row("log", ".log", "log", log, 60),
    row("the tutorial's output", ".log", "log", tutorial, 20),
]
