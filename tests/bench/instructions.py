# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts the instructions that indexing corpus/ and answering some queries take, and compares
them with the figures in instructions.json: a guard against what makes zsearch slower unseen.
docs/performance.md says why instructions, and what keeps the counts the same everywhere.
Exit status: 0 within the room, 1 above it, 77 if this cannot be said here."""
import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ["BENCH_INSTRUCTIONS"]
STORED = f"{SOURCE}/tests/bench/instructions.json"
ROOM = .05
SKIPPED = 77

# One of each kind: words, long runs, questions, the other script, other languages, operators,
# fields, patterns, pinyin, and what is nowhere.
QUERIES = ("国际消费中心", "青年人才 政策", "哪些城市靠会展带动消费？", "中原科技城与省科学院", "科学院", "先進製造業 台中",
           "軟體工程師 蘇州", "5G AI 质检", "的", "城", '"一网通办"', "城市 NEAR/10 消费", "title:城市", "产业链 -汽车",
           "+人才 +公寓", "date:2023..2024 城市", "科?城", "/第[一二三]张/", "qingnian rencai", "珊瑚礁白化")

# libc picks its functions by what the processor has, and the processor's own loop for long
# ones is counted byte by byte: with these it takes the same ones everywhere.
SAME_LIBC = "glibc.cpu.hwcaps=-AVX2,-AVX,-AVX_Fast_Unaligned_Load,-BMI2,-ERMS"
# File dates become dates of articles, and are those of the checkout.
SAME_DATE = 1_700_000_000


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


class Profile:
    """What callgrind wrote of the parts of a run: instructions by object and function."""

    def __init__(self, folder):
        self.names = {"ob": {}, "fn": {}}
        numbers = sorted(int(name.rsplit(".", 1)[1]) for name in os.listdir(folder)
                         if re.fullmatch(r"profile\.\d+", name))
        self.parts = [self.part(f"{folder}/profile.{number}") for number in numbers]

    def name(self, line):
        """The name in a line like ob=(3) /lib/libc.so.6, which is there the first time only."""
        kind, number, name = re.fullmatch(r"c?(ob|fn)=\((\d+)\)(?: (.*))?\n", line).groups()
        if name:
            self.names[kind][number] = os.path.basename(name) if kind == "ob" else name
        return self.names[kind][number]

    def part(self, path):
        counts, place, called = Counter(), {"ob": "", "fn": ""}, False
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith(("ob=", "fn=")):
                    place[line[:2]] = self.name(line)
                elif line.startswith(("cob=", "cfn=")):
                    self.name(line)
                elif line.startswith("calls="):
                    called = True  # the next line has the sum of what was called
                elif line[0] in "0123456789+-*":
                    if not called:
                        counts[place["ob"], place["fn"]] += int(line.split()[1])
                    called = False
        return counts


def copy_corpus(folder):
    """The corpus as it is for everybody; its files in an order that is the same everywhere."""
    shutil.copytree(f"{SOURCE}/corpus", f"{folder}/corpus")
    paths = sorted(os.path.join(where, name) for where, _, names in os.walk(f"{folder}/corpus") for name in names)
    for path in paths:
        os.utime(path, (SAME_DATE, SAME_DATE))
    return [os.path.relpath(path, folder) for path in paths]


def run(folder):
    """The profile of a run, and the lines that the program has to say: articles, versions."""
    files = copy_corpus(folder)
    with open(f"{folder}/queries", "w", encoding="utf-8") as file:
        file.writelines(query + "\n" for query in QUERIES)
    process = subprocess.run(
        ["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=profile", "--dump-after=next_part",
         PROGRAM, "index", "queries", *files], cwd=folder, stdout=subprocess.PIPE, text=True, check=False,
        env={"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C", "GLIBC_TUNABLES": SAME_LIBC})
    if process.returncode != 0:
        sys.exit(f"{PROGRAM} failed under valgrind")
    return Profile(folder), process.stdout.splitlines()


def has_avx2():
    """Whether valgrind shows programs a processor with AVX2: where it runs on one."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return "yes" if re.search(r"\bavx2\b", file.read()) else "no"


