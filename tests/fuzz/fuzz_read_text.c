/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Plain text files of any bytes.
 */
#include "indexer/format.h"
#include "read_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_draft draft;
    zs_remark remark = {.line = 0};
    zs_error error = {.status = ZS_OK};
    zs_draft_clear(&draft);
    zs_status status =
        zs_read_text((const char *)data, size, "folder/文章.txt", &draft, &remark, &error);
    if (status) {
        require_refusal(status, &error);
    } else {
        require_article(&draft, size);
    }
    return 0;
}
