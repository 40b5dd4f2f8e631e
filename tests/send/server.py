#!/usr/bin/python3
"""The platform on the loopback interface: tokens, calls, conversations.

    server.py [OPTION...] [COMMAND [ARG...]]

It accepts what the platform accepts, keeps every byte that it is sent, and
goes wrong as it is told.  With a command it lends it credentials that are
good here and ends with it; without one it prints them for a shell and serves
until its parent ends.

A script (--script, JSON) says what to do, one list for each kind of request
(token, call, state, connect) and one for connections.  The n-th takes the
n-th entry, all that follow the last one:

    {"connection": [{"at": "hello", "end": "close"}, {}],
     "token": [{"shape": "invalid-client"}],
     "call": [{"status": 429, "headers": {"Retry-After": "1"}}, {}],
     "states": ["dialing", "connected"], "clock": 1700000000}

    shape    an answer of answers.py; other members replace its own
    status   and headers, body: the answer; without, the request is judged
    echo     true: the body has the whole request in it
    at       accept hello handshake | head body status half: when to break off
    end      how: close (the default), reset, stall
    drip     seconds between the bytes of the body
    later    seconds from now: Retry-After as a date
    before   text that goes out first, as answers 1xx do
    raw      text that goes out instead
    leave    true: close the connection behind the answer, and do not say so
"""

import argparse
import collections
import email.utils
import http.client
import json
import os
import secrets
import signal
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True

try:
    import cryptography     # noqa: F401
    import jwt              # noqa: F401
except ImportError as missing:
    sys.exit(f"server.py: {missing} "
             "(Debian: python3-jwt, python3-cryptography)")

import answers      # noqa: E402
import grants       # noqa: E402
import identity     # noqa: E402

SECONDS = 30
TOKEN_PATH = "/oauth/token"

Request = collections.namedtuple(
    "Request", "kind method path headers head body connection")


class Broken(Exception):
    """The script has this connection end here."""


def read_head(stream):
    lines = []
    while line := stream.readline(1 << 16):
        lines.append(line)
        if line == b"\r\n":
            break
    return b"".join(lines)


