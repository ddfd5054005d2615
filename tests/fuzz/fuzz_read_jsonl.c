/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON Lines files of any bytes, line by line, and the look at their encoding.
 */
#include "indexer/format.h"
#include "read_file.h"

static void read_line(const char *line, size_t length, uint64_t number)
{
    static zs_draft draft;
    bool found = false;
    zs_error error = {.status = ZS_OK};
    zs_draft_clear(&draft);
    zs_status status =
        zs_read_jsonl(line, length, "folder/文章.jsonl", number, &draft, &found, &error);
    if (status) {
        require_refusal(status, &error);
    } else if (found) {
        require_article(&draft, SIZE_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    zs_error error = {.status = ZS_OK};
    for (int whole = 0; whole < 2; whole++) {
        zs_status status = zs_check_lines_encoding(text, size, whole == 1, &error);
        if (status) {
            require_refusal(status, &error);
        }
    }
    uint64_t number = 0;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end ? (size_t)(end - text) - at : size - at;
        read_line(text + at, length, ++number);
        at += length + 1;
    }
    return 0;
}
