"""What becomes of an answer in gclint's report, and when gclint sends at all.
"""

import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import tempfile
import time

import answers
import care
import rows
from programs import GCLINT, SECONDS, gclint, plain_environment, \
    stop_at_request
from server import Server

ADDRESS, STATE, OBJECT = b'"tel:', b'"initial"', b'{"address"'

# What is said of each shape, and the text that it has to point at.
PLACES = {
    "details": ADDRESS, "details-pointer": ADDRESS, "errors": ADDRESS,
    "errors-deep": ADDRESS, "tutorial": ADDRESS, "message-name": ADDRESS,
    "message-words": ADDRESS, "message-params": ADDRESS, "number": ADDRESS,
    "status-is-text": ADDRESS, "list": ADDRESS, "state": STATE,
    "missing": OBJECT,
}

# These name no member; the finding stands at the top.
NOWHERE = ["page-400", "nothing", "plain", "no-json", "deep", "hostile",
           "bytes"]

STATUSES = {"number": (422, 4), "permission": (403, 6), "scope": (403, 6),
            "address-of-client": (401, 6), "page": (502, 5),
            "page-503": (503, 5)}


def position(data, offset):
    before = data[:offset]
    return before.count(b"\n") + 1, offset - (before.rfind(b"\n") + 1) + 1


def environment(server):
    server.valid.add(server.tokens[0])
    return plain_environment(GENESYS_ENV_URL=server.url,
                             GENESYS_ACCESS_TOKEN=server.tokens[0],
                             CURL_CA_BUNDLE=server.authority)


@contextlib.contextmanager
def serving(world, call=None):
    script = {"call": call} if call else {}
    with Server(world.client, world.context, script) as server:
        server.authority = world.authority.file
        yield server


def report(world, shape):
    with serving(world, [{"shape": shape}]) as server:
        run = gclint(["--send", "--yes", "--format=json", "good.json"],
                     environment(server), world.folder)
        assert len(server.of_kind("call")) == 1, server.requests
    status, code = STATUSES.get(shape, (400, 4))
    assert run.status == code, f"exit status {run.status}, not {code}"
    found = json.loads(run.out)["findings"]
    assert found and {f["rule"] for f in found} == {"api-rejected"}, found
    assert {f["status"] for f in found} <= {status}, found
    return found, (run.out + run.err).decode()


def points(world, shape, target):
    found, _ = report(world, shape)
    want = position(rows.GOOD, rows.GOOD.index(target))
    places = [(f["line"], f["column"]) for f in found]
    assert places == [want], f"{places}, not {want}: {found}"


def told(world, shape):
    """One finding without a place; the correlation id, where there is one."""
    found, text = report(world, shape)
    assert len(found) == 1 and found[0]["pointer"] in ("", None), found
    if answers.SHAPES[shape].get("correlation", "") is not None:
        assert answers.CORRELATION in text, text
    assert "\x1b" not in text and "\u202e" not in text, ascii(text)


def many(world):
    found, _ = report(world, "many")
    assert 1 < len(found) <= 2000


# ---- consent ----

ARGS = ["--send", "good.json"]


def without_terminal(world):
    with serving(world) as server:
        run = gclint(ARGS, environment(server), world.folder)
        assert run.status == 2 and b"--yes" in run.err, run
        assert not server.counts["connection"], "it has connected"


def converse(command, env, cwd, answer, before=b""):
    """Run it on a terminal of its own, and answer the first question; before
    is typed when nothing has been asked.
    """
    ready, go = os.pipe()
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        os.read(ready, 1)
        os.execve(command[0], command, env)
    os.write(fd, before)
    os.write(go, b"!")
    os.close(ready)
    os.close(go)
    seen, end, asked = b"", time.monotonic() + SECONDS, False
    try:
        while time.monotonic() < end:
            if not select.select([fd], [], [], .1)[0]:
                continue
            try:
                part = os.read(fd, 4096)
            except OSError:
                part = b""
            if not part:
                break
            seen += part
            if not asked and b"?" in seen:
                os.write(fd, answer)
                asked = True
        else:
            os.kill(pid, signal.SIGKILL)
    finally:
        os.close(fd)
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), seen.decode()


def asked(world, answer, calls):
    with serving(world) as server:
        status, seen = converse([GCLINT, *ARGS], environment(server),
                                world.folder, answer)
        assert "+15551234567" in seen, f"not told whom it calls:\n{seen}"
        assert len(server.of_kind("call")) == calls, seen
        assert bool(status) == (not calls), f"exit status {status}\n{seen}"
        if not calls:
            assert not server.counts["connection"], seen


def asked_masked(world):
    """What is shown of the number is enough to know it by."""
    with serving(world) as server:
        _, seen = converse([GCLINT, "--redact", *ARGS], environment(server),
                           world.folder, b"n\n")
    assert "+*********67\r" in seen and "34567" not in seen, seen


