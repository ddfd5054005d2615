# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes small files of the formats that zsearch reads, as bytes."""
import io
import zipfile
from email.message import EmailMessage


def package(files):
    """A zip file of {name: content}."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def html(title, author, paragraphs):
    body = "".join(f"<p>{escaped(paragraph)}</p>\n" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(12))
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escaped(title)}</title>'
            f'<meta name="author" content="{escaped(author)}"></head><body><nav><ul>{menu}</ul></nav>'
            f"<article><h1>{escaped(title)}</h1>{body}</article>"
            "<footer><a href='/about'>关于我们</a> 版权所有</footer></body></html>").encode()


def docx(title, author, paragraphs):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    # A paragraph is in as many runs as it was typed in.
    body = "".join(f"<w:p><w:r><w:t>{escaped(p[:4])}</w:t></w:r><w:r><w:t>{escaped(p[4:])}</w:t></w:r></w:p>"
                   for p in paragraphs)
    return package({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp='
                             '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
                             f"<dc:title>{escaped(title)}</dc:title><dc:creator>{author}</dc:creator></cp:coreProperties>"})


def odt(title, author, paragraphs):
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ' \
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    body = "".join(f"<text:p>{escaped(p)}</text:p>" for p in paragraphs)
    return package({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}><office:body><office:text>{body}"
                       "</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {names}><office:meta><dc:title>{escaped(title)}</dc:title>"
                    f"<dc:creator>{author}</dc:creator></office:meta></office:document-meta>"})


def epub(title, author, paragraphs):
    """A book of two chapters."""
    chapters = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(2))
    order = '<itemref idref="c0"/><itemref idref="c1"/>'
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                                  '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc='
                          f'"http://purl.org/dc/elements/1.1/"><dc:title>{escaped(title)}</dc:title><dc:creator>{author}'
                          f"</dc:creator></metadata><manifest>{chapters}</manifest><spine>{order}</spine></package>"}
    half = (len(paragraphs) + 1) // 2
    for n in range(2):
        body = "".join(f"<p>{escaped(p)}</p>" for p in paragraphs[n * half:(n + 1) * half])
        files[f"OEBPS/c{n}.xhtml"] = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    return package(files)


def pdf(pages):
    """Pages of lines, in a font that has no glyphs, only what its characters mean in Unicode."""
    characters = sorted({character for page in pages for line in page for character in line})
    codes = [character.encode("utf-16-be").hex() for character in characters]
    means = "".join(f"{len(codes[at:at + 100])} beginbfchar\n" +
                    "".join(f"<{code}> <{code}>\n" for code in codes[at:at + 100]) + "endbfchar\n"
                    for at in range(0, len(codes), 100))
    to_unicode = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
                  f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{means}endcmap end end")
    first = 7  # the object of the first page; its content is the next
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
               "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
               "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
               "/Supplement 0>>/DW 1000/FontDescriptor 6 0 R>>",
               f"<</Length {len(to_unicode)}>>stream\n{to_unicode}\nendstream",
               "<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900"
               "/Descent -200/CapHeight 700/StemV 80>>"]
    for n, page in enumerate(pages):
        content = "BT /F 12 Tf 40 800 Td 16 TL " + "".join(
            f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in page) + "ET"
        objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
                    f"/Contents {first + 2 * n + 1} 0 R>>",
                    f"<</Length {len(content)}>>stream\n{content}\nendstream"]
    data, places = io.BytesIO(), []
    data.write(b"%PDF-1.4\n")
    for number, value in enumerate(objects, 1):
        places.append(data.tell())
        data.write(f"{number} 0 obj\n{value}\nendobj\n".encode())
    end = data.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    data.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}"
               f"/Root 1 0 R>>\nstartxref\n{end}\n%%EOF\n".encode())
    return data.getvalue()


def message(subject, author, text, charset="utf-8"):
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = f"{author} <su@example.org>"
    mail["Date"] = "Thu, 04 May 2023 08:00:00 +0800"
    mail["Message-ID"] = f"<{len(text)}@example.org>"
    mail.set_content(text, charset=charset)
    return mail


def warc(pages):
    """The responses of a crawl: {url: HTML as bytes}."""
    records = []
    for url, page in pages.items():
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        records.append(f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
                       "WARC-Date: 2023-05-04T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                       f"Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n")
    return b"".join(records)
