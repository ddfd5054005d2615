# SPDX-License-Identifier: GPL-2.0-or-later
"""Known items: queries made of articles, each with one article that has to come first. People
look for what they have seen before by its headline, by a word or two of it, or by a section
that they remember. For each collection (a folder with corpus.jsonl or corpus.jsonl.zst) there are

  title     a title that no other article has
  one word  the rarest word of a title, if it stands in no other title
  two words the two rarest words of a title of those that stand in others too, if no other title
            has both
  section   what a chapter (第三章 …) is called: by itself if only one article has a chapter of
            that name, else behind the two rarest words of the title
  sentence  the words of a sentence from deep inside a long article, which no other has

Where most texts begin with their title, all of it is done twice: as they are, and with the title
gone from the text. Prints MRR@10 of the ranking and of its first stage alone. The same seed
makes the same queries. The program is in the environment variable ZSEARCH."""
import argparse
import collections
import json
import os
import random
import re
import subprocess
import tempfile

import bench
import metrics

SETS = ("title", "one word", "two words", "section", "sentence")
LONG, DEEP = 4000, 2000  # characters of a long article, and what is deep inside
NOT_WORD = re.compile(r"[\W_]+")
CHAPTER = re.compile(r"第 ?[一二三四五六七八九十百]+ ?章[ \u3000]([\u4e00-\u9fff][\u4e00-\u9fff、和与及]{1,19})[ \n]")


def as_words(text):
    """Without what means something in a query: this is about ranking."""
    return NOT_WORD.sub(" ", text).strip().lower()


def words_of(titles):
    """The content words of each title, as zsearch cuts them: of two characters or more, other
    scripts of three or more, no numbers."""
    output = subprocess.run([bench.ZSEARCH, "analyze", "--query", "--json"],
                            input="\n".join(titles), check=True, capture_output=True, text=True).stdout
    ends, end = [], 0
    for title in titles:
        end += len(title.encode()) + 1
        ends.append(end)
    words = [{} for _ in titles]  # in order
    title = 0
    for item in json.loads(output)["words"]:
        while item["span"][0] >= ends[title]:
            title += 1
        word = item["word"]
        if len(word) >= (3 if word.isascii() else 2) and not word[0].isdigit():
            words[title][word] = True
    return words


class Maker:
    """Makes the queries of one collection."""

    def __init__(self, articles, count, seed):
        self.articles = articles
        self.count = count
        self.seed = seed
        self.titles = [as_words(article["title"]) for article in articles]
        self.words = words_of(self.titles)
        self.with_word = collections.defaultdict(set)
        for i, words in enumerate(self.words):
            for word in words:
                self.with_word[word].add(i)

    def rarest(self, i, least):
        """The words of a title that stand in at least so many, the rarest first."""
        words = [word for word in self.words[i] if len(self.with_word[word]) >= least]
        return sorted(words, key=lambda word: (len(self.with_word[word]), word))

    def title(self):
        how_often = collections.Counter(self.titles)
        for i, title in enumerate(self.titles):
            if len(title) >= 2 and how_often[title] == 1:
                yield i, title

    def one_word(self):
        for i in range(len(self.titles)):
            words = self.rarest(i, 1)
            if words and len(self.with_word[words[0]]) == 1 and words[0] != self.titles[i]:
                yield i, words[0]

    def two_words(self):
        for i in range(len(self.titles)):
            words = self.rarest(i, 2)[:2]
            if len(words) == 2 and len(self.with_word[words[0]] & self.with_word[words[1]]) == 1:
                yield i, " ".join(word for word in self.words[i] if word in words)

    def section(self):
        having = collections.defaultdict(set)
        for i, article in enumerate(self.articles):
            for name in CHAPTER.findall(article["text"]):
                having[name].add(i)
        for i, article in enumerate(self.articles):
            words = self.rarest(i, 1)[:2]
            words = [word for word in self.words[i] if word in words]
            names = sorted(set(CHAPTER.findall(article["text"])))
            if not names or len(words) < 2:
                continue
            name = random.Random(f"{self.seed} {i}").choice(names)
            if having[name] == {i}:
                yield i, name
            elif len(self.with_word[words[0]] & self.with_word[words[1]] & having[name]) == 1:
                yield i, f"{' '.join(words)} {name}"

    def sentence(self):
        having = collections.defaultdict(set)
        sentences = [[as_words(part) for part in re.split(r"[。；！？\n]", article["text"][DEEP:])
                      if 16 <= len(part) <= 40] if len(article["text"]) > LONG else []
                     for article in self.articles]
        for i, found in enumerate(sentences):
            for sentence in found:
                having[sentence].add(i)
        for i, found in enumerate(sentences):
            only = [sentence for sentence in found if having[sentence] == {i}
                    and sum("\u4e00" <= character <= "\u9fff" for character in sentence) >= 14]
            if only:
                yield i, random.Random(f"{self.seed} {i}").choice(only)

    def queries(self):
        """{qid: (set, id, query)}"""
        made = {}
        for name, make in zip(SETS, (self.title, self.one_word, self.two_words, self.section,
                                     self.sentence)):
            found = list(make())
            random.Random(f"{self.seed} {name}").shuffle(found)
            for number, (i, query) in enumerate(found[:self.count]):
                made[f"{name.replace(' ', '-')}-{number}"] = (name, self.articles[i]["id"], query)
        return made


