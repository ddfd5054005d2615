/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A JSON file: an article, an array of them, or an object that holds such an array.
 */
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"
#include "formats/json_article.h"

/* So deep an array of articles may lie: {"data": {"items": [...]}}. */
enum { DEPTH = 2 };

static zs_status put_article(const json_t *object, uint64_t number, bool alone,
                             zs_reading *reading, zs_error *error)
{
    zs_draft *draft;
    zs_error reason;
    zs_status status = zs_reading_begin(reading, &draft, error);
    if (status) {
        return status;
    }
    status = zs_json_article(object, reading, number, draft, &reason);
    if (!status) {
        return zs_reading_put(reading, 0, error);
    }
    if (status == ZS_ERROR_MEMORY || alone) {
        return zs_fail(error, status, "%s", reason.message);
    }
    return zs_reading_remark(reading, 0, error, status, "element %llu: %s",
                             (unsigned long long)number, reason.message);
}

static bool holds_articles(const json_t *array, const zs_reading *reading)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (zs_json_has_text(json_array_get(array, i), reading)) {
            return true;
        }
    }
    return false;
}

/* The first array with articles in it, at or below `value`. */
static const json_t *find_array(const json_t *value, const zs_reading *reading, int depth)
{
    if (json_is_array(value)) {
        return holds_articles(value, reading) ? value : NULL;
    }
    const json_t *found = NULL;
    json_t *object = (json_t *)(uintptr_t)value; /* jansson's iterators want it so */
    const char *name;
    json_t *member;
    if (json_is_object(value) && depth > 0) {
        json_object_foreach(object, name, member)
        {
            found = found ? found : find_array(member, reading, depth - 1);
        }
    }
    return found;
}

static zs_status put_all(const json_t *root, zs_reading *reading, zs_error *error)
{
    if (zs_json_has_text(root, reading)) {
        return put_article(root, 1, true, reading, error);
    }
    const json_t *array = find_array(root, reading, DEPTH);
    if (!array) {
        return zs_fail(error, ZS_ERROR_FORMAT,
                       "there is no article in it: no object has a \"text\"; say what that is "
                       "called there: zsearch index --map text=NAME");
    }
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < json_array_size(array); i++) {
        status = put_article(json_array_get(array, i), i + 1, false, reading, error);
    }
    return status;
}

zs_status zs_read_json(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    const char *text;
    size_t text_length;
    json_error_t reason;
    zs_status status =
        zs_reading_decode(reading, data, length, NULL, &text, &text_length, error);
    if (status) {
        return status;
    }
    json_t *root = zs_json_load(text, text_length, &reason);
    if (root) {
        status = put_all(root, reading, error);
        json_decref(root);
        return status;
    }
    if (json_error_code(&reason) == json_error_out_of_memory) {
        return zs_fail_memory(error);
    }
    int whole = (int)zs_utf8_valid(reason.text, strlen(reason.text));
    return zs_fail_at(error, ZS_ERROR_FORMAT, reason.position,
                      "not JSON (line %d, column %d): %.*s", reason.line, reason.column, whole,
                      reason.text);
}
