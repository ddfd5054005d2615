# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules of the house, as far as they can be read off the files."""
import json
import os
import re
import subprocess

import pytest

SOURCE = os.environ["ZSEARCH_SOURCE"]
BUILD = os.environ["ZSEARCH_BUILD"]
MAY_SEE = {
    "base": {"base"},
    "text": {"base", "text"},
    "store": {"base", "store"},
    "encoding": {"base", "encoding"},
    "formats": {"base", "encoding", "formats"},
    "indexer": {"base", "text", "store", "encoding", "formats", "indexer"},
    "searcher": {"base", "text", "store", "searcher"},
    "answers": {"answers"},
    "server": {"answers", "server"},
    "cli": {"answers", "server", "cli"},
}


def sources(*endings):
    for folder in [*MAY_SEE, "include", "tests", "docs"]:
        for here, _, names in os.walk(f"{SOURCE}/{folder}"):
            for name in names:
                if name.endswith(endings):
                    yield os.path.relpath(f"{here}/{name}", SOURCE)


def text_of(path):
    with open(f"{SOURCE}/{path}", encoding="utf-8", errors="replace") as file:
        return file.read()


def scripts():
    """What is no program text but ours as well: of the build, and of the developer's door."""
    yield from ("dev", ".ci/run", "CMakeLists.txt", "cmake/zsearch.pc.in",
                "cmake/zsearch-config.cmake.in", "docs/man/zsearch.1")
    yield from (f"cmake/{name}" for name in os.listdir(f"{SOURCE}/cmake"))
    yield from sources("CMakeLists.txt")


def test_every_source_names_its_licence():
    missing = [path for path in {*sources(".c", ".h", ".cc", ".py", ".js"), *scripts()}
               if "SPDX-License-Identifier: GPL-2.0-or-later" not in text_of(path)[:300]]
    assert missing == []


def test_no_file_knows_the_machine_it_was_written_on():
    """A path of somebody's own folder, or a host that packages come from."""
    own = re.compile(r"/(?:work|root|mnt|Users)/[\w.]|\b(?:pypi|crates|npmjs|debian)\.(?:org|io|com)\b")
    found = [(path, own.search(text_of(path))[0])
             for path in {*sources(""), *scripts(), "README.md", "CMakePresets.json"}
             if "/seeds/" not in path and own.search(text_of(path))]
    assert found == []


def test_folders_include_in_one_direction():
    wrong = []
    for path in sources(".c", ".h", ".cc"):
        folder = path.split("/")[0]
        if folder not in MAY_SEE:
            continue
        for included in re.findall(r'#include "([^"]+)"', text_of(path)):
            place = included.split("/")[0] if "/" in included else folder
            if included.startswith(".") or (place not in MAY_SEE[folder] and included != "zsearch.h"):
                wrong.append((path, included))
    assert wrong == []


def test_only_the_store_sees_xapian():
    seen = [path for path in sources(".c", ".h", ".cc")
            if re.search(r'#include [<"]xapian', text_of(path)) and not path.startswith("store/")
            and not path.startswith("tests/")]
    assert seen == []
    assert [path for path in sources(".cc") if not path.startswith(("store/", "tests/"))] == []


def test_the_c_face_of_the_store_hides_xapian():
    """A header that a .c file includes, directly or through another, has no Xapian in it."""
    includes = {path: re.findall(r'#include [<"]([^>"]+)[>"]', text_of(path))
                for path in sources(".c", ".h")}
    seen = set()
    left = [path for path in includes if path.endswith(".c") and not path.startswith("tests/")]
    while left:
        path = left.pop()
        if path not in seen:
            seen.add(path)
            left += [included for included in includes[path] if included in includes]
    assert [path for path in seen if any(name.startswith("xapian") for name in includes[path])] == []


@pytest.mark.parametrize("folder, header", [
    ("text", "store/reader.h"), ("store", "text/fold.h"), ("indexer", "searcher/query.h"),
    ("searcher", "indexer/format.h"), ("base", "text/fold.h"), ("answers", "cli/command.h"), ("server", "cli/command.h"), ("server", "searcher/query.h"),
    ("cli", "base/error.h"),
])
def test_wrong_include_does_not_compile(folder, header):
    with open(f"{BUILD}/compile_commands.json", encoding="utf-8") as file:
        command = next(entry["command"] for entry in json.load(file)
                       if os.path.dirname(entry["file"]) == f"{SOURCE}/{folder}")
    views = [word for word in command.split() if word.startswith("-I")]
    result = subprocess.run([os.environ.get("CC", "cc"), "-x", "c", "-fsyntax-only", *views, "-"],
                            input=f'#include "{header}"\n', text=True, capture_output=True,
                            check=False)
    assert result.returncode != 0 and "No such file" in result.stderr
