/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which characters look alike: by tables made from the Unihan database while zsearch is built
 * (make_shapes_table.c).
 */
#ifndef ZS_TEXT_SHAPES_H
#define ZS_TEXT_SHAPES_H

#include <stdbool.h>
#include <unicode/umachine.h>

/* Whether two ideographs of U+4E00 to U+9FFF look alike: they have the same four corners
 * (王云五's four-corner codes: 己 and 已, 未 and 末), or are of nearly the same parts (Cangjie
 * codes of three letters or more, one letter apart: 析 and 折). */
bool zs_shapes_alike(UChar32 one, UChar32 other);

#endif
