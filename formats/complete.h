/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What can be told of an article beyond what its file says outright: its date and where that
 * comes from, its language, its title if it has none.
 */
#ifndef ZS_FORMATS_COMPLETE_H
#define ZS_FORMATS_COMPLETE_H

#include "formats/draft.h"

/* Completes a draft that a reader has filled: the date as ISO 8601, from the first of these
 * that gives one: the date it has, its text, its URL and path, `modified` (seconds since 1970,
 * or INT64_MIN if unknown). A date that cannot be read stays as it is, with the origin given,
 * and the others are not asked. The language is told from the text unless it is there, the
 * title from the path. False if out of memory. */
bool zs_draft_complete(zs_draft *draft, int64_t modified);

/* The language that a text is written in: "zh-Hans", "zh-Hant", "zh" if both or neither can
 * be, "ja", "ko", "en" for text in Latin letters that reads like English; NULL if nothing can
 * be said. Looks at no more than the first few thousand bytes. Static. */
const char *zs_language_of(const char *text, size_t length);

#endif
