#!/usr/bin/python3
"""Use what contrib/ and the top folder have for other tools; prints TAP.

The action's steps run in a shell as GitHub's runner runs them, and what they
print is read as the runner reads it: commands, then problem matchers.  The
script of the GitLab job, the watch script and Vim run too.  GCLINT is the
program, by default gclint in the current folder.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SRCDIR = os.path.abspath(os.environ.get("srcdir") or os.path.join(HERE, ".."))
sys.path.insert(0, os.path.join(SRCDIR, "tests"))
sys.dont_write_bytecode = True

try:
    import yaml
except ImportError:
    print("Bail out! YAML for Python is missing (Debian: python3-yaml)")
    sys.exit(99)

import hostile  # noqa: E402  pylint: disable=wrong-import-position

GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
MATCHER = os.path.join("contrib", "github", "gclint-matcher.json")

Note = collections.namedtuple(
    "Note", "file line column severity message code")


def read(*path):
    with open(os.path.join(SRCDIR, *path), encoding="utf-8") as f:
        return f.read()


def equal(seen, want):
    assert seen == want, f"expected {want!r}\nseen {seen!r}"


class Folder:
    """Files, the current folder as long as it is there."""

    def __init__(self, files=()):
        self.held = tempfile.TemporaryDirectory(prefix="gclint-contrib.")
        self.path = os.path.realpath(self.held.name)
        self.work = os.path.join(self.path, "work")
        os.makedirs(os.path.join(self.work, "payloads"))
        os.mkdir(os.path.join(self.path, "bin"))
        self.env = dict(os.environ, HOME=self.path, LC_ALL="C",
                        PATH=os.path.join(self.path, "bin") +
                        ":/usr/bin:/bin")
        for name in "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GCLINT_OPTS":
            self.env.pop(name, None)
        hostile.write(os.path.join(self.work, "payloads"), files)

    def __enter__(self):
        os.chdir(self.work)
        return self

    def __exit__(self, *_):
        os.chdir("/")
        self.held.cleanup()

    def program(self, name, text=None):
        path = os.path.join(self.path, "bin", name)
        if text is None:
            os.symlink(GCLINT, path)
            return
        with open(path, "w", encoding="utf-8") as f:
            f.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)

    def run(self, command, status, **more):
        """What it prints; nothing may go to standard error."""
        more.setdefault("env", self.env)
        run = subprocess.run(command, stdin=subprocess.DEVNULL, check=False,
                             capture_output=True, **more)
        text = run.stdout.decode("utf-8", "surrogateescape")
        assert run.returncode == status and not run.stderr, \
            (f"exit status {run.returncode}, not {status}:\n{text}\n"
             f"{run.stderr.decode('utf-8', 'replace')}")
        return text

    def gclint(self, *args):
        run = subprocess.run([GCLINT, *args], env=self.env, check=False,
                             stdin=subprocess.DEVNULL, capture_output=True)
        return run.stdout.decode("utf-8", "surrogateescape")


# ---- GitHub ----

def matchers():
    return json.loads(read(MATCHER))["problemMatcher"]


def match(matcher, line):
    """As the runner does; the severities are those that it knows."""
    (pattern,) = matcher["pattern"]
    if not (found := re.search(pattern["regexp"], line, re.ASCII)):
        return None
    part = {name: found[pattern[name]]
            for name in Note._fields if name in pattern}
    part.setdefault("severity", matcher.get("severity"))
    assert part["severity"] in ("error", "warning", "notice"), part
    return Note(**part)


def notes(text, known):
    return [note for line in text.split("\n")
            for note in [next(filter(None, (match(m, line) for m in known)),
                              None)] if note]


def expected(folder, *args):
    """The same from the json report, in the words of the gcc report."""
    words = {"error": "error", "warning": "warning", "note": "notice"}
    report = json.loads(folder.gclint("--format=json", *args))
    lines = folder.gclint("--format=gcc", *args).splitlines()
    equal(len(lines), len(report["findings"]))
    for line, f in zip(lines, report["findings"]):
        place = f"{f['line']}:{f['column']}: {f['severity']}: "
        name, _, rest = line.partition(":" + place)
        message = rest.removesuffix(f" [{f['rule']}]")
        yield Note(name, str(f["line"]), str(f["column"]),
                   words[f["severity"]], message, f["rule"])


CORPUS = [
    (b"fine.json", hostile.payload()),
    (b"note.json", b'{"participants":[{"address":"tel:+15551234567"}]}'),
    (b"warning.json", hostile.payload(state="connected")),
    (b"official.json", b'{"phoneNumber": "+1 555 123 4567", "id": "x"}'),
    # Lines of the payload that look like findings, within the report.
    (b"lines.json", b'{"type": "call", "participants": [\n'
     b'x.json:1:1: error: boo [address-scheme]\n'
     b'"x.json:2:2: warning: boo [address-scheme]\n'
     b'4 | x.json:3:3: note: boo [address-scheme]\n]}\n'),
    (b"names.json", hostile.payload(
        **{"x.json:1:1: error: boo [type-call]": 1})),
] + list(hostile.contents())


def matchers_find_what_is_there(color):
    with Folder(CORPUS) as folder:
        args = ["--severity=field-required=note", "payloads"]
        want = list(expected(folder, *args))
        assert {n.severity for n in want} == {"error", "warning", "notice"}
        text = folder.gclint("--color=" + color, *args)
        equal("\x1b" in text, color == "always")
        equal(notes(text, matchers()), want)
        equal(notes(folder.gclint("--format=gcc", *args), matchers()), want)


def plain_text_is_matched():
    matchers_find_what_is_there("never")


def coloured_text_is_matched():
    matchers_find_what_is_there("always")


def names_of_files_cannot_hide_a_place():
    names = [name for name in hostile.NAMES if b":" not in name]
    with Folder((name, hostile.faulty()) for name in names) as folder:
        want = list(expected(folder, "payloads"))
        for color in "never", "always":
            equal(notes(folder.gclint("--color=" + color, "payloads"),
                        matchers()), want)


def matchers_are_the_runners():
    """What the runner refuses, it refuses without a word in the log."""
    owners = [m["owner"] for m in matchers()]
    equal(sorted(set(owners)), sorted(owners))
    for m in matchers():
        assert m.get("severity", "error") in ("error", "warning", "notice")
        (pattern,) = m["pattern"]
        groups = re.compile(pattern["regexp"]).groups
        for name, group in pattern.items():
            assert name == "regexp" or 1 <= group <= groups, name


class Runner:
    """Of GitHub's: runs a composite action and reads what it prints."""

    def __init__(self, folder, action, inputs):
        self.folder = folder
        self.action = action
        self.known = []
        self.notes = []
        self.commands = []
        self.stopped = None
        given = {name: spec["default"]
                 for name, spec in self.spec()["inputs"].items()}
        assert set(inputs) <= set(given), inputs
        given.update(inputs)
        self.given = given

    def spec(self):
        with open(os.path.join(self.action, "action.yml"),
                  encoding="utf-8") as f:
            return yaml.safe_load(f)

    def value(self, text):
        return re.sub(r"\${{ *inputs\.(\w+) *}}",
                      lambda found: self.given[found[1]], text)

    def run(self, status):
        (step,) = self.spec()["runs"]["steps"]
        assert "${{" not in step["run"], "an input becomes part of a script"
        equal(step["shell"], "bash")
        env = dict(self.folder.env, GITHUB_ACTIONS="true", CI="true",
                   GITHUB_ACTION_PATH=self.action,
                   GITHUB_WORKSPACE=self.folder.work)
        env.update((k, self.value(v)) for k, v in step["env"].items())
        text = self.folder.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c",
             step["run"]], status, env=env)
        for line in text.split("\n"):
            self.line(line)
        equal(self.stopped, None)
        equal(self.known, [])
        return text

    def line(self, line):
        """A command anywhere in the line, as both of its syntaxes allow."""
        found = re.search(r"^\s*::(\w[\w-]*)( [^:]*)?::(.*)", line) or \
            re.search(r"##\[(\w[\w-]*)( [^]]*)?\](.*)", line)
        if found and self.stopped == found[1]:
            self.stopped = None
        elif found and not self.stopped:
            self.command(found[1], (found[2] or "").strip(), found[3])
        else:
            self.notes += notes(line, self.known)

    def command(self, name, properties, data):
        self.commands.append(name)
        if name == "stop-commands":
            self.stopped = data
        elif name == "add-matcher":
            with open(data, encoding="utf-8") as f:
                self.known += json.load(f)["problemMatcher"]
        elif name == "remove-matcher":
            self.known = [m for m in self.known
                          if "owner=" + m["owner"] != properties]


