/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes that claim to be a line of JSON.
 */
#include "fuzz.h"

#include "indexer/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zs_draft draft = ZS_DRAFT_INIT;
    bool found = false;
    zs_error error;
    zs_status status =
        zs_read_jsonl((const char *)data, size, "a.jsonl", 1, &draft, &found, &error);
    MUST(status == ZS_OK || status == ZS_ERROR_ENCODING || status == ZS_ERROR_FORMAT);
    if (status == ZS_OK && found) {
        MUST(zs_draft_article(&draft)->id);
    }
    zs_draft_release(&draft);
    return 0;
}
