# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes over the wire: tags, compression, headers, hosts, paths that lead elsewhere."""
import re
import socket

import pytest

from conftest import HOSTILE, path_of

SEARCH = "/api/v1/search?q=%E5%9F%8E%E5%B8%82"
TARGETS = ["/", "/?q=%E5%9F%8E%E5%B8%82", SEARCH, "/api/v1/info", "/api/v1/openapi.json", "/opensearch.xml",
           f"/article/{path_of(HOSTILE[0]['id'])}", f"/api/v1/article/{path_of(HOSTILE[0]['id'])}", "/favicon.ico"]
POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
          "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'"}


def assets(server):
    """What the page is made with."""
    found = re.findall(r'(?:href|src)="(/assets/[^"]+)"', server.get("/").text)
    assert found
    return found


@pytest.mark.parametrize("target", TARGETS)
def test_tags(server, target):
    first = server.ask("GET", target)
    assert first.status == 200, str(first)
    tag = first.headers["ETag"]
    assert re.fullmatch(r'"[!#-~]+"', tag)
    for header in (tag, f'"other", {tag}', f"W/{tag}", "*", f'{tag},"other"'):
        for method in ("GET", "HEAD"):
            again = server.ask(method, target, If_None_Match=header)
            assert (again.status, again.raw) == (304, b""), (header, str(again))
            assert again.headers["ETag"] == tag
    for header in ('"other"', "", "W/", '"', tag.strip('"'), tag[:-2] + '"', "\"\"" + tag[1:-1]):
        again = server.ask("GET", target, If_None_Match=header)
        assert (again.status, again.raw) == (200, first.raw), (header, str(again))


def test_a_tag_is_of_the_body(server):
    tags = {server.ask("GET", f"{SEARCH}&n={n}").headers["ETag"] for n in (1, 2, 3)}
    assert len(tags) == 3
    assert len({server.ask("GET", SEARCH).headers["ETag"] for _ in range(5)}) == 1
    plain = server.ask("GET", SEARCH)
    packed = server.ask("GET", SEARCH, Accept_Encoding="gzip")
    assert plain.headers["ETag"] != packed.headers["ETag"]  # other bytes
    assert server.ask("GET", SEARCH, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]).status == 304


@pytest.mark.parametrize("accepted, packed", [
    (None, False), ("", False), ("identity", False), ("gzip", True), ("GZIP", True), ("x, gzip;q=0.5", True),
    ("gzip;q=0", False), ("gzip;q=0.000", False), ("gzip; q=0", False), ("gzip;q=0.001", True), ("gzip ; q=1", True),
    ("deflate, br", False), ("*", True), ("*;q=0", False), ("identity;q=0, *", True), ("gzip;q=0, *", False),
    ("identity;q=0", False), ("gzipped", False), ("x-gzip-x", False), (",,,gzip", True), (";q=1", False)])
def test_compression(server, accepted, packed):
    for target in (SEARCH, "/?q=%E5%9F%8E%E5%B8%82", assets(server)[0], "/api/v1/openapi.json"):
        plain = server.ask("GET", target, Accept_Encoding=None)
        answer = server.ask("GET", target, Accept_Encoding=accepted)
        assert answer.status == 200
        assert (answer.headers["Content-Encoding"] == "gzip") == packed, str(answer.headers)
        assert answer.body == plain.raw
        assert "accept-encoding" in answer.headers["Vary"].lower()
        assert int(answer.headers["Content-Length"]) == len(answer.raw)
        assert not packed or len(answer.raw) < len(plain.raw)


def test_headers_that_every_answer_has(server):
    answers = [server.ask("GET", target) for target in [*TARGETS, *assets(server), "/healthz", "/metrics", "/robots.txt"]]
    answers += [server.ask("GET", "/nothing"), server.ask("GET", "/api/v1/search"), server.ask("PUT", "/", b""),
                server.ask("GET", "/", Host="example.org"), server.ask("GET", "/api/v1/article/%00"),
                server.ask("POST", "/api/v1/articles", b"{}", Content_Type="application/json"),
                server.ask("GET", "/api/v1/search?q=" + "x" * 20000),
                server.ask("GET", SEARCH, If_None_Match=server.ask("GET", SEARCH).headers["ETag"])]
    assert {answer.status for answer in answers} == {200, 304, 400, 403, 404, 405, 414, 421}
    for answer in answers:
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy == POLICY, str(answer)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", str(answer)
        assert answer.headers["Referrer-Policy"] == "no-referrer", str(answer)
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", str(answer)
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", str(answer)
        assert "geolocation=()" in answer.headers["Permissions-Policy"], str(answer)
        assert answer.status == 304 or answer.headers["Content-Type"], str(answer)
        for name in set(answer.headers):
            assert len(answer.headers.get_all(name)) == 1, name
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "microhttpd" not in str(answer.headers).lower()


