/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "fold_entry.h"
#include "fold_table.inc"
#include "text/utf.h"

static_assert((int)FOLD_CLASS_OTHER == (int)ZS_CHAR_OTHER &&
                  (int)FOLD_CLASS_WORD == (int)ZS_CHAR_WORD &&
                  (int)FOLD_CLASS_HAN == (int)ZS_CHAR_HAN &&
                  (int)FOLD_CLASS_SPACE == (int)ZS_CHAR_SPACE &&
                  (int)FOLD_CLASS_NEWLINE == (int)ZS_CHAR_NEWLINE &&
                  (int)FOLD_CLASS_IGNORED == (int)ZS_CHAR_IGNORED,
              "the table's classes are those of zs_char_class");

/* As many marks as Unicode's stream-safe format allows on one base (UAX #15, 13), so that a
 * text of marks alone does not become one endless cluster. */
enum { CLUSTER_LIMIT = 30 };

/* Room for what one cluster may become. The longest expansion of one character is 18
 * (U+FDFA). */
enum { CLUSTER_ROOM = (CLUSTER_LIMIT + 1) * 18 * 2 };

static inline uint32_t entry_of(UChar32 character)
{
    uint32_t point = (uint32_t)character;
    return fold_entries[fold_block[point / FOLD_BLOCK_SIZE] * FOLD_BLOCK_SIZE +
                        point % FOLD_BLOCK_SIZE];
}

static inline UChar32 folded_of(UChar32 character, uint32_t entry)
{
    /* The shift of the signed number brings its sign down again. */
    return character + ((int32_t)entry >> FOLD_PAYLOAD_SHIFT);
}

zs_char_class zs_char_class_of(UChar32 character)
{
    return (zs_char_class)(entry_of(character) & FOLD_CLASS_MASK);
}

bool zs_char_varies(UChar32 character)
{
    return (entry_of(character) & FOLD_VARIES) != 0;
}

UChar32 zs_char_simplified(UChar32 character)
{
    uint32_t entry = entry_of(character);
    return entry & FOLD_EXPANDS ? character : folded_of(character, entry);
}

void zs_folded_release(zs_folded *folded)
{
    free(folded->units);
    free(folded->start);
    free(folded->end);
    free(folded->class);
    *folded = (zs_folded){.plain = folded->plain};
}

/* The four arrays grow one by one; `capacity` says what all of them have. */
static bool reserve(zs_folded *folded, size_t wanted)
{
    size_t capacity = folded->capacity + folded->capacity / 2;
    if (capacity < wanted) {
        capacity = wanted;
    }
    UChar *units = realloc(folded->units, capacity * sizeof *units);
    if (!units) {
        return false;
    }
    folded->units = units;
    if (!folded->plain) {
        uint32_t *start = realloc(folded->start, capacity * sizeof *start);
        if (!start) {
            return false;
        }
        folded->start = start;
        uint32_t *end = realloc(folded->end, capacity * sizeof *end);
        if (!end) {
            return false;
        }
        folded->end = end;
    }
    uint8_t *class = realloc(folded->class, capacity);
    if (!class) {
        return false;
    }
    folded->class = class;
    folded->capacity = capacity;
    return true;
}

/* A text being folded. White space that has been read is not written yet: what it becomes
 * depends on what stands behind it. */
struct folding {
    zs_folded *out;
    zs_purpose purpose;
    bool gap;
    unsigned gap_newlines;
    uint32_t gap_start, gap_end;
};

static inline void put_unit(zs_folded *out, UChar unit, unsigned class, uint32_t start,
                            uint32_t end)
{
    size_t at = out->length++;
    out->units[at] = unit;
    if (!out->plain) {
        out->start[at] = start;
        out->end[at] = end;
    }
    out->class[at] = (uint8_t) class;
}

