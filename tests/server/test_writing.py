# SPDX-License-Identifier: GPL-2.0-or-later
"""Articles that are put and deleted, and those who read meanwhile."""
import json
import subprocess
import threading

import pytest

from conftest import HOSTILE, PATIENCE, TOKEN, ZSEARCH, environment, path_of, wait_until
from openapi import API, hold

PUT, DELETE = (API["paths"]["/api/v1/articles"][method] for method in ("post", "delete"))
JSON, LINES = "application/json", "application/x-ndjson"


class Writer:
    """A server of an index of its own, with a token at hand."""

    def __init__(self, server):
        self.server = server

    def put(self, articles, kind=JSON, **headers):
        body = articles if isinstance(articles, bytes) else json.dumps(articles, ensure_ascii=False).encode()
        answer = self.server.ask("POST", "/api/v1/articles", body,
                                 **{"Content_Type": kind, "Authorization": f"Bearer {TOKEN}", **headers})
        hold(answer, PUT)
        return answer

    def delete(self, *identifiers):
        asked = "&".join(f"id={path_of(identifier)}" for identifier in identifiers)
        answer = self.server.ask("DELETE", f"/api/v1/articles?{asked}", Authorization=f"Bearer {TOKEN}")
        hold(answer, DELETE)
        return answer

    def get(self, path, parameters=()):
        return self.server.get(path, parameters, Authorization=f"Bearer {TOKEN}")

    def found(self, query):
        answer = self.get("/api/v1/search", {"q": f'"{query}"', "n": 100, "expand": "true", "match": "all"})
        assert answer.status == 200, str(answer)
        return sorted(hit["id"] for hit in answer.json()["hits"])

    def article(self, identifier):
        answer = self.get(f"/api/v1/article/{path_of(identifier)}")
        return answer.json()["articles"][0] if answer.status == 200 else None


@pytest.fixture
def writer(serve, own, token_file):
    server = serve(own, "--token-file", token_file, "--writable", "--max-body", 1)
    return Writer(server)


def test_an_article_is_put_replaced_and_deleted(writer):
    article = {"id": "n-1", "title": "海绵校园试点", "date": "2024-02-03", "source": "水务报", "text": "海绵校园留住雨水。",
               "metadata": {"版": "三"}}
    before = writer.get("/api/v1/info").json()["articles"]
    assert writer.put(article).json() == {"version": 2, "put": 1}
    assert writer.found("海绵校园") == ["n-1"]
    shown = writer.article("n-1")
    assert {name: shown[name] for name in article} == article
    assert writer.get("/api/v1/info").json()["articles"] == before + 1
    assert writer.put({**article, "text": "后来改写成了下水道的故事。", "title": "改"}).json()["put"] == 1
    assert writer.found("海绵校园") == [] and writer.found("下水道的故事") == ["n-1"]
    assert writer.delete("n-1").json() == {"version": 2, "deleted": 1}
    assert writer.found("下水道的故事") == [] and writer.article("n-1") is None
    assert writer.delete("n-1").status == 404


def test_arrays_and_lines(writer):
    articles = [{"id": f"a-{n}", "title": f"第{n}篇", "text": f"并排的甲乙丙丁，第{n}篇。"} for n in range(50)]
    assert writer.put(articles).json()["put"] == 50
    assert len(writer.found("并排的甲乙丙丁")) == 50
    lines = "\n".join(json.dumps(article, ensure_ascii=False).replace("甲乙丙丁", "戊己庚辛") for article in articles)
    for body in (lines, lines + "\n", lines.replace("\n", "\r\n"), "\n\n" + lines + "\n\n"):
        assert writer.put(body.encode(), LINES).json()["put"] == 50
    assert len(writer.found("并排的戊己庚辛")) == 50 and writer.found("并排的甲乙丙丁") == []
    assert writer.delete("a-1", "a-2", "a-2", "no-such", "a-3").json()["deleted"] == 3
    assert len(writer.found("并排的戊己庚辛")) == 47


