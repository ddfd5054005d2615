# SPDX-License-Identifier: GPL-2.0-or-later
"""zsearch info of files and formats."""
import json
import os
import zipfile

from conftest import SOURCE


def file_of(shell, *arguments):
    document = json.loads(shell.ok("info", "--json", *arguments))
    assert document["version"] == 2 and len(document["files"]) == 1
    return document["files"][0]


def test_one_article(shell):
    shell.write("a.html", '<html lang="zh-CN"><head><title>海绵城市</title><meta name="author" content="苏小拾">'
                '<meta property="article:published_time" content="2023-05-04"></head><body><article>'
                + "<p>雨水从来不是麻烦，麻烦的是没有地方可去。</p>" * 8 + "</article></body></html>")
    file = file_of(shell, "a.html")
    assert (file["format"], file["articles"], file["skipped"]) == ("HTML", 1, 0)
    article = file["first"][0]
    assert article["title"] == "海绵城市" and article["text_characters"] > 100
    assert article["begins"].startswith("雨水从来不是麻烦") and len(article["begins"]) == 40
    text = shell.ok("info", "a.html")
    for line in ("format          HTML", "title           海绵城市", "author          苏小拾",
                 "date            2023-05-04 (the document says so)"):
        assert line in text.splitlines()
    assert not (shell.folder / ".zsearch").exists()


def test_many_articles_and_what_is_skipped(shell):
    lines = [json.dumps({"id": str(number), "text": f"第{number}篇"}) for number in range(200)]
    lines[3:3] = ["no"] * 30
    shell.write("a.jsonl", "\n".join(lines) + "\n")
    file = file_of(shell, "a.jsonl")
    assert (file["articles"], len(file["first"])) == (200, 3)
    assert (file["skipped"], len(file["first_skipped"])) == (30, 10)
    assert file["first_skipped"][0]["line"] == 4 and "path" not in file["first_skipped"][0]
    text = shell.ok("info", "a.jsonl")
    assert "articles        200\n" in text and "… and 197 more articles\n" in text
    assert "skipped         line 4: " in text and "… and 20 more\n" in text


def test_members_of_an_archive(shell):
    with zipfile.ZipFile(shell.folder / "a.zip", "w") as archive:
        archive.writestr("b.txt", "甲\n\n海绵城市的雨水从来不是麻烦\n".encode("gb18030"))
        archive.writestr("c.png", b"\x89PNG")
    file = file_of(shell, "a.zip")
    assert file["members"] == 1 and file["first_members"][0]["path"] == "a.zip!b.txt"
    assert file["first_members"][0]["encoding"] == "GB18030"
    assert file["skipped"] == 1 and file["first_skipped"][0]["path"] == "a.zip!c.png"
    text = shell.ok("info", "a.zip")
    assert "members         a.zip!b.txt: plain text, GB18030\n" in text
    assert "skipped         a.zip!c.png: unknown format: .png\n" in text


def test_one_bad_file_does_not_hide_the_others(shell):
    shell.write("a.txt", "甲\n\n海绵城市\n")
    os.mkfifo(shell.folder / "pipe.txt")
    result = shell.run("info", "nowhere.txt", "a.txt", ".", "pipe.txt")
    assert result.returncode == 2 and result.stdout.startswith("file            a.txt\n")
    assert len(result.stderr.splitlines()) == 3
    document = json.loads(shell.run("info", "--json", "nowhere.txt", "a.txt").stdout)
    assert "error" in document["files"][0] and document["files"][1]["articles"] == 1


def test_encoding_and_map(shell):
    shell.write("a.csv", "標目,本體\n海綿城市,雨水\n".encode("big5"))
    article = file_of(shell, "--encoding", "big5", "--map", "title=標目", "--map", "text=本體", "a.csv")
    assert article["first"][0]["begins"] == "雨水"


def test_files_cannot_talk_to_the_terminal(shell):
    shell.write("a\x1b[2J.jsonl", '{"id": "\\u001b[2J", "title": "\\u001b]0;x\\u0007", "text": "\\u009b2J文", '
                '"\\u001b[1m": "\\u001b[2J"}\n{"a"\n')
    for options in ((), ("--json",)):
        output = shell.ok("info", *options, "a\x1b[2J.jsonl")
        assert not any(control in output for control in ("\x1b", "\x07", "\x9b"))


def test_formats_as_text_and_json(shell):
    text = shell.ok("info", "--formats")
    formats = json.loads(shell.ok("info", "--formats", "--json"))["formats"]
    assert {"HTML", "Markdown", "JSON Lines"} <= {item["name"] for item in formats}
    for item in formats:
        assert item["name"] in text and all(extension in text for extension in item["extensions"])
        assert item["available"] or "not in this build" in text
        assert len(set(item["extensions"])) == len(item["extensions"]) > 0


def test_the_table_in_the_readme_is_this_one(shell):
    table = shell.ok("info", "--formats", "--markdown")
    assert table.startswith("| format | extensions | by | becomes |\n")
    with open(f"{SOURCE}/README.md", encoding="utf-8") as file:
        assert table in file.read()
