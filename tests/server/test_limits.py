# SPDX-License-Identifier: GPL-2.0-or-later
"""What is too long, too much, too slow or no HTTP at all is turned away, and hinders nobody."""
import contextlib
import json
import os
import random
import re
import socket
import threading
import time

import pytest

from conftest import PATIENCE, SANITIZED, Server, Shell, path_of, wait_until
from openapi import API, hold

SEARCH = API["paths"]["/api/v1/search"]["get"]
ASKED = "/api/v1/search?q=%E5%9F%8E%E5%B8%82"


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """An index that takes a while to look through."""
    shell = Shell(tmp_path_factory.mktemp("large"))
    rng = random.Random(7)
    characters = "的城市消费中心人才制造治理科创观察一二三四五六七八九十天地玄黄宇宙洪荒日月盈昃辰宿列张"
    shell.write_lines("large.jsonl", ({"id": f"l-{n}", "text": "".join(rng.choices(characters, k=1500))} for n in range(6000)))
    shell.ok("index", "--quiet", "large.jsonl")
    return shell


HEAVY = {"q": "/的.{0,40}一.{0,40}城.{0,40}黄.{0,40}无此字/"}


@pytest.fixture(scope="module")
def impatient(library, tmp_path_factory):
    """A server that does not wait long for the rest of a request."""
    run = Server(tmp_path_factory.mktemp("impatient"), library.index, "--idle", 1)
    yield run
    assert run.stop() == 0, run.said()


def all_at_once(count, work):
    """What each of so many threads gives."""
    results, barrier = [None] * count, threading.Barrier(count)

    def run(number):
        barrier.wait(PATIENCE)
        results[number] = work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    return results


def test_targets_that_are_too_long(impatient):
    for length, status in ((2000, 400), (16000, 400), (17000, 414), (30000, 414)):
        answer = impatient.ask("GET", "/api/v1/search?q=" + "x" * length)
        hold(answer, SEARCH)
        assert answer.status == status, length
    for length in (100 * 1000, 10 * 1000 * 1000):  # more than is read at all
        answer = impatient.send(b"GET /?q=" + b"x" * length + f" HTTP/1.1\r\nHost: {impatient.host}\r\n\r\n".encode())
        assert answer == b"" or re.match(rb"HTTP/1\.[01] (414|431|400)", answer), answer[:100]
    answer = impatient.ask("GET", "/" + "a/" * 9000)
    assert answer.status == 414 and answer.headers["Content-Security-Policy"]


def test_headers_that_are_too_many_or_too_long(impatient):
    for more in (b"X: " + b"x" * 100000, b"\r\n".join(b"X-%d: x" % number for number in range(5000)),
                 b"X" * 100000 + b": x", b"Cookie: " + b"a=b; " * 20000):
        answer = impatient.send(f"GET / HTTP/1.1\r\nHost: {impatient.host}\r\n".encode() + more + b"\r\n\r\n")
        assert answer == b"" or re.match(rb"HTTP/1\.[01] (431|413|400)", answer), answer[:100]
    assert impatient.get("/healthz").status == 200


def test_queries_that_are_deep_wide_or_odd(server):
    for query in ("(" * 900, "(" * 450 + "城" + ")" * 450, "-" * 1000, '"' * 999, "城 OR " * 160 + "市", "a* " * 300,
                  "/(((((((.*)*)*)*)*)*)*x/", "/" + "(a|b)" * 150 + "/", "城 NEAR " * 100 + "市", "*", "?" * 1000, "\\" * 1000,
                  "title:" * 160, "date:" + "9" * 900, "^" * 1000, "城^99999999999999999999", "like:" + "x" * 900,
                  "\U0010ffff" * 1000, "\u0301" * 1000, "\u202e" * 999, "\ufeff城", "𠮷" * 1000, "\x01\x02\x1f", "é" * 1000):
        for path in ("/api/v1/search", "/api/v1/kwic", "/api/v1/suggest", "/"):
            answer = server.get(path, {"q": query})
            assert answer.status in (200, 400, 504), str(answer)
            hold(answer, API["paths"][path]["get"])


def test_too_many_of_one_client(serve, large):
    server = serve(large, "--max-per-client", 2, "--workers", 1, "--timeout", 600)
    answers = all_at_once(8, lambda _: server.get("/api/v1/search", HEAVY))
    statuses = [answer.status for answer in answers]
    assert 429 in statuses, statuses
    for answer in answers:
        hold(answer, SEARCH)
        assert answer.status != 429 or int(answer.headers["Retry-After"]) > 0
    # What is answered at once needs no turn, and when they are done there is room again.
    assert server.get("/healthz").status == 200
    assert wait_until(lambda: server.ask("GET", ASKED).status == 200)


