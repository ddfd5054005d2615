# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/openapi.json drives requests of every kind: each is answered as it declares."""
import itertools
from urllib.parse import quote

import pytest

pytest.importorskip("jsonschema")

from conftest import HOSTILE, TOKEN, path_of  # noqa: E402
from openapi import API, SCHEMA, complaints, hold, operations, parameters, resolved  # noqa: E402

READ = [(path, operation) for path, method, operation in operations() if method == "GET"]
NAMES = [operation["operationId"] for _, operation in READ]

# What no schema of ours refuses by itself. Each has to be refused all the same.
WRONG_VALUES = {
    "sort": ["no-such-field", "date:sideways", ":", "date:"],
    "collapse": ["no-such-field"],
    "facet": ["no-such-field", "source,no-such-field", ",", "source,,year"],
    "date": ["gestern", "2023-13", "2023-02-31x", "..", "2023..2020..2021", "20230504", "2023-5"],
    "filter": ["source", ":x", "source:", "no-such-field:x", "nosuchfield:x", "a b:c", "-title:x",
               "x) OR (title:y", "(title:x", "\"title:x", "title^2:x", "标题:x", "like:tw-001"],
}
# What all numbers, choices and booleans refuse.
NO_NUMBERS = ["", "x", "-1", "+1", " 1", "1 ", "1.0", "1e1", "0x10", "٣", "一", "99999999999999999999999", "1\n"]
NO_CHOICES = ["", "no-such", "TRUE", "1x", " all", "nul", "真"]


def examples(parameter):
    """Values of a parameter that are good, by its examples, default and limits."""
    schema = parameter["schema"]
    if "examples" in parameter:
        yield from (example["value"] for example in parameter["examples"].values())
    for holder in (parameter, schema):
        for name in ("example", "default"):
            if name in holder:
                yield holder[name]
    yield from schema.get("enum", ())
    for limit in ("minimum", "maximum"):
        if limit in schema:
            yield schema[limit]
    if schema.get("type") == "boolean":
        yield from (True, False)
    if "maxLength" in schema and parameter["name"] == "q":
        # Characters and not bytes are counted; the same one, so that there is little to seek.
        yield "城" * schema["maxLength"]


def wrong_values(parameter):
    schema = parameter["schema"]
    kind = schema.get("type")
    if kind == "integer":
        yield from NO_NUMBERS
        yield schema["minimum"] - 1
        yield schema["maximum"] + 1
    elif kind == "boolean" or "enum" in schema:
        yield from NO_CHOICES
    else:
        yield from WRONG_VALUES.get(parameter["name"], ())
    if kind == "string" and "maxLength" in schema and parameter["name"] == "q":
        yield "城" * (schema["maxLength"] + 1)


