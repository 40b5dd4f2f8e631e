"""The inputs of make bench, the same bytes in every run.

Nothing is drawn by chance: what the i-th payload is like follows from i,
mixed so that no processor learns the order.  A payload is as programs send
it, of some 500 bytes: from JavaScript without blanks and with UTF-8, from
Python with blanks and escapes.  One in five is faulty, in one of the ways
that people get it wrong.
"""

import json

BLOCK = 20_000          # payloads; longer files repeat them
NAMES = ["Alice Example", "Bob Example", "Zoë Müller", "Agent 42",
         "René \"Rex\" d'Arc", "客户服务", "Queue C:\\calls", None]


def mix(i, salt, n):
    """A number below n that follows from i and tells nothing of i + 1."""
    x = (i * 2654435761 + salt * 40503 + 12345) & 0xffffffff
    x = (x ^ x >> 15) * 0x2c1b3c6d & 0xffffffff
    x = (x ^ x >> 12) * 0x297a2d39 & 0xffffffff
    return (x ^ x >> 15) % n


def uuid(i):
    n = "".join("%08x" % mix(i, salt, 1 << 32) for salt in range(4))
    return "-".join((n[:8], n[8:12], n[12:16], n[16:20], n[20:]))


def address(i):
    return ("sip:agent.%d@example.com" % i if mix(i, 1, 10) == 0
            else "tel:+1555%07d" % (i % 10**7))


def short(i):
    return {"address": address(i), "addressType": "phone",
            "state": "initial", "mediaTypes": ["call"]}


def full(i):
    queue, script = (uuid(i + k) if mix(i, k, 4) else None for k in (2, 3))
    return {"id": None, "name": NAMES[mix(i, 4, len(NAMES))],
            **short(i), "externalContactId": None,
            "routingData": {"queueId": queue, "scriptId": script},
            "stateModifiedEpochTimestamp": None, "wrapUpCode": None}


def call(i):
    form = short if mix(i, 5, 5) == 0 else full
    parties = 1 + (mix(i, 6, 5) > 0)
    return {"type": "call",
            "participants": [form(2 * i + k) for k in range(parties)]}


# ---- what people get wrong: each takes a payload and its first party ----

def to_call(member, value):
    def spoil(payload, party):
        party[member] = value(party) if callable(value) else value
    return spoil


def leave_out(member):
    def spoil(payload, party):
        del party[member]
    return spoil


def just_a_number(payload, party):
    payload["participants"][0] = "+15551234567"


def not_an_array(payload, party):
    payload["participants"] = party


def misspelt(payload, party):
    party["adress"] = party.pop("address")


FAULTS = [
    to_call("address", "+15551234567"),
    to_call("address", "tel:+1 (555) 123-4567"),
    to_call("address", "15551234567"),
    to_call("address", 15551234567),
    to_call("address", ""),
    to_call("address", "agent@example.com"),
    to_call("addressType", "PHONE"),
    to_call("state", "ringing"),
    to_call("mediaTypes", "call"),
    leave_out("addressType"),
    leave_out("state"),
    just_a_number,
    not_an_array,
    misspelt,
]
TRAILING_COMMA = len(FAULTS)


def dump(payload, i, **form):
    if form:
        return json.dumps(payload, **form)
    if mix(i, 7, 2):
        return json.dumps(payload)
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def text(i, faulty=True, **form):
    """The i-th payload, and whether it is a faulty one."""
    payload = call(i)
    if not faulty or mix(i, 8, 5):
        return dump(payload, i, **form), False
    fault = mix(i, 9, len(FAULTS) + 1)
    if fault == TRAILING_COMMA:
        return dump(payload, i, **form)[:-1] + ",}", True
    FAULTS[fault](payload, payload["participants"][0])
    return dump(payload, i, **form), True


# ---- files ----

def repeat(path, lines, size):
    """Lines again and again, until the file has size bytes; how many."""
    block = "".join(lines).encode()
    with open(path, "wb") as f:
        for _ in range(size // len(block)):
            f.write(block)
        rest = block[:size % len(block)]
        f.write(rest[:rest.rfind(b"\n") + 1])


def ndjson(path, size, faulty=True):
    repeat(path, (text(i, faulty)[0] + "\n" for i in range(BLOCK)), size)


def small(folder, count):
    """Files as a repository has them, indented, in ten folders."""
    paths = []
    for i in range(count):
        sub = folder / ("service-%d" % (i % 10))
        sub.mkdir(parents=True, exist_ok=True)
        paths.append(sub / ("call-%05d.json" % i))
        paths[-1].write_text(text(i, indent=2)[0] + "\n")
    return paths


def wide(path, size):
    """One payload with as many participants as it takes."""
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"type":"call","participants":[')
        i = 0
        while f.tell() < size:
            f.write((",\n" if i else "\n") + dump(full(i), i))
            i += 1
        f.write("\n]}\n")


def faults(path, count):
    """One payload with a fault in each of its participants."""
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"type":"call","participants":[\n')
        f.write(",\n".join(
            '{"address":"+1555%07d","addressType":"phone",'
            '"state":"initial","mediaTypes":["call"]}' % i
            for i in range(count)))
        f.write("\n]}\n")


def strings(path, size):
    """Payloads with names of some kilobytes, an escape every few words."""
    words = ["Lorem ipsum dolor sit amet, ", "said \"hello\"\n", "C:\\tmp ",
             "naïve café ", "\U0001f600 ", "consectetur adipiscing elit "]

    def line(i):
        payload = call(i)
        if payload["participants"]:
            payload["participants"][0]["name"] = "".join(
                words[mix(i + k, 10, len(words))]
                for k in range(100 + mix(i, 11, 800)))
        return dump(payload, i) + "\n"
    repeat(path, (line(i) for i in range(BLOCK // 20)), size)


def headers(*pairs):
    return [{"name": n, "value": v} for n, v in pairs]


def entry(i):
    body = text(i)[0]
    answer = json.dumps({"id": uuid(i)})
    kind = ("Content-Type", "application/json")
    return {
        "startedDateTime": "2026-01-02T03:%02d:%02d.000Z" % divmod(
            i % 3600, 60),
        "time": 21.5,
        "request": {
            "method": "POST",
            "url": "https://api.mypurecloud.com/api/v2/conversations/calls",
            "httpVersion": "HTTP/1.1", "cookies": [], "queryString": [],
            "headers": headers(kind, ("Accept", "application/json"),
                               ("User-Agent", "dialer/1.4.2")),
            "postData": {"mimeType": "application/json", "text": body},
            "headersSize": -1, "bodySize": len(body.encode())},
        "response": {
            "status": 202, "statusText": "Accepted",
            "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": headers(kind),
            "content": {"size": len(answer), "mimeType": "application/json",
                        "text": answer},
            "redirectURL": "", "headersSize": -1, "bodySize": len(answer)},
        "cache": {}, "timings": {"send": 1, "wait": 18, "receive": 2.5}}


def har(path, count):
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"log":{"version":"1.2","creator":{"name":"proxy",'
                '"version":"1.0"},"entries":[')
        for i in range(count):
            f.write((",\n" if i else "\n") +
                    json.dumps(entry(i), ensure_ascii=False))
        f.write("\n]}}\n")


def deep(path, levels):
    path.write_text('{"type":"call","participants":' +
                    "[" * levels + "]" * levels + "}\n")


def nested(path, size, levels):
    unit = "[" * levels + "]" * levels + ","
    path.write_text('{"participants":[' + unit * (size // len(unit)) + "0]}")
