# SPDX-License-Identifier: GPL-2.0-or-later
"""Ctrl-C, kill -9 and two at once: the index answers at any moment, and the next run completes
what was begun."""
import json
import random
import signal
import time

ARTICLES = 4000


def make_archive(shell):
    text = "国际消费中心城市与青年人才政策，先进制造业的产业链和科技创新。" * 6
    shell.write("a.jsonl", "".join(
        json.dumps({"id": f"a{number}", "title": f"第{number}篇", "text": text + str(number)},
                   ensure_ascii=False) + "\n" for number in range(ARTICLES)))
    for number in range(300):
        shell.write(f"more/{number}.txt", f"第{number}号\n\n{text}{number}\n")


def complete(shell):
    shell.ok("index", ".")
    return json.loads(shell.ok("info", "--json"))["articles"] == ARTICLES + 300


def answers(shell):
    result = shell.run("query", "青年人才")
    return result.returncode in (0, 1) or "there is no index" in result.stderr \
        or "no index found" in result.stderr


def test_interrupt_keeps_what_is_done(shell):
    make_archive(shell)
    process = shell.start("index", ".")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (130, 0)
    if process.returncode == 130:
        assert "again" in errors or "go on" in errors
    assert answers(shell)
    assert complete(shell)


def test_kill_at_any_moment(shell):
    make_archive(shell)
    generator = random.Random(7)
    for _ in range(10):
        process = shell.start("index", ".")
        time.sleep(generator.uniform(0, 0.8))
        process.kill()
        process.communicate()
        assert answers(shell)
    assert complete(shell)


def test_one_writer_at_a_time(shell):
    make_archive(shell)
    process = shell.start("index", ".")
    deadline = time.monotonic() + 60
    while not (shell.folder / ".zsearch/XAPIANDB").exists() and time.monotonic() < deadline:
        time.sleep(0.01)  # until it has begun, it may still be the one that is refused
    refused = None
    while time.monotonic() < deadline and process.poll() is None and refused is None:
        result = shell.run("index", "more")
        if result.returncode == 2:
            refused = result.stderr
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert refused and "another process" in refused


def test_queries_beside_a_writer(shell):
    make_archive(shell)
    shell.ok("index", "more")
    process = shell.start("index", ".")
    asked = 0
    while process.poll() is None:
        assert shell.run("query", "青年人才").returncode == 0
        asked += 1
    process.communicate()
    assert asked > 0 and process.returncode == 0
