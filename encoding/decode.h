/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From any encoding to UTF-8. A byte that is damaged costs one U+FFFD: in encodings of two
 * bytes a character, where one wrong byte would turn all that follow into other characters,
 * the text is taken up again where it is most plausible.
 */
#ifndef ZS_ENCODING_DECODE_H
#define ZS_ENCODING_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/for_modules.h"
#include "zsearch.h"

typedef struct zs_decoder zs_decoder;

/* The name that zsearch uses for an encoding that goes by many ("gbk", "GB2312" and "cp936"
 * are GB18030, "big5-hkscs" is Big5-HKSCS …); any name that ICU knows is one. NULL if nobody
 * knows it. Static. */
const char *zs_encoding_name(const char *alias);

/* Opens a decoder for an encoding by any of its names. ZS_ERROR_ENCODING if nobody knows it,
 * with what may have been meant. One thread at a time. */
zs_status zs_decoder_new(const char *encoding, zs_decoder **out, zs_error *error);
void zs_decoder_free(zs_decoder *decoder);

/* Begins another file of the same encoding. */
void zs_decoder_begin(zs_decoder *decoder);

/* Appends what the next bytes mean to `out`, as UTF-8, without a byte order mark; `last` says
 * that there are no more. What may be half a character is kept back for the next call. */
ZS_FOR_MODULES zs_status zs_decoder_add(zs_decoder *decoder, const char *data, size_t length,
                                        bool last, zs_buffer *out, zs_error *error);

/* How many U+FFFD stand for damaged bytes so far, and the line, from 1, of the first. */
uint64_t zs_decoder_damaged(const zs_decoder *decoder, uint64_t *first_line);

#endif
