# SPDX-License-Identifier: GPL-2.0-or-later
"""The API answers what the command line writes of the same index."""
import json
import xml.etree.ElementTree

import pytest

from conftest import HOSTILE, path_of

QUERIES = ["国际消费中心", "城市", "+城市 -消费", '"一小时"', "chengshi", "城 市 群 里 的 消 费", "消费 OR 港口", "date:2020..",
           "捷運", "title:城市", "青年人材", "没有这样的词儿呢", "<script>", "城市\u2028消费", "&quot;", "城市 #1 100% a+b", "/城.市/",
           "消*"]
SEARCHES = [((), {}), (("-n", "3", "--offset", "2"), {"n": 3, "offset": 2}), (("--sort", "date"), {"sort": "date"}),
            (("--sort", "date:asc", "--collapse", "source"), {"sort": "date:asc", "collapse": "source"}),
            (("--facet", "source,year", "--histogram", "month"), {"facet": ["source", "year"], "histogram": "month"}),
            (("--facet", "source", "--facet-values", "1"), {"facet": "source", "facet_values": 1}),
            (("--match", "any"), {"match": "any"}), (("--match", "all"), {"match": "all"}),
            (("--explain",), {"explain": "true"}), (("--expand",), {"expand": "true"}), (("--full",), {"full": "true"}),
            (("--fragments", "5"), {"fragments": 5}),
            (("--fragments", "1", "--characters", "20"), {"fragments": 1, "characters": 20}),
            (("--keywords", "8"), {"keywords": 8}), (("--lenient",), {"lenient": "true"})]


def rounded(document):
    """Scores as far as a sum of the same numbers in another order is the same."""
    return json.loads(json.dumps(document), parse_float=lambda number: float(f"{float(number):.6g}"))


def same(answer, written):
    assert answer.status == 200, str(answer)
    assert rounded(answer.json()) == rounded(written), str(answer)


@pytest.mark.parametrize("query", QUERIES)
def test_search(server, library, query):
    result = library.run("query", "--json", "--", query)
    if result.returncode == 2:
        assert server.get("/api/v1/search", {"q": query}).status == 400
    else:
        same(server.get("/api/v1/search", {"q": query}), json.loads(result.stdout))


@pytest.mark.parametrize("options, values", SEARCHES, ids=[" ".join(options) or "plain" for options, _ in SEARCHES])
def test_search_with_options(server, library, options, values):
    for query in ("城市 消费", "没有这样的词儿呢"):
        same(server.get("/api/v1/search", {"q": query, **values}), library.json("query", *options, query))


def test_search_by_lines(server, library):
    answer = server.get("/api/v1/search", {"q": "城市 消费", "format": "jsonl", "n": 100})
    assert answer.type == "application/x-ndjson"
    lines = library.ok("query", "--format", "jsonl", "-n", "100", "城市 消费").split("\n")[:-1]
    assert len(lines) > 10
    assert [rounded(json.loads(line)) for line in answer.text.split("\n")[:-1]] == [rounded(json.loads(line)) for line in lines]
    nothing = server.get("/api/v1/search", {"q": "没有这样的词儿呢", "format": "jsonl"})
    assert nothing.status == 200 and len(nothing.text.split("\n")) == 11  # its single characters are found


def test_dates_and_filters(server, library):
    """They narrow an answer as a field in the query does, beside which its words are still what is sought."""
    def ids(parameters):
        answer = server.get("/api/v1/search", [("q", "城市"), ("n", 100), *parameters])
        assert answer.status == 200, str(answer)
        assert answer.json()["query"] == "城市"
        return {hit["id"] for hit in answer.json()["hits"] if hit["step"] == 0}

    def asked(query):
        return {hit["id"] for hit in library.json("query", "-n", "100", query)["hits"] if hit["step"] == 0}

    assert ids([("date", "2023-05-04")]) == asked("城市 date:2023-05-04")
    assert "article/article" in ids([("date", "2023-05-04")])
    assert ids([("date", "2023")]) == asked("城市 date:2023")
    assert ids([("date", "..2022")]) == asked("城市 date:..2022")
    assert ids([("date", "2023")]) < ids([]) and "tw-004" not in ids([("date", "2023")])  # which is of 2023, and has no 城市
    hit = next(hit for hit in server.get("/api/v1/search", {"q": "城市", "n": 100}).json()["hits"] if "source" in hit
               and '"' not in hit["source"])
    assert hit["id"] in ids([("filter", f"source:{hit['source']}")])
    assert ids([("filter", "source:\"><b>报")]) == {HOSTILE[0]["id"]}
    assert ids([("filter", "source:\"><b>报"), ("date", "2023")]) == set()
    assert ids([("filter", "source:没有这样的报"), ("filter", "source:\"><b>报")]) == set()
    assert ids([("filter", "tags:<i>")]) == asked('城市 tags:"<i>"')
    # What is typed stays one clause: no filter can be got around by an OR.
    answer = server.get("/api/v1/search", {"q": "城市 OR 消费", "filter": "source:\"><b>报", "n": 100})
    assert [hit["id"] for hit in answer.json()["hits"]] == [HOSTILE[0]["id"]]


