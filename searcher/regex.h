/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ICU's regular expressions, whose library is loaded by the first query that has one: with its
 * collation, formats and calendars, of which zsearch uses nothing, it takes a twentieth of the
 * life of a process that asks one question.
 */
#ifndef ZS_SEARCHER_REGEX_H
#define ZS_SEARCHER_REGEX_H

#include <unicode/uregex.h>

#include "zsearch.h"

/* The functions of uregex.h that are used; each says there what it does. */
#define ZS_REGEX_FUNCTIONS(EACH)                                                               \
    EACH(open)                                                                                 \
    EACH(close)                                                                                \
    EACH(setTimeLimit)                                                                         \
    EACH(setText)                                                                              \
    EACH(setRegion)                                                                            \
    EACH(useTransparentBounds)                                                                 \
    EACH(matches)                                                                              \
    EACH(findNext)                                                                             \
    EACH(start)                                                                                \
    EACH(end)

/* NOLINTNEXTLINE(bugprone-macro-parentheses): it is the name of a member. */
#define ZS_REGEX_MEMBER(name) __typeof__(&uregex_##name) name;
typedef struct zs_regex {
    ZS_REGEX_FUNCTIONS(ZS_REGEX_MEMBER)
} zs_regex;
#undef ZS_REGEX_MEMBER

/* Static, the same for all threads. NULL if the library cannot be loaded, with an error of
 * ZS_ERROR_IO that says why. */
const zs_regex *zs_regex_load(zs_error *error);

#endif
