/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands around a place in a text, as one line: the source, in which white space of any
 * length is one space, and bytes that are not UTF-8 are U+FFFD. A NUL counts as white space.
 */
#ifndef ZS_SEARCHER_CONTEXT_H
#define ZS_SEARCHER_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "text/fold.h"
#include "zsearch.h"

/* So many characters are taken at the most. */
enum { ZS_CONTEXT_MOST = 1000 };

/* These append what stands before a place, behind it, and in a span, with a NUL behind it; of
 * the first two at most `width` characters, without white space at the end that is away from
 * the place. White space is gone through for no more than some thousand characters. False if
 * out of memory. */
bool zs_context_before(const char *text, size_t at, size_t width, zs_buffer *out);
bool zs_context_behind(const char *text, size_t length, size_t at, size_t width,
                       zs_buffer *out);
bool zs_context_within(const char *text, zs_span span, zs_buffer *out);

/* Append at most `width` characters of a folded text as UTF-8, for comparing: those before unit
 * `at`, the nearest first, or those from it on. False if out of memory. */
bool zs_context_key_before(const zs_folded *folded, size_t at, size_t width, zs_buffer *out);
bool zs_context_key_behind(const zs_folded *folded, size_t at, size_t width, zs_buffer *out);

#endif