def test_too_many_of_all(serve, large):
    server = serve(large, "--workers", 1, "--max-waiting", 1, "--timeout", 600)
    answers = all_at_once(10, lambda _: server.get("/api/v1/search", HEAVY))
    statuses = [answer.status for answer in answers]
    assert 503 in statuses and set(statuses) <= {200, 503, 504}, statuses
    for answer in answers:
        hold(answer, SEARCH)
        assert answer.status != 503 or int(answer.headers["Retry-After"]) > 0
    page = all_at_once(10, lambda _: server.get("/", HEAVY))
    assert 503 in [answer.status for answer in page] and {answer.type for answer in page} == {"text/html"}
    assert server.ask("GET", ASKED).status == 200


def test_an_answer_has_its_time(serve, large):
    """What was found until then is answered; if that is nothing, 504."""
    server = serve(large, "--timeout", 1)
    begin = time.monotonic()
    asked = [("/api/v1/search", {"q": "/的.*市.*黄.*无此字/"}), ("/api/v1/kwic", {"q": "/的.*市.*黄.*无此字/"}), ("/", HEAVY),
             ("/api/v1/kwic", {"q": "/[的城市]/", "sort": "left", "n": 1000}), ("/api/v1/search", {"q": "/[的城].*[一二三]/"})]
    cut = []
    for path, parameters in asked * 3:
        answer = server.get(path, parameters)
        hold(answer, API["paths"][path]["get"])
        assert answer.status in (200, 504), str(answer)
        if answer.status == 504:
            cut.append(path)
            assert "1 ms" in answer.text, str(answer)
        elif path != "/" and answer.json()["partial"]:
            cut.append(path)
    assert {"/api/v1/search", "/api/v1/kwic"} <= set(cut), cut
    assert time.monotonic() - begin < (60 if SANITIZED else 10)


@contextlib.contextmanager
def connections(server, count, data=b""):
    """So many that have said something and then say nothing more."""
    opened = []
    try:
        for _ in range(count):
            connection = server.connect()
            connection.sendall(data)
            opened.append(connection)
        yield opened
    finally:
        for connection in opened:
            connection.close()


@pytest.mark.parametrize("said", [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
                                  b"POST /api/v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"])
def test_connections_that_say_nothing(server, said):
    with connections(server, 300, said):
        begin = time.monotonic()
        for _ in range(20):
            assert server.ask("GET", ASKED).status == 200
        assert time.monotonic() - begin < (30 if SANITIZED else 5)


def test_they_are_closed_in_time(serve, library):
    server = serve(library, "--idle", 1)
    for said in (b"", b"GET / HTTP/1.1\r\nHost: local"):
        with connections(server, 50, said) as opened:
            for connection in opened:
                connection.settimeout(PATIENCE)
                with contextlib.suppress(ConnectionResetError):
                    while connection.recv(1000):
                        pass
    assert server.get("/healthz").status == 200


def test_more_connections_than_there_may_be(serve, library):
    """Others wait until some are closed for their silence."""
    server = serve(library, "--max-connections", 20, "--idle", 1)
    with connections(server, 60):
        assert wait_until(lambda: server.ask("GET", ASKED).status == 200)
    assert server.ask("GET", ASKED).status == 200


