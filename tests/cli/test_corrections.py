# SPDX-License-Identifier: GPL-2.0-or-later
"""What may have been meant by a query with a wrong character: offered, and answered only on request."""
import json
import shlex

import pytest

from conftest import SOURCE


def answer(library, *query):
    result = library.run("query", "--json", *query)
    assert result.returncode in (0, 1), result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("typed, meant", [
    ("青年人材", "青年人才"),
    ("国际消费忠心", "国际消费中心"),
    ("制照业", "制造业"),
    ("+城市 \"国际消费中新\"", "+城市 \"国际消费中心\"")])
def test_what_is_meant_is_offered(library, typed, meant):
    correction = answer(library, typed)["correction"]
    assert correction["query"] == meant
    assert correction["total"] > 0 and not correction["applied"]
    for change in correction["changes"]:
        start, end = change["typed"]
        begin, stop = change["corrected"]
        assert typed.encode()[:start] == meant.encode()[:begin]
        assert len(typed.encode()) - end == len(meant.encode()) - stop


@pytest.mark.parametrize("query", ["青年人才", "国际消费中心", "title:青年人材", "青年人材*", "城市 -青年人材"])
def test_nothing_is_offered_for_what_is_right_or_no_text(library, query):
    assert "correction" not in answer(library, query)


def test_the_offer_can_be_run(library):
    shown = library.run("query", "+城市 +\"国际消费忠心\"").stderr
    assert "no article matches +城市 +\"国际消费忠心\"; did you mean +城市 +\"国际消费中心\"? " in shown
    command = shlex.split(shown[shown.rindex("zsearch query"):])
    assert library.ok(*command[1:]).startswith("2 articles for +城市 +\"国际消费中心\"")


def test_the_offer_stands_above_what_has_only_some_of_the_words(library):
    lines = library.ok("query", "青年人材", "--no-snippet").splitlines()
    assert lines[0] == "no articles for 青年人材"
    assert lines[1].startswith("did you mean 青年人才? ")
    assert lines[1].endswith(": zsearch query 青年人才")


def test_auto_correct_answers_what_is_meant(library):
    lines = library.ok("query", "青年人材", "--auto-correct", "--no-snippet").splitlines()
    assert lines[0].endswith(" for 青年人才")
    assert lines[1] == "no article has all of 青年人材; these are for 青年人才"
    corrected = answer(library, "青年人材", "--auto-correct")
    right = answer(library, "青年人才", "--auto-correct")
    assert corrected["query"] == "青年人材" and corrected["correction"]["applied"]
    assert corrected["hits"] == right["hits"] and corrected["total"] == right["total"]
    assert "correction" not in right
    paths = library.ok("query", "青年人材", "--auto-correct", "--format", "paths")
    assert paths == library.ok("query", "青年人才", "--format", "paths")


def test_nothing_is_offered_where_nobody_wants_it(library):
    assert "correction" not in answer(library, "青年人材", "--no-correct")
    assert "did you mean" not in library.ok("query", "青年人材", "--no-correct")


def test_each_query_of_a_batch_has_its_own(library):
    output = library.run("query", "--batch", "-", "--json", "-n", "1", stdin="a\t青年人材\nb\t青年人才\n").stdout
    first, second = json.loads(output)
    assert first["correction"]["query"] == "青年人才" and "correction" not in second


def test_json_keeps_to_its_schema(library):
    jsonschema = pytest.importorskip("jsonschema")
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    for options in ([], ["--auto-correct"]):
        jsonschema.validate(answer(library, "青年人材", *options),
                            {"$ref": "#/$defs/answer", "$defs": schema["$defs"]})
        for line in library.ok("query", "青年人材", "--format", "jsonl", *options).splitlines():
            assert json.loads(line)["correction"]["query"] == "青年人才"
            jsonschema.validate(json.loads(line),
                                {"$ref": "#/$defs/hit_line", "$defs": schema["$defs"]})