static void close_gap(struct folding *folding, unsigned next_class)
{
    zs_folded *out = folding->out;
    bool empty_line = folding->gap_newlines > 1;
    bool between_han = next_class == ZS_CHAR_HAN && out->length > 0 &&
                       out->class[out->length - 1] == ZS_CHAR_HAN;
    if (folding->purpose == ZS_PURPOSE_QUERY || !between_han || empty_line) {
        put_unit(out, empty_line ? '\n' : ' ', empty_line ? ZS_CHAR_NEWLINE : ZS_CHAR_SPACE,
                 folding->gap_start, folding->gap_end);
    }
    folding->gap = false;
    folding->gap_newlines = 0;
}

/* A new page or paragraph is as good as an empty line. */
static inline unsigned newlines_of(UChar32 character, unsigned class)
{
    enum { PARAGRAPH_SEPARATOR = 0x2029 };
    return class != ZS_CHAR_NEWLINE                                ? 0
           : character == '\f' || character == PARAGRAPH_SEPARATOR ? 2
                                                                   : 1;
}

static inline void put(struct folding *folding, UChar32 character, unsigned class,
                       uint32_t start, uint32_t end)
{
    zs_folded *out = folding->out;
    if (class >= ZS_CHAR_SPACE) {
        if (class != ZS_CHAR_IGNORED) {
            folding->gap_start = folding->gap ? folding->gap_start : start;
            folding->gap_end = end;
            folding->gap = true;
            folding->gap_newlines += newlines_of(character, class);
        }
        return;
    }
    if (folding->gap) {
        close_gap(folding, class);
    }
    if (character <= 0xFFFF) {
        put_unit(out, (UChar)character, class, start, end);
    } else {
        put_unit(out, U16_LEAD(character), class, start, end);
        put_unit(out, U16_TRAIL(character), class, start, end);
    }
}

/* What joins with the character before it is rare: such a cluster is folded as a whole by
 * utf8proc, which composes it. */
static bool put_cluster(struct folding *folding, const char *text, size_t start, size_t end)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t size =
        utf8proc_map((const utf8proc_uint8_t *)text + start, (utf8proc_ssize_t)(end - start),
                     &folded, FOLD_UTF8PROC_OPTIONS);
    if (size < 0) {
        return false;
    }
    for (utf8proc_ssize_t at = 0; at < size;) {
        utf8proc_int32_t character;
        at += utf8proc_iterate(folded + at, size - at, &character);
        uint32_t entry = entry_of(character);
        if (!(entry & FOLD_EXPANDS)) {
            character = folded_of(character, entry);
        }
        put(folding, character, entry & FOLD_CLASS_MASK, (uint32_t)start, (uint32_t)end);
    }
    free(folded);
    return true;
}

/* Whether the character at `at` may join with the one before it. Nothing below U+0300, from
 * U+3000 to U+3029, from U+4000 to U+9FFF or from U+FF00 to U+FF3F does (make_fold_table makes
 * sure), so that for most text no more than this is asked. */
static inline bool may_join_previous(const char *text, size_t at, size_t length)
{
    unsigned char lead = (unsigned char)text[at];
    if (lead < 0xCC || (lead >= 0xE4 && lead <= 0xE9)) {
        return false;
    }
    if (length - at < 3) {
        return true;
    }
    unsigned char second = (unsigned char)text[at + 1], third = (unsigned char)text[at + 2];
    return !(lead == 0xEF && second == 0xBC) &&
           !(lead == 0xE3 && second == 0x80 && third < 0xAA);
}

/* Where the cluster that begins with the character before `at` ends. */
static size_t cluster_end(const char *text, size_t at, size_t length)
{
    for (unsigned marks = 0; marks < CLUSTER_LIMIT && at < length; marks++) {
        size_t next;
        UChar32 character = zs_utf8_next(text, at, length, &next);
        if (character < 0 || !(entry_of(character) & FOLD_JOINS_PREVIOUS)) {
            break;
        }
        at = next;
    }
    return at;
}

/* The character of three bytes, of four that can be read; 0, which is none of the plain ones,
 * if it is none. */
