# SPDX-License-Identifier: GPL-2.0-or-later
"""Files in: what is taken, what is left out and why, what changes from run to run."""
import json
import os
import shutil
import subprocess

import pytest


def ids(shell, query):
    result = shell.run("query", query, "--format", "jsonl", "-n", "1000", "--no-snippet",
                       "--expand")
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_new_changed_moved_and_vanished(shell):
    for name in ("a", "b", "c"):
        shell.write(f"news/{name}.txt", f"第{name}篇\n\n关于城市更新的文章。\n")
    assert shell.ok("index", "news").startswith("3 articles added, 0 updated, 0 unchanged, 0 deleted")
    assert shell.ok("index", "news").startswith("0 articles added, 0 updated, 3 unchanged, 0 deleted")
    shell.write("news/a.txt", "第a篇\n\n关于轨道交通的文章。\n")
    (shell.folder / "news/b.txt").rename(shell.folder / "news/d.txt")
    assert shell.ok("index", "news").startswith(
        "0 articles added, 1 updated, 1 unchanged, 0 deleted, 1 moved")
    assert sorted(ids(shell, "城市更新")) == ["news/c.txt", "news/d.txt"]
    assert ids(shell, "轨道交通") == ["news/a.txt"]


def test_only_folders_given_lose_what_vanished(shell):
    shell.write("one/a.txt", "甲\n\n国际消费中心\n")
    shell.write("two/b.txt", "乙\n\n国际消费中心\n")
    shell.ok("index", "one", "two")
    shutil.rmtree(shell.folder / "two")
    shell.ok("index", "one")
    assert ids(shell, "国际消费中心") == ["one/a.txt", "two/b.txt"]
    assert shell.run("index", "three").returncode == 2
    assert ids(shell, "国际消费中心") == ["one/a.txt", "two/b.txt"]
    shell.ok("index", ".")
    assert ids(shell, "国际消费中心") == ["one/a.txt"]


@pytest.mark.parametrize("name, content, reason", [
    ("noise.txt", bytes(i * 7 % 256 for i in range(512)), "no text"),
    ("cut.zip", b"PK\x03\x04", "cut.zip"),
    ("old.docx", b"\xd0\xcf\x11\xe0" + bytes(100), "older format"),
    ("picture.png", b"\x89PNG\r\n", "format"),
    ("lines.jsonl", b'{"id": "x"\n', "line"),
    ("lines.jsonl", b'[1, 2]\n', "1"),
])
def test_a_bad_file_is_named_and_the_rest_goes_in(shell, name, content, reason):
    shell.write(f"mixed/{name}", content)
    shell.write("mixed/good.txt", "好的\n\n青年人才\n")
    result = shell.run("index", "mixed")
    assert result.returncode == 0
    assert f"mixed/{name}" in result.stderr and reason in result.stderr
    assert ids(shell, "青年人才") == ["mixed/good.txt"]


def test_byte_order_mark_and_line_ends(shell):
    shell.write("a.txt", b"\xef\xbb\xbf" + "标题\r\n\r\n正文里的青年人才。\r\n".encode())
    shell.ok("index", "a.txt")
    hit = json.loads(shell.ok("query", "青年人才", "--format", "jsonl"))
    assert hit["title"] == "标题"
    source = (shell.folder / "a.txt").read_bytes()
    start, end = hit["fragments"][0]["marks"][0]
    assert source[hit["text_offset"] + start:hit["text_offset"] + end].decode() == "青年人才"


def test_names_with_spaces_and_in_chinese(shell):
    shell.write("我的 文章/第 一 篇.txt", "题\n\n先进制造业\n")
    shell.ok("index", "我的 文章")
    assert shell.ok("query", "先进制造业", "--format", "paths") == "我的 文章/第 一 篇.txt\n"
    assert " Q0 我的%20文章/第%20一%20篇.txt 1 " in shell.ok("query", "先进制造业", "--format", "trec")


def test_the_same_id_twice_in_a_file(shell):
    shell.write("a.jsonl", '{"id": "1", "text": "旧的说法"}\n{"id": "1", "text": "新的说法"}\n')
    result = shell.run("index", "a.jsonl")
    assert "same id" in result.stderr
    assert ids(shell, "说法") == ["1"] and ids(shell, "新的说法") == ["1"]


def test_the_same_id_in_two_files_is_two_articles(shell):
    shell.write("a.jsonl", '{"id": "1", "text": "长江的桥"}\n')
    shell.write("b.jsonl", '{"id": "1", "text": "黄河的桥"}\n')
    shell.ok("index", "a.jsonl", "b.jsonl")
    assert ids(shell, "桥") == ["1", "1"]


def test_the_index_does_not_depend_on_threads(shell, library):
    shutil.copytree(library.folder / "corpus", shell.folder / "corpus")
    answers = []
    for threads in ("1", "4"):
        shell.ok("index", "--index", f"index{threads}", "--threads", threads, "corpus")
        answers.append([shell.ok("query", "--index", f"index{threads}", "--json", query)
                        for query in ("国际消费中心", "青年人才 政策", "的", "科學園區")])
    assert answers[0] == answers[1]


def test_rebuild_begins_anew(shell):
    shell.write("a.txt", "甲\n\n海绵城市\n")
    shell.write("b.txt", "乙\n\n海绵城市\n")
    shell.ok("index", "a.txt", "b.txt")
    assert shell.ok("index", "--rebuild", "a.txt").startswith("1 article added")
    assert ids(shell, "海绵城市") == ["a.txt"]


def test_another_layout_is_refused_with_the_way_out(shell):
    shell.write("a.txt", "甲\n\n海绵城市\n")
    shell.ok("index", "a.txt")
    if not shutil.which("xapian-metadata"):
        pytest.skip("xapian-metadata is not here")
    subprocess.run(["xapian-metadata", "set", ".zsearch", "zsearch.schema", "999"],
                   cwd=shell.folder, check=True)
    for arguments in (["query", "海绵城市"], ["info"], ["index", "a.txt"]):
        result = shell.run(*arguments)
        assert result.returncode == 2 and "zsearch index --rebuild" in result.stderr
    shell.ok("index", "--rebuild", "a.txt")
    assert ids(shell, "海绵城市") == ["a.txt"]


@pytest.mark.parametrize("locked, skipped", [("news", "news"), ("news/a.txt", "news/a.txt")])
def test_what_may_not_be_read_keeps_its_articles(shell, locked, skipped):
    shell.write("news/a.txt", "甲\n\n海绵城市\n")
    shell.write("other/b.txt", "乙\n\n海绵城市\n")
    shell.ok("index", "news", "other")
    os.chmod(shell.folder / locked, 0)
    try:
        result = shell.run_without_rights("index", "news", "other")
    finally:
        os.chmod(shell.folder / locked, 0o755)
    assert result.returncode == 0
    assert f"skipped {skipped}: " in result.stderr and "Permission denied" in result.stderr
    assert ids(shell, "海绵城市") == ["news/a.txt", "other/b.txt"]
