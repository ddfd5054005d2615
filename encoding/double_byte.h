/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Decoding GB18030 and Big5. Their bytes do not tell the first of a character from the
 * second: after one wrong byte, all that follow up to the next line end may be read in wrong
 * pairs, without any of them being invalid. So a line that does not decode is read in the most
 * plausible of all ways there are.
 */
#ifndef ZS_ENCODING_DOUBLE_BYTE_H
#define ZS_ENCODING_DOUBLE_BYTE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "encoding/code_table.h"
#include "zsearch.h"

/* Appends what whole stretches of the data mean, as UTF-8, and counts damage. A stretch is a
 * line, or as much of a very long one. *used is where the last whole one ends; all, if `last`.
 * So the outcome does not depend on how a file is cut into pieces. The only error is
 * ZS_ERROR_MEMORY. */
zs_status zs_double_byte_decode(zs_double_byte encoding, const char *data, size_t length,
                                bool last, zs_buffer *out, size_t *used, uint64_t *damaged,
                                zs_error *error);

#endif
