/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Is it UTF-8, and if not, what may it be? Files come from anywhere; what is not UTF-8 is
 * refused with a sentence that says where it fails and what would help.
 */
#ifndef ZS_ENCODING_UTF8_H
#define ZS_ENCODING_UTF8_H

#include <stddef.h>

#include "zsearch.h"

/* How many bytes at the beginning are well-formed UTF-8 (Unicode, table 3-7): all `length`
 * of them, or the offset of the first that is not. */
size_t zs_utf8_valid(const char *data, size_t length);

/* Code points in well-formed UTF-8. */
size_t zs_utf8_count(const char *data, size_t length);

/* The length of the byte order mark of UTF-8 that the data begins with: 3 or 0. */
size_t zs_utf8_bom(const char *data, size_t length);

/* The likely encoding of data that is not UTF-8, by the name iconv knows it under; NULL if
 * nothing is likely. */
const char *zs_guess_encoding(const char *data, size_t length);

/* ZS_OK if all is UTF-8; else ZS_ERROR_ENCODING. */
zs_status zs_check_utf8(const char *data, size_t length, zs_error *error);

#endif
