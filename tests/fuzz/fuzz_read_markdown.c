/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes of a file that claims to be Markdown.
 */
#include "fuzz.h"

#include "indexer/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zs_draft draft = ZS_DRAFT_INIT;
    zs_remark remark = {.line = 0};
    zs_error error;
    zs_status status =
        zs_read_markdown((const char *)data, size, "a.txt", &draft, &remark, &error);
    MUST(status == ZS_OK || status == ZS_ERROR_ENCODING || status == ZS_ERROR_FORMAT);
    if (status == ZS_OK) {
        const zs_article *article = zs_draft_article(&draft);
        MUST(article->title && article->text_offset + article->text_length <= size);
    }
    zs_draft_release(&draft);
    return 0;
}
