/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * CSV and TSV with a header: an article a row.
 */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/columns.h"
#include "formats/decoded.h"
#include "formats/format.h"

enum { NAMES_SHOWN = 200 }; /* bytes of them, in an error */

/* A column, by its place. */
struct heading {
    char *name;
    zs_column column;
};

/* What libcsv's callbacks work on. They cannot fail, so the first failure is kept here. */
struct table {
    zs_reading *reading;
    struct heading *headings; /* NULL until the header is read */
    size_t heading_count, heading_capacity;
    bool headed;
    zs_draft *draft; /* of the row at hand */
    size_t cell;     /* of the next, from 0 */
    size_t too_many; /* cells of the row that have no heading */
    bool has_text;
    bool fresh;          /* no cell of the next row has begun */
    uint64_t row;        /* of articles, from 1 */
    uint64_t lines;      /* line ends so far, those within quotes too */
    uint64_t first_line; /* of the row at hand */
    zs_status status;
    zs_error *error;
};

static void fail_memory(struct table *table)
{
    table->status = zs_fail_memory(table->error);
}

/* ---- The header ----------------------------------------------------------------------------
 */

static void add_heading(struct table *table, const char *name, size_t length)
{
    while (length > 0 && (name[0] == ' ' || name[0] == '\t')) {
        name++;
        length--;
    }
    while (length > 0 && (name[length - 1] == ' ' || name[length - 1] == '\t')) {
        length--;
    }
    struct heading *headings = zs_array_grow(table->headings, &table->heading_capacity,
                                             table->heading_count + 1, sizeof *headings);
    char *copy = strndup(length > 0 ? name : "", length);
    table->headings = headings ? headings : table->headings;
    if (!headings || !copy) {
        free(copy);
        fail_memory(table);
        return;
    }
    headings[table->heading_count++] =
        (struct heading){.name = copy, .column = zs_column_of(table->reading, copy)};
}

/* Of several columns for the same, one is meant. */
static void settle_headings(struct table *table)
{
    for (size_t i = 0; i < table->heading_count; i++) {
        for (size_t j = 0; j < table->heading_count; j++) {
            struct heading *a = &table->headings[i], *b = &table->headings[j];
            if (i != j && zs_column_same(&a->column, &b->column) &&
                (a->column.rank < b->column.rank ||
                 (a->column.rank == b->column.rank && i < j))) {
                b->column.kind = ZS_COLUMN_OTHER;
            }
        }
    }
}

static void end_header(struct table *table)
{
    bool found = false;
    zs_buffer names = ZS_BUFFER_INIT;
    settle_headings(table);
    for (size_t i = 0; i < table->heading_count; i++) {
        const zs_column *column = &table->headings[i].column;
        found = found || column->kind == ZS_COLUMN_TEXT ||
                (column->kind == ZS_COLUMN_MEMBER && column->member == ZS_MEMBER_TITLE);
        (void)(zs_buffer_append_string(&names, i > 0 ? ", " : "") &&
               zs_buffer_append_string(&names, table->headings[i].name));
    }
    if (!found && !table->status) {
        size_t length = names.length < NAMES_SHOWN ? names.length : NAMES_SHOWN;
        int shown = (int)zs_utf8_valid(names.data ? names.data : "", length);
        table->status =
            zs_fail(table->error, ZS_ERROR_FORMAT,
                    "no column is called text or title; say which it is: zsearch index --map "
                    "text=NAME (the columns are: %.*s)",
                    shown, names.data ? names.data : "");
    }
    table->headed = true;
    zs_buffer_release(&names);
}

/* ---- Rows
 * -------------------------------------------------------------------------------------- */

static bool keep_cell(struct table *table, const struct heading *heading, const char *cell,
                      size_t length)
{
    switch (heading->column.kind) {
    case ZS_COLUMN_TEXT:
        table->has_text = table->has_text || length > 0;
        return zs_draft_set_text(table->draft, cell, length, 0);
    case ZS_COLUMN_MEMBER:
        return zs_draft_set(table->draft, heading->column.member, cell, length);
    case ZS_COLUMN_PATH:
        return length == 0 || zs_draft_set(table->draft, ZS_MEMBER_PATH, cell, length);
    case ZS_COLUMN_OTHER: break;
    }
    return heading->name[0] == '\0' || zs_draft_add(table->draft, heading->name, cell, length);
}

static void on_cell(void *cell, size_t length, void *context)
{
    struct table *table = context;
    if (table->status) {
        return;
    }
    if (!table->headed) {
        add_heading(table, cell, length);
        return;
    }
    if (!table->draft) {
        table->status = zs_reading_begin(table->reading, &table->draft, table->error);
        if (!table->status && !zs_draft_set(table->draft, ZS_MEMBER_ID, "", 0)) {
            fail_memory(table);
        }
        if (table->status) {
            return;
        }
    }
    if (table->cell < table->heading_count) {
        if (!keep_cell(table, &table->headings[table->cell], cell ? cell : "", length)) {
            fail_memory(table);
        }
    } else {
        table->too_many += length > 0;
    }
    table->cell++;
}

