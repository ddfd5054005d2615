/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The formats that are read, and their readers. A reader works on bytes in memory, believes
 * nothing of them, and touches no file: a fuzz target calls it as it stands.
 *
 * A new format is a reader in a file of its own and a row in formats.c.
 */
#ifndef ZS_INDEXER_FORMAT_H
#define ZS_INDEXER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/article.h"
#include "zsearch.h"

/* A part of a file that could not be used although the rest could. */
typedef struct zs_remark {
    uint64_t line; /* from 1; 0: there is none */
    zs_error error;
} zs_remark;

/* Reads a file that holds one article. `path` is as stored: it gives the article its id, and
 * its title if it has no other. On failure the draft holds anything.
 * Errors: ENCODING, FORMAT, MEMORY. */
typedef zs_status (*zs_article_reader)(const char *data, size_t length, const char *path,
                                       zs_draft *out, zs_remark *remark, zs_error *error);

/* Reads a line of a file that holds one article a line. *found is false for an empty line. */
typedef zs_status (*zs_line_reader)(const char *data, size_t length, const char *path,
                                    uint64_t line, zs_draft *out, bool *found, zs_error *error);

/* One of the two readers is set. */
typedef struct zs_format {
    const char *name;
    const char *extensions; /* in lower case, with their dots, a space behind each */
    zs_article_reader read_article;
    zs_line_reader read_line;
} zs_format;

/* The format of a file by its name's extension, in any case; NULL if it is not one that is
 * read. */
const zs_format *zs_format_of(const char *path);

/* Says that a file's format is not one that is read. */
zs_status zs_fail_format(zs_error *error, const char *path);

zs_status zs_read_text(const char *data, size_t length, const char *path, zs_draft *out,
                       zs_remark *remark, zs_error *error);
zs_status zs_read_markdown(const char *data, size_t length, const char *path, zs_draft *out,
                           zs_remark *remark, zs_error *error);
zs_status zs_read_jsonl(const char *data, size_t length, const char *path, uint64_t line,
                        zs_draft *out, bool *found, zs_error *error);

/* Whether lines of JSON that begin so are worth reading: looks for the first that is not
 * ASCII alone. If all such lines in `head` are not UTF-8, the file is in another encoding:
 * ZS_ERROR_ENCODING. One damaged line among others is left to zs_read_jsonl. `whole` says
 * that `head` is all there is, so that a character cut at its end is damaged. */
zs_status zs_check_lines_encoding(const char *head, size_t length, bool whole, zs_error *error);

#endif
