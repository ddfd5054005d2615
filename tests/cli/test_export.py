# SPDX-License-Identifier: GPL-2.0-or-later
"""All articles out, and in again."""
import json
import os
import signal
import subprocess
import time

from conftest import ZSEARCH


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_all_that_is_known_comes_out_in_order(shell):
    shell.write("a.jsonl", json.dumps({
        "id": "a", "title": "题", "text": "海绵\u0000城市\n第二行", "date": "2023-05-04", "author": "甲", "source": "乙",
        "section": "要闻", "language": "zh-Hans", "url": "https://example.org/", "z": "1", "y": ["2", "3"]},
        ensure_ascii=False) + "\n")
    shell.ok("index", "a.jsonl")
    article, = lines(shell.ok("export"))
    assert list(article) == ["id", "title", "path", "date", "date_origin", "author", "source", "section",
                             "language", "url", "metadata", "text"]
    assert article["text"] == "海绵\u0000城市\n第二行" and article["path"] == "a.jsonl"
    assert list(article["metadata"]) == ["z", "y"] and article["date_origin"] == "given"


def test_what_is_exported_can_be_indexed(library, shell):
    exported = library.ok("export")
    assert len(lines(exported)) == 49
    shell.write("all.jsonl", exported)
    shell.ok("index", "all.jsonl")
    assert shell.ok("export") == exported
    for query in ("国际消费中心", "青年人才 政策", "科學園區"):
        first, second = ([(hit["id"], hit["score"], hit.get("title"), hit.get("date"))
                          for hit in json.loads(of.ok("query", query, "--json"))["hits"]]
                         for of in (library, shell))
        assert first == second


def test_a_file_is_whole_or_not_there(library, shell):
    target = shell.folder / "all.jsonl"
    old = os.umask(0o027)
    try:
        assert library.ok("export", "-o", str(target)) == ""
    finally:
        os.umask(old)
    assert target.read_text(encoding="utf-8") == library.ok("export")
    assert target.stat().st_mode & 0o777 == 0o640
    target.write_text("old")
    library.ok("export", "--output", str(target))
    assert len(lines(target.read_text(encoding="utf-8"))) == 49
    assert os.listdir(shell.folder) == ["all.jsonl"]
    for name in ("/dev/full", str(shell.folder / "nowhere/a.jsonl")):
        result = library.run("export", "-o", name)
        assert result.returncode == 2 and name in result.stderr
    assert library.ok("export", "-o", "-") == library.ok("export")
    assert library.ok("export", "-o", "/dev/null") == ""


def test_a_full_disk_and_a_closed_pipe(library):
    with open("/dev/full", "w", encoding="utf-8") as full:
        result = subprocess.run([ZSEARCH, "export"], cwd=library.folder, stdout=full,
                                stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 2 and result.stderr.startswith("zsearch: ")
    result = subprocess.run(f"{ZSEARCH} export | head -c 1", cwd=library.folder, shell=True,
                            capture_output=True, text=True, check=False)
    assert result.stderr == "" and result.stdout == "{"


def test_a_signal_leaves_no_half_a_file(shell):
    text = "国际消费中心城市与青年人才政策，先进制造业的产业链和科技创新。" * 30
    shell.write("a.jsonl", "".join(json.dumps({"id": str(number), "text": f"{number}{text}"}) + "\n"
                                   for number in range(6000)))
    shell.ok("index", "a.jsonl")
    (shell.folder / "all.jsonl").write_text("old")
    process = shell.start("export", "-o", "all.jsonl")
    deadline = time.monotonic() + 10
    while len(os.listdir(shell.folder)) < 4 and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    # Should it have been quicker than the signal, the file is whole.
    if process.returncode == 0:
        assert len((shell.folder / "all.jsonl").read_text().splitlines()) == 6000
    else:
        assert process.returncode == 130 and "stopped" in errors
        assert (shell.folder / "all.jsonl").read_text() == "old"
    assert sorted(os.listdir(shell.folder)) == [".zsearch", "a.jsonl", "all.jsonl"]


def test_bytes_that_are_not_utf8(shell):
    shell.write(b"a\xff.txt".decode("utf-8", "surrogateescape"), "甲\n\n海绵城市\n")
    shell.ok("index", ".")
    article, = lines(shell.ok("export"))
    assert article["path"] == "a\ufffd.txt"
