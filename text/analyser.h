/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The one analyser of index and query: fold, segment, terms. An analyser keeps its ICU
 * iterator and its buffers, so that a text costs no allocation once the largest has been
 * seen. One thread at a time; opening one costs about a millisecond.
 */
#ifndef ZS_TEXT_ANALYSER_H
#define ZS_TEXT_ANALYSER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/term_count.h"
#include "text/fold.h"
#include "text/segment.h"
#include "text/terms.h"
#include "text/word_list.h"
#include "zsearch.h"

/* The greatest text that is taken, in bytes. */
#define ZS_TEXT_LIMIT ((size_t)1 << 30)

typedef struct zs_analyser zs_analyser;

zs_status zs_analyser_new(zs_analyser **out, zs_error *error);
void zs_analyser_free(zs_analyser *analyser);

/* Words that count as one in queries; the list must stay as it is while it is used. NULL: there
 * are none. */
void zs_analyser_set_words(zs_analyser *analyser, const zs_word_list *words);

/* Folds and cuts a text into tokens, which stay until the next call. */
zs_status zs_analyser_run(zs_analyser *analyser, const char *text, size_t length,
                          zs_purpose purpose, zs_error *error);

/* What the last run made. */
const zs_folded *zs_analyser_folded(const zs_analyser *analyser);
const zs_tokens *zs_analyser_tokens(const zs_analyser *analyser);
const zs_words *zs_analyser_words(const zs_analyser *analyser);

/* Runs over the parts in turn and counts the terms of each field together; those of fields
 * other than the text have a count of 0. The terms, in order of first occurrence, stay until
 * the next call. */
typedef struct zs_part {
    const char *text; /* NULL: left out */
    size_t length;
    uint32_t field; /* a zs_field_id */
} zs_part;
zs_status zs_analyser_count(zs_analyser *analyser, const zs_part *parts, size_t part_count,
                            const zs_term_count **terms, size_t *term_count, zs_error *error);

/* The same for an article: its title and text, and the fields that have terms of their own. The
 * language that nearly all articles are in has no term (field_terms.h). Of the path of an
 * article in a file of many, `group`, only what is behind that has terms; the group is looked
 * for by itself. `group` may be NULL. */
zs_status zs_analyser_count_article(zs_analyser *analyser, const zs_article *article,
                                    const char *group, const zs_term_count **terms,
                                    size_t *term_count, zs_error *error);

/* The signature (signature.h) of the last of the parts that were counted, the text. */
uint64_t zs_analyser_signature(const zs_analyser *analyser);

/* What folds and cuts, by version: two analysers with the same fingerprint give the same
 * terms. */
const char *zs_analyser_fingerprint(void);

#endif
