/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page_paging.h"

#include <inttypes.h>

#include "server/html.h"
#include "server/links.h"
#include "server/words.h"

/* Pages on either side of the one that is shown. */
enum { AROUND = 2 };

static void append_page_link(zs_builder *out, const zs_search_form *form, uint64_t page)
{
    zs_search_form other = *form;
    other.offset = (page - 1) * form->n;
    zs_append_search_link(out, &other);
}

static void append_step(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                        uint64_t page, zs_words words, const char *rel)
{
    zs_append_string(out, "<li><a class=\"turn\"");
    zs_append_attribute(out, "rel", rel);
    append_page_link(out, form, page);
    zs_append_string(out, ">");
    zs_append_string(out, zs_words_of(tongue, words));
    zs_append_string(out, "</a></li>\n");
}

static void append_number(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                          uint64_t page, bool current)
{
    zs_builder label = ZS_BUILDER_INIT;
    zs_say(&label, tongue, ZS_SAY_PAGE_NUMBER, page, NULL);
    zs_append_string(out, "<li class=\"number\"><a");
    append_page_link(out, form, page);
    zs_append_attribute(out, "aria-label", zs_builder_string(&label));
    zs_append_string(out, current ? " aria-current=\"page\">" : ">");
    zs_append_number(out, page);
    zs_append_string(out, "</a></li>\n");
    zs_builder_release(&label);
}

/* The last page that is known to be there. How many hits are collapsed is not known, nor how
 * many of a later step there are; so far as a page is full, there may be another. */
static uint64_t last_page(const zs_search_form *form, const zs_answer *answer, uint64_t page)
{
    uint64_t reachable = ZS_LINKED_HITS / form->n;
    uint64_t last = (answer->total + form->n - 1) / form->n;
    bool full = answer->count >= form->n;
    if (!full) {
        last = page;
    } else if (answer->collapse || last <= page) {
        bool more = answer->collapse ? last > page : !form->sort;
        last = page + (more ? 1 : 0);
    }
    return last < reachable ? last : reachable;
}

void zs_append_paging(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                      const zs_answer *answer)
{
    if (form->n == 0 || form->offset % form->n != 0) {
        return; /* not by pages */
    }
    uint64_t page = form->offset / form->n + 1;
    uint64_t last = last_page(form, answer, page);
    if (last < page) {
        last = page;
    }
    if (last == 1) {
        return;
    }
    zs_append_string(out, "<nav class=\"pages\"");
    zs_append_attribute(out, "aria-label", zs_words_of(tongue, ZS_SAY_PAGING));
    zs_append_string(out, "><ul>\n");
    if (page > 1) {
        append_step(out, tongue, form, page - 1, ZS_SAY_PREVIOUS, "prev");
    }
    uint64_t from = page > AROUND + 1 ? page - AROUND : 1;
    uint64_t to = last - page > AROUND ? page + AROUND : last;
    if (from > 1) {
        append_number(out, tongue, form, 1, false);
    }
    if (from > 2) {
        zs_append_string(out, "<li class=\"gap\" aria-hidden=\"true\">…</li>\n");
    }
    for (uint64_t number = from; number <= to; number++) {
        append_number(out, tongue, form, number, number == page);
    }
    if (page < last) {
        append_step(out, tongue, form, page + 1, ZS_SAY_NEXT, "next");
    }
    zs_append_string(out, "</ul></nav>\n");
}
