/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The query that the arguments of a command are.
 */
#ifndef ZS_CLI_ASKED_H
#define ZS_CLI_ASKED_H

#include <stdbool.h>

#include "answers/builder.h"
#include "zsearch.h"

/* Appends the arguments from optind on as one query, with a space between. */
void zs_join_words(int argc, char **argv, zs_builder *query);

/* Whether there is nothing in it that could be seen. */
bool zs_is_blank_query(const zs_builder *query);

/* Whether the analysis finds anything in a query that an article could be found by. An
 * analysis that fails says nothing about that. */
bool zs_query_has_words(const char *query);

/* Says what is wrong; of a mistake in the query, also its place: what stands there. */
void zs_complain_of_query(const zs_error *error, const char *query);

#endif
