# SPDX-License-Identifier: GPL-2.0-or-later
"""Words that are called otherwise elsewhere: regional ones, and those of a file."""
import json

import pytest

from test_query_language import answer, found, lines, refused

ARTICLES = [
    {"id": "cn", "title": "一则通知", "text": "机房换了新的软件，网络比从前快。"},
    {"id": "tw", "title": "一則通知", "text": "機房換了新的軟體，網路比從前快。"},
    {"id": "taxi", "title": "雨天", "text": "下雨了，路口的計程車都有人。"},
    {"id": "cab", "title": "晴天", "text": "出租车停在路口等人。"},
    {"id": "soup", "title": "番茄汤", "text": "番茄切块，小火慢煮。"},
    {"id": "stew", "title": "炖菜", "text": "西红柿和土豆一起下锅，tomato 也是它。"},
    {"id": "none", "title": "别的", "text": "软的东西和体积大的物件。"}]


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    from conftest import Shell
    shell = Shell(tmp_path_factory.mktemp("words"))
    shell.write("words.jsonl", lines(ARTICLES))
    shell.ok("index", "words.jsonl")
    return shell


def test_each_finds_the_other_and_itself_first(words):
    for query, order in (("软件", ["cn", "tw"]), ("軟體", ["tw", "cn"]), ("网络", ["cn", "tw"]), ("網路", ["tw", "cn"]),
                         ("出租车", ["cab", "taxi"]), ("計程車", ["taxi", "cab"]), ("计程车", ["taxi", "cab"])):
        document = answer(words, query, "--expand")
        assert [hit["id"] for hit in document["hits"]] == order, query
        assert (document["total"], document["total_exact"]) == (2, True)
        assert answer(words, query, "--no-synonyms", "--expand")["total"] == 1


def test_what_was_added_is_said(words):
    assert answer(words, "软件")["synonyms"] == [{"word": "软件", "synonym": "軟體"}]
    assert answer(words, "軟體")["synonyms"] == [{"word": "软体", "synonym": "软件"}]
    assert answer(words, "软件", "--no-synonyms")["synonyms"] == []
    assert answer(words, "雨天")["synonyms"] == []
    text = words.ok("query", "软件", "--expand")
    assert "also 軟體 for 软件 (not so with --no-synonyms)" in text and "【軟體】" in text
    # What no article has is not spoken of: the index knows no 巴士.
    assert all(each["synonym"] != "巴士" for each in answer(words, "公交车 软件")["synonyms"])


def test_where_a_word_must_be(words):
    assert found(words, "+软件") == found(words, "软件 AND 网络") == {"cn", "tw"}
    assert found(words, "(软件 OR 番茄)") == {"cn", "tw", "soup"}
    assert found(words, "快 -软件") == set()
    assert found(words, "软件 网络 通知", "--match", "all") == {"cn", "tw"}
    # Of many words a share, to which a synonym counts as the word.
    assert found(words, "软件 网络 机房 从前 通知", "--match", "most") == {"cn", "tw"}
    assert found(words, "通知 出租车 路口 下雨 有人", "--match", "most") == {"taxi"}
    assert found(words, "title:软件") == set()


def test_a_phrase_is_what_it_is(words):
    assert found(words, '"软件"') == {"cn"}
    assert found(words, '"軟體"') == {"tw"}
    assert found(words, "软*") == {"cn", "tw", "none"}


def test_parts_add_up_to_the_score(words):
    for query in ("软件 网络", "計程車", "软件 网络 机房 从前 通知"):
        for hit in answer(words, query, "--explain")["hits"]:
            assert sum(part["score"] for part in hit["explanation"]["parts"]) == pytest.approx(hit["score"])


def test_words_of_a_file(words):
    words.write("synonyms.txt", "# 菜\n番茄, 西红柿， tomato\n车子 => 出租车、計程車\n")
    for query in ("番茄", "西红柿", "tomato", "Tomato"):
        assert found(words, query, "--synonyms", "synonyms.txt") == {"soup", "stew"}, query
    assert found(words, "车子", "--synonyms", "synonyms.txt") == {"cab", "taxi"}
    assert found(words, "软件", "--synonyms", "synonyms.txt") == {"cn", "tw"}
    assert found(words, "番茄", "--synonyms", "synonyms.txt", "--no-synonyms") == {"soup"}
    notes = answer(words, "番茄", "--synonyms", "synonyms.txt")["synonyms"]
    assert notes == [{"word": "番茄", "synonym": "西红柿"}, {"word": "番茄", "synonym": "tomato"}]


@pytest.mark.parametrize("content, place", [
    ("番茄, 西红柿\n土豆\n", "line 2, column 1: a word by itself"),
    ("番茄, , 西红柿\n", "line 1, column 5: a word is missing"),
    ("番茄 =>\n", "line 1, column 6: a word is missing"),
    ("a => b => c\n", "line 1, column 8: there is a second =>"),
    ("# 好\n" + ",".join("甲乙丙丁"[i % 4] + str(i) for i in range(65)) + "\n", "line 2"),
])
def test_a_mistake_in_a_file_has_a_place(words, content, place):
    words.write("wrong.txt", content)
    assert f"wrong.txt, {place}" in refused(words, "番茄", "--synonyms", "wrong.txt")


