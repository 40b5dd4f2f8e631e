#!/usr/bin/python3
"""Hold what is written about rule packs to what gclint takes; prints TAP.

Three things describe a pack: rules/pack.json, with which gclint checks one,
rules/pack.schema.json, for editors, and gclint-rules(5), for people.  They
have to name the same members.  The schema and the program have to accept the
packs that there are, and to refuse the same faults in the example of the
manual.  GCLINT is the program, by default gclint in the current folder.
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


SCHEMA = json.loads(read("rules", "pack.schema.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SHAPES = json.loads(read("rules", "pack.json"))["shapes"]
MANUAL = read("man", "gclint-rules.5")

# Members of a shape of rules/pack.json that the manual lists once for many.
SHARED = {
    "instead": ["words"],
    "shape": ["words"],
    "field": ["words"],
    "case": ["words"],
    "step": ["words", "kinds"],
    "fix": ["fixes"],
    "misplaced": ["words"],
}

# What the manual describes in a sentence and not in a list.
IN_PROSE = {"misplaced": {"for", "why"}}

# Where the schema's definition has another name.
NAMES_IN_SCHEMA = {"fix": "fix-step"}

# A pack has no root where it is only there to be included.
CONDITIONAL = {"root"}


def refused_by_schema(pack):
    return [e.message[:200] for e in VALIDATOR.iter_errors(pack)]


def gclint(*args):
    return subprocess.run([*UNDER, GCLINT, *args], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)


def refused_by_gclint(pack):
    with tempfile.TemporaryDirectory(prefix="gclint-packs.") as folder:
        path = os.path.join(folder, "pack.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(pack, f)
        run = gclint("--pack=" + path, "--list-rules")
    if run.returncode not in (0, 2):
        raise AssertionError(f"exit status {run.returncode}: {run.stderr}")
    return [run.stderr.strip()] if run.returncode else []


def block(name):
    """The file of that name in the manual."""
    found = re.search(r'^\.\\" file: ' + re.escape(name) +
                      r"\n\.Bd.*\n((?:.*\n)*?)\.Ed", MANUAL, re.M)
    return json.loads(found.group(1).replace("\\e", "\\"))


def listed(mark):
    """The names behind .It Cm in the list that the manual marks so."""
    found = re.search(r'^\.\\" ' + re.escape(mark) + r"\n((?:.*\n)*?)\.El",
                      MANUAL, re.M)
    names = re.findall(r"^\.It Cm (.*?)(?: Pq .*)?$", found.group(1), re.M)
    return {n for line in names for n in re.split(r" , (?:Cm )?", line)}


def in_manual(shape):
    names = set(IN_PROSE.get(shape, ()))
    for mark in [shape, *SHARED.get(shape, [])][shape in IN_PROSE:]:
        names |= listed(mark if mark in ("kinds", "fixes") else
                        "members: " + mark)
    return names - {"cases"} if shape == "case" else names


def in_schema(shape):
    """Its definition; of several forms the one that is an object."""
    if shape == "pack":
        return SCHEMA
    part = SCHEMA["$defs"][NAMES_IN_SCHEMA.get(shape, shape)]
    if "properties" in part:
        return part
    return next(p for p in part["oneOf"] if p.get("type") == "object")


def resolve(part):
    """What a reference leads to, at last."""
    while "$ref" in part:
        part = SCHEMA["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return part


def same(what, a, b):
    if set(a) != set(b):
        return [f"{what}: only in the first {sorted(set(a) - set(b))}, "
                f"only in the second {sorted(set(b) - set(a))}"]
    return []


def schema_is_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return []


def members_of_schema():
    why = []
    for name, shape in SHAPES.items():
        part = in_schema(name)
        why += same(name, shape["fields"], part["properties"])
        if part.get("additionalProperties") is not False:
            why.append(f"{name}: the schema takes unknown members")
    return why


def required_members_of_schema():
    why = []
    for name, shape in SHAPES.items():
        want = {k for k, v in shape["fields"].items() if "missing" in v}
        why += same(name, want - CONDITIONAL,
                    set(in_schema(name).get("required", [])) - CONDITIONAL)
    return why


def values_of_schema():
    why = []
    for name, shape in SHAPES.items():
        for key, field in shape["fields"].items():
            if field["is"] == "string":
                part = resolve(in_schema(name)["properties"][key])
                why += same(f"{name}.{key}", field.get("enum", []),
                            part.get("enum", []))
    return why


def members_of_manual():
    why = []
    for name, shape in SHAPES.items():
        why += same(name, shape["fields"], in_manual(name))
    return why


def kinds_of_schema():
    kinds = {line.split()[0] for line in
             gclint("--list-kinds").stdout.splitlines()}
    step = SCHEMA["$defs"]["step"]["oneOf"]
    return same("kinds", kinds, {s["required"][0] for s in step} - {"format"})


def fixes():
    source = read("src", "rule", "pack_fix.c")
    kinds = set(re.findall(r'^\t\{ "([a-z]+)", FIX_', source, re.M))
    kinds.add("any")    # a list of them
    step = SCHEMA["$defs"]["fix-step"]
    return (same("schema", kinds, {s["required"][0] for s in step["oneOf"]}) +
            same("manual", kinds, listed("fixes")))


def variables():
    source = read("src", "rule", "words.c")
    names = set(re.findall(r'^\t\{ "([a-z]+)", put_', source, re.M))
    pattern = SCHEMA["$defs"]["template"]["pattern"]
    found = re.search(r"\((name\|.*?)\|\[", pattern).group(1).split("|")
    manual = re.findall(r"^\.It Cm \{([a-z]+)\}", MANUAL, re.M)
    return same("schema", names, found) + same("manual", names, manual)


def shipped(name):
    return lambda: refused_by_schema(json.loads(read("rules", name)))


def example(name):
    def check():
        pack = block(name)
        return refused_by_schema(pack) + refused_by_gclint(pack)
    return check


# ---- faults that both have to refuse, in the example of the manual ----

def delete(pack, *path):
    for key in path[:-1]:
        pack = pack[key]
    del pack[path[-1]]


def put(value, *path):
    def change(pack):
        for key in path[:-1]:
            pack = pack[key]
        pack[path[-1]] = value
    return change


FIELDS = ("shapes", "message", "fields")
STEP = ("formats", "number", 2)

FAULTS = {
    "an unknown member in a condition":
        put("x", "recognise", "any", 1, "mtach"),
    "a condition that is near to a string":
        put("yes", "recognise", "any", 1, "near"),
    "a pack without a name": lambda p: delete(p, "pack"),
    "a pack without a root": lambda p: delete(p, "root"),
    "an unknown member": put({}, "shape"),
    "an unknown state": put("old", "state"),
    "includes that are no array": put("common", "include"),
    "a request without a method": lambda p: delete(p, "requests", 0, "method"),
    "a path without a slash": put("v1", "requests", 0, "path"),
    "a condition without a slash": put("to", "recognise", "any", 0),
    "a condition on a member further down": put("/a/b", "recognise", "any", 0),
    "an unknown type in a condition":
        put("text", "recognise", "any", 0, "type"),
    "a condition that wants a number": put(1, "recognise", "any", 1, "is"),
    "an instead without conditions": lambda p: delete(p, "instead", 0, "any"),
    "a rule without a summary":
        lambda p: delete(p, "rules", "recipients", "summary"),
    "a rule without a severity":
        lambda p: delete(p, "rules", "recipients", "severity"),
    "an unknown severity": put("fatal", "rules", "recipients", "severity"),
    "a status that HTTP does not have":
        put(99, "rules", "recipients", "status"),
    "a status that is no number": put("400", "rules", "recipients", "status"),
    "a member without a type": lambda p: delete(p, *FIELDS, "id", "is"),
    "a type that is no string": put(["string"], *FIELDS, "id", "is"),
    "an unknown member of a member": put(1, *FIELDS, "id", "maximum"),
    "a negative bound": put(-1, *FIELDS, "text", "min"),
    "a bound that is not whole": put(1.5, *FIELDS, "text", "max"),
    "a bound that is too large": put(2 ** 32, *FIELDS, "text", "max"),
    "an enum of nothing": put([], *FIELDS, "kind", "enum"),
    "an enum of numbers": put([1], *FIELDS, "kind", "enum"),
    "an unknown variable": put("{vlaue}", "shapes", "recipient", "say"),
    "an open brace": put("{", "shapes", "recipient", "say"),
    "an unknown type of a case":
        put("text", "shapes", "recipient", "cases", 0, "type"),
    "a fix that does nothing":
        put({"safe": True}, "shapes", "recipient", "cases", 0, "fix"),
    "an insert of two members":
        put({"insert": {"a": 1, "b": 2}}, *FIELDS, "kind", "missing", "fix"),
    "a put of a number": put({"put": 1}, *STEP, "fix"),
    "a step without a check": lambda p: delete(p, *STEP, "no"),
    "a step with two checks": put("^x", *STEP, "match"),
    "a step with a check and a ladder": put("short-code", *STEP, "format"),
    "a pattern that is no string": put(7, *STEP, "no"),
    "a choice without members":
        lambda p: delete(p, "shapes", "message", "checks", 0, "choose", "of"),
    "a need without a member":
        lambda p: delete(p, "shapes", "message", "checks", 1, "needs", "if"),
    "a format that depends on nothing":
        put({"where": {"if": "kind", "member": "text", "format": "number"}},
            "shapes", "message", "checks", 0),
    "a format that depends on a number":
        put({"where": {"if": "kind", "is": [1], "member": "text",
                       "format": "number"}},
            "shapes", "message", "checks", 0),
}


def fault(change):
    def check():
        pack = copy.deepcopy(block("messages.json"))
        change(pack)
        why = []
        if not refused_by_schema(pack):
            why.append("the schema takes it")
        if not refused_by_gclint(pack):
            why.append("gclint takes it")
        return why
    return check


def tests():
    yield "the schema is one", schema_is_valid
    yield "the schema has the members of pack.json", members_of_schema
    yield "the schema requires what pack.json does", required_members_of_schema
    yield "the schema has the values of pack.json", values_of_schema
    yield "the schema has the kinds of checks", kinds_of_schema
    yield "the manual has the members of pack.json", members_of_manual
    yield "the fixes are the same everywhere", fixes
    yield "the variables are the same everywhere", variables
    for name in sorted(os.listdir(os.path.join(SRCDIR, "rules"))):
        if "pack" in json.loads(read("rules", name)):
            yield f"the schema takes {name}", shipped(name)
    for name in ("small.json", "messages.json"):
        yield f"schema and program take {name} of the manual", example(name)
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