def without_title(article):
    text = article["text"]
    if article["title"] and text.startswith(article["title"]):
        text = text[len(article["title"]):].lstrip()
    return {**article, "text": text}


def write_queries(path, queries):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{qid}\t{query}\n" for qid, (_, _, query) in queries.items())


def mean_reciprocal_ranks(lines, queries):
    """{set: MRR@10}"""
    run = metrics.read_run(lines)
    figures = {}
    for name in SETS:
        judgements = {qid: {article: 1} for qid, (of, article, _) in queries.items() if of == name}
        if judgements:
            figures[name] = metrics.evaluate(run, judgements)["MRR@10"]
    return figures


def measure(collection, name, queries):
    """Prints a row a set; [(reranked, first stage alone), …]"""
    collection.index()
    path = f"{collection.work}/known-items.tsv"
    write_queries(path, queries)
    reranked = mean_reciprocal_ranks(collection.batch(path), queries)
    first = mean_reciprocal_ranks(collection.batch(path, "--first-stage"), queries)
    for of, value in reranked.items():
        count = sum(which == of for which, _, _ in queries.values())
        print(f"{name:24} {of:10} {count:5} queries  first stage {first[of]:.4f}  "
              f"reranked {value:.4f}", flush=True)
    return [(value, first[of]) for of, value in reranked.items()]


def main():
    parser = argparse.ArgumentParser(prog="./dev bench known-items", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument("--count", type=int, default=500, help="of queries a set (500)")
    parser.add_argument("--seed", type=int, default=1, help="of their choice (1)")
    options = parser.parse_args()
    figures = []
    for folder in options.folders:
        with tempfile.TemporaryDirectory(prefix="zsearch-bench-") as work:
            collection = bench.Collection(folder, work)
            articles = list(collection.articles())
            queries = Maker(articles, options.count, options.seed).queries()
            figures += measure(collection, collection.name, queries)
            stripped = [without_title(article) for article in articles]
            changed = sum(one["text"] != other["text"] for one, other in zip(articles, stripped))
            if changed > len(articles) / 2:
                collection.replace(stripped)
                figures += measure(collection, f"{collection.name}, titles apart", queries)
    if figures:
        print(f"{'mean':24} {'':10} {len(figures):5} sets     first stage "
              f"{sum(first for _, first in figures) / len(figures):.4f}  "
              f"reranked {sum(value for value, _ in figures) / len(figures):.4f}")


if __name__ == "__main__":
    main()
