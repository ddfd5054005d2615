/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes readings_table.inc while zsearch is built: how each character of folded text is read
 * in Mandarin, without tones, taken from Unihan_Readings.txt (UAX #38).
 *
 * Of a character, the fields of modern dictionaries count, in the order in which their first
 * reading is the usual one: kHanyuPinlu has frequencies and begins with the most frequent,
 * kMandarin is the customary one, kTGHZ2013 and kXHC1983 are by the alphabet. kHanyuPinyin is
 * that of a dictionary of all ages, which gives 青 as jing too: it is asked only where the
 * others have nothing. Readings of characters that fold to another are behind its own.
 *
 * The table has two levels, as fold_table.inc; lists of readings that are equal are kept once.
 * Behind it is the same the other way round: the characters of each syllable.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/han_order.h"
#include "fold_entry.h"
#include "fold_table.inc"
#include "readings_entry.h"

enum { BLOCKS = READINGS_END / READINGS_BLOCK_SIZE };
enum { SYLLABLES = 1024, POOL = 0x10000, LINE = 1 << 16, READINGS = 24 };

/* The fields that count, by what they count; the last for want of others. */
static const char *const fields[] = {"kHanyuPinlu", "kMandarin", "kTGHZ2013", "kXHC1983",
                                     "kHanyuPinyin"};
enum { FIELDS = sizeof fields / sizeof *fields, LAST = FIELDS - 1 };

typedef char syllable[READINGS_NAME_SIZE];

/* Readings as they are found, numbered in the order in which they are met. */
typedef struct list {
    uint16_t numbers[READINGS];
    size_t count;
} list;

static syllable names[SYLLABLES];
static size_t name_count;

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "make_readings_table: %s\n", what);
    exit(1);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        give_up("out of memory");
    }
    return memory;
}

static uint16_t number_of(const char *name)
{
    size_t i = 0;
    while (i < name_count && strcmp(names[i], name) != 0) {
        i++;
    }
    if (i == SYLLABLES) {
        give_up("there are more syllables than expected");
    }
    if (i == name_count) {
        memcpy(names[name_count++], name, strlen(name) + 1);
    }
    return (uint16_t)i;
}

static void add(list *out, uint16_t number)
{
    for (size_t i = 0; i < out->count; i++) {
        if (out->numbers[i] == number) {
            return;
        }
    }
    if (out->count == READINGS) {
        give_up("a character has more readings than expected");
    }
    out->numbers[out->count++] = number;
}

/* Letters of a reading without their marks, but for those of ü, which becomes v. */
static void add_reading(list *out, const char *text, size_t length)
{
    enum { DIAERESIS = 0x308, LONGEST = 32 };
    utf8proc_int32_t points[LONGEST];
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, points,
                           LONGEST, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    syllable name = "";
    size_t end = 0;
    if (count < 0 || count > LONGEST) {
        give_up("a reading is not to be understood");
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (points[i] == DIAERESIS && end > 0 && name[end - 1] == 'u') {
            name[end - 1] = 'v';
        } else if (points[i] >= 'a' && points[i] <= 'z') {
            if (end + 1 == sizeof name) {
                give_up("a syllable is longer than expected");
            }
            name[end++] = (char)points[i];
        }
    }
    if (end > 0) {
        add(out, number_of(name));
    }
}

/* Every run of letters in the value of a field is a reading; between them stand frequencies,
 * places in dictionaries and signs. */
static void add_readings(list *out, const char *value)
{
    size_t start = 0, at = 0;
    for (;; at++) {
        unsigned char byte = (unsigned char)value[at];
        if ((byte >= 'a' && byte <= 'z') || byte >= 0x80) {
            continue;
        }
        if (at > start) {
            add_reading(out, value + start, at - start);
        }
        start = at + 1;
        if (byte == '\0') {
            return;
        }
    }
}

/* What a character that is folded alone becomes. */
static int32_t folded(int32_t point)
{
    uint32_t entry = fold_entries[fold_block[point / FOLD_BLOCK_SIZE] * FOLD_BLOCK_SIZE +
                                  (uint32_t)point % FOLD_BLOCK_SIZE];
    return entry & FOLD_EXPANDS ? point : point + ((int32_t)entry >> FOLD_PAYLOAD_SHIFT);
}

