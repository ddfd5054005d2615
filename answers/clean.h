/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text of others, made fit to be shown. Articles, file names and messages that quote them may
 * hold anything: escape sequences that take over a terminal, marks that turn the direction of
 * writing, bytes that are not UTF-8.
 */
#ifndef ZS_ANSWERS_CLEAN_H
#define ZS_ANSWERS_CLEAN_H

#include <stdbool.h>
#include <stdint.h>

#include "answers/builder.h"
#include "answers/output.h"
#include "zsearch.h"

/* The character at the beginning of `text`, of which there is at least one byte; returns how
 * many bytes it takes. A byte that begins no character of UTF-8 is one U+FFFD. */
size_t zs_character_at(const char *text, size_t length, int32_t *character);

bool zs_is_space(int32_t character); /* of any script; line ends, too */

/* Whether a terminal should not be sent it: it would act on it rather than show it. */
bool zs_is_unfit(int32_t character);

/* Whether it is of Korean, which is as wide as Chinese but written with spaces. */
bool zs_is_hangul(int32_t character);

/* Whether nothing can be seen of a part of a text. */
bool zs_is_blank(const char *text, zs_span part);

/* Appends a character as UTF-8. */
void zs_append_character(zs_builder *out, int32_t character);

/* Appends text for one line: line ends and tabs become spaces, the unfit is left out. */
void zs_append_clean(zs_builder *out, const char *text, size_t length);
void zs_append_clean_string(zs_builder *out, const char *string);

/* Puts the name of a file or an article in a line of its own: clean for a terminal, else every
 * byte of it, so that a program finds what it names. */
void zs_put_name(zs_output *out, const char *name, bool is_terminal);

/* Appends text as it is but for bytes that are not UTF-8, which become U+FFFD. */
void zs_append_valid(zs_builder *out, const char *text, size_t length);

#endif
