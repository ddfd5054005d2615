/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading: what a reader is given besides the bytes, and where it puts what it makes of them.
 *
 * A reader turns a file, or a member of an archive, into articles. For each it begins a
 * draft, fills it, and puts it; what cannot be used it remarks upon and goes on. Where the
 * bytes come from and where the articles go it does not know.
 */
#ifndef ZS_FORMATS_READING_H
#define ZS_FORMATS_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/for_modules.h"
#include "encoding/decode.h"
#include "encoding/detect.h"
#include "formats/draft.h"
#include "zsearch.h"

/* A run of bytes to be read from its beginning to its end. */
typedef struct zs_stream {
    /* Reads up to `room` bytes; *size is 0 at the end only. */
    zs_status (*read)(void *context, char *data, size_t room, size_t *size, zs_error *error);
    /* Moves to an offset, counted from the beginning; NULL if that cannot be done. */
    zs_status (*seek)(void *context, uint64_t offset, zs_error *error);
    void *context;
    uint64_t size; /* of all of it, if it can be moved in */
} zs_stream;

/* What became of a member of an archive. */
typedef struct zs_member_end {
    const char *path;
    const char *format;   /* NULL: none that is read */
    const char *encoding; /* NULL: the format does not say, or has but one */
    uint64_t articles;
    const zs_error *reason; /* NULL unless it was skipped */
} zs_member_end;

/* Where readers put what they make. The functions return ZS_ERROR_CANCELLED when nothing more
 * is wanted, and the reader is to return that at once. */
typedef struct zs_sink {
    /* An empty draft, which stays the sink's. One at a time; to begin another in its stead is
     * well. */
    zs_status (*begin)(void *context, zs_draft **out, zs_error *error);
    /* Takes the draft begun last. `line` is where it stands in its file, or 0. */
    zs_status (*put)(void *context, uint64_t line, zs_error *error);
    /* A part of the file at `path` could not be used, though the rest could. */
    zs_status (*remark)(void *context, const char *path, uint64_t line, const zs_error *reason,
                        zs_error *error);
    zs_status (*member)(void *context, const zs_member_end *end, zs_error *error);
    void *context;
} zs_sink;

/* What is left of the limits on what may come out of one file; see container.h. */
typedef struct zs_budget zs_budget;

/* What all reading in one thread has in common, made once. */
typedef struct zs_tools {
    zs_detector *detector;
    zs_decoder *decoder; /* the last that was used, */
    char encoding[40];   /* and for what */
    zs_buffer decoded;
} zs_tools;

zs_status zs_tools_init(zs_tools *tools, zs_error *error);
void zs_tools_release(zs_tools *tools);

/* A decoder at the beginning of a file, which stays the tools' own. */
ZS_FOR_MODULES zs_status zs_tools_decoder(zs_tools *tools, const char *encoding,
                                          zs_decoder **out, zs_error *error);

/* The reading of one file or member. */
typedef struct zs_reading {
    const char *path; /* as stored, members behind a "!": names articles and remarks */
    const char *file; /* where it can be opened; NULL: it is a member of an archive */
    const zs_reading_options *options;
    const zs_sink *sink;
    zs_tools *tools;
    int64_t modified; /* seconds since 1970; INT64_MIN: not known */
    /* What is known of it from outside; NULL if nothing. */
    const char *charset;  /* as HTTP says */
    const char *url;      /* where it was found, */
    const char *captured; /* and when, ISO 8601 */
    bool derived;         /* the bytes do not stand so in a file: offsets mean nothing */
    zs_budget *budget;    /* of a file and all that lies in it; NULL: zs_read_as sets one */
    unsigned depth;       /* of archives around it */
    zs_draft *draft;      /* begun last */

    /* What has come of it so far. */
    uint64_t articles;
    bool named_title;  /* of one article at least, the title comes from the path, */
    bool named_date;   /* or the date */
    char encoding[40]; /* that the text was found to be in; empty: not said */
} zs_reading;

/* An empty draft with the reading's path as id and path. Errors: CANCELLED, MEMORY. */
ZS_FOR_MODULES zs_status zs_reading_begin(zs_reading *reading, zs_draft **out, zs_error *error);

/* Completes the draft begun last and sends it on; `line` as in zs_sink. An article with
 * neither title nor text of its own is put as well: it can be found by its name. */
ZS_FOR_MODULES zs_status zs_reading_put(zs_reading *reading, uint64_t line, zs_error *error);

/* Remarks that a part could not be used. The first argument behind the line as in zs_fail. */
ZS_FOR_MODULES __attribute__((format(printf, 5, 6))) zs_status
zs_reading_remark(zs_reading *reading, uint64_t line, zs_error *error, zs_status reason,
                  const char *format, ...);

/* The encoding that the user has set for this path, or NULL. */
const char *zs_reading_encoding_set(const zs_reading *reading);

/* The whole of a text as UTF-8 without byte order mark: in the encoding that the user has set
 * for this path, or else the one found out, for which `declared` (may be NULL) is heard.
 * *text points into `data` if that is UTF-8 already and whole; else into memory of the tools,
 * until the next call. Damage is remarked upon. ZS_ERROR_ENCODING if it is no text. */
ZS_FOR_MODULES zs_status zs_reading_decode(zs_reading *reading, const char *data, size_t length,
                                           const char *declared, const char **text,
                                           size_t *text_length, zs_error *error);

/* The offset in `data` of a place in what was decoded; 0 if that lies elsewhere. */
ZS_FOR_MODULES size_t zs_reading_offset(const char *data, size_t length, const char *place);

/* The same in steps, for those that read in pieces: which encoding it is, once the tools'
 * detector has been given all (or nothing, if the user has set one); it is in
 * reading->encoding then. And what has been damaged, in the end. */
zs_status zs_reading_choose_encoding(zs_reading *reading, const char *declared,
                                     zs_error *error);
zs_status zs_reading_remark_damage(zs_reading *reading, const zs_decoder *decoder,
                                   zs_error *error);

/* Reads all of a stream, or fails with ZS_ERROR_FORMAT if that is more than `limit` bytes. */
ZS_FOR_MODULES zs_status zs_stream_read_all(const zs_stream *stream, size_t limit,
                                            zs_buffer *out, zs_error *error);

/* A stream over bytes in memory, which it does not own. */
typedef struct zs_bytes {
    const char *data;
    size_t length;
    size_t at;
} zs_bytes;
ZS_FOR_MODULES zs_stream zs_bytes_stream(zs_bytes *bytes);

#endif
