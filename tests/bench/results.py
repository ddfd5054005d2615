# SPDX-License-Identifier: GPL-2.0-or-later
"""What it takes to count, sort and collapse hits, and what the values for it take in the index.

    results.py COLLECTION.jsonl... [-- QUERY...]

Each article is given a source, a section, an author, a date, a number of pages and a code at
random. Times of queries are of the wall clock: of the first of a process, the least of nine,
and the median of those that follow it."""
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile

ZSEARCH = os.environ["ZSEARCH"]
WAYS = {"hits alone": (), "facets": ("--facet", "source,year,section", "--histogram", "month"),
        "sorted": ("--sort", "date"), "collapsed": ("--collapse", "source")}
QUERIES = ("pages:0..", "date:..2030", "规定", "规定 应当")


def described(article, number, rng):
    """The article with what news say of themselves, most of them all of it."""
    article["id"] = f"{number}-{article['id']}"
    fields = {"source": f"{rng.choice('人新光城经法科中')}{rng.choice('日晚周')}报{min(rng.paretovariate(1), 9):.0f}",
              "section": f"第{rng.randrange(15)}版", "author": f"记者{rng.randrange(150)}", "pages": str(rng.randrange(200)),
              "code": f"A{rng.randrange(50)}",
              "date": f"{rng.choices(range(2008, 2025), range(1, 18))[0]}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"}
    article.update((name, value) for name, value in fields.items() if rng.random() < .95)
    return article


def make_index(source, folder, *options):
    """Its size in bytes, and the seconds of CPU time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([ZSEARCH, "index", "--quiet", "--threads", "1", "--index", folder, *options, source], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(entry.stat().st_size for path in os.scandir(folder) if path.is_dir() for entry in os.scandir(path))
    return size, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def times(folder, query, options):
    """The least time of a first query and the median of others, in ms; and what it found."""
    first, others = [], []
    for _ in range(9):
        with tempfile.NamedTemporaryFile("r") as timings:
            output = subprocess.run(
                [ZSEARCH, "query", "--index", folder, "--batch", "-", "--timings", timings.name, "--json",
                 "--no-snippet", *options], input=f"q\t{query}\n" * 9, stdout=subprocess.PIPE, text=True, check=False)
            measured = [int(line.split("\t")[1]) / 1000 for line in timings]
        first.append(measured[0])
        others += measured[1:]
    return min(first), statistics.median(others), json.loads(output.stdout)[0]["total"]


def main():
    arguments = sys.argv[1:] + ["--"]
    collections, queries = arguments[:arguments.index("--")], arguments[arguments.index("--") + 1:-1]
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/all.jsonl"
        with open(source, "w", encoding="utf-8") as file:
            for number, collection in enumerate(collections):
                for line in open(collection, encoding="utf-8"):
                    print(json.dumps(described(json.loads(line), number, rng), ensure_ascii=False), file=file)
        size, seconds = make_index(source, f"{folder}/with")
        bare_size, bare_seconds = make_index(source, f"{folder}/without", "--without", "facets")
        print(f"with facets {size} bytes, {seconds:.1f} s; without {bare_size} bytes, {bare_seconds:.1f} s: "
              f"{(size / bare_size - 1) * 100:.1f} % and {(seconds / bare_seconds - 1) * 100:.1f} %")
        for query in queries or QUERIES:
            for name, options in WAYS.items():
                first, others, total = times(f"{folder}/with", query, options)
                print(f"{query}\t{total}\t{name}\tfirst {first:.1f} ms\tothers {others:.1f} ms")


if __name__ == "__main__":
    main()
