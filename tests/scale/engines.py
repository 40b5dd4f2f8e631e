#!/usr/bin/python3
"""Run recipes of contrib/cluster with the engines themselves; prints TAP.

    tests/scale/engines.py

Slurm: a controller and three slurmd of this machine, with a munged of their
own.  GNU parallel: three hosts, which are network namespaces with an sshd each,
and a fourth with the bridge between them.  The first attempt at each split is
killed, and one machine is lost with its worker in the middle; the merged report
has to be that of one run.

It needs root and Debian's slurm-wlm, munge, openssh-server, iproute2 and
parallel, touches nothing of their configuration, and is no part of make check,
where tests/cluster.py has the recipes without engines.  GCLINT is the program.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from cluster import CLUSTER, GCLINT, Folder  # noqa: E402

NODES = ["n1", "n2", "n3"]
HOSTS = ["10.0.0.1", "10.0.0.2", "10.0.0.3"]

NEEDED = ["ip", "munged", "parallel", "sbatch", "slurmctld", "slurmd", "sshd",
          "ssh-keygen"]


# The first worker on a machine waits there, until that is lost.
HANGING = """#!/bin/sh
case "${SLURMD_NODENAME-} ${SSH_CONNECTION-} " in
*"$HANG_AT "*)
	if (set -C && echo $$ >"$HUNG") 2>/dev/null; then
		exec sleep 600
	fi
esac
exec "${0%/*}/flaky" "$@"
"""


def hang_at(folder, machine):
    folder.write("bin/hanging", HANGING, 0o755)
    folder.env.update(GCLINT=folder.at("bin/hanging"), HANG_AT=machine,
                      HUNG=folder.at("hung"))


def wait_for(what, seconds, done):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"waited {seconds} s: {what}"
        time.sleep(0.1)


class Daemons(contextlib.ExitStack):
    """Programs that run until the end."""

    def start(self, log, *command, **more):
        with open(log, "wb") as out:
            daemon = subprocess.Popen(command, stdout=out, stderr=out,
                                      stdin=subprocess.DEVNULL, **more)
        self.callback(self.stop, daemon)
        return daemon

    def stop(self, daemon):
        if daemon.poll() is None:
            daemon.terminate()
        try:
            daemon.wait(10)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()


def parent(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        return int(f.read().rpartition(")")[2].split()[1])


def name(pid):
    with open(f"/proc/{pid}/comm", encoding="utf-8") as f:
        return f.read().strip()


def hung_worker(folder):
    """The process that waits, once there is one."""
    path = folder.at("hung")
    wait_for("for a worker", 60, lambda: os.path.exists(path) and
             os.path.getsize(path) > 0)
    with open(path, encoding="utf-8") as f:
        return int(f.read())


def free_ports(n):
    """Ports that nobody listens at."""
    with contextlib.ExitStack() as open_ones:
        sockets = [open_ones.enter_context(socket.socket())
                   for _ in range(n)]
        for s in sockets:
            s.bind(("127.0.0.1", 0))
        return [s.getsockname()[1] for s in sockets]


# ---- Slurm ----

SLURM_CONF = """
ClusterName=gclint
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={at}/munge.socket,cred_expire=5
StateSaveLocation={at}/state
SlurmdSpoolDir={at}/%n
SlurmctldPidFile={at}/slurmctld.pid
SlurmdPidFile={at}/%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmdTimeout=5
ReturnToService=2
MailProg=/bin/true
"""


class Slurm(Daemons):
    """A cluster of three nodes; their slurmd by name."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.at = folder.at("slurm")
        self.nodes = {}

    def __enter__(self):
        super().__enter__()
        try:
            self.set_up()
        except BaseException:
            self.close()
            raise
        return self

    def set_up(self):
        for name in ("", "state", *NODES):
            os.makedirs(os.path.join(self.at, name), mode=0o755,
                        exist_ok=True)
        port, *ports = free_ports(1 + len(NODES))
        conf = SLURM_CONF.format(at=self.at, port=port,
                                 host=socket.gethostname())
        for node, at in zip(NODES, ports):
            conf += (f"NodeName={node} NodeAddr=127.0.0.1 Port={at} CPUs=2 "
                     f"NodeHostname={socket.gethostname()}\n")
        conf += (f"PartitionName=all Nodes={','.join(NODES)} Default=YES "
                 "State=UP\n")
        self.folder.write("slurm/slurm.conf", conf)
        self.folder.env["SLURM_CONF"] = self.folder.at("slurm/slurm.conf")
        self.start_munge()
        self.daemon("slurmctld", "slurmctld", "-D")
        for node in NODES:
            self.nodes[node] = self.daemon(node, "slurmd", "-D", "-N", node)
        wait_for("for nodes", 60, lambda: self.folder.run(
            ["sinfo", "-h", "-t", "idle", "-o", "%D"],
            check=False).stdout.strip() == b"3")

    def daemon(self, log, *command):
        return self.start(os.path.join(self.at, log + ".log"), *command,
                          env=self.folder.env)

    def start_munge(self):
        with open(os.path.join(self.at, "munge.key"), "wb") as f:
            f.write(os.urandom(128))
        os.chmod(f.name, 0o600)
        self.daemon("munged", "munged", "--foreground", "--force", *(
            f"--{option}={os.path.join(self.at, 'munge.' + name)}"
            for option, name in (("key-file", "key"), ("socket", "socket"),
                                 ("pid-file", "pid"), ("seed-file", "seed"),
                                 ("log-file", "log"))))
        wait_for("for munged", 10, lambda: os.path.exists(
            os.path.join(self.at, "munge.socket")))

    def submit(self):
        """As the recipe says; returns the number of the merging job."""
        run = self.folder.run(f"""
            set -e
            splits 1K '{self.folder.name}' >splits.tsv
            job=$(sbatch --parsable --array=1-$(wc -l <splits.tsv) \\
                '{CLUSTER}/slurm.sbatch')
            sbatch --parsable --dependency=afterok:"$job" --wrap \\
                'merge-reports reports --exit-zero --format=json:calls.json'
            """)
        return run.stdout.decode().strip()

    def lose(self, node, worker):
        """Kill all that there is of a node."""
        step = worker
        while name(step) != "slurmstepd":
            step = parent(step)
        self.nodes[node].kill()
        os.kill(step, signal.SIGKILL)
        os.kill(worker, signal.SIGKILL)

    def wait(self, job, seconds):
        try:
            wait_for("for jobs", seconds, lambda: not self.folder.run(
                ["squeue", "-h"]).stdout.strip())
        except AssertionError as why:
            raise AssertionError(self.folder.run(["squeue"]).stdout) from why
        state = self.folder.run(["scontrol", "show", "job", job]).stdout
        assert b"JobState=COMPLETED" in state, state


