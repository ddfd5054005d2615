/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A term and how often it occurs in an article (Xapian's wdf): what the analysis hands to
 * the store.
 */
#ifndef ZS_BASE_TERM_COUNT_H
#define ZS_BASE_TERM_COUNT_H

#include <stddef.h>
#include <stdint.h>

typedef struct zs_term_count {
    const char *term; /* not NUL-terminated */
    uint32_t length;  /* bytes */
    uint32_t count;   /* 0: the term marks the article but counts for nothing */
    uint32_t field;   /* a zs_field_id: ZS_FIELD_TEXT, or what field it is a term of */
} zs_term_count;

#endif
