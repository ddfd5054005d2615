/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/offer.h"

#include <string.h>

#include "answers/clean.h"
#include "cli/units.h"

/* Appends a query as arguments of a command: in quotes, if a shell would see something in it.
 */
static void append_arguments(zs_builder *out, const char *query)
{
    static const char special[] = "!\"#$&'()*;<=>?[\\]^`{|}~";
    bool quoted = query[0] == '-' || strpbrk(query, special);
    zs_append_string(out, query[0] == '-' ? "-- " : "");
    zs_append_string(out, quoted ? "'" : "");
    for (const char *at = query; *at;) {
        size_t length = strcspn(at, "'");
        zs_append_clean(out, at, length);
        at += length;
        if (*at == '\'') {
            zs_append_string(out, "'\\''");
            at++;
        }
    }
    zs_append_string(out, quoted ? "'" : "");
}

void zs_append_offer(zs_builder *out, const zs_answer *answer)
{
    const zs_correction *correction = answer->correction;
    if (!correction) {
        return;
    }
    if (answer->corrected) {
        zs_append_string(out, "no article has all of ");
        zs_append_clean_string(out, answer->query);
        zs_append_string(out, "; these are for ");
        zs_append_clean_string(out, correction->query);
        return;
    }
    zs_append_string(out, "did you mean ");
    zs_append_clean_string(out, correction->query);
    zs_append_format(out, "? %s%s article%s: zsearch query ", correction->exact ? "" : "about ",
                     zs_count(correction->total).text, zs_plural(correction->total));
    append_arguments(out, correction->query);
}
