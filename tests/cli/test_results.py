# SPDX-License-Identifier: GPL-2.0-or-later
"""Hits sorted, collapsed and counted, as the program shows them."""
import collections
import json
import random

import pytest

from conftest import SOURCE
from test_terminal import COLOUR, on_terminal, width

SOURCES = ["城市晚报", "河畔日报", "一家名字特别长的地方性综合新闻周刊编辑部", "A"]


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """Two hundred articles about one thing, and what is known of each."""
    from conftest import Shell
    shell = Shell(tmp_path_factory.mktemp("press"))
    chosen = random.Random(1)
    shell.articles = {}
    for number in range(200):
        article = {"id": f"{number}", "title": f"第{number}篇", "text": f"夜市第{number}摊。" + "灯" * chosen.randrange(9),
                   "pages": str(chosen.randrange(1, 60))}
        if chosen.random() < .9:
            article["source"] = chosen.choice(SOURCES)
        if chosen.random() < .8:
            article["date"] = f"20{chosen.randrange(20, 24)}-{chosen.randrange(1, 13):02}-{chosen.randrange(1, 29):02}"
        shell.articles[article["id"]] = article
    shell.write("press.jsonl", "".join(json.dumps(article, ensure_ascii=False) + "\n"
                                       for article in shell.articles.values()))
    shell.ok("index", "press.jsonl")
    return shell


def answer(shell, *arguments):
    return json.loads(shell.ok("query", "夜市", "--expand", "--json", "--no-snippet", *arguments))


def test_facets_are_those_of_all_articles(press):
    counted = answer(press, "-n", "1", "--facet", "source,year", "--facet", "pages", "--facet-values", "100",
                     "--histogram", "month")["counted"]
    assert counted["articles"] == 200 and counted["exact"]
    assert [facet["field"] for facet in counted["facets"]] == ["source", "year", "pages"]
    for facet in counted["facets"]:
        values = [article.get("date", "")[:4] if facet["field"] == "year" else article.get(facet["field"], "")
                  for article in press.articles.values()]
        wanted = collections.Counter(value for value in values if value)
        assert {value["value"]: value["count"] for value in facet["values"]} == wanted
        assert facet["without"] == values.count("") and facet["others"] == 0
    months = collections.Counter(article["date"][:7] for article in press.articles.values() if "date" in article)
    bars = {bar["value"]: bar["count"] for bar in counted["histogram"]["values"]}
    assert {month: count for month, count in bars.items() if count} == months
    assert len(bars) == 48 - sum(month < min(months) or month > max(months) for month in
                                 (f"20{year}-{month:02}" for year in range(20, 24) for month in range(1, 13)))


def test_pages_of_what_is_sorted(press):
    for options in (["--sort", "date"], ["--sort", "date:asc"], ["--sort", "pages:desc", "--collapse", "source"],
                    ["--collapse", "pages"], ["--sort", "source"]):
        whole = [hit["id"] for hit in answer(press, "-n", "500", *options)["hits"]]
        pages = []
        for offset in range(0, len(whole), 17):
            pages += [hit["id"] for hit in answer(press, "-n", "17", "--offset", str(offset), *options)["hits"]]
        assert pages == whole and len(whole) == len(set(whole))
    dates = [press.articles[hit["id"]].get("date", "") for hit in answer(press, "-n", "500", "--sort", "date")["hits"]]
    assert dates == sorted(dates, reverse=True)
    pages = [int(press.articles[hit["id"]]["pages"]) for hit in answer(press, "-n", "500", "--sort", "pages")["hits"]]
    assert pages == sorted(pages)


def test_json_keeps_to_its_schema(press):
    jsonschema = pytest.importorskip("jsonschema")
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    for options in (["--facet", "source"], ["--histogram", "auto"], ["--collapse", "source", "--sort", "date"],
                    ["--facet", "author,date,month", "--histogram", "day"]):
        jsonschema.validate(answer(press, *options), {"$ref": "#/$defs/answer", "$defs": schema["$defs"]})
    hits = answer(press, "--collapse", "source", "--sort", "source", "-n", "4")["hits"]
    for hit in hits:
        same = [article for article in press.articles.values() if article.get("source") == hit["source"]]
        assert hit["collapsed"] == len(same) - 1


