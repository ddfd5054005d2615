/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * EPUB: a chapter of the book is an article.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"
#include "formats/markup.h"
#include "formats/package.h"

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), size = strlen(ending);
    return length >= size && strcasecmp(name + length - size, ending) == 0;
}

static bool is_wanted(const char *name)
{
    return ends_in(name, ".xhtml") || ends_in(name, ".html") || ends_in(name, ".htm") ||
           ends_in(name, ".opf") || ends_in(name, ".xml");
}

/* The book, while its chapters are read. */
struct book {
    zs_package package;
    const char *opf; /* the name of the package document, in the package */
    xmlDocPtr document;
    const xmlNode *root; /* of it */
    zs_reading *reading;
};

static const xmlNode *find_element(const xmlNode *root, const char *name)
{
    const xmlNode *node = root;
    while (node && !zs_node_is(node, name)) {
        node = zs_node_next(root, node, true);
    }
    return node;
}

/* A place in the book, relative to its package document: percent-decoded, without "..". */
static bool resolve(const struct book *book, const char *target, zs_buffer *out)
{
    const char *slash = strrchr(book->opf, '/');
    zs_buffer_clear(out);
    bool kept = !slash || zs_buffer_append(out, book->opf, (size_t)(slash - book->opf) + 1);
    for (const char *at = target; kept && *at && *at != '#'; at++) {
        static const char digits[] = "0123456789abcdef";
        const char *high = at[0] == '%' && at[1] ? strchr(digits, at[1] | 0x20) : NULL;
        const char *low = high && at[2] ? strchr(digits, at[2] | 0x20) : NULL;
        if (strncmp(at, "../", 3) == 0 && (at == target || at[-1] == '/')) {
            /* Out of the innermost folder. */
            out->length -= out->length > 0;
            while (out->length > 0 && out->data[out->length - 1] != '/') {
                out->length--;
            }
            at += 2;
        } else if (low && *low) {
            kept = zs_buffer_append_byte(out, (char)((high - digits) * 16 + (low - digits)));
            at += 2;
        } else {
            kept = zs_buffer_append_byte(out, *at);
        }
    }
    return kept && zs_buffer_terminate(out) && strlen(out->data) == out->length;
}

/* The manifest's item with this id. */
static const char *target_of(const struct book *book, const char *id)
{
    for (const xmlNode *node = book->root; node; node = zs_node_next(book->root, node, true)) {
        const char *found = zs_node_is(node, "item") ? zs_node_attribute(node, "id") : NULL;
        if (found && strcmp(found, id) == 0) {
            return zs_node_attribute(node, "href");
        }
    }
    return NULL;
}

static bool is_blank(const zs_buffer *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (!strchr(" \t\r\n", text->data[i])) {
            return false;
        }
    }
    return true;
}

/* Takes the element for the title, unless there is one already. */
static bool keep_as_title(const xmlNode *root, const char *name, zs_draft *draft)
{
    zs_buffer title = ZS_BUFFER_INIT;
    bool kept = true;
    if (!zs_draft_get(draft, ZS_MEMBER_TITLE)) {
        kept = zs_xml_value(root, name, &title);
        if (kept && !is_blank(&title)) {
            kept = zs_draft_set(draft, ZS_MEMBER_TITLE, title.data, title.length);
        }
    }
    zs_buffer_release(&title);
    return kept;
}

/* A heading or, for want of one, the title of the chapter's page, else the book's: the name of
 * a chapter's file says nothing to a reader. */
static bool keep_title(const struct book *book, const xmlNode *root, zs_draft *draft)
{
    static const char *const names[] = {"h1", "h2", "h3", "title"};
    bool kept = true;
    for (size_t i = 0; kept && i < sizeof names / sizeof *names; i++) {
        kept = keep_as_title(root, names[i], draft);
    }
    const xmlNode *metadata = find_element(book->root, "metadata");
    return kept && (!metadata || keep_as_title(metadata, "title", draft));
}

