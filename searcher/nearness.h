/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where phrases stand in a folded text, and which of them stand near each other.
 */
#ifndef ZS_SEARCHER_NEARNESS_H
#define ZS_SEARCHER_NEARNESS_H

#include "searcher/passages.h"
#include "searcher/requirement.h"

/* A part of an article, title or text or the value of a field: folded, and its source. */
typedef struct zs_text_part {
    const zs_folded *folded;
    const char *source;
} zs_text_part;

/* Where a phrase stands next, from unit `at` on; the length of the text if nowhere. */
size_t zs_phrase_next(const zs_requirement *phrase, const zs_text_part *part, size_t at);

/* Whether the phrases of a ZS_REQUIRE_NEAR stand near each other anywhere in a part. The only
 * error is ZS_ERROR_MEMORY. */
zs_status zs_is_near(const zs_requirement *near, const zs_text_part *part,
                     zs_requirement_scratch *scratch, bool *found, zs_error *error);

/* Appends the stretches in which they do, from the first of them to the last: of those that
 * hold another, only the other. They ascend. The only error is ZS_ERROR_MEMORY. */
zs_status zs_near_places(const zs_requirement *near, const zs_text_part *part,
                         zs_requirement_scratch *scratch, zs_passages *out, zs_error *error);

#endif
