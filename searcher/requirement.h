/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an article must have to be a hit: a tree of requirements, made of a query (require.c).
 * The index narrows the articles down (candidates.h); where it cannot decide by itself, each of
 * those is looked at as text (zs_requirement_met), so that the answer is exact.
 */
#ifndef ZS_SEARCHER_REQUIREMENT_H
#define ZS_SEARCHER_REQUIREMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/deadline.h"
#include "base/field.h"
#include "searcher/pattern.h"
#include "searcher/view.h"
#include "text/terms.h"

typedef enum zs_requirement_kind {
    ZS_REQUIRE_ALL,     /* of the parts */
    ZS_REQUIRE_ANY,     /* one of them */
    ZS_REQUIRE_SHARE,   /* parts whose weights sum up to `least` */
    ZS_REQUIRE_PHRASE,  /* text that stands so */
    ZS_REQUIRE_NEAR,    /* phrases that stand near each other */
    ZS_REQUIRE_PATTERN, /* text that a pattern fits */
    ZS_REQUIRE_TERMS,   /* one of some terms of the index */
    ZS_REQUIRE_VALUE,   /* a field whose whole value a pattern fits */
    ZS_REQUIRE_ID,
    ZS_REQUIRE_LANGUAGE,
    ZS_REQUIRE_DATES,
    ZS_REQUIRE_NUMBERS
} zs_requirement_kind;

/* A term that finds articles. */
typedef struct zs_requirement_term {
    char bytes[ZS_TERM_LIMIT];
    size_t length;
    bool prefix; /* all that begin so */
} zs_requirement_term;

typedef struct zs_requirement {
    zs_requirement_kind kind;
    bool negated;  /* in the one that it is part of */
    double weight; /* in a ZS_REQUIRE_SHARE */
    struct zs_requirement **parts;
    size_t count, capacity;
    double least, most; /* ZS_REQUIRE_SHARE: sum of weights; ZS_REQUIRE_NUMBERS: the ends */

    zs_field_id field; /* where it stands: ZS_FIELD_TEXT is title or text */
    char *key;         /* of ZS_FIELD_METADATA; else NULL */

    UChar *units;     /* of a phrase, an id or a language: folded text */
    UChar32 *written; /* of a phrase: for each unit what must stand in the source; 0: anything
                         that folds to it. NULL: of all units */
    size_t length;
    bool begins_word, ends_word; /* in a script in which words have edges */
    bool decided;                /* an article that has the terms has it */
    bool frequent;               /* a term stands for more terms than can be looked for */

    /* The terms of which every article that has it has all (ZS_REQUIRE_TERMS: one). */
    zs_requirement_term *terms;
    size_t term_count, term_capacity;
    unsigned long *groups; /* ZS_FIELD_PATH: or else it may be of one of these groups */
    size_t group_count, group_capacity;

    zs_pattern *pattern;
    zs_near near;
    unsigned distance;
    char low[ZS_DATE_DIGITS + 1], high[ZS_DATE_DIGITS + 2]; /* ZS_REQUIRE_DATES: digits */
} zs_requirement;

void zs_requirement_free(zs_requirement *requirement);

/* NULL if out of memory. */
zs_requirement *zs_requirement_new(zs_requirement_kind kind);

/* Makes `part` a part and owns it from then on; false if out of memory, then it is freed. */
bool zs_requirement_add(zs_requirement *whole, zs_requirement *part, bool negated);

/* What is kept from one article to the next. */
typedef struct zs_requirement_scratch {
    zs_folded value;
    uint32_t *sentences, *paragraphs; /* the number of the one that each unit is in */
    size_t sentence_capacity, paragraph_capacity;
} zs_requirement_scratch;

void zs_requirement_scratch_release(zs_requirement_scratch *scratch);

/* Whether an article has what is required. A phrase stands in one part of it, title or text; so
 * do things near each other. Errors: MEMORY, and those of reading the index. */
zs_status zs_requirement_met(const zs_requirement *requirement, zs_view *view,
                             zs_requirement_scratch *scratch, bool *met, zs_error *error);

/* Whether an article that has it, as far as it has been read, has it in any case: nothing in it
 * asks for what must not be there. */
bool zs_requirement_only_grows(const zs_requirement *requirement);

/* Whether anything of it can only be seen in the text. */
bool zs_requirement_needs_text(const zs_requirement *requirement);

/* Whether it can be told from title and text alone, and whether that takes the spans of the
 * folded text (zs_folded). */
bool zs_requirement_is_of_text(const zs_requirement *requirement);
bool zs_requirement_needs_spans(const zs_requirement *requirement);

/* Appends it as text, for people (requirement_print.c). False if out of memory. */
bool zs_requirement_print(const zs_requirement *requirement, zs_buffer *out);

#endif
