/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The dictionary is a trie of UTF-16 units in one array (unicode/ucharstrie.h describes it).
 * What is read is called a node's head: a unit that holds a value, if a word ends there, and
 * how it goes on: with units in a row, or with one of several.
 */
#include "text/dictionary.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/udata.h>

#include "base/error.h"

/* The heads of nodes. */
enum {
    HEAD_ROW = 0x30,   /* below: a branch of one more ways, 0: of as many as follows */
    HEAD_VALUE = 0x40, /* from here on there is a value; below are the bits of the kind */
    HEAD_KIND = 0x3F,
    HEAD_VALUE_TWO = 0x4040, /* the value has a unit more */
    HEAD_VALUE_THREE = 0x7FC0,
    HEAD_LAST = 0x8000 /* a value and nothing behind it */
};

/* Values by themselves, and how far to jump at the end of a branch. */
enum { VALUE_TWO = 0x4000, VALUE_THREE = 0x7FFF };

/* How far to jump within a branch. */
enum { JUMP_TWO = 0xFC00, JUMP_THREE = 0xFFFF };

/* A branch with no more ways than this is a list, one with more is halved. */
enum { BRANCH_LIST = 5 };

/* The first step is a branch of thousands: where it leads to is kept, for these units. */
enum { FIRST = 0x3000, LAST = 0x9FFF };

enum { UNKNOWN = 0, NOWHERE = UINT32_MAX };

/* So is where the second step led to, of the pairs met last: a text has few, again and again.
 */
enum { PAIRS = 1 << 14 };

struct pair {
    UChar units[2]; /* 0: none */
    uint32_t place;
};

struct zs_dictionary {
    UDataMemory *memory;
    const uint16_t *trie;
    uint32_t first[LAST - FIRST + 1]; /* places in the trie, or UNKNOWN or NOWHERE */
    struct pair pairs[PAIRS];
};

/* ---- Opening ------------------------------------------------------------------------- */

static UBool U_CALLCONV is_known_format(void *context, const char *type, const char *name,
                                        const UDataInfo *info)
{
    (void)context;
    (void)type;
    (void)name;
    return info->isBigEndian == U_IS_BIG_ENDIAN && info->charsetFamily == U_CHARSET_FAMILY &&
           memcmp(info->dataFormat, "Dict", 4) == 0 && info->formatVersion[0] == 1;
}

/* NULL if it is no trie of units with values. */
static const uint16_t *trie_of(const void *data)
{
    enum { OFFSET = 0, TYPE = 4, TRANSFORM = 5, TYPE_MASK = 7, OF_UNITS = 1, VALUED = 8 };
    const int32_t *header = data;
    bool known = (header[TYPE] & TYPE_MASK) == OF_UNITS && (header[TYPE] & VALUED) &&
                 header[TRANSFORM] == 0 && header[OFFSET] % 2 == 0;
    return known ? (const uint16_t *)data + header[OFFSET] / 2 : NULL;
}

zs_status zs_dictionary_open(zs_dictionary **out, zs_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    UDataMemory *memory = udata_openChoice(U_ICUDATA_NAME "-brkitr", "dict", "cjdict",
                                           is_known_format, NULL, &status);
    if (status == U_MEMORY_ALLOCATION_ERROR) {
        return zs_fail_memory(error);
    }
    const uint16_t *trie = U_SUCCESS(status) ? trie_of(udata_getMemory(memory)) : NULL;
    zs_dictionary *dictionary = trie ? calloc(1, sizeof *dictionary) : NULL;
    if (!dictionary) {
        if (U_SUCCESS(status)) {
            udata_close(memory);
        }
        if (trie) {
            return zs_fail_memory(error);
        }
        *out = NULL;
        return ZS_OK;
    }
    dictionary->memory = memory;
    dictionary->trie = trie;
    *out = dictionary;
    return ZS_OK;
}

void zs_dictionary_close(zs_dictionary *dictionary)
{
    if (dictionary) {
        udata_close(dictionary->memory);
        free(dictionary);
    }
}

/* ---- Walking ------------------------------------------------------------------------- */

/* The value in a head, of which *at is behind; *at moves behind all of it. */
static inline uint32_t head_value(const uint16_t **at, uint32_t head)
{
    if (head < HEAD_VALUE_TWO) {
        return (head >> 6) - 1;
    }
    if (head < HEAD_VALUE_THREE) {
        return (((head & HEAD_VALUE_THREE) - HEAD_VALUE_TWO) << 10) | *(*at)++;
    }
    *at += 2;
    return (uint32_t)(*at)[-2] << 16 | (*at)[-1];
}

