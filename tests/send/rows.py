"""What happens to a call, or to the request for its token, and what then.

Each row is tried with each way to authenticate, by gclint-send and by
gclint --send.  The numbers of requests and connections are those that the
server has to see: a call that may have been accepted is never repeated.
"""

import contextlib
import dataclasses
import re
import socket

import answers
from programs import AUTHS, PATH, UNDER, Helper, check_secrets, \
    credentials, gclint, plain_environment
from server import Server

# How often what cannot have been accepted is tried.
TRIES = 3

# Long enough for what is not meant to time out, on a machine that is busy.
STALL_MS = 1500

GOOD = (b'{\r\n\t"type": "call",\n  "participants": [\n    {"address": '
        b'"tel:+15551234567", "addressType": "phone",\n      "state": '
        b'"initial", "mediaTypes": [ "call" ]}\n  ]\n}\n\n')
FAULTY = GOOD.replace(b"tel:", b"")


@dataclasses.dataclass
class Row:
    """script: of the server of the calls; tokens, calls: how many requests;
    given: exit status and calls where the token is given (None: not tried);
    connections: of the server that the script is for, which is another one
    than that for the rest; wait_ms: when to give up.
    """

    title: str
    script: dict
    exit: int
    says: str = ""
    tokens: int = 1
    calls: int = 1
    given: tuple = ()
    connections: int = None
    apart: str = ""
    wait_ms: int = None
    refuse: bool = False

    def expected(self, auth):
        """exit status, token requests, calls"""
        if auth != "token":
            return self.exit, self.tokens, self.calls
        status, calls = self.given or (self.exit, self.calls)
        return status, 0, calls


def call(title, step, status, says="", **more):
    steps = step if isinstance(step, list) else [step]
    return Row(title, {"call": steps}, status, says, **more)


UNKNOWN = r"unknown|may have been|may be|whether"
NOTHING = r"nothing|not (been )?(processed|made|accepted)|no call"


def plain(status, **headers):
    return {**answers.error(status), "headers": headers}


def accepted():
    yield call("accepted", {}, 0, answers.CONVERSATION)
    for status in 200, 201, 202:
        yield call(f"accepted with {status}",
                   {**answers.made(), "status": status}, 0,
                   answers.CONVERSATION)
    yield call("accepted with 204", {"status": 204, "body": ""}, 0)
    yield call("accepted, and it is no JSON", answers.text(200, "fine"), 0)
    yield call("accepted behind 100 and 103", {
        "before": "HTTP/1.1 100 Continue\r\n\r\n"
                  "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"}, 0)


def refused():
    expired, once = answers.SHAPES["expired"], {"given": (6, 1)}
    yield call("401, then accepted", [expired, {}], 0, tokens=2, calls=2,
               **once)
    yield call("401 again and again", expired, 6, tokens=2, calls=2, **once)
    yield call("401 by a gateway", answers.page(401, "401 Unauthorized"), 6,
               tokens=2, calls=2, **once)
    yield call("401, then 403", [expired, answers.SHAPES["permission"]], 6,
               tokens=2, calls=2, **once)
    yield call("401, then 500", [expired, answers.error(500)], 5, UNKNOWN,
               tokens=2, calls=2, **once)
    yield call("401 for the address", answers.SHAPES["address-of-client"], 6)
    yield call("403", answers.SHAPES["permission"], 6)
    for status in 400, 404, 405, 409, 410, 412, 413, 415, 422, 423, 499:
        yield call(f"{status}", answers.error(status), 4)
    yield call("408", answers.error(408), 4, UNKNOWN)
    for status in 300, 301, 302, 303, 304, 307, 308:
        yield call(f"redirected by {status}", {
            "status": status, "headers": {"Location": PATH + "?again"}}, 4)


def unavailable():
    for status in 500, 501, 503, 504, 599:
        yield call(f"{status}", answers.error(status), 5, UNKNOWN)
    yield call("502 by a gateway", answers.SHAPES["page"], 5, UNKNOWN)
    yield call("503 with Retry-After", plain(503, **{"Retry-After": "0"}), 5,
               UNKNOWN)
    yield call("429 without Retry-After", answers.error(429), 5, NOTHING)
    yield call("429 with a Retry-After that is none",
               plain(429, **{"Retry-After": "soon"}), 5, NOTHING)
    yield call("429 for a day", plain(429, **{"Retry-After": "86400"}), 5,
               NOTHING)
    for title, step in [
            ("0 s", plain(429, **{"Retry-After": "0"})),
            ("1 s", plain(429, **{"Retry-After": "1"})),
            ("a date", {**answers.error(429), "later": 1}),
            ("a date gone by", {**answers.error(429), "later": -9})]:
        yield call(f"429 for {title}, then accepted", [step, {}], 0, calls=2)
    yield call("429 with Retry-After again and again",
               plain(429, **{"Retry-After": "0"}), 5, NOTHING, calls=TRIES)
    yield call("429 with Retry-After, then 401, then accepted", [
        plain(429, **{"Retry-After": "0"}), answers.SHAPES["expired"], {}], 0,
        tokens=2, calls=3, given=(6, 2))


