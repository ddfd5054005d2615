# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/openapi.json as what may be sent and what may come back."""
import json
import os
import warnings

SOURCE = os.environ["ZSEARCH_SOURCE"]


def document(name):
    with open(f"{SOURCE}/docs/{name}", encoding="utf-8") as file:
        return json.load(file)


API = document("openapi.json")
SCHEMA = document("json-output.schema.json")


def resolved(node):
    """The node itself, or what its reference within the description names."""
    while "$ref" in node and node["$ref"].startswith("#/components/"):
        found = API
        for step in node["$ref"][2:].split("/"):
            found = found[step]
        node = found
    return node


def operations():
    """Path, method and operation of each."""
    for path, methods in API["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def parameters(operation):
    return [resolved(parameter) for parameter in operation.get("parameters", ())]


def complaints(instance, schema):
    """What a document has that its schema has not."""
    import jsonschema

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # in newer versions
        resolver = jsonschema.RefResolver("", API, store={"json-output.schema.json": SCHEMA})
        validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
        return [f"{'/'.join(map(str, error.path))}: {error.message}"[:300] for error in validator.iter_errors(instance)]


def hold(answer, operation):
    """That an answer is one that the operation declares, in headers and body."""
    declared = operation["responses"]
    assert str(answer.status) in declared, str(answer)
    response = resolved(declared[str(answer.status)])
    for name, header in response.get("headers", {}).items():
        header = resolved(header)
        assert answer.headers[name] is not None or not header.get("required"), f"no {name}: {answer}"
    if answer.method == "HEAD" or answer.status == 304:
        assert answer.raw == b"", str(answer)
        return
    content = response["content"]
    assert answer.type in content, f"{answer.type}: {answer}"
    schema = content[answer.type]["schema"]
    if answer.type == "application/x-ndjson":
        documents = [json.loads(line) for line in answer.text.split("\n")[:-1]]
    elif answer.type.endswith("json"):
        documents = [answer.json()]
    else:
        documents = [answer.text]
    for instance in documents:
        assert not (found := complaints(instance, schema)), f"{found}: {answer}"
        if answer.status >= 400 and answer.type.endswith("json"):
            assert instance["status"] == answer.status, str(answer)
