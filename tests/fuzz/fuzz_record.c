/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bytes that claim to be a stored article: read, or refused as damaged.
 */
#include "fuzz.h"

#include "store/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zs_codec *codec;
    MUST(zs_codec_new(NULL, 0, &codec, NULL) == ZS_OK);
    zs_record record = ZS_RECORD_INIT;
    size_t limit = size > 0 && data[size - 1] < 128 ? data[size - 1] : SIZE_MAX;
    zs_status status = zs_record_decode(codec, (const char *)data, size, limit, &record, NULL);
    MUST(status == ZS_OK || status == ZS_ERROR_CORRUPT || status == ZS_ERROR_MEMORY);
    if (status == ZS_OK) {
        MUST(record.article.id && record.article.text_length <= limit);
    }
    uint64_t hash;
    uint64_t text_bytes;
    status = zs_record_peek((const char *)data, size, &hash, &text_bytes, NULL);
    MUST(status == ZS_OK || status == ZS_ERROR_CORRUPT);
    zs_record_release(&record);
    zs_codec_free(codec);
    return 0;
}
