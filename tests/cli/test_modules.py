# SPDX-License-Identifier: GPL-2.0-or-later
"""Readers on large libraries are in modules: loaded when they are needed, and missed with words."""
import json
import os
import re
import shutil
import subprocess

import pytest

import samples

LIBRARY = os.environ["ZSEARCH_LIBRARY"]
MODULES = os.path.join(os.path.dirname(LIBRARY), "zsearch")
LARGE = {"libpoppler", "libpoppler-glib", "libgmime-3.0", "libglib-2.0", "libxml2", "libarchive"}
PDF = samples.pdf([["雨水落在透水的砖上", "慢慢渗进地下"]])

needs_pdf = pytest.mark.skipif(not os.path.exists(f"{MODULES}/pdf.so"),
                               reason="this build has no PDF")


def loaded(shell, *arguments):
    """The libraries that a run loads, linked or not, without their versions."""
    result = shell.run(*arguments, LD_DEBUG="files")
    assert result.returncode == 0, result.stderr
    files = re.findall(r"file=(\S+) \[0\];  generating link map", result.stderr)
    return {os.path.basename(name).split(".so")[0] for name in files}


@pytest.fixture
def copy(shell):
    """A libzsearch of one's own, and the folder of its modules."""
    folder = shell.folder / "lib"
    folder.mkdir()
    with open(LIBRARY, "rb") as library:
        soname = re.search(rb"libzsearch\.so\.[0-9]+\0", library.read())[0][:-1].decode()
    shutil.copy(LIBRARY, folder / soname)
    shutil.copytree(MODULES, folder / "zsearch")
    shell.changes = {"LD_LIBRARY_PATH": str(folder)}
    return folder / "zsearch"


def index(shell, *paths):
    """What the report says of each file."""
    result = shell.run("index", "--report", "report.jsonl", *paths, **shell.changes)
    assert result.returncode in (0, 2), result.stderr
    with open(shell.folder / "report.jsonl", encoding="utf-8") as report:
        return {line["path"]: line for line in map(json.loads, report)}


def formats(shell):
    document = json.loads(shell.ok("info", "--formats", "--json", **shell.changes))
    return {item["name"]: item for item in document["formats"]}


def test_only_reading_loads_what_reads(shell):
    shell.write("a.txt", "雨水落在透水的砖上，慢慢渗进地下。")
    assert not loaded(shell, "index", "a.txt") & LARGE
    for arguments in (("query", "雨水"), ("info",), ("suggest", "雨"), ("kwic", "雨水"), ("--version",)):
        libraries = loaded(shell, *arguments)
        assert "libxapian" in libraries and not libraries & LARGE


@needs_pdf
def test_a_file_loads_what_it_needs(shell):
    shell.write("a.pdf", PDF)
    libraries = loaded(shell, "index", "a.pdf")
    assert {"pdf", "libpoppler-glib"} <= libraries
    assert not {"mail", "archive", "html"} & libraries
    # Nothing has changed, nothing is read.
    assert "pdf" not in loaded(shell, "index", "a.pdf")


@needs_pdf
@pytest.mark.parametrize("damage, reason", [
    ("missing", "No such file"), ("empty", "file too short"), ("text", "invalid ELF header"),
    ("stranger", "zs_module_readers"), ("older", "is not of this version of zsearch, 0."),
])
def test_a_module_that_cannot_be_loaded(shell, copy, damage, reason):
    module = copy / "pdf.so"
    module.unlink()
    if damage == "empty":
        module.touch()
    elif damage == "text":
        module.write_text("雨水\n" * 1000, encoding="utf-8")
    elif damage in ("stranger", "older"):
        name = "zs_module_readers" if damage == "older" else "nothing"
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-x", "c", "-", "-o", str(module)],
                       input=f"const unsigned {name}[16] = {{1}};", text=True, check=True)
    shell.write("a.pdf", PDF)
    shell.write("b.txt", "雨水落在透水的砖上，慢慢渗进地下。")
    lines = index(shell, "a.pdf", "b.txt")
    said = lines["a.pdf"]["reason"]
    assert str(module) in said and reason in said and "install" in said
    assert said.count(str(module)) == 1 and len(said) < 490
    assert lines["b.txt"]["status"] == "added"
    item = formats(shell)["PDF"]
    assert not item["available"] and item["fault"] == said
    assert said in " ".join(shell.ok("info", "--formats", **shell.changes).split())
    assert formats(shell)["mail"]["available"]
    result = shell.run("info", "a.pdf", **shell.changes)
    assert result.returncode == 2 and str(module) in result.stderr


@needs_pdf
def test_what_the_index_has_outlives_its_module(shell, copy):
    """A file that cannot be read for want of a module is none that has become something else."""
    shell.write("a.pdf", PDF)
    assert index(shell, "a.pdf")["a.pdf"]["status"] == "added"
    (copy / "pdf.so").rename(copy / "away.so")
    shell.write("a.pdf", samples.pdf([["荷塘边上的石桥"]]))
    assert index(shell, "a.pdf")["a.pdf"]["status"] == "skipped"
    assert "a.pdf" in shell.ok("query", "雨水", **shell.changes)
    (copy / "away.so").rename(copy / "pdf.so")
    assert index(shell, "a.pdf")["a.pdf"]["status"] == "updated"
    assert "a.pdf" in shell.ok("query", "石桥", **shell.changes)


@needs_pdf
def test_a_member_of_an_archive_that_cannot_be_read(shell, copy):
    (copy / "pdf.so").unlink()
    shell.write("a.zip", samples.package({"a.pdf": PDF, "b.txt": "雨水落在透水的砖上。"}))
    lines = index(shell, "a.zip")
    assert str(copy / "pdf.so") in lines["a.zip!a.pdf"]["reason"]
    assert lines["a.zip"]["articles"] == 1


def test_the_folder_of_the_program_that_runs_is_not_looked_into(shell, copy):
    """Modules come from beside the library alone."""
    shell.write("a.html", "<title>雨</title><p>雨水</p>")
    (copy / "html.so").unlink()
    shutil.copytree(MODULES, shell.folder / "zsearch")
    reason = index(shell, "a.html")["a.html"]["reason"]
    assert f"{copy}/html.so: cannot open" in reason