def test_nothing_is_counted_where_nothing_matches(press):
    result = press.run("query", "量子纠缠", "--json", "--facet", "source", "--histogram", "auto")
    assert result.returncode == 1
    counted = json.loads(result.stdout)["counted"]
    assert counted == {"articles": 0, "exact": True,
                       "facets": [{"field": "source", "values": [], "others": 0, "without": 0}]}
    assert press.run("query", "量子纠缠", "--facet", "source").returncode == 1


@pytest.mark.parametrize("arguments, says", [
    (["--facet", "place"], 'there is no field "place" to count by; there are source, section, author, language, '
                           'year, month, date, pages'),
    (["--sort", "pagse"], 'there is no field "pagse" to sort by; there are'),
    (["--sort", "relevance:asc"], "the best come first"),
    (["--collapse", "title"], 'there is no field "title" to collapse by'),
    (["--facet", "source,,year"], "one in source,,year is empty"),
    (["--facet", ""], "empty value"),
    (["--facet-values", "0"], "whole number from 1"),
    (["--histogram", "yeer"], "did you mean year?"),
    (["--histogram", "week"], "auto, year, month or day"),
    (["--facet", "source", "--format", "paths"], "paths has no room"),
    (["--histogram", "year", "--format", "jsonl"], "jsonl has no room"),
])
def test_what_cannot_be(press, arguments, says):
    result = press.run("query", "夜市", *arguments)
    assert result.returncode == 2 and result.stdout == ""
    assert says in result.stderr and result.stderr.startswith("zsearch: ")


def test_a_batch_has_them_for_each_query(press):
    answers = json.loads(press.ok("query", "--batch", "-", "--json", "--facet", "year", stdin="a\t夜市\nb\t第7摊\n"))
    assert [len(one["counted"]["facets"]) for one in answers] == [1, 1]
    assert answers[0]["counted"]["articles"] > answers[1]["counted"]["articles"]


@pytest.mark.parametrize("columns", [20, 30, 80])
def test_tables_fit_the_terminal(press, columns):
    output = on_terminal(press.folder, ["query", "夜市", "-n", "1", "--no-snippet", "--facet", "source,year",
                                        "--histogram", "year"], columns)
    table = COLOUR.sub("", output).split("\r\nsource\r\n")[1]
    for line in table.splitlines():
        if "without" not in line:
            assert width(line) <= columns, line
    assert ("█" in table) and ("…" in table) == (columns < 80)
    plain = press.ok("query", "夜市", "-n", "1", "--facet", "source")
    assert SOURCES[2] in plain and "\x1b" not in plain


def test_an_index_can_be_without_facets(shell):
    shell.write("a.jsonl", '{"id": "a", "text": "夜市", "source": "晚报", "date": "2023-05-04"}\n')
    shell.ok("index", "--without", "facets", "a.jsonl")
    assert json.loads(shell.ok("info", "--json"))["without"] == "facets"
    assert "without         facets\n" in shell.ok("info")
    shell.ok("index", "a.jsonl")
    result = shell.run("query", "夜市", "--facet", "source")
    assert result.returncode == 2 and "without facets" in result.stderr
    assert "2023-05" in shell.ok("query", "夜市", "--facet", "month", "--sort", "date", "--histogram", "auto")
    shell.ok("index", "--rebuild", "a.jsonl")
    assert "晚报" in shell.ok("query", "夜市", "--no-snippet", "--facet", "source").split("\nsource\n")[1]
    assert "without" not in json.loads(shell.ok("info", "--json"))
    result = shell.run("index", "--without", "facets", "a.jsonl")
    assert result.returncode == 2 and "--rebuild" in result.stderr
    result = shell.run("index", "--without", "colours", "a.jsonl")
    assert result.returncode == 2 and "what can be left out: facets" in result.stderr