PLAIN = ["add-matcher", "stop-commands", "remove-matcher", "remove-matcher"]


def the_action_makes_annotations():
    with Folder(CORPUS) as folder:
        folder.program("gclint")
        runner = Runner(folder, SRCDIR, {"paths": "payloads"})
        runner.run(1)
        equal(runner.commands, PLAIN)
        equal(runner.notes, list(expected(folder, "payloads")))


def payloads_give_the_runner_no_commands():
    with Folder((name, hostile.faulty()) for name in hostile.NAMES) as folder:
        folder.program("gclint")
        hostile.write(".", [(b"::error::x.json", hostile.faulty()),
                            (b"##[add-mask]x.json", hostile.faulty())])
        runner = Runner(folder, SRCDIR, {"paths":
                        "::error::x.json\n##[add-mask]x.json\npayloads"})
        text = runner.run(1)
        assert "\n::error::x.json" in text.replace("\x1b[1m", "")
        equal(runner.commands, PLAIN)


def the_actions_status_is_gclints():
    with Folder([(b"warning.json", hostile.payload(state="x"))]) as folder:
        folder.program("gclint")
        for inputs, status in [
                ({}, 0), ({"args": "--fail-level=warning"}, 1),
                ({"args": "--no-such"}, 2), ({"paths": "nothing"}, 3),
                ({"args": "--fail-level=warning\n--exit-zero"}, 0)]:
            Runner(folder, SRCDIR, inputs).run(status)


