# SPDX-License-Identifier: GPL-2.0-or-later
"""Ctrl-C, kill -9 and two at once: the index answers at any moment, and the next run completes
what was begun. How long a run takes is measured first, so that the signals meet it at work on a
fast machine and under a slow sanitizer alike."""
import json
import random
import resource
import signal
import subprocess
import time

import pytest

from conftest import ZSEARCH

LINES = 6000
FILES = 300
TEXT = "国际消费中心城市与青年人才政策，先进制造业的产业链和科技创新。" * 12


def write_articles(shell, edition):
    """All articles, each with a word that only this edition has."""
    shell.write("a.jsonl", "".join(
        json.dumps({"id": f"a{number}", "title": f"第{number}篇",
                    "text": f"{TEXT}edition{edition} {number}"}, ensure_ascii=False) + "\n"
        for number in range(LINES)))
    for number in range(FILES):
        shell.write(f"more/{number}.txt", f"第{number}号\n\n{TEXT}edition{edition} {number}\n")


def seconds_of_a_run(shell):
    """How long it takes to index all, in an index of its own."""
    begin = time.monotonic()
    shell.ok("index", "--index", ".measured", ".")
    return time.monotonic() - begin


def articles(shell):
    return json.loads(shell.ok("info", "--json"))["articles"]


def total(shell, query):
    result = shell.run("query", query, "-n", "1", "--json", "--expand")
    assert result.returncode in (0, 1), result.stderr
    return json.loads(result.stdout)["total"]


def check_complete(shell, edition):
    shell.ok("index", ".")
    assert articles(shell) == LINES + FILES
    assert total(shell, f"edition{edition}") == LINES + FILES
    assert shell.ok("index", ".").startswith("0 articles added, 0 updated")


def wait_for_index(shell, process):
    """Until a run that has begun holds the index."""
    deadline = time.monotonic() + 60
    while not (shell.folder / ".zsearch/XAPIANDB").exists() and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.005)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_what_is_done(shell, number):
    write_articles(shell, 1)
    seconds = seconds_of_a_run(shell)
    process = shell.start("index", ".")
    wait_for_index(shell, process)
    time.sleep(seconds * 0.25)
    process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert "run the same command to go on" in errors
    kept = articles(shell)
    assert 0 < kept < LINES + FILES and total(shell, "青年人才") == kept
    check_complete(shell, 1)


def test_kill_while_an_index_is_made(shell):
    """Until something is committed there may be no index or an empty one; never a broken one."""
    write_articles(shell, 1)
    seconds = seconds_of_a_run(shell)
    generator = random.Random(7)
    killed = 0
    for _ in range(5):
        process = shell.start("index", ".")
        time.sleep(generator.uniform(0, seconds * 0.9))
        killed += process.poll() is None
        process.kill()
        process.communicate()
        result = shell.run("query", "青年人才")
        assert result.returncode in (0, 1) or "no index" in result.stderr, result.stderr
    assert killed >= 3
    check_complete(shell, 1)


def test_kill_while_an_index_is_updated(shell):
    """All articles change in each round: whatever moment a run ends at, each is there once, old
    or new."""
    write_articles(shell, 0)
    shell.ok("index", ".")
    seconds = seconds_of_a_run(shell)
    generator = random.Random(8)
    killed = 0
    for edition in range(1, 6):
        write_articles(shell, edition)
        process = shell.start("index", ".")
        time.sleep(generator.uniform(0.1, 0.8) * seconds)
        killed += process.poll() is None
        process.kill()
        process.communicate()
        assert articles(shell) == LINES + FILES
        assert total(shell, "青年人才") == LINES + FILES
    assert killed >= 3
    check_complete(shell, 5)


def test_files_that_may_grow_only_so_far(shell):
    """As on a disk that fills up: an error that says so, and nothing committed is lost."""
    write_articles(shell, 1)
    shell.ok("index", "more")

    def limited(megabytes):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20))
        return subprocess.run([ZSEARCH, "index", "."], cwd=shell.folder, text=True, check=False,
                              capture_output=True, env=shell.environment(), preexec_fn=limit,
                              timeout=120)

    failed = 0
    for megabytes in (1, 2, 3, 4):
        result = limited(megabytes)
        if result.returncode != 0:
            failed += 1
            assert result.returncode == 2 and "too large" in result.stderr.lower(), result.stderr
        assert articles(shell) >= FILES and total(shell, "青年人才") == articles(shell)
    assert failed > 0
    check_complete(shell, 1)


def test_one_writer_at_a_time(shell):
    write_articles(shell, 1)
    process = shell.start("index", ".")
    wait_for_index(shell, process)
    refused = shell.run("index", "more")
    assert process.poll() is None, "the first run was over too soon to be in the way"
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert refused.returncode == 2 and "another process" in refused.stderr
    check_complete(shell, 1)


def test_queries_beside_a_writer(shell):
    write_articles(shell, 1)
    shell.ok("index", "more")
    process = shell.start("index", ".")
    asked = 0
    while process.poll() is None:
        assert shell.run("query", "青年人才").returncode == 0
        asked += 1
    process.communicate()
    assert asked > 3 and process.returncode == 0


def test_an_index_answers_while_it_is_rebuilt(shell):
    write_articles(shell, 1)
    shell.ok("index", ".")
    process = shell.start("index", "--rebuild", ".")
    while process.poll() is None:
        assert total(shell, "edition1") == LINES + FILES
    process.communicate()
    assert process.returncode == 0
    assert total(shell, "edition1") == LINES + FILES
