# SPDX-License-Identifier: GPL-2.0-or-later
"""The public header compiles alone, as C17 and as C++17, with all warnings."""
import os
import subprocess

import pytest

SOURCE = os.environ["ZSEARCH_SOURCE"]


@pytest.mark.parametrize("compiler, language", [
    (os.environ.get("CC", "cc"), ["-x", "c", "-std=c17", "-Wstrict-prototypes"]),
    (os.environ.get("CXX", "c++"), ["-x", "c++", "-std=c++17"]),
])
def test_header_compiles_alone(compiler, language):
    subprocess.run([compiler, *language, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-pedantic",
                    f"-I{SOURCE}/include", "-"],
                   input='#include <zsearch.h>\n', text=True, check=True)
