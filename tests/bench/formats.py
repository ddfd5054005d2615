# SPDX-License-Identifier: GPL-2.0-or-later
"""What reading costs by format, against analysis: the first articles of a collection (a folder
with corpus.jsonl or corpus.jsonl.zst) as files of each. CPU seconds, medians of five rounds; the
last column is reading / analysis. The program that measures is in BENCH_FORMATS."""
import gzip
import io
import itertools
import json
import mailbox
import os
import subprocess
import sys
import tarfile
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, f"{SOURCE}/tests")
import samples  # noqa: E402

ARTICLES = 1500
TOGETHER = 50  # in a long document
AUTHOR = "苏小拾"


def articles(folder):
    path = f"{folder}/corpus.jsonl"
    data = open(path, "rb").read() if os.path.exists(path) else subprocess.run(
        ["zstd", "-qdc", f"{path}.zst"], check=True, capture_output=True).stdout
    for line in itertools.islice(data.splitlines(), ARTICLES):
        article = json.loads(line)
        title = article.get("title") or article["text"][:20]
        yield title, [line for line in article["text"].splitlines() if line.strip()]


def plain(title, paragraphs):
    return f"{title}\n\n" + "\n".join(paragraphs) + "\n"


def pages(title, paragraphs):
    text = title + "".join(paragraphs)
    lines = [text[at:at + 32] for at in range(0, len(text), 32)]
    return [lines[at:at + 40] for at in range(0, len(lines), 40)]


def table(rows, separator):
    return "".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)


def tar(files):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()


def mbox(folder, all_articles):
    box = mailbox.mbox(f"{folder}/all.mbox")
    for title, paragraphs in all_articles:
        box.add(samples.message(title, AUTHOR, "\n".join(paragraphs)))
    box.close()


def one_by_one(all_articles):
    """(format, extension, what makes a file of an article)."""
    return [
        ("text, UTF-8", "txt", lambda t, p: plain(t, p).encode()),
        ("text, GB18030", "txt", lambda t, p: plain(t, p).encode("gb18030")),
        ("text, UTF-16", "txt", lambda t, p: plain(t, p).encode("utf-16")),
        ("Markdown", "md", lambda t, p: f"# {t}\n\n{chr(10).join(f'{x}{chr(10)}' for x in p)}".encode()),
        ("HTML", "html", lambda t, p: samples.html(t, AUTHOR, p)),
        ("HTML, GBK", "html", lambda t, p: samples.html(t, AUTHOR, p).decode().replace(
            'charset="utf-8"', 'charset="gbk"').encode("gb18030")),
        ("JSON", "json", lambda t, p: json.dumps({"title": t, "text": "\n".join(p)}, ensure_ascii=False).encode()),
        ("DOCX", "docx", lambda t, p: samples.docx(t, AUTHOR, p)),
        ("ODT", "odt", lambda t, p: samples.odt(t, AUTHOR, p)),
        ("EPUB", "epub", lambda t, p: samples.epub(t, AUTHOR, p)),
        ("PDF, short", "pdf", lambda t, p: samples.pdf(pages(t, p))),
        ("mail", "eml", lambda t, p: samples.message(t, AUTHOR, "\n".join(p)).as_bytes()),
    ]


def all_in_one(all_articles):
    """(format, name, what makes a file of all articles)."""
    rows = [("title", "text")] + [(t, "\n".join(p)) for t, p in all_articles]
    texts = {f"{n}.txt": plain(t, p).encode() for n, (t, p) in enumerate(all_articles)}
    return [
        ("JSON Lines", "all.jsonl", lambda: "".join(json.dumps(
            {"title": t, "text": "\n".join(p)}, ensure_ascii=False) + "\n" for t, p in all_articles).encode()),
        ("CSV", "all.csv", lambda: table(rows, ",").encode()),
        ("CSV, GB18030", "all.csv", lambda: table(rows, ",").encode("gb18030")),
        ("zip", "all.zip", lambda: samples.package(texts)),
        ("tar.gz", "all.tar.gz", lambda: tar(texts)),
        ("WARC.gz", "all.warc.gz", lambda: gzip.compress(samples.warc(
            {f"https://example.org/{n}": samples.html(t, AUTHOR, p) for n, (t, p) in enumerate(all_articles)}))),
    ]


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: ./dev bench formats DIR…")
    for collection in sys.argv[1:]:
        all_articles = list(articles(collection))
        print(f"{os.path.basename(os.path.normpath(collection))}:", flush=True)
        with tempfile.TemporaryDirectory(prefix="zsearch-bench-") as work:
            files = []

            def write(kind, name, content):
                path = f"{work}/{kind}/{name}"
                os.makedirs(os.path.dirname(path), exist_ok=True)
                if content is not None:
                    with open(path, "wb") as file:
                        file.write(content)
                files.append(f"{kind}\t{path}\n")

            for kind, extension, make in one_by_one(all_articles):
                for number, (title, paragraphs) in enumerate(all_articles):
                    write(kind, f"{number}.{extension}", make(title, paragraphs))
            for kind, name, make in all_in_one(all_articles):
                write(kind, name, make())
            for number in range(0, len(all_articles), TOGETHER):
                book = "".join(t + "".join(p) for t, p in all_articles[number:number + TOGETHER])
                write("PDF, long", f"{number}.pdf", samples.pdf(pages(book, [])))
            write("mbox", "all.mbox", None)
            mbox(f"{work}/mbox", all_articles)
            subprocess.run([os.environ["BENCH_FORMATS"]], input="".join(files), text=True, check=True)


main()
