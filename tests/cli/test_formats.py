# SPDX-License-Identifier: GPL-2.0-or-later
"""What becomes of small files of each kind, whole and damaged."""
import gzip
import io
import json
import mailbox
import tarfile
import zipfile

import pytest

import samples

TITLE = "会呼吸的城市"
AUTHOR = "苏小拾"
SENTENCES = ["雨水落在透水的砖上，慢慢渗进地下。", "从前的城市急着把水赶走，如今学着把它留下来。",
             "公园里的洼地在雨天是池塘，在晴天是草坪。", "老街的屋檐下摆着水缸，邻居们拿它浇花。"]
TEXT = "".join(SENTENCES)
PARAGRAPHS = "".join(f"<p>{sentence * 3}</p>" for sentence in SENTENCES)


class Indexed:
    """What an index holds after files have been read, and what was said of them."""

    def __init__(self, shell, *paths, options=()):
        shell.ok("index", "--report", "report.jsonl", *options, *paths)
        self.shell = shell
        self.report = [json.loads(line) for line in
                       (shell.folder / "report.jsonl").read_text().splitlines()]
        self.articles = {article["id"]: article for article in
                         map(json.loads, shell.ok("export").splitlines())}

    def only(self):
        assert len(self.articles) == 1, self.articles.keys()
        return next(iter(self.articles.values()))

    def about(self, path):
        return next(line for line in self.report if line["path"] == path)

    def reasons(self):
        return {line["path"]: line["reason"] for line in self.report if line.get("reason")}

    def finds(self, query):
        result = self.shell.run("query", "--format", "jsonl", "--expand", query)
        return {json.loads(line)["id"] for line in result.stdout.splitlines()}


def page(body=PARAGRAPHS, head="", title=TITLE):
    return f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body>{body}</body></html>"


# ---- HTML ------------------------------------------------------------------------------

