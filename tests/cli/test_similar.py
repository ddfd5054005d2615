# SPDX-License-Identifier: GPL-2.0-or-later
"""zsearch similar, keywords, advice where nothing is found, --exact-script."""
import json

import pytest

from conftest import SOURCE

MODEL = "corpus/人才/第三次搬家.txt"


def paths(output):
    return output.splitlines()


@pytest.fixture(scope="module")
def schema():
    jsonschema = pytest.importorskip("jsonschema")
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        content = json.load(file)

    def validate(document, definition):
        jsonschema.validate(document, {"$ref": f"#/$defs/{definition}", "$defs": content["$defs"]})
    return validate


def test_named_by_path_from_anywhere(library):
    here = paths(library.ok("similar", MODEL, "-n", "5", "--format", "paths"))
    assert len(here) == 5 and MODEL not in here
    below = library.folder / "corpus/人才"
    there = paths(library.ok("similar", "第三次搬家.txt", "-n", "5", "--format", "paths", cwd=below))
    assert [path.replace("../", "corpus/", 1) if path.startswith("../") else f"corpus/人才/{path}"
            for path in there] == here
    absolute = str(library.folder / MODEL)
    assert paths(library.ok("similar", absolute, "-n", "5", "--format", "paths")) == here
    assert paths(library.ok("similar", f"./corpus/../{MODEL}", "-n", "5", "--format", "paths")) == here


def test_named_by_id_and_in_a_query(library):
    by_id = library.ok("similar", "zj-003", "-n", "4", "--format", "trec")
    assert " zj-003 " not in by_id and len(by_id.splitlines()) == 4
    assert library.ok("query", "like:zj-003", "-n", "4", "--format", "trec") == by_id
    dated = json.loads(library.ok("query", "like:zj-003 +date:2024..", "--json"))
    assert dated["hits"] and all(hit["date"] >= "2024" for hit in dated["hits"])


def test_likeness_is_marked_and_listed(library):
    shown = library.run("show", "zj-004", "--query", "like:zj-003", "--color", "always")
    assert shown.returncode == 0 and "\x1b[" in shown.stdout
    lines = library.ok("kwic", "like:zj-003").splitlines()
    assert len(lines) > 0
    unknown = library.run("kwic", "like:no-such")
    assert unknown.returncode == 2 and "no-such" in unknown.stderr


