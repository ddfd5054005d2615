/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The formats that are read, and their readers. A reader believes nothing of the bytes it is
 * given, and touches no file: a fuzz target calls it as it stands.
 *
 * A new format is a reader in a file of its own and a row in formats.c.
 */
#ifndef ZS_FORMATS_FORMAT_H
#define ZS_FORMATS_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/for_modules.h"
#include "formats/reading.h"
#include "zsearch.h"

/* A file that is read whole is not larger. */
#define ZS_WHOLE_LIMIT ((size_t)1 << 30)

/* Reads a file that is in memory. What it returns other than ZS_OK says that nothing more can
 * be had of the file; what has been put by then stays. Errors: ENCODING, FORMAT, MEMORY,
 * CANCELLED; IO if its module cannot be loaded. */
typedef zs_status (*zs_bytes_reader)(const char *data, size_t length, zs_reading *reading,
                                     zs_error *error);

/* Reads a file of any size from a stream. Also IO. */
typedef zs_status (*zs_stream_reader)(const zs_stream *stream, zs_reading *reading,
                                      zs_error *error);

/* One of the two readers is set; neither if this build cannot read the format. */
typedef struct zs_format {
    const char *name;
    const char *extensions; /* in lower case, with their dots, a space behind each */
    const char *library;    /* what reads it; NULL: zsearch itself */
    const char *holds;      /* what becomes of it, in a few words */
    const char *module;     /* that has its reader (module.h); NULL: the library itself */
    bool many;              /* holds any number of articles, known by ids of their own */
    zs_bytes_reader read_bytes;
    zs_stream_reader read_stream;
} zs_format;

/* The format of a file by the longest extension that its name ends in, in any case; NULL if
 * it is not one that is known. */
const zs_format *zs_format_of(const char *path);

/* The same, but that the user's filters go before. `options` are those of the reading. */
ZS_FOR_MODULES const zs_format *zs_format_with(const zs_reading_options *options,
                                               const char *path);

/* Whether this build can read it. */
ZS_FOR_MODULES bool zs_format_can_read(const zs_format *format);

/* Says that a file's format is not one that is read. */
zs_status zs_fail_format(zs_error *error, const char *path);

zs_status zs_read_text(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_markdown(const char *data, size_t length, zs_reading *reading,
                           zs_error *error);
zs_status zs_read_html(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_json(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_docx(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_odt(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_epub(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_pdf(const char *data, size_t length, zs_reading *reading, zs_error *error);
zs_status zs_read_mail(const char *data, size_t length, zs_reading *reading, zs_error *error);

zs_status zs_read_jsonl(const zs_stream *stream, zs_reading *reading, zs_error *error);
zs_status zs_read_csv(const zs_stream *stream, zs_reading *reading, zs_error *error);
zs_status zs_read_tsv(const zs_stream *stream, zs_reading *reading, zs_error *error);
zs_status zs_read_mbox(const zs_stream *stream, zs_reading *reading, zs_error *error);
zs_status zs_read_archive(const zs_stream *stream, zs_reading *reading, zs_error *error);
zs_status zs_read_warc(const zs_stream *stream, zs_reading *reading, zs_error *error);

/* Through the user's program for the extension that the path ends in (filter.c). */
zs_status zs_read_filtered(const zs_stream *stream, zs_reading *reading, zs_error *error);
bool zs_filter_fits(const zs_reading_options *options, const char *path);

/* Reads a file, or a member of an archive, as one of a format; what it returns is for the
 * caller to report. `content` is all that the stream holds, if that is in memory already and
 * the format is one that is read whole; else NULL. */
zs_status zs_read_as(const zs_format *format, const zs_stream *stream, const zs_buffer *content,
                     zs_reading *reading, zs_error *error);

#endif
