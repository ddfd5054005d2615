/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which of the two scripts of Chinese something is written in: folding makes them one, and here
 * is what it forgets.
 */
#ifndef ZS_TEXT_SCRIPT_H
#define ZS_TEXT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "text/fold.h"

typedef enum zs_script {
    ZS_SCRIPT_ANY, /* nothing in it differs between the scripts */
    ZS_SCRIPT_SIMPLIFIED,
    ZS_SCRIPT_TRADITIONAL
} zs_script;

/* What a text is written in: traditional if any character is that folding makes another of;
 * else simplified if any is what it makes of others. */
zs_script zs_script_of(const char *text, size_t length);

/* The script of an article of this language; ZS_SCRIPT_ANY if that says nothing, or is NULL. */
zs_script zs_script_of_language(const char *language);

/* The character that stands at byte `start` of a text, folded in all but its script. */
UChar32 zs_written_character(const char *text, size_t start, size_t end);

#endif