def test_any_id_can_be_put_shown_and_deleted(writer):
    for article in HOSTILE:
        article = {**article, "id": article["id"] + "_"}  # not the one that came from a file
        assert writer.put(article).json()["put"] == 1
        assert writer.article(article["id"])["text"] == article["text"]
        assert writer.delete(article["id"]).json()["deleted"] == 1
        assert writer.article(article["id"]) is None


@pytest.mark.parametrize("body, kind", [
    (b"", JSON), (b"{", JSON), (b"[", JSON), (b"nonsense", JSON), (b"null", JSON), (b"3", JSON), (b'"text"', JSON),
    (b'{"id": "x", "text": "y"} trailing', JSON), (b'[{"id": "x", "text": "y"},]', JSON), (b"[3]", JSON), (b"[[]]", JSON),
    (b'[{"id": "x", "text": "y"}, 3]', JSON), (b'[{"id": "x", "text": "y"}, {"id": "z"', JSON), (b"\xff\xfe", JSON),
    (b'{"id": "x", "text": "\xff"}', JSON), (b'{"title": "no id", "text": "y"}', JSON), (b'{"id": "", "text": "y"}', JSON),
    (b'[{"id": "x", "text": "y"}, {"text": "no id"}]', JSON), (b"[" * 100000, JSON), (b'{"a":' * 100000, JSON),
    (b'{"id": {"x": 1}, "text": "y"}', JSON), (b"\x1f\x8b\x08\x00", JSON), (b"PK\x03\x04", JSON), (b"\x00", JSON),
    (b"%PDF-1.4", JSON), (b"<html><body>x</body></html>", JSON),
    (b"nonsense", LINES), (b'{"id": "x", "text": "y"}\nnonsense\n', LINES), (b'{"id": "x", "text": "y"}\n[1]\n', LINES),
    (b'{"id": "x", "text": "y"}\n{"text": "no id"}\n', LINES), (b'{"id": "x", "text": "y"}\n{"id": "z"\n', LINES),
], ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else value[-6:])
def test_what_is_no_article_changes_nothing(writer, body, kind):
    """All is put, or none."""
    before = writer.get("/api/v1/info").json()
    answer = writer.put(body, kind)
    assert answer.status == 400, str(answer)
    assert "/tmp" not in answer.text and "zsearch-put" not in answer.text, str(answer)
    assert writer.article("x") is None
    assert writer.get("/api/v1/info").json()["articles"] == before["articles"]


