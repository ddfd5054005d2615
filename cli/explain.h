/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms of a query and what they count, for people.
 */
#ifndef ZS_CLI_EXPLAIN_H
#define ZS_CLI_EXPLAIN_H

#include <stdbool.h>

#include "answers/output.h"
#include "zsearch.h"

/* Puts a table of terms; with `hit`, also how often each occurs and what it adds to the score.
 * The first `matched` find articles, the others only rank; SIZE_MAX: not to be said. */
void zs_put_explained_terms(zs_output *out, const zs_explained_term *terms, size_t count,
                            size_t matched, bool hit, size_t indent);

/* Puts the parts of a score, "5.370 = terms 1.203 + title 1.000", and the terms. */
void zs_put_explanation(zs_output *out, const zs_explanation *explanation, size_t indent);

#endif
