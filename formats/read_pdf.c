/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * PDF, page by page. A form feed stands between pages.
 */
#include <poppler.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"

enum {
    PAGES_MOST = 20000,
    EDGE_LINES = 2,    /* running heads and feet are among so many lines at an edge, */
    EDGE_LENGTH = 200, /* are not longer, */
    EDGE_PAGES = 4,    /* and are looked for in documents of so many pages */
    TITLE_CHARACTERS = 40
};
#define TEXT_LIMIT ((size_t)1 << 30)

/* ---- Running heads and feet -------------------------------------------------------------- */

/* The lines at the edges of the pages, as hashes without their digits: what stands on more
 * than half of the pages is no text. */
struct edges {
    uint64_t *hashes;
    size_t count, capacity;
    size_t pages;
};

struct line {
    const char *begin, *end;
};

static bool next_line(const char **at, const char *end, struct line *line)
{
    if (*at >= end) {
        return false;
    }
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    *line = (struct line){*at, newline ? newline : end};
    *at = newline ? newline + 1 : end;
    return true;
}

/* FNV-1a, without digits and white space; 0 for a line that is too long. */
static uint64_t hash_line(const struct line *line)
{
    uint64_t hash = 14695981039346656037U;
    for (const char *at = line->begin; at < line->end; at++) {
        if ((*at < '0' || *at > '9') && *at != ' ') {
            hash = (hash ^ (unsigned char)*at) * 1099511628211U;
        }
    }
    return line->end - line->begin <= EDGE_LENGTH ? hash : 0;
}

/* The places of lines that are at an edge of the page: *first of them from the beginning, and
 * those from *last on. */
static void find_edges(const char *text, size_t *first, size_t *last)
{
    const char *at = text, *end = text + strlen(text);
    struct line line;
    size_t count = 0;
    while (next_line(&at, end, &line)) {
        count++;
    }
    *first = EDGE_LINES < count ? EDGE_LINES : count;
    *last = count > EDGE_LINES ? count - EDGE_LINES : 0;
}

static bool note_edges(struct edges *edges, const char *text)
{
    size_t first, last, number = 0;
    const char *at = text, *end = text + strlen(text);
    struct line line;
    find_edges(text, &first, &last);
    edges->pages++;
    for (; next_line(&at, end, &line); number++) {
        uint64_t hash = hash_line(&line);
        if ((number < first || number >= last) && hash != 0) {
            uint64_t *hashes = zs_array_grow(edges->hashes, &edges->capacity, edges->count + 1,
                                             sizeof *hashes);
            if (!hashes) {
                return false;
            }
            edges->hashes = hashes;
            hashes[edges->count++] = hash;
        }
    }
    return true;
}

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* How often a hash is there. The hashes are in order. */
static size_t occurrences(const struct edges *edges, uint64_t hash)
{
    size_t low = 0, high = edges->count, count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edges->hashes[middle] < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (low + count < edges->count && edges->hashes[low + count] == hash) {
        count++;
    }
    return count;
}

static bool is_running(const struct edges *edges, const struct line *line)
{
    uint64_t hash = hash_line(line);
    return hash != 0 && edges->pages >= EDGE_PAGES &&
           occurrences(edges, hash) * 2 > edges->pages;
}

/* ---- Pages
 * ----------------------------------------------------------------------------------- */

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Appends a page, without its running lines; Latin words that were parted at a line's end are
 * joined. */
static bool append_page(const char *text, const struct edges *edges, zs_buffer *out)
{
    const char *at = text, *end = text + strlen(text);
    size_t first, last, number = 0, begin = out->length;
    struct line line;
    bool kept = true;
    find_edges(text, &first, &last);
    for (; kept && next_line(&at, end, &line); number++) {
        if ((number < first || number >= last) && is_running(edges, &line)) {
            continue;
        }
        size_t length = out->length;
        bool parted = length >= begin + 3 && out->data[length - 1] == '\n' &&
                      out->data[length - 2] == '-' && is_letter(out->data[length - 3]) &&
                      line.begin < line.end && *line.begin >= 'a' && *line.begin <= 'z';
        out->length -= parted ? 2 : 0;
        kept = zs_buffer_append(out, line.begin, (size_t)(line.end - line.begin)) &&
               zs_buffer_append_byte(out, '\n');
    }
    return kept;
}

