/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What all pages have around what is on them: the head, the bar to search in, the foot.
 */
#ifndef ZS_SERVER_PAGE_SHELL_H
#define ZS_SERVER_PAGE_SHELL_H

#include "server/page.h"
#include "server/words.h"

typedef struct zs_shell {
    const zs_page_context *context;
    const char *kind;  /* "start", "results", "article", "problem": the class of body */
    const char *title; /* of the page, in front of what all are called; NULL: none */
    const zs_search_form *form; /* what is in the field, and what goes with it; NULL: nothing */
    bool has_keys;              /* the foot says which `keys` there are */
    zs_words keys;
} zs_shell;

/* What the site is called. */
const char *zs_brand(const zs_page_context *context);

/* All before what is in <main>, and all behind it. */
void zs_append_shell_begin(zs_builder *out, const zs_shell *shell);
void zs_append_shell_end(zs_builder *out, const zs_shell *shell);

#endif
