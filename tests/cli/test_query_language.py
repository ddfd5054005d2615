# SPDX-License-Identifier: GPL-2.0-or-later
"""The language of queries as its users meet it: fields, dates, numbers, patterns, and how much of a query
an article must have."""
import json
import time
import zipfile

import pytest

from conftest import SOURCE

ARTICLES = [
    {"id": "人1", "title": "制造业回流", "author": "林晓", "source": "城市观察", "section": "要闻", "date": "2023-05-04",
     "url": "https://example.org/2023/05/flow.html", "pages": "12", "keywords": ["雨水", "公园"],
     "text": "先进制造业的订单从沿海回到中原。"},
    {"id": "人2", "title": "一篇旧闻", "author": "林晓、周原", "source": "城市晚报", "date": "2022", "pages": "3",
     "language": "zh-Hant", "keywords": ["橋"], "text": "第二篇講區塊鏈，製造業只佔一行。"},
    {"id": "人3", "title": "Colours of a city", "author": "Amy Blue", "source": "Harbour Daily", "date": "2023-08-19",
     "language": "en", "pages": "40.5",
     "text": "The colour of the harbour changes by the hour; a district of websites and webcams."},
    {"id": "客 4", "title": "没有日期的一篇", "pages": "十二", "text": "写的人忘了写哪一天，只记得制造业的烟囱。"}]


def lines(articles):
    return "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Articles with fields, from a JSON Lines file; not to be changed."""
    from conftest import Shell
    shell = Shell(tmp_path_factory.mktemp("news"))
    shell.write("news.jsonl", lines(ARTICLES))
    shell.ok("index", "news.jsonl")
    return shell


def found(shell, *query, step=0):
    """The ids of what a query finds; it is in order in any case."""
    result = shell.run("query", "--format", "jsonl", "--expand", "-n", "1000", *query)
    assert result.returncode in (0, 1), result.stderr
    hits = [json.loads(line) for line in result.stdout.splitlines()]
    return {hit["id"] for hit in hits if hit["step"] == step}


def answer(shell, *query):
    result = shell.run("query", "--json", *query)
    assert result.returncode in (0, 1), result.stderr
    return json.loads(result.stdout)


def refused(shell, *query):
    result = shell.run("query", *query)
    assert result.returncode == 2 and result.stdout == "", query
    assert result.stderr.startswith("zsearch: ")
    return result.stderr


# ---- Fields ----------------------------------------------------------------------------

@pytest.mark.parametrize("query, ids", [
    ("title:制造业", {"人1"}),
    ("title:(旧闻 OR colours)", {"人2", "人3"}),
    ("author:林晓", {"人1", "人2"}),
    ("author:周原", {"人2"}),
    ("author:blue", {"人3"}),
    ("author:blu", set()),
    ("author:\"amy blue\"", {"人3"}),
    ("source:城市", {"人1", "人2"}),
    ("制造业 source:城市", {"人1", "人2"}),
    ("制造业 NOT source:晚报", {"人1", "客 4"}),
    ("source:*晚报", {"人2"}),
    ("source:晚*", set()),
    ("section:要闻", {"人1"}),
    ("url:flow", {"人1"}),
    ("url:2023/05", {"人1"}),
    ("url:*flow.html", {"人1"}),
    ("url:https://example.org/", {"人1"}),
    ("language:zh", {"人1", "人2", "客 4"}),
    ("language:zh-Hans", {"人1", "客 4"}),
    ("language:zh-hant", {"人2"}),
    ("language:ｚｈ", {"人1", "人2", "客 4"}),
    ("language:z", set()),
    ("language:en", {"人3"}),
    ("id:人1", {"人1"}),
    ("id:人", set()),
    ("id:\"客 4\"", {"客 4"}),
    ("id:人*", {"人1", "人2", "人3"}),
    ("id:/.[2-4]/", {"人2", "人3"}),
    ("id:人9~1", {"人1", "人2", "人3"}),
    ("path:news", {"人1", "人2", "人3", "客 4"}),
    ("path:news.jsonl language:en", {"人3"}),
    ("keywords:公园", {"人1"}),
    ("keywords:雨", {"人1"}),
    ("keywords:桥", {"人2"}),
    ("keywords:*雨*", {"人1"}),
    ("keywords:*水公*", set()),
    ("title：制造业", {"人1"}),
    ("+制造业 +author:林晓 -source:晚报", {"人1"}),
])
def test_fields(news, query, ids):
    assert found(news, query) == ids