/* Takes a string of poppler's, which is UTF-8 unless the document says otherwise: half a pair
 * of UTF-16, for one, comes through. To be freed with g_free; NULL stays NULL. */
static char *valid_string(char *string)
{
    if (!string || zs_utf8_valid(string, strlen(string)) == strlen(string)) {
        return string;
    }
    char *valid = g_utf8_make_valid(string, -1);
    g_free(string);
    return valid;
}

/* The texts of all pages, poppler's own, to be freed; NULL for a page that has none. */
static char **take_pages(PopplerDocument *document, int count)
{
    char **pages = calloc((size_t)count + 1, sizeof *pages);
    for (int i = 0; pages && i < count; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        if (page) {
            pages[i] = valid_string(poppler_page_get_text(page));
            g_object_unref(page);
        }
    }
    return pages;
}

static void free_pages(char **pages, int count)
{
    for (int i = 0; pages && i < count; i++) {
        g_free(pages[i]);
    }
    free(pages);
}

/* *readable is how many pages could be read at all. */
static bool keep_pages(PopplerDocument *document, int count, zs_draft *draft, int *readable)
{
    struct edges edges = {.hashes = NULL};
    char **pages = take_pages(document, count);
    bool kept = pages != NULL;
    *readable = 0;
    for (int i = 0; kept && i < count; i++) {
        *readable += pages[i] != NULL;
        kept = !pages[i] || note_edges(&edges, pages[i]);
    }
    if (edges.count > 0) {
        qsort(edges.hashes, edges.count, sizeof *edges.hashes, compare_hashes);
    }
    zs_buffer_clear(&draft->text);
    for (int i = 0; kept && i < count && draft->text.length < TEXT_LIMIT; i++) {
        kept = (i == 0 || zs_buffer_append_byte(&draft->text, '\f')) &&
               (!pages[i] || append_page(pages[i], &edges, &draft->text));
    }
    free(edges.hashes);
    free_pages(pages, count);
    return kept;
}

/* ---- What the document says of itself
 * ---------------------------------------------------------- */

static bool is_made_up(const char *title)
{
    static const char *const beginnings[] = {"Microsoft", "untitled", "PowerPoint", "无标题",
                                             "幻灯片",    "WPS",      "Adobe"};
    static const char *const endings[] = {".doc", ".docx", ".wps", ".indd", ".ppt", ".pptx",
                                          ".pdf", ".xls",  ".qxd", ".tex",  ".dvi"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (strncasecmp(title, beginnings[i], strlen(beginnings[i])) == 0) {
            return true;
        }
    }
    size_t length = strlen(title);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length >= size && strcasecmp(title + length - size, endings[i]) == 0) {
            return true;
        }
    }
    return title[strspn(title, " \t\r\n")] == '\0';
}

/* The first line, if it is short: the title of what has no other. It stays in the text. */
static bool keep_first_line(zs_draft *draft)
{
    if (draft->text.length == 0) {
        return true;
    }
    const char *at = draft->text.data, *end = at + draft->text.length;
    struct line line = {at, at};
    while (line.begin == line.end) {
        if (!next_line(&at, end, &line)) {
            return true;
        }
        while (line.begin < line.end && strchr(" \f\t\r", *line.begin)) {
            line.begin++;
        }
    }
    size_t length = (size_t)(line.end - line.begin);
    return zs_utf8_count(line.begin, length) > TITLE_CHARACTERS ||
           zs_draft_set(draft, ZS_MEMBER_TITLE, line.begin, length);
}

/* Keeps a string of poppler's and frees it. */
static bool keep_string(zs_draft *draft, zs_member member, const char *name, char *string)
{
    char *value = valid_string(string);
    size_t length = value ? strlen(value) : 0;
    bool kept = length == 0 || (name ? zs_draft_add(draft, name, value, length)
                                     : zs_draft_set(draft, member, value, length));
    g_free(value);
    return kept;
}