def test_media_types(writer):
    article = b'{"id": "x", "text": "y"}'
    for kind in (None, "", "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                 "application", "application/jsonx", "application/json-patch+json", "application/octet-stream"):
        assert writer.put(article, kind).status == 415, kind
    for kind in ("application/json", "application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"):
        assert writer.put(article, kind).status == 200, kind
    assert writer.put(article + b"\n", "application/x-ndjson; charset=utf-8").status == 200


def test_bodies_that_are_too_large(writer):
    megabyte = 1 << 20
    article = b'{"id": "x", "text": "%s"}' % (b"y" * (megabyte - 100))
    assert writer.put(article).status == 200
    for size in (megabyte + 1, 3 * megabyte, 50 * megabyte):
        assert writer.put(b" " * size).status == 413
    # What does not say how long it is.
    chunk = b"%x\r\n%s\r\n" % (65536, b" " * 65536)
    head = (f"POST /api/v1/articles HTTP/1.1\r\nHost: {writer.server.host}\r\nContent-Type: {JSON}\r\n"
            f"Authorization: Bearer {TOKEN}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
    assert writer.server.send(head + chunk * 20 + b"0\r\n\r\n").startswith(b"HTTP/1.1 413")
    got = writer.server.send(head + chunk * 2000)  # it need not read on for ever
    assert got == b"" or got.startswith(b"HTTP/1.1 413")
    good = b"%x\r\n%s\r\n0\r\n\r\n" % (len(b'{"id": "x", "text": "y"}'), b'{"id": "x", "text": "y"}')
    assert writer.server.send(head + good).startswith(b"HTTP/1.1 200")


def test_lengths_that_lie(writer):
    for length in ("-1", "18446744073709551616", "99999999999999999999", "1x", "0x10", ""):
        answer = writer.server.send((f"POST /api/v1/articles HTTP/1.1\r\nHost: {writer.server.host}\r\nContent-Type: {JSON}\r\n"
                                     f"Authorization: Bearer {TOKEN}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
                                     '{"id": "lie", "text": "y"}').encode(), close=True)
        assert not answer.startswith(b"HTTP/1.1 2"), (length, answer)
    assert writer.article("lie") is None
    assert writer.server.get("/healthz").status == 200


def test_parameters_of_writing(writer):
    for target in ("?id=", "", "?", "?ID=a", "?id=a&force=1", "?id=%00", "?id=%ff"):
        answer = writer.server.ask("DELETE", f"/api/v1/articles{target}", Authorization=f"Bearer {TOKEN}")
        hold(answer, DELETE)
        assert answer.status in ((400, 404) if target == "?id=" else (400,)), str(answer)
    answer = writer.server.ask("POST", "/api/v1/articles?dry=1", b'{"id": "x", "text": "y"}', Content_Type=JSON,
                               Authorization=f"Bearer {TOKEN}")
    assert answer.status == 400 and writer.article("x") is None
    assert writer.delete("no-such").status == 404


def test_readers_are_not_disturbed_by_writers(writer, own):
    """Those who read while articles are put, and while another process indexes, see no error, and
    each answer is of one state of the index."""
    faults, ends, asked = [], threading.Event(), [0]

    def read():
        while not ends.is_set():
            answer = writer.get("/api/v1/search", {"q": "城市 消费", "n": 5})
            page = writer.server.get("/", {"q": "城市", "part": 1})
            shown = writer.get(f"/api/v1/article/{path_of('article/article')}")
            asked[0] += 3
            if answer.status != 200 or not answer.json()["hits"] or page.status != 200 or shown.status != 200:
                faults.append([str(answer), str(page), str(shown)])

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        written = refused = 0
        for turn in range(4):
            lines = own.write_lines("more.jsonl", [{"id": f"m-{turn}-{n}", "text": f"另外写的第{n}篇，城市消费。" * 20}
                                                   for n in range(300)])
            process = subprocess.Popen([ZSEARCH, "index", "--quiet", str(lines)], cwd=own.folder, env=environment(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            while process.poll() is None:
                status = writer.put({"id": f"w-{turn}", "text": "服务器写的一篇，城市消费。"}).status
                assert status in (200, 503)
                written, refused = written + (status == 200), refused + (status == 503)
            said = process.communicate()[1].decode()
            assert process.returncode == 0 or "writing" in said or "lock" in said, said
        wait_until(lambda: writer.put({"id": "last", "text": "最后一篇，城市消费，压轴。"}).status == 200)
        assert writer.found("最后一篇，城市消费，压轴") == ["last"]
    finally:
        ends.set()
        for reader in readers:
            reader.join(PATIENCE)
    assert faults == [] and asked[0] > 0
    assert written + refused > 0


def test_put_by_several_at_once(writer):
    """Writers wait for each other within the server; none is lost."""
    statuses = []

    def put(number):
        for n in range(5):
            statuses.append(writer.put({"id": f"s-{number}-{n}", "text": f"同时放进来的几篇之{number}"}).status)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert statuses == [200] * 30
    assert len(writer.found("同时放进来的几篇")) == 30


def test_what_is_put_lasts(writer, serve, own, token_file):
    assert writer.put({"id": "kept", "text": "留下来的一篇。"}).status == 200
    assert writer.server.stop() == 0
    assert [hit["id"] for hit in own.json("query", '"留下来的一篇"')["hits"]] == ["kept"]
    assert Writer(serve(own, "--token-file", token_file)).found("留下来的一篇") == ["kept"]


def test_indexing_the_files_again_leaves_what_was_put(writer, own):
    assert writer.put({"id": "kept", "text": "留下来的一篇。"}).status == 200
    own.ok("index", "corpus", "hostile.jsonl")
    assert writer.found("留下来的一篇") == ["kept"]
    # Articles of a file of several go when their lines do; a file's own can be deleted.
    assert writer.delete("article/article").status == 404
    assert writer.delete("corpus/人才/第三次搬家.txt").json()["deleted"] == 1
    assert writer.article("corpus/人才/第三次搬家.txt") is None
