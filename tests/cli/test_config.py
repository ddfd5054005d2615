# SPDX-License-Identifier: GPL-2.0-or-later
"""The configuration: where it is found, what it says, and what is said of its mistakes."""
import json

import pytest

TEXT = "海绵城市\n\n雨水从来不是麻烦，麻烦的是没有地方可去。城市要学会把它留下来，慢慢用。\n"


def hit(shell, query):
    return json.loads(shell.ok("query", query, "--format", "jsonl", "-n", "1"))


def test_filters_encodings_and_columns(shell):
    shell.write("config", "\ufeff; what this is for\n[filter]\n  .doc = cat {}   ; without antiword\n"
                "# another comment\n[encoding]\n*/big5/* = big5\n[map]\ntitle = 标目\ntext = 内容:甲\n")
    shell.write("a.doc", TEXT)
    shell.write("x/big5/b.txt", "中文".encode("big5"))
    shell.write("c.csv", "标目,内容:甲\n轨道交通,地铁站上长出的街区\n")
    shell.ok("index", "--config", "config", ".")
    assert hit(shell, "海绵城市")["id"] == "a.doc"
    assert hit(shell, "中文")["id"] == "x/big5/b.txt"
    assert hit(shell, "街区")["title"] == "轨道交通"


def test_patterns_with_colons(shell):
    shell.write("config", "[encoding]\n*12:30.txt = big5\n")
    shell.write("12:30.txt", "中文".encode("big5"))
    document = json.loads(shell.ok("info", "--json", "--config", "config", "12:30.txt"))
    assert document["files"][0]["encoding"].lower().startswith("big5")


def test_where_it_is_found(shell):
    shell.write("one", "[map]\ntitle = 甲\n")
    shell.write("two", "[map]\ntitle = 乙\n")
    shell.write("home/zsearch/config", "[map]\ntitle = 丙\n")
    shell.write("own/.config/zsearch/config", "[map]\ntitle = 丁\n")
    shell.write("a.json", '{"甲": "1", "乙": "2", "丙": "3", "丁": "4", "戊": "5", "text": "文"}')

    def title(*options, **environment):
        document = json.loads(shell.ok("info", "--json", *options, "a.json", **environment))
        return document["files"][0]["first"][0].get("title")

    home = str(shell.folder / "home")
    assert title("--map", "title=戊", "--config", "one") == "5"
    assert title("--config", "one", ZSEARCH_CONFIG="two") == "1"
    assert title(ZSEARCH_CONFIG="two", XDG_CONFIG_HOME=home) == "2"
    assert title(XDG_CONFIG_HOME=home, HOME=str(shell.folder / "own")) == "3"
    assert title(XDG_CONFIG_HOME="", HOME=str(shell.folder / "own")) == "4"
    assert title(XDG_CONFIG_HOME="", HOME="") == title(ZSEARCH_CONFIG="/dev/null")


def test_never_in_the_folder_that_is_indexed(shell):
    """A folder from somewhere else must not bring programs of its own."""
    for name in ("config", "zsearch.ini", ".zsearch.ini", "zsearch/config", ".config/zsearch/config"):
        shell.write(name, "[filter]\n.doc = touch run\n")
    shell.write("a.doc", TEXT)
    shell.ok("index", ".")
    assert not (shell.folder / "run").exists()


def test_encoding_on_the_command_line_goes_before(shell):
    shell.write("config", "[encoding]\n*.txt = gb18030\n")
    shell.write("a.txt", "中文".encode("big5"))
    document = json.loads(shell.ok("info", "--json", "--config", "config", "--encoding", "big5", "a.txt"))
    assert document["files"][0]["encoding"].lower().startswith("big5")


@pytest.mark.parametrize("content, line, words", [
    ("[encodings]\n", 1, "did you mean [encoding]"),
    ("[colours]\n", 1, "[encoding], [filter] and [map]"),
    ("\n[map]\ntitel = 标题\n", 3, "did you mean title"),
    ("[map]\ntitle = 标题\n\n# more\ncolour = 色\n", 5, "colour"),
    ("[map]\ntitle\n", 2, "="),
    ("[map]\ntitle =\n", 2, "no value"),
    ("[map]\n= 标题\n", 2, "name"),
    ("title = 标题\n", 1, "section"),
    ("[map\n", 1, "section"),
    ("[encoding]\n[ab]*.txt = big5\n", 2, "?"),
    ("[encoding]\n*.txt = gbq\n", 2, "gbq"),
    ("[filter]\ndoc = antiword {}\n", 2, ".doc"),
    ("[filter]\n.doc = " + "x" * 400 + "\n", 2, "bytes"),
    ("[map]\ntitle = a\0b\n", 2, "NUL"),
])
def test_mistakes_are_named_with_file_and_line(shell, content, line, words):
    shell.write("my config", content)
    result = shell.run("index", "--config", "my config", ".")
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr.startswith(f"zsearch: my config, line {line}: ") and words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_long_comment_is_no_mistake(shell):
    shell.write("config", "# " + "很长" * 500 + "\n[map]\n\ntitle = 标题\n")
    shell.write("a.txt", TEXT)
    shell.ok("index", "--config", "config", ".")


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_file_that_is_named_must_be_there(shell, name):
    for options, environment in ((("--config", name), {}), ((), {"ZSEARCH_CONFIG": name})):
        result = shell.run("index", *options, ".", **environment)
        assert result.returncode == 2 and f"configuration {name} " in result.stderr


def test_random_bytes_are_no_crash(shell):
    import random
    generator = random.Random(3)
    alphabet = list("[]=:;# \n\t\\\"'ab.{}") + ["[map]\n", "[filter]\n", "title=", "\0", "\x01", "标", "\ufeff"]
    for _ in range(60):
        shell.write("config", "".join(generator.choices(alphabet, k=generator.randrange(80))))
        assert shell.run("info", "--config", "config", "nowhere.txt").returncode == 2
