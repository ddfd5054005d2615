# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast zsearch serve answers, and whether it stays right, and of its size, while the index changes.

    web.py [--seconds N] [--requests N] [INDEX] [-- QUERY...]

INDEX is a folder of an index; without one, corpus/ is indexed. It is copied, since articles are put
into it. First wrk (32 connections) asks each query for some seconds, then all in turn. Then so many
requests (10,000) are made while zsearch index runs again and again: each answer is 200 and valid,
its hits are some of those that the command line found before, and the server's memory stays what
it was. All of it stays on this machine and ends by itself. Exit status 1 if anything was wrong."""
import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

ZSEARCH = os.environ["ZSEARCH"]
SOURCE = Path(__file__).resolve().parents[2]
QUERIES = ("国际消费中心", "青年人才", "城市", "先进制造业 产业链", '"一小时"', "地铁站 街区", "chengshi", "老厂房 改造 创意园 图纸",
           "城市 -消费", "捷運")
CONNECTIONS, READERS = 32, 8
# wrk's report, as one object. Its latencies are microseconds.
SCRIPT = """
local targets, at = {%s}, 0
function request() at = at %% #targets + 1; return wrk.format("GET", targets[at]) end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\\n{"requests":%%d,"us":%%d,"wrong":%%d,"p50":%%d,"p90":%%d,"p99":%%d,"max":%%d}\\n',
    summary.requests, summary.duration, e.status + e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
"""


class Server:
    def __init__(self, index):
        self.process = subprocess.Popen(
            [ZSEARCH, "serve", "--index", index, "--listen", "127.0.0.1:0", "--quiet", "--max-per-client", "1000"],
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stderr.readline())[1])

    def memory(self):
        """Of the process, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def target(query, n=10):
    return f"/api/v1/search?n={n}&match=all&expand=true&q={quote(query, safe='')}"


# ---- Speed -------------------------------------------------------------------------------