def test_assets_are_for_ever_and_answers_are_not(server):
    for path in assets(server):
        answer = server.get(path)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert re.search(r"\.[0-9a-f]{8,}\.", path), path
    for target in TARGETS[:4]:
        assert server.ask("GET", target).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("host, known", [
    ("127.0.0.1:{port}", True), ("localhost:{port}", True), ("LOCALHOST", True), ("127.0.0.1", True),
    ("[::1]:{port}", True), ("example.org", False), ("example.org:{port}", False), ("127.0.0.1.example.org", False),
    ("localhost.example.org", False), ("evil.localhost", False), ("", False), (None, False),
    ("localhost@example.org", False), ("127.0.0.1:{port}x", False), ("127.0.0.1:{port}@example.org", False),
    ("localhostx", False), (" ", False), ("xn--fiq228c", False), ("é", False)])
def test_hosts(server, host, known):
    """A name that somebody makes lead here does not open the server to their pages."""
    host = host and host.replace("{port}", str(server.port))
    for target in ("/", SEARCH, "/healthz", "/nothing", "/metrics"):
        answer = server.ask("GET", target, Host=host)
        status = (404 if target == "/nothing" else 200) if known else 421
        # libmicrohttpd itself refuses HTTP/1.1 without a Host.
        assert answer.status == status or (host is None and answer.status == 400), str(answer)


def test_two_hosts(server):
    answer = server.send(f"GET / HTTP/1.1\r\nHost: {server.host}\r\nHost: example.org\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 421", b"HTTP/1.1 200"))
    answer = server.send(f"GET / HTTP/1.1\r\nHost: example.org\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))


def test_hosts_that_are_named(serve, library):
    server = serve(library, "--host", "suche.example,search.example")
    for host, status in (("suche.example", 200), (f"search.example:{server.port}", 200), ("SUCHE.example", 200),
                         ("localhost", 200), ("example", 421), ("suche.example.org", 421), (None, 421)):
        assert server.ask("GET", "/", Host=host).status == status or host is None, host


@pytest.mark.parametrize("rest", [
    "../zsearch.h", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "//etc/passwd",
    "/etc/passwd", "%2fetc%2fpasswd", "....//....//etc/passwd", "..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd", ".",
    "..", "%2e", "./.zsearch", ".zsearch/", "~root", "file:///etc/passwd", "%252e%252e%252fetc%252fpasswd", "..;/",
    "corpus/../hostile.jsonl", "hostile.jsonl", "corpus", "corpus/人才", "../server.log", "%c0%ae%c0%ae/etc/passwd",
    "/proc/self/environ"])
def test_paths_that_lead_elsewhere(server, library, rest):
    """Nothing but articles that are stored, and what the page is made with."""
    rest = rest.encode()
    for prefix in (b"/assets/", b"/article/", b"/api/v1/article/", b"/api/v1/similar/", b"/", b"//", b"/assets/../"):
        answer = server.ask("GET", prefix + rest)
        assert answer.status in (400, 404), str(answer)
        assert b"root:" not in answer.body and b"PATH=" not in answer.body, str(answer)


def test_an_id_that_looks_like_a_path_is_only_an_id(server):
    answer = server.get(f"/api/v1/article/{path_of('../../etc/hosts')}")
    assert answer.json()["articles"][0]["title"] == "穿越"
    # One that is known to the index by its path, but is no file of it any more.
    assert server.get(f"/api/v1/article/{path_of('corpus/人才/../人才/第三次搬家.txt')}").status == 404


def test_several_requests_on_one_connection(server):
    request = f"GET {SEARCH} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    last = f"GET /nothing HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode()
    answers = server.send(request * 5 + last)  # in one go
    assert re.findall(rb"^HTTP/1\.1 (\d+)", answers, re.M) == [b"200"] * 5 + [b"404"]


def test_http_1_0(server):
    answer = server.send(f"GET {SEARCH} HTTP/1.0\r\nHost: {server.host}\r\n\r\n".encode())
    assert re.match(rb"HTTP/1\.[01] 200", answer) and answer.endswith(b"\n")


def test_a_request_in_pieces(server):
    request = f"GET {SEARCH} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode()
    with server.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request:
            connection.sendall(bytes([byte]))
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
