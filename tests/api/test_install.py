# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/example.c builds against an installed tree, by pkg-config and by find_package, shared
and static, and prints what the README says it prints."""
import glob
import os
import shutil
import subprocess

import pytest

SOURCE = os.environ["ZSEARCH_SOURCE"]
BUILD = os.environ["ZSEARCH_BUILD"]
INSTRUMENTED = os.environ.get("ZSEARCH_INSTRUMENTED", "")
EXPECTED = "a 郑州正在建设国际消费中心城市。\n"

pytestmark = pytest.mark.skipif(bool(INSTRUMENTED),
                                reason="this build is for tests, not to be installed")


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", str(folder)], check=True,
                   stdout=subprocess.DEVNULL)
    return folder


def library_folder(prefix):
    return os.path.dirname(glob.glob(f"{prefix}/**/libzsearch.so", recursive=True)[0])


def run_example(program, prefix, tmp_path):
    environment = dict(os.environ, LD_LIBRARY_PATH=library_folder(prefix))
    result = subprocess.run([program], cwd=tmp_path, env=environment, check=True,
                            capture_output=True, text=True)
    assert result.stdout == EXPECTED


def test_the_program_runs_from_where_it_is_installed(prefix):
    result = subprocess.run([f"{prefix}/bin/zsearch", "--version"], check=True,
                            capture_output=True, text=True)
    assert result.stdout.startswith("zsearch ")
    assert os.path.exists(f"{prefix}/share/man/man1/zsearch.1")


def test_modules_are_found_where_the_tree_lies(prefix, tmp_path):
    (tmp_path / "a.html").write_text("<title>雨</title><p>雨水渗进地下。</p>", encoding="utf-8")
    moved = tmp_path / "moved"
    shutil.copytree(prefix, moved, symlinks=True)
    for place in (prefix, moved):
        result = subprocess.run([f"{place}/bin/zsearch", "info", "a.html"], cwd=tmp_path, check=True,
                                capture_output=True, text=True, env=dict(os.environ, LD_DEBUG="files"))
        assert "雨水渗进地下" in result.stdout
        assert f"file={library_folder(place)}/zsearch/html.so " in result.stderr


def test_the_tree_can_be_moved(prefix):
    """Nothing in it says where it was built or installed."""
    for path in glob.glob(f"{prefix}/lib/**/*", recursive=True):
        if path.endswith((".pc", ".cmake")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            assert BUILD not in text and SOURCE not in text and str(prefix) not in text, path


@pytest.mark.parametrize("static", [False, True])
def test_pkg_config(prefix, tmp_path, static):
    libraries = library_folder(prefix)
    environment = dict(os.environ, PKG_CONFIG_PATH=f"{libraries}/pkgconfig")
    query = ["pkg-config", "--cflags", "--libs", *(["--static"] if static else []),
             "zsearch"]
    flags = subprocess.run(query, env=environment, check=True, capture_output=True,
                           text=True).stdout.split()
    if static:
        # Only zsearch itself as an archive; the system's libraries need not be there as such.
        flags = [f"{libraries}/libzsearch.a" if flag == "-lzsearch" else flag for flag in flags]
    program = str(tmp_path / "example")
    subprocess.run([os.environ.get("CC", "cc"), "-std=c17", "-Wall", "-Wextra", "-Werror",
                    f"{SOURCE}/docs/example.c", "-o", program, *flags], check=True)
    run_example(program, prefix, tmp_path)


@pytest.mark.parametrize("target", ["zsearch::shared", "zsearch::static"])
def test_find_package(prefix, tmp_path, target):
    shutil.copy(f"{SOURCE}/docs/example.c", tmp_path)
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\n"
        "project(example C CXX)\n"
        "find_package(zsearch 0.1 REQUIRED)\n"
        "add_executable(example example.c)\n"
        f"target_link_libraries(example PRIVATE {target})\n")
    build = tmp_path / "build"
    subprocess.run(["cmake", "-S", str(tmp_path), "-B", str(build), "-G", "Ninja",
                    f"-DCMAKE_PREFIX_PATH={prefix}"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", str(build)], check=True, stdout=subprocess.DEVNULL)
    run_example(str(build / "example"), prefix, tmp_path)
