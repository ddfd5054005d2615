/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stored articles of any bytes: they are read, or refused as damaged. The first byte says how
 * the rest is taken: as a record that is read up to a limit, or as the content of one, which
 * zstd would otherwise hide behind its own checks.
 */
#include "fuzz.h"

#include <string.h>

#include "store/record.h"

/* A dictionary need not be a good one. */
static const char dictionary[] = "国家中心城市建设要靠产业，更要靠人才。";

static zs_codec *new_codec(const char *words)
{
    zs_codec *codec = NULL;
    require(zs_codec_new(words, strlen(words), &codec, NULL) == ZS_OK, "a codec is made");
    return codec;
}

static void decode(zs_codec *codec, const char *data, size_t size, size_t limit)
{
    static zs_record record;
    uint64_t hash = 0;
    uint64_t text_bytes = 0;
    zs_status peeked = zs_record_peek(data, size, &hash, &text_bytes, NULL);
    zs_status status = zs_record_decode(codec, data, size, limit, &record, NULL);
    require(status == ZS_OK || status == ZS_ERROR_CORRUPT || status == ZS_ERROR_MEMORY,
            "a record is read or refused");
    require(peeked == ZS_OK || status != ZS_OK, "what cannot be peeked at cannot be read");
    if (status == ZS_OK) {
        require(record.article.id && record.hash == hash, "it has an id and its hash");
        require(record.article.text_length <= limit, "the limit holds");
        (void)zs_article_hash(&record.article); /* reads all of it */
    }
}

static void decode_content(zs_codec *codec, const char *data, size_t size, size_t limit)
{
    static zs_buffer bytes;
    size_t head = size > 0 ? (unsigned char)data[0] : 0;
    zs_record_draft draft = {.content = {.data = NULL}};
    require(zs_buffer_append(&draft.content, data, size), "there is memory");
    draft.head_length = head < size ? head : size;
    zs_buffer_clear(&bytes);
    require(zs_record_finish(codec, &draft, &bytes, NULL) == ZS_OK, "a record is made");
    decode(codec, bytes.data, bytes.length, limit);
    zs_record_draft_release(&draft);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_codec *codecs[2];
    if (!codecs[0]) {
        codecs[0] = new_codec("");
        codecs[1] = new_codec(dictionary);
    }
    if (size == 0) {
        return 0;
    }
    unsigned how = data[0];
    zs_codec *codec = codecs[how & 1];
    size_t limit = how & 2 ? SIZE_MAX : how >> 3;
    if (how & 4) {
        decode_content(codec, (const char *)data + 1, size - 1, limit);
    } else {
        decode(codec, (const char *)data + 1, size - 1, limit);
    }
    return 0;
}
