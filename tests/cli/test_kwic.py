# SPDX-License-Identifier: GPL-2.0-or-later
"""Concordances, and articles shown whole."""
import csv
import io
import json
import re
import subprocess

import pytest

from conftest import SOURCE, ZSEARCH
from test_terminal import COLOUR, on_terminal, width


def schema_of(definition):
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        return {"$ref": f"#/$defs/{definition}", "$defs": json.load(file)["$defs"]}


def texts(library):
    """Titles and texts of all articles by their ids, as bytes."""
    return {article["id"]: (article.get("title", "").encode(), article["text"].encode())
            for article in map(json.loads, library.ok("export").splitlines())}


def lines_of(library, *arguments):
    return json.loads(library.ok("kwic", *arguments, "--json"))["lines"]


def test_every_place_is_shown_with_what_stands_around_it(library):
    articles = texts(library)
    lines = lines_of(library, "人才", "--width", "8")
    found = {(line["id"], line["place"], line["start"]) for line in lines}
    wanted = {(name, place, match.start()) for name, (title, text) in articles.items()
              for place, whole in (("title", title), ("text", text))
              for match in re.finditer("人才".encode(), whole)}
    assert found == wanted and len(lines) == len(wanted)
    for line in lines:
        title, text = articles[line["id"]]
        whole = title if line["place"] == "title" else text
        assert whole[line["start"]:line["end"]].decode() == line["key"] == "人才"
        left = re.sub(r"\s+", " ", whole[:line["start"]].decode())
        right = re.sub(r"\s+", " ", whole[line["end"]:].decode())
        assert left.endswith(line["left"]) and len(line["left"]) <= 8
        assert right.startswith(line["right"]) and len(line["right"]) <= 8
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))


def test_json_keeps_to_its_schema(library):
    jsonschema = pytest.importorskip("jsonschema")
    for arguments in (["人才"], ["城市", "--sort", "left", "-n", "5", "--offset", "3"], ["量子纠缠态"]):
        document = json.loads(library.run("kwic", *arguments, "--json").stdout)
        jsonschema.validate(document, schema_of("concordance"))
    for line in library.ok("kwic", "城市", "--format", "jsonl").splitlines():
        jsonschema.validate(json.loads(line), schema_of("concordance_line"))
    for arguments in (["zj-002"], ["zj-002", "zj-003", "--query", "人才 城市"], ["nix"]):
        document = json.loads(library.run("show", *arguments, "--json").stdout)
        jsonschema.validate(document, schema_of("shown"))
        assert len(document["articles"]) == len([name for name in arguments if name.startswith("zj")])
    document = json.loads(library.ok("query", "人才", "--full", "--json"))
    jsonschema.validate(document, schema_of("answer"))


def test_orders(library):
    unsorted = lines_of(library, "城市")
    right = lines_of(library, "城市", "--sort", "right")
    left = lines_of(library, "城市", "--sort", "left")
    dates = [line.get("date", "~") for line in lines_of(library, "城市", "--sort", "date")]
    assert dates == sorted(dates) and len(unsorted) == len(right) == len(left) == len(dates) > 20
    # Where folding changes nothing, this is the order of code points.
    left, right = (lines_of(library, "城市 language:zh-Hans", "--sort", order) for order in ("left", "right"))
    plain = [line["right"] for line in right if re.fullmatch("[\u4e00-\u9fff]+", line["right"][:3])]
    assert [text[:3] for text in plain] == sorted(text[:3] for text in plain)
    behind = [line["left"][-2:][::-1] for line in left
              if re.fullmatch("[\u4e00-\u9fff]{2}", line["left"][-2:])]
    assert behind == sorted(behind)


def test_pages_are_parts_of_the_whole(library):
    for order in ("index", "left", "right", "date"):
        whole = lines_of(library, "城市", "--sort", order)
        parts = [lines_of(library, "城市", "--sort", order, "-n", "7", "--offset", str(offset))
                 for offset in range(0, len(whole), 7)]
        assert [line for part in parts for line in part] == whole


def test_counts_say_whether_there_is_more(library):
    total = len(lines_of(library, "城市"))
    for arguments, complete in (([], True), (["-n", str(total)], True), (["-n", str(total - 1)], False)):
        document = json.loads(library.ok("kwic", "城市", "--json", *arguments))
        assert document["complete"] == complete and not document["partial"]
    result = library.run("kwic", "城市", "--offset", str(total))
    assert result.returncode == 1 and str(total) in result.stderr and not result.stdout


def test_a_table(library):
    rows = list(csv.DictReader(io.StringIO(library.ok("kwic", "城市", "--format", "tsv")),
                               delimiter="\t", quoting=csv.QUOTE_NONE))
    lines = lines_of(library, "城市")
    assert [(row["left"], row["key"], row["right"], row["id"], row["place"], int(row["start"]))
            for row in rows] == [(line["left"].replace("\t", " "), line["key"], line["right"], line["id"],
                                  line["place"], line["start"]) for line in lines]


def test_keys_stand_below_each_other(library):
    columns = {width(line[:line.index("  城市  ")])
               for line in library.ok("kwic", "城市", "--width", "10").splitlines()}
    assert columns == {20}


@pytest.mark.parametrize("columns", [20, 30, 50, 80, 200])
def test_lines_fit_on_a_terminal(library, columns):
    for arguments in (["城市"], ["城市", "--width", "5"], ["城市 NEAR/40 人才"], ["/.*城市.*/"]):
        output = COLOUR.sub("", on_terminal(library.folder, ["kwic", *arguments], columns))
        lines = output.split("\r\n\r\n")[0].splitlines()
        assert lines
        for line in lines:
            assert width(line) <= max(columns, 30), line


