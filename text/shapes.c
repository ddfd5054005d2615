/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/shapes.h"

#include <stddef.h>
#include <stdint.h>

#include "shapes_entry.h"
#include "shapes_table.inc"

enum { SHORTEST = 3, LETTER = (1 << SHAPES_LETTER_BITS) - 1 };

static size_t letters(uint32_t code)
{
    size_t count = 0;
    for (; code > 0; code >>= SHAPES_LETTER_BITS) {
        count++;
    }
    return count;
}

/* Whether one code becomes the other by a letter that is replaced, put in or left out, or is it
 * already. The first letters are in the lowest bits: what is behind a letter is a shift away.
 */
static bool is_letter_apart(uint32_t one, uint32_t other)
{
    while (one > 0 && other > 0 && (one & LETTER) == (other & LETTER)) {
        one >>= SHAPES_LETTER_BITS;
        other >>= SHAPES_LETTER_BITS;
    }
    return one >> SHAPES_LETTER_BITS == other >> SHAPES_LETTER_BITS ||
           one == other >> SHAPES_LETTER_BITS || one >> SHAPES_LETTER_BITS == other;
}

bool zs_shapes_alike(UChar32 one, UChar32 other)
{
    if (one < SHAPES_FIRST || one >= SHAPES_END || other < SHAPES_FIRST ||
        other >= SHAPES_END) {
        return false;
    }
    uint16_t corners = shape_corners[one - SHAPES_FIRST];
    uint32_t code = shape_parts[one - SHAPES_FIRST];
    uint32_t other_code = shape_parts[other - SHAPES_FIRST];
    if (corners != SHAPES_NO_CORNERS && corners == shape_corners[other - SHAPES_FIRST]) {
        return true;
    }
    return code > 0 && other_code > 0 && is_letter_apart(code, other_code) &&
           (letters(code) >= SHORTEST || letters(other_code) >= SHORTEST);
}