def libraries(parts):
    """The versions, as far as their names tell, of the libraries that parts of a run were in."""
    found = (re.fullmatch(r"(lib.+)\.so\.(\d+\..+)", name) for part in parts for name, _ in part)
    return {match[1]: match[2] for match in sorted(filter(None, found), key=lambda match: match[0])
            if match[1] != "libzsearch"}


def count():
    """Instructions by what they were for; the functions that they were in; and what the counts
    depend on besides zsearch."""
    with tempfile.TemporaryDirectory(prefix="zsearch-instructions-") as folder:
        profile, (articles, compiler, glibc) = run(folder)
    _, putting, writing, _, *answering = profile.parts
    counts = {"putting an article": round(putting.total() / int(articles)),
              "writing an article": round(writing.total() / int(articles))}
    counts.update((query, part.total()) for query, part in zip(QUERIES, answering, strict=True))
    functions = {"putting": putting, "writing": writing, "answering": sum(answering, Counter())}
    valgrind = subprocess.run(["valgrind", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    surroundings = {"machine": platform.machine(), "AVX2": has_avx2(), "compiler": compiler, "glibc": glibc,
                    "valgrind": valgrind.stdout.strip().removeprefix("valgrind-")}
    surroundings.update(libraries(functions.values()))
    return counts, functions, surroundings


def show_functions(functions, most):
    for name, part in functions.items():
        print(f"\n{name}: {part.total():,}")
        for (where, function), value in part.most_common(most):
            print(f"{value / part.total():7.1%} {where}: {function}")


def show_spread(runs):
    """How far counts of the same are apart."""
    spread = {name: max(run[name] for run in runs) / min(run[name] for run in runs) - 1 for name in runs[0]}
    name = max(spread, key=spread.get)
    print(f"{len(runs)} runs: at most {spread[name]:.3%} apart ({name})")


def mean(counts):
    return sum(counts[query] for query in QUERIES) / len(QUERIES)


def compare(counts, stored):
    """Prints a table; whether all is within the room."""
    above, below = [], []
    rows = [(name, value, stored.get(name)) for name, value in counts.items()]
    if all(query in stored for query in QUERIES):
        rows.append(("a query, on average", round(mean(counts)), round(mean(stored))))
    for name, value, before in rows:
        change = value / before - 1 if before else 0
        print(f"{value:12,} {change:+8.2%}  {name}")
        if not before or change > ROOM:
            above.append(name)
        elif change < -ROOM:
            below.append(name)
    if below:
        print(f"less than stored by more than {ROOM:.0%}: {', '.join(below)}\n"
              "`./dev bench instructions --store` keeps it so.")
    if above:
        print(f"more than stored by more than {ROOM:.0%}, or not stored yet: {', '.join(above)}\n"
              "`./dev bench instructions --functions 20` shows where they are counted. If it is meant to be so,\n"
              "`./dev bench instructions --store` stores the new figures; say in the commit why.")
    return not above


def store(counts, surroundings):
    with open(STORED, "w", encoding="utf-8") as file:
        json.dump({"surroundings": surroundings, "instructions": counts}, file, ensure_ascii=False, indent=2)
        file.write("\n")
    print(f"stored in {STORED}")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench instructions", description=__doc__)
    parser.add_argument("--store", action="store_true", help="store what is counted as the figures to compare with")
    parser.add_argument("--functions", type=int, default=0, metavar="N", help="show the N functions that count most")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="count N times, and say how far apart they are")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        skip("there is no valgrind; ./dev packages installs it")
    runs = []
    for _ in range(options.runs):
        counts, functions, surroundings = count()
        runs.append(counts)
    if options.runs > 1:
        show_spread(runs)
    if options.functions:
        show_functions(functions, options.functions)
    if options.store:
        store(counts, surroundings)
        return
    with open(STORED, encoding="utf-8") as file:
        stored = json.load(file)
    within = compare(counts, stored["instructions"])
    # A library that zsearch has begun or ceased to use is its own doing.
    other = [f"{name} {version} and not {surroundings[name]}" for name, version in stored["surroundings"].items()
             if surroundings.get(name, version) != version]
    if other:
        skip(f"the stored figures were counted with {', '.join(other)}, so they say nothing here")
    sys.exit(0 if within else 1)


if __name__ == "__main__":
    main()
