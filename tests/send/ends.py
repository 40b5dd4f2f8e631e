"""The other ends of gclint-send: gclint, which may go while it is at work, and
a person, who types a passphrase at a terminal.
"""

import os
import pty
import select
import signal
import termios
import threading

import care
import rows
import wire
from programs import SECONDS, STATUS_PATH, Helper, check_secrets, \
    plain_environment, stop_at_request
from server import Server

# Longer than anybody waits here, in ms, and less than any of the helper's and
# the server's own patience, in seconds.
MINUTES = 600000
SOON = 12
STALL = {"end": "stall"}


# ---- gclint ----

def ends_alone(process):
    """It ends before what it waits for does."""
    assert process.wait(SOON) == 3, process.returncode
    assert b"cannot write" in process.stderr.read()


def hear(process, words):
    heard = b""
    while words not in heard:
        part = os.read(process.stdout.fileno(), 4096)
        assert part, heard
        heard += part


def leave(world, script, kind, words=b"", **fields):
    """gclint goes when the server has a request of this kind, and it has heard
    these words."""
    with Server(world.client, world.context, script) as server:
        helper = Helper(world, server, "jwt", body=rows.GOOD, **{
            "timeout-ms": MINUTES, **fields})
        with helper.start() as process:
            try:
                process.stdin.write(helper.input)
                process.stdin.close()
                stop_at_request(server, process, kind)
                hear(process, words)
                process.stdout.close()
                ends_alone(process)
            finally:
                process.kill()
        return [len(server.of_kind(kind)) for kind in
                ("token", "call", "state")]


def gone_before(world):
    with Server(world.client, world.context) as server:
        helper = Helper(world, server, "jwt", body=rows.GOOD)
        with helper.start() as process:
            try:
                process.stdout.close()
                process.stdin.write(helper.input)
                process.stdin.close()
                ends_alone(process)
            finally:
                process.kill()
        assert not server.counts["connection"], "it has connected"


def gone_at_the_token(world):
    seen = leave(world, {"token": [{"at": "body", **STALL}]}, "token")
    assert seen == [1, 0, 0], seen


def gone_at_the_handshake(world):
    """The call has a connection, but not yet a TLS one."""
    script = {"connection": [{"at": "hello", **STALL}]}
    with Server(world.client, world.context, script) as server:
        helper = Helper(world, server, "token", body=rows.GOOD, **{
            "timeout-ms": MINUTES})
        with helper.start() as process:
            try:
                process.stdin.write(helper.input)
                process.stdin.close()
                until(lambda: server.counts["connection"])
                process.stdout.close()
                ends_alone(process)
            finally:
                process.kill()
        assert not server.requests, server.requests


def gone_before_another_try(world):
    seen = leave(world, {"call": [rows.plain(429, **{"Retry-After": "120"})]},
                 "call", b"trying again")
    assert seen == [1, 1, 0], seen


def gone_while_it_rings(world):
    seen = leave(world, {"states": ["dialing"]}, "state", b"dialing",
                 wait=3600, **{"wait-path": STATUS_PATH})
    assert seen[:2] == [1, 1] and seen[2] < 9, seen


def no_answer_outlasts_the_wait(world):
    """Three seconds are not made longer by a server that says nothing."""
    script = {"state": [{"at": "body", **STALL}]}
    with Server(world.client, world.context, script) as server:
        helper = Helper(world, server, "jwt", body=rows.GOOD, wait=3, **{
            "wait-path": STATUS_PATH, "timeout-ms": MINUTES})
        with helper.start() as process:
            try:
                out, _ = process.communicate(helper.input, SOON)
            finally:
                process.kill()
        assert process.returncode == 7, out
        assert len(server.of_kind("call")) == 1, server.requests


def until(done):
    tick = threading.Event()
    for _ in range(SECONDS * 50):
        if done():
            return
        tick.wait(.02)
    raise AssertionError(f"not in {SECONDS} s")


def ended_by(world, number):
    """Whoever ends it knows that a call may have been made."""
    with Server(world.client, world.context, care.STALL) as server:
        helper = Helper(world, server, "jwt", body=rows.GOOD)
        with helper.start() as process:
            try:
                process.stdin.write(helper.input)
                process.stdin.close()
                stop_at_request(server, process, "call")
                process.send_signal(number)
                out = process.stdout.read()
                assert process.wait(SECONDS) == -number, process.returncode
            finally:
                process.kill()
        kinds = [one["event"] for one in wire.messages(out)]
        assert kinds == [b"token", b"sending"], kinds


def order_in_drops(world):
    with Server(world.client, world.context) as server:
        helper = Helper(world, server, "jwt", body=rows.GOOD)
        with helper.start() as process:
            try:
                for i in range(0, len(helper.input), 7):
                    process.stdin.write(helper.input[i:i + 7])
                    process.stdin.flush()
                out, _ = process.communicate(None, SECONDS)
            finally:
                process.kill()
        assert process.returncode == 0, out
        (one,) = server.of_kind("call")
        assert one.body == rows.GOOD, one


def order_cut_anywhere(world):
    """However much of it came: what is not whole is not carried out."""
    with Server(world.client, world.context) as server:
        helper = Helper(world, server, "token", body=rows.GOOD)
        size = len(helper.input)
        for cut in [*range(0, size, 37), size - 2, size - 1]:
            with helper.start() as process:
                out, _ = process.communicate(helper.input[:cut], SECONDS)
            assert process.returncode == 3, f"cut at {cut}: {out}"
        assert not server.counts["connection"], "it has connected"