def inputs_are_never_code():
    evil = "$(touch owned)`touch owned`;touch owned;'\"\\"
    with Folder() as folder:
        folder.program("gclint")
        hostile.write(".", [(evil.encode().replace(b"/", b""),
                             hostile.faulty()),
                            (b"a b.json", hostile.faulty())])
        runner = Runner(folder, SRCDIR, {
            "paths": evil + "\n\na b.json\n",
            "args": f"--exclude={evil}\n--format=sarif:{evil}.sarif"})
        runner.run(1)
        equal([n.file for n in runner.notes],
              [evil, "a b.json"])
        assert not os.path.exists("owned")
        assert os.path.exists(evil + ".sarif")
        Runner(folder, SRCDIR, {"program": evil}).run(127)
        assert not os.path.exists("owned")


def the_action_builds_where_there_is_no_gclint():
    """From its own folder, by the command that tests/ runs elsewhere."""
    with Folder([(b"bad.json", hostile.faulty())]) as folder:
        action = os.path.join(folder.path, "action")
        os.makedirs(os.path.join(action, "contrib"))
        shutil.copy(os.path.join(SRCDIR, "action.yml"), action)
        shutil.copytree(os.path.join(SRCDIR, "contrib", "github"),
                        os.path.join(action, "contrib", "github"))
        bootstrap = os.path.join(action, "bootstrap")
        with open(bootstrap, "w", encoding="utf-8") as f:
            f.write('#!/bin/sh\n[ "$*" = "lint --version" ] || exit 9\n'
                    'cd "${0%/*}" && mkdir build &&\n'
                    f'ln -s "{GCLINT}" build/gclint\n')
        os.chmod(bootstrap, 0o755)
        runner = Runner(folder, action, {"paths": "payloads"})
        runner.run(1)
        equal(runner.commands, ["group", "endgroup"] + PLAIN)
        equal(len(runner.notes), 1)
        with open(bootstrap, "w", encoding="utf-8") as f:
            f.write("#!/bin/sh\nexit 3\n")
        Runner(folder, action, {}).run(3)


