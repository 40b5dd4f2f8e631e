"""No secret stays behind: in arguments, environments, output, core files and
memory; and an assertion is worth nothing when a byte of it is another one.
"""

import base64
import collections
import os
import shlex
import signal
import subprocess
import urllib.parse
import uuid

import grants
import rows
from programs import AUTHS, GCLINT, HELPER, PATH, Helper, check_secrets, \
    credentials, gclint, plain_environment, secrets_of, stop_at_request
from server import Server

HERE = os.path.dirname(os.path.abspath(__file__))
STALL = {"call": [{"at": "body", "end": "stall"}]}

Snapshot = collections.namedtuple("Snapshot", "state maps memory environ")


# ---- the memory ----

def compile_library(folder, name):
    """One to be preloaded."""
    path = os.path.join(folder, name + ".so")
    done = subprocess.run(
        [*shlex.split(os.environ.get("CC", "cc")), "-D_GNU_SOURCE=1",
         "-shared", "-fPIC", "-O1", "-o", path,
         os.path.join(HERE, name + ".c"), "-ldl"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout.decode())
    return path


def preload(library, env):
    asan = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return {**env, "LD_PRELOAD": library, "ASAN_OPTIONS": asan}


def preload_snapshot(world, env):
    name = os.path.join(world.folder, uuid.uuid4().hex)
    return name, {**preload(world.snapshot, env), "GCLINT_SNAPSHOT": name}


def read_snapshot(name):
    """Each part has to be there: who could not look has seen nothing."""
    parts = {}
    for suffix in "state", "memory", "environ":
        if os.path.exists(f"{name}.{suffix}"):
            with open(f"{name}.{suffix}", "rb") as f:
                parts[suffix] = f.read()
    assert "memory" in parts, "the memory was not copied"
    lines = [line.split(" ") for line in parts["state"].decode().split("\n")]
    state = {line[0]: line[1] for line in lines if len(line) == 2}
    maps = [(int(line[1]), " ".join(line[2:])) for line in lines
            if line[0] == "map"]
    assert len(parts["memory"]) > 1 << 16 and maps
    return Snapshot(state, maps, parts["memory"], parts.get("environ"))


def place(snapshot, offset):
    return [name for start, name in snapshot.maps if start <= offset][-1]


def without_sanitizer(memory, env):
    """Sanitizers keep a copy of the environment before main() begins."""
    if not os.environ.get("SANITIZE"):
        return memory
    block = "\0".join(f"{name}={value}" for name, value in env.items())
    return memory.replace(block.encode(), bytes(len(block.encode())))


def check_memory(snapshot, server, env):
    found = collections.Counter()
    memory = without_sanitizer(snapshot.memory, env)
    for name, secret in secrets_of(server):
        at = memory.find(secret)
        if at >= 0:
            found[name, place(snapshot, at)] += 1
    assert not found, "left in memory: " + ", ".join(
        f"{name} in {where}" for name, where in found)


def the_search_finds_what_is_there(world):
    """A shell that is told a token remembers it."""
    with Server(world.client, None) as server:
        name, env = preload_snapshot(world, plain_environment())
        subprocess.run(["/bin/sh", "-c", "IFS= read -r x; exit 0"], env=env,
                       input=server.tokens[0].encode() + b"\n", check=True)
        try:
            check_memory(read_snapshot(name), server, env)
        except AssertionError as why:
            assert "a token" in str(why)
            return
    raise AssertionError("the token was not found")


ENDS = {
    "accepted": [{}],
    "refused": [{"shape": "details"}],
    "refused with the request in the answer": [
        {"status": 400, "echo": True}],
    "401, then accepted": [{"shape": "expired"}, {}],
    "closed without an answer": [{"at": "body"}],
    "a long answer": [{"shape": "huge"}],
}


def memory_is_clean(world, auth, call, token=None):
    script = {"call": call, "token": token or [{}]}
    with Server(world.client, world.context, script) as server:
        name, env = preload_snapshot(world, plain_environment(
            **credentials(server, auth)))
        Helper(world, server, auth, env, body=rows.GOOD).run()
        snapshot = read_snapshot(name)
        assert snapshot.environ is not None, "it connected to nobody"
        check_secrets(snapshot.environ, server, "the environment")
        check_memory(snapshot, server, env)
        assert snapshot.state == {"dumpable": "0", "core": "0"}, \
            snapshot.state


def encrypted_key_leaves_nothing(world):
    with Server(world.client, world.context) as server:
        name, env = preload_snapshot(world, plain_environment(
            GENESYS_CLIENT_ID=world.client.id,
            GENESYS_PRIVATE_KEY=world.forms["PKCS#8, encrypted"],
            GENESYS_KEY_PASSPHRASE=world.client.passphrase))
        run = Helper(world, server, "jwt", env, body=rows.GOOD).run()
        assert run.status == 0, run.words()
        check_memory(read_snapshot(name), server, env)


# ---- while it waits for an answer ----

def read_proc(pid, name):
    """None where not even the same user may read it."""
    try:
        with open(f"/proc/{pid}/{name}", "rb") as f:
            return f.read()
    except PermissionError:
        return None


def children(pid):
    for task in os.listdir(f"/proc/{pid}/task"):
        for child in read_proc(pid, f"task/{task}/children").split():
            yield int(child)


def check_process(pid, server):
    check_secrets(read_proc(pid, "cmdline"), server, "the arguments")
    environ = read_proc(pid, "environ")
    if environ is not None:
        check_secrets(environ, server, "the environment")


def waiting_shows_nothing(world, auth):
    with Server(world.client, world.context, STALL) as server:
        helper = Helper(world, server, auth, body=rows.GOOD)
        with helper.start() as process:
            try:
                process.stdin.write(helper.input)
                process.stdin.close()
                stop_at_request(server, process, "call")
                check_process(process.pid, server)
            finally:
                process.kill()


def gclint_shows_nothing(world, auth):
    """Nor in the arguments that gclint gives to gclint-send."""
    with Server(world.client, world.context, STALL) as server:
        env = plain_environment(**credentials(server, auth),
                                GENESYS_ENV_URL=server.url)
        with subprocess.Popen(
                [GCLINT, "--send", "--yes", f"--auth={auth}", "--cacert",
                 world.authority.file, "--token-url",
                 server.url + "/oauth/token", "good.json"],
                env=env, cwd=world.folder, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            try:
                stop_at_request(server, process, "call")
                check_secrets(read_proc(process.pid, "cmdline"), server,
                              "the arguments of gclint")
                helpers = list(children(process.pid))
                assert helpers, "gclint has no child"
                for pid in helpers:
                    check_process(pid, server)
            finally:
                for pid in children(process.pid):
                    os.kill(pid, signal.SIGKILL)
                process.kill()


def dump(command, env, cwd, ready):
    """Whether a program leaves a core file when it is ended by SIGSEGV."""
    with subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL,
                          start_new_session=True) as process:
        try:
            ready(process)
            process.send_signal(signal.SIGSEGV)
            how = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        finally:
            process.kill()
    assert how.si_code in (os.CLD_KILLED, os.CLD_DUMPED), how
    return how.si_code == os.CLD_DUMPED


def no_core_file(world, auth):
    with Server(world.client, world.context, STALL) as server:
        helper = Helper(world, server, auth, body=rows.GOOD)

        def ready(process):
            process.stdin.write(helper.input)
            process.stdin.close()
            stop_at_request(server, process, "call")

        env = {**helper.env, "ASAN_OPTIONS": "handle_segv=0"}
        assert not dump(helper.command, env, world.folder, ready), \
            "it left a core file"


# ---- output ----

def echoes_are_masked(world, auth, script):
    """A server that says back what it was sent, credentials and all."""
    with Server(world.client, world.context, script) as server:
        run = Helper(world, server, auth, body=rows.GOOD, verbose="1").run()
        assert run.status, run.words()
    for report in "text", "json", "jsonl":
        with Server(world.client, world.context, script) as server:
            env = plain_environment(**credentials(server, auth),
                                    GENESYS_ENV_URL=server.url)
            run = gclint(["--send", "--yes", "-v", f"--format={report}",
                          f"--auth={auth}", "--cacert", world.authority.file,
                          "--token-url", server.url + "/oauth/token",
                          "good.json"], env, world.folder)
            check_secrets(run.out + run.err, server, f"the {report} report")


def cut_echo_is_masked(world):
    """What is kept of a long answer ends in the middle of the token."""
    with Server(world.client, world.context) as server:
        env = plain_environment(**credentials(server, "token"))
        server.script["call"] = [{
            "status": 400, "body": "x" * ((1 << 20) - 40) + server.tokens[0]}]
        helper = Helper(world, server, "token", env, body=rows.GOOD)
        with helper.start() as process:
            out, _ = process.communicate(helper.input, 60)
        assert server.tokens[0][:24].encode() not in out, \
            "the beginning of a token is in the output"


def encoded_echo_is_masked(world):
    """The header Basic without its padding, and percent-encoded."""
    with Server(world.client, world.context) as server:
        pair = f"{world.client.id}:{world.client.secret}".encode()
        basic = base64.b64encode(pair).decode()
        for text in basic.rstrip("="), urllib.parse.quote(basic, safe=""):
            server.script["token"] = [{"status": 400, "body": {
                "error": "invalid_request", "error_description": text}}]
            run = Helper(world, server, "client-credentials",
                         body=rows.GOOD).run()
            shown = run.words()
            assert basic[:60] not in shown, f"the pair is in: {shown}"


def dry_run_shows_nothing(world, auth):
    with Server(world.client, world.context) as server:
        run = Helper(world, server, auth, **{
            "body": rows.GOOD, "dry-run": "1", "verbose": "1"}).run()
        assert run.status == 0 and "plan" in run.kinds(), run.events
        assert not server.counts["connection"], "a dry run has connected"
        plan = run.of("plan")[0]["text"].decode()
        for part in (PATH, "application/json", "tel:+15551234567") + (
                ("RS256", world.client.id, server.audience)
                if auth == "jwt" else ()):
            assert part in plan, f"no {part} in:\n{plan}"


# ---- the assertion ----

def caught_assertion(world, script, **fields):
    with Server(world.client, world.context, script) as server:
        run = Helper(world, server, "jwt", body=rows.GOOD, **fields).run()
        assert run.status == 0, run.words()
        (one,) = server.of_kind("token")
        terms = grants.Terms(world.client, server.audience, server.now(),
                             server.scope)
    return one.body.decode().partition("assertion=")[2], terms


def accepted(assertion, terms):
    try:
        return grants.check_assertion(assertion, terms)
    except grants.Refused:
        return None


def each_byte_counts(world):
    assertion, terms = caught_assertion(world, {})
    header, claims = accepted(assertion, terms)
    assert header["kid"] == claims["sub"] == world.client.id
    for i, c in enumerate(assertion):
        for other in {"A", "B", "." if c != "." else "_"} - {c}:
            changed = assertion[:i] + other + assertion[i + 1:]
            assert not accepted(changed, terms), \
                f"accepted with {other!r} for {c!r} at {i}"


def only_for_a_while(world):
    """From iat to exp, and for whom and what it was made."""
    clock = 1700000000
    assertion, terms = caught_assertion(world, {"clock": clock}, clock=clock)
    _, claims = accepted(assertion, terms)
    assert (claims["iat"], claims["exp"]) == (clock, clock + 300), claims
    for changed in {"now": clock + 301}, {"now": clock - 60}, \
            {"audience": "https://api.example/oauth/token"}, {"scope": "x"}:
        assert not accepted(assertion, terms._replace(**changed)), changed


# ---- a lint ----

def loaded(command, env, cwd):
    """The shared libraries that a program loads, later ones too."""
    done = subprocess.run(command, env={**env, "LD_DEBUG": "files"}, cwd=cwd,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    names = {word.split("=")[-1] for line in done.stderr.decode().split("\n")
             for word in line.split() if word.startswith("file=lib")}
    assert any(name.startswith("libc.") for name in names), names
    return {name.split(".")[0] for name in names}


def lint_loads_no_tls(world):
    tls = {"libssl", "libcrypto", "libcurl", "libcurl-gnutls"}
    env = plain_environment()
    names = loaded([GCLINT, "good.json", "faulty.json"], env, world.folder)
    assert not names & tls, names
    names = loaded([HELPER], env, world.folder)
    assert len(names & tls) == 3, f"gclint-send has only {names}"


def cases():
    yield "the search finds what is in memory", the_search_finds_what_is_there
    yield "a lint loads neither OpenSSL nor libcurl", lint_loads_no_tls
    yield "an encrypted key leaves nothing", encrypted_key_leaves_nothing
    yield "a secret that is cut off is masked", cut_echo_is_masked
    yield "a secret in another spelling is masked", encoded_echo_is_masked
    yield "each byte of an assertion counts", each_byte_counts
    yield "an assertion is good for a while", only_for_a_while
    for auth in AUTHS:
        for title, call in ENDS.items():
            yield f"{auth}: nothing is left in memory: {title}", \
                lambda world, auth=auth, call=call: \
                memory_is_clean(world, auth, call)
        for title, function in [
                ("no secret in arguments and environment",
                 waiting_shows_nothing),
                ("no core file", no_core_file),
                ("a dry run shows no secret", dry_run_shows_nothing)]:
            yield f"{auth}: {title}", \
                lambda world, auth=auth, f=function: f(world, auth)
        for status in 400, 502:
            script = {"call": [{"status": status, "echo": True}]}
            yield f"{auth}: secrets in an answer {status} are masked", \
                lambda world, auth=auth, s=script: \
                echoes_are_masked(world, auth, s)
        yield f"{auth}: no secret in arguments of gclint", \
            lambda world, auth=auth: gclint_shows_nothing(world, auth)
    for auth in AUTHS[:2]:
        for status in 400, 500:
            script = {"token": [{"status": status, "echo": True}]}
            yield f"{auth}: secrets in a token's answer {status} are masked", \
                lambda world, auth=auth, s=script: \
                echoes_are_masked(world, auth, s)
