# SPDX-License-Identifier: GPL-2.0-or-later
"""How many changed copies of articles are found, and what else is joined.

    duplicates.py COLLECTION.jsonl [ARTICLES]

Of articles with at least ten sentences, copies are made with 0 to 20 % of their sentences
replaced by sentences of other articles, cut, or put in another order."""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

ZSEARCH = os.environ["ZSEARCH"]
SHARES = (0, .05, .10, .15, .20)
KINDS = ("changed", "cut", "reordered")


def sentences(text):
    return [part for part in re.split(r"(?<=[。！？；\n])", text) if part.strip()]


def changed_copy(parts, kind, share, others, rng):
    parts = list(parts)
    places = rng.sample(range(len(parts)), round(share * len(parts)))
    if kind == "changed":
        for place in places:
            parts[place] = rng.choice(others)
    elif kind == "cut":
        parts = [part for place, part in enumerate(parts) if place not in places]
    else:
        moved = [parts[place] for place in places]
        rng.shuffle(moved)
        parts = [part for place, part in enumerate(parts) if place not in places] + moved
    return "".join(parts)


def main():
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    rng = random.Random(1)
    with open(sys.argv[1], encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    rng.shuffle(articles)
    cut = [(article, sentences(article["text"])) for article in articles]
    long = [(article, parts) for article, parts in cut if len(parts) >= 10][:wanted]
    others = [part for _, parts in cut[:5000] for part in parts]
    with tempfile.TemporaryDirectory() as folder:
        copies = {}
        with open(f"{folder}/all.jsonl", "w", encoding="utf-8") as file:
            for number, (article, parts) in enumerate(long):
                kind, share = rng.choice(KINDS), rng.choice(SHARES)
                copies[f"o{number}"] = kind, share
                text = changed_copy(parts, kind, share, others, rng)
                print(json.dumps({"id": f"o{number}", "title": article.get("title", ""),
                                  "text": "".join(parts)}, ensure_ascii=False), file=file)
                print(json.dumps({"id": f"c{number}", "title": f"转载 {number}", "text": text},
                                 ensure_ascii=False), file=file)
        with open(f"{folder}/q.tsv", "w", encoding="utf-8") as file:
            for number, (_, parts) in enumerate(long):
                query = re.sub(r"\s+", " ", "".join(parts)[:300])
                print(f"o{number}\t{query}", file=file)
        run = [ZSEARCH, "--index", f"{folder}/ix"]
        subprocess.run([run[0], "index", *run[1:], "-q", f"{folder}/all.jsonl"], check=True)
        found = subprocess.run([run[0], "query", *run[1:], "--batch", f"{folder}/q.tsv", "-n", "5",
                                "--format", "jsonl"], check=True, capture_output=True, text=True)
        joined = {}
        for line in found.stdout.splitlines():
            hit = json.loads(line)
            group = {hit["id"], *hit.get("duplicate_ids", ())}
            for one in group:
                joined.setdefault(one, set()).update(group)
    print("share of sentences", *(f"{share:>8.0%}" for share in SHARES))
    for kind in KINDS:
        row = []
        for share in SHARES:
            of = [number for number, what in copies.items() if what == (kind, share)]
            hits = sum("c" + number[1:] in joined.get(number, ()) for number in of)
            row.append(f"{hits / len(of):8.1%}" if of else "       -")
        print(f"{kind:18}", *row)
    strangers = sum(1 for one, group in joined.items() for other in group
                    if one < other and one[1:] != other[1:])
    pairs = len(long) * (len(long) - 1) // 2
    print(f"joined though of different articles: {strangers} of {pairs} pairs")


main()
