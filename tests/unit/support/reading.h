/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A sink that keeps what readers give, for tests to look at.
 */
#ifndef ZS_TESTS_SUPPORT_READING_H
#define ZS_TESTS_SUPPORT_READING_H

#include <stddef.h>

#include "formats/format.h"

typedef struct zs_kept_article {
    zs_draft draft;
    uint64_t line;
    const zs_article *article; /* of the draft */
} zs_kept_article;

typedef struct zs_kept_notice { /* a remark, or the end of a member */
    char *path;
    char *format; /* of a member; may be NULL */
    char encoding[40];
    uint64_t articles;
    uint64_t line;
    zs_error reason; /* status ZS_OK: none */
} zs_kept_notice;

/* Set `options`, `path` and `modified` as need be, then read; what the last reading gave is
 * forgotten at the next. */
typedef struct zs_test_reading {
    zs_reading_options options;
    const char *path;
    int64_t modified;

    zs_status status; /* of the reader, */
    zs_error error;   /* and why */
    char encoding[40];
    zs_kept_article *articles;
    size_t article_count;
    zs_kept_notice *remarks;
    size_t remark_count;
    zs_kept_notice *members;
    size_t member_count;

    /* The sink's own. */
    zs_draft draft;
    zs_tools tools;
} zs_test_reading;

void zs_test_reading_init(zs_test_reading *reading, const char *path);
void zs_test_reading_release(zs_test_reading *reading);

/* Reads bytes (SIZE_MAX: up to the NUL) with a reader of either kind. Streams are given out in
 * uneven pieces. */
void zs_test_read_bytes(zs_test_reading *reading, zs_bytes_reader reader, const char *data,
                        size_t length);
void zs_test_read_stream(zs_test_reading *reading, zs_stream_reader reader, const char *data,
                         size_t length);

/* The value of an article's metadata of this name, or NULL. */
const char *zs_test_metadata(const zs_article *article, const char *name);

#endif
