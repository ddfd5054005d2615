/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/container.h"
#include "formats/format.h"
#include "formats/module.h"

enum { EXTENSION_SHOWN = 40 }; /* bytes of it, in an error */

/* A build without the library for a format still knows it, and can say so. */
#ifdef ZS_WITH_PDF
#define READ_PDF zs_read_pdf
#else
#define READ_PDF NULL
#endif
#ifdef ZS_WITH_MAIL
#define READ_MAIL zs_read_mail
#define READ_MBOX zs_read_mbox
#else
#define READ_MAIL NULL
#define READ_MBOX NULL
#endif
#ifdef ZS_WITH_ARCHIVES
#define READ_ARCHIVE zs_read_archive
#define READ_WARC zs_read_warc
#define READ_DOCX zs_read_docx
#define READ_ODT zs_read_odt
#define READ_EPUB zs_read_epub
#else
#define READ_ARCHIVE NULL
#define READ_WARC NULL
#define READ_DOCX NULL
#define READ_ODT NULL
#define READ_EPUB NULL
#endif

static const zs_format formats[] = {
    {"plain text", ".txt .text ", NULL, "an article, its title in a line of its own",
     .read_bytes = zs_read_text},
    {"Markdown", ".md .markdown ", "md4c, libyaml", "an article, with YAML front matter",
     .module = "markdown", .read_bytes = zs_read_markdown},
    {"HTML", ".html .htm .shtml .xhtml ", "libxml2",
     "an article: the main text without navigation, and what the page says of itself",
     .module = "html", .read_bytes = zs_read_html},
    {"JSON", ".json ", "jansson", "an article, or an array of them", .many = true,
     .read_bytes = zs_read_json},
    {"JSON Lines", ".jsonl .ndjson ", "jansson", "an article a line", .many = true,
     .read_stream = zs_read_jsonl},
    {"CSV", ".csv ", "libcsv", "an article a row, by the names in the first", .many = true,
     .module = "csv", .read_stream = zs_read_csv},
    {"TSV", ".tsv .tab ", "libcsv", "an article a row, by the names in the first", .many = true,
     .module = "csv", .read_stream = zs_read_tsv},
    {"DOCX", ".docx ", "libarchive, libxml2", "an article", .module = "archive",
     .read_bytes = READ_DOCX},
    {"ODT", ".odt ", "libarchive, libxml2", "an article", .module = "archive",
     .read_bytes = READ_ODT},
    {"EPUB", ".epub ", "libarchive, libxml2", "an article a chapter", .many = true,
     .module = "archive", .read_bytes = READ_EPUB},
    {"PDF", ".pdf ", "poppler-glib", "an article, page by page", .module = "pdf",
     .read_bytes = READ_PDF},
    {"mail", ".eml ", "gmime", "an article, and its attachments", .many = true,
     .module = "mail", .read_bytes = READ_MAIL},
    {"mbox", ".mbox ", "gmime", "an article a message, and their attachments", .many = true,
     .module = "mail", .read_stream = READ_MBOX},
    {"WARC", ".warc .warc.gz .warc.zst ", "libarchive",
     "an article a web page that was answered", .many = true, .module = "archive",
     .read_stream = READ_WARC},
    {"archive",
     ".zip .7z .tar .tar.gz .tgz .tar.bz2 .tbz2 .tar.xz .txz .tar.zst .gz .bz2 .xz .zst .lzma "
     ".lz .lz4 .rar .cab .iso .cpio .lzh .lha ",
     "libarchive", "each member as if it were a file", .many = true, .module = "archive",
     .read_stream = READ_ARCHIVE},
};

enum { FORMATS = sizeof formats / sizeof *formats };

/* The longest extension of the list that a name ends in; 0 if none. A name that is nothing
 * but an extension has none. */
static size_t ends_in(const char *name, const char *extensions)
{
    size_t longest = 0, length = strlen(name);
    while (*extensions) {
        size_t listed = strcspn(extensions, " ");
        if (listed > longest && listed < length &&
            strncasecmp(name + length - listed, extensions, listed) == 0) {
            longest = listed;
        }
        extensions += listed + 1;
    }
    return longest;
}

const zs_format *zs_format_of(const char *path)
{
    const char *name = zs_path_name(path);
    const zs_format *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < FORMATS; i++) {
        size_t length = ends_in(name, formats[i].extensions);
        if (length > longest) {
            longest = length;
            found = &formats[i];
        }
    }
    return found;
}

const zs_format *zs_format_with(const zs_reading_options *options, const char *path)
{
    static const zs_format filtered = {.name = "filter", .read_stream = zs_read_filtered};
    return zs_filter_fits(options, path) ? &filtered : zs_format_of(path);
}

bool zs_format_can_read(const zs_format *format)
{
    return format->read_bytes || format->read_stream;
}

/* Why this build, as it is installed, cannot read a format; NULL if it can. */
static const char *fault_of(const zs_format *format)
{
    if (!zs_format_can_read(format)) {
        return "not in this build";
    }
    return format->module ? zs_module_fault(format->module) : NULL;
}

bool zs_format_at(size_t i, zs_format_info *out)
{
    if (i >= FORMATS || !out) {
        return false;
    }
    const char *fault = fault_of(&formats[i]);
    *out = (zs_format_info){.name = formats[i].name,
                            .extensions = formats[i].extensions,
                            .holds = formats[i].holds,
                            .library = formats[i].library,
                            .available = fault == NULL,
                            .fault = fault};
    return true;
}

zs_status zs_fail_format(zs_error *error, const char *path)
{
    const char *name = zs_path_name(path);
    const char *dot = strrchr(name, '.');
    const zs_format *format = zs_format_of(path);
    if (format) {
        return zs_fail(error, ZS_ERROR_FORMAT,
                       "this build of zsearch cannot read %s; see: zsearch info --formats",
                       format->name);
    }
    if (!dot || dot == name || dot[1] == '\0') {
        return zs_fail(error, ZS_ERROR_FORMAT, "unknown format: the name has no extension");
    }
    /* What stands behind the last dot may be half a sentence. */
    int shown = (int)zs_utf8_valid(dot, strnlen(dot, EXTENSION_SHOWN));
    return zs_fail(error, ZS_ERROR_FORMAT, "unknown format: %.*s", shown, dot);
}

static zs_status read_whole(const zs_format *format, const zs_stream *stream,
                            zs_reading *reading, zs_error *error)
{
    zs_buffer content = ZS_BUFFER_INIT;
    zs_status status = zs_stream_read_all(stream, ZS_WHOLE_LIMIT, &content, error);
    if (!status) {
        status = format->read_bytes(content.data ? content.data : "", content.length, reading,
                                    error);
    }
    zs_buffer_release(&content);
    return status;
}

zs_status zs_read_as(const zs_format *format, const zs_stream *stream, const zs_buffer *content,
                     zs_reading *reading, zs_error *error)
{
    /* One budget for a file and all that lies in it. */
    zs_budget own = zs_budget_for(stream->size);
    zs_budget *given = reading->budget;
    reading->budget = given ? given : &own;
    zs_status status;
    if (format->read_stream) {
        status = format->read_stream(stream, reading, error);
    } else if (content) {
        status = format->read_bytes(content->data ? content->data : "", content->length,
                                    reading, error);
    } else {
        status = read_whole(format, stream, reading, error);
    }
    reading->budget = given;
    return status;
}
