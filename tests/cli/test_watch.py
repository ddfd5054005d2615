# SPDX-License-Identifier: GPL-2.0-or-later
"""zsearch watch: what happens in folders is found soon after. Waits are for an effect, and end
with it."""
import json
import os
import random
import shutil
import signal
import subprocess
import time

import pytest

PATIENCE = 30  # seconds; under a sanitizer, beside other work


def article(word):
    return f"{word}\n\n一篇关于{word}的文章。\n"


def ids(shell, query):
    result = shell.run("query", query, "--format", "jsonl", "-n", "1000", "--no-snippet", "--expand")
    return sorted(json.loads(line)["id"] for line in result.stdout.splitlines())


def wait_until(condition, seconds=PATIENCE):
    """How long it took until the condition held."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - begin


class Watch:
    """A run of zsearch watch, whose output goes to files."""

    def __init__(self, shell, *arguments):
        self.shell = shell
        self.output = shell.write("../watch.out", "")
        self.errors = shell.write("../watch.err", "")
        with open(self.output, "wb") as output, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen([os.environ["ZSEARCH"], "watch", *arguments], cwd=shell.folder,
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
                                            env=shell.environment())

    def said(self):
        return self.errors.read_text(encoding="utf-8")

    def wait_for_begin(self):
        wait_until(lambda: "watching" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()
        return self

    def stop(self, number=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def watch(tmp_path):
    """Begins to watch; ends it with the test."""
    from conftest import Shell
    folder = tmp_path / "work"
    folder.mkdir()
    shell = Shell(folder)
    (folder / "news").mkdir()
    runs = []

    def begin(*arguments):
        runs.append(Watch(shell, *(arguments or ("news",))))
        return runs[-1].wait_for_begin()

    begin.shell = shell
    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()
            run.process.wait()


def test_what_is_there_and_what_comes(watch):
    shell = watch.shell
    shell.write("news/a.txt", article("海绵城市"))
    run = watch()
    assert ids(shell, "海绵城市") == ["news/a.txt"]
    shell.write("news/b.txt", article("轨道交通"))
    wait_until(lambda: ids(shell, "轨道交通") == ["news/b.txt"])
    shell.write("news/b.txt", article("先进制造"))
    wait_until(lambda: ids(shell, "先进制造") == ["news/b.txt"] and not ids(shell, "轨道交通"))
    os.rename(shell.folder / "news/b.txt", shell.folder / "news/c.txt")
    wait_until(lambda: ids(shell, "先进制造") == ["news/c.txt"])
    os.remove(shell.folder / "news/c.txt")
    wait_until(lambda: not ids(shell, "先进制造"))
    assert run.stop() == 130
    assert run.output.read_text().count("\n") >= 5
    assert shell.ok("index", "news").startswith("0 articles added, 0 updated, 1 unchanged, 0 deleted")


def test_a_change_is_found_within_two_seconds(watch):
    shell = watch.shell
    watch()
    times = []
    for number in range(5):
        shell.write(f"news/{number}.txt", article(f"编号{number}甲乙"))
        times.append(wait_until(lambda number=number: ids(shell, f"编号{number}甲乙")))
    assert sorted(times)[2] < 2, times


def test_folders_come_move_and_go(watch):
    shell = watch.shell
    watch()
    shell.write("news/一/二/a.txt", article("海绵城市"))
    wait_until(lambda: ids(shell, "海绵城市") == ["news/一/二/a.txt"])
    os.rename(shell.folder / "news/一", shell.folder / "news/三")
    wait_until(lambda: ids(shell, "海绵城市") == ["news/三/二/a.txt"])
    shell.write("news/三/二/b.txt", article("海绵城市"))
    wait_until(lambda: ids(shell, "海绵城市") == ["news/三/二/a.txt", "news/三/二/b.txt"])
    os.rename(shell.folder / "news/三", shell.folder / "elsewhere")
    wait_until(lambda: not ids(shell, "海绵城市"))
    shell.write("elsewhere/二/c.txt", article("海绵城市"))  # of no concern any more
    os.rename(shell.folder / "elsewhere/二", shell.folder / "news/四")
    wait_until(lambda: ids(shell, "海绵城市") == ["news/四/a.txt", "news/四/b.txt", "news/四/c.txt"])
    shutil.rmtree(shell.folder / "news/四")
    wait_until(lambda: not ids(shell, "海绵城市"))


def test_a_folder_that_is_given_may_go_and_come_back(watch):
    shell = watch.shell
    shell.write("news/a.txt", article("海绵城市"))
    run = watch()
    os.rename(shell.folder / "news", shell.folder / "gone")
    wait_until(lambda: not ids(shell, "海绵城市"))
    assert "has gone" in run.said()
    os.rename(shell.folder / "gone", shell.folder / "news")
    wait_until(lambda: ids(shell, "海绵城市") == ["news/a.txt"])
    shell.write("news/b.txt", article("海绵城市"))
    wait_until(lambda: len(ids(shell, "海绵城市")) == 2)


def test_a_burst_of_ten_thousand_files(watch):
    shell = watch.shell
    run = watch()
    for folder in range(100):
        (shell.folder / f"news/{folder}").mkdir()
        for number in range(100):
            (shell.folder / f"news/{folder}/{number}.txt").write_text(f"第{folder}-{number}篇海绵城市\n")

    def articles():
        return json.loads(shell.ok("info", "--json"))["articles"]

    wait_until(lambda: articles() == 10000, 120)
    shutil.rmtree(shell.folder / "news/7")
    wait_until(lambda: articles() == 9900, 120)
    assert run.process.poll() is None
    assert run.stop(signal.SIGTERM) == 143
    assert shell.ok("index", "news").startswith("0 articles added, 0 updated, 9,900 unchanged, 0 deleted")


def test_more_happens_than_the_system_remembers(watch):
    """Names that begin with a dot are events, too, and cost no indexing."""
    with open("/proc/sys/fs/inotify/max_queued_events", encoding="utf-8") as file:
        events = int(file.read())
    if events > 200000:
        pytest.skip("the system remembers very much")
    shell = watch.shell
    run = watch()
    run.process.send_signal(signal.SIGSTOP)
    for number in range(events // 3 + 1000):  # made, closed, removed
        path = shell.folder / f"news/.{number}"
        path.touch()
        path.unlink()
    shell.write("news/一/a.txt", article("海绵城市"))
    run.process.send_signal(signal.SIGCONT)
    wait_until(lambda: ids(shell, "海绵城市") == ["news/一/a.txt"])
    shell.write("news/一/b.txt", article("轨道交通"))
    wait_until(lambda: ids(shell, "轨道交通") == ["news/一/b.txt"])


def test_others_can_write_between(watch):
    shell = watch.shell
    watch()
    shell.write("b.txt", article("轨道交通"))
    shell.ok("index", "b.txt")
    shell.write("news/a.txt", article("海绵城市"))
    wait_until(lambda: ids(shell, "海绵城市") == ["news/a.txt"])
    wait_until(lambda: shell.run("forget", "b.txt").returncode == 0)  # it may just be writing
    assert not ids(shell, "轨道交通")


def wait_until_it_writes(shell, other):
    """Whether it does: to see if it has the lock takes the lock, and it may come in between."""
    wait_until(lambda: other.poll() is not None or shell.run("index", "--prune").returncode == 2)
    return other.poll() != 2


def test_it_waits_for_another_writer(watch):
    shell = watch.shell
    generator = random.Random(5)
    characters = [chr(code) for code in range(0x4E00, 0x5E00)]
    shell.write("other.jsonl", "".join(
        json.dumps({"id": str(number), "text": "".join(generator.choices(characters, k=300))}) + "\n"
        for number in range(6000)))
    run = watch()
    other = shell.start("index", "other.jsonl")
    while not wait_until_it_writes(shell, other):
        other = shell.start("index", "other.jsonl")
    shell.write("news/a.txt", article("海绵城市"))
    other.communicate(timeout=300)
    assert other.returncode == 0
    wait_until(lambda: ids(shell, "海绵城市") == ["news/a.txt"])
    assert run.process.poll() is None


def test_dot_names_and_the_index_itself_are_passed_over(watch):
    shell = watch.shell
    run = watch("--index", "index", ".")
    shell.write("news/.a.txt", article("海绵城市"))
    shell.write(".git/b.txt", article("海绵城市"))
    shell.write("news/c.txt", article("海绵城市"))
    index = ("--index", "index")
    wait_until(lambda: shell.run("query", *index, "海绵城市", "--format", "paths").stdout == "news/c.txt\n")
    time.sleep(1.5)  # what it wrote into the index is no change
    assert run.output.read_text().count("\n") == 2
    assert shell.run("query", *index, "海绵城市", "--format", "paths").stdout == "news/c.txt\n"


def test_links_are_as_index_takes_them(watch):
    shell = watch.shell
    shell.write("outside/a.txt", article("海绵城市"))
    watch()
    os.symlink("../outside/a.txt", shell.folder / "news/link.txt")
    os.link(shell.folder / "outside/a.txt", shell.folder / "news/hard.txt")
    os.symlink("../outside", shell.folder / "news/folder")
    wait_until(lambda: ids(shell, "海绵城市") == ["news/hard.txt", "news/link.txt"])
    shell.write("news/b.txt", article("轨道交通"))
    wait_until(lambda: ids(shell, "轨道交通") == ["news/b.txt"])
    assert ids(shell, "海绵城市") == ["news/hard.txt", "news/link.txt"]


def test_it_can_be_quiet(watch):
    shell = watch.shell
    run = Watch(shell, "-q", "news")
    try:
        wait_until(lambda: (shell.folder / ".zsearch").exists())
        shell.write("news/a.txt", article("海绵城市"))
        shell.write("news/b.png", b"\x89PNG")
        wait_until(lambda: ids(shell, "海绵城市") == ["news/a.txt"])
        assert run.stop() == 130
        assert run.output.read_text() == run.said() == ""
    finally:
        run.stop(signal.SIGKILL)


def test_a_file_is_no_folder(watch):
    watch.shell.write("a.txt", article("海绵城市"))
    result = watch.shell.run("watch", "a.txt")
    assert result.returncode == 2 and "folder" in result.stderr


def test_its_reader_may_go_away(watch):
    shell = watch.shell
    process = subprocess.Popen([os.environ["ZSEARCH"], "watch", "news"], cwd=shell.folder,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=shell.environment())
    process.stdout.readline()
    process.stdout.close()
    shell.write("news/a.txt", article("海绵城市"))
    assert process.wait(timeout=PATIENCE) == 141