def masked(world, args, calls, data=rows.GOOD):
    """--redact is for our own lines, too."""
    with serving(world, [{"shape": "number"}]) as server:
        run = gclint(["--send", "--yes", *args, "-"], environment(server),
                     world.folder, data)
        assert len(server.of_kind("call")) == calls, run
    said = re.sub(rb"localhost:\d+", b"", run.out + run.err)
    assert said and b"34567" in said, run
    with serving(world, [{"shape": "number"}]) as server:
        run = gclint(["--send", "--yes", "--redact", *args, "-"],
                     environment(server), world.folder, data)
    assert b"34567" not in run.out + run.err, run


ONE_LINE = rows.GOOD.replace(b"\r\n", b"").replace(b"\n", b"") + b"\n"
MASKED = {
    "in what is refused": ([], 1),
    "in what no finding shows": (["-q", "--severity=api-rejected=off"], 1),
    "in what could be meant": (["--input=ndjson"], 0, 2 * ONE_LINE),
}


def typed_too_early(world):
    """Before the question there is no consent."""
    with serving(world) as server:
        status, seen = converse([GCLINT, *ARGS], environment(server),
                                world.folder, b"n\n", b"y\n")
        assert status == 2 and not server.counts["connection"], seen


def reason_is_told(world, args):
    """Whatever becomes of the finding, what the API says is told once."""
    with serving(world, [{"shape": "details"}]) as server:
        run = gclint(["--send", "--yes", *args, "good.json"],
                     environment(server), world.folder)
    assert run.status == 4, run
    assert (run.out + run.err).count(b"malformed participant address") == 1, \
        run


REASONS = {
    "off": ["--severity=api-rejected=off"],
    "off, and -q": ["-q", "--severity=api-rejected=off"],
    "a note, and -q": ["-q", "--severity=api-rejected=note"],
    "shown": [], "shown, and -q": ["-q"], "counted": ["--stats"],
}


def told_somewhere(world):
    """Where no report shows it, standard error does."""
    with serving(world) as server:
        run = gclint(["--send", "--yes", "--format=sarif", "good.json"],
                     environment(server), world.folder)
        assert run.status == 0, run
        assert answers.CONVERSATION.encode() in run.err, run


def several_documents(world):
    with serving(world) as server:
        env = environment(server)
        one = rows.GOOD.replace(b"\r\n", b"").replace(b"\n", b"")
        two = one.replace(b"4567", b"4568")
        data = one + b"\n" + two + b"\n"
        args = ["--input=ndjson", "--send", "--yes", "-"]
        run = gclint(args, env, world.folder, data)
        assert run.status == 2 and not server.counts["connection"], run
        run = gclint([*args, "--document=1"], env, world.folder, data)
        assert run.status == 0, run
        (call,) = server.of_kind("call")
        assert call.body == two, call


def from_standard_input(world):
    with serving(world) as server:
        run = gclint(["--send", "--yes", "-"], environment(server),
                     world.folder, rows.GOOD)
        assert run.status == 0, run
        assert server.of_kind("call")[0].body == rows.GOOD


def dry_run(world):
    with serving(world) as server:
        run = gclint(["--send", "--dry-run", "good.json"],
                     environment(server), world.folder)
        assert run.status == 0, run
        assert not server.counts["connection"], "it has connected"
        assert server.tokens[0].encode() not in run.out + run.err


def report_of_success(world, form):
    with serving(world) as server:
        run = gclint(["--send", "--yes", "--format=" + form, "good.json"],
                     environment(server), world.folder)
        assert run.status == 0, run
        text = run.out.decode()
        if form == "json":
            sent = json.loads(text)["sent"]
        else:
            lines = [json.loads(line) for line in text.splitlines()]
            assert [line["type"] for line in lines] == ["sent", "summary"]
            sent = lines[0]
        want = {"outcome": "sent", "method": "POST", "status": 202,
                "url": server.url + rows.PATH,
                "conversation": answers.CONVERSATION, "states": []}
        seen = {name: sent[name] for name in want}
        seen["status"] = 202 if 200 <= seen["status"] < 300 else seen["status"]
        assert seen == want, sent


def only_the_id(world):
    with serving(world) as server:
        run = gclint(["--send", "--yes", "--quiet", "good.json"],
                     environment(server), world.folder)
        assert (run.status, run.out, run.err) == \
            (0, answers.CONVERSATION.encode() + b"\n", b""), run


def interrupted(world):
    """Nobody knows what came of it: this is said, and the signal goes on."""
    with serving(world, [{"at": "body", "end": "stall"}]) as server:
        with subprocess.Popen(
                [GCLINT, "--send", "--yes", "good.json"],
                env=environment(server), cwd=world.folder,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE) as process:
            stop_at_request(server, process, "call")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=SECONDS)
        assert process.returncode == -signal.SIGINT, (process.returncode, err)
        assert b"unknown" in err, (out, err)
        assert len(server.of_kind("call")) == 1


