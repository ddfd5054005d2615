/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "encoding/double_byte.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"

enum {
    STRETCH = 1 << 13, /* a longer line is cut behind the next ASCII byte that is surely one */
    STRETCH_MOST = 1 << 14, /* or here */
    CUT_ROOM = 4,
    COST_DAMAGED = 30 * COST_OF_BIT,     /* of a byte that is left out, */
    COST_DAMAGED_PAIR = 33 * COST_OF_BIT /* or two that were one character */
};

#define REPLACEMENT 0xFFFD

/* The character that begins at `bytes`, and its length: 0 if there is none. */
static size_t next_character(zs_double_byte encoding, const unsigned char *bytes, size_t left,
                             uint32_t *character)
{
    if (bytes[0] < 0x80) {
        *character = bytes[0];
        return 1;
    }
    if (left >= 4 && encoding == ZS_GB18030 && bytes[1] < 0x40) {
        *character = zs_gb18030_four(bytes);
        return *character > 0 ? 4 : 0;
    }
    *character = left >= 2 ? zs_code_of(encoding, bytes[0], bytes[1]) : 0;
    return *character > 0 ? 2 : 0;
}

/* Decodes a stretch without damage; false if it has some. */
static bool decode_clean(zs_double_byte encoding, const unsigned char *bytes, size_t length,
                         zs_buffer *out)
{
    size_t begin = out->length;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t size = next_character(encoding, bytes + at, length - at, &character);
        if (size == 0) {
            out->length = begin;
            return false;
        }
        zs_utf8_put(out, character);
        at += size;
    }
    return true;
}

/* How to go on from a byte: with the character there, or by leaving bytes out. */
typedef enum step { STEP_CHARACTER, STEP_SKIP_ONE, STEP_SKIP_TWO } step;

/* The least implausible way to read the stretch, found from its end to its beginning: costs[i]
 * is the least cost of bytes i to the end (dynamic programming, as Viterbi 1967). */
static void find_steps(zs_double_byte encoding, const unsigned char *bytes, size_t length,
                       uint32_t *costs, uint8_t *steps)
{
    costs[length] = 0;
    for (size_t i = length; i-- > 0;) {
        uint32_t character;
        size_t size = next_character(encoding, bytes + i, length - i, &character);
        uint32_t best = costs[i + 1] + COST_DAMAGED;
        steps[i] = STEP_SKIP_ONE;
        if (i + 2 <= length && (bytes[i] >= 0x80 || bytes[i + 1] >= 0x80) &&
            costs[i + 2] + COST_DAMAGED_PAIR < best) {
            best = costs[i + 2] + COST_DAMAGED_PAIR;
            steps[i] = STEP_SKIP_TWO;
        }
        if (size > 0 && costs[i + size] + zs_character_cost(character) <= best) {
            best = costs[i + size] + zs_character_cost(character);
            steps[i] = STEP_CHARACTER;
        }
        costs[i] = best;
    }
}

static zs_status decode_damaged(zs_double_byte encoding, const unsigned char *bytes,
                                size_t length, zs_buffer *out, uint64_t *damaged,
                                zs_error *error)
{
    uint32_t *costs = malloc((length + 1) * sizeof *costs);
    uint8_t *steps = malloc(length);
    if (costs && steps) {
        find_steps(encoding, bytes, length, costs, steps);
        for (size_t at = 0; at < length;) {
            uint32_t character = REPLACEMENT;
            size_t size = steps[at] == STEP_SKIP_TWO ? 2 : 1;
            if (steps[at] == STEP_CHARACTER) {
                size = next_character(encoding, bytes + at, length - at, &character);
            } else {
                ++*damaged;
            }
            zs_utf8_put(out, character);
            at += size;
        }
    }
    bool enough = costs && steps;
    free(costs);
    free(steps);
    return enough ? ZS_OK : zs_fail_memory(error);
}

/* Where the stretch that begins the data ends; 0 if more is needed to know. */
static size_t stretch_end(zs_double_byte encoding, const unsigned char *bytes, size_t length,
                          bool last)
{
    size_t near = length < STRETCH ? length : STRETCH;
    const unsigned char *newline = memchr(bytes, '\n', near);
    if (newline) {
        return (size_t)(newline - bytes) + 1;
    }
    /* Below these no byte is the second of a character. */
    size_t most = length < STRETCH_MOST ? length : STRETCH_MOST;
    for (size_t i = near; i < most; i++) {
        if (bytes[i] < (encoding == ZS_GB18030 ? 0x30 : 0x40)) {
            return i + 1;
        }
    }
    if (length < STRETCH_MOST + CUT_ROOM) {
        return last ? length : 0;
    }
    /* Behind the last whole character, as it reads from the beginning. */
    size_t at = 0;
    while (at < STRETCH_MOST) {
        uint32_t character;
        size_t size = next_character(encoding, bytes + at, length - at, &character);
        at += size > 0 ? size : 1;
    }
    return at;
}

zs_status zs_double_byte_decode(zs_double_byte encoding, const char *data, size_t length,
                                bool last, zs_buffer *out, size_t *used, uint64_t *damaged,
                                zs_error *error)
{
    const unsigned char *bytes = (const unsigned char *)data;
    size_t at = 0;
    zs_status status = ZS_OK;
    while (!status && at < length) {
        size_t size = stretch_end(encoding, bytes + at, length - at, last);
        if (size == 0) {
            break;
        }
        if (!zs_buffer_reserve(out, 3 * size + 4)) {
            return zs_fail_memory(error);
        }
        if (!decode_clean(encoding, bytes + at, size, out)) {
            status = decode_damaged(encoding, bytes + at, size, out, damaged, error);
        }
        at += size;
    }
    *used = at;
    return status;
}
