# SPDX-License-Identifier: GPL-2.0-or-later
"""The judged queries over corpus/ as a floor: what is found today must be found tomorrow."""
import os
import shutil
import subprocess

import metrics

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ["ZSEARCH_SOURCE"]
ZSEARCH = os.environ["ZSEARCH"]
# Just below what was measured when the queries were judged.
FLOOR = {"nDCG@10": 0.93, "MRR@10": 0.985, "R@100": 0.90}


def test_floor(tmp_path):
    shutil.copytree(f"{SOURCE}/corpus", tmp_path / "corpus")
    subprocess.run([ZSEARCH, "index", "--quiet", "corpus"], cwd=tmp_path, check=True,
                   stdout=subprocess.DEVNULL)
    run = subprocess.run([ZSEARCH, "query", "--batch", f"{HERE}/queries.tsv", "--format", "trec",
                          "-n", "100"], cwd=tmp_path, check=True, capture_output=True,
                         text=True).stdout
    figures = metrics.evaluate(metrics.read_run(run.splitlines()),
                               metrics.read_judgements(f"{HERE}/qrels.tsv"))
    print(figures)
    for name, floor in FLOOR.items():
        assert figures[name] >= floor, figures


def test_judgements_name_articles_that_exist():
    """Every judged id is a file of the corpus or an id in one of its JSON Lines files."""
    import json
    ids = set()
    for here, _, names in os.walk(f"{SOURCE}/corpus"):
        for name in names:
            path = f"{here}/{name}"
            if name.endswith(".jsonl"):
                with open(path, encoding="utf-8") as file:
                    ids.update(json.loads(line)["id"] for line in file)
            else:
                ids.add(os.path.relpath(path, SOURCE).replace(" ", "%20"))
    for qid, relevant in metrics.read_judgements(f"{HERE}/qrels.tsv").items():
        assert set(relevant) <= ids, qid
