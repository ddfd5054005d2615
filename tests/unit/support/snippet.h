/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What must hold of any snippet.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_SNIPPET_H
#define ZS_TESTS_UNIT_SUPPORT_SNIPPET_H

#include <stddef.h>
#include <stdint.h>

#include "zsearch.h"

/* Fails the test unless the snippet is one of the article for the query: spans that ascend,
 * do not overlap and cut no character, no longer than asked for, with marks that are nothing
 * but text of the query. `options` as given to make it, or NULL. */
void test_check_snippet(const zs_snippet *snippet, const zs_article *article, const char *query,
                        const zs_snippet_options *options, uint64_t seed);

#endif
