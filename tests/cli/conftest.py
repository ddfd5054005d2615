# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the program share: a folder of articles, and running zsearch in it."""
import os
import shutil
import subprocess
import sys

import pytest

ZSEARCH = os.environ["ZSEARCH"]
SOURCE = os.environ["ZSEARCH_SOURCE"]
sys.path.insert(0, f"{SOURCE}/tests")  # samples.py


class Shell:
    """A folder to work in, and zsearch to call there."""

    def __init__(self, folder):
        self.folder = folder

    def environment(self, **changes):
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("ZSEARCH_INDEX", "ZSEARCH_CONFIG", "NO_COLOR", "COLUMNS")}
        environment["XDG_CONFIG_HOME"] = "/nonexistent"  # nobody's own configuration
        environment.update(changes)
        return environment

    def run(self, *arguments, cwd=None, stdin="", **changes):
        """Runs zsearch to its end; output as text."""
        return subprocess.run([ZSEARCH, *arguments], cwd=cwd or self.folder, input=stdin, text=True,
                              capture_output=True, env=self.environment(**changes), check=False,
                              timeout=120)

    def run_without_rights(self, *arguments):
        """The same as somebody whom permissions bind, which root is not."""
        unprivileged = []
        if os.geteuid() == 0:
            if not shutil.which("setpriv"):
                pytest.skip("root may read everything, and setpriv is not here")
            unprivileged = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        return subprocess.run([*unprivileged, ZSEARCH, *arguments], cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                              env=self.environment(), check=False)

    def ok(self, *arguments, **options):
        """The standard output of a run that must succeed."""
        result = self.run(*arguments, **options)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self, *arguments):
        return subprocess.Popen([ZSEARCH, *arguments], cwd=self.folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=self.environment())

    def write(self, path, text):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            target.write_bytes(text)
        else:
            target.write_text(text, encoding="utf-8")
        return target


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The sample articles, indexed; not to be changed."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(f"{SOURCE}/corpus", folder / "corpus")
    shell = Shell(folder)
    shell.ok("index", "corpus")
    return shell