def test_places_are_in_the_query_also_behind_filters(server):
    for query in ("无此字词 城市", "没有这样的词儿呢 title:城市", "-城市 消费"):
        for more in ({}, {"filter": "source:没有这样的报"}, {"date": "1850"}):
            answer = server.get("/api/v1/search", {"q": query, "match": "all", **more}).json()
            for advice in answer.get("advice", ()):
                start, end = advice["span"]
                assert 0 <= start <= end <= len(query.encode()), answer
                query.encode()[start:end].decode()


@pytest.mark.parametrize("text", ["国际消", "chengs", "城", "消费 国", "没有这样的词儿呢", "qnrc", "<", "'"])
def test_suggest(server, library, text):
    for options, values in (((), {}), (("-n", "3"), {"n": 3}), (("--no-pinyin",), {"pinyin": "false"})):
        written = library.json("suggest", *options, "--", text)
        same(server.get("/api/v1/suggest", {"q": text, **values}), written)
        same(server.get("/suggest", {"q": text, **values}), written)


def test_article(server, library):
    identifiers = [hit["id"] for hit in server.get("/api/v1/search", {"q": "城市", "n": 20}).json()["hits"]]
    for identifier in {*identifiers, *(article["id"] for article in HOSTILE)}:
        path = f"/api/v1/article/{path_of(identifier)}"
        same(server.get(path), library.json("show", "--", identifier))
        same(server.get(path, {"q": "城市 消费"}), library.json("show", "--query", "城市 消费", "--", identifier))


def test_similar(server, library):
    for identifier in (HOSTILE[2]["id"], HOSTILE[7]["id"], "corpus/人才/第三次搬家.txt", "tw-001"):
        path = f"/api/v1/similar/{path_of(identifier)}"
        same(server.get(path), library.json("similar", "--", identifier))
        same(server.get(path, {"n": 3, "offset": 1}), library.json("similar", "-n", "3", "--offset", "1", "--", identifier))


@pytest.mark.parametrize("query", ["消费", "城市 -消费", "/城./", "没有这样的词儿呢", "消*"])
def test_kwic(server, library, query):
    for order in ("index", "left", "right", "date"):
        same(server.get("/api/v1/kwic", {"q": query, "sort": order}),
             library.json("kwic", "-n", "20", "--width", "30", "--sort", order, query))
    same(server.get("/api/v1/kwic", {"q": query, "n": 1000, "offset": 3, "width": 5}),
         library.json("kwic", "-n", "1000", "--width", "5", "--offset", "3", query))


def test_info(server, library):
    written = library.json("info")
    del written["index"]
    same(server.get("/api/v1/info"), written)


def test_pages_are_well_formed_and_show_nothing_unescaped(server):
    """Whatever an article or a query says, it is text. XML is stricter than need be, but tells."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        scripts = 0

        def handle_starttag(self, tag, attributes):
            found = dict(attributes)
            assert tag not in ("iframe", "object", "embed", "base"), tag
            assert not [name for name in found if name.startswith("on")], found
            assert tag != "script" or found.get("src", "").startswith("/assets/"), found
            assert tag != "img" or found.get("src", "") != "x", found
            assert "style" not in found, found
            for name in ("href", "src", "action"):
                assert not (found.get(name) or "").strip().lower().startswith(("javascript:", "data:text")), found

        def handle_data(self, data):
            assert self.cdata_elem != "script" or not data.strip(), data

    for query in ("城市", "消费", "\"><script>alert(1)</script>", "</title><script>", "' onfocus='x", "(", "城市 -\"<b>\""):
        for target in [("/", {"q": query}), ("/", {"q": query, "part": 1}), ("/", {"q": query, "facet": "source,tags"}),
                       ("/", {"q": query, "sort": "<script>"}), ("/", {"q": query, "filter": "source:\"><b>报"}),
                       ("/", {"q": query, "<script>": "1"}),
                       *((f"/article/{path_of(article['id'])}", {"q": query}) for article in HOSTILE)]:
            answer = server.get(*target)
            assert answer.type == "text/html" and answer.status in (200, 400), str(answer)
            Reader(convert_charrefs=True).feed(answer.text)


def test_opensearch(server):
    answer = server.get("/opensearch.xml")
    assert answer.type == "application/opensearchdescription+xml"
    root = xml.etree.ElementTree.fromstring(answer.body)
    template = next(url.get("template") for url in root.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
                    if url.get("type") == "text/html")
    assert template.startswith(f"http://{server.host}/?") and "{searchTerms}" in template
    found = server.get(template.removeprefix(f"http://{server.host}").replace("{searchTerms}", path_of("城市")))
    assert found.status == 200 and "<mark>城市</mark>" in found.text
