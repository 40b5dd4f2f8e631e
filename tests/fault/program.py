"""Run gclint in a folder, with a fault."""

import dataclasses
import os
import subprocess
import tempfile

GCLINT = os.environ.get("GCLINT_FAULT") or os.path.join(
    os.environ.get("builddir", "."), "tests", "fault", "gclint")
SANITIZER = 99
OPTIONS = f"exitcode={SANITIZER}:abort_on_error=0:allocator_may_return_null=1"
ENVIRONMENT = {
    "LC_ALL": "C", "PATH": os.environ.get("PATH", ""),
    "GCLINT_LIBEXEC": os.path.abspath(os.environ.get("builddir", ".")),
    "ASAN_OPTIONS": OPTIONS, "UBSAN_OPTIONS": OPTIONS + ":halt_on_error=1",
    "TSAN_OPTIONS": OPTIONS, "LSAN_OPTIONS": OPTIONS,
}




def can_send():
    return os.path.exists(os.path.join(ENVIRONMENT["GCLINT_LIBEXEC"],
                                       "gclint-send"))


@dataclasses.dataclass
class Result:
    status: int
    out: bytes
    err: bytes
    files: dict
    counts: dict


def write(folder, files):
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content)


def read(folder):
    files = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as f:
                files[os.path.relpath(path, folder)] = f.read()
    return files


def read_counts(path):
    try:
        with open(path, encoding="ascii") as f:
            return {k: int(n) for k, n in map(str.split, f)}
    except FileNotFoundError:
        return {}


def run(scene, fault=None, changed=None, log=True, **popen):
    """In a folder of its own; changed: the file that a fault changes."""
    with tempfile.TemporaryDirectory() as top:
        folder, counts = os.path.join(top, "in"), os.path.join(top, "counts")
        os.mkdir(folder)
        write(folder, scene.files)
        env = dict(ENVIRONMENT, **scene.env)
        if log:
            env["FAULT_LOG"] = counts
        if fault:
            env["FAULT"] = fault
        if changed:
            env["FAULT_FILE"] = changed
        popen.setdefault("stdout", subprocess.PIPE)
        done = subprocess.run(
            [GCLINT, *scene.args], cwd=folder, env=env, input=scene.stdin,
            stderr=subprocess.PIPE, timeout=120, check=False, **popen)
        return Result(done.returncode, done.stdout or b"", done.stderr,
                      read(folder), read_counts(counts))


def prepare(scene):
    """The scene with the files that its command lines before make."""
    for args in scene.before:
        scene.files = run(dataclasses.replace(scene, args=args,
                                              stdin=b"")).files
    if isinstance(scene.stdin, str):
        scene.stdin = scene.files[scene.stdin]
    return scene
