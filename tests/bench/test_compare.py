# SPDX-License-Identifier: GPL-2.0-or-later
"""That compare.py and growth.py measure what they say: on a small collection, beside an engine
that always finds the same, and one that fails."""
import json
import os
import subprocess
import sys

import pytest

FOLDER = os.path.dirname(os.path.abspath(__file__))
ARTICLES = {"a 1": "郑州建设国际消费中心", "b": "青年人才政策", "c": "青年人才公寓\n人才"}
ENGINE = """#!/bin/sh
case $1 in
index) mkdir -p "$3" && cp "$2" "$3/" ;;
query) cut -f1 "$3" | while read -r qid; do
    echo "$qid Q0 $CFG 1 1.0 fixed"
    printf '%s\\t2000\\t1000\\n' "$qid" >> "$4.lat"
done > "$4" ;;
size) echo "1000 $2" ;;
esac
"""


@pytest.fixture(name="collection")
def fixture_collection(tmp_path):
    folder = tmp_path / "collection"
    folder.mkdir()
    lines = (json.dumps({"id": name, "title": "标题", "text": text}, ensure_ascii=False) for name, text in ARTICLES.items())
    (folder / "corpus.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "queries.tsv").write_text("q1\t国际消费中心\nq2\t人才公寓\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text("q1\ta 1\t1\nq2\tc\t1\n", encoding="utf-8")
    return folder


@pytest.fixture(name="peers")
def fixture_peers(tmp_path):
    folder = tmp_path / "peers"
    folder.mkdir()
    (folder / "fixed.sh").write_text(ENGINE, encoding="utf-8")
    (folder / "fixed.sh").chmod(0o755)
    (folder / "peers.tsv").write_text("# name\tscript\tCFG\tversion\twhat\nfixed\tfixed.sh\t0.a_1\t1\tthe same\n"
                                      "broken\tnone.sh\tx\t1\tnothing\n", encoding="utf-8")
    return folder


def bench(script, *arguments):
    result = subprocess.run([sys.executable, f"{FOLDER}/{script}", *map(str, arguments)], capture_output=True, text=True,
                            check=False, env={**os.environ, "WARM": "3"}, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout, result.stderr


def table(output):
    """The rows of a table, by their first cells: {name: {column: cell}}."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in output.splitlines() if line.startswith("| ")]
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_engines_are_measured_alike(collection, peers):
    output, errors = bench("compare.py", peers, collection, "--peers", "fixed,broken", "--seconds", "0.1")
    rows = table(output)
    assert list(rows) == ["zsearch", "zsearch-put", "fixed"]
    assert "none.sh" in errors
    for name in ("zsearch", "zsearch-put"):
        assert rows[name]["nDCG@10"].startswith("1.0000"), rows[name]
        assert float(rows[name]["q/s, 2"].split()[0]) > 0
    assert rows["fixed"]["nDCG@10"] == "0.5000 (0.50)"
    assert rows["fixed"]["p50 ms"].startswith("2.00 (")
    assert rows["fixed"]["q/s, 1"] == ""
    size = sum(len(text.encode()) + len("标题".encode()) for text in ARTICLES.values())
    assert rows["fixed"]["bytes/text"].startswith(f"{1000 / size:.2f} (")


def test_without_peers_there_is_zsearch_alone(collection):
    output, _ = bench("compare.py", collection, "--seconds", "0.1")
    assert list(table(output)) == ["zsearch", "zsearch-put"]


def test_growth_is_told_and_drawn(collection, tmp_path):
    lines = (json.dumps({"id": str(i), "title": "", "text": f"第{i}篇文章"}, ensure_ascii=False) for i in range(64))
    (collection / "corpus.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    output, _ = bench("growth.py", collection, "--plot", tmp_path / "growth.svg")
    sizes = [int(name) for name in table(output)]
    assert sizes == sorted(sizes) and sizes[-1] == 64 and len(sizes) == 4
    drawing = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert drawing.startswith("<svg ") and drawing.count("<polyline ") == 5
