/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article as it is stored: one run of bytes, its text compressed by zstd with the index's
 * dictionary if it has one. docs/index-format.md describes the bytes.
 */
#ifndef ZS_STORE_RECORD_H
#define ZS_STORE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Compresses and expands texts. Opaque; one thread at a time. */
typedef struct zs_codec zs_codec;

/* `dictionary` may be empty; it is copied. */
zs_status zs_codec_new(const char *dictionary, size_t length, zs_codec **out, zs_error *error);
void zs_codec_free(zs_codec *codec);

/* Trains a dictionary on sample texts that lie one behind another in `samples`. Leaves
 * `dictionary` empty if there is too little to learn from. */
zs_status zs_codec_train(const char *samples, const size_t *lengths, size_t count,
                         zs_buffer *dictionary, zs_error *error);

/* A hash of all that makes the article what it is; equal articles have equal hashes. */
uint64_t zs_article_hash(const zs_article *article);

/* A record is written in two steps, since the first articles of an index wait for a
 * dictionary before they are compressed. The draft has a copy of all that is needed. */
typedef struct zs_record_draft {
    zs_buffer content;
    size_t head_length, title_length;
    uint32_t term_count;
    uint64_t hash;
} zs_record_draft;

/* Overwrites the draft and keeps its memory. `term_count` is the article's length in terms,
 * repeated ones counted. */
zs_status zs_record_begin(const zs_article *article, uint32_t term_count,
                          zs_record_draft *draft, zs_error *error);
void zs_record_draft_release(zs_record_draft *draft);

/* Appends the record to `record`. */
zs_status zs_record_finish(zs_codec *codec, const zs_record_draft *draft, zs_buffer *record,
                           zs_error *error);

/* An article read back. `article` points into the buffers. Reused, it stops allocating. */
typedef struct zs_record {
    zs_article article;
    uint64_t hash;
    uint32_t term_count; /* the article's length in terms, as Xapian counts it */
    bool whole;          /* the limit has left out nothing of the text */
    zs_buffer content;
    zs_buffer strings;
    zs_field *fields;
    size_t field_capacity;
} zs_record;

#define ZS_RECORD_INIT ((zs_record){.hash = 0})

void zs_record_release(zs_record *record);

/* Reads a record. At most `text_limit` bytes of the text are expanded (SIZE_MAX: all), cut
 * between characters. ZS_ERROR_CORRUPT if the bytes are no record. */
zs_status zs_record_decode(zs_codec *codec, const char *data, size_t length, size_t text_limit,
                           zs_record *out, zs_error *error);

/* Reads only the hash, and how many bytes of title and text there are. */
zs_status zs_record_peek(const char *data, size_t length, uint64_t *hash, uint64_t *text_bytes,
                         zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
