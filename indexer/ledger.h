/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ledger: what the index knows of each file it has read, so that what has not changed is
 * not read again and what has vanished can be taken away. One note a file, kept in the store
 * together with the articles and committed with them.
 */
#ifndef ZS_INDEXER_LEDGER_H
#define ZS_INDEXER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "formats/reading.h"
#include "store/writer.h"
#include "zsearch.h"

/* A hash of a file's content. */
typedef struct zs_digest {
    unsigned char bytes[16];
} zs_digest;

typedef struct zs_hasher zs_hasher;

zs_status zs_hasher_new(zs_hasher **out, zs_error *error);
void zs_hasher_free(zs_hasher *hasher);

void zs_hasher_begin(zs_hasher *hasher);
void zs_hasher_add(zs_hasher *hasher, const void *data, size_t length);
zs_digest zs_hasher_end(const zs_hasher *hasher);

/* How a file looked from outside when it was read. Times are in nanoseconds since 1970. */
typedef struct zs_stamp {
    uint64_t size;
    int64_t modified; /* mtime */
    int64_t changed;  /* ctime */
} zs_stamp;

zs_stamp zs_stamp_of(const struct stat *status);
bool zs_stamp_equal(const zs_stamp *a, const zs_stamp *b);

/* Whether a file that looked so at the time `now` will look different after any later
 * change. Not if it was changed just now: the clock of the file system is coarse. */
bool zs_stamp_settled(const zs_stamp *stamp, int64_t now);

typedef struct zs_note {
    zs_stamp stamp;
    zs_digest digest;
    uint64_t articles;
    bool group;       /* the articles are a group by the file's path; else one, keyed by it */
    bool named_title; /* what its articles are depends on the file's name: a title does, */
    bool named_date;  /* or a date */
    uint64_t options; /* zs_reading_digest: how it was read */
    bool settled;     /* else the stamp proves nothing: the content has to be looked at */
} zs_note;

/* A note that says only that articles of the file may be in the index. It is set before the
 * first of them, so that even one that is written before a crash is known to be there. */
zs_note zs_note_unfinished(bool group);

/* What the options of a run say about a file, as a hash: a file that was read otherwise has
 * to be read again. 0 if they say nothing. */
uint64_t zs_reading_digest(const zs_reading_options *options, const char *path);

/* Whether a file that looks so is the one that was read, and was read in this way. */
bool zs_note_matches(const zs_note *note, const zs_stamp *stamp, uint64_t options);

/* Whether content of this hash is what was read, in this way. */
bool zs_note_same_content(const zs_note *note, const zs_digest *digest, uint64_t options);

/* A note as bytes; false if out of memory. */
bool zs_note_encode(const zs_note *note, zs_buffer *out);

/* The note that the bytes are. What is no note of this version is taken for an unfinished
 * one, so that the file is read again. */
zs_note zs_note_decode(const char *data, size_t length);

/* `path` is as stored. */
zs_status zs_ledger_set(zs_writer *writer, const char *path, const zs_note *note,
                        zs_error *error);
zs_status zs_ledger_remove(zs_writer *writer, const char *path, zs_error *error);

/* What is known of a file; *known is false if it is nothing. */
zs_status zs_ledger_get(zs_writer *writer, const char *path, zs_note *out, bool *known,
                        zs_error *error);

/* Calls `visit` for each file known whose path begins with `prefix`, in byte order of the
 * paths. */
typedef zs_status (*zs_ledger_visitor)(void *context, const char *path, const zs_note *note,
                                       zs_error *error);
zs_status zs_ledger_each(zs_writer *writer, const char *prefix, zs_ledger_visitor visit,
                         void *context, zs_error *error);

#endif