def test_html_without_what_stands_around_the_text(shell):
    shell.write("a.html", page(
        "<nav><ul><li><a href='/'>首页</a></li><li><a href='/sport'>体育频道</a></li></ul></nav>"
        f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
        "<script>var 脚本变量 = 1;</script><style>.样式 {}</style>"
        "<footer><a href='/about'>关于我们</a> 版权所有</footer>",
        '<meta name="author" content="苏小拾"><meta name="keywords" content="雨水,公园">'
        '<link rel="canonical" href="https://example.org/2023/sponge">'
        '<meta property="article:published_time" content="2023-05-04T08:00:00+08:00">'))
    article = Indexed(shell, "a.html").only()
    assert (article["title"], article["author"]) == (TITLE, "苏小拾")
    assert article["date"] == "2023-05-04T08:00:00+08:00" and article["date_origin"] == "given"
    assert article["url"] == "https://example.org/2023/sponge"
    assert all(sentence in article["text"] for sentence in SENTENCES)
    for word in ("体育频道", "脚本变量", "样式", "关于我们"):
        assert word not in article["text"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_html_whose_charset_lies(shell, encoding):
    shell.write("a.html", page(head='<meta charset="big5">').encode(encoding))
    article = Indexed(shell, "a.html").only()
    assert article["title"] == TITLE and SENTENCES[0] in article["text"]


def test_html_of_the_nineties(shell):
    rows = "".join(f"<TR><TD><FONT SIZE=2>{sentence * 3}<BR></FONT>" for sentence in SENTENCES)
    shell.write("a.htm", f"<HTML><TITLE>{TITLE}</TITLE><BODY><TABLE>{rows}</TABLE>".encode("gb18030"))
    article = Indexed(shell, "a.htm").only()
    assert article["title"] == TITLE and all(sentence in article["text"] for sentence in SENTENCES)


# ---- JSON and tables -------------------------------------------------------------------

def test_json(shell):
    shell.write("one.json", json.dumps({"title": TITLE, "text": TEXT, "date": "2023-05-04"}))
    shell.write("two.json", json.dumps([{"title": "甲", "text": "荷塘"}, {"title": "乙", "text": "石桥"}]))
    indexed = Indexed(shell, "one.json", "two.json")
    assert {article["title"] for article in indexed.articles.values()} == {TITLE, "甲", "乙"}
    assert next(a for a in indexed.articles.values() if a["title"] == TITLE)["date"] == "2023-05-04"


def test_jsonl_with_a_bad_line(shell):
    shell.write("a.jsonl", '{"id": "1", "text": "荷塘"}\n{"id": "2", "text": 石桥}\n{"id": "3", "text": "茶馆"}\n')
    indexed = Indexed(shell, "a.jsonl")
    assert indexed.articles.keys() == {"1", "3"}
    bad = [line for line in indexed.report if line.get("line")]
    assert len(bad) == 1 and (bad[0]["path"], bad[0]["line"]) == ("a.jsonl", 2) and bad[0]["reason"]


@pytest.mark.parametrize("name,separator", [("a.csv", ","), ("a.tsv", "\t")])
def test_table_with_a_map(shell, name, separator):
    rows = [["标题", "正文", "日期"], ["甲", '"他说""荷塘""，\n又说石桥"', "2023年5月4日"], ["乙", "茶馆", "民國112年5月4日"]]
    shell.write(name, "".join(separator.join(row) + "\r\n" for row in rows).encode("gb18030"))
    indexed = Indexed(shell, name, options=["--map", "title=标题", "--map", "text=正文", "--map", "date=日期"])
    articles = {article["title"]: article for article in indexed.articles.values()}
    assert articles.keys() == {"甲", "乙"}
    assert all(article["date"] == "2023-05-04" for article in articles.values())
    if separator == ",":
        assert '他说"荷塘"，' in articles["甲"]["text"] and "又说石桥" in articles["甲"]["text"]
    assert articles["乙"]["text"].strip() == "茶馆"


# ---- Office ----------------------------------------------------------------------------

OFFICE = [("a.docx", samples.docx), ("a.odt", samples.odt), ("a.epub", samples.epub)]


@pytest.mark.parametrize("name,make", OFFICE)
def test_office(shell, name, make):
    shell.write(name, make(TITLE, AUTHOR, SENTENCES))
    indexed = Indexed(shell, name)
    assert {(a["title"], a["author"]) for a in indexed.articles.values()} == {(TITLE, AUTHOR)}
    text = "".join(article["text"] for article in indexed.articles.values())
    assert all(sentence in text for sentence in SENTENCES)


@pytest.mark.parametrize("name,make", OFFICE)
def test_office_cut_in_half(shell, name, make):
    whole = make(TITLE, AUTHOR, SENTENCES)
    shell.write(name, whole[:len(whole) // 2])
    shell.write("b.txt", "甲\n\n荷塘\n")
    indexed = Indexed(shell, ".")
    assert indexed.finds("荷塘") == {"b.txt"}
    assert name in indexed.reasons()


# ---- PDF -------------------------------------------------------------------------------

def test_pdf_is_found_across_lines_and_spaces(shell):
    shell.write("a.pdf", samples.pdf([["雨水落在透水的", "砖上慢慢渗进地下", "海 绵 城 市 会 呼 吸"]]))
    indexed = Indexed(shell, "a.pdf")
    assert indexed.finds("透水的砖上") == {"a.pdf"}
    assert indexed.finds("海绵城市会呼吸") == {"a.pdf"}


def test_pdf_hits_have_their_pages(shell):
    pages = [[f"第{n}页的事情说来话长", "茶馆里坐满了人"] for n in range(1, 13)]
    pages[6].append("渡口的船夫唱着歌")
    shell.write("a.pdf", samples.pdf(pages))
    shell.write("b.txt", "渡口\n\n没有页码的渡口\n")
    shell.ok("index", ".")
    hits = {hit["id"]: hit for hit in json.loads(shell.ok("query", "--json", "渡口"))["hits"]}
    assert [fragment["page"] for fragment in hits["a.pdf"]["fragments"]] == [7]
    assert not any("page" in fragment for fragment in hits["b.txt"]["fragments"])
    assert "a.pdf  p. 7  " in shell.ok("query", "渡口")
    assert hits["a.pdf"]["metadata"]["pages"] == "12"


def test_pdf_without_text_and_damaged(shell):
    shell.write("none.pdf", samples.pdf([[]]))
    shell.write("cut.pdf", samples.pdf([["雨水"]])[:120])
    shell.write("noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20)
    indexed = Indexed(shell, ".")
    assert not indexed.articles.keys() & {"cut.pdf", "noise.pdf"}
    assert indexed.reasons().keys() == {"none.pdf", "cut.pdf", "noise.pdf"}


# ---- Mail ------------------------------------------------------------------------------

def test_mail(shell):
    shell.write("a.eml", samples.message(TITLE, AUTHOR, TEXT, "gb18030").as_bytes())
    article = Indexed(shell, "a.eml").only()
    assert (article["title"], article["date"]) == (TITLE, "2023-05-04T08:00:00+08:00")
    assert "苏小拾" in article["author"] and SENTENCES[0] in article["text"]


def test_mail_whose_headers_are_not_encoded(shell):
    shell.write("a.eml", f"Subject: {TITLE}\r\nContent-Type: text/plain; charset=gbk\r\n\r\n{TEXT}\r\n".encode("gbk"))
    article = Indexed(shell, "a.eml").only()
    assert article["title"] == TITLE and SENTENCES[0] in article["text"]


def test_mail_that_breaks_off_within_a_part(shell):
    mail = samples.message(TITLE, AUTHOR, TEXT)
    mail.add_alternative(page(), subtype="html")
    whole = mail.as_bytes()
    shell.write("a.eml", whole[:len(whole) * 2 // 3])
    assert SENTENCES[0] in Indexed(shell, "a.eml").only()["text"]


def test_mbox(shell):
    box = mailbox.mbox(shell.folder / "a.mbox")
    for subject, text in (("甲", "荷塘\nFrom here on it rains\n"), ("乙", "石桥\n"), ("丙", "茶馆里坐满了人\n")):
        box.add(samples.message(subject, AUTHOR, text))
    box.close()
    indexed = Indexed(shell, "a.mbox")
    assert {article["title"] for article in indexed.articles.values()} == {"甲", "乙", "丙"}
    assert next(a for a in indexed.articles.values() if a["title"] == "甲")["text"].count("From here") == 1


# ---- Archives --------------------------------------------------------------------------

def test_archives(shell):
    inner = samples.package({"d.txt": "丁\n\n茶馆\n".encode("gb18030")})
    shell.write("a.zip", samples.package({"b.txt": "乙\n\n荷塘\n".encode("big5"), "c/inner.zip": inner}))
    with tarfile.open(shell.folder / "t.tar.xz", "w:xz") as archive:
        member = tarfile.TarInfo("../e.txt")
        content = "戊\n\n石桥\n".encode()
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    shell.write("f.txt.gz", gzip.compress("己\n\n渡口\n".encode()))
    indexed = Indexed(shell, ".")
    assert indexed.finds("茶馆") == {"a.zip!c/inner.zip!d.txt"}
    assert indexed.finds("荷塘") == {"a.zip!b.txt"}
    assert indexed.finds("渡口") == {"f.txt.gz!f.txt"}
    assert not any(".." in path for path in indexed.articles)
    assert not (shell.folder.parent / "e.txt").exists()


def test_bomb(shell):
    bomb = samples.package({f"{n}.txt": b"0" * (64 << 20) for n in range(2)})
    shell.write("bomb.zip", samples.package({f"{n}.zip": bomb for n in range(20)}))
    shell.write("z.txt", "甲\n\n荷塘\n")
    indexed = Indexed(shell, ".")
    assert indexed.finds("荷塘") == {"z.txt"}
    assert any(path.startswith("bomb.zip") for path in indexed.reasons())


def test_archive_cut_short(shell):
    whole = samples.package({f"{n}.txt": f"{n}\n\n荷塘{n}\n" for n in range(50)})
    shell.write("a.zip", whole[:len(whole) // 4])
    shell.write("b.txt", "甲\n\n石桥\n")
    indexed = Indexed(shell, ".")
    assert indexed.finds("石桥") == {"b.txt"}
    assert any(path.startswith("a.zip") for path in indexed.reasons())


# ---- Spaces that are not there -----------------------------------------------------------

SPACED = [
    ("国 际 消 费 中 心 城 市", "国际消费中心", "国 际 消 费 中 心"),
    ("他们说国际消\n费中心还在路上", "国际消费中心", "国际消\n费中心"),
    ("國　際　消　費　中　心", "国际消费中心", "國　際　消　費　中　心"),
    ("建设国际\n\t  消费中心的第一年", "国际消费中心", "国际\n\t  消费中心"),
    ("国\u200b际\u200b消\u00a0费中心", "国际消费中心", "国\u200b际\u200b消\u00a0费中心"),
    ("︵国际消费中心︶︑不是一天建成的︒", "国际消费中心", "国际消费中心"),
    ("「青年人才」，都来了！（２０２３年）", "2023年", "２０２３年"),
    ("\ue000国际消费中心\uf8ff\U000f0000城市", "国际消费中心", "国际消费中心"),
]


@pytest.mark.parametrize("text,query,marked", SPACED)
def test_spaces_that_are_not_there(shell, text, query, marked):
    """What PDF and OCR part is found whole, and the marks hold all of it and nothing else."""
    shell.write("a.txt", f"标题在此\n\n从前有一段话。{text}。后来又有一段话。\n")
    shell.write("b.txt", "别的\n\n荷塘里没有城，也没有人。\n")
    Indexed(shell, ".")
    hits = json.loads(shell.ok("query", "--json", query))["hits"]
    assert [hit["id"] for hit in hits] == ["a.txt"]
    stored = next(json.loads(line)["text"].encode() for line in shell.ok("export").splitlines()
                  if json.loads(line)["id"] == "a.txt")
    marks = [stored[start:end].decode() for fragment in hits[0]["fragments"]
             for start, end in fragment["marks"]]
    assert "".join(marks) == marked

# ---- A folder as people have it --------------------------------------------------------

def test_mixed_folder(shell):
    """Each file is in the report, and one bad file stops nothing."""
    files = {"旧/a.txt": f"{TITLE}\n\n{TEXT}\n".encode("gb18030"), "b.html": page().encode(),
             "c.docx": samples.docx(TITLE, AUTHOR, SENTENCES), "d.eml": samples.message(TITLE, AUTHOR, TEXT).as_bytes(), "e.bin": bytes(range(256)),
             "f.zip": samples.package({"g.txt": f"{TITLE}\n\n{TEXT}\n".encode("utf-16")}), "h.pdf": b"%PDF"}
    for path, content in files.items():
        shell.write(path, content)
    indexed = Indexed(shell, ".")
    assert {line["path"] for line in indexed.report} >= files.keys()
    assert indexed.finds("学着把它留下来") == {"旧/a.txt", "b.html", "c.docx", "d.eml", "f.zip!g.txt"}
    assert indexed.about("旧/a.txt")["encoding"] == "GB18030"
    assert indexed.reasons().keys() == {"e.bin", "h.pdf"}