def slurm_runs_killed_tasks_again():
    with Folder() as f, Slurm(f) as slurm:
        slurm.wait(slurm.submit(), 120)
        with open(f.at("calls.json"), "rb") as report:
            f.check(report.read())


def slurm_runs_the_tasks_of_a_lost_node_again():
    with Folder() as f:
        hang_at(f, NODES[0])
        with Slurm(f) as slurm:
            job = slurm.submit()
            slurm.lose(NODES[0], hung_worker(f))
            slurm.wait(job, 180)
        with open(f.at("calls.json"), "rb") as report:
            f.check(report.read())


# ---- GNU parallel, on other hosts ----

SSH_CONFIG = """
Host *
IdentityFile {at}/key
UserKnownHostsFile {at}/known
BatchMode yes
ServerAliveInterval 1
ServerAliveCountMax 3
"""


class Hosts(Daemons):
    """Network namespaces with an sshd each, and one to come from."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.at = folder.at("ssh")
        self.home = f"gclint-{os.getpid()}"

    def __enter__(self):
        super().__enter__()
        try:
            self.set_up()
        except BaseException:
            self.close()
            raise
        return self

    def ip(self, *args):
        self.folder.run(["ip", *args])

    def space(self, host):
        return f"{self.home}-{HOSTS.index(host)}"

    def add_space(self, space):
        self.ip("netns", "add", space)
        self.callback(self.delete_space, space)
        self.ip("-n", space, "link", "set", "lo", "up")

    def delete_space(self, space):
        """Sessions outlive their sshd."""
        pids = self.folder.run(["ip", "netns", "pids", space]).stdout
        for pid in pids.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self.ip("netns", "del", space)

    def set_up(self):
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        os.mkdir(self.at)
        self.folder.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "",
                         "-f", self.folder.at("ssh/key")])
        self.folder.write("ssh/config", SSH_CONFIG.format(at=self.at))
        with open(self.folder.at("ssh/key.pub"), encoding="utf-8") as f:
            kind, key, _ = f.read().split()
        self.folder.write("ssh/known", "".join(
            f"{host} {kind} {key}\n" for host in HOSTS))
        self.add_space(self.home)
        self.ip("-n", self.home, "link", "add", "bridge", "type", "bridge")
        self.ip("-n", self.home, "addr", "add", "10.0.0.99/24", "dev",
                "bridge")
        self.ip("-n", self.home, "link", "set", "bridge", "up")
        for host in HOSTS:
            self.add_host(host)

    def add_host(self, host):
        space = self.space(host)
        port = "port" + host.rpartition(".")[2]
        self.add_space(space)
        self.ip("link", "add", port, "netns", self.home, "type", "veth",
                "peer", "name", "eth0", "netns", space)
        self.ip("-n", self.home, "link", "set", port, "master", "bridge",
                "up")
        self.ip("-n", space, "addr", "add", host + "/24", "dev", "eth0")
        self.ip("-n", space, "link", "set", "eth0", "up")
        options = {"ListenAddress": host, "PidFile": "none", "UsePAM": "no",
                   "AuthorizedKeysFile": self.folder.at("ssh/key.pub"),
                   "StrictModes": "no", "PermitRootLogin": "yes"}
        self.start(os.path.join(self.at, host + ".log"), "ip", "netns",
                   "exec", space, shutil.which("sshd"), "-D", "-e", "-f",
                   "/dev/null", "-h", self.folder.at("ssh/key"),
                   *(f"-o{k}={v}" for k, v in options.items()))
        wait_for(host, 10, lambda: self.folder.run(
            [*self.ssh(), host, "true"], check=False).returncode == 0)

    def ssh(self):
        return ["ip", "netns", "exec", self.home, "ssh", "-F",
                self.folder.at("ssh/config")]

    def lint(self):
        """As the recipe says."""
        env = self.folder.env
        more = " ".join(f"--env {name}" for name in env if name in (
            "PATH", "GCLINT", "GCLINT_OPTS", "REAL_GCLINT", "HANG_AT",
            "HUNG", "FLAKY_FOLDER"))
        return subprocess.Popen(
            ["ip", "netns", "exec", self.home, "sh", "-c",
             f"splits 1K '{self.folder.name}' | parallel --will-cite "
             f"--ssh 'ssh -F {self.at}/config' --sshlogin "
             f"{','.join('2/' + host for host in HOSTS)} --workdir \"$PWD\" {more} "
             "--colsep '\\t' --retries 5 lint-split reports {1} {2} {3}"],
            cwd=self.folder.path, env=env, stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE)

    def lose(self, host):
        self.ip("-n", self.space(host), "link", "set", "eth0", "down")


def parallel_lints_on_other_hosts():
    with Folder() as f, Hosts(f) as hosts:
        run = hosts.lint()
        _, said = run.communicate(timeout=120)
        assert run.returncode == 0, said
        f.check_reports()


def parallel_lints_elsewhere_what_a_lost_host_had():
    with Folder() as f, Hosts(f) as hosts:
        hang_at(f, HOSTS[2])
        run = hosts.lint()
        worker = hung_worker(f)
        hosts.lose(HOSTS[2])
        _, said = run.communicate(timeout=120)
        assert run.returncode == 0, said
        f.check_reports()


TESTS = [
    slurm_runs_killed_tasks_again,
    slurm_runs_the_tasks_of_a_lost_node_again,
    parallel_lints_on_other_hosts,
    parallel_lints_elsewhere_what_a_lost_host_had,
]


def main():
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing or os.getuid() != 0:
        print("Bail out! root is needed, and", ", ".join(missing or NEEDED))
        return 99
    failed = False
    print(f"1..{len(TESTS)}")
    for n, test in enumerate(TESTS, 1):
        title = test.__name__.replace("_", " ")
        try:
            test()
            print(f"ok {n} - {title}", flush=True)
        except AssertionError as why:
            failed = True
            print(f"not ok {n} - {title}\n# {str(why)[:2000]}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