def spelt(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def query_string(values):
    """Of {name: value}; a list is repeated."""
    return "&".join(f"{quote(name)}={quote(spelt(one), safe='')}" for name, value in values.items()
                    for one in (value if isinstance(value, list) else [value]))


def target(path, operation, values):
    """The URL of an operation with these values, and the first good ones of what is needed."""
    values = dict(values)
    for parameter in parameters(operation):
        name = parameter["name"]
        if parameter.get("required") and name not in values:
            values[name] = next(examples(parameter))
    if values.get("offset", 0) == 9999:
        values["n"] = 1  # together 10,000
    if "id" in values and "{id}" in path:
        path = path.replace("{id}", path_of(values.pop("id")))
    asked = query_string(values)
    return path + ("?" + asked if asked else "")


@pytest.mark.parametrize("path, operation", READ, ids=NAMES)
def test_what_is_right_is_answered(server, path, operation):
    for parameter in parameters(operation):
        for value in examples(parameter):
            answer = server.ask("GET", target(path, operation, {parameter["name"]: value}))
            hold(answer, operation)
            assert answer.status == 200, str(answer)
    answer = server.ask("GET", target(path, operation, {}))
    hold(answer, operation)
    assert answer.status == 200, str(answer)


@pytest.mark.parametrize("path, operation", READ, ids=NAMES)
def test_what_is_wrong_is_refused(server, path, operation):
    for parameter in parameters(operation):
        for value in wrong_values(parameter):
            asked = {"q": "城市"} if path == "/" else {}  # who asks nothing gets no answer
            answer = server.ask("GET", target(path, operation, {**asked, parameter["name"]: value}))
            hold(answer, operation)
            assert answer.status == 400, f"{parameter['name']}={value!r}: {answer}"
            if answer.type == "application/problem+json" and parameter["name"] not in ("filter", "date"):
                assert parameter["name"] in answer.json()["detail"] or "field" in answer.json()["detail"] or \
                    "query" in answer.json()["detail"] or "facets" in answer.json()["detail"], str(answer)


@pytest.mark.parametrize("path, operation", READ, ids=NAMES)
def test_parameters_that_are_missing_twice_there_or_unknown(server, path, operation):
    if "400" not in operation["responses"]:
        return
    good = target(path, operation, {})
    joint = "&" if "?" in good else "?"
    for more in ("no_such=1", "Q=x", "q%00=x", "=", "=x", "index=/etc", "token=" + TOKEN):
        answer = server.ask("GET", good + joint + more)
        hold(answer, operation)
        assert answer.status == 400, str(answer)
    for parameter in parameters(operation):
        name = parameter["name"]
        if parameter["in"] != "query":
            continue
        if parameter["schema"].get("type") != "array":
            value = next(examples(parameter))
            answer = server.ask("GET", target(path, operation, {name: [value, value]}))
            hold(answer, operation)
            assert answer.status == 400, str(answer)
        if parameter.get("required"):
            for without in ("", f"{name}=", f"{name}=%20", name):
                answer = server.ask("GET", path.replace("{id}", "a") + "?" + without)
                hold(answer, operation)
                assert answer.status == 400, str(answer)
        if "maxItems" in parameter["schema"]:
            value = next(examples(parameter))[0]
            most = parameter["schema"]["maxItems"]
            for count, status in ((most, 200), (most + 1, 400)):
                answer = server.ask("GET", target(path, operation, {name: [value] * count}))
                hold(answer, operation)
                assert answer.status == status, str(answer)


@pytest.mark.parametrize("path, operation", READ, ids=NAMES)
def test_bytes_that_are_no_text(server, path, operation):
    """Broken escapes, NUL, what is not UTF-8, and more of it than anything has."""
    if "400" not in operation["responses"]:
        return
    good = target(path, operation, {})
    for parameter in parameters(operation) or [{"name": "q", "in": "query"}]:
        for broken in ("%", "%4", "%zz", "%u57CE", "%00", "a%00b", "%ff", "%c0%80", "%ed%a0%80", "%f4%90%80%80", "%e5%9f"):
            if parameter["in"] == "path":
                asked = path.replace("{id}", broken)
            else:
                kept = "&".join(part for part in good.partition("?")[2].split("&")
                                if part and not part.startswith(parameter["name"] + "="))
                asked = good.partition("?")[0] + "?" + "&".join(filter(None, (kept, f"{parameter['name']}={broken}")))
            answer = server.ask("GET", asked)
            hold(answer, operation)
            assert answer.status == 400, str(answer)
    for asked in (f"{good.partition('?')[0]}?{'&'.join(f'p{n}=1' for n in range(100))}",
                  f"{good.partition('?')[0]}?q={'x' * 20000}"):
        answer = server.ask("GET", asked)
        hold(answer, operation)
        assert answer.status in (400, 414), str(answer)


def test_every_pair_of_choices_is_answered(server):
    """What can be chosen together may be: each pair of values of a search."""
    operation = API["paths"]["/api/v1/search"]["get"]
    values = {parameter["name"]: next(value for value in reversed(list(examples(parameter))))
              for parameter in parameters(operation) if parameter["name"] != "q"}
    for one, other in itertools.combinations(values, 2):
        chosen = {"q": "城市 消费", one: values[one], other: values[other]}
        if {one, other} == {"n", "offset"}:
            continue
        answer = server.ask("GET", target("/api/v1/search", operation, chosen))
        hold(answer, operation)
        assert answer.status == 200, str(answer)


def test_n_and_offset_together(server):
    for operation_id in ("search", "similar"):
        path, operation = next((path, operation) for path, operation in READ if operation["operationId"] == operation_id)
        for n, offset, status in ((100, 9900, 200), (1, 9999, 200), (100, 9901, 400), (2, 9999, 400)):
            answer = server.ask("GET", target(path, operation, {"n": n}) + f"&offset={offset}")
            assert answer.status == status, str(answer)


def test_an_error_in_a_query_has_its_place(server):
    for query, place in (("(城市", 0), ("城市 AND", None), ("no-such-field:x", None), ("/[/", None), ('"城市', 0)):
        for path in ("/api/v1/search", "/api/v1/kwic", f"/api/v1/article/{path_of('article/article')}"):
            answer = server.get(path, {"q": query})
            if answer.status == 200:
                continue  # it is a query after all
            hold(answer, resolved(API["paths"]["/api/v1/search"]["get"]))
            assert answer.status == 400, str(answer)
            problem = answer.json()
            assert 0 <= problem["position"] <= len(query.encode()), str(answer)
            assert place is None or problem["position"] == place, str(answer)


@pytest.mark.parametrize("path", [path for path, _ in READ])
def test_head_is_get_without_the_body(server, path):
    operation = API["paths"][path]["get"]
    for values in ({}, {"no_such": "1"}):
        asked = target(path, operation, values)
        got, head = server.ask("GET", asked), server.ask("HEAD", asked)
        assert head.status == got.status, str(head)
        assert head.raw == b""
        if path == "/metrics":
            continue  # which counts the request before it
        for name in set(got.headers) | set(head.headers):
            assert name in ("Date",) or head.headers[name] == got.headers[name], (name, str(head))


@pytest.mark.parametrize("path", API["paths"])
def test_other_methods(server, path):
    declared = {method.upper() for method in API["paths"][path]}
    allowed = declared | ({"HEAD"} if "GET" in declared else set())
    asked = path.replace("{id}", path_of("article/article"))
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "get"):
        if method in allowed:
            continue
        answer = server.ask(method, asked, body=b"" if method in ("POST", "PUT", "PATCH") else None)
        assert answer.status == 405, str(answer)
        assert {name.strip() for name in answer.headers["Allow"].split(",")} == allowed, str(answer.headers)


