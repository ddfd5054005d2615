# SPDX-License-Identifier: GPL-2.0-or-later
"""What a new user does wrong, and how zsearch answers."""
import pytest


@pytest.mark.parametrize("command", ["index", "query", "suggest", "kwic", "show", "watch", "info", "forget", "export", "analyze"])
def test_every_command_has_help_with_examples_first(shell, command):
    text = shell.ok(command, "--help")
    assert text == shell.ok("help", command)
    assert text.index("Examples") < text.index("Options")


def test_without_a_command(shell):
    result = shell.run()
    assert result.returncode == 2 and "zsearch index" in result.stderr


def test_version(shell):
    assert shell.ok("--version").startswith("zsearch 0.")


@pytest.mark.parametrize("arguments, words", [
    (["qurey", "x"], "did you mean query"),
    (["query", "--fromat", "json", "x"], "--format"),
    (["query", "--format", "jsn", "x"], "json"),
    (["query", "-n", "five", "x"], "five"),
    (["query", "-n", "-1", "x"], "-1"),
    (["query"], "zsearch query"),
    (["query", ""], "zsearch query"),
    (["index"], "zsearch index"),
    (["index", "--threads", "0x2", "."], "0x2"),
    (["query", "x"], "zsearch index"),
    (["info"], "zsearch index"),
    (["query", "--index", "nowhere", "x"], "nowhere"),
    (["index", "--map", "titel=标题", "."], "did you mean title"),
    (["index", "--map", "标题", "."], "title=标题"),
    (["index", "--map", "colour=色", "."], "language"),
    (["index", "--encoding", "gbq", "."], "gbq"),
    (["index", "--config", "nowhere.ini", "."], "nowhere.ini"),
    (["index", "--quiet", "--verbose", "."], "exclude each other"),
    (["index", "--quiet=yes", "."], "takes no value"),
    (["info", "nowhere.txt"], "nowhere.txt"),
    (["info", "."], "zsearch info --index"),
    (["info", ""], "empty"),
    (["info", "--markdown"], "--formats"),
    (["info", "--formats", "a.txt"], "--formats"),
    (["forget"], "zsearch forget"),
    (["forget", ""], "empty"),
    (["forget", "*"], "zsearch index"),
    (["forget", "--index", "nowhere", "*"], "nowhere"),
    (["export"], "zsearch index"),
    (["export", "a.jsonl"], "export -o"),
    (["export", "--index", "nowhere"], "nowhere"),
    (["watch"], "zsearch watch"),
    (["watch", ""], "empty"),
    (["watch", "nowhere"], "nowhere"),
])
def test_mistakes_are_answered_with_the_next_step(shell, arguments, words):
    result = shell.run(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("zsearch: ") and words in result.stderr
    assert result.stdout == ""
    assert not (shell.folder / ".zsearch").exists() and not (shell.folder / "nowhere").exists()


def test_a_query_without_words_finds_nothing(library):
    result = library.run("query", "！？")
    assert result.returncode == 1 and "no words" in result.stderr


def test_the_index_is_found_from_the_folders_below(library):
    assert "国际消费中心城市" in library.ok("query", "国际消费中心", cwd=library.folder / "corpus" / "消费")
    paths = library.ok("query", "国际消费中心", "--format", "paths", cwd=library.folder / "corpus" / "消费")
    assert "国际消费中心城市怎样长出来.txt" in paths.splitlines()


def test_option_goes_before_environment(library, shell):
    index = str(library.folder / ".zsearch")
    shell.ok("query", "夜市", ZSEARCH_INDEX=index)
    shell.ok("query", "夜市", "--index", index, ZSEARCH_INDEX="nowhere")
    assert shell.run("query", "夜市", ZSEARCH_INDEX="nowhere").returncode == 2


def test_analyze_reads_standard_input(shell):
    assert shell.ok("analyze", "-", stdin="國際").startswith("folded: 国际\n")
