# SPDX-License-Identifier: GPL-2.0-or-later
"""What whoever runs the server sees: how it starts and ends, its log, its figures, TLS."""
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
import warnings

import pytest

from conftest import PATIENCE, ZSEARCH, Server, Shell, environment, path_of, wait_until

ASKED = "/api/v1/search?q=%E5%9F%8E%E5%B8%82"
HEAVY = "/api/v1/kwic?sort=left&n=1000&q=/%5B%E7%9A%84%E5%9F%8E%E5%B8%82%5D/"


# ---- Beginning and end -------------------------------------------------------------------


def test_it_says_where_it_is_and_ends_when_told(library, tmp_path):
    for number in (signal.SIGTERM, signal.SIGINT):
        server = Server(tmp_path, library.index)
        assert f"zsearch: serving {library.index} at http://127.0.0.1:{server.port}/" in server.said()
        assert server.stop(number) == 0
        assert server.said().count("\n") == 1, server.said()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)


@pytest.mark.parametrize("options, said", [
    (("--listen", "nonsense"), "--listen"), (("--listen", "127.0.0.1"), "--listen"), (("--listen", "127.0.0.1:x"), "--listen"),
    (("--listen", "127.0.0.1:65536"), "--listen"), (("--listen", "127.0.0.1:-1"), "--listen"),
    (("--listen", "nobody.invalid:0"), "nobody.invalid"), (("--listen", "192.0.2.1:0"), "192.0.2.1"),
    (("--listen", ":8080"), "--listen"), (("--listen", ""), "--listen"), (("--workers", "0"), "--workers"),
    (("--timeout", "x"), "--timeout"), (("--timeout", "0"), "--timeout"), (("--max-body", "0"), "--max-body"),
    (("--tls-cert", "/nonexistent"), "/nonexistent"), (("--tls-key", "/nonexistent"), "--tls-cert"),
    (("--token-file", "/nonexistent"), "/nonexistent"), (("--index", "/nonexistent"), "/nonexistent"),
    (("stray",), "stray"), (("--no-such",), "--no-such"), (("--host", ""), "--host"), (("--host", "a,,b"), "--host")])
def test_options_that_are_of_no_use(library, options, said):
    listen = () if "--listen" in options else ("--listen", "127.0.0.1:0")
    result = library.run("serve", *listen, *options)
    assert result.returncode == 2 and said in result.stderr, result.stderr
    assert result.stdout == ""


def test_a_port_that_is_taken(library, server):
    result = library.run("serve", "--listen", f"127.0.0.1:{server.port}")
    assert result.returncode == 2 and "--listen" in result.stderr