def test_what_there_is_not(server):
    for path in ("/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/search", "/api/v1/search/",
                 "/api/v1//search", "/api/v1/article/", "/api/v1/similar/", "/api/v1/article",
                 "/api/v1/article/no-such-id", "/api/v1/similar/no-such-id"):
        answer = server.get(path)
        assert answer.status == 404, str(answer)
        assert answer.type == "application/problem+json", str(answer)
        assert not complaints(answer.json(), {"$ref": "json-output.schema.json#/$defs/problem"})
    for path in ("/nothing", "/index.html", "/assets", "/assets/", "/article", "/article/", "/article/no-such-id",
                 "/healthz/", "/API/v1/search", "/apiv1", "/.git/config"):
        answer = server.get(path)
        assert answer.status == 404, str(answer)
        assert answer.type == "text/html", str(answer)


def test_articles_of_any_id(server):
    """By one segment, and with its slashes as they are."""
    for article in HOSTILE:
        for spelt_id in (path_of(article["id"]), quote(article["id"], safe="/") if ".." not in article["id"] else None):
            if spelt_id is None:
                continue
            answer = server.get(f"/api/v1/article/{spelt_id}", {"q": "消费"})
            hold(answer, API["paths"]["/api/v1/article/{id}"]["get"])
            assert answer.status == 200, str(answer)
            (shown,) = answer.json()["articles"]
            assert shown["id"] == article["id"] and shown["text"] == article["text"], str(answer)
            start, end = shown["text_marks"][0]
            assert shown["text"].encode()[start:end].decode() == "消费"
            assert server.get(f"/article/{spelt_id}", {"q": "消费"}).status == 200
            similar = server.get(f"/api/v1/similar/{spelt_id}")
            hold(similar, API["paths"]["/api/v1/similar/{id}"]["get"])
            assert similar.status == 200 and article["id"] not in [hit["id"] for hit in similar.json()["hits"]]


def test_the_description_is_served(server):
    assert server.get("/api/v1/openapi.json").json() == API
    assert server.get("/api/v1/json-output.schema.json").json() == SCHEMA


def test_the_description_is_whole():
    """Its references lead somewhere, and what it has is used."""
    used = set()

    def walk(node):
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str):
                if reference.startswith("json-output.schema.json#/$defs/"):
                    assert reference.split("/")[-1] in SCHEMA["$defs"], reference
                else:
                    assert resolved(node) is not None
                    used.add(reference)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(API)
    there = {f"#/components/{kind}/{name}" for kind, members in API["components"].items() for name in members
             if kind != "securitySchemes"}
    assert there == used
    identifiers = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(identifiers)) == len(identifiers)


def test_examples_are_valid():
    for _, _, operation in operations():
        for response in map(resolved, operation["responses"].values()):
            for content in response.get("content", {}).values():
                if "example" in content:
                    assert not complaints(content["example"], content["schema"])
        for parameter in parameters(operation):
            for value in examples(parameter):
                assert not complaints(value, parameter["schema"]), parameter["name"]
