# SPDX-License-Identifier: GPL-2.0-or-later
"""zsearch beside other engines: how fast they index and answer, what they take, what they find.

    compare.py [PEERS] COLLECTION...

A collection is a folder with corpus.jsonl or corpus.jsonl.zst (one article a line: id, title,
text) and, for some, queries.tsv and qrels.tsv. All collections given are one corpus. PEERS is a
folder with the programs of other engines, which are called as tests/bench/compare.c says, and
a table of them, peers.tsv: name, program, CFG, version and what it is, with TABs between. Without
one, zsearch is measured alone. Engines are run one after another, on the same two cores."""
import argparse
import contextlib
import dataclasses
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, f"{SOURCE}/tests/relevance")
import metrics  # noqa: E402

PROGRAM = os.environ["BENCH_COMPARE"]
PEERS = "lucene8-icu,lucene8-cjk,sqlite-icu,groonga-bigram"
TOP = "100"
WALL, CPU = 1, 2  # columns of the times that a program writes
CORES = 2
LONGEST = 1800  # seconds that anything may take


@dataclasses.dataclass
class Engine:
    name: str
    program: str
    way: str
    what: str
    threads: bool = False  # whether its program can answer in many

    def call(self, *arguments):
        """Runs its program to the end: (wall seconds, CPU seconds, peak resident memory in MB)."""
        begin = time.monotonic()
        process = subprocess.Popen([self.program, *arguments], env={**os.environ, "CFG": self.way},
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
        late = threading.Timer(LONGEST, os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        _, status, usage = os.wait4(process.pid, 0)
        late.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{self.name} {arguments[0]} failed: {process.returncode}")
        return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    def ask(self, *arguments):
        """The first word that its program prints."""
        output = subprocess.run([self.program, *arguments], env={**os.environ, "CFG": self.way}, check=True,
                                stdout=subprocess.PIPE, text=True, timeout=LONGEST).stdout
        return output.split()[0]


OURS = [Engine("zsearch", PROGRAM, "files", "as `zsearch index` does, all cores", threads=True),
        Engine("zsearch-put", PROGRAM, "put", "article by article, one thread", threads=True)]


def peers(folder, names):
    """The engines of a folder that have these names, in their order."""
    found = {}
    with open(f"{folder}/peers.tsv", encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, program, way, version, what = line.rstrip("\n").split("\t")
                found[name] = Engine(name, os.path.abspath(f"{folder}/{program}"), way, f"{version}: {what}")
    missing = [name for name in names if name not in found]
    if missing:
        sys.exit(f"{folder}/peers.tsv has no {', '.join(missing)}")
    return [found[name] for name in names]


def lines_of(folder):
    """The lines of a collection's corpus."""
    if not os.path.exists(f"{folder}/corpus.jsonl.zst"):
        with open(f"{folder}/corpus.jsonl", encoding="utf-8") as file:
            yield from file
        return
    with subprocess.Popen(["zstd", "-qdc", f"{folder}/corpus.jsonl.zst"], stdout=subprocess.PIPE, text=True,
                          encoding="utf-8") as process:
        yield from process.stdout
    if process.returncode != 0:
        sys.exit(f"{folder}/corpus.jsonl.zst cannot be unpacked")


def articles(folders):
    """(id, title, text) of all articles: ids without white space, unique over all collections;
    texts without TABs and ends of lines, as tables need them."""
    for number, folder in enumerate(folders):
        for line in lines_of(folder):
            article = json.loads(line)
            title, text = (" ".join((article.get(name) or "").split()) for name in ("title", "text"))
            yield unique(number, article["id"]), title, text


def unique(number, name):
    return f"{number}.{'_'.join(str(name).split())}"


class Corpus:
    """All articles, as a table and as JSON Lines beside it; and all queries and judgements."""

    def __init__(self, folders, work, chosen=lambda article: True):
        self.table, self.queries, self.judgements = f"{work}/corpus.tsv", f"{work}/queries.tsv", f"{work}/qrels.tsv"
        self.articles = self.bytes = 0
        with open(self.table, "w", encoding="utf-8") as table, open(f"{work}/corpus.jsonl", "w", encoding="utf-8") as lines:
            for name, title, text in filter(chosen, articles(folders)):
                table.write(f"{name}\t{title}\t{text}\n")
                json.dump({"id": name, "title": title, "text": text}, lines, ensure_ascii=False)
                lines.write("\n")
                self.articles += 1
                self.bytes += len(title.encode()) + len(text.encode())
        with open(self.queries, "w", encoding="utf-8") as queries, open(self.judgements, "w", encoding="utf-8") as judgements:
            self.query_count = sum(self.add_queries(number, folder, queries, judgements)
                                   for number, folder in enumerate(folders))
        if self.query_count == 0:
            sys.exit("none of the collections has queries.tsv")

    @staticmethod
    def add_queries(number, folder, queries, judgements):
        count = 0
        with contextlib.suppress(FileNotFoundError), open(f"{folder}/queries.tsv", encoding="utf-8") as file:
            for count, line in enumerate(file, 1):
                qid, query = line.split("\t", 1)
                queries.write(f"{unique(number, qid)}\t{query}")
        with contextlib.suppress(FileNotFoundError), open(f"{folder}/qrels.tsv", encoding="utf-8") as file:
            for line in file:
                qid, article, grade = line.split("\t")[:3]
                judgements.write(f"{unique(number, qid)}\t{unique(number, article)}\t{grade.strip()}\n")
        return count


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def index(engine, corpus, folder):
    """What making its index takes."""
    seconds, cpu, memory = engine.call("index", corpus.table, folder)
    return {"index MB/s": corpus.bytes / 1e6 / seconds, "index CPU s": cpu, "peak MB": memory,
            "bytes/text": int(engine.ask("size", folder)) / corpus.bytes}


def times(engine, corpus, folder, run, clock=WALL):
    """How long each query takes, in milliseconds. Writes the run."""
    engine.call("query", folder, corpus.queries, run, TOP)
    with open(f"{run}.lat", encoding="utf-8") as file:
        return [int(line.split("\t")[clock]) / 1000 for line in file]


def latency(engine, corpus, folder, run, rounds):
    """What answering takes, the medians of rounds."""
    asked = [times(engine, corpus, folder, run) for _ in range(rounds)]
    return {name: statistics.median(percentile(one, share) for one in asked)
            for name, share in (("p50 ms", .5), ("p99 ms", .99))}


def throughput(engine, corpus, folder, seconds):
    if not engine.threads:
        return {}
    return {f"q/s, {threads}": float(engine.ask("throughput", folder, corpus.queries, TOP, str(threads), seconds))
            for threads in range(1, CORES + 1)}


def relevance(corpus, run):
    judgements = metrics.read_judgements(corpus.judgements)
    if not judgements:
        return {}
    with open(run, encoding="utf-8") as file:
        return metrics.evaluate(metrics.read_run(file), judgements)


def measure(engine, corpus, work, options):
    folder, run = f"{work}/{engine.name}", f"{work}/{engine.name}.run"
    figures = index(engine, corpus, folder)
    figures |= latency(engine, corpus, folder, run, options.rounds)
    figures |= throughput(engine, corpus, folder, options.seconds) | relevance(corpus, run)
    shutil.rmtree(folder)
    return figures


COLUMNS = {"index MB/s": ".1f", "index CPU s": ".1f", "peak MB": ".0f", "bytes/text": ".2f",
           "p50 ms": ".2f", "p99 ms": ".2f", "q/s, 1": ".0f", "q/s, 2": ".0f", "nDCG@10": ".4f", "R@100": ".4f"}


def cell(name, figures, ours):
    """A figure; and of another engine, how many times ours it is."""
    value = figures.get(name)
    if value is None:
        return ""
    ratio = f" ({value / ours[name]:.2f})" if figures is not ours and ours.get(name) else ""
    return f"{value:{COLUMNS[name]}}{ratio}"


def print_table(results):
    ours = next(iter(results.values()))
    print(f"\n| engine | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}")
    for name, figures in results.items():
        print(f"| {name} | {' | '.join(cell(column, figures, ours) for column in COLUMNS)} |")
    print("\nin parentheses: how many times that of the first row", flush=True)


def use_cores():
    """What is run from here on is run on two cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def main():
    parser = argparse.ArgumentParser(prog="./dev bench compare", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument("--peers", default=PEERS, help=f"names of other engines ({PEERS})")
    parser.add_argument("--rounds", type=int, default=1, help="how often queries are asked (1)")
    parser.add_argument("--seconds", default="5", help="for how long queries a second are counted (5)")
    options = parser.parse_args()
    engines, folders = list(OURS), options.folders
    if os.path.exists(f"{folders[0]}/peers.tsv"):
        engines += peers(folders[0], options.peers.split(","))
        folders = folders[1:]
    use_cores()
    results = {}
    with tempfile.TemporaryDirectory(prefix="zsearch-compare-") as work:
        corpus = Corpus(folders, work)
        print(f"{corpus.articles} articles, {corpus.bytes / 1e6:.1f} MB of text; {corpus.query_count} queries, "
              f"{TOP} hits each; load {os.getloadavg()[0]:.1f}", flush=True)
        for engine in engines:
            try:
                results[engine.name] = measure(engine, corpus, work, options)
            except (RuntimeError, OSError, subprocess.SubprocessError) as error:
                print(error, file=sys.stderr)
            else:
                print(f"{engine.name}: {engine.what}", flush=True)
    if results:
        print_table(results)


if __name__ == "__main__":
    main()
