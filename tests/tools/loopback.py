"""A server on the loopback interface that keeps what it is sent.

It answers as the API answers a payload that it refuses.
"""

import contextlib
import http.client
import http.server
import json
import socket
import subprocess
import threading

HOST = "api.mypurecloud.com"
PATH = "/api/v2/conversations/calls"
URL = f"https://{HOST}{PATH}"
SECONDS = 20


def refusal(marker):
    """What the API says, with something in it to find it by."""
    return json.dumps({
        "message": f"malformed participant address ({marker})",
        "code": "bad.request",
        "status": 400,
        "contextId": "00000000-0000-4000-8000-000000000000",
        "details": [],
        "errors": [],
    })


class Tape:
    """A stream, and a copy of what is read from it or written to it."""

    def __init__(self, stream, copy):
        self.stream, self.copy = stream, copy

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def read(self, size=-1):
        data = self.stream.read(size)
        self.copy.extend(data)
        return data

    def readline(self, size=-1):
        data = self.stream.readline(size)
        self.copy.extend(data)
        return data

    def write(self, data):
        self.copy.extend(data)
        return self.stream.write(data)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SECONDS

    def setup(self):
        super().setup()
        self.rfile = Tape(self.rfile, self.server.requests)
        self.wfile = Tape(self.wfile, self.server.answers)

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            return
        while size := int(self.rfile.readline(), 16):
            self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass

    def do_POST(self):
        self.read_body()
        body = self.server.answer.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PATCH = do_POST

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        self.status, self.answer = 400, ""
        self.rewind()

    def rewind(self):
        """Forget what was sent and answered."""
        self.requests, self.answers = bytearray(), bytearray()

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port,
                                          timeout=SECONDS)

    def send_raw(self, data):
        """Requests at once, on one connection that ends behind them."""
        with socket.create_connection(("127.0.0.1", self.port),
                                      timeout=SECONDS) as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            while s.recv(1 << 16):
                pass

    def curl(self, *args):
        """What curl, sent here for HOST, prints on both outputs."""
        done = subprocess.run(
            ["curl", "-q", "-sS", "--max-time", str(SECONDS), "--noproxy", "*",
             "--connect-to", f"{HOST}:80:127.0.0.1:{self.port}", *args,
             f"http://{HOST}{PATH}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            raise AssertionError(f"curl: {done.stdout.decode()}")
        return done.stdout


@contextlib.contextmanager
def running():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
