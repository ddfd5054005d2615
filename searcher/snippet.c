/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/snippet.h"
void zs_snippet_scratch_release(zs_snippet_scratch *scratch){(void)scratch;}
zs_status zs_snippet_make(zs_snippet_scratch *scratch, const zs_matcher *matcher,
                          const zs_query *query, const zs_article *article,
                          const zs_snippet_options *options, zs_snippet **out, zs_error *error){(void)scratch;(void)matcher;(void)query;(void)article;(void)options;(void)out;(void)error;return ZS_ERROR_INTERNAL;}
