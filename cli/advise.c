/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/advise.h"

#include "cli/complain.h"
#include "cli/units.h"

void zs_complain_of_advice(const zs_advice_entry *entry)
{
    const char *about = entry->exact ? "" : "about ";
    zs_figure count = zs_count(entry->count);
    const char *plural = zs_plural(entry->count);
    const char *text = entry->text;
    switch (entry->kind) {
    case ZS_ADVICE_UNKNOWN:
        zs_complain("no article has %s; leave it out, or say it in another way", text);
        break;
    case ZS_ADVICE_UNQUOTED:
        zs_complain("no article has %s as it stands; without the quotes: %s%s article%s", text,
                    about, count.text, plural);
        break;
    case ZS_ADVICE_VALUE:
        zs_complain(entry->suggestion ? "no article has %s; there are %s" : "no article has %s",
                    text, entry->suggestion);
        break;
    case ZS_ADVICE_DATES:
        zs_complain(entry->suggestion ? "no article is of %s; those with a date are of %s"
                                      : "no article is of %s; none has a date of its own",
                    text, entry->suggestion);
        break;
    case ZS_ADVICE_WITHOUT:
        zs_complain("without %s: %s%s article%s", text, about, count.text, plural);
        break;
    case ZS_ADVICE_ANY:
        zs_complain("with any of it (--match any): %s%s article%s", about, count.text, plural);
        break;
    }
}
