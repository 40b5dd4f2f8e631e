"""What can fail: every call of every function, with every errno that fits."""

import dataclasses
import errno
import signal

ERRNOS = {
    "access": ["EIO"],
    "clock_gettime": ["EINVAL"],
    "close": ["EIO", "EINTR"],
    "faccessat": ["EIO"],
    "fchmod": ["EPERM", "EIO"],
    "fchown": ["EPERM"],
    "fclose": ["EIO", "ENOSPC"],
    "fcntl": ["EINVAL"],
    "fflush": ["EIO", "ENOSPC"],
    "fopen": ["EMFILE", "ENOMEM"],
    "fstat": ["EIO", "ENOMEM"],
    "fstatat": ["EIO", "ENOMEM"],
    "fsync": ["EIO", "EINTR", "EINVAL"],
    "fwrite": ["ENOSPC"],
    "getcwd": ["ENOMEM"],
    "getentropy": ["ENOSYS", "EIO"],
    "isatty": ["ENOTTY"],
    "lseek": ["EIO"],
    "lstat": ["EIO"],
    "malloc": ["ENOMEM"],
    "mkostemp": ["EMFILE", "ENOSPC", "EACCES", "EROFS"],
    "newlocale": ["ENOMEM", "ENOENT"],
    "open": ["EMFILE", "ENFILE", "EACCES", "EIO", "EINTR", "ENOMEM"],
    "openat": ["EMFILE", "EIO", "ENOMEM"],
    "opendir": ["EMFILE", "EACCES", "ENOMEM", "EIO"],
    "pipe2": ["EMFILE", "ENFILE"],
    "poll": ["EINTR", "ENOMEM"],
    "posix_spawn": ["EAGAIN", "ENOMEM"],
    "posix_spawn_file_actions_adddup2": ["ENOMEM"],
    "posix_spawn_file_actions_init": ["ENOMEM"],
    "pthread_create": ["EAGAIN"],
    "pthread_sigmask": ["EINVAL"],
    "read": ["EIO", "EINTR", "ESTALE"],
    "readdir": ["EIO", "ENOENT"],
    "readlink": ["EIO", "ENOMEM"],
    "readlinkat": ["EIO", "ENOMEM"],
    "realpath": ["EIO", "ENOMEM"],
    "rename": ["EIO", "ENOSPC", "EACCES", "EXDEV"],
    "sigaction": ["EINVAL"],
    "stat": ["EIO", "ENOMEM", "EOVERFLOW"],
    "sysconf": ["EINVAL"],
    "tmpfile": ["EMFILE", "ENOSPC"],
    "unlink": ["EIO"],
    "waitpid": ["EINTR"],
    "write": ["ENOSPC", "EIO", "EPIPE", "EINTR", "EAGAIN", "EDQUOT"],
}

# What stays broken once it is.
BROKEN = [("malloc", "ENOMEM"), ("write", "ENOSPC"), ("open", "EMFILE"),
          ("read", "EIO"), ("mkostemp", "EROFS"), ("stat", "EIO"),
          ("pthread_create", "EAGAIN"), ("poll", "ENOMEM")]

EVERYWHERE = ["short", "interrupt", "untyped"]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]


@dataclasses.dataclass
class Fault:
    call: str
    at: int
    action: str = "fail"
    code: int = 0
    code_name: str = ""
    changed: str = None

    def __str__(self):
        return f"{self.call} {self.at} {self.action} {self.code}"

    @property
    def kind(self):
        """The column of the results that it is counted in."""
        if self.action == "fail":
            return "memory" if self.call == "malloc" else "call"
        return self.action

    @property
    def broken(self):
        return self.action == "broken"

    @property
    def everywhere(self):
        return self.action in EVERYWHERE

    @property
    def keeps_temporary(self):
        return self.action == "signal" and self.code == signal.SIGKILL


def spread(n, most):
    """Numbers from 1 to n, the first and the last among them."""
    if n <= most:
        return range(1, n + 1)
    return sorted({1 + (n - 1) * i // max(1, most - 1) for i in range(most)})


def failing(call, at, name, action="fail"):
    return Fault(call, at, action, getattr(errno, name), name)


def once(counts, memory, calls, errnos):
    for call, names in ERRNOS.items():
        most = memory if call == "malloc" else calls
        for at in spread(counts.get(call, 0), most):
            for name in names[:errnos]:
                yield failing(call, at, name)


def broken(counts, most):
    for call, name in BROKEN:
        for at in spread(counts.get(call, 0), most):
            yield failing(call, at, name, "broken")


def signals(counts, most):
    for number in SIGNALS:
        for at in spread(counts["any"], most):
            yield Fault("any", at, "signal", number)


def changes(scene, counts, most):
    """An input loses its second half, all, or grows while it is read."""
    for name in sorted(scene.files):
        half = len(scene.files[name]) // 2
        for at in spread(counts.get("read", 0), most):
            for size in (half, 0, 3 * half + 7):
                yield Fault("read", at, "cut", size, changed=name)


def everywhere():
    for action in EVERYWHERE:
        yield Fault("any", 0, action)


def all_of(scene, counts):
    every = 10 ** 9
    yield from everywhere()
    yield from once(counts, 60 if scene.large else every,
                    20 if scene.large else every, every)
    yield from broken(counts, 10 if scene.large else 60)
    yield from signals(counts, 10 if scene.large else every)
    yield from changes(scene, counts, 4 if scene.large else 12)


def some_of(scene, counts):
    yield from everywhere()
    yield from once(counts, 8, 2, 1)
    yield from signals(counts, 2)
    yield from changes(scene, counts, 1)
