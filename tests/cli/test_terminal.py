# SPDX-License-Identifier: GPL-2.0-or-later
"""On a terminal: colours, widths, the progress bar; and none of that elsewhere."""
import fcntl
import os
import pty
import re
import struct
import termios
import unicodedata

import pytest

from conftest import ZSEARCH

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(folder, arguments, columns=80, **environment):
    """What zsearch prints on a terminal of so many columns, output and errors together."""
    child, master = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.update({"TERM": "xterm-256color", **environment})
        os.environ.setdefault("XDG_CONFIG_HOME", "/nonexistent")
        for name in ("NO_COLOR", "COLUMNS", "ZSEARCH_INDEX", "ZSEARCH_CONFIG"):
            if name not in environment:
                os.environ.pop(name, None)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execv(ZSEARCH, [ZSEARCH, *arguments])
    output = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    os.waitpid(child, 0)
    os.close(master)
    return output.decode()


def width(text):
    return sum(0 if unicodedata.combining(character) else
               2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.parametrize("columns", [30, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(library, columns):
    output = on_terminal(library.folder, ["query", "国际消费中心", "5G", "捷運"], columns)
    for line in COLOUR.sub("", output).splitlines():
        if line.strip().startswith("corpus/"):
            continue  # a path is not broken, so that it can be copied
        assert width(line) <= columns, line


def test_hits_are_coloured_on_a_terminal_only(library):
    assert COLOUR.search(on_terminal(library.folder, ["query", "国际消费中心"]))
    assert "【国际消费中心】" in library.ok("query", "国际消费中心")
    assert not COLOUR.search(library.ok("query", "国际消费中心"))
    assert COLOUR.search(library.ok("query", "国际消费中心", "--color", "always"))


@pytest.mark.parametrize("arguments", [
    ["info", "--formats"], ["info"], ["info", "corpus/观察/师傅的耳朵.md", "corpus/城市札记.jsonl"],
])
def test_tables_fit_a_narrow_terminal(library, arguments):
    for line in on_terminal(library.folder, arguments, 36).splitlines():
        if not line.startswith(("file ", "index ", "url ", "created ", "updated ")):  # to be copied
            assert width(line) <= 36, line


def test_export_shows_a_bar_only_where_it_is_not_in_the_way(shell):
    text = "国际消费中心城市与青年人才政策，先进制造业的产业链。" * 40
    shell.write("a.csv", "id,text\n" + "".join(f"{number},{number}{text[:number % 900]}\n" for number in range(1500)))
    shell.ok("index", "a.csv")
    assert "\r" not in on_terminal(shell.folder, ["export"]).replace("\r\n", "\n")
    output = on_terminal(shell.folder, ["export", "-o", "all.jsonl"])
    assert COLOUR.sub("", output).replace("\x1b[K", "").strip() == "" or "articles" in output
    assert on_terminal(shell.folder, ["export", "-q", "-o", "all.jsonl"]) == ""


@pytest.mark.parametrize("arguments, environment", [
    (["--color", "never"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"}),
])
def test_colour_can_be_turned_off(library, arguments, environment):
    output = on_terminal(library.folder, ["query", "国际消费中心", *arguments], **environment)
    assert not COLOUR.search(output) and "【国际消费中心】" in output


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl", "paths", "trec"])
def test_articles_cannot_talk_to_the_terminal(shell, output_format):
    """Neither by their text, nor by what they and their files are called."""
    shell.write("a\x1b[2J.jsonl", '{"id": "x\\u001b]0;y\\u0007", "title": "t\\u001b[2J", '
                '"text": "夜市\\u001b[2J海绵城市\\u009b2J"}\n')
    shell.write("b\x1b[2J.txt", b"\xff\xfe")
    output = on_terminal(shell.folder, ["index", "."])
    output += on_terminal(shell.folder, ["query", "海绵城市", "--format", output_format])
    output += on_terminal(shell.folder, ["query", "\x1b[2J"])
    output += on_terminal(shell.folder, ["info", "a\x1b[2J.jsonl", "b\x1b[2J.txt"])
    output += on_terminal(shell.folder, ["export"])
    output += on_terminal(shell.folder, ["forget", "--dry-run", "*"])
    output += on_terminal(shell.folder, ["forget", "\x1b[2J"])
    output += on_terminal(shell.folder, ["index", "--dry-run", "--rebuild", "."])
    output += on_terminal(shell.folder, ["index", "--report", "-", "."])
    for control in ("\x1b[2J", "\x1b]", "\x07", "\x9b"):
        assert control not in output


def test_progress_is_shown_on_a_terminal_only(shell):
    line = '{"id": "%d", "text": "' + "国际消费中心城市与青年人才政策，先进制造业的产业链。" * 40 + '"}\n'
    shell.write("a.jsonl", "".join(line % number for number in range(6000)))
    assert "%" in on_terminal(shell.folder, ["index", "a.jsonl"])
    result = shell.run("index", "--rebuild", "a.jsonl")
    assert result.stderr == "" and "\r" not in result.stdout and "\x1b" not in result.stdout
