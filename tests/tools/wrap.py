"""Captures of payloads, made by programs that know nothing of gclint.

Here those that are JSON, and what goes over the line: by Python's json and
http.client, and by curl.  wrap_text.py has the others.  Each function takes a
Planter and a loopback.Server and gives a Capture.
"""

import base64
import collections
import json
import re
import tempfile

import loopback
from loopback import HOST, PATH, URL
from plant import Capture


# title, ending, carrier, function (tools, planter, server, count), how many
Row = collections.namedtuple("Row", "title ending kind make count")


def row(title, ending, kind, wrap, count):
    return Row(title, ending, kind,
               lambda _, p, server, n: [wrap(p, server) for _ in range(n)],
               count)


def request_headers(token):
    return {"Host": HOST, "Authorization": "Bearer " + token,
            "Content-Type": "application/json"}


def refuse(p):
    return loopback.refusal(p.marker())


# ---- files that are JSON ----

def json_bytes(p, value):
    return json.dumps(value, indent=p.rng.choice((None, 1, 2, "\t")),
                      ensure_ascii=p.rng.random() < .5).encode()


def named(pairs):
    return [{"name": name, "value": value} for name, value in pairs.items()]


def har_entry(token, payload, answer, encode):
    request = {"method": "POST" if payload else "GET", "url": URL,
               "httpVersion": "HTTP/1.1", "cookies": [],
               "headers": named(request_headers(token)),
               "queryString": [], "headersSize": -1, "bodySize": -1}
    if payload:
        request["postData"] = {"mimeType": "application/json",
                               **encode(payload)}
    return {"startedDateTime": "2026-01-02T03:04:05.678Z", "time": 12.5,
            "request": request,
            "response": {
                "status": 400 if payload else 200, "statusText": "",
                "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
                "redirectURL": "", "headersSize": -1, "bodySize": -1,
                "content": {"size": -1, "mimeType": "application/json",
                            "text": answer if payload else "{}"}},
            "cache": {}, "timings": {"send": 1, "wait": 11, "receive": 0.5}}


def har_of(p, encode):
    payloads = p.payloads()
    tokens = [p.token() for _ in payloads]
    answers = [refuse(p) for _ in payloads]
    entries = [har_entry(*each, encode)
               for each in zip(tokens, payloads, answers)]
    data = json_bytes(p, {"log": {
        "version": "1.2", "creator": {"name": "test", "version": "1"},
        "entries": entries}})
    return data, payloads, tokens, [a for a, b in zip(answers, payloads) if b]


def har(p, _):
    data, payloads, tokens, answers = har_of(p, lambda x: {"text": x.text})
    return Capture(data, payloads, tokens, b'\\"', None, answers)


def in_base64(payload):
    return base64.b64encode(payload.text.encode()).decode()


