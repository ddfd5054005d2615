# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the examples of tests/spec/*.md, of README.md, of docs/query-language.md and docs/results.md.

A block that begins with ```file:NAME makes a file. In a ```console block, lines that begin with
"$ " are commands, run in a folder of the document's own, and what follows is what they print on
standard output and standard error together. `…` stands for any part of a line, and a line of
nothing else for any lines. A line "exit N" after a command says its status; else it must be 0
or 1. The examples of README.md run beside a copy of corpus/."""
import glob
import os
import re
import shutil
import subprocess

import pytest

SOURCE = os.environ["ZSEARCH_SOURCE"]
ZSEARCH = os.environ["ZSEARCH"]
DOCUMENTS = sorted(glob.glob(f"{SOURCE}/tests/spec/*.md")) + [f"{SOURCE}/README.md",
                                                              f"{SOURCE}/docs/query-language.md",
                                                              f"{SOURCE}/docs/results.md"]


def blocks(text):
    """(what the fence says, content, line number) of each fenced block."""
    for match in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield match[1], match[2], text.count("\n", 0, match.start()) + 1


def examples(content):
    """(command, expected output, expected status or None) of a console block."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        status = re.search(r"^exit (\d+)\n", expected, re.MULTILINE)
        if status:
            expected = expected.replace(status[0], "")
        yield command, expected, int(status[1]) if status else None


def pattern_of(expected):
    lines = []
    for line in expected.rstrip("\n").split("\n"):
        if line == "…":
            lines.append("(?:.*\n)*?")
        else:
            lines.append(".*".join(map(re.escape, line.split("…"))) + "\n")
    return "".join(lines)


def check(command, expected, status, folder):
    environment = {name: value for name, value in os.environ.items() if name != "ZSEARCH_INDEX"}
    environment["PATH"] = f"{os.path.dirname(ZSEARCH)}:{environment['PATH']}"
    result = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False)
    output = result.stdout.rstrip("\n") + "\n" if result.stdout.strip() else "\n"
    assert re.fullmatch(pattern_of(expected), output), f"$ {command}\n{result.stdout}"
    assert result.returncode in ((0, 1) if status is None else (status,)), f"$ {command}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=os.path.basename)
def test_examples(document, tmp_path):
    if document.endswith("README.md"):
        shutil.copytree(f"{SOURCE}/corpus", tmp_path / "corpus")
    with open(document, encoding="utf-8") as file:
        text = file.read()
    ran = 0
    for fence, content, line in blocks(text):
        if fence.startswith("file:"):
            path = tmp_path / fence[len("file:"):]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        elif fence == "console":
            for command, expected, status in examples(content):
                check(command, expected, status, tmp_path)
                ran += 1
    assert ran > 0


def test_the_example_is_the_one_that_is_compiled():
    with open(f"{SOURCE}/README.md", encoding="utf-8") as readme, \
            open(f"{SOURCE}/docs/example.c", encoding="utf-8") as example:
        assert example.read() in readme.read()
