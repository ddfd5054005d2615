# SPDX-License-Identifier: GPL-2.0-or-later
"""Who may ask, and what they have to say for it."""
import pytest

from conftest import TOKEN, path_of

SEARCH = "/api/v1/search?q=%E5%9F%8E%E5%B8%82"
API = [SEARCH, "/api/v1/suggest?q=a", "/api/v1/info", "/api/v1/kwic?q=a", "/api/v1/openapi.json",
       f"/api/v1/article/{path_of('article/article')}", f"/api/v1/similar/{path_of('article/article')}",
       "/api/v1/search", "/api/v1/article/no-such-id"]


def test_with_a_token_file_the_api_asks_for_a_token(serve, library, token_file):
    server = serve(library, "--token-file", token_file)
    for target in API:
        for header in (None, "", "Bearer", "Bearer ", "Bearer x", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}0",
                       f"Bearer {TOKEN.upper()}", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN} x", "Bearer newsroom",
                       f"Bearer newsroom {TOKEN}", "Bearer " + "0" * 5000, f"Bearer{TOKEN}", "Bearer #", "Bearer who"):
            answer = server.ask("GET", target, Authorization=header)
            assert answer.status == 401, (header, str(answer))
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.type == "application/problem+json" and answer.json()["status"] == 401
            assert TOKEN not in answer.text
        for header in (f"Bearer {TOKEN}", f"bearer {TOKEN}", "Bearer 0123456789abcdef0123456789abcdef"):
            assert server.ask("GET", target, Authorization=header).status in (200, 400, 404)
        # In the URL it is of no use, and would be written down wherever URLs are.
        joint = "&" if "?" in target else "?"
        for name in ("token", "access_token", "authorization", "Authorization"):
            assert server.ask("GET", f"{target}{joint}{name}={TOKEN}").status == 401
    assert server.ask("GET", SEARCH, Authorization=f"Bearer {TOKEN}").status == 200


def test_the_page_asks_for_none(serve, library, token_file):
    server = serve(library, "--token-file", token_file)
    for target in ("/", "/?q=a", f"/article/{path_of('article/article')}", "/suggest?q=a", "/healthz", "/opensearch.xml"):
        assert server.ask("GET", target).status == 200, target


def test_no_page(serve, library, token_file):
    server = serve(library, "--token-file", token_file, "--no-page")
    for target in ("/", "/?q=a", f"/article/{path_of('article/article')}", "/suggest?q=a"):
        assert server.ask("GET", target).status == 404, target
    assert server.ask("GET", SEARCH, Authorization=f"Bearer {TOKEN}").status == 200


def test_the_log_says_who_and_no_token(serve, library, token_file):
    server = serve(library, "--token-file", token_file)
    assert server.ask("GET", SEARCH, Authorization=f"Bearer {TOKEN}").status == 200
    assert server.ask("GET", SEARCH, Authorization="Bearer nonsense-nonsense").status == 401
    assert server.stop() == 0
    said = server.output.read_text() + server.said()
    assert TOKEN not in said and "nonsense-nonsense" not in said
    assert [line["status"] for line in server.log() if line.get("who") == "newsroom"] == [200]


@pytest.mark.parametrize("text", ["", "# nobody\n", "name\n", "name short\n", "name 0123456789abcdef x\n",
                                  "name " + "x" * 5000 + "\n", None])
def test_token_files_that_are_of_no_use(library, tmp_path, text):
    path = tmp_path / "tokens"
    if text is not None:
        path.write_text(text)
    result = library.run("serve", "--listen", "127.0.0.1:0", "--token-file", str(path))
    assert result.returncode == 2
    assert str(path) in result.stderr
    assert "x" * 100 not in result.stderr


def test_reading_alone_is_no_writing(serve, own, token_file):
    """Without --writable nobody may write, whatever they have; with it, only with a token."""
    body = b'{"id": "new", "text": "x"}'
    server = serve(own, "--token-file", token_file)
    for method, target in (("POST", "/api/v1/articles"), ("DELETE", "/api/v1/articles?id=article/article")):
        kept = {"body": body, "Content_Type": "application/json"} if method == "POST" else {}
        assert server.ask(method, target, **kept).status == 401
        assert server.ask(method, target, Authorization=f"Bearer {TOKEN}", **kept).status == 403
    bare = serve(own)
    assert bare.ask("POST", "/api/v1/articles", body, Content_Type="application/json").status == 403
    writable = serve(own, "--token-file", token_file, "--writable")
    for header in (None, "Bearer wrong", f"Basic {TOKEN}"):
        answer = writable.ask("POST", "/api/v1/articles", body, Content_Type="application/json", Authorization=header)
        assert answer.status == 401
        assert writable.ask("DELETE", "/api/v1/articles?id=article/article", Authorization=header).status == 401
    assert writable.get(f"/api/v1/article/{path_of('new')}", Authorization=f"Bearer {TOKEN}").status == 404


def test_writing_for_everybody_is_refused(own):
    result = own.run("serve", "--listen", "127.0.0.1:0", "--writable")
    assert result.returncode == 2 and "--token-file" in result.stderr
