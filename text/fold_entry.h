/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The layout of the folding table: what make_fold_table.c writes and fold.c reads.
 */
#ifndef ZS_TEXT_FOLD_ENTRY_H
#define ZS_TEXT_FOLD_ENTRY_H

#include <utf8proc.h>

enum {
    FOLD_BLOCK_SIZE = 128,

    FOLD_CLASS_MASK = 7, /* the numbers of zs_char_class */
    FOLD_CLASS_OTHER = 0,
    FOLD_CLASS_WORD = 1,
    FOLD_CLASS_HAN = 2,
    FOLD_CLASS_SPACE = 3,
    FOLD_CLASS_NEWLINE = 4,
    FOLD_CLASS_IGNORED = 5,

    FOLD_JOINS_PREVIOUS = 8, /* may compose with what stands before: fold them together */
    FOLD_EXPANDS = 16,       /* the payload is a place in the pool, not a difference */
    FOLD_VARIES = 32,        /* a Han character with another form in the other script */
    FOLD_PLAIN =
        64, /* none of that, and the character and what it folds to are one unit each */
    FOLD_PAYLOAD_SHIFT = 8
};

/* NFKC_Casefold (UAX #44) in utf8proc's words. */
#define FOLD_UTF8PROC_OPTIONS                                                                  \
    ((utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |                \
                         UTF8PROC_CASEFOLD | UTF8PROC_IGNORE))

#endif