def test_on_a_terminal_it_is_said_how_many_there_are(library):
    output = on_terminal(library.folder, ["kwic", "人才"])
    assert COLOUR.search(output)
    assert re.search(r"\n.*\d+ lines of \d+ articles", output)
    assert "there are more" in on_terminal(library.folder, ["kwic", "的"])
    assert "there are more" not in library.ok("kwic", "的", "-n", "3")


def test_what_a_new_user_does_wrong(library, shell):
    for arguments, words in (([], "zsearch kwic"), ([""], "zsearch kwic"), (["x", "--sort", "lfet"], "left"),
                             (["x", "--format", "csv"], "tsv"), (["x", "--width", "0"], "1 to 1000"),
                             (["a OR"], "OR needs"), (["date:2023"], "a word"), (["--", "-人才"], "not wanted")):
        result = library.run("kwic", *arguments)
        assert result.returncode == 2 and words in result.stderr and not result.stdout, arguments
    result = library.run("kwic", "量子纠缠态")
    assert result.returncode == 1 and "量子纠缠态" in result.stderr and not result.stdout
    result = library.run("kwic", "，")
    assert result.returncode == 1 and "no words" in result.stderr
    assert library.run("kwic", "城市 (", "--lenient", "-n", "1").returncode == 0
    assert shell.run("kwic", "x").returncode == 2
    assert "zsearch index" in shell.run("kwic", "x").stderr
    shell.write("empty/a.png", b"")
    shell.run("index", "empty")
    result = shell.run("kwic", "x")
    assert result.returncode == 1 and "no articles" in result.stderr


def test_a_reader_that_has_had_enough(library):
    result = subprocess.run(f"{ZSEARCH} kwic 的 | head -n 1", cwd=library.folder, shell=True, text=True,
                            capture_output=True, env=library.environment(), check=False)
    assert result.stderr == "" and result.stdout.count("\n") == 1
    result = subprocess.run(f"{ZSEARCH} kwic 的 > /dev/full", cwd=library.folder, shell=True, text=True,
                            capture_output=True, env=library.environment(), check=False)
    assert result.returncode == 2 and "cannot be written" in result.stderr


def test_what_articles_hold_does_not_reach_the_terminal(shell):
    shell.write("a.jsonl", json.dumps({"id": "a\u001b[2J", "title": "x", "text": "海绵\u001b[31m城市\u202e\u0000\t人才\u0007"}))
    shell.ok("index", "a.jsonl")
    for arguments in (["kwic", "人才"], ["kwic", "人才", "--format", "tsv"], ["kwic", "人才", "--json"],
                      ["show", "a\u001b[2J"], ["show", "a\u001b[2J", "--json"], ["query", "人才", "--full"]):
        output = shell.ok(*arguments)
        assert not re.search("[\u0000-\u0008\u000b-\u001f]", output), arguments
        assert "--json" in arguments or "\u202e" not in output, arguments


# ---- show, and query --full


def test_an_article_is_shown_by_what_hits_call_it(library):
    whole = texts(library)
    for hit in json.loads(library.ok("query", "人才", "--json"))["hits"]:
        shown, = json.loads(library.ok("show", hit["id"], "--json"))["articles"]
        assert shown["text"].encode() == whole[hit["id"]][1] and "text_marks" not in shown
        assert {name: value for name, value in shown.items() if name != "text"} == {
            name: hit[name] for name in shown if name != "text"}
        if hit["id"] == hit["path"]:
            for folder in ("corpus", "corpus/人才"):
                name, = json.loads(library.ok("query", f"id:{hit['id']}", "--json", cwd=library.folder / folder))["hits"]
                again, = json.loads(library.ok("show", name["path"], "--json", cwd=library.folder / folder))["articles"]
                assert again["id"] == hit["id"]


def test_all_hits_are_marked(library):
    for name, (title, text) in texts(library).items():
        shown, = json.loads(library.ok("show", name, "--json", "--query", "人才"))["articles"]
        for marks, whole in ((shown["title_marks"], title), (shown["text_marks"], text)):
            assert [mark[0] for mark in marks] == [match.start() for match in re.finditer("人才".encode(), whole)]


def test_hits_in_full(library):
    output = library.ok("query", "人才", "--full", "-n", "1")
    hit, = json.loads(library.ok("query", "人才", "--full", "-n", "1", "--json"))["hits"]
    assert hit["fragments"] == [] and output.count("【人才】") == len(hit["text_marks"])
    for line in hit["text"].splitlines():
        assert line.strip() in output.replace("【", "").replace("】", "")


def test_more_passages(library):
    def shown(*arguments):
        return [[part["text"] for part in hit["fragments"]]
                for hit in json.loads(library.ok("query", "城市 人才 消费", "--match", "any", "-n", "30", "--json",
                                                 *arguments))["hits"]]
    assert max(map(len, shown("--fragments", "1"))) == 1
    assert max(map(len, shown("--fragments", "9", "--characters", "900"))) > 3
    assert max(map(len, map("".join, shown("--characters", "900")))) > max(map(len, map("".join, shown())))


def test_show_what_is_not_there(library):
    result = library.run("show", "zj-002", "nix", "zj-003")
    assert result.returncode == 1 and "nix" in result.stderr and "zj-003" in result.stdout
    for arguments, words in (([], "zsearch show"), ([""], "zsearch query"), (["zj-002", "--full"], "--full"),
                             (["zj-002", "--query", ""], "--query")):
        result = library.run("show", *arguments)
        assert result.returncode == 2 and words in result.stderr, arguments
    assert library.run("query", "x", "--full", "--no-snippet").returncode == 2
    assert library.run("show", "zj-002", "--query", "-人才").returncode in (0, 2)
