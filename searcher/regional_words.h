/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words that are said otherwise in mainland China and in Taiwan (软件, 軟體), as OpenCC's table
 * TWPhrases has them: either may be written as the other. Of Taiwan it has traditional
 * characters; what is said there is shown in them, what is said in mainland China in simplified
 * ones.
 */
#ifndef ZS_SEARCHER_REGIONAL_WORDS_H
#define ZS_SEARCHER_REGIONAL_WORDS_H

#include "searcher/synonym_table.h"

extern const zs_synonym_table zs_regional_words;

#endif
