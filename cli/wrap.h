/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a line of text may end. Chinese breaks between any two characters, except that
 * closing punctuation does not begin a line nor opening punctuation end one; other scripts
 * break at spaces. What does not fit at all is broken between graphemes.
 */
#ifndef ZS_CLI_WRAP_H
#define ZS_CLI_WRAP_H

#include <stddef.h>

/* How many bytes of `text` go on a line of so many columns. *next is where the next line
 * begins, behind the spaces that the line's end takes the place of. At least one grapheme
 * goes on each line. */
size_t zs_wrap(const char *text, size_t length, size_t columns, size_t *next);

#endif
