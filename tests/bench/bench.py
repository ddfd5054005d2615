# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures zsearch on collections: folders with corpus.jsonl or corpus.jsonl.zst (one article a
line: id, title, text) and, for some, queries.tsv (qid TAB query) and qrels.tsv (qid TAB id TAB
grade). Prints figures and judges nothing. The program is in the environment variable ZSEARCH."""
import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, f"{SOURCE}/tests/relevance")
import metrics  # noqa: E402

ZSEARCH = os.environ.get("ZSEARCH", "zsearch")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]+")


class Collection:
    """A collection, unpacked and indexed in a temporary folder."""

    def __init__(self, folder, work):
        self.folder = folder
        self.name = os.path.basename(os.path.normpath(folder))
        self.work = f"{work}/{self.name}"
        os.makedirs(self.work)
        self.corpus = f"{self.work}/corpus.jsonl"
        packed = f"{folder}/corpus.jsonl.zst"
        if os.path.exists(packed):
            subprocess.run(["zstd", "-qdf", packed, "-o", self.corpus], check=True)
        else:
            shutil.copy(f"{folder}/corpus.jsonl", self.corpus)

    def path(self, name):
        return f"{self.folder}/{name}"

    def has(self, name):
        return os.path.exists(self.path(name))

    def articles(self):
        with open(self.corpus, encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    def index(self):
        """Indexes; (wall seconds, peak resident memory in MB)."""
        begin = time.monotonic()
        process = subprocess.Popen([ZSEARCH, "index", "--quiet", "corpus.jsonl"], cwd=self.work,
                                   stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{self.name}: zsearch index failed")
        return time.monotonic() - begin, usage.ru_maxrss / 1024

    def replace(self, articles):
        """Other articles in place of those of the folder."""
        shutil.rmtree(f"{self.work}/.zsearch", ignore_errors=True)
        with open(self.corpus, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)

    def info(self):
        output = subprocess.run([ZSEARCH, "info", "--json"], cwd=self.work, check=True,
                                capture_output=True, text=True).stdout
        return json.loads(output)

    def batch(self, queries, *options):
        """Answers a file of queries; the lines of the run."""
        process = subprocess.run([ZSEARCH, "query", "--batch", queries, "--format", "trec", *options],
                                 cwd=self.work, capture_output=True, text=True, check=False)
        if process.returncode > 1:
            sys.exit(f"{self.name}: {process.stderr}")
        return process.stdout.splitlines()


def relevance(collection, _):
    if not (collection.has("queries.tsv") and collection.has("qrels.tsv")):
        print(f"{collection.name:12} has no judged queries")
        return
    collection.index()
    run = metrics.read_run(collection.batch(os.path.abspath(collection.path("queries.tsv")), "-n", "100"))
    judgements = metrics.read_judgements(collection.path("qrels.tsv"))
    figures = metrics.evaluate(run, judgements)
    print(f"{collection.name:12} {len(judgements):6} queries  " +
          "  ".join(f"{name} {value:.4f}" for name, value in figures.items()), flush=True)


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def speed(collection, _):
    seconds, memory = collection.index()
    info = collection.info()
    text = info["text_bytes"]
    print(f"{collection.name:12} {text / 1e6:7.1f} MB of text  {text / 1e6 / seconds:6.2f} MB/s  "
          f"peak memory {memory:5.0f} MB  index {info['index_bytes'] / text:.3f} x text", flush=True)
    if collection.has("queries.tsv"):
        queries = os.path.abspath(collection.path("queries.tsv"))
        timings = f"{collection.work}/timings.tsv"
        for _ in range(2):  # the first warms up
            collection.batch(queries, "-n", "100", "--timings", timings)
        with open(timings, encoding="utf-8") as file:
            times = sorted(int(line.split("\t")[1]) / 1000 for line in file)
        print(f"{'':12} {len(times)} queries, 100 hits each, ms: " +
              "  ".join(f"p{int(share * 100)} {percentile(times, share):.2f}" for share in (.5, .95, .99)),
              flush=True)


def whole_process():
    """The median time of a whole `zsearch query` over corpus/, in ms."""
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(f"{SOURCE}/corpus", f"{work}/corpus")
        subprocess.run([ZSEARCH, "index", "--quiet", "corpus"], cwd=work, check=True,
                       stdout=subprocess.DEVNULL)
        times = []
        for _ in range(41):
            begin = time.monotonic()
            subprocess.run([ZSEARCH, "query", "国际消费中心"], cwd=work, check=True,
                           stdout=subprocess.DEVNULL)
            times.append((time.monotonic() - begin) * 1000)
        return statistics.median(times)


def random_substrings(collection, count, seed):
    """(id, run of 1 to 20 Han characters that stands in that article's text), at random."""
    generator = random.Random(seed)
    articles = list(collection.articles())
    chosen = []
    while len(chosen) < count:
        article = generator.choice(articles)
        runs = HAN.findall(article["text"])
        if runs:
            run = generator.choice(runs)
            length = min(generator.randint(1, 20), len(run))
            start = generator.randrange(len(run) - length + 1)
            chosen.append((article["id"], run[start:start + length]))
    return chosen


def convert(texts, script):
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/in", "w", encoding="utf-8") as file:
            file.write("\n".join(texts))
        subprocess.run(["opencc", "-c", f"{script}.json", "-i", f"{work}/in", "-o", f"{work}/out"],
                       check=True)
        with open(f"{work}/out", encoding="utf-8") as file:
            return file.read().split("\n")


def found(collection, wanted, limit):
    """Of {qid: (id, query)}, the qids whose article is among the first `limit` hits."""
    queries = f"{collection.work}/substrings.tsv"
    with open(queries, "w", encoding="utf-8") as file:
        file.writelines(f"{qid}\t{query}\n" for qid, (_, query) in wanted.items())
    process = subprocess.Popen([ZSEARCH, "query", "--batch", queries, "--format", "trec", "-n", str(limit)],
                               cwd=collection.work, stdout=subprocess.PIPE, text=True)
    hit = set()
    for line in process.stdout:
        qid, _, article, _ = line.split(" ", 3)
        if article == wanted[qid][0]:
            hit.add(qid)
    if process.wait() > 1:
        sys.exit(f"{collection.name}: a query failed")
    return hit


def substrings(collection, options):
    collection.index()
    chosen = random_substrings(collection, options.count, options.seed)
    for script in (None, "t2s", "s2t") if options.script == "all" else (options.script,):
        queries = [query for _, query in chosen]
        if script:
            queries = convert(queries, script)
        wanted = {str(i): (chosen[i][0], query) for i, query in enumerate(queries)}
        # Few articles are not among the first; only for those are all hits asked for.
        for limit in (100, 2000, 1_000_000_000):
            for qid in found(collection, wanted, limit):
                del wanted[qid]
            if not wanted:
                break
        share = 1 - len(wanted) / len(chosen)
        print(f"{collection.name:12} {len(chosen)} substrings{', ' + script if script else ''}: "
              f"{100 * share:.2f} % found", flush=True)
        for _, (article, query) in list(wanted.items())[:10]:
            print(f"             not found: {query} in {article}")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("what", choices=["relevance", "speed", "substrings"])
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument("--count", type=int, default=10000, help="of substrings (10000)")
    parser.add_argument("--seed", type=int, default=1, help="of their choice (1)")
    parser.add_argument("--script", choices=["t2s", "s2t", "all"],
                        help="convert the substrings by OpenCC before they are asked for")
    options = parser.parse_args()
    measure = {"relevance": relevance, "speed": speed, "substrings": substrings}[options.what]
    for folder in options.folders:
        with tempfile.TemporaryDirectory(prefix="zsearch-bench-") as work:
            measure(Collection(folder, work), options)
    if options.what == "speed":
        print(f"corpus/      a whole `zsearch query`: {whole_process():.1f} ms")


if __name__ == "__main__":
    main()