def no_helper(world, content, words):
    """gclint-send is missing, or it is another program."""
    with tempfile.TemporaryDirectory(dir=world.folder) as folder:
        if content is not None:
            path = os.path.join(folder, "gclint-send")
            with open(path, "w", encoding="ascii") as f:
                f.write(content)
            os.chmod(path, 0o755)
        run = gclint(["--send", "--yes", "good.json"],
                     plain_environment(GCLINT_LIBEXEC=folder,
                                       GENESYS_ACCESS_TOKEN="none"),
                     world.folder)
        status, pattern = words
        assert run.status == status and re.search(pattern, run.err), run


# What it has said before it hangs, and what is said of it.
HANGING = {
    "at once": ("", 3, b"nothing was sent"),
    "with a part of a message": ("printf 'event 7\\nsen'; ", 3,
                                 b"nothing was sent"),
    "while it sends": ("printf 'event 7\\nsending\\n\\n'; ", 7,
                       b"is unknown(.|\n)*may have rung"),
    "when it has said all": ("printf 'event 3\\nend\\nexit 1\\n5\\n\\n'; ",
                             5, b""),
}


def hangs(world, said, status, pattern):
    """gclint does not wait for ever, whatever hangs; nor does what it runs."""
    with tempfile.TemporaryDirectory(dir=world.folder) as folder:
        path = os.path.join(folder, "gclint-send")
        with open(path, "w", encoding="ascii") as f:
            f.write(f"#!/bin/sh\necho $$ >{folder}/pid\n{said}exec sleep "
                    f"{10 * SECONDS} <&-\n")
        os.chmod(path, 0o755)
        large = rows.GOOD + b" " * 300000
        for data in rows.GOOD, large:
            env = plain_environment(GCLINT_LIBEXEC=folder,
                                    GENESYS_ACCESS_TOKEN="none")
            run = gclint(["--send", "--yes", "-"],
                         care.preload(world.hasty, env), world.folder, data)
            assert run.status == status and re.search(pattern, run.err), run
            with open(os.path.join(folder, "pid"), encoding="ascii") as f:
                pid = int(f.read())
            assert not os.path.exists(f"/proc/{pid}"), "it is still there"


STRANGERS = {
    "none": (None, (2, b"cannot send: .*GCLINT_LIBEXEC")),
    "one that ends at once": ("#!/bin/sh\nexit 0\n",
                              (3, b"nothing was sent")),
    "one that talks": ("#!/bin/sh\ncat >/dev/null; echo hello\n",
                       (3, b"nothing was sent")),
    "one that ends while it sends": (
        "#!/bin/sh\nprintf 'event 7\\nsending\\n\\n'; exit 0\n",
        (7, b"unknown")),
}


def loads_neither(world):
    """Who only lints loads no libraries for sending."""
    fifo = os.path.join(world.folder, "waits.json")
    os.mkfifo(fifo)
    with subprocess.Popen([GCLINT, fifo], env=plain_environment(),
                          stdout=subprocess.PIPE) as process:
        with open(fifo, "wb") as end:
            with open(f"/proc/{process.pid}/maps", encoding="utf-8") as f:
                maps = f.read()
            end.write(rows.GOOD)
        assert process.wait(SECONDS) == 0
    assert "pcre2" in maps, maps
    found = re.findall(r"lib(?:curl|crypto|ssl)[^/]*$", maps, re.M)
    assert not found, found


def cases():
    for shape, target in PLACES.items():
        yield f"gclint points at what is named: {shape}", \
            lambda world, s=shape, t=target: points(world, s, t)
    for shape in NOWHERE + list(STATUSES)[1:]:
        yield f"gclint tells what was answered: {shape}", \
            lambda world, s=shape: told(world, s)
    for answer, calls in {b"n\n": 0, b"\n": 0, b"y\n": 1}.items():
        yield f"gclint asks, and is answered {answer!r}", \
            lambda world, a=answer, n=calls: asked(world, a, n)
    yield "gclint asks, and masks whom it calls", asked_masked
    for title, args in MASKED.items():
        yield f"gclint masks numbers {title}", \
            lambda world, a=args: masked(world, *a)
    yield "gclint is answered before it asks", typed_too_early
    yield "gclint tells what it sent, whatever the format", told_somewhere
    yield "gclint tells many faults", many
    for title, args in REASONS.items():
        yield f"gclint tells why it was refused: {title}", \
            lambda world, a=args: reason_is_told(world, a)
    yield "gclint sends nothing unasked", without_terminal
    yield "gclint sends one document", several_documents
    yield "gclint sends standard input", from_standard_input
    yield "gclint --dry-run sends nothing", dry_run
    for form in "json", "jsonl":
        yield f"gclint reports what it sent: {form}", \
            lambda world, f=form: report_of_success(world, f)
    yield "gclint -q prints the id alone", only_the_id
    yield "gclint is interrupted", interrupted
    for title, (content, words) in STRANGERS.items():
        yield f"gclint finds another gclint-send: {title}", \
            lambda world, c=content, w=words: no_helper(world, c, w)
    for title, args in HANGING.items():
        yield f"gclint-send hangs: {title}", \
            lambda world, a=args: hangs(world, *a)
    yield "gclint loads neither libcurl nor OpenSSL", loads_neither