static void put_row(struct table *table)
{
    zs_reading *reading = table->reading;
    uint64_t line = table->first_line;
    table->row++;
    if (table->too_many > 0) {
        table->status = zs_reading_remark(
            reading, line, table->error, ZS_ERROR_FORMAT,
            "%zu cell%s of the row stand%s behind the last column", table->too_many,
            table->too_many == 1 ? "" : "s", table->too_many == 1 ? "s" : "");
    }
    if (table->status) {
        return;
    }
    if (!table->has_text && !zs_draft_get(table->draft, ZS_MEMBER_TITLE)) {
        table->status = zs_reading_remark(reading, line, table->error, ZS_ERROR_FORMAT,
                                          "the row has neither title nor text");
    } else if (!zs_draft_get(table->draft, ZS_MEMBER_ID) &&
               !zs_draft_set_numbered_id(table->draft, reading->path, table->row)) {
        fail_memory(table);
    } else {
        table->status = zs_reading_put(reading, line, table->error);
    }
}

static void on_row(int byte, void *context)
{
    (void)byte;
    struct table *table = context;
    if (!table->status && !table->headed) {
        end_header(table);
    } else if (!table->status && table->draft) {
        put_row(table);
    }
    table->draft = NULL;
    table->cell = table->too_many = 0;
    table->has_text = false;
    table->fresh = true;
}

/* ---- All of it
 * ---------------------------------------------------------------------------------- */

/* What parts the cells of the first line: what it has most of. */
static unsigned char find_delimiter(const zs_buffer *head, unsigned char usual)
{
    static const unsigned char delimiters[] = {',', ';', '\t'};
    const char *end = head->length > 0 ? memchr(head->data, '\n', head->length) : NULL;
    size_t length = end ? (size_t)(end - head->data) : head->length;
    size_t counts[3] = {0, 0, 0}, best = 0;
    for (size_t i = 0; i < length; i++) {
        for (size_t j = 0; j < 3; j++) {
            counts[j] += (unsigned char)head->data[i] == delimiters[j];
        }
    }
    for (size_t j = 1; j < 3; j++) {
        best = counts[j] > counts[best] ? j : best;
    }
    return counts[best] > 0 ? delimiters[best] : usual;
}

/* Parses some bytes, line by line, so that it is known where a row begins. */
static void parse(struct table *table, struct csv_parser *parser, const zs_buffer *piece)
{
    for (size_t at = 0; at < piece->length && !table->status;) {
        const char *newline = memchr(piece->data + at, '\n', piece->length - at);
        size_t size = newline ? (size_t)(newline - piece->data) + 1 - at : piece->length - at;
        bool blank = piece->data[at] == '\n' || piece->data[at] == '\r';
        if (table->fresh && !blank) {
            table->first_line = table->lines + 1;
            table->fresh = false;
        }
        if (csv_parse(parser, piece->data + at, size, on_cell, on_row, table) != size &&
            !table->status) {
            table->status = csv_error(parser) == CSV_ENOMEM
                                ? zs_fail_memory(table->error)
                                : zs_fail(table->error, ZS_ERROR_FORMAT, "%s in line %llu",
                                          csv_strerror(csv_error(parser)),
                                          (unsigned long long)table->lines + 1);
        }
        table->lines += newline != NULL;
        at += size;
    }
}

static zs_status parse_all(struct table *table, struct csv_parser *parser, zs_decoded *decoded,
                           unsigned char delimiter)
{
    zs_buffer piece = ZS_BUFFER_INIT;
    bool begun = false;
    while (!table->status && !decoded->ended) {
        zs_buffer_clear(&piece);
        table->status = zs_decoded_next(decoded, &piece, table->error);
        if (!table->status && !begun && piece.length > 0) {
            csv_set_delim(parser, find_delimiter(&piece, delimiter));
            begun = true;
        }
        if (!table->status) {
            parse(table, parser, &piece);
        }
    }
    if (!table->status) {
        (void)csv_fini(parser, on_cell, on_row, table); /* not strict: it cannot fail */
    }
    if (!table->status && !table->headed) {
        table->status =
            zs_fail(table->error, ZS_ERROR_FORMAT, "it has no row of columns' names");
    }
    zs_buffer_release(&piece);
    return table->status;
}

static zs_status read_table(const zs_stream *stream, zs_reading *reading,
                            unsigned char delimiter, zs_error *error)
{
    struct table table = {.reading = reading, .fresh = true, .error = error};
    struct csv_parser parser;
    zs_decoded decoded;
    zs_status status = zs_decoded_open(&decoded, stream, reading, error);
    if (!status && csv_init(&parser, 0) != 0) {
        status = zs_fail_memory(error);
    } else if (!status) {
        status = parse_all(&table, &parser, &decoded, delimiter);
        csv_free(&parser);
    }
    zs_decoded_release(&decoded);
    for (size_t i = 0; i < table.heading_count; i++) {
        free(table.headings[i].name);
    }
    free(table.headings);
    return status;
}

zs_status zs_read_csv(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    return read_table(stream, reading, ',', error);
}

zs_status zs_read_tsv(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    return read_table(stream, reading, '\t', error);
}
