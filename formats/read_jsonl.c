/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON Lines: an article a line, as an object with `text` and whatever else is known.
 */
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"
#include "formats/json_article.h"
#include "formats/lines.h"

/* A line holds a text, and its JSON is longer than that. */
#define LINE_LIMIT ((size_t)1 << 30)

static bool is_empty(const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r') {
            return false;
        }
    }
    return true;
}

/* Fills the draft with the article of a line that is not empty. */
static zs_status read_line(const char *data, size_t length, const zs_reading *reading,
                           uint64_t line, zs_draft *out, zs_error *error)
{
    json_error_t reason;
    json_t *object = zs_json_load(data, length, &reason);
    if (object) {
        zs_status status = zs_json_article(object, reading, line, out, error);
        json_decref(object);
        return status;
    }
    if (json_error_code(&reason) == json_error_out_of_memory) {
        return zs_fail_memory(error);
    }
    /* jansson quotes the line and cuts its message anywhere. */
    int whole = (int)zs_utf8_valid(reason.text, strlen(reason.text));
    return zs_fail_at(error, ZS_ERROR_FORMAT, reason.position,
                      "the line is not JSON (column %d): %.*s", reason.column, whole,
                      reason.text);
}

/* Puts the article of a line, or remarks why there is none. */
static zs_status take_line(zs_reading *reading, zs_line_kind kind, const char *line,
                           size_t length, uint64_t number, zs_error *error)
{
    zs_draft *draft;
    zs_error reason;
    if (kind == ZS_LINE_TOO_LONG) {
        return zs_reading_remark(reading, number, error, ZS_ERROR_FORMAT,
                                 "the line is longer than 1 GiB");
    }
    if (is_empty(line, length)) {
        return ZS_OK;
    }
    zs_status status = zs_reading_begin(reading, &draft, error);
    if (status) {
        return status;
    }
    status = read_line(line, length, reading, number, draft, &reason);
    if (status == ZS_ERROR_MEMORY) {
        return zs_fail_memory(error);
    }
    return status ? zs_reading_remark(reading, number, error, status, "%s", reason.message)
                  : zs_reading_put(reading, number, error);
}

zs_status zs_read_jsonl(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    zs_decoded decoded;
    zs_lines lines;
    zs_status status = zs_decoded_open(&decoded, stream, reading, error);
    zs_lines_init(&lines, &decoded, LINE_LIMIT);
    while (!status) {
        zs_line_kind kind;
        const char *line;
        size_t length;
        status = zs_lines_next(&lines, &kind, &line, &length, error);
        if (status || kind == ZS_LINE_NONE) {
            break;
        }
        status = take_line(reading, kind, line, length, lines.number, error);
    }
    zs_lines_release(&lines);
    zs_decoded_release(&decoded);
    return status;
}
