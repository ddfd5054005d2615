# SPDX-License-Identifier: GPL-2.0-or-later
"""nDCG@10, MRR@10 and R@100 of a ranking, as trec_eval defines them: linear gain, discount
1 / log2(rank + 1), means over the queries that have a relevant article. A query without hits
counts 0."""
import math
from collections import defaultdict


def read_judgements(path):
    """qid TAB id TAB grade -> {qid: {id: grade}}, grades above 0."""
    judgements = defaultdict(dict)
    with open(path, encoding="utf-8") as file:
        for line in file:
            qid, article, grade = line.rstrip("\n").split("\t")[:3]
            if float(grade) > 0:
                judgements[qid][article] = float(grade)
    return dict(judgements)


def read_run(lines):
    """Lines of TREC's run format -> {qid: [id, …]}, best first."""
    ranked = defaultdict(list)
    for line in lines:
        qid, _, article, rank, *_ = line.split()
        ranked[qid].append((int(rank), article))
    return {qid: [article for _, article in sorted(hits)] for qid, hits in ranked.items()}


def evaluate(run, judgements):
    """The means over the judged queries: a dictionary of the three figures."""
    sums = dict.fromkeys(("nDCG@10", "MRR@10", "R@100"), 0.0)
    for qid, relevant in judgements.items():
        hits = run.get(qid, [])
        gain = sum(relevant.get(article, 0) / math.log2(rank + 2)
                   for rank, article in enumerate(hits[:10]))
        ideal = sum(grade / math.log2(rank + 2)
                    for rank, grade in enumerate(sorted(relevant.values(), reverse=True)[:10]))
        sums["nDCG@10"] += gain / ideal
        sums["MRR@10"] += next((1 / (rank + 1) for rank, article in enumerate(hits[:10])
                                if article in relevant), 0)
        sums["R@100"] += sum(article in relevant for article in hits[:100]) / len(relevant)
    return {name: value / max(1, len(judgements)) for name, value in sums.items()}
