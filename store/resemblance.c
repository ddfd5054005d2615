/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/resemblance.h"

static bool is_of_text(const zs_glass_termlist *list)
{
    return list->term.bytes[0] < 'A' || list->term.bytes[0] > 'Z';
}

/* Goes on to the next term of the text; `left` is the sum of the counts from it on. */
static bool next(zs_glass_termlist *list, uint64_t *left)
{
    *left -= list->term.bytes ? list->term.count : 0;
    while (zs_glass_termlist_next(list)) {
        if (is_of_text(list)) {
            return true;
        }
    }
    return false;
}

double zs_resemblance(const char *one, size_t one_size, const char *other, size_t other_size,
                      double least)
{
    zs_glass_termlist a, b;
    if (!zs_glass_termlist_begin(&a, one, one_size) ||
        !zs_glass_termlist_begin(&b, other, other_size)) {
        return 0;
    }
    uint64_t a_left = a.length, b_left = b.length, common = 0;
    double both = (double)a.length + (double)b.length;
    /* Jaccard is common / (both - common), so so much has to be common. */
    double needed = least * both / (1 + least);
    bool more = next(&a, &a_left) && next(&b, &b_left);
    while (more) {
        if ((double)(common + (a_left < b_left ? a_left : b_left)) < needed) {
            return 0;
        }
        int order = zs_glass_compare(a.term.bytes, a.term.length, b.term.bytes, b.term.length);
        if (order == 0) {
            common += a.term.count < b.term.count ? a.term.count : b.term.count;
            more = next(&a, &a_left) && next(&b, &b_left);
        } else {
            more = order < 0 ? next(&a, &a_left) : next(&b, &b_left);
        }
    }
    double result = both > (double)common ? (double)common / (both - (double)common) : 0;
    return result < least ? 0 : result;
}
