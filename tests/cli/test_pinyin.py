# SPDX-License-Identifier: GPL-2.0-or-later
"""Queries in pinyin."""
import json

import pytest


def ids(result):
    return [json.loads(line)["id"] for line in result.splitlines()]


@pytest.mark.parametrize("query", ["qingnianrencai", "qingnian rencai", "qīngnián réncái", "qing1nian2 ren2cai2",
                                   "qing'nian'ren'cai", "qing年人才", "qnrc", "ＱＮＲＣ"])
def test_ways_to_type(library, query):
    wanted = ids(library.ok("query", '"青年人才"', "--format", "jsonl"))
    assert sorted(ids(library.ok("query", query, "--format", "jsonl"))) == sorted(wanted)


def test_what_has_some_of_it_is_no_match(library):
    """Articles of 人才 alone are many more than are shown."""
    result = library.ok("query", "qing年人才", "-n", "3", "--no-snippet")
    assert "青年人才 was looked for too" in result
    assert "只包含部分" not in result


def test_what_was_looked_for_is_said(library):
    document = json.loads(library.ok("query", "qnrc", "--json"))
    assert document["notes"] == ['青年人才 was looked for too, as "qnrc" may be its pinyin']
    assert {hit["step"] for hit in document["hits"]} == {0}
    assert any(hit["fragments"][0]["marks"] for hit in document["hits"])


def test_it_can_be_left_out(library):
    result = library.run("query", "qnrc", "--no-pinyin")
    assert result.returncode == 1
    assert "no article matches qnrc" in result.stderr


@pytest.fixture
def mixed(shell):
    shell.write("latin.txt", "Letters from abroad\n\nA short note on beijing, once.\n")
    for number, what in enumerate(["秋天的落叶", "冬天里的一场雪", "地铁为什么这么挤", "胡同口卖糖葫芦的人", "看长城要走多远"]):
        shell.write(f"{number}.txt", f"北京\n\n北京，北京。{what}，说的全是北京。\n")
    shell.ok("index", ".")
    return shell


def test_letters_come_first(mixed):
    document = json.loads(mixed.ok("query", "beijing", "--json"))
    assert document["total"] == 1
    assert [(hit["id"], hit["step"]) for hit in document["hits"]][0] == ("latin.txt", 0)
    assert {hit["step"] for hit in document["hits"][1:]} == {2}
    assert len(document["hits"]) == 6
    scores = [hit["score"] for hit in document["hits"]]
    assert scores == sorted(scores, reverse=True)
    text = mixed.ok("query", "beijing")
    assert text.index("latin.txt") < text.index("以下按拼音找到") < text.index("0.txt")
    assert mixed.ok("query", "beijing", "--no-pinyin").count(".txt") == 1


def test_enough_is_enough(mixed):
    document = json.loads(mixed.ok("query", "beijing", "-n", "1", "--json"))
    assert (document["notes"], len(document["hits"])) == ([], 1)


def test_explanations_add_up(mixed):
    document = json.loads(mixed.ok("query", "beijing", "--json", "--explain"))
    for hit in document["hits"]:
        parts = sum(part["score"] for part in hit["explanation"]["parts"])
        assert parts == pytest.approx(hit["score"], abs=1e-6)


def test_english_is_left_alone(mixed):
    assert mixed.run("query", "abroad machine").returncode == 0
    assert json.loads(mixed.run("query", "network", "--json").stdout)["hits"] == []


def test_in_a_batch(library):
    lines = library.ok("query", "--batch", "-", "--format", "trec", stdin="a\tqnrc\nb\t青年人才\n").splitlines()
    assert {line.split()[0] for line in lines} == {"a", "b"}
