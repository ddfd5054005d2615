# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the server share: an index with hostile articles in it, a server of it, and
a client that does not tidy up what is sent or got."""
import contextlib
import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest

ZSEARCH = os.environ["ZSEARCH"]
SOURCE = os.environ["ZSEARCH_SOURCE"]
PATIENCE = 60  # seconds; under a sanitizer, beside other work
SANITIZED = bool(os.environ.get("ZSEARCH_SANITIZE"))
TOKEN = "f3b1c2d4e5a697887766554433221100"

# What an article may be called or say so that somebody forgets to escape it.
HOSTILE = [
    {"id": "<script>alert(1)</script>", "title": "<img src=x onerror=alert(2)>城市\"'&", "source": "\"><b>报",
     "text": "消费</script><script>alert(3)</script>，\u2028城市 & \u202e“引号”\u0007。"},
    {"id": "../../etc/hosts", "title": "穿越", "text": "上一层的城市，消费。"},
    {"id": "a b?c=d&e#f%2e%20+", "title": "问号", "text": "城市的问号，消费的百分号。"},
    {"id": "/绝对/的 路径", "title": "绝对", "text": "从根上开始的城市消费。"},
    {"id": "长" * 80, "title": "长" * 3000, "text": "很长的题目，城市消费。" + "长文章。" * 4000},
    {"id": "无题", "text": "没有题目的城市，也有消费。", "author": "👩‍👩‍👧", "tags": ["<i>", "&amp;"]},
    {"id": "javascript:alert(1)", "title": "链接", "url": "javascript:alert(4)", "text": "城市的链接，消费的链接。"},
    {"id": "article/article", "title": "重复", "date": "2023-05-04", "text": "路径里的路径，城市消费。"},
]


def environment(**changes):
    kept = {name: value for name, value in os.environ.items()
            if name not in ("ZSEARCH_INDEX", "ZSEARCH_CONFIG", "NO_COLOR", "COLUMNS")}
    kept["XDG_CONFIG_HOME"] = "/nonexistent"  # nobody's own configuration
    kept.update(changes)
    return kept


class Shell:
    """A folder to work in, and zsearch to call there."""

    def __init__(self, folder):
        self.folder = folder
        self.index = folder / ".zsearch"

    def run(self, *arguments, stdin=""):
        return subprocess.run([ZSEARCH, *arguments], cwd=self.folder, input=stdin, text=True,
                              capture_output=True, env=environment(), check=False, timeout=10 * PATIENCE)

    def ok(self, *arguments):
        result = self.run(*arguments)
        assert result.returncode in (0, 1), result.stderr  # 1: nothing found
        return result.stdout

    def json(self, command, *arguments):
        return json.loads(self.ok(command, "--json", *arguments))

    def write_lines(self, name, articles):
        path = self.folder / name
        path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles),
                        encoding="utf-8")
        return path


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    raw: bytes
    method: str = "GET"
    target: str = ""
    allowed: set = field(default_factory=set)

    @property
    def body(self):
        return gzip.decompress(self.raw) if self.headers["Content-Encoding"] == "gzip" else self.raw

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def type(self):
        return (self.headers["Content-Type"] or "").split(";")[0]

    def json(self):
        return json.loads(self.text)

    def __str__(self):
        return f"{self.method} {self.target[:200]}: {self.status} {self.raw[:300]!r}"


class Server:
    """A run of zsearch serve."""

    def __init__(self, folder, index, *options):
        self.errors = folder / f"serve-{time.monotonic_ns()}.err"
        self.output = self.errors.with_suffix(".out")
        self.tls = None
        if "--tls-cert" in options:
            self.tls = ssl.create_default_context(cafile=options[options.index("--tls-cert") + 1])
        with open(self.output, "wb") as output, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [ZSEARCH, "serve", "--index", str(index), "--listen", "127.0.0.1:0", *map(str, options)], cwd=folder,
                stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment())
        self.port = self.wait_for_port()
        self.host = f"127.0.0.1:{self.port}"
        wait_until(lambda: self.get("/healthz").text == "ok\n")

    def said(self):
        return self.errors.read_text(encoding="utf-8", errors="replace")

    def log(self):
        return [json.loads(line) for line in self.output.read_text(encoding="utf-8").split("\n")[:-1]]

    def wait_for_port(self):
        found = wait_until(lambda: re.search(r"http.?://127\.0\.0\.1:(\d+)/", self.said()) or
                           (self.process.poll() is not None and "ended"))
        assert found != "ended", self.said()
        return int(found[1])

    def connect(self, timeout=PATIENCE):
        """A connection to say anything on."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        return self.tls.wrap_socket(connection, server_hostname="127.0.0.1") if self.tls else connection

    def ask(self, method, target, body=None, timeout=PATIENCE, **headers):
        """Sends the target as it stands. Headers: underscores for hyphens; None for without."""
        given = {"Host": self.host, "Connection": "close"}
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        if body is not None:
            given.setdefault("Content-Length", len(body))
        head = method.encode() + b" " + (target if isinstance(target, bytes) else target.encode()) + b" HTTP/1.1\r\n"
        head += b"".join(f"{name}: {value}\r\n".encode() for name, value in given.items() if value is not None)
        with self.connect(timeout) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(head + b"\r\n" + (body or b""))  # it may not want all of it
            response = http.client.HTTPResponse(connection, method=method)
            response.begin()
            return Answer(response.status, response.headers, response.read(), method, str(target))

    def get(self, target, parameters=(), **headers):
        pairs = parameters.items() if isinstance(parameters, dict) else parameters
        asked = urlencode(list(pairs), quote_via=quote, doseq=True)
        return self.ask("GET", target + ("?" + asked if asked else ""), **headers)

    def send(self, data, timeout=PATIENCE, close=False):
        """Sends bytes and gives all that comes back until the server closes the connection."""
        got = b""
        with self.connect(timeout) as connection:
            try:
                connection.sendall(data)
                if close:
                    connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    got += piece
            except (ConnectionResetError, BrokenPipeError):
                pass
        return got

    def memory(self):
        """Of the process, in KiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])

    def stop(self, number=signal.SIGTERM):
        """Its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def wait_until(condition, seconds=PATIENCE):
    """What the condition gives in the end."""
    begin = time.monotonic()
    while not (result := condition()):
        assert time.monotonic() - begin < seconds, "waited in vain"
        time.sleep(0.02)
    return result