def test_fields_of_csv(shell):
    shell.write("表.csv", "标题,栏目,页数,出版地,正文\n秋天的厨房,生活,7,郑州,那块海绵的故事。\n冬天的厨房,生活,11,New York,那口锅的故事。\n")
    shell.ok("index", ".")
    assert found(shell, "厨房 出版地:郑州") == {"表.csv#1"}
    assert found(shell, "出版地:york") == {"表.csv#2"}
    assert found(shell, "厨房 页数:..7") == {"表.csv#1"}
    assert found(shell, "厨房 页数:8..12") == {"表.csv#2"}
    assert found(shell, "section:生活 NOT 出版地:郑州") == {"表.csv#2"}
    # What no article has is no field: a colon among ideographs means nothing.
    assert found(shell, "出版社:郑州") == set()


def test_paths(shell):
    shell.write("新闻/甲.txt", "甲题\n\n讲海绵城市的正文。\n")
    shell.write("旧闻/乙.txt", "乙题\n\n讲海绵城市的另一篇正文，写的是雨。\n")
    shell.write("新闻/列表.jsonl", lines([{"id": "丙", "title": "丙题", "text": "列表里的海绵城市，写的是公园。"}]))
    with zipfile.ZipFile(shell.folder / "新闻" / "包裹.zip", "w") as archive:
        archive.writestr("里面/成员.txt", "丁题\n\n包裹里的海绵城市，写的是池塘。\n")
    shell.ok("index", ".")
    new = {"新闻/甲.txt", "丙", "新闻/包裹.zip!里面/成员.txt"}
    for query in ("path:新闻", "path:新闻/", "path:*新闻*", "path:新聞社~1", "path:/新闻.*/", "path:/(新闻|报纸).+/"):
        assert found(shell, query) == new, query
    assert found(shell, "海绵城市 NOT path:新闻") == {"旧闻/乙.txt"}
    assert found(shell, "path:列表") == found(shell, "path:*列表*") == {"丙"}
    assert found(shell, "path:包裹.zip") == found(shell, "path:*包裹*") == {"新闻/包裹.zip!里面/成员.txt"}
    assert found(shell, "path:成员.txt") == found(shell, "path:里面/成员") == found(shell, "path:*成员*") == \
        {"新闻/包裹.zip!里面/成员.txt"}
    assert found(shell, "path:txt") == {"新闻/甲.txt", "旧闻/乙.txt", "新闻/包裹.zip!里面/成员.txt"}
    assert found(shell, "path:闻") == new | {"旧闻/乙.txt"}
    assert found(shell, "path:没有") == found(shell, "path:tx") == set()


@pytest.mark.parametrize("name", ["甲.txt", "列表.jsonl", "包裹.zip"])
def test_paths_of_files_that_have_moved(shell, name):
    text = "海绵城市的题\n\n讲海绵城市的正文。\n"
    if name.endswith(".zip"):
        (shell.folder / "旧处").mkdir()
        with zipfile.ZipFile(shell.folder / "旧处" / name, "w") as archive:
            archive.writestr("成员.txt", text)
    else:
        shell.write(f"旧处/{name}", text if name.endswith(".txt") else lines([{"id": "丙", "title": "题", "text": text}]))
    shell.write("别处/别的.txt", "别的\n\n海绵城市以外的正文。\n")
    shell.ok("index", ".")
    before = found(shell, "path:旧处")
    assert len(before) == 1 and found(shell, "path:新家") == set()
    (shell.folder / "新家").mkdir()
    (shell.folder / "旧处" / name).rename(shell.folder / "新家" / name)
    shell.write("另外.txt", "另外\n\n又来了一篇。\n")
    assert "1 moved" in shell.ok("index", ".")
    for old in ("path:旧处", "path:*旧处*", f"path:旧处/{name}"):
        assert found(shell, old) == set(), old
    for new in ("path:新家", "path:*新家*", f"path:新家/{name}", "海绵城市 path:新家", "path:/新家.*/"):
        assert len(found(shell, new)) == 1, new
    hit = answer(shell, "path:新家")["hits"][0]
    assert hit["path"].startswith(f"新家/{name}")
    assert found(shell, f"id:\"{hit['id']}\"") == {hit["id"]}
    assert found(shell, "海绵城市 NOT path:新家") == {"别处/别的.txt"}


