/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a search is asked for with: the parameters of the page's URL and of the API's, which are
 * the same.
 */
#ifndef ZS_SERVER_SEARCH_FORM_H
#define ZS_SERVER_SEARCH_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answers/builder.h"
#include "zsearch.h"

/* Fields of which values are counted, and filters, at the most. */
enum { ZS_FORM_FACETS = 8, ZS_FORM_FILTERS = 16 };

/* A value of a field that all hits have. */
typedef struct zs_form_filter {
    const char *field; /* as a facet's */
    const char *value;
} zs_form_filter;

/* Strings are NUL-terminated UTF-8 and belong to the request. */
typedef struct zs_search_form {
    const char *q; /* as it was typed; "" if nothing was */
    uint64_t n, offset;
    const char *sort;     /* "date", "date:asc", …; NULL: by relevance */
    const char *collapse; /* a field; NULL: none */
    const char *date;     /* 2023, 2023-05, 2023-05-04 or two of these with .. between; NULL */
    zs_form_filter filters[ZS_FORM_FILTERS];
    size_t filter_count;
    const char *facets[ZS_FORM_FACETS + 1]; /* NULL-terminated */
    uint64_t facet_values;                  /* of each, the most frequent */
    zs_interval histogram;
    zs_words_match match;
    uint64_t fragments, characters, keywords;   /* 0: as usual, none */
    bool expand, explain, full, lenient, lines; /* `lines`: a hit a line */
    zs_builder names; /* that the request does not have by themselves: parts of a parameter */
} zs_search_form;

#endif
