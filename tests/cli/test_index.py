# SPDX-License-Identifier: GPL-2.0-or-later
"""Files in: what is taken, what is left out and why, what changes from run to run."""
import json
import os
import shutil
import subprocess
import zipfile

import pytest

from conftest import SOURCE, ZSEARCH


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
    assert shell.ok("index", "news").startswith("0 articles added, 1 updated, 1 unchanged, 0 deleted, 1 moved")
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


def test_encodings_are_found_out_or_told(shell):
    text = "海绵城市\n\n雨水从来不是麻烦，麻烦的是没有地方可去。城市要学会把它留下来，慢慢用。\n"
    shell.write("a.txt", text.encode("gb18030"))
    shell.write("b.txt", text.encode("utf-16"))
    shell.ok("index", "a.txt", "b.txt")
    assert ids(shell, "海绵城市") == ["a.txt", "b.txt"]
    shell.write("d.txt", "中文".encode("big5"))
    shell.ok("index", "--encoding", "big5", "d.txt")
    assert "d.txt" in ids(shell, "中文")


def test_columns_that_have_other_names(shell):
    shell.write("a.csv", "编者按,标目,内容\n无,海绵城市,雨水从来不是麻烦\n")
    shell.ok("index", "--map", "title=标目", "--map", "text=内容", "a.csv")
    hit = json.loads(shell.ok("query", "雨水", "--format", "jsonl"))
    assert hit["title"] == "海绵城市" and hit["metadata"] == {"编者按": "无"}


def test_a_dry_run_changes_nothing_and_makes_nothing(shell):
    shell.write("news/a.txt", "甲\n\n海绵城市\n")
    result = shell.run("index", "--dry-run", "news")
    assert result.returncode == 0 and not (shell.folder / ".zsearch").exists()
    assert result.stderr == "would add news/a.txt\n"
    assert result.stdout.startswith("nothing was changed: 1 file would be added")
    shell.ok("index", "news")
    before = shell.ok("info", "--json")
    shell.write("news/a.txt", "乙\n\n轨道交通\n")
    shell.write("news/b.txt", "丙\n\n轨道交通\n")
    result = shell.run("index", "--dry-run", "news")
    assert "would update news/a.txt\n" in result.stderr and "would add news/b.txt\n" in result.stderr
    assert shell.run("index", "--dry-run", "--rebuild", "news").returncode == 0
    assert shell.ok("info", "--json") == before and ids(shell, "海绵城市") == ["news/a.txt"]
    os.remove(shell.folder / "news/a.txt")
    assert "would delete news/a.txt\n" in shell.run("index", "--dry-run", "news").stderr
    assert shell.run("index", "--dry-run", "nowhere").returncode == 2


def test_prune_forgets_what_has_vanished_anywhere(shell):
    shell.write("one/a.txt", "甲\n\n海绵城市\n")
    shell.write("two/b.txt", "乙\n\n海绵城市\n")
    shell.write("three/c.txt", "丙\n\n海绵城市\n")
    shell.ok("index", "one", "two", "three")
    shutil.rmtree(shell.folder / "two")
    assert "1 deleted" in shell.ok("index", "--prune", "one")
    shutil.rmtree(shell.folder / "three")
    assert "1 deleted" in shell.ok("index", "--prune")
    assert ids(shell, "海绵城市") == ["one/a.txt"]


@pytest.mark.parametrize("options", [(), ("--index", "nowhere"), ("--rebuild",)])
def test_prune_alone_needs_an_index(shell, options):
    result = shell.run("index", "--prune", *options)
    assert result.returncode == 2 and result.stderr.startswith("zsearch: ")
    assert os.listdir(shell.folder) == []


def test_many_files_of_unknown_formats_are_summed_up(shell):
    for number in range(30):
        shell.write(f"p/{number}.JPG", b"\xff\xd8")
    for number in range(12):
        shell.write(f"p/{number}.png", b"\x89PNG")
    shell.write("p/README", b"\x89")
    shell.write("p/z.json", "{")
    result = shell.run("index", "p")
    assert "43 files of formats that are not read: .jpg 30, .png 12, no extension 1; " in result.stderr
    assert result.stderr.count("skipped") == 6 and "skipped p/z.json" in result.stderr
    assert "44 files skipped" in result.stdout
    assert shell.run("index", "-v", "p").stderr.count("skipped p/") == 44
    assert shell.run("index", "-q", "p").stderr == ""


def test_members_of_archives_are_named(shell):
    with zipfile.ZipFile(shell.folder / "a.zip", "w") as archive:
        archive.writestr("里/甲.txt", "甲\n\n海绵城市\n")
        archive.writestr("b.png", b"\x89PNG")
    result = shell.run("index", "-v", "a.zip")
    assert result.stderr.splitlines() == ["read a.zip!里/甲.txt", "skipped a.zip!b.png: unknown format: .png",
                                          "added a.zip"]


def report_of(shell, *arguments):
    shell.ok("index", "--report", "report.jsonl", *arguments)
    return [json.loads(line) for line in
            (shell.folder / "report.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_report_has_a_line_for_each_file_and_part(shell):
    jsonschema = pytest.importorskip("jsonschema")
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    shell.write("news/a.txt", "甲\n\n海绵城市的雨水从来不是麻烦\n".encode("gb18030"))
    shell.write("news/b.jsonl", '{"text": "轨道交通"}\nno\n')
    shell.write("news/c.png", b"\x89PNG")
    with zipfile.ZipFile(shell.folder / "news/d.zip", "w") as archive:
        archive.writestr("e.txt", "甲\n\n海绵城市\n")
    lines = report_of(shell, "news")
    for line in lines:
        jsonschema.validate(line, {"$ref": "#/$defs/report_line", "$defs": schema["$defs"]})
    by = {(line["path"], line["status"]): line for line in lines}
    assert by["news/a.txt", "added"] == {"path": "news/a.txt", "format": "plain text", "encoding": "GB18030",
                                         "articles": 1, "status": "added"}
    assert by["news/b.jsonl", "part"]["line"] == 2 and "reason" in by["news/b.jsonl", "part"]
    assert by["news/c.png", "skipped"]["reason"] == "unknown format: .png"
    assert by["news/d.zip!e.txt", "read"]["member"] is True
    os.rename(shell.folder / "news/a.txt", shell.folder / "news/z.txt")
    os.remove(shell.folder / "news/d.zip")
    states = {line["path"]: line for line in report_of(shell, "news")}
    assert states["news/z.txt"]["status"] == "moved" and states["news/z.txt"]["from"] == "news/a.txt"
    assert states["news/d.zip"]["status"] == "deleted"


def test_the_report_on_standard_output_is_alone_there(shell):
    shell.write("a.txt", "甲\n\n海绵城市\n")
    result = shell.run("index", "--report", "-", "a.txt")
    assert [json.loads(line)["path"] for line in result.stdout.splitlines()] == ["a.txt"]
    assert "1 article added" in result.stderr


def test_a_report_that_cannot_be_written_is_an_error(shell):
    for number in range(400):
        shell.write(f"news/{number}.txt", f"第{number}篇\n\n海绵城市\n")
    for report in ("/dev/full", "nowhere/report.jsonl"):
        result = shell.run("index", "--report", report, "news")
        assert result.returncode == 2 and report in result.stderr
    result = subprocess.run(f"{ZSEARCH} index --rebuild --report - news | head -c 1", cwd=shell.folder, shell=True,
                            capture_output=True, text=True, check=False)
    assert result.stdout == "{" and "cannot" not in result.stderr
