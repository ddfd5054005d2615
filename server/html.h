/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text of others as a part of HTML, XML or a URL. What comes from a request or the index may
 * hold anything, and goes into a page through these alone.
 */
#ifndef ZS_SERVER_HTML_H
#define ZS_SERVER_HTML_H

#include <stddef.h>
#include <stdint.h>

#include "answers/builder.h"

/* Appends a character, escaped for text and for values of attributes in quotes. Control
 * characters that are no white space become U+FFFD; what turns the direction of writing is left
 * out, as it would go on behind its text. */
void zs_append_html_character(zs_builder *out, int32_t character);

/* The same for a text; a byte that is not UTF-8 becomes U+FFFD. */
void zs_append_html(zs_builder *out, const char *text, size_t length);
void zs_append_html_string(zs_builder *out, const char *string);

/* Appends ` name="value"`. */
void zs_append_attribute(zs_builder *out, const char *name, const char *value);

/* Appends what stands for a string in a query of a URL, or in a path: every byte but those that
 * mean nothing there as %XX, so that what comes back is the same. */
void zs_append_url_component(zs_builder *out, const char *string);

#endif
