"""What make bench measures, and what has to be reached.

Each function of GROUPS makes its files in the folder that it is given, and
returns the commands that take turns, by name, and what is made of their cost.
A command is None where its program is missing; nothing is made of it then.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

import corpus
from peers import SCHEMA, said

PERCENT = int(os.environ.get("BENCH_PERCENT", 100))
MB, MIB = 10**6, 1 << 20


def scaled(size):
    return max(size * PERCENT // 100, 1)


@dataclass
class Measure:
    title: str
    needs: tuple        # names of commands
    value: Callable     # of the costs of one round, by name
    must: float = None
    aim: float = None
    at_most: bool = False
    unit: str = ""


def ratio(title, top, bottom, must=None, aim=None, times=1, **how):
    return Measure(title, (top, bottom),
                   lambda cost: cost[top].wall / cost[bottom].wall / times,
                   must, aim, **how)


def memory(title, name, must=None, aim=None, beyond=0):
    return Measure(title, (name,),
                   lambda cost: (cost[name].peak - beyond) / MIB,
                   must, aim, at_most=True, unit=" MiB")


def start_up(bench, folder):
    path = folder / "call.json"
    path.write_text(corpus.text(1, faulty=False, indent=2)[0] + "\n")
    return {
        "empty": bench.peer("empty", times=100),
        "gclint": bench.lint(path, times=100),
    }, [ratio("one small file, whole process, against an empty program",
              "gclint", "empty", 1.35, 1.15, at_most=True)]


def ndjson(bench, folder):
    path = folder / "calls.ndjson"
    corpus.ndjson(path, scaled(200 * MB))
    return {
        "jsmn": bench.peer("jsmn", "--lines", path),
        "gclint": bench.lint("--format=jsonl", path),
        "text": bench.lint(path),
        "ajv": bench.peer("ajv", SCHEMA, path),
        "pieces": bench.peer("ajv", "--pieces", SCHEMA, path),
        "simdjson": bench.peer("simdjson", path),
        "rapidjson": bench.peer("rapidjson", SCHEMA, path),
    }, [ratio("NDJSON 200 MB, speed of bare jsmn", "jsmn", "gclint",
              .60, .75),
        ratio("same, speed of ajv in-process", "ajv", "gclint", 3.2, 4.5),
        ratio("same, of ajv that reads in pieces", "pieces", "gclint"),
        ratio("same, of RapidJSON with the schema", "rapidjson", "gclint"),
        ratio("same, of simdjson's parse", "simdjson", "gclint"),
        ratio("same, reported as text, of jsmn", "jsmn", "text")]


def valid(bench, folder):
    path = folder / "calls.jsonl"
    corpus.ndjson(path, scaled(200 * MB), faulty=False)
    return {
        "jsonschema": bench.peer("@sourcemeta/jsonschema", "validate",
                                 "--fast", SCHEMA, path),
        "jsmn": bench.peer("jsmn", "--lines", path),
        "gclint": bench.lint("--format=jsonl", path),
    }, [ratio("valid records, speed of @sourcemeta/jsonschema --fast",
              "jsonschema", "gclint", 5, 6),
        ratio("valid records, speed of bare jsmn", "jsmn", "gclint")]


def two_jobs(bench, folder):
    path = folder / "calls.ndjson"
    corpus.ndjson(path, scaled(200 * MB))
    return {
        "one loop": bench.peer("cpu", "1"),
        "two loops": bench.peer("cpu", "2"),
        "one job": bench.lint("--format=jsonl", path),
        "two jobs": bench.lint("--format=jsonl", path, jobs=2),
    }, [ratio("--jobs=2, speed of --jobs=1", "one job", "two jobs",
              1.7, 1.85)]


def wide(bench, folder):
    path = folder / "wide.json"
    corpus.wide(path, scaled(50 * MB))
    return {
        "jsmn": bench.peer("jsmn", path),
        "gclint": bench.lint(path),
    }, [ratio("one payload of 50 MB, speed of bare jsmn", "jsmn", "gclint",
              .95, 1.4),
        memory("same, peak memory over the file's size", "gclint", 8, 4,
               path.stat().st_size)]


def pipe(bench, folder):
    sizes = {"20 MB": scaled(20 * MB), "200 MB": scaled(200 * MB)}
    for name, size in sizes.items():
        corpus.ndjson(folder / name, size)
    return {name: bench.lint("--input=ndjson", "--format=jsonl", "-",
                             pipe=folder / name) for name in sizes}, [
        memory("NDJSON from a pipe, %s, peak memory" % name, name, 8, 4)
        for name in sizes]


def har(bench, folder):
    path = folder / "traffic.har"
    corpus.har(path, scaled(20_000))
    return {
        "jsmn": bench.peer("jsmn", path),
        "gclint": bench.lint("--format=jsonl", path),
    }, [ratio("HAR of 20,000 entries, speed of bare jsmn", "jsmn", "gclint",
              .6, .8)]


def strings(bench, folder):
    path = folder / "names.ndjson"
    corpus.strings(path, scaled(50 * MB))
    return {
        "jsmn": bench.peer("jsmn", "--lines", path),
        "gclint": bench.lint("--format=jsonl", path),
    }, [ratio("long strings with escapes, speed of bare jsmn", "jsmn",
              "gclint")]


def small(bench, folder):
    paths = corpus.small(folder, scaled(10_000))
    return {
        "files": bench.peer("files", *paths),
        "gclint": bench.lint(*paths),
        "folder": bench.lint(folder),
    }, [ratio("10,000 small files, speed of open, read, close", "files",
              "gclint", .55, .65),
        ratio("same, found in their folders", "files", "folder")]


def deep(bench, folder):
    path = folder / "deep.json"
    corpus.deep(path, scaled(100_000))
    return {
        "yajl": bench.peer("yajl", path, times=20),
        "gclint": bench.lint(path, times=20),
    }, [ratio("100,000 levels, against yajl's parse", "gclint", "yajl",
              3, 1.5, at_most=True)]


def nested(bench, folder):
    path = folder / "nested.json"
    corpus.nested(path, scaled(MB // 2), 500)
    return {
        "yajl": bench.peer("yajl", path),
        "jsmn": bench.peer("jsmn", path),
        "gclint": bench.lint(path),
    }, [ratio("500 levels again and again, against yajl's parse", "gclint",
              "yajl", at_most=True),
        ratio("same, speed of bare jsmn", "jsmn", "gclint")]


def million(bench, folder):
    counts = {"few": scaled(100_000), "many": scaled(1_000_000)}
    for name, count in counts.items():
        corpus.faults(folder / name, count)
    return {
        name: bench.lint("--input=json", "--format=jsonl", folder / name)
        for name in counts
    }, [ratio("1,000,000 findings, against ten times 100,000", "many", "few",
              1.25, 1.1, times=10, at_most=True),
        memory("same, peak memory", "many")]


GROUPS = [start_up, ndjson, valid, two_jobs, wide, pipe, har, strings, small,
          deep, nested, million]


def agree(bench):
    """All judges of the same records have to refuse the same number."""
    path = bench.folder / "judged.ndjson"
    corpus.ndjson(path, 5 * MB)
    lines = subprocess.run(
        [*bench.gclint, "--format=jsonl", path], text=True,
        stdout=subprocess.PIPE).stdout.splitlines()
    found = map(json.loads, lines)
    verdicts = {"gclint": len({f["document"] for f in found
                               if f["type"] == "finding"})}
    for name in ("ajv", "rapidjson"):
        if name in bench.peers:
            verdicts[name] = int(said(*bench.peers[name], SCHEMA, path))
    path.unlink()
    if len(set(verdicts.values())) > 1:
        sys.exit("the schema is no equal of the pack: %s" % verdicts)
    return "%s refuse the same records, one in five." % ", ".join(verdicts)
