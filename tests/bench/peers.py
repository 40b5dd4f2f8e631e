"""The programs of make bench: gclint, its peers, and how they are run."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE / "schema.json"
MODULES = HERE / "node_modules"


def environ(name, default=""):
    return shlex.split(os.environ.get(name, default))


@dataclass
class Peer:
    source: str
    package: str = ""           # Debian's name of what it needs
    flags: tuple = ()

    def build(self, out):
        if self.source.endswith(".cc"):
            cc = [*environ("CXX", "c++"), "-std=c++17"]
        else:
            cc = [*environ("CC", "cc"), "-std=c99"]
        return not subprocess.run(
            [*cc, "-O2", "-o", out, HERE / self.source, *self.flags],
            stderr=subprocess.DEVNULL).returncode


PEERS = {
    "spawn": Peer("spawn.c"),
    "cpu": Peer("cpu.c"),
    "files": Peer("files.c"),
    "empty": Peer("empty.c", "libpcre2-dev", (
        *environ("PCRE2_CFLAGS"), *environ("PCRE2_LIBS", "-lpcre2-8"))),
    "jsmn": Peer("jsmn.c", "libjsmn-dev"),
    "yajl": Peer("yajl.c", "libyajl-dev", ("-lyajl",)),
    "simdjson": Peer("simdjson.cc", "libsimdjson-dev", ("-lsimdjson",)),
    "rapidjson": Peer("rapidjson.cc", "rapidjson-dev"),
}
NPM = {"ajv": ["node", HERE / "ajv.mjs"],
       "@sourcemeta/jsonschema": [MODULES / ".bin" / "jsonschema"]}


def said(*command):
    """The first line that a command says, or "" where it is not there."""
    try:
        out = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.DEVNULL).stdout
    except OSError:
        return ""
    return (out.splitlines() or [""])[0]


@dataclass
class Command:
    args: list
    times: int = 1
    fine: tuple = (0,)          # exit statuses
    pipe: pathlib.Path = None   # what comes on standard input


@dataclass
class Cost:
    wall: float         # seconds
    cpu: float          # seconds
    peak: int           # bytes


class Bench:
    """The programs, the folder that they work in, and what was measured."""

    def __init__(self, folder):
        self.folder = folder
        self.load = os.getloadavg()[0]
        self.gclint = [os.environ.get("GCLINT", "gclint")]
        self.peers, self.notes, self.rows = {}, [], []
        for name, peer in PEERS.items():
            if peer.build(folder / name):
                self.peers[name] = [folder / name]
            else:
                self.leave_out(name, "Debian: " + peer.package)
        for name, command in NPM.items():
            if said("node", "--version") and (MODULES / name).is_dir():
                self.peers[name] = command
            else:
                self.leave_out(name, "node, and npm ci --prefix %s"
                               % os.path.relpath(HERE))
        self.jobs = not subprocess.run(
            [*self.gclint, "--jobs=2", "--list-kinds"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        if not self.jobs:
            self.leave_out("--jobs", "this gclint has no such option")

    def leave_out(self, name, why):
        self.notes.append("Left out: %s (%s)." % (name, why))

    def lint(self, *args, jobs=1, **how):
        workers = ["--jobs=%d" % jobs] if self.jobs else []
        if jobs > 1 and not self.jobs:
            return None
        return Command([*self.gclint, *workers, *args], fine=(0, 1), **how)

    def peer(self, name, *args, **how):
        """A command, or None where there is no such peer."""
        if name not in self.peers:
            return None
        return Command([*self.peers[name], *args], **how)

    def run(self, command):
        feeder = command.pipe and subprocess.Popen(["cat", command.pipe],
                                                   stdout=subprocess.PIPE)
        out = subprocess.run(
            [self.folder / "spawn", str(command.times), *command.args],
            stdin=feeder.stdout if feeder else subprocess.DEVNULL,
            stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        if feeder:
            feeder.stdout.close()
            feeder.wait()
        if int(out[3]) not in command.fine:
            sys.exit("status %s of %s" % (out[3], command.args[:4]))
        return Cost(float(out[0]), float(out[1]), int(out[2]) * 1024)


def debian(package):
    return said("dpkg-query", "-W", "-f", "${Version}", package) or "unknown"


def versions(bench):
    cpu = re.search(r"model name\s*: (.*)",
                    pathlib.Path("/proc/cpuinfo").read_text())
    found = ["%s built with %s" % (said(*bench.gclint, "--version"),
                                   os.environ.get("CFLAGS", "unknown flags")),
             said(*environ("CC", "cc"), "--version"),
             "%d cores" % os.cpu_count(),
             cpu.group(1) if cpu else os.uname().machine,
             "Linux " + os.uname().release,
             "load %.1f at the start" % bench.load]
    found += ["%s %s" % (p.package, debian(p.package))
              for n, p in PEERS.items() if p.package and n in bench.peers]
    found += ["%s %s" % (n, json.loads(
        (MODULES / n / "package.json").read_text())["version"])
        for n in NPM if n in bench.peers]
    return found + ["node " + said("node", "--version")]