def test_a_name_that_is_no_field(news):
    said = refused(news, "制造业 athor:林晓")
    assert '"athor"' in said and "no field" in said and "athor:林晓" in said
    assert found(news, "--lenient", "制造业 athor:林晓") <= {"人1", "人2", "客 4"}
    # A colon elsewhere means nothing.
    for query in ("10:30", "http://example.org", "问：答", "制造业: 12", "a:b", "Keywords:雨"):
        found(news, query)


# ---- Dates and numbers -----------------------------------------------------------------

@pytest.mark.parametrize("query, ids", [
    ("date:2023", {"人1", "人3"}),
    ("date:2023-05", {"人1"}),
    ("date:2023-05-04", {"人1"}),
    ("date:2023年5月4日", {"人1"}),
    ("date:二〇二三年五月", {"人1"}),
    ("date:2023-05-05", set()),
    ("date:2022..2023-05", {"人1", "人2"}),
    ("date:2023-05-05..", {"人3"}),
    ("date:..2023-05-03", {"人2"}),
    # Of one only the year is known: it lies at its beginning.
    ("date:2022-01-01", {"人2"}),
    ("date:2022-01..2022-03", {"人2"}),
    ("date:2022-02..2022-12", set()),
    ("date:..2021-12-31", set()),
    ("date:近三个月", set()),
    ("date:近三十年", {"人1", "人2", "人3"}),
    ("date:近9999年", {"人1", "人2", "人3"}),
    ("制造业 NOT date:2023", {"人2", "客 4"}),
    ("制造业 -date:1900..", {"客 4"}),
    ("pages:10..20", {"人1"}),
    ("pages:..12", {"人1", "人2"}),
    ("pages:12..", {"人1", "人3"}),
    ("pages:40.4..40.6", {"人3"}),
    ("pages:-5..3", {"人2"}),
    ("pages:十二", {"客 4"}),
    ("制造业 -pages:1..", {"客 4"}),
])
def test_dates_and_numbers(news, query, ids):
    assert found(news, query) == ids


@pytest.mark.parametrize("query, words", [
    ("date:2023-13", "2023-13"),
    ("date:2023-02-29", "is no date"),
    ("date:初夏", "初夏"),
    ("date:2023-05..2023-04", "write the earlier date first"),
    ("date:2023..2023-13", "2023-13"),
    ("date:(2023)", "date:2023-05..2023-08"),
    ("date:\"2023\"", "date:2023-05..2023-08"),
    ("date:..", "at least one end"),
    ("pages:..", "at least one end"),
    ("pages:20..10", "the lesser number first"),
    ("pages:一..十", "only dates and numbers"),
    ("title:1..2", "only dates and numbers"),
    ("author:甲..乙", "only dates and numbers"),
])
def test_mistakes_in_ranges(news, query, words):
    said = refused(news, f"制造业 {query}")
    assert words in said
    assert query.endswith(said.split("where the query goes on with: ")[1].split("; --lenient")[0])


def test_files_have_no_date_of_their_own(shell):
    shell.write("甲.txt", "题\n\n没有写日子的海绵城市。\n")
    shell.ok("index", ".")
    assert found(shell, "海绵城市 date:今天") == set()
    assert found(shell, "海绵城市 date:1900..") == set()
    assert found(shell, "海绵城市 -date:1900..") == {"甲.txt"}


# ---- Patterns --------------------------------------------------------------------------

@pytest.mark.parametrize("query, ids", [
    ("区块*", {"人2"}),
    ("區塊*", {"人2"}),
    ("?块链", {"人2"}),
    ("color~1", {"人3"}),
    ("制照业~1", {"人1", "人2", "客 4"}),
    ("/第[一二三]篇/", {"人2"}),
    ("/web(site|cam)s?/", {"人3"}),
    ("/web(site|cam)/", set()),
    ("*site*", {"人3"}),
    ("title:*ours", {"人3"}),
    ("title:/制.业/", {"人1"}),
    ("+制造业 -区块*", {"人1", "客 4"}),
    ("/[^人]{3}业/", {"人1", "客 4"}),
])
def test_patterns(news, query, ids):
    assert found(news, query) == ids


@pytest.mark.parametrize("query, words", [
    ("/第[一二/", "a bracket is not closed"),
    ("/(第/", "a parenthesis has no counterpart"),
    ("/a{3,1}/", "braces"),
    ("制造业 *", "more than * and ?"),
    ("人~1", "more characters"),
    ("制造业~3", "~1 or ~2"),
])
def test_mistakes_in_patterns(news, query, words):
    assert words in refused(news, query)


