"""Captures made and judged by programs from npm, through captures.mjs.

httpsnippet writes command lines and HTTP requests, postman-collection
collections, and the platform's own SDK, purecloud-platform-client-v2, sends
requests.  curlconverter reads command lines and says what curl would send:
gclint has to find the same in both.  har-validator judges our HARs.
"""

import json
import pathlib
import re
import subprocess

import wrap
import wrap_text
from loopback import URL
from plant import Capture
from wrap import Row


class Tools:
    def __init__(self, command):
        self.command = command

    def run(self, tool, items):
        done = subprocess.run([*self.command, tool], check=True,
                              input=json.dumps(items).encode(),
                              stdout=subprocess.PIPE)
        answers = json.loads(done.stdout)
        if len(answers) != len(items):
            raise AssertionError(f"{tool}: {len(answers)} answers to "
                                 f"{len(items)} questions")
        return answers


# ---- captures ----

def snippets(target, client, choices):
    def make(tools, p, _, count):
        payloads = [p.payload() for _ in range(count)]
        tokens = [p.token() for _ in payloads]
        texts = tools.run("httpsnippet", [
            {"request": {
                "method": "POST", "url": URL,
                "headers": wrap.named(wrap.request_headers(token)),
                "postData": {"mimeType": "application/json",
                             "text": payload.text}},
             "target": target, "client": client,
             "options": p.rng.choice(choices)}
            for payload, token in zip(payloads, tokens)])
        return [Capture(text.encode(), [payload], [token])
                for text, payload, token in zip(texts, payloads, tokens)]
    return make


SHORT = {"short": True, "indent": False}

curl_snippets = snippets("shell", "curl",
                         [{}, SHORT, {"binary": True}, {"indent": "\t"}])


def http_snippets(tools, p, server, count):
    """httpsnippet counts characters where it should count bytes."""
    made = snippets("http", "http1.1", [{}])(tools, p, server, count)
    return [c._replace(others=wrong_length(c.data)) for c in made]


def wrong_length(data):
    length = re.search(rb"^Content-Length: (\d+)\r\n", data, re.M)
    body = data[data.index(b"\r\n\r\n") + 4:]
    if int(length.group(1)) == len(body):
        return []
    return [("request-content-length", *length.span(1))]


def postman(tools, p, _, count):
    captures, asked = [], []
    for _ in range(count):
        payloads = p.payloads()
        tokens = [p.token() for _ in payloads]
        items = [wrap.postman_item(*each) for each in zip(tokens, payloads)]
        asked.append({"info": {"name": "calls"}, "indent": p.rng.randrange(3),
                      "item": wrap.folders(p, items)})
        captures.append((payloads, tokens))
    texts = tools.run("postman", asked)
    return [Capture(text.encode(), *rest, b'\\"')
            for text, rest in zip(texts, captures)]


def sdk(tools, p, server, count):
    """The SDK parses the payload and writes it again."""
    payloads = [p.payload() for _ in range(count)]
    tokens = [p.token() for _ in payloads]
    server.answer = wrap.refuse(p)
    server.rewind()
    answers = tools.run("sdk", [
        {"port": server.port, "token": token, "api": "ConversationsApi",
         "call": "postConversationsCalls", "args": [json.loads(payload.text)]}
        for payload, token in zip(payloads, tokens)])
    if answers != [400] * count:
        raise AssertionError(f"the SDK says {answers}")
    return [Capture(bytes(server.requests + server.answers), payloads, tokens,
                    answers=[server.answer] * count)]


ROWS = [
    Row("httpsnippet, curl", ".curl", "curl", curl_snippets, 100),
    Row("httpsnippet, HTTP", ".http", "http", http_snippets, 100),
    Row("postman-collection", ".json", "postman", postman, 60),
    Row("the platform's SDK", ".http", "http", sdk, 40),
]


# ---- what the platform's SDK sends is right ----

ID = "00000000-0000-4000-8000-000000000000"

CALLS = [
    ("ConversationsApi", "postConversationsCalls",
     [{"phoneNumber": "+15551234567"}]),
    ("ConversationsApi", "postConversationsCalls",
     [{"callFromQueueId": ID, "phoneNumber": "+15551234567"}]),
    ("ConversationsApi", "postConversationsCallParticipants",
     [ID, {"participants": [{"address": "tel:+15551234567"}]}]),
    ("ConversationsApi", "patchConversationsCall",
     [ID, {"state": "disconnected"}]),
    ("ConversationsApi", "getConversationsCalls", []),
    ("ConversationsApi", "getConversation", [ID]),
    ("ConversationsApi", "postConversationsCallbacks",
     [{"callbackNumbers": ["+15551234567"], "queueId": ID}]),
    ("UsersApi", "getUsersMe", []),
    (None, "loginClientCredentialsGrant", [ID, "Fake-secret-AbCdEf-0123"]),
    (None, "loginSaml2BearerGrant",
     [ID, "Fake-secret-AbCdEf-0123", "example", "PHNhbWwvPg=="]),
    (None, "loginCodeAuthorizationGrant",
     [ID, "Fake-secret-AbCdEf-0123", "Fake-code-AbCdEf-0123",
      "https://example.com/back"]),
]


def sdk_exchanges(tools, server):
    """What the SDK asks for and what it gets, one file each."""
    files = {}
    server.status = 200
    for n, (api, call, args) in enumerate(CALLS):
        server.answer = "{}" if api else json.dumps(
            {"access_token": "Fake-token-AbCdEf-0123", "expires_in": 86400,
             "token_type": "bearer"})
        server.rewind()
        answers = tools.run("sdk", [
            {"port": server.port, "token": "Fake-token-AbCdEf-0123",
             "api": api, "call": call, "args": args}])
        if answers != [200]:
            raise AssertionError(f"{call}: the SDK says {answers}")
        files[f"{n:02}-{call}.http"] = bytes(server.requests + server.answers)
    server.status = 400
    return files