def the_workflow_uses_what_the_action_has():
    flow = yaml.safe_load(read("contrib", "github", "workflow.yml"))
    spec = yaml.safe_load(read("action.yml"))
    (job,) = flow["jobs"].values()
    readme = yaml.safe_load(re.search(
        r"<!-- workflow -->\n```yaml\n(.*?)```", read("README.md"), re.S)[1])
    equal([s["uses"] for s in readme], [s["uses"] for s in job["steps"]][:2])
    ours, others = [[s for s in job["steps"] + readme[1:]
                     if ("gclint@" in s["uses"]) is mine]
                    for mine in (True, False)]
    with Folder([(b"bad.json", hostile.faulty())]) as folder:
        folder.program("gclint")
        for step in ours:
            assert set(step["with"]) <= set(spec["inputs"])
            Runner(folder, SRCDIR, step["with"]).run(1)
        assert len(ours) == 2 and others
        for other in others:
            for name in "sarif_file", "path":
                if name in other.get("with", {}):
                    assert os.path.getsize(other["with"][name]) > 0


# ---- GitLab ----

def the_gitlab_job_writes_its_reports():
    job = yaml.safe_load(
        read("contrib", "gitlab", "gclint.gitlab-ci.yml"))["gclint"]
    kept = job["artifacts"]
    files = kept["paths"] + list(kept["reports"].values())
    for content, status in (hostile.payload(), 0), (hostile.faulty(), 1):
        with Folder([(b"call.json", content)]) as folder:
            folder.program("gclint")
            # The runner gives the script to the image's shell as it is.
            folder.run(["sh", "-ec", "\n".join(job["script"])], status)
            for name in files:
                assert os.path.getsize(name) > 0, name
            with open(kept["reports"]["codequality"], encoding="utf-8") as f:
                report = json.load(f)
            equal([(one["location"]["path"], one["severity"])
                   for one in report],
                  [("payloads/call.json", "major")] * status)


# ---- Docker ----

def packages():
    """Debian's, for each part that bootstrap knows."""
    table = read("bootstrap").partition("<<'TABLE'\n")[2].partition(
        "\nTABLE\n")[0].splitlines()
    parts = collections.defaultdict(set)
    for what, names in zip(table[::2], table[1::2]):
        parts[what.split()[0]] |= set(names.split()[0].split(","))
    return parts


def the_image_builds_with_what_bootstrap_installs():
    text = re.sub(r"^#.*\n", "", read("Dockerfile"), flags=re.M)
    stages = re.split(r"^FROM ", text, flags=re.M)[1:]
    equal(len(stages), 2)
    installs = [set(re.search(
        r"install -y --no-install-recommends ([^&]*)",
        stage.replace("\\\n", " "))[1].split()) for stage in stages]
    known = packages()
    equal(installs[0], known["build"] | known["configure"])
    equal(installs[1], {"ca-certificates", "libcurl4", "libpcre2-8-0",
                        "libssl3"})
    assert re.search(r"^USER \d+:\d+$", stages[1], re.M), "it runs as root"
    assert 'ENTRYPOINT ["gclint"]' in stages[1]


def the_list_of_packages_for_tests_is_bootstraps():
    listed = re.search(r"apt-get install ((?:.*\\\n)*.*)",
                       read("CONTRIBUTING.md"))[1].replace("\\\n", " ")
    equal(set(listed.split()), packages()["check"])


# ---- editors ----