def test_limits_are_noted(shell):
    """More words than are looked for: the answer says so, in all formats for programs and people."""
    words = [f"q{number}x" for number in range(1500)]
    shell.write("words.jsonl", lines({"id": str(at), "text": " ".join(words[at:at + 50])} for at in range(0, 1500, 50)))
    shell.ok("index", ".")
    for query in ("*x", "/q.*x/", "?*x"):
        document = answer(shell, query, "-n", "100", "--expand")
        assert any("1000" in note and query.strip("/") in note for note in document["notes"]), document["notes"]
        assert 20 <= document["total"] < 30
        assert "were looked for" in shell.ok("query", query)
    assert answer(shell, "q7?x", "-n", "100", "--expand")["notes"] == []
    # Once, also where a second step asks again.
    loosened = answer(shell, "*x q1x q1400x", "-n", "100", "--expand")
    assert {hit["step"] for hit in loosened["hits"]} == {1} and len(loosened["notes"]) == 1


# ---- How much of it --------------------------------------------------------------------

@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    from conftest import Shell
    shell = Shell(tmp_path_factory.mktemp("steps"))
    for name, text in (("both", "重庆的火锅和郑州的烩面，都在同一条街上。"), ("first", "重庆的火锅店开到半夜，门口排着队。"),
                       ("second", "郑州的烩面馆清早开门，锅里冒着白气。"), ("none", "别处的人在家里吃饭，没有排队。")):
        shell.write(f"{name}.jsonl", lines([{"id": name, "text": text}]))
    shell.ok("index", ".")
    return shell