def parse_headers(head):
    """By lower-case name; none is sent twice."""
    headers = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        if line:
            name, value = line.split(": ", 1)
            assert name.lower() not in headers, f"{name} twice"
            headers[name.lower()] = value
    return headers


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.number = self.server.count("connection")
        plan = self.server.plan("connection")
        self.socket = self.request
        self.socket.settimeout(SECONDS)
        try:
            self.break_at("accept", plan)
            self.proxy()
            if self.server.context:
                self.encrypt(plan)
            self.break_at("handshake", plan)
            self.stream = self.socket.makefile("rb")
            while self.exchange():
                pass
        except (Broken, OSError):
            pass
        finally:
            self.socket.close()

    def proxy(self):
        """As a proxy the server leads to itself."""
        if self.request.recv(1, socket.MSG_PEEK) != b"C":
            return
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            if not (byte := self.request.recv(1)):
                raise Broken
            head += byte
        self.keep("connect", head, b"")
        status = self.server.plan("connect").get("status", 200)
        self.request.sendall(b"HTTP/1.1 %d Tunnel\r\n\r\n" % status)
        if status != 200:
            raise Broken

    def encrypt(self, plan):
        if plan.get("at") == "hello":
            self.request.recv(16)
            self.break_at("hello", plan)
        try:
            self.socket = self.server.context.wrap_socket(
                self.request, server_side=True)
        except (ssl.SSLError, OSError):
            self.server.count("failed handshakes")
            raise

    def break_at(self, stage, plan):
        if plan.get("at") != stage:
            return
        end = plan.get("end", "close")
        if end == "stall":
            self.server.ending.wait(SECONDS)
        elif end == "reset":
            self.request = self.socket
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))
        raise Broken

    def keep(self, kind, head, body):
        method, _, path = head.split(b"\r\n")[0].decode("latin-1").partition(
            " ")
        path = path.rpartition(" ")[0]
        one = Request(kind, method, path, parse_headers(head), head, body,
                      self.number)
        self.server.keep(one)
        return one

    def exchange(self):
        """A request and its answer; false when the client has no more."""
        head = read_head(self.stream)
        if not head:
            return False
        kind = self.server.kind(head)
        plan = self.server.plan(kind)
        if plan.get("at") == "head":
            self.keep(kind, head, b"")
        self.break_at("head", plan)
        size = int(parse_headers(head).get("content-length", 0))
        one = self.keep(kind, head, self.stream.read(size))
        self.break_at("body", plan)
        answer = plan if "status" in plan else \
            {**self.server.judge(one), **plan}
        self.send(answer, one)
        return not answer.get("leave")

    def send(self, answer, one):
        self.socket.sendall(answer.get("before", "").encode())
        if "raw" in answer:
            self.socket.sendall(answer["raw"].encode())
            raise Broken
        body, kind = answers.bodies(answer)
        if answer.get("echo"):
            body = one.head + one.body
        head = self.head(answer, kind, len(body)).encode("latin-1")
        if answer.get("at") == "status":
            self.socket.sendall(head[:len(head) // 2])
            self.break_at("status", answer)
        if answer.get("at") == "half":
            self.socket.sendall(head + body[:len(body) // 2])
            self.break_at("half", answer)
        if "drip" not in answer:
            self.socket.sendall(head + body)
            return
        self.socket.sendall(head)
        for byte in body:
            self.socket.sendall(bytes([byte]))
            if self.server.ending.wait(answer["drip"]):
                raise Broken

    def date(self, later):
        return email.utils.formatdate(self.server.now() + later, usegmt=True)

    def head(self, answer, kind, size):
        status = answer["status"]
        reason = http.client.responses.get(status, "Unknown")
        headers = {"Date": self.date(0),
                   "Content-Type": kind, "Content-Length": size,
                   "ININ-Correlation-Id": answer.get(
                       "correlation", answers.CORRELATION),
                   **answer.get("headers", {})}
        if "later" in answer:
            headers["Retry-After"] = self.date(answer["later"])
        lines = [f"{name}: {value}" for name, value in headers.items()
                 if value is not None]
        return "\r\n".join([f"HTTP/1.1 {status} {reason}", *lines, "", ""])


class Server(socketserver.ThreadingTCPServer):
    """client: whom to know; context: of TLS, None for plain HTTP."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 32

    def __init__(self, client, context, script=None, port=0, shown=None):
        self.client, self.context = client, context
        self.script, self.shown = script or {}, shown
        self.lock, self.ending = threading.Lock(), threading.Event()
        self.counts = collections.Counter()
        self.planned = collections.Counter()
        self.requests = []
        # Known beforehand, so that they can be looked for.
        self.tokens = ["fake-token-" + secrets.token_urlsafe(32)
                       for _ in range(4)]
        self.valid = set(self.script.get("tokens", []))
        super().__init__(("127.0.0.1", port), Handler)
        self.port = self.server_address[1]
        scheme = "https" if context else "http"
        self.url = f"{scheme}://localhost:{self.port}"
        self.audience = self.url + TOKEN_PATH
        self.scope = self.script.get("scope", grants.SCOPE)

    def now(self):
        return self.script.get("clock", time.time())

    def count(self, what):
        with self.lock:
            self.counts[what] += 1
            return self.counts[what]

    def plan(self, kind):
        """What the script says of the next one."""
        with self.lock:
            n = self.planned[kind]
            self.planned[kind] += 1
        steps = self.script.get(kind) or [{}]
        step = steps[min(n, len(steps) - 1)]
        return {**answers.SHAPES.get(step.get("shape"), {}), **step}

    @staticmethod
    def kind(head):
        method, path = head.decode("latin-1").split(" ")[:2]
        if path == TOKEN_PATH:
            return "token"
        return "state" if method == "GET" else "call"

    def keep(self, request):
        with self.lock:
            self.requests.append(request)
        if self.shown:
            self.shown(request)

    def of_kind(self, kind):
        with self.lock:
            return [one for one in self.requests if one.kind == kind]

    def judge(self, one):
        """The answer where the script has none."""
        if one.kind == "token":
            return self.judge_token(one)
        token = one.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.valid:
            return answers.error(401, "the token is not known",
                                 "bad.credentials")
        if one.kind == "call":
            return answers.made()
        return self.judge_state(one)

    def judge_token(self, one):
        terms = grants.Terms(self.client, self.audience, self.now(),
                             self.scope)
        try:
            assert one.method == "POST", one.method
            grants.judge(one.headers, one.body, terms)
        except grants.Refused as why:
            return {"status": why.status, "body": {
                "error": why.code, "error_description": why.text}}
        with self.lock:
            token = self.tokens[len(self.valid) % len(self.tokens)]
            self.valid.add(token)
        return {"status": 200, "body": {
            "access_token": token, "token_type": "bearer",
            "expires_in": 86400}}

    def judge_state(self, one):
        if not one.path.endswith("/" + answers.CONVERSATION):
            return answers.error(404, "no such conversation")
        states = self.script.get("states", ["dialing", "connected"])
        with self.lock:
            n = self.counts["shown states"]
            self.counts["shown states"] += 1
        return answers.conversation(states[min(n, len(states) - 1)])

    def handle_error(self, request, client_address):
        """What is no request at all is kept too."""
        self.keep(Request("garbage", "", "", {}, b"", repr(
            sys.exc_info()[1]).encode(), 0))

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(.02,),
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.shutdown()
        self.server_close()


# ---- alone ----

def environment(server, authority):
    """What a program needs to be known here."""
    return {"GENESYS_ENV_URL": server.url,
            "GENESYS_CLIENT_ID": server.client.id,
            "GENESYS_PRIVATE_KEY_FILE": server.client.file,
            "SSL_CERT_FILE": authority.file, "NO_PROXY": "localhost"}


def show(request):
    print(f"server: {request.method} {request.path} "
          f"{len(request.body)} bytes", file=sys.stderr, flush=True)


def run(command, env):
    # What is typed at the terminal is for the command.
    signal.signal(signal.SIGINT, lambda *_: None)
    # Real credentials would go before those that are good here.
    plain = {name: value for name, value in os.environ.items()
             if not name.startswith("GENESYS")}
    try:
        return subprocess.run(command, env={**plain, **env},
                              check=False).returncode
    except OSError as why:
        print(f"server.py: {why}", file=sys.stderr)
        return 127


def serve(env):
    parent = os.getppid()
    for name, value in env.items():
        print(f"export {name}='{value}'", flush=True)
    while os.getppid() == parent:
        time.sleep(.2)
    return 0


def arguments():
    parser = argparse.ArgumentParser(
        description="Genesys Cloud's API on the loopback interface.")
    parser.add_argument("--answer", choices=sorted(answers.SHAPES),
                        metavar="SHAPE", help="what each call is answered: "
                        + ", ".join(sorted(answers.SHAPES)))
    parser.add_argument("--certificate", default="good",
                        choices=list(identity.CERTIFICATES))
    parser.add_argument("--http", action="store_true", help="without TLS")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", type=argparse.FileType(encoding="utf-8"))
    parser.add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args()


def main():
    args = arguments()
    for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
        signal.signal(number, lambda *_: sys.exit(0))
    script = json.load(args.script) if args.script else {}
    if args.answer:
        script["call"] = [{"shape": args.answer}]
    with tempfile.TemporaryDirectory(prefix="gclint-server.") as folder:
        authority = identity.Authority(folder)
        client = identity.Client(folder)
        context = None if args.http else authority.context(args.certificate)
        with Server(client, context, script, args.port, show) as server:
            env = environment(server, authority)
            if args.command:
                return run(args.command, env)
            return serve(env)


if __name__ == "__main__":
    sys.exit(main())