def ask_with_wrk(server, targets, seconds, folder):
    script = Path(folder) / "ask.lua"
    script.write_text(SCRIPT % ", ".join(f'"{one}"' for one in targets), encoding="ascii")
    output = subprocess.run(
        ["wrk", "-c", str(CONNECTIONS), "-t", "2", "-d", f"{seconds}s", "-s", str(script), f"http://127.0.0.1:{server.port}"],
        check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def measure(server, queries, seconds, folder):
    """Prints a table; False if a request failed."""
    rows = [(query, [target(query)]) for query in queries]
    rows += [("all of them", [target(query) for query in queries]),
             ("the page of all", [f"/?q={quote(query, safe='')}" for query in queries]),
             ("completion of their beginnings", [f"/suggest?q={quote(query.strip(chr(34))[:2], safe='')}" for query in queries])]
    print(f"\n{CONNECTIONS} connections, {seconds} s each, beside wrk on {os.cpu_count()} cores; milliseconds")
    print("| requests/s |   p50 |   p90 |   p99 |   max | failed | what |\n|---:|---:|---:|---:|---:|---:|---|")
    well = True
    for name, targets in rows:
        got = ask_with_wrk(server, targets, seconds, folder)
        well = well and got["wrong"] == 0 and got["requests"] > 0
        print(f"| {got['requests'] / got['us'] * 1e6:10.0f} | {got['p50'] / 1e3:5.1f} | {got['p90'] / 1e3:5.1f} | "
              f"{got['p99'] / 1e3:5.1f} | {got['max'] / 1e3:5.1f} | {got['wrong']:6} | {name} |", flush=True)
    return well


# ---- A long run --------------------------------------------------------------------------


def expected(index, queries):
    """{query: (how many articles, their ids)}, as the command line finds them."""
    found = {}
    for query in queries:
        output = subprocess.run([ZSEARCH, "query", "--index", index, "--json", "--no-snippet", "--match", "all", "--expand",
                                 "-n", "1000000", "--timeout", "60000", query], capture_output=True, text=True, check=False)
        answer = json.loads(output.stdout)
        found[query] = answer["total"], {hit["id"] for hit in answer["hits"]}
    return found


def fault_of(answer, query, found):
    """What is wrong with an answer; None if nothing is."""
    total, ids = found[query]
    if answer["query"] != query or answer["version"] != 2 or answer["partial"]:
        return "not the answer that was asked for"
    if answer["total"] != total and answer["total_exact"]:
        return f"{answer['total']} articles instead of {total}"
    if len(answer["hits"]) != min(10, len(ids)):
        return f"{len(answer['hits'])} hits"
    for hit in answer["hits"]:
        if hit["id"] not in ids:
            return f"{hit['id']} is not one that has it"
        for fragment in hit["fragments"]:
            text = fragment["text"].encode()
            if fragment["end"] - fragment["start"] != len(text):
                return f"a fragment of {hit['id']} is not as long as it says"
            for start, end in fragment["marks"]:
                text[start - fragment["start"]:end - fragment["start"]].decode()  # ends between characters
    return None


class Readers:
    """Ask until so many requests have been made."""

    def __init__(self, server, queries, found, requests):
        self.server, self.queries, self.found, self.left = server, queries, found, requests
        self.lock, self.faults, self.times, self.states = threading.Lock(), [], [], []
        self.validator = self.make_validator()
        self.threads = [threading.Thread(target=self.read, args=(number,)) for number in range(READERS)]
        for thread in self.threads:
            thread.start()

    @staticmethod
    def make_validator():
        try:
            import jsonschema
        except ImportError:
            print("without python3-jsonschema answers are not validated")
            return None
        schema = json.loads((SOURCE / "docs/json-output.schema.json").read_text(encoding="utf-8"))
        return jsonschema.Draft202012Validator({"$ref": "#/$defs/answer", "$defs": schema["$defs"]})

    def take(self):
        with self.lock:
            self.left -= 1
            if self.left % 250 == 0:
                self.states.append((self.server.memory(), self.server.files()))
            return self.left >= 0

    def read(self, number):
        rng, connection = random.Random(number), None
        while self.take():
            query = rng.choice(self.queries)
            begin = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
                connection.request("GET", target(query))
                response = connection.getresponse()
                body = response.read()
                fault = f"status {response.status}: {body[:200]}" if response.status != 200 else None
            except (OSError, http.client.HTTPException) as error:
                connection, fault = None, repr(error)
            self.times.append(time.monotonic() - begin)
            if not fault:
                answer = json.loads(body)
                fault = fault_of(answer, query, self.found)
                if not fault and self.validator and rng.random() < 0.05:
                    fault = next((error.message for error in self.validator.iter_errors(answer)), None)
            if fault:
                self.faults.append(f"{query}: {fault}")

    def is_done(self):
        return not any(thread.is_alive() for thread in self.threads)


def write_articles(path, turn):
    """Some that no query of ours finds, but by their number."""
    rng = random.Random(turn)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(200):
            words = " ".join("".join(rng.choices("bcdfghjklmnpqrstvwxz", k=rng.randrange(4, 9))) for _ in range(300))
            print(json.dumps({"id": f"{path}-{number}", "text": f"zqturn{turn}zq {words}"}), file=file)


def is_found(server, turn):
    """Whether the articles of a turn are found as soon as they have been indexed."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", target(f"zqturn{turn}zq", 1))
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer.get("total") == 200


def run_long(server, index, queries, requests, folder):
    """Prints what came of it; False if anything was wrong."""
    readers = Readers(server, queries, expected(index, queries), requests)
    begin, turn, faults = time.monotonic(), 0, []
    while not readers.is_done():
        turn += 1
        path = f"{folder}/more-{turn % 3}.jsonl"
        write_articles(path, turn)
        if subprocess.run([ZSEARCH, "index", "--quiet", "--threads", "1", "--index", index, path], check=False).returncode != 0:
            faults.append(f"zsearch index failed in turn {turn}")
        elif not is_found(server, turn):
            faults.append(f"the articles of turn {turn} are not found")
    seconds = time.monotonic() - begin
    faults += readers.faults
    times = sorted(readers.times)
    quarter = max(1, len(readers.states) // 4)
    early = max(memory for memory, _ in readers.states[quarter:2 * quarter] or readers.states)
    late = max(memory for memory, _ in readers.states[-quarter:])
    files_early = max(files for _, files in readers.states[quarter:2 * quarter] or readers.states)
    files_late = max(files for _, files in readers.states[-quarter:])
    # A worker keeps what it has read, so that there is some growth until it has read all.
    flat = late <= early * 1.15 + 16 and files_late <= files_early + 8
    print(f"\n{len(times)} requests while zsearch index ran {turn} times: {seconds:.0f} s, {len(times) / seconds:.0f} requests/s, "
          f"p50 {statistics.median(times) * 1e3:.1f} ms, p99 {times[int(len(times) * .99)] * 1e3:.1f} ms, "
          f"max {times[-1] * 1e3:.0f} ms")
    print(f"memory {early:.0f} MB in the second quarter, {late:.0f} MB in the last; files {files_early}, {files_late}"
          f"{'' if flat else ': it grows'}")
    print(f"{len(faults)} answers were wrong")
    for fault in faults[:10]:
        print(f"  {fault}")
    return flat and not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3, help="of wrk for each row (3)")
    parser.add_argument("--requests", type=int, default=10000, help="of the long run (10000)")
    parser.add_argument("index", nargs="?")
    own, queries = sys.argv[1:], []
    if "--" in own:
        own, queries = own[:own.index("--")], own[own.index("--") + 1:]
    options = parser.parse_args(own)
    queries = queries or list(QUERIES)
    if not shutil.which("wrk"):
        sys.exit("wrk is needed (Debian's package of that name)")
    with tempfile.TemporaryDirectory() as folder:
        index = f"{folder}/index"
        if options.index:
            shutil.copytree(options.index, index)
        else:
            subprocess.run([ZSEARCH, "index", "--quiet", "--index", index, str(SOURCE / "corpus")], check=True)
        server = Server(index)
        try:
            well = measure(server, queries, options.seconds, folder)
            well = run_long(server, index, queries, options.requests, folder) and well
        finally:
            status = server.stop()
    if status != 0:
        print(f"the server ended with status {status}: {server.process.stderr.read()}")
    sys.exit(0 if well and status == 0 else 1)


if __name__ == "__main__":
    main()
