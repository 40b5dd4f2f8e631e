#!/usr/bin/python3
"""Hold what is written about configurations to what gclint takes; prints TAP.

Three things describe a configuration: rules/config.json, with which gclint
checks one, rules/config.schema.json, for editors, and gclint-config(5), for
people.  They have to name the same keys.  The schema and the program have to
accept the example of the manual, and to refuse the same faults in it.  GCLINT
is the program, by default gclint in the current folder.
"""

import copy
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("Bail out! jsonschema for Python is missing "
          "(Debian: python3-jsonschema)")
    sys.exit(99)

SRCDIR = os.environ.get("srcdir") or os.path.join(os.path.dirname(__file__),
                                                  "..")
GCLINT = os.environ.get("GCLINT") or os.path.abspath("gclint")
UNDER = os.environ.get("GCLINT_UNDER", "").split()


def read(*path):
    with open(os.path.join(SRCDIR, *path), encoding="utf-8") as f:
        return f.read()


SCHEMA = json.loads(read("rules", "config.schema.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PACK = json.loads(read("rules", "config.json"))
MANUAL = read("man", "gclint-config.5")
EXAMPLE = json.loads(re.search(
    r'^\.\\" file: \.gclint\.json\n\.Bd.*\n((?:.*\n)*?)\.Ed', MANUAL,
    re.M).group(1))


def refused_by_schema(config):
    return [e.message[:200] for e in VALIDATOR.iter_errors(config)]


def print_config(config, *options):
    """What becomes of gclint --print-config."""
    with tempfile.TemporaryDirectory(prefix="gclint-config.") as folder:
        path = os.path.join(folder, "config.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(config, f)
        return subprocess.run(
            [*UNDER, GCLINT, "--config=" + path, "--print-config", *options],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False)


def refused_by_gclint(config):
    run = print_config(config)
    if run.returncode not in (0, 2):
        raise AssertionError(f"exit status {run.returncode}: {run.stderr}")
    return [run.stderr.strip()] if run.returncode else []


def shape_of(name):
    """A shape of rules/config.json: its members."""
    return PACK["shapes"][name]["fields"]


def in_schema(name):
    return SCHEMA if name == "config" else SCHEMA["$defs"][name]


def in_manual(name):
    """The names behind .It Cm in the list that the manual marks so."""
    found = re.search(r'^\.\\" members: ' + name + r"\n((?:.*\n)*?)\.El",
                      MANUAL, re.M)
    return re.findall(r"^\.It Cm (.*?) Pq ", found.group(1), re.M)


def required_in_manual(name):
    return re.findall(r"^\.It Cm (\S+) Pq .*, required$", MANUAL, re.M)


def same(what, a, b):
    if set(a) != set(b):
        return [f"{what}: only in the first {sorted(set(a) - set(b))}, "
                f"only in the second {sorted(set(b) - set(a))}"]
    return []


def schema_is_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return []


def keys_of_schema():
    why = []
    for name in PACK["shapes"]:
        part = in_schema(name)
        why += same(name, shape_of(name), part["properties"])
        if part.get("additionalProperties") is not False:
            why.append(f"{name}: the schema takes unknown keys")
    return why


def keys_of_manual():
    why = []
    for name in PACK["shapes"]:
        why += same(name, shape_of(name), in_manual(name))
    return why


def required_keys():
    why = []
    everywhere = []
    for name in PACK["shapes"]:
        want = [k for k, v in shape_of(name).items() if "missing" in v]
        why += same(name, want, in_schema(name).get("required", []))
        everywhere += want
    return why + same("manual", everywhere, required_in_manual(name))


def words_of(ladder):
    """The strings that a ladder of rules/config.json allows."""
    return next(step["enum"] for step in PACK["formats"][ladder]
                if "enum" in step)


def words():
    level = SCHEMA["properties"]["failLevel"]["enum"]
    return (same("severity", words_of("severity"),
                 SCHEMA["$defs"]["severity"]["enum"]) +
            same("failLevel", words_of("level"), set(level) - {None}))


def both_take(config):
    return refused_by_schema(config) + refused_by_gclint(config)


COMMAND_LINE = (
    "--pack=call-command", "--fail-level=note", "--country=1",
    "--severity=address-country=off", "--severity=placeholder=error",
)


def printed_again():
    once = print_config(EXAMPLE).stdout
    again = print_config(json.loads(once)).stdout
    if once != again:
        return [once, again]
    return same("keys", json.loads(once),
                set(shape_of("config")) - {"$schema"})


def printed_with_command_line():
    """Read back, it holds without the options, and for each file too."""
    config = json.loads(print_config(EXAMPLE, *COMMAND_LINE).stdout)
    why = []
    for name in ((), ("payloads/v2/a.json",), ("captures/a.har",)):
        want = print_config(EXAMPLE, *COMMAND_LINE, *name).stdout
        got = print_config(config, *name).stdout
        if want != got or '"failLevel": "note"' not in got:
            why += [want, got]
    return why


# ---- values that both have to take, and faults that both have to refuse ----

def delete(config, *path):
    for key in path[:-1]:
        config = config[key]
    del config[path[-1]]


def put(value, *path):
    def change(config):
        for key in path[:-1]:
            config = config[key]
        config[path[-1]] = value
    return change


SUPPRESS = ("suppress", 0)
OVERRIDE = ("overrides", 0)

RIGHT = {
    "nothing": lambda c: c.clear(),
    "null for every key": lambda c: c.update(dict.fromkeys(
        shape_of("config"))),
    "a schema": put("./config.schema.json", "$schema"),
    "a pack": put("create-call-request", "pack"),
    "a fail level of none": put("none", "failLevel"),
    "one pattern as a string": put("a/*.json", *OVERRIDE, "files"),
    "a pattern that takes back": put(["*", "!a"], "exclude"),
    "a pattern from the folder": put(["/a", "**/.b/c", "..d"], "exclude"),
    "the pointer of a document": put("", *SUPPRESS, "pointer"),
    "a pointer with escapes": put("/a~0~1b//*", *SUPPRESS, "pointer"),
    "a leap day": put("2028-02-29", *SUPPRESS, "expires"),
    "no day": lambda c: delete(c, *SUPPRESS, "expires"),
    "a rule alone": lambda c: [delete(c, *SUPPRESS, k)
                               for k in ("file", "pointer")],
    "a file alone": lambda c: [delete(c, *SUPPRESS, k)
                               for k in ("rule", "pointer")],
}

FAULTS = {
    "an unknown key": put({}, "rule"),
    "an unknown key in an override": put(1, *OVERRIDE, "failLevel"),
    "an unknown key in a suppression": put(1, *SUPPRESS, "line"),
    "a pack that is no string": put(["a"], "pack"),
    "an empty pack": put("", "pack"),
    "an unknown severity": put("fatal", "rules", "type-call"),
    "a severity that is null": put(None, "rules", "type-call"),
    "rules in an array": put(["type-call"], "rules"),
    "an unknown fail level": put("off", "failLevel"),
    "a country with a plus": put("+44", "country"),
    "a country that is a number": put(44, "country"),
    "a name of a country": put("GB", "country"),
    "a pattern that is no array": put("a", "exclude"),
    "an empty pattern": put([""], "exclude"),
    "a pattern of slashes": put(["//"], "exclude"),
    "a pattern that takes nothing back": put(["!"], "exclude"),
    "a pattern with a dot": put(["./a"], "exclude"),
    "a pattern that leads out": put(["!../a"], "exclude"),
    "an override without files": lambda c: delete(c, *OVERRIDE, "files"),
    "an override for no file": put([], *OVERRIDE, "files"),
    "an override that only takes back": put("!a", *OVERRIDE, "files"),
    "files that are null": put(None, *OVERRIDE, "files"),
    "an unknown severity in an override":
        put("on", *OVERRIDE, "rules", "type-call"),
    "an override that is null": put(None, *OVERRIDE),
    "a suppression without a reason": lambda c: delete(c, *SUPPRESS, "reason"),
    "a reason that is null": put(None, *SUPPRESS, "reason"),
    "a blank reason": put(" \t", *SUPPRESS, "reason"),
    "a suppression of everything":
        lambda c: [delete(c, *SUPPRESS, k)
                   for k in ("file", "pointer", "rule")],
    "a suppression of null": lambda c: c["suppress"][0].update(
        file=None, pointer=None, rule=None),
    "a file that takes back": put("!a", *SUPPRESS, "file"),
    "an empty rule": put("", *SUPPRESS, "rule"),
    "a pointer without a slash": put("a/b", *SUPPRESS, "pointer"),
    "a pointer with a stray ~": put("/a~", *SUPPRESS, "pointer"),
    "a day of another form": put("31.1.2027", *SUPPRESS, "expires"),
    "a day without zeros": put("2027-1-31", *SUPPRESS, "expires"),
    "a thirteenth month": put("2027-13-01", *SUPPRESS, "expires"),
    "a day that is a number": put(20270131, *SUPPRESS, "expires"),
}


def changed(change):
    config = copy.deepcopy(EXAMPLE)
    config["overrides"][0].setdefault("rules", {})
    change(config)
    return config


def right(change):
    return lambda: both_take(changed(change))


def fault(change):
    def check():
        config = changed(change)
        why = []
        if not refused_by_schema(config):
            why.append("the schema takes it")
        if not refused_by_gclint(config):
            why.append("gclint takes it")
        return why
    return check


def tests():
    yield "the schema is one", schema_is_valid
    yield "the schema has the keys of config.json", keys_of_schema
    yield "the manual has the keys of config.json", keys_of_manual
    yield "the same keys are required everywhere", required_keys
    yield "the schema has the values of config.json", words
    yield ("schema and program take the example of the manual",
           lambda: both_take(EXAMPLE))
    yield "what is printed can be read again", printed_again
    yield ("what is printed has the command line in it",
           printed_with_command_line)
    for title, change in RIGHT.items():
        yield f"schema and program take {title}", right(change)
    for title, change in FAULTS.items():
        yield f"schema and program refuse {title}", fault(change)


def main():
    failed = n = 0
    for n, (title, check) in enumerate(tests(), 1):
        try:
            why = check()
        except (AssertionError, LookupError, AttributeError, ValueError,
                jsonschema.SchemaError) as e:
            why = [repr(e)]
        print("not ok" if why else "ok", n, "-", title)
        for line in why:
            print("#", line)
        failed += bool(why)
    print(f"1..{n}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