def path_of(identifier):
    """An id as a part of a URL."""
    return quote(identifier, safe="")


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The sample articles and the hostile ones, indexed; not to be changed."""
    shell = Shell(tmp_path_factory.mktemp("library"))
    shutil.copytree(f"{SOURCE}/corpus", shell.folder / "corpus")
    shell.write_lines("hostile.jsonl", HOSTILE)
    shell.ok("index", "corpus", "hostile.jsonl")
    return shell


@pytest.fixture
def own(library, tmp_path):
    """A copy of the index that a test may change."""
    shutil.copytree(library.folder, tmp_path / "own")
    return Shell(tmp_path / "own")




@pytest.fixture(scope="session")
def server(library, tmp_path_factory):
    """A server of it that is as it is without options, but for the number of one client's requests."""
    run = Server(tmp_path_factory.mktemp("server"), library.index)
    yield run
    assert run.stop() == 0, run.said()
    complaints = run.said()
    assert "ERROR: " not in complaints and "WARNING: " not in complaints, complaints  # of sanitizers


@pytest.fixture
def serve(tmp_path):
    """Starts servers; each has to end well."""
    runs = []

    def start(shell, *options):
        runs.append(Server(tmp_path, shell.index, *options))
        return runs[-1]

    yield start
    for run in runs:
        assert run.stop() == 0, run.said()
        assert "ERROR: " not in run.said() and "WARNING: " not in run.said(), run.said()


@pytest.fixture
def token_file(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(f"# who may ask\nnewsroom {TOKEN}\n\nreading-room 0123456789abcdef0123456789abcdef\n")
    path.chmod(0o600)
    return path