/* A value by itself, of which *at is behind its first unit; `first` is without HEAD_LAST. */
static inline uint32_t value(const uint16_t **at, uint32_t first)
{
    if (first < VALUE_TWO) {
        return first;
    }
    if (first < VALUE_THREE) {
        return (first - VALUE_TWO) << 16 | *(*at)++;
    }
    *at += 2;
    return (uint32_t)(*at)[-2] << 16 | (*at)[-1];
}

/* How far to jump; `far` is the unit that says so, of which *at is behind. */
static inline uint32_t jump(const uint16_t **at, uint32_t far)
{
    if (far < JUMP_TWO) {
        return far;
    }
    if (far < JUMP_THREE) {
        return (far - JUMP_TWO) << 16 | *(*at)++;
    }
    *at += 2;
    return (uint32_t)(*at)[-2] << 16 | (*at)[-1];
}

/* The node to which `unit` leads from a branch whose head is before `at`; NULL if to none. */
static const uint16_t *branch(const uint16_t *at, uint32_t head, uint16_t unit)
{
    uint32_t ways = (head == 0 ? *at++ : head) + 1;
    while (ways > BRANCH_LIST) {
        /* Which half is chance: no processor could foresee a jump here. */
        uint32_t above = unit >= at[0], first = at[1];
        at += 2;
        uint32_t far = jump(&at, first);
        at += far & (above - 1);
        ways = (ways + above) / 2;
    }
    for (; ways > 1; ways--) {
        bool found = *at++ == unit;
        if (found && *at & HEAD_LAST) {
            return at; /* a head like any other */
        }
        uint32_t first = *at++;
        uint32_t far = value(&at, first & ~(uint32_t)HEAD_LAST);
        if (found) {
            return at + far;
        }
    }
    return *at == unit ? at + 1 : NULL;
}

/* The node to which the first unit leads. */
static const uint16_t *first_node(zs_dictionary *dictionary, UChar unit)
{
    uint32_t *place = &dictionary->first[unit - FIRST];
    if (*place == UNKNOWN) {
        uint32_t head = dictionary->trie[0];
        const uint16_t *node =
            head < HEAD_ROW ? branch(dictionary->trie + 1, head, unit) : NULL;
        *place = node ? (uint32_t)(node - dictionary->trie) : (uint32_t)NOWHERE;
    }
    return *place == (uint32_t)NOWHERE ? NULL : dictionary->trie + *place;
}

/* The node to which the second unit leads from a branch. */
static const uint16_t *second_node(zs_dictionary *dictionary, const uint16_t *at, uint32_t head,
                                   const UChar *units)
{
    uint32_t both = (uint32_t)units[0] << 16 | units[1];
    struct pair *pair = &dictionary->pairs[both * 0x9E3779B1U >> 18];
    if (pair->units[0] != units[0] || pair->units[1] != units[1]) {
        const uint16_t *node = branch(at, head, units[1]);
        *pair = (struct pair){{units[0], units[1]},
                              node ? (uint32_t)(node - dictionary->trie) : (uint32_t)NOWHERE};
    }
    return pair->place == (uint32_t)NOWHERE ? NULL : dictionary->trie + pair->place;
}

/* How many units of a row there are, if the text goes on with them; else 0. */
static inline size_t row(const uint16_t *at, uint32_t kind, const UChar *units, size_t left)
{
    size_t count = kind - HEAD_ROW + 1;
    return count <= left && memcmp(at, units, count * sizeof *units) == 0 ? count : 0;
}

size_t zs_dictionary_match(zs_dictionary *dictionary, const UChar *units, size_t length,
                           zs_dictionary_word words[ZS_DICTIONARY_LONGEST])
{
    if (length > ZS_DICTIONARY_LONGEST) {
        length = ZS_DICTIONARY_LONGEST;
    }
    size_t count = 0, done = 1;
    const uint16_t *at = first_node(dictionary, units[0]);
    while (at) {
        uint32_t head = *at++;
        if (head & HEAD_LAST) {
            uint32_t cost = value(&at, head & ~(uint32_t)HEAD_LAST);
            words[count++] = (zs_dictionary_word){(uint32_t)done, cost};
            break;
        }
        if (head >= HEAD_VALUE) {
            uint32_t cost = head_value(&at, head);
            words[count++] = (zs_dictionary_word){(uint32_t)done, cost};
        }
        if (done == length) {
            break;
        }
        uint32_t kind = head & HEAD_KIND;
        if (kind < HEAD_ROW) {
            at = done == 1 ? second_node(dictionary, at, kind, units)
                           : branch(at, kind, units[done]);
            done++;
        } else {
            size_t matched = row(at, kind, units + done, length - done);
            at = matched > 0 ? at + matched : NULL;
            done += matched;
        }
    }
    return count;
}