def broken():
    """Behind the request nobody knows what became of it."""
    for end in "close", "reset":
        for at, when in [("head", "before its body is read"),
                         ("body", "without an answer"),
                         ("status", "within the head of the answer"),
                         ("half", "within the body of the answer")]:
            yield call(f"{end}: {when}", {"at": at, "end": end}, 7, UNKNOWN)
        yield Row(f"{end}: behind the handshake",
                  {"connection": [{"at": "handshake", "end": end}]}, 7,
                  UNKNOWN, calls=0, connections=1, apart="call")
    for at in "body", "status", "half":
        yield call(f"stall at the {at}", {"at": at, "end": "stall"}, 7,
                   UNKNOWN, wait_ms=STALL_MS)
    yield call("an answer of drops", {"drip": .1}, 7, UNKNOWN,
               wait_ms=STALL_MS)
    yield call("an answer that is no HTTP", {"raw": "hello\r\n\r\n"}, 7,
               UNKNOWN)


def unconnected():
    """Nothing was sent, so that it may be tried again."""
    for at in "accept", "hello":
        for end in "close", "reset":
            step = {"at": at, "end": end}
            yield Row(f"{end} at the {at}", {"connection": [step]}, 7,
                      calls=0, connections=TRIES, apart="call")
            yield Row(f"{end} at the {at} once",
                      {"connection": [step, {}]}, 0, connections=2,
                      apart="call")
    yield Row("stall at the accept", {
        "connection": [{"at": "accept", "end": "stall"}]}, 7, calls=0,
        connections=TRIES, apart="call", wait_ms=STALL_MS)
    yield Row("nobody listens", {}, 7, calls=0, apart="call", refuse=True)


def token(title, step, status, says="", **more):
    more = {"calls": 0, **more}
    return Row(title, {"token": [step]}, status, says, given=None, **more)


def tokenless():
    for status in 500, 503, 504, 429:
        yield token(f"{status} for the token", answers.error(status), 5)
    yield token("502 by a gateway for the token", answers.SHAPES["page"], 5)
    for shape in "invalid-client", "invalid-grant", "permission", "page-400":
        yield token(f"{shape} for the token", {"shape": shape}, 6)
    for status in 302, 307, 308:
        yield token(f"redirected by {status} for the token", {
            "status": status, "headers": {"Location": "/oauth/token?x"}}, 6)
    for shape in "no-token", "token-no-json", "bad-token":
        yield token(f"{shape} instead of the token", {"shape": shape}, 6)
    for at in "body", "status", "half":
        yield token(f"close at the {at} for the token", {"at": at}, 7)
    yield token("stall for the token", {"at": "body", "end": "stall"}, 7,
                wait_ms=STALL_MS)
    for at in "accept", "hello":
        yield Row(f"close at the {at} for the token",
                  {"connection": [{"at": at}]}, 7, tokens=0, calls=0,
                  given=None, connections=TRIES, apart="token")
        yield Row(f"close at the {at} for the token once",
                  {"connection": [{"at": at}, {}]}, 0, given=None,
                  connections=2, apart="token")
    yield Row("nobody listens for the token", {}, 7, tokens=0, calls=0,
              given=None, apart="token", refuse=True)
    yield Row("the connection ends behind the token",
              {"token": [{"leave": True}]}, 0, given=None)


ROWS = [*accepted(), *refused(), *unavailable(), *broken(), *unconnected(),
        *tokenless()]


