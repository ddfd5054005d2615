/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/regional_words.h"

struct pair {
    const char *mainland, *taiwan;
};

/* Made by make_regional_words: { "軟件", "軟體" }, … */
static const struct pair pairs[] = {
#include "regional_words.inc"
};

bool zs_regional_word(size_t number, const char **mainland, const char **taiwan)
{
    if (number >= sizeof pairs / sizeof *pairs) {
        return false;
    }
    *mainland = pairs[number].mainland;
    *taiwan = pairs[number].taiwan;
    return true;
}