def har_base64(p, _):
    """Four characters of base64 are three bytes."""
    def encode(payload):
        return {"text": in_base64(payload), "encoding": "base64"}

    data, payloads, tokens, answers = har_of(p, encode)
    maps = []
    for payload in filter(None, payloads):
        off = data.index(in_base64(payload).encode())
        maps.append([(off + i // 3 * 4, off + i // 3 * 4 + 4)
                     for i in range(len(payload.text.encode()))])
    return Capture(data, payloads, tokens, None, maps, answers)


def folders(p, items):
    """The same items in the same order, some of them in folders."""
    if len(items) == 0 or p.rng.random() < .3:
        return items
    a, b = sorted(p.rng.randrange(len(items) + 1) for _ in range(2))
    return [*items[:a], {"name": "folder", "item": folders(p, items[a:b])},
            *items[b:]]


def postman_item(token, payload, url=URL):
    request = {"method": "POST" if payload else "GET", "url": url,
               "header": [{"key": "Authorization", "value": "Bearer " + token},
                          {"key": "Content-Type",
                           "value": "application/json"}]}
    if payload:
        request["body"] = {"mode": "raw", "raw": payload.text,
                           "options": {"raw": {"language": "json"}}}
    return {"name": "call", "request": request, "response": []}


def collection(p, items, **members):
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/" \
        "collection.json"
    return json_bytes(p, {"info": {"name": "calls", "schema": schema},
                          "item": folders(p, items), **members})


def postman(p, _):
    payloads = p.payloads()
    tokens = [p.token() for _ in payloads]
    items = [postman_item(*each) for each in zip(tokens, payloads)]
    return Capture(collection(p, items), payloads, tokens, b'\\"')


def postman_variables(p, _):
    """Values of any length stand in front of the faults, and are some."""
    values = {"host": HOST, "name": "é" * p.rng.randrange(1, 9),
              "long": "0" * p.rng.randrange(1, 99), "bad": "Z"}
    names = ["{{%s}}" % name for name in values]
    payloads = p.payloads(noise=[*names, '"', "é", "\\"],
                          bad=["{{bad}}", "é", "\n"])
    tokens = [p.token() for _ in payloads]
    items = [postman_item(*each, "https://{{host}}" + PATH)
             for each in zip(tokens, payloads)]
    variables = [{"key": k, "value": v} for k, v in values.items()]
    data = collection(p, items, variable=variables)
    return Capture(data, [filled(q, variables) for q in payloads], tokens,
                   b'\\"')


def filled(payload, variables):
    """Pointers name members as they are with the values put in."""
    if not payload:
        return None
    faults = []
    for fault in payload.faults:
        pointer = fault.pointer
        for variable in variables:
            pointer = pointer.replace("{{%s}}" % variable["key"],
                                      variable["value"])
        faults.append(fault._replace(pointer=pointer))
    return payload._replace(faults=faults)


# ---- HTTP ----

def message(p, payload, token, headers=None):
    body = payload.text.encode() if payload else b""
    headers = {**request_headers(token), **(headers or {}), "Accept": "*/*"}
    if payload:
        headers["Content-Length"] = str(len(body))
    items = list(headers.items())
    p.rng.shuffle(items)
    head = "".join(f"{name}: {value}\r\n" for name, value in items)
    line = f"{'POST' if payload else 'GET'} {PATH} HTTP/1.1\r\n"
    return (line + head + "\r\n").encode() + body


def http_raw(p, _):
    payloads = p.payloads()
    tokens = [p.token() for _ in payloads]
    data = b"".join(message(p, *each) for each in zip(payloads, tokens))
    return Capture(data, payloads, tokens)


def http_pipelined(p, server):
    """Requests, then their answers, as both went over one connection."""
    payloads = [p.payload() for _ in range(p.rng.randrange(1, 5))]
    tokens = [p.token() for _ in payloads]
    server.rewind()
    server.answer = refuse(p)
    server.send_raw(b"".join(message(p, *e) for e in zip(payloads, tokens)))
    return Capture(bytes(server.requests + server.answers), payloads, tokens,
                   answers=[server.answer] * len(payloads))


def http_exchanges(p, server):
    """Each request with its answer behind it."""
    payloads = p.payloads()
    tokens = [p.token() for _ in payloads]
    data, answers = b"", []
    for payload, token in zip(payloads, tokens):
        server.rewind()
        server.answer = refuse(p)
        server.send_raw(message(p, payload, token))
        answers.append(server.answer)
        data += bytes(server.requests + server.answers)
    return Capture(data, payloads, tokens, answers=answers)


# Chunks that begin like that are not what they seem.
DECOYS = re.compile(rb"HTTP/|POST |###|# |< |> |\* |0000|\[\{")


def in_chunks(p, data):
    while data:
        n = p.rng.choice((1, 2, 3, 7, 16, 40, 300))
        decoy = DECOYS.search(data, 1)
        if decoy and p.rng.random() < .3:
            n = decoy.start()
        yield data[:n]
        data = data[n:]


def map_of_chunks(data, pos):
    places = []
    while True:
        end = data.index(b"\r\n", pos)
        size = int(data[pos:end], 16)
        pos = end + 2
        places += [(i, i + 1) for i in range(pos, pos + size)]
        if size == 0:
            return places
        pos += size + 2


def http_chunked(p, server):
    """http.client makes the chunks; they may part a character."""
    payloads = [p.payload() for _ in range(p.rng.randrange(1, 3))]
    tokens = [p.token() for _ in payloads]
    data, maps = b"", []
    server.answer = refuse(p)
    for payload, token in zip(payloads, tokens):
        server.rewind()
        connection = server.connect()
        connection.request("POST", PATH, in_chunks(p, payload.text.encode()),
                           request_headers(token), encode_chunked=True)
        connection.getresponse().read()
        connection.close()
        data += server.requests
        maps.append(map_of_chunks(
            data, data.index(b"\r\n\r\n", data.index(token.encode())) + 4))
    return Capture(data, payloads, tokens, None, maps)


def http_editor(p, _):
    payloads = p.payloads()
    data, tokens = ["@host = " + HOST, "@path=" + PATH, ""], []
    end = p.rng.choice(("\n", "\r\n"))
    for n, payload in enumerate(payloads):
        token = p.token()
        data += [f"### request {n}", "# a comment: é",
                 ("POST" if payload else "GET") + " https://{{host}}{{path}}",
                 "Authorization: Bearer " + token,
                 "Content-Type: application/json", ""]
        tokens.append(token)
        if payload:
            data += [payload.text, ""]
    return Capture(end.join(data).encode(), payloads, tokens)


# ---- what curl writes ----

def curl(p, server, payload, token, *options):
    server.answer = refuse(p)
    return server.curl(*options, "-H", "Authorization: Bearer " + token,
                       "-H", "Content-Type: application/json",
                       "--data-binary", payload.text)


def curl_verbose(p, server):
    """curl tells only how long a body is, but people put it there."""
    payload, token = p.payload(), p.token()
    data = curl(p, server, payload, token, "-v")
    body = payload.text.encode()
    data, n = re.subn(rb"^\} \[\d+ bytes data\]$", lambda _: body, data,
                      flags=re.M)
    if n == 0:
        data = data.replace(b"\n> \r\n", b"\n> \r\n" + body + b"\n", 1)
    return Capture(data, [payload], [token], answers=[server.answer])


def curl_verbose_bare(p, server):
    """As curl writes it: there is an answer, but no body."""
    payload, token = p.payload(), p.token()
    data = curl(p, server, payload, token, "-v")
    length = re.search(rb"(?m)^> Content-Length: (\d+)", data)
    return Capture(data, [None], [token], answers=[server.answer],
                   others=[("capture-encoding", *length.span(1))])


def map_of_trace(data, column, width, room, what=b"=> Send data"):
    """The bytes that curl sent, as the lines of its dump show them."""
    places, sending, off = [], False, 0
    for line in data.splitlines(keepends=True):
        if line.startswith((b"=> ", b"<= ", b"== ")):
            sending = line.startswith(what)
        elif sending:
            at = int(line[:4], 16)
            # A line break that ends a line is not shown.
            places += [(off, off)] * (at - len(places))
            shown = len(line.rstrip(b"\n")) - column
            places += [(off + column + i, off + column + i + width)
                       for i in range(min(shown, room))]
        off += len(line)
    return places


def curl_dump(p, server, option, column, room, **words):
    payload, token = p.payload(**words), p.token()
    with tempfile.NamedTemporaryFile(prefix="gclint-trace.") as f:
        curl(p, server, payload, token, option, f.name)
        data = f.read()
    # Its rows may part the token.
    head = map_of_trace(data, column, 1, room, b"=> Send header")
    shown = b"".join(data[a:a + 1] if b > a else b"\n" for a, b in head)
    at = shown.index(token.encode())
    secret = ("secret-in-capture", head[at][0],
              head[at + len(token) - 1][1])
    return Capture(data, [payload], [], None,
                   [map_of_trace(data, column, 1, room)], [server.answer],
                   [secret])


def curl_trace_ascii(p, server):
    """Nothing that curl would show as a dot."""
    return curl_dump(p, server, "--trace-ascii", 6, 64, ascii_only=True,
                     layouts=[{"separators": (",", ":")}, {}])


def curl_trace_ascii_pretty(p, server):
    """A line feed is a dot there."""
    return curl_dump(p, server, "--trace-ascii", 6, 64, ascii_only=True)


def curl_trace(p, server):
    return curl_dump(p, server, "--trace", 54, 16)


ROWS = [
    row("HAR", ".har", "har", har, 60),
    row("HAR named .json", ".json", "har", har, 10),
    row("HAR, base64", ".har", "har", har_base64, 60),
    row("Postman, folders", ".json", "postman", postman, 60),
    row("Postman, variables", ".json", "postman", postman_variables, 60),
    row("HTTP, requests", ".http", "http", http_raw, 60),
    row("HTTP, pipelined", ".http", "http", http_pipelined, 40),
    row("HTTP, exchanges", ".http", "http", http_exchanges, 40),
    row("HTTP, chunks by http.client", ".http", "http", http_chunked, 80),
    row("HTTP, editor", ".http", "http", http_editor, 60),
    row("curl -v", ".http", "http", curl_verbose, 20),
    row("curl -v without the body", ".http", "http", curl_verbose_bare, 5),
    row("curl --trace-ascii", ".http", "http", curl_trace_ascii, 20),
    row("curl --trace-ascii, indented", ".http", "http",
        curl_trace_ascii_pretty, 20),
    row("curl --trace", ".http", "http", curl_trace, 20),
]
