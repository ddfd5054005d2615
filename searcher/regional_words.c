/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/regional_words.h"

/* Made by make_regional_words: units, shown, entries and LONGEST. */
#include "regional_words.inc"

const zs_synonym_table zs_regional_words = {.units = units,
                                            .entries = entries,
                                            .shown = shown,
                                            .count = sizeof entries / sizeof *entries,
                                            .longest = LONGEST};