def test_like_a_file_that_is_not_in_the_index(library, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text("# 骑楼\n\n骑楼下面的机车和盆栽，捷运站出口的菜市场。\n", encoding="utf-8")
    first = library.ok("similar", str(draft), "-n", "1", "--format", "paths")
    assert first == "corpus/治理/騎樓與捷運.txt\n"


def test_json(library, schema):
    document = json.loads(library.ok("similar", MODEL, "--json", "--keywords", "4", "-n", "2"))
    schema(document, "answer")
    assert len(document["keywords"]) == 4 and len(document["hits"]) == 2
    weights = [keyword["weight"] for keyword in document["keywords"]]
    assert weights == sorted(weights, reverse=True)
    again = json.loads(library.ok("query", document["query"], "--json", "-n", "2"))
    assert [hit["id"] for hit in again["hits"]] == [hit["id"] for hit in document["hits"]]
    for line in library.ok("similar", MODEL, "--format", "jsonl", "-n", "2").splitlines():
        schema(json.loads(line), "hit_line")


def test_explained_parts_add_up(library):
    document = json.loads(library.ok("similar", MODEL, "--json", "--explain"))
    for hit in document["hits"]:
        parts = hit["explanation"]["parts"]
        assert abs(sum(part["score"] for part in parts) - hit["score"]) < 1e-6
        assert hit["explanation"]["terms"]


def test_keywords_of_a_query(library, schema):
    document = json.loads(library.ok("query", "国际消费中心", "--json", "--keywords", "5", "-n", "1"))
    schema(document, "answer")
    keywords = [keyword["keyword"] for keyword in document["keywords"]]
    assert "广州" in keywords and not set(keywords) & {"国际", "消费", "中心"}
    text = library.ok("query", "国际消费中心", "--keywords", "5", "-n", "1")
    assert text.splitlines()[-1] == "关键词：" + "；".join(keywords)


@pytest.mark.parametrize("arguments, complaint", [
    (["nowhere.txt"], 'there is no article "nowhere.txt" in the index; name it as a search shows it'),
    ([], "which article should others be like?"),
    ([""], "which article should others be like?"),
    (["one", "two"], "which article should others be like?"),
    ([MODEL, "-n", "0"], "-n needs a whole number"),
])
def test_what_cannot_be(library, arguments, complaint):
    result = library.run("similar", *arguments)
    assert result.returncode == 2 and complaint in result.stderr and result.stdout == ""


def test_nothing_is_like_it(shell):
    shell.write("a.txt", "陶艺工作室开窑。\n")
    shell.write("b.txt", "鲸鱼的歌声。\n")
    shell.ok("index", "a.txt", "b.txt")
    result = shell.run("similar", "a.txt")
    assert result.returncode == 1 and "no article is like a.txt" in result.stderr
    assert shell.run("similar", "a.txt", "--json").returncode == 1


ADVICE = [
    ("量子 人才 纠缠", [], "no article has 量子"),
    ("+捷運 +人才 +菜市场", [], "without +人才: 1 article"),
    ('"国际的中心消费"', [], "without the quotes: 3 articles"),
    ("source:城市观查", [], "no article has source:城市观查; there are 城市观察札记"),
    ("date:1990", [], "those with a date are of 2021-10-12.."),
    ("人才 捷運 菜市场", ["--match", "all"], "without 人才: 1 article"),
]


@pytest.mark.parametrize("query, options, advice", ADVICE)
def test_advice(library, schema, query, options, advice):
    result = library.run("query", query, "--match", "all", *options)
    assert result.returncode == 1 and result.stdout == ""
    assert f"no article matches {query}" in result.stderr and advice in result.stderr
    document = json.loads(library.run("query", query, "--match", "all", *options, "--json").stdout)
    schema(document, "answer")
    assert document["advice"]
    for entry in document["advice"]:
        start, end = entry["span"]
        assert query.encode()[start:end].decode().strip("+-")


def test_no_advice_where_there_are_hits_or_in_a_batch(library):
    assert "advice" not in json.loads(library.ok("query", "人才", "--json"))
    answers = json.loads(library.run("query", "--batch", "-", "--json", stdin="a\t量子\n").stdout)
    assert "advice" not in answers[0]


def test_exact_script(library):
    both = paths(library.ok("query", "捷運", "--format", "paths"))
    assert paths(library.ok("query", "捷运", "--format", "paths")) == both
    assert paths(library.ok("query", "捷運", "--exact-script", "--format", "paths"))
    assert library.run("query", "捷运", "--exact-script", "--format", "paths").returncode == 1


COPIES = {"甲.txt": "城里的出租车司机说，软件派的单比电话多，夜里的网络也慢。\n",
          "乙.txt": "城裡的出租車司機說，軟件派的單比電話多，夜裡的網絡也慢。\n"}


@pytest.mark.parametrize("first,second", [("甲.txt", "乙.txt"), ("乙.txt", "甲.txt")])
def test_the_script_as_typed_stands_for_both(shell, first, second):
    """Whichever of two copies was put first, that in the script of the query is shown."""
    for name, put in ((first, "1"), (second, "2")):
        shell.write(f"{put}/{name}", COPIES[name])
    shell.ok("index", "1", "2")
    for query in ("出租车司机", "出租车", '"司机说"', "网络 -飞机", "电话 出租车 城里的"):
        assert "甲.txt" in shell.ok("query", query, "--format", "paths"), query
    for query in ("出租車司機", "出租車", '"司機說"', "網絡 -飛機", "電話 出租車 城裡的"):
        assert "乙.txt" in shell.ok("query", query, "--format", "paths"), query
    assert len(paths(shell.ok("query", "出租车", "--format", "paths"))) == 1
    assert len(paths(shell.ok("query", "出租车", "--format", "paths", "--expand"))) == 2
    narrowed = shell.ok("query", f"出租车 +path:{second}", "--format", "paths")
    assert paths(narrowed) == [f"2/{second}"]
