#!/usr/bin/python3
"""Complete command lines in bash, zsh and fish, and print TAP.

What each shell offers is compared with what the program lists and accepts.
GCLINT is the program, by default gclint in the current folder.  bash and zsh
run on a terminal, with a key that completes and shows what has become of the
line.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SRCDIR = os.path.abspath(os.environ.get("srcdir") or os.path.join(HERE, ".."))
SCRIPTS = os.path.join(SRCDIR, "contrib", "completions")
GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
FILES = ["evil.json", "list.txt", "payload.json"]
FOLDER = "saved"

# A rule pack.
EVIL = """{"pack": "evil", "root": "x",
"rules": {"$(touch${IFS}owned)": {"severity": "error", "summary": "x"},
"`touch${IFS}owned`": {"severity": "error", "summary": "$(touch owned)"}},
"shapes": {"x": {"fields": {"a": {"is": "string",
"rule": "$(touch${IFS}owned)"}, "b": {"is": "string",
"rule": "`touch${IFS}owned`"}}}}}
"""

BASH = """
PS1= PS2= HISTFILE=
bind 'set completion-query-items 0' 'set page-completions off'
bind 'set bell-style none' 'set enable-bracketed-paste off'
bind -x '"\\C-x\\C-p": printf "{{%s}}" "$READLINE_LINE"; READLINE_LINE='
bind '"\\C-x\\C-a": insert-completions'
. "$SCRIPTS/gclint.bash"
"""

# Calls of compadd that only fill arrays offer nothing.
ZSH = """
PS1= PS2= HISTFILE=
unsetopt autolist automenu beep
fpath=("$SCRIPTS" $fpath)
autoload -U compinit && compinit -D -u
compadd()
{
	local -a found
	if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
		builtin compadd -A found "$@"
		offered+=("$IPREFIX"$^found)
	fi
	builtin compadd "$@"
}
show()
{
	print -rn -- "{{$*}}"
	BUFFER=
}
complete-line() { zle complete-word; show $BUFFER }
complete-list() { offered=(); zle complete-word; show $offered }
typeset -a offered
zle -N show
zle -N complete-line
zle -N complete-list
bindkey '^X^P' show '^X^L' complete-line '^X^A' complete-list
"""


class Terminal:
    """A shell that reads keys; one shows the line, as {{...}}."""

    def __init__(self, command, rc, env):
        self.seen = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        with open(os.path.join(env["HOME"], "rc"), "w",
                  encoding="ascii") as f:
            f.write(rc)
        os.write(self.fd, b". ~/rc\n")
        self.keys("\x18\x10")
        self.seen = b""

    def keys(self, keys):
        os.write(self.fd, keys.encode())
        end = time.monotonic() + 20
        while not (shown := re.search(rb"{{(.*?)}}", self.seen, re.S)):
            left = max(0, end - time.monotonic())
            assert select.select([self.fd], [], [], left)[0], \
                f"no answer to {keys!r}, only {self.seen[-500:]!r}"
            self.seen += os.read(self.fd, 65536)
        self.seen = self.seen[shown.end():]
        return shown[1].decode()

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Bash(Terminal):
    def __init__(self, env, more=""):
        super().__init__(["bash", "--norc", "--noprofile", "-i"],
                         BASH + more, env)

    def line(self, line):
        return self.keys(line + "\t\x18\x10")

    def offers(self, line):
        typed = line.rpartition(" ")[0] + " "
        shown = self.keys(line + "\x18\x01\x18\x10")
        assert shown.startswith(typed), shown
        return shown[len(typed):].split() if shown.rstrip() != line else []


class Zsh(Terminal):
    def __init__(self, env):
        super().__init__(["zsh", "-f", "-i"], ZSH, env)

    def line(self, line):
        return self.keys(line + "\x18\x0c")

    def offers(self, line):
        return self.keys(line + "\x18\x01").split()


class Fish:
    """Only lists: the shell has no line to complete unless it is drawn."""

    def __init__(self, env):
        self.env = env

    def offers(self, line):
        run = subprocess.run(
            ["fish", "--no-config", "-c",
             "source $SCRIPTS/gclint.fish; complete -C $LINE"],
            env=dict(self.env, LINE=line), stdin=subprocess.DEVNULL,
            capture_output=True, check=True, text=True)
        assert run.stderr == "", run.stderr
        return [word.partition("\t")[0] for word in run.stdout.splitlines()]

    def close(self):
        pass


# ---- what the program says ----

def gclint(*args):
    return subprocess.run([GCLINT, *args], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, text=True)


def options():
    """Names with what stands behind each: "=FILE", "[=WHEN]", ""."""
    found = {}
    for line in gclint("--help").stdout.splitlines():
        if label := re.match(r"  (?:(-.), |    )(--[a-z-]+)(\S*)", line):
            found[label[2]] = label[3]
            if label[1]:
                found[label[1]] = ""
    assert len(found) > 20
    return found


def allowed(option):
    """What the message on a wrong value names."""
    said = gclint(option + "=address-e164=?", os.devnull).stderr
    words = re.search(r"(?:[\w=]+, )+[\w=]+ or [\w=]+", said)
    assert words, said
    return set(re.findall(r"\w+", words[0])) - {"or", "RULE"}


def formats():
    words = re.search(r"NAME is one of: ([\w,\s]+)",
                      gclint("--help").stdout)[1]
    return set(re.findall(r"\w+", words.partition("\n      --")[0]))


def packs():
    return set(re.findall(r"^(\S+): ", gclint("--list-packs").stdout, re.M))


def rules(*names):
    return {line.split()[0] for name in names or packs()
            for line in gclint("--list-rules",
                               "--pack=" + name).stdout.splitlines()}


# ---- the tests ----

def offered(shell, line):
    """Values without what was typed of the word up to its last = or :."""
    typed = re.match(r"(?:.*[=:])?", line.rpartition(" ")[2])[0]
    return {word[len(typed):] if typed and word.startswith(typed) else word
            for word in shell.offers(line)}


def differ(seen, want):
    assert seen == want, (f"not offered: {sorted(want - seen)}, "
                          f"offered for nothing: {sorted(seen - want)}")


def the_options_of_help(shell):
    differ({word.rstrip("=") for word in offered(shell, "gclint -")},
           set(options()))


def values_that_are_accepted(shell):
    for option in "--input", "--color", "--fail-level":
        differ(offered(shell, f"gclint {option}="), allowed(option))
    differ(offered(shell, "gclint --severity=address-e164="),
           allowed("--severity"))


def formats_and_their_files(shell):
    differ(offered(shell, "gclint --format="), formats())
    differ(offered(shell, "gclint --format s"), {"sarif"})
    differ(offered(shell, "gclint --format=html:pay"), {"payload.json"})


def packs_and_files(shell):
    files = set(FILES) | {FOLDER, FOLDER + "/"}
    differ(offered(shell, "gclint --pack=") - files, packs())
    differ({os.path.basename(name)
            for name in offered(shell, "gclint --pack=./pay")},
           {"payload.json"})


def the_rules_of_all_packs(shell):
    for option in {"--explain", "--fix-rule"} & set(options()):
        differ(offered(shell, f"gclint {option}="), rules())
    differ({word.rstrip("=") for word in offered(shell, "gclint --severity=")},
           rules())


def the_rules_of_the_pack_on_the_line(shell):
    differ(offered(shell, "gclint --pack=request --explain="),
           rules("request"))


def files_where_a_file_belongs(shell):
    named = [name for name, arg in options().items()
             if re.match(r"=(.*\|)?FILE|=GLOB", arg)]
    for before in ["gclint ", "gclint --quiet "] + [
            f"gclint {name}{between}" for name in named for between in "= "]:
        differ(offered(shell, before + "pay"), {"payload.json"})


def nothing_where_nothing_is_known(shell):
    for name, arg in options().items():
        if re.match(r"=(N|SIZE|CODE)\b", arg):
            differ(offered(shell, f"gclint {name}="), set())


def no_files_without_need(shell):
    for name, arg in options().items():
        if arg == "[=WHEN]":
            assert "payload.json" not in offered(shell, f"gclint {name}=")


def runs_nothing(shell, line):
    shell.offers(line)
    if os.path.exists("owned"):
        os.remove("owned")
        raise AssertionError(line)


def nothing_typed_is_run(shell):
    for typed in "$(touch owned)", "`touch owned`", "$(touch${IFS}owned)":
        for line in (f"gclint --severity={typed}=", f"gclint --color={typed}",
                     f"gclint --pack={typed} --explain=",
                     f"gclint {typed}=", f"gclint --x/y{typed}="):
            runs_nothing(shell, line)


def names_in_packs_are_not_run(shell):
    runs_nothing(shell, "gclint --pack=./evil.json --explain=")
    runs_nothing(shell, "gclint --pack=./evil.json --severity=")


def lines_grow(shell):
    for typed, want in [
            ("gclint --forc", "gclint --force-exclude "),
            ("gclint --max-s", "gclint --max-size="),
            ("gclint --format=che", "gclint --format=checkstyle "),
            ("gclint --format che", "gclint --format checkstyle "),
            ("gclint --format=sarif:lis", "gclint --format=sarif:list.txt "),
            ("gclint --severity=address-e1",
             "gclint --severity=address-e164="),
            ("gclint --severity=address-e164=er",
             "gclint --severity=address-e164=error "),
            ("gclint -q sav", "gclint -q saved/"),
            ("gclint -- pay", "gclint -- payload.json ")]:
        seen = shell.line(typed)
        assert seen == want, f"{typed!r} becomes {seen!r}, not {want!r}"


def without_the_program(shell):
    differ(offered(shell, "gclint -"), set())
    differ(offered(shell, "gclint pay"), {"payload.json"})


LISTS = [the_options_of_help, values_that_are_accepted,
         formats_and_their_files, packs_and_files, the_rules_of_all_packs,
         the_rules_of_the_pack_on_the_line, files_where_a_file_belongs,
         nothing_where_nothing_is_known, no_files_without_need,
         nothing_typed_is_run, names_in_packs_are_not_run]
NO_BREAKS = "COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]/}\n"


def environment(folder):
    """A path with gclint and with nothing else that completion needs not."""
    os.makedirs(os.path.join(folder, "bin"))
    os.makedirs(os.path.join(folder, "home"))
    os.makedirs(os.path.join(folder, "work", FOLDER))
    for name in FILES:
        with open(os.path.join(folder, "work", name), "wb"):
            pass
    with open(os.path.join(folder, "work", "evil.json"), "w",
              encoding="ascii") as f:
        f.write(EVIL)
    os.symlink(GCLINT, os.path.join(folder, "bin", "gclint"))
    return {"HOME": os.path.join(folder, "home"), "LC_ALL": "C.UTF-8",
            "PATH": os.path.join(folder, "bin") + ":/usr/bin:/bin",
            "SCRIPTS": SCRIPTS, "TERM": "dumb"}


def main():
    for name in "bash", "zsh", "fish":
        if not shutil.which(name):
            print(f"Bail out! {name} is missing (Debian: {name})")
            return 99
    n = failed = 0
    with tempfile.TemporaryDirectory(prefix="gclint-completions.") as folder:
        env = environment(folder)
        os.chdir(os.path.join(folder, "work"))
        none = dict(env, PATH="/usr/bin:/bin")
        for name, make, tests in [
                ("bash", lambda: Bash(env), LISTS + [lines_grow]),
                ("bash, words not broken", lambda: Bash(env, NO_BREAKS),
                 [values_that_are_accepted, formats_and_their_files,
                  files_where_a_file_belongs, nothing_typed_is_run,
                  lines_grow]),
                ("zsh", lambda: Zsh(env), LISTS + [lines_grow]),
                ("fish", lambda: Fish(env), LISTS),
                ("bash", lambda: Bash(none), [without_the_program]),
                ("zsh", lambda: Zsh(none), [without_the_program]),
                ("fish", lambda: Fish(none), [without_the_program])]:
            shell = make()
            for test in tests:
                n += 1
                title = f"{name}: {test.__name__.replace('_', ' ')}"
                try:
                    test(shell)
                    print(f"ok {n} - {title}", flush=True)
                except Exception as e:  # pylint: disable=broad-except
                    failed += 1
                    print(f"not ok {n} - {title}")
                    said = f"{type(e).__name__}: {e}"
                    print(re.sub("^", "# ", said, flags=re.M), flush=True)
            shell.close()
    print(f"1..{n}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
