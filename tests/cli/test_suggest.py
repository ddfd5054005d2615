# SPDX-License-Identifier: GPL-2.0-or-later
"""How the articles go on behind a beginning."""
import json

import pytest


def listed(result):
    return [line.split()[0] for line in result.stdout.splitlines()]


def test_han(library):
    result = library.run("suggest", "国际消")
    assert result.returncode == 0
    assert result.stdout.splitlines() == ["  国际消费          3 articles",
                                          "  国际消费中心      3 articles",
                                          "  国际消费中心城市  2 articles"]
    assert listed(library.run("suggest", "國際消", "-n", "1")) == ["国际消费"]


@pytest.mark.parametrize("typed", ["guojixiao", "guoji xiaof", "guójì xiāo", "guo'ji'xiao", "国际xiao"])
def test_pinyin(library, typed):
    assert listed(library.run("suggest", typed))[:2] == ["国际消费", "国际消费中心"]


def test_letters_alone(library):
    assert library.run("suggest", "guojixiao", "--no-pinyin").returncode == 1


def test_several_arguments_are_one_text(library):
    assert listed(library.run("suggest", "城市", "国际消"))[0] == "国际消费"


def test_json(library):
    document = json.loads(library.ok("suggest", "国际消", "--json", "-n", "2"))
    assert document == {"version": 2, "text": "国际消",
                        "suggestions": [{"text": "国际消费", "articles": 3, "exact": True},
                                        {"text": "国际消费中心", "articles": 3, "exact": True}]}


def test_none(library):
    result = library.run("suggest", "量子纠缠")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "zsearch: no article goes on behind 量子纠缠; try a shorter beginning\n"
    result = library.run("suggest", "量子纠缠", "--json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["suggestions"] == []


@pytest.mark.parametrize("arguments", [[], [""], ["  "]])
def test_nothing_typed(library, arguments):
    result = library.run("suggest", *arguments)
    assert result.returncode == 2
    assert "zsearch suggest 国际消" in result.stderr


def test_no_index(shell):
    result = shell.run("suggest", "国际消")
    assert result.returncode == 2
    assert "index" in result.stderr


def test_what_is_suggested_is_found(library):
    for line in library.ok("suggest", "青年", "-n", "50").splitlines():
        text = line.split()[0]
        if "about" not in line:
            answer = json.loads(library.ok("query", f'"{text}"', "--json", "--expand", "-n", "100"))
            assert answer["total"] == int(line.split()[1]), text


def test_colour(library):
    assert "\033[2m3 articles\033[0m" in library.ok("suggest", "国际消", "--color", "always")


def test_a_deleted_article_is_not_suggested(shell):
    shell.write("a.txt", "国际消费中心")
    shell.write("b.txt", "国际消防")
    shell.ok("index", ".")
    assert sorted(listed(shell.run("suggest", "国际消"))) == ["国际消费", "国际消费中心", "国际消防"]
    shell.ok("forget", "a.txt")
    assert listed(shell.run("suggest", "国际消")) == ["国际消防"]