static inline uint32_t three_bytes(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t all = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                   (uint32_t)bytes[3] << 24;
    uint32_t character = (all & 0xF) << 12 | (all >> 2 & 0xFC0) | (all >> 16 & 0x3F);
    bool valid = (all & 0xC0C0F0) == 0x8080E0 && character >= 0x800;
    return valid ? character : 0; /* surrogates are not plain, either */
}

static inline bool is_ascii(char byte)
{
    return (unsigned char)byte < 0x80;
}

/* Folds plain characters of one or three bytes, of which nearly all text is made, as the
 * general way does, in half the time; returns how far. There is no gap, and room for `room`
 * units. */
static size_t put_plain(zs_folded *out, const char *text, size_t at, size_t length, size_t room)
{
    enum { BYTES = 3, READ = 4 };
    UChar *units = out->units + out->length;
    uint8_t *class = out->class + out->length;
    uint32_t *start = out->plain ? NULL : out->start + out->length;
    uint32_t *end = out->plain ? NULL : out->end + out->length;
    size_t count = 0, first = at;
    while (count < room && length - at >= READ) {
        bool ascii = is_ascii(text[at]);
        uint32_t character = ascii ? (uint32_t)text[at] : three_bytes(text + at);
        uint32_t entry = entry_of((UChar32)character);
        if (!(entry & FOLD_PLAIN)) {
            break;
        }
        units[count] = (UChar)folded_of((UChar32)character, entry);
        class[count] = (uint8_t)(entry & FOLD_CLASS_MASK);
        size_t next = at + (ascii ? 1 : BYTES);
        if (start) {
            start[count] = (uint32_t)at;
            end[count] = (uint32_t)next;
        }
        at = next;
        count++;
    }
    /* What the next joins with is left to it. */
    if (at > first && at < length && may_join_previous(text, at, length)) {
        count--;
        at -= is_ascii(text[at - 1]) ? 1 : BYTES;
    }
    out->length += count;
    return at;
}

zs_status zs_fold(const char *text, size_t length, zs_purpose purpose, zs_folded *out,
                  zs_error *error)
{
    assert(length < UINT32_MAX);
    struct folding folding = {.out = out, .purpose = purpose};
    out->length = 0;
    for (size_t at = 0; at < length;) {
        if (out->capacity - out->length < CLUSTER_ROOM &&
            !reserve(out, out->length + CLUSTER_ROOM + (length - at) / 3)) {
            return zs_fail_memory(error);
        }
        if (!folding.gap) {
            at = put_plain(out, text, at, length, out->capacity - out->length);
            if (at == length) {
                break;
            }
            if (out->capacity - out->length < CLUSTER_ROOM) {
                continue;
            }
        }
        size_t start = at;
        UChar32 character = zs_utf8_next(text, at, length, &at);
        if (character < 0) {
            put(&folding, 0xFFFD, ZS_CHAR_OTHER, (uint32_t)start, (uint32_t)at);
            continue;
        }
        /* CR LF is one line end, and nothing joins with it. */
        if (character == '\r' && at < length && text[at] == '\n') {
            at++;
            put(&folding, '\n', ZS_CHAR_NEWLINE, (uint32_t)start, (uint32_t)at);
            continue;
        }
        if (at < length && may_join_previous(text, at, length)) {
            size_t end = cluster_end(text, at, length);
            if (end > at) {
                if (!put_cluster(&folding, text, start, end)) {
                    return zs_fail_memory(error);
                }
                at = end;
                continue;
            }
        }
        uint32_t entry = entry_of(character);
        if (entry & FOLD_EXPANDS) {
            const uint32_t *pool = fold_pool + (entry >> FOLD_PAYLOAD_SHIFT);
            for (uint32_t i = 1; i <= pool[0]; i++) {
                UChar32 part = (UChar32)pool[i];
                put(&folding, part, zs_char_class_of(part), (uint32_t)start, (uint32_t)at);
            }
        } else {
            put(&folding, folded_of(character, entry), entry & FOLD_CLASS_MASK, (uint32_t)start,
                (uint32_t)at);
        }
    }
    return ZS_OK;
}
