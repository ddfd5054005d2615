/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The layout of the table of readings: what make_readings_table.c writes and readings.c reads.
 */
#ifndef ZS_TEXT_READINGS_ENTRY_H
#define ZS_TEXT_READINGS_ENTRY_H

enum {
    READINGS_END = 0x40000, /* ideographs are in planes 0, 2 and 3 */
    READINGS_BLOCK_SIZE = 128,
    READINGS_NONE = 0, /* an entry is a place in the pool: a count, and that many numbers */
    READINGS_NAME_SIZE = 8,   /* of a syllable, with its NUL */
    READINGS_FREQUENT = 1024, /* so many characters are called frequent */
};

#endif