def no_word_to_go(world):
    """Half a word is none, for who says it may have died of it."""
    go = wire.message({"go": "1"})
    with Server(world.client, world.context) as server:
        helper = Helper(world, server, "token", body=rows.GOOD, confirm="1")
        for word in b"", b"\n", go[:4], go[:-1], wire.message({"go": "0"}), \
                wire.message({"stop": "1"}), go:
            assert not server.counts["connection"], "it has connected"
            with helper.start() as process:
                process.stdin.write(helper.input)
                process.stdin.flush()
                hear(process, b"ready")
                out, _ = process.communicate(word, SECONDS)
            want = 0 if word == go else 2
            assert process.returncode == want, f"{word}: {out}"
        assert len(server.of_kind("call")) == 1, server.requests


def no_order(world):
    with Server(world.client, world.context) as server:
        helper = Helper(world, server, "token", body=rows.GOOD)
        good = helper.input
        for data in b"", b"\n", b"version 1\n1\n", good[:-1], good[:-9], \
                good + good, b"\xff" + good, good.replace(
                    b"version 1\n1", b"version 1\n2"), \
                good.replace(b"version 1\n1", b"version 9999999999999999\n1"):
            with helper.start() as process:
                out, err = process.communicate(data, 30)
            assert process.returncode == 3, \
                f"{process.returncode} for {data[:40]!r}: {out} {err}"
        assert not server.counts["connection"], "it has connected"


# ---- a person ----

class Typist:
    """A helper at a terminal of its own, whose key has a passphrase."""

    def __init__(self, world, server):
        self.snapshot, env = care.preload_snapshot(world, plain_environment(
            GENESYS_CLIENT_ID=world.client.id,
            GENESYS_PRIVATE_KEY=world.forms["PKCS#8, encrypted"]))
        self.helper = Helper(world, server, "jwt", env, body=rows.GOOD)
        self.screen = b""

    def read(self, fd):
        """What shows, until it asks."""
        while b"passphrase" not in self.screen:
            assert select.select([fd], [], [], SECONDS)[0], self.screen
            self.screen += os.read(fd, 4096)

    def type(self, keys):
        ours, its = pty.openpty()
        before = termios.tcgetattr(its)
        with self.helper.start(terminal=its) as process:
            try:
                process.stdin.write(self.helper.input)
                process.stdin.close()
                self.read(ours)
                os.write(ours, keys)
                out = process.stdout.read()
                process.wait(SECONDS)
            finally:
                process.kill()
        assert termios.tcgetattr(its) == before, "the terminal is mute"
        os.close(its)
        while select.select([ours], [], [], 0)[0]:
            try:
                self.screen += os.read(ours, 4096)
            except OSError:
                break
        os.close(ours)
        end = wire.messages(out)[-1]
        return process.returncode, b"%s %s" % (end["text"], end["help"])


def passphrase(world, keys, status, words=b""):
    """keys: what is typed, {} for the passphrase."""
    typed = keys.replace(b"{}", world.client.passphrase.encode())
    with Server(world.client, world.context) as server:
        typist = Typist(world, server)
        seen, said = typist.type(typed)
        assert seen == status and words in said, (seen, said)
        assert len(server.of_kind("call")) == (status == 0)
        check_secrets(typist.screen + said, server, "the terminal")
        care.check_memory(care.read_snapshot(typist.snapshot), server,
                          typist.helper.env)


KEYS = {
    "the passphrase": (b"{}\r", 0),
    "with corrections": (b"junk\x15xx\x7f\x08{}y\x7f\n", 0),
    "another one": (b"fake-and-wrong\r", 6, b"does not open"),
    "nothing": (b"\r", 6, b"needs a passphrase"),
    "Ctrl-C": (b"fake\x03", 6, b"needs a passphrase"),
    "Ctrl-D": (b"{}\x04", 6, b"needs a passphrase"),
}


def key_through_a_pipe(world):
    """As a shell's <(pass show key) gives it."""
    with Server(world.client, world.context) as server:
        ends = os.pipe()
        with open(ends[1], "wb") as f:
            f.write(world.client.pem.encode())
        try:
            env = plain_environment(
                GENESYS_CLIENT_ID=world.client.id,
                GENESYS_PRIVATE_KEY_FILE=f"/dev/fd/{ends[0]}")
            helper = Helper(world, server, "jwt", env, body=rows.GOOD)
            run = helper.run(pass_fds=ends[:1])
        finally:
            os.close(ends[0])
        assert run.status == 0, run.words()


def cases():
    yield "gclint goes before it has a connection", gone_before
    yield "gclint goes while a token is fetched", gone_at_the_token
    yield "gclint goes while it shakes hands", gone_at_the_handshake
    yield "gclint goes before another try", gone_before_another_try
    yield "gclint goes while it rings", gone_while_it_rings
    yield "no answer outlasts --wait", no_answer_outlasts_the_wait
    yield "an order comes in drops", order_in_drops
    yield "an order is cut", order_cut_anywhere
    yield "what is no order", no_order
    yield "what is no word to go", no_word_to_go
    for number in signal.SIGINT, signal.SIGTERM:
        yield f"it is ended by {number.name} while it sends", \
            lambda world, n=number: ended_by(world, n)
    for title, args in KEYS.items():
        yield f"at the terminal: {title}", \
            lambda world, args=args: passphrase(world, *args)
    yield "a key comes through a pipe", key_through_a_pipe