def test_slow_clients(server):
    """A byte at a time of the request, and of the answer."""
    ends, faults = threading.Event(), []

    def drip(_):
        try:
            with server.connect() as connection:
                for byte in f"GET {ASKED} HTTP/1.1\r\nHost: {server.host}\r\nX: {'x' * 1000}\r\n\r\n".encode():
                    if ends.wait(0.2):
                        return
                    connection.sendall(bytes([byte]))
        except OSError as error:
            faults.append(error)

    def sip(_):
        with server.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.sendall(f"GET {ASKED}&full=true&n=100 HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
            while not ends.wait(0.2):
                connection.recv(1)

    threads = [threading.Thread(target=work, args=(0,)) for work in [drip] * 20 + [sip] * 20]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        begin = time.monotonic()
        for _ in range(30):
            assert server.ask("GET", ASKED).status == 200
        assert time.monotonic() - begin < (30 if SANITIZED else 5)
    finally:
        ends.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert faults == []


def test_clients_that_go_away(serve, large):
    """In the middle of a request, before the answer, and while it comes."""
    server = serve(large, "--timeout", 500, "--idle", 1)
    request = f"GET {ASKED}&full=true&n=100 HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    for number in range(60):
        with server.connect() as connection:
            connection.sendall(request[:len(request) - (number % 3 == 0)])
            if number % 3 == 1:
                connection.recv(10)
            if number % 2:  # a reset instead of an end
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    assert wait_until(lambda: server.ask("GET", ASKED).status == 200)
    assert wait_until(lambda: re.search(r"^zsearch_requests_active ([01])$", server.get("/metrics").text, re.M))


GARBAGE = [b"\0" * 100, b"\xff" * 1000, b"\r\n" * 1000, b"GET", b"GET /", b"GET / HTTP/9.9\r\n\r\n", b"GET / JUNK\r\n\r\n",
           b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"SSH-2.0-OpenSSH_9\r\n",
           b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
           b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", b"CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n",
           b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
           b"GET / HTTP/1.1\nHost: localhost\n\n", b" GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
           b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
           b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           b"POST /api/v1/articles HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
           b"POST /api/v1/articles HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
           b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
           b"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
           b"GET /?q=\xe5\x9f\x8e HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /#fragment HTTP/1.1\r\nHost: localhost\r\n\r\n",
           b"GET ? HTTP/1.1\r\nHost: localhost\r\n\r\n", b"G\0T / HTTP/1.1\r\nHost: localhost\r\n\r\n"]


@pytest.mark.parametrize("data", GARBAGE, ids=lambda data: repr(data[:30]))
def test_garbage_instead_of_http(impatient, data):
    answer = impatient.send(data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), close=True)
    assert answer == b"" or re.match(rb"HTTP/1\.[01] [12345]\d\d ", answer), answer[:100]
    assert not re.match(rb"HTTP/1\.[01] 500", answer), answer[:100]
    assert impatient.get("/healthz").status == 200


def test_random_changes_of_a_request(impatient):
    """Requests of which bytes were changed, left out or doubled."""
    rng = random.Random(11)
    good = (f"GET {ASKED}&n=3&filter=source:x HTTP/1.1\r\nHost: {impatient.host}\r\nAccept-Encoding: gzip;q=0.5\r\n"
            "If-None-Match: \"a\"\r\nAccept-Language: zh-TW,en;q=0.3\r\nConnection: close\r\n\r\n").encode()
    for _ in range(30 if SANITIZED else 150):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(data))
            data[at:at + rng.randrange(3)] = rng.choice([b"", bytes([rng.randrange(256)]), b"%", b"\r\n", bytes(data[at:at + 20])])
        answer = impatient.send(bytes(data), close=True)
        assert answer == b"" or re.match(rb"HTTP/1\.[01] [1234]\d\d ", answer), (bytes(data), answer[:100])
    assert impatient.get("/healthz").status == 200


def test_the_log_takes_what_anybody_sends(impatient):
    """Bytes of requests stand in the log so that each line is still JSON."""
    impatient.send(b"GET /\x1b[31m%0a\"\\\xff\x7f HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", close=True)
    impatient.send(b"\x1bGET\" / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", close=True)
    assert impatient.get("/healthz").status == 200
    raw = impatient.output.read_bytes()
    assert b"\x1b" not in raw and b"\x7f" not in raw
    for line in raw.splitlines():
        assert isinstance(json.loads(line.decode("utf-8")), dict)


def test_memory_stays_what_it_is(serve, library):
    """A thousand requests of all kinds leave nothing behind."""
    if SANITIZED:
        pytest.skip("a sanitizer keeps what was freed")
    server = serve(library)
    targets = [ASKED, "/?q=%E5%9F%8E", f"/article/{path_of('article/article')}?q=%E5%9F%8E", "/api/v1/kwic?q=%E5%9F%8E",
               "/api/v1/search?q=(", "/nothing", "/api/v1/suggest?q=chengs", "/api/v1/search?q=%ff"]
    for target in targets * 30:
        server.ask("GET", target)
    before, open_before = server.memory(), len(os.listdir(f"/proc/{server.process.pid}/fd"))
    for target in targets * 120:
        server.ask("GET", target)
    assert server.memory() < before + 8 * 1024, (before, server.memory())
    assert len(os.listdir(f"/proc/{server.process.pid}/fd")) <= open_before + 3
