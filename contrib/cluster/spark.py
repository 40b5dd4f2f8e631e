"""Lint the splits of files with Spark, merge the reports on the driver.

    splits 256M calls.ndjson >splits.tsv
    spark-submit spark.py splits.tsv --format=sarif:calls.sarif

Executors read the files under the names that the list has.  Options behind the
list are those of gclint --merge.
"""

import os
import subprocess
import sys

from pyspark import SparkContext


def lint(item):
    """The report of a split; Spark repeats what fails."""
    file, offset, length = item
    run = subprocess.run(
        [os.environ.get("GCLINT", "gclint"), "--exit-zero", "--format=jsonl",
         f"--input-split={offset}:{length}", "--", file],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return run.stdout


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        items = [line.rstrip("\n").split("\t") for line in f]
    context = SparkContext(appName="gclint")
    reports = context.parallelize(items, max(len(items), 1)).map(lint)
    merge = subprocess.Popen(
        [os.environ.get("GCLINT", "gclint"), "--merge", *sys.argv[2:], "-"],
        stdin=subprocess.PIPE)
    with merge.stdin:
        for report in reports.toLocalIterator():
            merge.stdin.write(report)
    context.stop()
    return merge.wait()


if __name__ == "__main__":
    sys.exit(main())
