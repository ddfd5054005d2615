/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The layout of the tables of shapes: what make_shapes_table.c writes and shapes.c reads.
 */
#ifndef ZS_TEXT_SHAPES_ENTRY_H
#define ZS_TEXT_SHAPES_ENTRY_H

enum {
    SHAPES_FIRST = 0x4E00,
    SHAPES_END = 0xA000,
    SHAPES_NO_CORNERS = 0xFFFF, /* else four digits as a number */
    SHAPES_LETTERS = 5,         /* of a Cangjie code, the most there are; */
    SHAPES_LETTER_BITS = 5,     /* A is 1, the first letter in the lowest bits */
};

#endif