def test_files_that_cannot_be_read(words):
    (words.folder / "bytes.txt").write_bytes(b"ok, fine\n\xb7\xac\xc7\xd1, x\n")
    assert "line 2, column 1: this is not UTF-8" in refused(words, "番茄", "--synonyms", "bytes.txt")
    assert "nowhere.txt cannot be opened" in refused(words, "番茄", "--synonyms", "nowhere.txt")


# ---- Numbers ---------------------------------------------------------------------------

@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    from conftest import Shell
    shell = Shell(tmp_path_factory.mktemp("numbers"))
    texts = {"han": "第十条说的是灯光。", "digits": "第10条說的是門窗。", "thirty": "第三十条说的是屋顶。", "old": "二〇二三年修的路。",
             "zero": "二零二三年修的桥。", "year": "2023年修的楼。", "chapter": "翻到第三章就睡着了。", "page": "翻到第3章才醒。",
             "other": "一个人走了三里路，2023块石头。", "twelve": "共十二人。"}
    shell.write("numbers.jsonl", lines({"id": id, "text": text} for id, text in texts.items()))
    shell.ok("index", "numbers.jsonl")
    return shell


def test_numbers_are_found_however_they_are_written(numbers):
    for query in ("第十条", "第10条", "第１０条"):
        assert {"han", "digits"} <= found(numbers, query) <= {"han", "digits", "thirty"}, query
    for query in ("二〇二三年", "二零二三年", "2023年", "２０２３年"):
        assert {"old", "zero", "year"} <= found(numbers, query) <= {"old", "zero", "year", "other"}, query
    for query in ("第三章", "第3章"):
        assert {"chapter", "page"} <= found(numbers, query), query
    assert found(numbers, "12人") >= {"twelve"}
    assert found(numbers, "第十条", "--no-synonyms") == {"han", "thirty"}
    assert answer(numbers, "一个人")["synonyms"] == []


def test_what_is_marked_is_the_number(numbers):
    text = numbers.ok("query", "第10条", "--expand")
    assert "【第十条】" in text and "三【十条】" not in text


# ---- Words that count as one, and those that say nothing -----------------------------------

def test_words_that_count_as_one(shell):
    shell.write("a.txt", "云栖谷地的茶园在山里。")
    shell.write("b.txt", "云层低垂，栖息的鸟飞走，谷地安静，云栖在山腰。")
    shell.ok("index", ".")
    shell.write("words.txt", "# 地名\n云栖谷地\n")
    plan = json.loads(shell.ok("query", "云栖谷地", "--words", "words.txt", "--json", "--explain"))
    terms = {term["term"]: term for term in plan["hits"][0]["explanation"]["terms"]}
    assert terms["云栖谷地"]["kind"] == "long word" and terms["栖谷"]["kind"] == "inner pair"
    assert sum(part["score"] for part in plan["hits"][0]["explanation"]["parts"]) == pytest.approx(plan["hits"][0]["score"])
    assert found(shell, "云栖谷地", "--words", "words.txt") == {"a.txt"}
    assert plan["synonyms"] == []
    shell.write("mixed.txt", "B站视频\n")
    assert "mixed.txt, line 1, column 1: only words of Chinese characters" in refused(shell, "x", "--words", "mixed.txt")
    shell.write("two.txt", "甲乙, 丙丁\n")
    assert "two.txt, line 1, column 5: there is a second word" in refused(shell, "x", "--stop-words", "two.txt")


def test_stop_words(shell):
    shell.write("a.txt", "报道说，桥修好了。")
    shell.write("b.txt", "桥边的报道员。")
    shell.write("c.txt", "桥还没有名字。")
    shell.ok("index", ".")
    assert "c.txt" not in found(shell, "桥 报道")
    shell.write("stop.txt", "报道\n")
    assert found(shell, "桥 报道", "--stop-words", "stop.txt") == {"a.txt", "b.txt", "c.txt"}
    # Where there is nothing else, it is looked for.
    assert found(shell, "报道", "--stop-words", "stop.txt") == {"a.txt", "b.txt"}


def test_a_word_that_counts_as_one_has_synonyms(shell):
    shell.write("of.jsonl", lines([
        {"id": "typed", "text": "这座城想做国际消费中心，骑楼下面坐满了人。"},
        {"id": "other", "text": "人们说它是购物天堂，骑楼下面坐满了人。"},
        {"id": "none", "text": "骑楼下面坐满了人，雨下了一夜。"}]))
    shell.ok("index", "of.jsonl")
    shell.write("words.txt", "国际消费中心\n")
    shell.write("synonyms.txt", "国际消费中心, 购物天堂\n")
    scores = []
    for options in ((), ("--words", "words.txt")):
        hits = answer(shell, "国际消费中心 骑楼", "--match", "any", "--synonyms", "synonyms.txt", *options)["hits"]
        assert [hit["id"] for hit in hits] == ["typed", "other", "none"]
        scores.append([round(hit["score"], 3) for hit in hits])
    assert scores[1][1] > 2 * scores[1][2], scores