# ---- what curl would send ----

GOOD = '{"type":"call","participants":[{"address":"tel:+15551234567",' \
    '"addressType":"phone","state":"initial","mediaTypes":["call"]}]}'
BAD = GOOD.replace("tel:", "")
AUTHORIZATION = "-H 'Authorization: Bearer Fake-0123-AbCdEf-0123'"
JSON = "-H 'Content-Type: application/json'"

# Command lines as people write them, well and badly.
LINES = [
    f"curl {URL} {AUTHORIZATION} {JSON} -d '{GOOD}'",
    f"curl {URL} {AUTHORIZATION} {JSON} -d '{BAD}'",
    f"curl {URL} {AUTHORIZATION} -d '{GOOD}'",
    f"curl {URL} {AUTHORIZATION} --json '{BAD}'",
    f"curl --url {URL} {AUTHORIZATION} {JSON} --data-binary '{BAD}'",
    f"curl -sSLk -XPOST {URL} {AUTHORIZATION} {JSON} -d'{BAD}'",
    f"curl -X PUT {URL} {AUTHORIZATION} {JSON} -d '{GOOD}'",
    f"curl -X GET {URL} {AUTHORIZATION}",
    f"curl -X POST {URL} {AUTHORIZATION} {JSON}",
    f"curl -G {URL} {AUTHORIZATION} -d pageSize=25",
    f"curl -I {URL} {AUTHORIZATION}",
    f"curl {URL} {JSON} -d '{GOOD}'",
    f"curl {URL} -u user:Fake-pass-0123 {JSON} -d '{GOOD}'",
    f"curl {URL} {AUTHORIZATION} {JSON} -d '{BAD[:40]}' -d '{BAD[40:]}'",
    f"curl {URL} {AUTHORIZATION} --json '{BAD[:40]}' --json '{BAD[40:]}'",
    f"curl {URL} -A 'x' -e 'http://example.com/' -b 'a=b' -m 5 "
    f"{AUTHORIZATION} {JSON} -d '{BAD}'",
    f"curl {URL} -o out -w '%{{http_code}}' --retry 3 --max-time 5 "
    f"{AUTHORIZATION} {JSON} -d '{BAD}'",
    f"curl '{URL}' {AUTHORIZATION} {JSON} --data-raw $'{BAD}'",
    f"curl \"{URL}\" {AUTHORIZATION} {JSON} --data-raw "
    + '"' + BAD.replace('"', '\\"') + '"',
    f"curl {URL.replace('https', 'http')} {AUTHORIZATION} {JSON} -d '{GOOD}'",
    f"curl {URL.replace('api.', 'apps.')} {AUTHORIZATION} {JSON} -d '{GOOD}'",
    f"curl {URL.replace('conversations', 'conversation')} {AUTHORIZATION} "
    f"{JSON} -d '{GOOD}'",
    f"curl {URL} {AUTHORIZATION} -H 'Content-Type: text/plain' -d '{GOOD}'",
    f"curl {URL} {AUTHORIZATION} -H 'Content-Type;' -d '{GOOD}'",
    f"curl {URL} -H 'Authorization: Bearer Bearer Fake-0123-AbCdEf' {JSON} "
    f"-d '{GOOD}'",
    f"curl {URL} -H 'Authorization: Basic aWQ6c2VjcmV0' {JSON} -d '{GOOD}'",
    f"curl {URL} --oauth2-bearer Fake-0123-AbCdEf-0123 {JSON} -d '{BAD}'",
    "curl https://login.mypurecloud.com/oauth/token -u id:Fake-0123-AbCdEf "
    "-d grant_type=client_credentials",
    "curl https://login.mypurecloud.com/oauth/token -u id:Fake-0123-AbCdEf "
    "-d grant_type=client_credential",
    "curl https://login.mypurecloud.com/oauth/token "
    "-d grant_type=client_credentials -d client_id=id "
    "--data-urlencode 'client_secret=Fake 0123'",
    "curl https://api.mypurecloud.com/oauth/token -u id:Fake-0123-AbCdEf "
    "-d grant_type=client_credentials",
]


def lines(p):
    """Those, and some that were quoted by other programs."""
    made = [make(p, None)
            for make in (wrap_text.curl_posix, wrap_text.curl_bash_q,
                         wrap_text.curl_bash_at_q) for _ in range(30)]
    # curlconverter takes the bytes of an octal escape for characters.
    return LINES + [c.data.decode() for c in made
                    if len(c.payloads) == 1 and b"\\3" not in c.data]


# ---- recordings ----

# Elsewhere recordings have no more than their case is about.
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden/har"


def is_broken(path):
    """Does gclint say of the golden case that it is?"""
    return any(b"[capture-broken]" in e.read_bytes() or
               b"[json-" in e.read_bytes()
               for e in path.parent.glob("expected.*") if e.is_file())


def hars(p):
    """Ours and those of the golden cases, by name."""
    made = {str(path.relative_to(GOLDEN)): path.read_bytes()
            for path in sorted(GOLDEN.rglob("*.har")) if not is_broken(path)}
    for make in (wrap.har, wrap.har_base64):
        for n in range(20):
            made[f"{make.__name__} {n}"] = make(p, None).data
    return {name: json.loads(data) for name, data in made.items()}
