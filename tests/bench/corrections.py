# SPDX-License-Identifier: GPL-2.0-or-later
"""Corrections: is the right query offered for one with a wrong character, and nothing for one that
is right? For each collection (a folder with corpus.jsonl or corpus.jsonl.zst) there are queries
taken from its articles, a quarter of each kind:

  word      a word of two characters or more
  fragment  two or three words side by side, of three to eight characters
  run       all that stands between two signs, up to 40 characters
  title     a title, or a part of it that stands between signs

and, by itself, the questions of queries.tsv if there are any, which people have asked in their own
words. In each, one character becomes another that sounds the same (ICU's Han-Latin, without tones)
among the 3,500 most frequent of the collection: in half of the queries any of them, in the other
half the more frequent the more likely. With --mistake it is another mistake: "shape" (Unihan's
four-corner code), "swap", "extra", "other".

Prints how often the right query is offered; how often anything is; how often something is offered
for the query as it was before; and the time that corrections add to a mistyped query and to a right
one.
The same seed makes the same queries. The program is in the environment variable ZSEARCH."""
import argparse
import collections
import json
import os
import random
import subprocess
import tempfile
import unicodedata

import bench

KINDS = ("word", "fragment", "run", "title")
FREQUENT = 3500
HAN_FIRST, HAN_LAST = "\u4e00", "\u9fff"
CODES = "/usr/share/unicode/Unihan_DictionaryLikeData.txt.bz2"


def is_han(character):
    return HAN_FIRST <= character <= HAN_LAST


def sounds(characters):
    """{character: syllable}"""
    output = subprocess.run(["uconv", "-f", "utf8", "-t", "utf8", "-x", "Han-Latin"], check=True,
                            input="\n".join(characters), capture_output=True, text=True).stdout
    plain = {}
    for character, reading in zip(characters, output.split("\n")):
        letters = unicodedata.normalize("NFD", reading.strip())
        plain[character] = "".join(letter for letter in letters
                                   if letter == "\u0308" or not unicodedata.combining(letter))
    return plain


def corners(characters):
    """{character: four-corner code}"""
    wanted, codes = set(characters), {}
    lines = subprocess.run(["bzcat", CODES], check=True, capture_output=True, text=True).stdout
    for line in lines.splitlines():
        if "\tkFourCornerCode\t" in line:
            point, _, code = line.split("\t")
            if chr(int(point[2:], 16)) in wanted:
                codes[chr(int(point[2:], 16))] = code[:4]
    return codes


def cut(texts):
    """The words of each text, as zsearch cuts them for a query."""
    joined = "\n".join(texts)
    output = subprocess.run([bench.ZSEARCH, "analyze", "--query", "--json"], input=joined, check=True,
                            capture_output=True, text=True, cwd="/").stdout
    ends, end = [], 0
    for text in texts:
        end += len(text.encode()) + 1
        ends.append(end)
    words, text, data = [[] for _ in texts], 0, joined.encode()
    for item in json.loads(output)["words"]:
        start, end = item["span"]
        while start >= ends[text]:
            text += 1
        words[text].append(data[start:end].decode())
    return words