/* Reads the database: what each field has of each character. */
static void read_database(const char *path, list *out)
{
    char *line = allocate(LINE, 1);
    FILE *in = fopen(path, "r");
    if (!in) {
        give_up("the readings cannot be opened");
    }
    while (fgets(line, LINE, in)) {
        char *name = strchr(line, '\t');
        char *value = name ? strchr(name + 1, '\t') : NULL;
        if (strncmp(line, "U+", 2) != 0 || !value) {
            continue;
        }
        long point = strtol(line + 2, NULL, 16);
        *value = '\0';
        for (size_t i = 0; point < READINGS_END && i < FIELDS; i++) {
            if (strcmp(name + 1, fields[i]) == 0) {
                add_readings(&out[(size_t)point * FIELDS + i], value + 1);
            }
        }
    }
    if (ferror(in) || fclose(in) != 0) {
        give_up("the readings cannot be read");
    }
    free(line);
}

static void add_own(const list *read, list *out)
{
    size_t before = out->count, known = 0;
    for (size_t i = 0; i < LAST; i++) {
        known += read[i].count;
        for (size_t j = 0; j < read[i].count; j++) {
            add(out, read[i].numbers[j]);
        }
    }
    for (size_t j = 0; known == 0 && out->count == before && j < read[LAST].count; j++) {
        add(out, read[LAST].numbers[j]);
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Numbers syllables by the alphabet, in which they are sought. */
static void sort_names(list *readings)
{
    uint16_t *places = allocate(name_count, sizeof *places);
    syllable *sorted = allocate(name_count, sizeof *sorted);
    memcpy(sorted, names, name_count * sizeof *sorted);
    qsort(sorted, name_count, sizeof *sorted, compare_names);
    for (size_t i = 0; i < name_count; i++) {
        const syllable *place =
            bsearch(names[i], sorted, name_count, sizeof *sorted, compare_names);
        places[i] = (uint16_t)(place - sorted);
    }
    for (size_t point = 0; point < READINGS_END; point++) {
        for (size_t i = 0; i < readings[point].count; i++) {
            readings[point].numbers[i] = places[readings[point].numbers[i]];
        }
    }
    memcpy(names, sorted, name_count * sizeof *sorted);
    free(sorted);
    free(places);
}

/* The place of a list in the pool, where it is put unless it is there. */
static uint16_t place_in(uint16_t *pool, size_t *length, const list *readings)
{
    size_t count = readings->count;
    if (count == 0) {
        return READINGS_NONE;
    }
    for (size_t at = 1; at < *length; at += pool[at] + 1U) {
        if (pool[at] == count &&
            memcmp(pool + at + 1, readings->numbers, count * sizeof *pool) == 0) {
            return (uint16_t)at;
        }
    }
    if (*length + count + 1 > POOL) {
        give_up("there are more lists of readings than expected");
    }
    size_t at = *length;
    pool[at] = (uint16_t)count;
    memcpy(pool + at + 1, readings->numbers, count * sizeof *pool);
    *length += count + 1;
    return (uint16_t)at;
}

static void print_array(FILE *out, const char *name, const uint16_t *values, size_t count)
{
    fprintf(out, "static const uint16_t %s[%zu] = {", name, count);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s%u,", i % 16 == 0 ? "\n" : "", (unsigned)values[i]);
    }
    fprintf(out, "\n};\n");
}

/* ---- The characters of each syllable --------------------------------------------------- */

enum {
    FREQUENCIES = sizeof ZS_HAN_BY_FREQUENCY / sizeof *ZS_HAN_BY_FREQUENCY - 1,
    FIRST_HAN = 0x3400
};

static bool has_reading(const list *readings, size_t number)
{
    for (size_t i = 0; i < readings->count; i++) {
        if (readings->numbers[i] == number) {
            return true;
        }
    }
    return false;
}

/* Prints the characters of a syllable, and returns how many they are. */
static size_t print_characters(FILE *out, const list *readings, size_t number, size_t *frequent)
{
    static bool is_ranked[READINGS_END];
    size_t count = 0;
    *frequent = 0;
    for (size_t rank = 0; rank < FREQUENCIES; rank++) {
        uint32_t point = ZS_HAN_BY_FREQUENCY[rank];
        is_ranked[point] = true;
        if (has_reading(&readings[point], number)) {
            fprintf(out, "%u,", point);
            count++;
            *frequent += rank < READINGS_FREQUENT;
        }
    }
    for (uint32_t point = FIRST_HAN; point < READINGS_END; point++) {
        if (!is_ranked[point] && has_reading(&readings[point], number)) {
            fprintf(out, "%u,", point);
            count++;
        }
    }
    fprintf(out, "\n");
    return count;
}

static void print_by_syllable(FILE *out, const list *readings)
{
    uint16_t begins[SYLLABLES + 1] = {0}, frequent[SYLLABLES];
    fprintf(out, "static const uint32_t characters_read[] = {\n");
    for (size_t i = 0; i < name_count; i++) {
        size_t most;
        size_t end = begins[i] + print_characters(out, readings, i, &most);
        if (end > UINT16_MAX) {
            give_up("there are more readings than expected");
        }
        begins[i + 1] = (uint16_t)end;
        frequent[i] = (uint16_t)most;
    }
    fprintf(out, "};\n");
    print_array(out, "characters_begin", begins, name_count + 1);
    print_array(out, "characters_frequent", frequent, name_count);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        give_up("usage: make_readings_table UNIHAN_READINGS FILE");
    }
    list *database = allocate((size_t)READINGS_END * FIELDS, sizeof *database);
    list *readings = allocate(READINGS_END, sizeof *readings);
    read_database(argv[1], database);
    for (int32_t point = 0; point < READINGS_END; point++) {
        if (folded(point) == point) {
            add_own(&database[(size_t)point * FIELDS], &readings[point]);
        }
    }
    for (int32_t point = 0; point < READINGS_END; point++) {
        int32_t target = folded(point);
        if (target != point && target < READINGS_END) {
            add_own(&database[(size_t)point * FIELDS], &readings[target]);
        }
    }
    if (name_count == 0) {
        give_up("the file has no readings");
    }
    sort_names(readings);

    uint16_t *pool = allocate(POOL, sizeof *pool);
    size_t pool_length = 1; /* READINGS_NONE is no place */
    uint16_t *kept = allocate(READINGS_END, sizeof *kept);
    uint16_t *numbers = allocate(BLOCKS, sizeof *numbers);
    size_t kept_blocks = 0;
    for (size_t block = 0; block < BLOCKS; block++) {
        uint16_t *content = kept + kept_blocks * READINGS_BLOCK_SIZE;
        for (size_t i = 0; i < READINGS_BLOCK_SIZE; i++) {
            content[i] =
                place_in(pool, &pool_length, &readings[block * READINGS_BLOCK_SIZE + i]);
        }
        size_t same = 0;
        while (memcmp(kept + same * READINGS_BLOCK_SIZE, content,
                      READINGS_BLOCK_SIZE * sizeof *kept) != 0) {
            same++;
        }
        kept_blocks += same == kept_blocks;
        numbers[block] = (uint16_t)same;
    }

    FILE *out = fopen(argv[2], "w");
    if (!out) {
        give_up("cannot write the table");
    }
    fprintf(out, "/* Made by make_readings_table; not to be edited. */\n");
    print_array(out, "readings_block", numbers, BLOCKS);
    print_array(out, "readings_entries", kept, kept_blocks * READINGS_BLOCK_SIZE);
    print_array(out, "readings_pool", pool, pool_length);
    fprintf(out, "static const char syllable_names[%zu][%d] = {\n", name_count,
            READINGS_NAME_SIZE);
    for (size_t i = 0; i < name_count; i++) {
        fprintf(out, "\"%s\",\n", names[i]);
    }
    fprintf(out, "};\n");
    print_by_syllable(out, readings);
    if (fclose(out) != 0) {
        give_up("cannot write the table");
    }
    free(database);
    free(readings);
    free(pool);
    free(kept);
    free(numbers);
    return 0;
}