/* What the package says of the whole book. */
static bool keep_book(const struct book *book, zs_draft *draft)
{
    const xmlNode *metadata = find_element(book->root, "metadata");
    return !metadata || (zs_xml_keep(metadata, "creator", draft, ZS_MEMBER_AUTHOR) &&
                         zs_xml_keep(metadata, "date", draft, ZS_MEMBER_DATE) &&
                         zs_xml_keep(metadata, "publisher", draft, ZS_MEMBER_SOURCE) &&
                         zs_xml_add(metadata, "title", draft, "book") &&
                         zs_xml_add(metadata, "identifier", draft, "identifier"));
}

static bool keep_place(const struct book *book, const char *name, zs_draft *draft)
{
    zs_buffer path = ZS_BUFFER_INIT;
    bool kept = zs_buffer_append_string(&path, book->reading->path) &&
                zs_buffer_append_byte(&path, '!') && zs_buffer_append_string(&path, name) &&
                zs_draft_set(draft, ZS_MEMBER_ID, path.data, path.length) &&
                zs_draft_set(draft, ZS_MEMBER_PATH, path.data, path.length);
    zs_buffer_release(&path);
    return kept;
}

/* A chapter is XHTML, and now and then only nearly so. */
static xmlDocPtr parse_chapter(const zs_buffer *content)
{
    xmlDocPtr document = NULL;
    if (content->length > 0 && content->length <= INT_MAX) {
        document = xmlReadMemory(content->data, (int)content->length, NULL, NULL,
                                 ZS_XML_OPTIONS & ~XML_PARSE_RECOVER);
        if (!document) {
            document = htmlReadMemory(content->data, (int)content->length, NULL, "UTF-8",
                                      ZS_HTML_OPTIONS);
        }
    }
    return document;
}

static zs_status read_chapter(struct book *book, const char *name, zs_error *error)
{
    const zs_buffer *content = zs_package_file(&book->package, name);
    if (!content) {
        return zs_reading_remark(book->reading, 0, error, ZS_ERROR_FORMAT,
                                 "the chapter %s is not in it", name);
    }
    xmlDocPtr document = parse_chapter(content);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    const xmlNode *body = root ? find_element(root, "body") : NULL;
    zs_draft *draft;
    zs_status status = zs_reading_begin(book->reading, &draft, error);
    if (!status && body) {
        zs_buffer_clear(&draft->text);
        bool kept = zs_markup_text(body, &draft->text) && keep_title(book, root, draft) &&
                    keep_book(book, draft) && keep_place(book, name, draft);
        status = !kept                    ? zs_fail_memory(error)
                 : is_blank(&draft->text) ? ZS_OK
                                          : zs_reading_put(book->reading, 0, error);
    }
    xmlFreeDoc(document);
    return status;
}

/* The chapters in the order of reading. */
static zs_status read_spine(struct book *book, zs_error *error)
{
    zs_buffer name = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    for (const xmlNode *node = book->root; !status && node;
         node = zs_node_next(book->root, node, true)) {
        const char *id = zs_node_is(node, "itemref") ? zs_node_attribute(node, "idref") : NULL;
        const char *target = id ? target_of(book, id) : NULL;
        if (!target) {
            continue;
        }
        if (resolve(book, target, &name) &&
            zs_utf8_valid(name.data, name.length) == name.length) {
            status = read_chapter(book, name.data, error);
        }
    }
    zs_buffer_release(&name);
    return status;
}

zs_status zs_read_epub(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    struct book book = {.reading = reading};
    zs_status status = zs_package_open(&book.package, data, length, is_wanted, "a book (.epub)",
                                       reading, error);
    for (size_t i = 0; !status && !book.opf && i < book.package.count; i++) {
        book.opf =
            ends_in(book.package.files[i].name, ".opf") ? book.package.files[i].name : NULL;
    }
    if (!status && book.opf) {
        book.document = zs_package_xml(&book.package, book.opf);
        book.root = book.document ? xmlDocGetRootElement(book.document) : NULL;
    }
    if (!status) {
        status = book.root ? read_spine(&book, error)
                           : zs_fail(error, ZS_ERROR_FORMAT,
                                     "there is no package document (.opf) in it");
    }
    xmlFreeDoc(book.document);
    zs_package_release(&book.package);
    return status;
}