def vscode_reads_the_lines():
    (task,) = json.loads(read("contrib", "vscode", "tasks.json"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    with Folder(CORPUS) as folder:
        equal(task["args"][-1], ".")
        text = folder.gclint(*task["args"][:-1], "payloads")
        seen = [Note(*(found[pattern[name]] for name in Note._fields))
                for line in text.splitlines()
                for found in [re.search(pattern["regexp"], line, re.ASCII)]
                if found]
        equal([n._replace(severity=n.severity.replace("note", "notice"))
               for n in seen], list(expected(folder, "payloads")))


def vim_fills_its_list():
    with Folder([(b"a b.json", hostile.faulty())] + CORPUS[:4]) as folder:
        folder.program("gclint")
        with open("list.vim", "w", encoding="utf-8") as f:
            f.write("set shellpipe=>%s\\ 2>&1\n"
                    f"set rtp+={SRCDIR}/contrib/vim\n"
                    "compiler gclint\n"
                    "silent make! payloads\n"
                    "call writefile([json_encode(map(getqflist(), "
                    "'extend(v:val, #{file: bufname(v:val.bufnr)})'))],"
                    "'list.json')\nqa!\n")
        folder.run(["vim", "-es", "-u", "NONE", "-i", "NONE", "-S",
                    "list.vim"], 0)
        with open("list.json", encoding="utf-8") as f:
            seen = [(e["file"], str(e["lnum"]), str(e["col"]), e["type"],
                     e["text"]) for e in json.load(f)]
        equal(seen, [(n.file, n.line, n.column, n.severity[0],
                      f"{n.message} [{n.code}]")
                     for n in expected(folder, "payloads")])


# ---- watching ----

def watching_goes_on_when_a_file_comes():
    """entr is played: it ends twice with 2, new file, then with 0."""
    with Folder([(b"one.json", hostile.faulty())]) as folder:
        folder.program("gclint")
        folder.program("entr", f"""
            cat >>"{folder.path}/names"
            shift && "$@" >>"{folder.path}/said"
            echo >>"{folder.path}/turns"
            [ "$(wc -l <"{folder.path}/turns")" -lt 3 ] || exit 0
            cp payloads/one.json payloads/two.json
            exit 2
            """)
        folder.run(["sh", os.path.join(SRCDIR, "contrib", "watch.sh"),
                    "payloads"], 0)
        with open(os.path.join(folder.path, "names"), encoding="utf-8") as f:
            equal(f.read().split(),
                  ["payloads/one.json"] + ["payloads/one.json",
                                           "payloads/two.json"] * 2)
        with open(os.path.join(folder.path, "said"), encoding="utf-8") as f:
            equal(f.read().count("[address-scheme]"), 5)


TESTS = [
    plain_text_is_matched,
    coloured_text_is_matched,
    names_of_files_cannot_hide_a_place,
    matchers_are_the_runners,
    the_action_makes_annotations,
    payloads_give_the_runner_no_commands,
    the_actions_status_is_gclints,
    inputs_are_never_code,
    the_action_builds_where_there_is_no_gclint,
    the_workflow_uses_what_the_action_has,
    the_gitlab_job_writes_its_reports,
    the_image_builds_with_what_bootstrap_installs,
    the_list_of_packages_for_tests_is_bootstraps,
    vscode_reads_the_lines,
    vim_fills_its_list,
    watching_goes_on_when_a_file_comes,
]


def main():
    failed = 0
    if not shutil.which("vim"):
        print("Bail out! vim is missing (Debian: vim)")
        return 99
    for n, test in enumerate(TESTS, 1):
        title = test.__name__.replace("_", " ")
        try:
            test()
            print(f"ok {n} - {title}", flush=True)
        except Exception as e:  # pylint: disable=broad-except
            failed += 1
            said = f"{type(e).__name__}: {e}"
            print(f"not ok {n} - {title}")
            print(re.sub("^", "# ", said.encode(
                "ascii", "backslashreplace").decode(), flags=re.M), flush=True)
    print(f"1..{len(TESTS)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
