/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes shapes_table.inc while zsearch is built: the four-corner and the Cangjie code of each
 * ideograph, taken from Unihan_DictionaryLikeData.txt (UAX #38).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shapes_entry.h"

enum { COUNT = SHAPES_END - SHAPES_FIRST, LINE = 1 << 16, CORNERS = 4, PER_LINE = 12 };

static uint16_t corners[COUNT];
static uint32_t parts[COUNT];

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "make_shapes_table: %s\n", what);
    exit(1);
}

/* "1771.7": the fifth digit tells apart what has the same corners. */
static uint16_t corners_of(const char *value)
{
    unsigned number = 0;
    for (size_t i = 0; i < CORNERS; i++) {
        if (value[i] < '0' || value[i] > '9') {
            give_up("a four-corner code is not to be understood");
        }
        number = 10 * number + (unsigned)(value[i] - '0');
    }
    return (uint16_t)number;
}

static uint32_t parts_of(const char *value)
{
    uint32_t code = 0;
    for (unsigned i = 0; value[i] >= 'A' && value[i] <= 'Z'; i++) {
        if (i == SHAPES_LETTERS) {
            give_up("a Cangjie code is longer than expected");
        }
        code |= (uint32_t)(value[i] - 'A' + 1) << (i * SHAPES_LETTER_BITS);
    }
    return code;
}

/* "U+4E00", TAB, "kCangjie", TAB, "M" */
static void read_line(char *line)
{
    char *name = strchr(line, '\t');
    char *value = name ? strchr(name + 1, '\t') : NULL;
    if (strncmp(line, "U+", 2) != 0 || !value) {
        return;
    }
    long point = strtol(line + 2, NULL, 16);
    *value = '\0';
    if (point < SHAPES_FIRST || point >= SHAPES_END) {
        return;
    }
    if (strcmp(name + 1, "kFourCornerCode") == 0) {
        corners[point - SHAPES_FIRST] = corners_of(value + 1);
    } else if (strcmp(name + 1, "kCangjie") == 0) {
        parts[point - SHAPES_FIRST] = parts_of(value + 1);
    }
}

int main(int argc, char **argv)
{
    static char line[LINE];
    if (argc != 3) {
        give_up("usage: make_shapes_table Unihan_DictionaryLikeData.txt OUTPUT");
    }
    for (size_t i = 0; i < COUNT; i++) {
        corners[i] = SHAPES_NO_CORNERS;
    }
    FILE *in = fopen(argv[1], "r");
    if (!in) {
        give_up("the codes cannot be opened");
    }
    while (fgets(line, LINE, in)) {
        read_line(line);
    }
    if (ferror(in) || fclose(in) != 0) {
        give_up("the codes cannot be read");
    }
    FILE *out = fopen(argv[2], "w");
    if (!out) {
        give_up("the table cannot be written");
    }
    fprintf(out, "static const uint16_t shape_corners[] = {");
    for (size_t i = 0; i < COUNT; i++) {
        fprintf(out, "%s%u,", i % PER_LINE == 0 ? "\n" : "", (unsigned)corners[i]);
    }
    fprintf(out, "\n};\nstatic const uint32_t shape_parts[] = {");
    for (size_t i = 0; i < COUNT; i++) {
        fprintf(out, "%s%lu,", i % PER_LINE == 0 ? "\n" : "", (unsigned long)parts[i]);
    }
    fprintf(out, "\n};\n");
    if (ferror(out) || fclose(out) != 0) {
        give_up("the table cannot be written");
    }
    return 0;
}
