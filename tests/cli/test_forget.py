# SPDX-License-Identifier: GPL-2.0-or-later
"""Articles out of the index by name."""
import json

import pytest


@pytest.fixture
def news(shell):
    for year in (2018, 2019):
        for number in range(3):
            shell.write(f"news/{year}/{number}.txt", f"第{number}篇\n\n海绵城市\n")
    shell.write("more.jsonl", '{"id": "x-1", "text": "海绵城市"}\n{"id": "x-2", "text": "海绵城市"}\n')
    shell.ok("index", ".")
    return shell


def ids(shell):
    result = shell.run("query", "海绵城市", "--format", "jsonl", "-n", "100", "--expand")
    return sorted(json.loads(line)["id"] for line in result.stdout.splitlines())


def test_a_dry_run_lists_and_changes_nothing(news):
    before = ids(news)
    result = news.run("forget", "--dry-run", "news/2019/*", "*/0.txt")
    assert result.returncode == 0
    assert sorted(result.stdout.splitlines()) == ["news/2018/0.txt", "news/2019/0.txt", "news/2019/1.txt",
                                                  "news/2019/2.txt"]
    assert "4 articles would be removed" in result.stderr
    assert ids(news) == before


@pytest.mark.parametrize("pattern", ["news/2019", "news/2019/", "./news/2019", "news/2019/*", "*2019*"])
def test_a_folder_goes(news, pattern):
    assert news.ok("forget", pattern).startswith("3 articles removed; the next zsearch index ")
    assert ids(news) == ["news/2018/0.txt", "news/2018/1.txt", "news/2018/2.txt", "x-1", "x-2"]


def test_ids_and_files_of_many(news):
    assert news.ok("forget", "x-1").startswith("1 article removed")
    assert "x-1" not in ids(news) and "x-2" in ids(news)
    assert news.ok("forget", "more.jsonl").startswith("1 article removed")
    assert "x-2" not in ids(news)


def test_what_is_forgotten_comes_back_with_its_folder(news):
    before = ids(news)
    news.ok("forget", "-q", "news/2019", "x-*")
    news.ok("index", ".")
    assert ids(news) == before


def test_nothing_fits(news):
    before = ids(news)
    result = news.run("forget", "nowhere/*")
    assert result.returncode == 1 and result.stdout == "" and "nowhere/*" in result.stderr
    assert news.run("forget", "-q", "nowhere/*").stderr == ""
    assert ids(news) == before


def test_all(news):
    assert news.ok("forget", "*").startswith("8 articles removed")
    assert ids(news) == []
