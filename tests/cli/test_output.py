# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats, and standard output that misbehaves."""
import json
import os
import subprocess

import pytest

from conftest import SOURCE, ZSEARCH


def test_json_keeps_to_its_schema(library):
    jsonschema = pytest.importorskip("jsonschema")
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    for arguments, definition in (
            (["query", "国际消费中心", "--json"], "answer"),
            (["query", "量子纠缠态", "--json"], "answer"),
            (["query", "城市", "--json", "--no-snippet", "--offset", "3"], "answer"),
            (["query", "--batch", "-", "--json"], "answers"),
            (["query", "guojixiaofei", "--json"], "answer"),
            (["suggest", "--json", "国际消"], "suggestions"),
            (["suggest", "--json", "量子纠缠态"], "suggestions"),
            (["analyze", "--json", "國際 5G"], "analysis"),
            (["info", "--json"], "info"),
            (["info", "--json", "corpus/城市札记.jsonl", "corpus/消费/夜里十点的街区.txt", "nowhere"], "files"),
            (["info", "--formats", "--json"], "formats")):
        document = json.loads(library.run(*arguments, stdin="a\t城市\nb\t量子纠缠态\n").stdout)
        jsonschema.validate(document, {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})
    for arguments in (["query", "城市"], ["query", "--batch", "-"]):
        for line in library.ok(*arguments, "--format", "jsonl", stdin="a\t城市\n").splitlines():
            jsonschema.validate(json.loads(line),
                                {"$ref": "#/$defs/hit_line", "$defs": schema["$defs"]})
    for line in library.ok("export").splitlines():
        jsonschema.validate(json.loads(line), {"$ref": "#/$defs/article_line", "$defs": schema["$defs"]})


def texts_of(library):
    """id -> (the bytes that offsets are of)."""
    texts = {}
    for line in open(library.folder / "corpus/城市札记.jsonl", encoding="utf-8"):
        article = json.loads(line)
        texts[article["id"]] = article["text"].encode()
    for here, _, names in os.walk(library.folder / "corpus"):
        for name in names:
            if name.endswith((".txt", ".md")):
                path = f"{here}/{name}"
                with open(path, "rb") as file:
                    texts[os.path.relpath(path, library.folder)] = file.read()
    return texts


def folded(library, text):
    """As the analyser folds it, so that both scripts, widths and cases compare."""
    return json.loads(library.ok("analyze", "--json", text))["folded"]


def test_offsets_are_bytes_of_the_source(library):
    texts = texts_of(library)
    checked = 0
    for query in ("国际消费中心", "青年人才", "先进制造业", "5G AI", "无人机 送货"):
        for hit in json.loads(library.ok("query", query, "--json"))["hits"]:
            if hit["id"] not in texts:
                continue
            source = texts[hit["id"]][hit["text_offset"]:]
            for fragment in hit["fragments"]:
                part = source[fragment["start"]:fragment["end"]]
                if not hit["path"].endswith(".md"):  # whose markup is blank in the text
                    assert part.decode() == fragment["text"]
                for start, end in fragment["marks"]:
                    assert fragment["start"] <= start < end <= fragment["end"]
                    marked = folded(library, source[start:end].decode())
                    assert any(marked in folded(library, word) for word in query.split())
                    checked += 1
    assert checked > 20


def test_pages_fit_together(library):
    whole = [hit["id"] for hit in json.loads(library.ok("query", "城市", "--json", "-n", "40"))["hits"]]
    pages = []
    for offset in range(0, 40, 7):
        answer = json.loads(
            library.run("query", "城市", "--json", "-n", "7", "--offset", str(offset)).stdout)
        pages += [hit["id"] for hit in answer["hits"]]
    assert len(whole) > 10 and pages[:len(whole)] == whole


def test_jsonl_has_a_hit_a_line(library):
    lines = library.ok("query", "城市", "--format", "jsonl", "-n", "5").splitlines()
    assert [json.loads(line)["rank"] for line in lines] == [1, 2, 3, 4, 5]


def test_trec(library):
    for rank, line in enumerate(library.ok("query", "城市", "--format", "trec", "-n", "5").splitlines(), 1):
        qid, zero, _, position, score, name = line.split(" ")
        assert (qid, zero, position, name) == ("1", "Q0", str(rank), "zsearch") and float(score) > 0


