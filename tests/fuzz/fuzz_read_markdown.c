/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Markdown files of any bytes. What stands behind them in memory makes no difference.
 */
#include "indexer/format.h"
#include "read_file.h"

static void read_file(const char *data, size_t size, zs_draft *draft)
{
    zs_remark remark = {.line = 0};
    zs_error error = {.status = ZS_OK};
    zs_draft_clear(draft);
    zs_status status = zs_read_markdown(data, size, "folder/文章.md", draft, &remark, &error);
    if (status) {
        require_refusal(status, &error);
        zs_draft_clear(draft);
    } else {
        require_article(draft, size);
    }
}

/* Ends of what may have begun in the input. */
static const char *const endings[] = {"t>", "->", "]>", ">"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_draft alone;
    static zs_draft followed;
    read_file((const char *)data, size, &alone);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t rest = strlen(endings[i]);
        char *copy = malloc(size + rest);
        require(copy, "there is memory");
        memcpy(copy, data, size);
        memcpy(copy + size, endings[i], rest);
        read_file(copy, size, &followed);
        free(copy);
        require(alone.text.length == followed.text.length &&
                    (alone.text.length == 0 ||
                     memcmp(alone.text.data, followed.text.data, alone.text.length) == 0),
                "the text is the same");
    }
    return 0;
}
