/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which encoding a file is in. The whole of it is looked at, bit by bit, so that a file larger
 * than memory can be judged: a byte order mark, then what the file says of itself if its bytes
 * bear that out, then UTF-8 (a few damaged places do not speak against it), then whichever of
 * GB18030, Big5 and the two orders of UTF-16 gives the most plausible characters.
 */
#ifndef ZS_ENCODING_DETECT_H
#define ZS_ENCODING_DETECT_H

#include <stddef.h>

#include "base/for_modules.h"
#include "zsearch.h"

typedef struct zs_detector zs_detector;

/* One thread at a time; may be used for one file after another. Errors: MEMORY, INTERNAL. */
zs_status zs_detector_new(zs_detector **out, zs_error *error);
void zs_detector_free(zs_detector *detector);

ZS_FOR_MODULES void zs_detector_begin(zs_detector *detector);

/* Takes the next bytes of the file. They may end within a character. */
ZS_FOR_MODULES void zs_detector_add(zs_detector *detector, const void *data, size_t length);

/* The encoding, by the name that reports show: "UTF-8" (also of what is ASCII alone),
 * "GB18030", "Big5", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", or what `declared` says.
 * NULL if this is no text. `declared` is a name that the file itself gives, as in HTML's meta
 * or XML's declaration; NULL if there is none. It is believed unless the bytes speak against
 * it: an archive is full of pages that lie. The string is static, or `declared`'s canonical
 * name, which lives as long as the detector. */
ZS_FOR_MODULES const char *zs_detector_end(zs_detector *detector, const char *declared);

#endif