def test_a_running_request_is_finished(serve, library):
    """Those that are worked at when the end comes are answered whole, also if they wait."""
    server = serve(library, "--workers", 1)
    sent, answers = threading.Barrier(7), []

    def ask():
        with server.connect() as connection:
            connection.sendall(f"GET {HEAVY} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode())
            sent.wait(PATIENCE)
            response = http.client.HTTPResponse(connection)
            response.begin()
            answers.append((response.status, len(json.loads(response.read())["lines"])))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    sent.wait(PATIENCE)
    wait_until(lambda: re.search(r"^zsearch_requests_active ([7-9])$", server.get("/metrics").text, re.M) or answers, 10)
    assert server.stop() == 0
    for thread in threads:
        thread.join(PATIENCE)
    assert [status for status, _ in answers] == [200] * 6 and len(set(answers)) == 1


@pytest.mark.parametrize("target", [ASKED, "/metrics", "/", "/healthz"])
def test_the_end_comes_amid_requests(library, tmp_path, target):
    """Clients that ask on and on, on connections that they keep, do not make it fail."""
    server = Server(tmp_path, library.index)
    ends, statuses = threading.Event(), set()

    def ask():
        while not ends.is_set():
            try:
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
                while not ends.is_set():
                    connection.request("GET", target)
                    response = connection.getresponse()
                    response.read()
                    statuses.add(response.status)
            except (OSError, http.client.HTTPException):
                if server.process.poll() is not None:
                    return

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    result = server.stop()
    ends.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert result == 0, (result, server.said())
    assert 200 in statuses and statuses <= {200, 503}


def test_silent_and_slow_clients_do_not_hold_the_end_up(library, tmp_path):
    server = Server(tmp_path, library.index)
    opened = [server.connect() for _ in range(20)]
    for number, connection in enumerate(opened):
        connection.sendall([b"", b"GET /", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"][number % 4])
    begin = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begin < 15
    for connection in opened:
        connection.close()


def test_an_index_that_goes_away_and_comes_back(serve, own):
    """Until there is one again, requests are answered 503, and the server stays."""
    server = serve(own)
    assert server.ask("GET", ASKED).status == 200
    os.rename(own.index, own.folder / "elsewhere")
    statuses = [server.ask("GET", target).status for target in (ASKED, "/?q=a", "/api/v1/info", "/healthz")]
    assert set(statuses[:3]) <= {200, 503}, statuses
    os.rename(own.folder / "elsewhere", own.index)
    assert wait_until(lambda: server.ask("GET", ASKED).status == 200)
    shutil.rmtree(own.index)
    answer = wait_until(lambda: (found := server.ask("GET", ASKED)).status != 200 and found)
    assert answer.status == 503 and answer.headers["Retry-After"], str(answer)
    assert str(own.folder) not in answer.text, str(answer)  # clients need not know where it lies
    own.ok("index", "corpus")
    assert wait_until(lambda: server.ask("GET", ASKED).status == 200)


def test_what_is_indexed_is_found_without_a_restart(serve, own):
    server = serve(own)
    assert server.get("/api/v1/search", {"q": "海绵城市试点", "match": "all"}).json()["total"] == 0
    own.write_lines("more.jsonl", [{"id": "m", "title": "海绵城市试点", "text": "海绵城市试点。"}])
    own.ok("index", "more.jsonl")
    found = server.get("/api/v1/search", {"q": "海绵城市试点", "match": "all"}).json()["hits"]
    assert [hit["id"] for hit in found] == ["m"]
    assert re.search(r"海绵城市", server.get("/", {"q": "海绵城市试点"}).text)


def test_other_commands_do_not_load_what_the_server_stands_on(library):
    with open(ZSEARCH, "rb") as program:
        assert b"libmicrohttpd" not in program.read()
    assert library.run("query", "城市").returncode == 0


# ---- The log -----------------------------------------------------------------------------


def test_the_log_is_json_by_lines(serve, library):
    server = serve(library)
    before = len(wait_until(server.log))  # that the server has come up
    asked = [("GET", ASKED, 200), ("GET", "/api/v1/search?q=(", 400), ("HEAD", "/", 200), ("GET", "/nothing?a=%0a\"", 404),
             ("PUT", "/", 405), ("GET", f"/article/{path_of('article/article')}", 200)]
    answers = []
    for method, target, status in asked:
        answers.append(server.ask(method, target, b"" if method == "PUT" else None))
        assert answers[-1].status == status
    lines = wait_until(lambda: len(found := server.log()) >= before + len(asked) and found)[before:]
    for (method, target, status), answer, line in zip(asked, answers, lines, strict=True):
        assert (line["path"], line["status"]) == (target, status), line
        assert line["method"] == method or method == "PUT"
        assert line["client"] == "127.0.0.1"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", line["time"])
        assert 0 <= line["ms"] < PATIENCE * 1000
        assert line["bytes"] == len(answer.raw) or method == "HEAD"
        assert "cut" not in line


def test_quiet(serve, library):
    server = serve(library, "--quiet")
    assert server.ask("GET", ASKED).status == 200
    assert server.stop() == 0
    assert server.log() == []


def test_a_log_that_nobody_reads_any_more(library):
    """The server goes on when the other end of its standard output is gone."""
    process = subprocess.Popen([ZSEARCH, "serve", "--index", str(library.index), "--listen", "127.0.0.1:0"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=library.folder)
    try:
        port = int(re.search(rb":(\d+)/", process.stderr.readline())[1])
        process.stdout.close()
        for _ in range(5):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", ASKED)
            assert connection.getresponse().status == 200
            connection.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0, process.stderr.read()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stderr.close()


# ---- Figures -----------------------------------------------------------------------------


def test_a_log_that_is_not_read(library, tmp_path):
    """A pipe that is full does not stop the server: what nobody takes is lost, and counted."""
    read, write = os.pipe()
    with open(tmp_path / "said", "wb") as errors, subprocess.Popen(
            [ZSEARCH, "serve", "--index", str(library.index), "--listen", "127.0.0.1:0"], cwd=tmp_path, stdout=write,
            stderr=errors, env=environment()) as process:
        os.close(write)
        try:
            found = wait_until(lambda: re.search(r"127\.0\.0\.1:(\d+)/", (tmp_path / "said").read_text(encoding="utf-8")))
            connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=PATIENCE)
            for _ in range(1000):  # of some 150 bytes each, where a pipe takes 64 KiB
                connection.request("GET", "/healthz")
                assert connection.getresponse().read() == b"ok\n"
            connection.request("GET", "/metrics")
            lost = re.search(r"^zsearch_log_lines_lost_total (\d+)$", connection.getresponse().read().decode(), re.M)
            assert int(lost[1]) > 0
            connection.close()
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE) == 0
            os.close(read)


def test_a_socket_that_is_handed_over(library, tmp_path):
    """As systemd.socket(5) does: it waits as number 3, and the environment says for whom."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        os.set_inheritable(listening.fileno(), True)
        port = listening.getsockname()[1]
        command = f'exec 3<&{listening.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" serve --quiet --index "$1"'
        with subprocess.Popen(["bash", "-c", command, ZSEARCH, str(library.index)], cwd=tmp_path, close_fds=False,
                              stderr=subprocess.PIPE, env=environment()) as process:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
                connection.request("GET", "/healthz")
                assert connection.getresponse().read() == b"ok\n"
                connection.close()
            finally:
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=PATIENCE) == 0
            assert f":{port}/".encode() in process.stderr.read()


def metrics(server):
    """{(name, labels): value}, and {name: type}, of the text format that Prometheus reads."""
    answer = server.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    types, samples, helped = {}, {}, set()
    for line in answer.text.splitlines():
        if line.startswith("# HELP "):
            helped.add(line.split(" ", 3)[2])
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name in helped and name not in types and kind in ("counter", "gauge", "histogram"), line
            types[name] = kind
        else:
            match = re.fullmatch(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)', line)
            assert match, line
            base = re.sub(r"_(bucket|sum|count)$", "", match[1])
            assert match[1] in types or types.get(base) == "histogram", line
            key = (match[1], tuple(sorted(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', match[2] or ""))))
            assert key not in samples, line
            samples[key] = float(match[3])
    assert answer.text.endswith("\n")
    return samples, types


def total(samples, name, **labels):
    return sum(value for (found, having), value in samples.items() if found == name and set(labels.items()) <= set(having))


def test_metrics_add_up(serve, library):
    server = serve(library)
    wait_until(lambda: len(server.log()) >= 1)
    before, types = metrics(server)
    assert types["zsearch_requests_total"] == "counter"
    bytes_got = 0
    for target, count in ((ASKED, 7), ("/api/v1/search?q=(", 3), ("/nothing", 2), ("/", 4), ("/healthz", 1)):
        for _ in range(count):
            bytes_got += len(server.ask("GET", target).raw)
    wait_until(lambda: len(server.log()) >= 18)
    after, _ = metrics(server)

    def more(name, **labels):
        return total(after, name, **labels) - total(before, name, **labels)

    assert more("zsearch_requests_total", route="api_search", status="2xx") == 7
    assert more("zsearch_requests_total", route="api_search", status="4xx") == 3
    assert more("zsearch_requests_total", route="page", status="2xx") == 4
    assert more("zsearch_requests_total", status="4xx") == 5
    assert more("zsearch_requests_total") == 18  # with the metrics before
    assert more("zsearch_response_bytes_total") - more("zsearch_response_bytes_total", route="metrics") == bytes_got
    for name, kind in types.items():
        if kind == "histogram":
            for labels in {having for found, having in after if found == f"{name}_count"}:
                buckets = sorted((float(dict(having)["le"]), value) for (found, having), value in after.items()
                                 if found == f"{name}_bucket" and set(labels) <= set(having))
                values = [value for _, value in buckets]
                assert values == sorted(values) and buckets[-1][0] == float("inf")
                assert values[-1] == after[f"{name}_count", labels] == total(after, "zsearch_requests_total", **dict(labels))
                assert after[f"{name}_sum", labels] >= 0
    assert total(after, "zsearch_articles") == server.get("/api/v1/info").json()["articles"]


# ---- TLS ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """One made for 127.0.0.1, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
                   cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


def test_tls(serve, library, certificate):
    cert, key = map(str, certificate)
    server = serve(library, "--tls-cert", cert, "--tls-key", key)
    assert f"at https://127.0.0.1:{server.port}/" in server.said()
    answer = server.ask("GET", ASKED)
    assert answer.status == 200 and answer.json()["hits"]
    with server.connect() as connection:
        assert connection.version() in ("TLSv1.2", "TLSv1.3")
    assert f"https://{server.host}/" in server.get("/opensearch.xml").text
    # Who does not trust the certificate, speaks HTTP, or nonsense, gets nothing.
    with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")
    for data in (f"GET {ASKED} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode(), b"\x16\x03\x01" + b"\xff" * 500, b""):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
            with contextlib.suppress(OSError):  # a reset
                plain.sendall(data)
                plain.shutdown(socket.SHUT_WR)
                assert b"HTTP/1.1 200" not in plain.recv(1000)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        old.wrap_socket(plain, server_hostname="127.0.0.1")
    assert server.ask("GET", "/healthz").status == 200


def test_certificates_that_are_of_no_use(library, certificate, tmp_path):
    cert, key = certificate
    (tmp_path / "nonsense.pem").write_text("nonsense\n")
    (tmp_path / "empty.pem").write_text("")
    subprocess.run(["openssl", "genrsa", "-out", tmp_path / "other.pem", "2048"], check=True, capture_output=True)
    for a_cert, a_key in ((tmp_path / "nonsense.pem", key), (cert, tmp_path / "nonsense.pem"), (cert, tmp_path / "other.pem"),
                          (tmp_path / "empty.pem", key), (cert, tmp_path / "none.pem"), (key, cert), (tmp_path, key)):
        result = library.run("serve", "--listen", "127.0.0.1:0", "--tls-cert", str(a_cert), "--tls-key", str(a_key))
        assert result.returncode == 2 and "zsearch: " in result.stderr, (a_cert, a_key, result.stderr)
    both = tmp_path / "both.pem"
    both.write_text(cert.read_text() + key.read_text())
    server = Server(tmp_path, library.index, "--tls-cert", str(both))
    assert server.stop() == 0


# ---- The module --------------------------------------------------------------------------


def test_an_empty_index(serve, tmp_path):
    shell = Shell(tmp_path / "empty")
    shell.folder.mkdir()
    (shell.folder / "none").mkdir()
    shell.ok("index", "none")
    server = serve(shell)
    for target in (ASKED, "/", "/?q=a", "/api/v1/info", "/api/v1/suggest?q=a", "/api/v1/kwic?q=a"):
        assert server.ask("GET", target).status == 200, target
    assert server.ask("GET", "/api/v1/article/a").status == 404
