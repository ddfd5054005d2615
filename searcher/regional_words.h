/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words that are said otherwise in mainland China and in Taiwan (软件, 軟體), as OpenCC's table
 * TWPhrases has them.
 */
#ifndef ZS_SEARCHER_REGIONAL_WORDS_H
#define ZS_SEARCHER_REGIONAL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Pair `number`, from 0, in traditional characters both; false if there are not so many. */
bool zs_regional_word(size_t number, const char **mainland, const char **taiwan);

#endif