static bool keep_date(PopplerDocument *document, zs_draft *draft)
{
    GDateTime *time = poppler_document_get_creation_date_time(document);
    char *date = time ? g_date_time_format_iso8601(time) : NULL;
    if (time) {
        g_date_time_unref(time);
    }
    return keep_string(draft, ZS_MEMBER_DATE, NULL, date);
}

static bool keep_properties(PopplerDocument *document, int pages, zs_draft *draft)
{
    char count[16];
    char *title = poppler_document_get_title(document);
    bool kept = true;
    if (title && !is_made_up(title)) {
        kept = keep_string(draft, ZS_MEMBER_TITLE, NULL, title);
    } else {
        g_free(title);
    }
    int length = snprintf(count, sizeof count, "%d", pages);
    kept = keep_string(draft, ZS_MEMBER_AUTHOR, NULL, poppler_document_get_author(document)) &&
           kept;
    kept = keep_string(draft, 0, "keywords", poppler_document_get_keywords(document)) && kept;
    kept = keep_string(draft, 0, "subject", poppler_document_get_subject(document)) && kept;
    kept = keep_date(document, draft) && kept;
    return kept && zs_draft_add(draft, "pages", count, (size_t)length) &&
           (zs_draft_get(draft, ZS_MEMBER_TITLE) || keep_first_line(draft));
}

/* ---- The file
 * -------------------------------------------------------------------------------------- */

static zs_status fail_open(const GError *reason, zs_error *error)
{
    if (reason && reason->domain == POPPLER_ERROR && reason->code == POPPLER_ERROR_ENCRYPTED) {
        return zs_fail(error, ZS_ERROR_FORMAT, "it has a password; save it without one");
    }
    return zs_fail(error, ZS_ERROR_FORMAT, "not a PDF that can be read: %s",
                   reason ? reason->message : "it is damaged");
}

static bool has_text(const zs_buffer *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (!strchr(" \t\r\n\f", text->data[i])) {
            return true;
        }
    }
    return false;
}

static zs_status read_document(PopplerDocument *document, zs_reading *reading, zs_error *error)
{
    zs_draft *draft;
    int readable;
    int pages = poppler_document_get_n_pages(document);
    int count = pages < PAGES_MOST ? pages : PAGES_MOST;
    zs_status status = zs_reading_begin(reading, &draft, error);
    if (!status && (!keep_pages(document, count > 0 ? count : 0, draft, &readable) ||
                    !keep_properties(document, pages, draft))) {
        status = zs_fail_memory(error);
    }
    if (status) {
        return status;
    }
    bool empty = !has_text(&draft->text);
    if (empty) {
        zs_buffer_clear(&draft->text);
    }
    status = zs_reading_put(reading, 0, error);
    if (!status && readable < pages) {
        status =
            zs_reading_remark(reading, 0, error, ZS_ERROR_FORMAT,
                              "%d of its %d pages cannot be read", pages - readable, pages);
    }
    if (!status && empty) {
        status =
            zs_reading_remark(reading, 0, error, ZS_ERROR_FORMAT,
                              "it has no text: its pages are pictures; run OCR on it, then "
                              "index it again");
    }
    return status;
}

/* poppler makes tables for all fonts and encodings with the first document that is open and
 * throws them away with the last, which took three fifths of the time of a small one. So one
 * stays open for good. */
static PopplerDocument *always_open;

static void open_for_good(void)
{
    static const char pdf[] = "%PDF-1.4\n"
                              "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
                              "2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
                              "trailer\n<</Root 1 0 R/Size 3>>\n%%EOF\n";
    GBytes *bytes = g_bytes_new_static(pdf, sizeof pdf - 1);
    always_open = poppler_document_new_from_bytes(bytes, NULL, NULL);
    g_bytes_unref(bytes);
}

zs_status zs_read_pdf(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, open_for_good); /* without it, it is only slower */
    GError *reason = NULL;
    GBytes *bytes = g_bytes_new_static(data, length);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, &reason);
    zs_status status =
        document ? read_document(document, reading, error) : fail_open(reason, error);
    if (document) {
        g_object_unref(document);
    }
    g_clear_error(&reason);
    g_bytes_unref(bytes);
    return status;
}
