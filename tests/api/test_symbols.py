# SPDX-License-Identifier: GPL-2.0-or-later
"""The shared library exports what zsearch.h declares and what its modules need, and nothing else."""
import glob
import os
import re
import subprocess

import pytest

SOURCE = os.environ["ZSEARCH_SOURCE"]
BUILD = os.environ["ZSEARCH_BUILD"]

pytestmark = pytest.mark.skipif(os.environ.get("ZSEARCH_INSTRUMENTED") == "coverage",
                                reason="gcov adds symbols of its own")


def defined(path, *options):
    """The names of a library that others can link to, as `nm` has them."""
    listing = subprocess.run(["nm", "--defined-only", *options, path], check=True,
                             capture_output=True, text=True).stdout
    symbols = set()
    for line in listing.splitlines():
        parts = line.split()
        if len(parts) == 3 and parts[1] in "TDBRVWiuA":
            symbols.add(parts[2].split("@")[0])
    return symbols


def declared():
    with open(f"{SOURCE}/include/zsearch.h", encoding="utf-8") as header:
        text = header.read()
    return set(re.findall(r"ZS_API [^;(]*?\b(zs_\w+)\(", text))


def exported(library):
    return {name for name in defined(library, "--dynamic")
            # What a compiler or sanitizer puts into every library.
            if not re.match(r"_init$|_fini$|__(asan|ubsan|tsan|odr_asan|gcov)|_Z|_edata|_end|__bss", name)}


def for_modules():
    """What the headers mark so that modules can call it."""
    names = set()
    for path in glob.glob(f"{SOURCE}/*/*.h"):
        with open(path, encoding="utf-8") as header:
            names |= set(re.findall(r"^ZS_FOR_MODULES [^;]*?\b(zs_\w+)\(", header.read(), re.M))
    return names


def called(library):
    """The names of ours that a module finds in the library."""
    listing = subprocess.run(["nm", "--dynamic", "--undefined-only", library], check=True,
                             capture_output=True, text=True).stdout
    return set(re.findall(r"\b(zs_\w+)", listing))


def test_shared_library_exports_the_header():
    library = glob.glob(f"{BUILD}/libzsearch.so")[0]
    assert exported(library) == declared() | for_modules()


def reader_modules():
    """All but the server, which stands on the API like any program."""
    return [path for path in glob.glob(f"{BUILD}/zsearch/*.so") if not path.endswith("/serve.so")]


def test_the_server_exports_one_function_and_calls_the_api_alone():
    server = f"{BUILD}/zsearch/serve.so"
    if not os.path.exists(server):
        pytest.skip("a build without the server")
    assert exported(server) == {"zs_serve"}
    assert called(server) <= declared()


def test_what_is_exported_for_modules_is_called_by_one():
    modules = reader_modules()
    if len(modules) < 6:
        pytest.skip("a build without all modules")
    assert set().union(*map(called, modules)) == for_modules()


def test_modules_export_their_readers_alone():
    modules = reader_modules()
    assert modules
    for module in modules:
        assert exported(module) == {"zs_module_readers"}


def test_shared_library_exports_no_cxx_of_ours():
    library = glob.glob(f"{BUILD}/libzsearch.so")[0]
    ours = [name for name in defined(library, "--dynamic") if re.match(r"_ZN?K?2zs", name)]
    assert ours == []


def test_static_library_keeps_to_its_prefix():
    library = glob.glob(f"{BUILD}/libzsearch.a")[0]
    strangers = [name for name in defined(library)
                 if not re.match(r"zs_|_Z|DW\.ref|__(asan|ubsan|tsan|odr_asan|gcov|gxx)|\.?L|_sub_[ID]", name)]
    assert strangers == []