@contextlib.contextmanager
def nobody():
    """A port at which nobody listens, and nobody else can."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


class Stage:
    """The servers of a row: for tokens and for calls, often the same one."""

    def __init__(self, world, row):
        self.row, self.held = row, contextlib.ExitStack()
        self.script = self.held.enter_context(
            Server(world.client, world.context, row.script))
        self.token = self.call = self.script
        if row.apart:
            other = self.held.enter_context(
                Server(world.client, world.context))
            other.tokens, other.valid = self.script.tokens, self.script.valid
            self.token, self.call = (other, self.script) \
                if row.apart == "call" else (self.script, other)
        self.urls = {"token": self.token.url, "call": self.call.url}
        if row.refuse:
            port = self.held.enter_context(nobody())
            self.urls[row.apart] = f"https://localhost:{port}"
        self.token.audience = self.urls["call"] + "/oauth/token"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.held.close()

    def token_url(self):
        return self.urls["token"] + "/oauth/token"

    def counts(self):
        return (len(self.token.of_kind("token")),
                len(self.call.of_kind("call")))

    def untouched(self):
        return not self.token.counts["connection"] and \
            not self.call.counts["connection"]

    def check(self, auth, status, words, body):
        want = self.row.expected(auth)
        seen = (status, *self.counts())
        assert seen == want, "exit status, token requests, calls: " \
            f"expected {want}, seen {seen}\n{words}"
        for one in self.call.of_kind("call"):
            # Where the head was enough, there is no body to see.
            if self.row.script.get("call", [{}])[0].get("at") != "head":
                assert one.body == body, "other bytes than those of the file"
            check_headers(one)
        if self.row.apart:
            assert not self.call.of_kind("token"), "credentials for others"
            assert not self.token.of_kind("call"), "a call for others"
        for server in {self.token, self.call}:
            assert not server.of_kind("garbage"), server.of_kind("garbage")
        says = self.row.says if status == self.row.exit else ""
        assert re.search(says, words), f"nothing like /{says}/ in:\n{words}"
        self.check_tokens(auth)
        self.check_connections(auth)

    def check_tokens(self, auth):
        """A token that was refused is not used again."""
        used = [one.headers["authorization"]
                for one in self.call.of_kind("call")]
        wanted = min(len(used), self.row.expected(auth)[1] or 1)
        assert len(set(used)) == wanted, \
            f"{len(set(used))} tokens were used, not {wanted}"

    def check_connections(self, auth):
        if self.row.connections and (auth != "token" or
                                     self.row.apart == "call"):
            seen = self.script.counts["connection"]
            assert seen == self.row.connections, \
                f"{seen} connections, not {self.row.connections}"


def check_headers(one):
    """Of a call: these, each once, and no others."""
    for name, pattern in HEADERS.items():
        value = one.headers.get(name, "")
        assert re.fullmatch(pattern, value), f"{name}: {value}"
    others = set(one.headers) - set(HEADERS)
    assert not others, f"headers that nobody asked for: {others}"
    assert (one.method, one.path) == ("POST", PATH), one.head


HEADERS = {
    "accept": r"(\*/\*|application/json)?", "authorization": r"Bearer [\w-]+",
    "content-length": r"\d+", "content-type": "application/json",
    "host": r"localhost:\d+", "user-agent": r"gclint/[\w.+-]+",
    "x-genesys-client-id": "gclint",
}

# Any bytes are sent as they are.
BODIES = [GOOD, b"", b"\0\xff\r\n\r\n\xef\xbb\xbf", b"{}" * 70000,
          b"HTTP/1.1 200 OK\r\n\r\n"]


def by_helper(world, row, auth, body):
    with Stage(world, row) as stage:
        run = Helper(world, stage.call, auth, body=body, **{
            "token-url": stage.token_url(), "env-url": stage.urls["call"],
            "timeout-ms": row.wait_ms or 50000},
            env=plain_environment(**credentials(stage.call, auth)),
            under=UNDER).run()
        stage.check(auth, run.status, run.words(), body)
        assert len(run.of("answer")) <= 1, run.kinds()


def by_gclint(world, row, auth):
    """First a payload with a fault: nobody hears of it."""
    with Stage(world, row) as stage:
        env = plain_environment(**credentials(stage.call, auth),
                                GENESYS_ENV_URL=stage.urls["call"])
        args = ["--send", "--yes", f"--auth={auth}", "--token-url",
                stage.token_url(), "--cacert", world.authority.file]
        run = gclint([*args, "faulty.json"], env, world.folder)
        assert run.status == 1 and stage.untouched(), \
            f"a faulty payload: exit status {run.status}\n{run.err.decode()}"
        run = gclint([*args, "good.json"], env, world.folder)
        check_secrets(run.out + run.err, stage.call, "the output")
        stage.check(auth, run.status, (run.out + run.err).decode(), GOOD)


# What is enough for a debugger, which takes seconds for each.
SLOW = {"accepted": "jwt", "401, then accepted": "client-credentials",
        "429 for 0 s, then accepted": "token", "400": "jwt",
        "close: within the body of the answer": "client-credentials",
        "reset at the hello once": "token",
        "invalid-grant for the token": "jwt"}


def cases():
    """(title, function of the world)."""
    for n, row in enumerate(ROWS):
        for auth in AUTHS:
            if auth == "token" and row.given is None or \
                    UNDER and SLOW.get(row.title) != auth:
                continue
            body = BODIES[n % len(BODIES)]
            yield f"{auth}: {row.title}", lambda world, row=row, auth=auth, \
                body=body: by_helper(world, row, auth, body)
            if not row.wait_ms:
                yield f"gclint, {auth}: {row.title}", \
                    lambda world, row=row, auth=auth: \
                    by_gclint(world, row, auth)