def test_match(steps):
    query = "火锅 烩面"
    assert found(steps, query, "--match", "all") == {"both"}
    assert found(steps, query, "--match", "most") == {"both"}
    assert found(steps, query, "--match", "any") == {"both", "first", "second"}
    assert found(steps, query) == found(steps, query, "--match", "steps") == {"both"}
    assert found(steps, query, step=1) == {"first", "second"}
    for match in ("all", "most", "any"):
        assert found(steps, query, "--match", match, step=1) == set()
    document = answer(steps, query)
    assert [hit["step"] for hit in document["hits"]] == [0, 1, 1]
    assert (document["total"], document["total_exact"]) == (1, True)
    scores = [hit["score"] for hit in document["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_the_line_before_what_has_only_some_of_the_words(steps):
    line = "以下只包含部分词"
    text = steps.ok("query", "火锅 烩面", "--no-snippet")
    assert text.count(line) == 1 and text.index("1. ") < text.index(line) < text.index("2. ")
    for options in (["--match", "all"], ["--match", "any"], ["-n", "1"]):
        assert line not in steps.ok("query", "火锅 烩面", *options)
    # Where there is no room to say so, there are none.
    assert steps.ok("query", "火锅 烩面", "--format", "paths") == "both.jsonl\n"
    assert steps.ok("query", "火锅 烩面", "--match", "any", "--format", "paths").count("\n") == 3
    # On the pages behind the first, all are of that kind.
    assert line in steps.ok("query", "火锅 烩面", "--offset", "1")


def test_more_words_of_which_half_are_enough(steps):
    query = "重庆 火锅 半夜 门口 烟囱"
    assert found(steps, query, "--match", "all") == set()
    assert "first" in found(steps, query, "--match", "most")
    assert "none" not in found(steps, query, "--match", "most")
    assert found(steps, query, "--match", "any") == {"both", "first"}


def test_match_takes_no_other_word(steps):
    result = steps.run("query", "火锅", "--match", "some")
    assert result.returncode == 2 and "all, most or any" in result.stderr


# ---- When time is over -----------------------------------------------------------------

def test_what_took_too_long_is_partial(shell):
    """Every article has to be looked at for an expression that says nothing of what it holds: more than
    a millisecond's work, on any machine."""
    sentence = "这一段写得很长，为的是让人多看一会儿，看完也找不到要找的东西。"
    shell.write("long.jsonl", lines({"id": str(number), "title": f"第{number}篇", "text": f"{number}" + sentence * 400}
                                    for number in range(300)))
    shell.ok("index", ".")
    query = "/[^人]{3}(没有|不见)的.*/"
    result = shell.run("query", "--json", "--timeout", "1", "--expand", query)
    assert result.returncode in (0, 1)
    document = json.loads(result.stdout)
    assert document["partial"] is True and document["total_exact"] is False
    assert "--timeout" in result.stderr
    text = shell.run("query", "--timeout", "1", "--expand", query)
    assert text.returncode in (0, 1) and "--timeout" in text.stdout + text.stderr
    # With time enough all is well.
    whole = answer(shell, "一会儿", "--timeout", "60000")
    assert whole["partial"] is False and whole["hits"]


def test_words_that_take_too_long(shell):
    """An expression that tries all ways to part a word is given up at each, and the time is kept to also
    where there are many such words."""
    words = " ".join("a" * 60 + str(number) for number in range(480))
    shell.write("words.txt", f"题\n\n{words}\n")
    shell.ok("index", ".")
    begin = time.monotonic()
    document = answer(shell, "--timeout", "300", "/(a+)+b/")
    assert document["partial"] is True and document["hits"] == []
    assert time.monotonic() - begin < 8


@pytest.mark.parametrize("value", ["0", "-1", "1s", "86400001", ""])
def test_timeouts_that_are_none(steps, value):
    result = steps.run("query", "火锅", f"--timeout={value}")
    assert result.returncode == 2 and "timeout" in result.stderr


# ---- Whatever is typed ------------------------------------------------------------------

NASTY = [
    "(", ")", "((", "())", "\"", "“", "「没有完", "/", "//", "/[/", "/(/", "/(?/", "/a{/", "\\", "\\\\", "a\\", "*", "?",
    "**", "~", "~1", "制~1", "制造~9", "^", "a^", "a^0", "a^-1", "a^1e9", "+", "-", "!", "+ -", "-制造业", "!制造业",
    "NOT 制造业", "-制造业 -人", "NOT", "AND", "OR", "a OR", "AND b", "a AND OR b", "NEAR", "a NEAR", "NEAR/3 b",
    "a NEAR/99999999999 b", "a ADJ/0 b", "SENT", "a SENT (b c)", "title:", "title:(", "title:\"", "title::", ":", "：",
    "date:", "date:x", "date:..", "date:2023-99", "date:2023..2022", "date:(a)", "pages:..", "pages:x..y", "pages:9..1",
    "title:1..2", "id:", "id:*", "path:*", "language:*", "nofield:x", "title:nofield:x", "(title:a", "date:今天..昨天",
    "/(人+)+$/", "/(?i)x/", "/\\Q/", "/[]/", "制造业^2^3", "a~1~1", "(" * 100 + "a" + ")" * 100, "a OR " * 1200 + "a",
    "人" * 5000, "的", "的 是 了", "😀", "\u0301", "\ufeff", "％ ＊ ？", "…", "制造业\t人\u3000口", "\x01\x02"]


def test_lenient_never_fails(news):
    for query in NASTY:
        for options in ([], ["--match", "any"], ["--match", "all"]):
            result = news.run("query", "--lenient", "--json", *options, "--", query)
            blank = result.returncode == 2 and "the query is empty" in result.stderr
            assert result.returncode in (0, 1) or blank, (query, result.stderr)
            if not blank:
                assert json.loads(result.stdout)["hits"] is not None


def test_strict_says_where(news):
    """Each is answered, or refused as a mistake in the query; nothing else happens."""
    for query in NASTY:
        result = news.run("query", "--format", "jsonl", "--", query)
        assert result.returncode in (0, 1, 2), (query, result.stderr)
        if result.returncode == 2:
            assert result.stdout == "" and result.stderr.startswith("zsearch: ") and \
                result.stderr.count("\n") == 1, query


def test_batches_take_mistakes_as_text(news):
    queries = "".join(f"q{number}\t{query}\n" for number, query in enumerate(NASTY) if query.isprintable())
    queries += "last\tauthor:周原\n"
    answers = json.loads(news.ok("query", "--batch", "-", "--json", stdin=queries))
    assert len(answers) == queries.count("\n")
    assert [hit["id"] for hit in answers[-1]["hits"]] == ["人2"]


def test_json_keeps_to_its_schema(news, steps):
    jsonschema = pytest.importorskip("jsonschema")
    with open(f"{SOURCE}/docs/json-output.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    for shell, query in ((news, "author:林晓 date:2022.."), (news, "/第[一二三]篇/"), (news, "id:没有"),
                         (news, "制造业 keywords:公园"), (steps, "火锅 烩面")):
        jsonschema.validate(answer(shell, query), {"$ref": "#/$defs/answer", "$defs": schema["$defs"]})
        for line in shell.run("query", "--format", "jsonl", query).stdout.splitlines():
            jsonschema.validate(json.loads(line), {"$ref": "#/$defs/hit_line", "$defs": schema["$defs"]})