class Maker:
    """Makes right and mistyped queries of one collection."""

    def __init__(self, articles, mistake, seed):
        self.articles = articles
        self.mistake = mistake
        self.random = random.Random(seed)
        sample = self.random.sample(articles, min(len(articles), 4000))
        self.frequency = collections.Counter(
            character for article in sample for character in article["text"] if is_han(character))
        frequent = [character for character, _ in self.frequency.most_common(FREQUENT)]
        self.group_of = corners(frequent) if mistake == "shape" else sounds(frequent)
        self.groups = collections.defaultdict(list)
        for character, group in self.group_of.items():
            self.groups[group].append(character)
        self.frequent = frequent

    def others(self, character):
        group = self.groups.get(self.group_of.get(character), ())
        return [other for other in group if other != character]

    def mistype(self, query, weighted):
        """The query with a mistake; None if there is no place for one."""
        if self.mistake in ("swap", "extra", "other"):
            places = [i for i in range(len(query)) if is_han(query[i])]
            place = self.random.choice(places) if places else 0
            stranger = self.random.choice(self.frequent)
            if self.mistake == "other":
                return query[:place] + stranger + query[place + 1:] if places else None
            if len(query) < 3 or place == 0:
                return None
            if self.mistake == "extra":
                return query[:place] + stranger + query[place:]
            swapped = query[:place - 1] + query[place] + query[place - 1] + query[place + 1:]
            return swapped if swapped != query and is_han(query[place - 1]) else None
        places = [i for i, character in enumerate(query) if self.others(character)]
        if not places:
            return None
        place = self.random.choice(places)
        others = self.others(query[place])
        weights = [self.frequency[other] for other in others] if weighted else None
        return query[:place] + self.random.choices(others, weights)[0] + query[place + 1:]

    def candidates(self, kind, words, titles):
        if kind == "word":
            return [word for word in words if len(word) >= 2]
        if kind == "fragment":
            joined = ["".join(words[i:i + count]) for i in range(len(words)) for count in (2, 3)
                      if i + count <= len(words)]
            return [text for text in joined if 3 <= len(text) <= 8]
        if kind == "run":
            return ["".join(words)]
        while titles:
            parts = [part for part in bench.HAN.findall(titles.pop()) if 2 <= len(part) <= 14]
            if parts:
                return parts
        return []

    def of_articles(self, count):
        """[(kind, right, mistyped)]"""
        runs = []
        while len(runs) < 4 * count:
            parts = [run for run in bench.HAN.findall(self.random.choice(self.articles)["text"])
                     if len(run) >= 4]
            if parts:
                runs.append(self.random.choice(parts)[:40])
        titles = [article["title"] or "" for article in self.articles]
        self.random.shuffle(titles)
        made = []
        for words in cut(runs):
            kind = KINDS[len(made) % len(KINDS)]
            found = self.candidates(kind, words, titles) or self.candidates("run", words, titles)
            right = self.random.choice(found) if found else ""
            mistyped = self.mistype(right, len(made) // len(KINDS) % 2)
            if mistyped:
                made.append((kind, right, mistyped))
            if len(made) == count:
                break
        return made

    def of_questions(self, path, count):
        with open(path, encoding="utf-8") as file:
            questions = [line.rstrip("\n").split("\t")[1] for line in file]
        self.random.shuffle(questions)
        made = []
        for right in questions[:count]:
            mistyped = self.mistype(right, len(made) % 2)
            if mistyped:
                made.append(("question", right, mistyped))
        return made


def ask(collection, queries, *options):
    """[(what is offered or "", microseconds)]"""
    path, timings = f"{collection.work}/asked.tsv", f"{collection.work}/timings.tsv"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{number}\t{query}\n" for number, query in enumerate(queries))
    output = subprocess.run([bench.ZSEARCH, "query", "--batch", path, "--json", "--no-snippet",
                             "-n", "1", "--timings", timings, *options],
                            cwd=collection.work, capture_output=True, text=True, check=False).stdout
    offered = [answer.get("correction", {}).get("query", "") for answer in json.loads(output)]
    with open(timings, encoding="utf-8") as file:
        times = [int(line.split("\t")[1]) for line in file]
    return offered, times


def times_of(times, without):
    """What corrections add: the median and the 99th hundredth, in milliseconds."""
    added = sorted(max(0, one - other) / 1000 for one, other in zip(times, without))
    return f"+{bench.percentile(added, .5):.2f} ms, p99 +{bench.percentile(added, .99):.2f} ms"


def measure(collection, name, made, show):
    rights = [right for _, right, _ in made]
    mistypeds = [mistyped for _, _, mistyped in made]
    ask(collection, rights, "--no-correct")  # warms up
    offered, times = ask(collection, mistypeds)
    _, without = ask(collection, mistypeds, "--no-correct")
    needless, right_times = ask(collection, rights)
    _, right_without = ask(collection, rights, "--no-correct")
    count = len(made)
    exact = sum(offer == right for offer, right in zip(offered, rights))
    print(f"{name:20} {count:5} queries  right {exact / count:6.1%}  "
          f"offered {sum(map(bool, offered)) / count:6.1%}  needless {sum(map(bool, needless)) / count:6.2%}  "
          f"mistyped {times_of(times, without)}  right {times_of(right_times, right_without)}", flush=True)
    kinds = sorted({kind for kind, _, _ in made})
    if len(kinds) > 1:
        print(" " * 21 + "  ".join(
            f"{kind} {sum(offer == right for offer, (of, right, _) in zip(offered, made) if of == kind) / sum(of == kind for of, _, _ in made):.1%}"
            for kind in kinds), flush=True)
    if show:
        for offer, needed, (kind, right, mistyped) in zip(offered, needless, made):
            if offer != right:
                print(f"    {kind}: {right}, typed {mistyped}, offered {offer or 'nothing'}")
            if needed:
                print(f"    {kind}: {needed} was offered for {right}")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench corrections", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument("--count", type=int, default=2000, help="of queries (2000)")
    parser.add_argument("--seed", type=int, default=1, help="of their choice (1)")
    parser.add_argument("--mistake", default="sound", choices=("sound", "shape", "swap", "extra", "other"))
    parser.add_argument("--show", action="store_true", help="the queries that went wrong")
    options = parser.parse_args()
    for folder in options.folders:
        with tempfile.TemporaryDirectory(prefix="zsearch-bench-") as work:
            collection = bench.Collection(folder, work)
            collection.index()
            maker = Maker(list(collection.articles()), options.mistake, options.seed)
            measure(collection, collection.name, maker.of_articles(options.count), options.show)
            if collection.has("queries.tsv"):
                made = maker.of_questions(os.path.abspath(collection.path("queries.tsv")), options.count)
                measure(collection, f"{collection.name}, questions", made, options.show)


if __name__ == "__main__":
    main()