def test_batch_and_timings(library):
    queries = "a\t国际消费中心\nb\t量子纠缠态\nc\t青年人才 政策\n"
    timings = library.folder / "timings.tsv"
    run = library.ok("query", "--batch", "-", "--format", "trec", "--timings", str(timings), stdin=queries)
    assert {line.split(" ")[0] for line in run.splitlines()} >= {"a", "c"}
    measured = [line.split("\t") for line in timings.read_text().splitlines()]
    assert [qid for qid, _ in measured] == ["a", "b", "c"] and all(int(time) >= 0 for _, time in measured)
    answers = json.loads(library.ok("query", "--batch", "-", "--json", stdin=queries))
    assert [answer["qid"] for answer in answers] == ["a", "b", "c"]


def test_exit_status_is_that_of_grep(library):
    assert library.run("query", "城市").returncode == 0
    assert library.run("query", "鑫淼犇").returncode == 1
    assert library.run("query", "--index", "nowhere", "城市").returncode == 2


def test_a_full_disk_is_an_error(library):
    with open("/dev/full", "w", encoding="utf-8") as full:
        result = subprocess.run([ZSEARCH, "query", "城市"], cwd=library.folder, stdout=full,
                                stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 2 and result.stderr.startswith("zsearch: ")


def test_a_closed_pipe_ends_quietly(library):
    result = subprocess.run(f"{ZSEARCH} query 城市 -n 40 --json | head -c 1", cwd=library.folder, shell=True,
                            capture_output=True, text=True, check=False)
    assert result.stderr == "" and result.stdout == "{"


def test_articles_cannot_talk_to_the_terminal(shell):
    shell.write("a.txt", "题\x1b]0;x\x07\n\n夜市\x1b[31m红字\x1b[0m夜市\n")
    shell.ok("index", "a.txt")
    for options in ((), ("--color", "always"), ("--json",), ("--format", "jsonl")):
        output = shell.ok("query", "红字", *options)
        assert "\x1b]" not in output and "\x1b[31m" not in output and "\x07" not in output


def test_what_is_known_of_an_article(shell):
    shell.write("a.jsonl", json.dumps({
        "id": "a", "title": "题", "text": "海绵城市", "date": "2023年5月4日", "source": "城市札记", "section": "要闻",
        "language": "zh-Hans", "keywords": ["雨", "水"]}, ensure_ascii=False) + "\n")
    shell.write("b.txt", "海绵城市\n\n一座海绵城市的故事。\n")
    shell.ok("index", ".")
    hits = {hit["id"]: hit for hit in json.loads(shell.ok("query", "海绵城市", "--json"))["hits"]}
    assert (hits["a"]["date"], hits["a"]["date_origin"]) == ("2023-05-04", "given")
    assert (hits["a"]["section"], hits["a"]["language"]) == ("要闻", "zh-Hans")
    assert hits["b.txt"]["date_origin"] == "file"
    text = shell.ok("query", "海绵城市")
    assert "2023-05-04  城市札记  要闻\n" in text
    assert hits["b.txt"]["date"] not in text  # when a file was changed is nobody's concern


def test_articles_that_are_nearly_the_same(shell):
    with open(f"{SOURCE}/corpus/治理/雨落下来以后.txt", encoding="utf-8") as file:
        body = "海绵城市：" + file.read()
    for name, end in (("a", "本报记者甲。"), ("b", "转自城市札记。"), ("c", "原载城市札记。")):
        shell.write(f"{name}.txt", f"海绵城市的耐心\n\n{body}{end}\n")
    shell.write("d.txt", "别的\n\n海绵城市也可以写成另外一篇完全不同的文章，说的是厨房里的那块海绵。\n")
    shell.ok("index", ".")
    hits = json.loads(shell.ok("query", "海绵城市", "--json"))["hits"]
    assert len(hits) == 2
    best = next(hit for hit in hits if hit["id"] != "d.txt")
    assert best["duplicates"] == 2
    assert sorted([best["id"], *best["duplicate_ids"]]) == ["a.txt", "b.txt", "c.txt"]
    assert "   另有 2 篇转载\n" in shell.ok("query", "海绵城市")
    expanded = json.loads(shell.ok("query", "海绵城市", "--json", "--expand"))["hits"]
    assert sorted(hit["id"] for hit in expanded) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    # Evaluations judge every article by itself.
    assert len(shell.ok("query", "海绵城市", "--format", "trec").splitlines()) == 4
