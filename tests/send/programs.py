"""gclint-send and gclint --send as the tests run them, and what they left."""

import base64
import collections
import fcntl
import os
import subprocess
import termios
import threading

import wire

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
HELPER = os.environ.get("GCLINT_SEND") or \
    os.path.join(os.path.dirname(GCLINT), "gclint-send")
UNDER = os.environ.get("GCLINT_UNDER", "").split()
SECONDS = 60
PATH = "/api/v2/conversations/calls"
STATUS_PATH = PATH + "/{conversationId}"
AUTHS = "jwt", "client-credentials", "token"

PREFIXES = "GENESYS", "GCLINT", "CURL_", "SSL_", "LD_"
PROXIES = "http_proxy", "https_proxy", "all_proxy", "no_proxy"

Run = collections.namedtuple("Run", "status out err")


def plain_environment(**more):
    """Ours without what changes how things are sent."""
    env = {name: value for name, value in os.environ.items()
           if not name.startswith(PREFIXES) and name.lower() not in PROXIES}
    return {**env, "GCLINT_LIBEXEC": os.path.dirname(HELPER), **more}


def credentials(server, auth):
    """What the environment has to say for this way to authenticate."""
    client = server.client
    if auth == "token":
        server.valid.add(server.tokens[0])
        return {"GENESYS_ACCESS_TOKEN": server.tokens[0]}
    if auth == "jwt":
        return {"GENESYS_CLIENT_ID": client.id,
                "GENESYS_PRIVATE_KEY": client.pem}
    return {"GENESYS_CLIENT_ID": client.id,
            "GENESYS_CLIENT_SECRET": client.secret}


def key_lines(pem):
    """Without their ends, where a freed block has its list pointers."""
    return [line[20:44].encode() for line in pem.split("\n")
            if len(line) >= 64]


def numbers(client):
    """The key's secret numbers, as DER and as OpenSSL has them."""
    private = client.key.private_numbers()
    for number in private.d, private.p, private.q, private.dmp1, \
            private.dmq1, private.iqmp:
        data = number.to_bytes((number.bit_length() + 7) // 8, "big")
        yield data[16:48]
        yield data[::-1][16:48]


def secrets_of(server):
    """(name, bytes) of all that may never be seen."""
    client = server.client
    pair = base64.b64encode(f"{client.id}:{client.secret}".encode())
    yield from (("the key", line) for line in key_lines(client.pem))
    for name, data in [("the secret", client.secret.encode()[-24:]),
                       ("the Basic header", pair[-40:]),
                       ("the passphrase", client.passphrase.encode()[-20:])]:
        yield name, data
    for token in [*server.tokens, *server.valid]:
        yield "a token", token.encode()[-24:]
    for one in server.of_kind("token"):
        if b"assertion=" in one.body:
            yield "the assertion", one.body[-60:-10]


def check_secrets(data, server, where):
    for name, secret in secrets_of(server):
        assert secret not in data, f"{name} is in {where}"


class Helper:
    """One run of gclint-send against a server."""

    def __init__(self, world, server, auth, env=None, under=(), **fields):
        self.server = server
        self.env = plain_environment(**credentials(server, auth)) \
            if env is None else env
        fields = {"version": "1", "auth": auth, "env-url": server.url,
                  "token-url": server.url + "/oauth/token",
                  "cacert": world.authority.file, "method": "POST",
                  "path": PATH, "content-type": "application/json",
                  "timeout-ms": 20000, **fields}
        self.input = wire.message({name.replace("_", "-"): value
                                   for name, value in fields.items()
                                   if value is not None})
        self.command = [*under, HELPER]
        self.cwd = world.folder

    def start(self, terminal=None, **more):
        """Of a session of its own, with this terminal or none."""
        def take():
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

        return subprocess.Popen(
            self.command, env=self.env, cwd=self.cwd, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=None if terminal is None else take, **more)

    def run(self, **more):
        with self.start(**more) as process:
            try:
                out, err = process.communicate(self.input, SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        check_secrets(out + err, self.server, "the output")
        assert not err, f"standard error: {err.decode(errors='replace')}"
        return Sent(process.returncode, wire.messages(out))


class Sent:
    """The events of a run, which ends with one that says how."""

    def __init__(self, status, events):
        self.status, self.events = status, events
        assert events, f"no event, and exit status {status}"
        self.end = events[-1]
        assert self.end.get("event") == b"end", f"the last is {self.end}"
        assert int(self.end["exit"]) == status, \
            f"exit status {status}, but {self.end}"
        assert self.kinds().count("end") == 1

    def kinds(self):
        return [event["event"].decode() for event in self.events]

    def of(self, kind):
        return [event for event in self.events
                if event["event"] == kind.encode()]

    def words(self):
        """All that is said, to look for words in."""
        return b"\n".join(event.get(name, b"") for event in self.events
                          for name in ("text", "help")).decode()


def stop_at_request(server, process, kind, n=1):
    """Wait until the server has the n-th request of a kind."""
    tick = threading.Event()
    for _ in range(SECONDS * 50):
        if len(server.of_kind(kind)) >= n:
            return
        assert process.poll() is None, \
            f"it ended before the server had its {kind} request"
        tick.wait(.02)
    raise AssertionError(f"no {kind} request in {SECONDS} s")


def gclint(args, env, cwd, data=b"", **more):
    done = subprocess.run([*UNDER, GCLINT, *args], env=env, cwd=cwd,
                          input=data, capture_output=True, check=False,
                          timeout=SECONDS, start_new_session=True, **more)
    return Run(done.returncode, done.stdout, done.stderr)
