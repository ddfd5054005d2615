/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/terms.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "text/utf.h"

const char *zs_token_kind_name(zs_token_kind kind)
{
    switch (kind) {
    case ZS_TOKEN_WORD: return "word";
    case ZS_TOKEN_HAN_SINGLE: return "single";
    case ZS_TOKEN_HAN_WORD: return "pair word";
    case ZS_TOKEN_HAN_LONG: return "long word";
    case ZS_TOKEN_HAN_INNER: return "inner pair";
    case ZS_TOKEN_HAN_CROSS: return "crossing pair";
    case ZS_TOKEN_HAN_FINAL: return "final";
    }
    return "unknown";
}

void zs_tokens_release(zs_tokens *tokens)
{
    free(tokens->items);
    *tokens = ZS_TOKENS_INIT;
}

/* The caller has made room. */
static inline void add(zs_tokens *tokens, uint32_t start, uint32_t end, zs_token_kind kind)
{
    tokens->items[tokens->count++] = (zs_cut){.start = start, .end = end, .kind = kind};
}

static inline uint32_t character_end(const zs_folded *folded, uint32_t at)
{
    return at + (U16_IS_LEAD(folded->units[at]) ? 2 : 1);
}

/* The tokens that begin in one Han word. */
static void add_han_word(zs_tokens *tokens, const zs_folded *folded, const zs_word *word,
                         bool run_goes_on, zs_purpose purpose)
{
    uint32_t first_end = character_end(folded, word->start);
    bool single = first_end == word->end;
    bool pair = !single && character_end(folded, first_end) == word->end;
    if (single) {
        add(tokens, word->start, word->end, ZS_TOKEN_HAN_SINGLE);
    }
    uint32_t at = word->start;
    for (uint32_t next = first_end; next < word->end;) {
        uint32_t end = character_end(folded, next);
        add(tokens, at, end, pair ? ZS_TOKEN_HAN_WORD : ZS_TOKEN_HAN_INNER);
        if (at == word->start && !pair) {
            add(tokens, word->start, word->end, ZS_TOKEN_HAN_LONG);
        }
        at = next;
        next = end;
    }
    if (run_goes_on) {
        add(tokens, at, character_end(folded, word->end), ZS_TOKEN_HAN_CROSS);
    } else if (!single && purpose == ZS_PURPOSE_INDEX) {
        add(tokens, at, word->end, ZS_TOKEN_HAN_FINAL);
    }
}

zs_status zs_make_tokens(const zs_folded *folded, const zs_words *words, zs_purpose purpose,
                         zs_tokens *out, zs_error *error)
{
    /* A Han character begins a pair and may be or begin a word: no more than two tokens a
     * unit; of other words one. */
    zs_cut *items =
        zs_array_grow(out->items, &out->capacity, 2 * folded->length + 1, sizeof *out->items);
    if (!items) {
        return zs_fail_memory(error);
    }
    out->items = items;
    out->count = 0;
    for (size_t i = 0; i < words->count; i++) {
        const zs_word *word = &words->items[i];
        if (!word->han) {
            add(out, word->start, word->end, ZS_TOKEN_WORD);
            continue;
        }
        bool run_goes_on = i + 1 < words->count && words->items[i + 1].han &&
                           words->items[i + 1].start == word->end;
        add_han_word(out, folded, word, run_goes_on, purpose);
    }
    return ZS_OK;
}

bool zs_tokens_cover(const zs_tokens *tokens, const zs_folded *folded)
{
    uint32_t reach = 0;
    for (size_t i = 0; i <= tokens->count; i++) {
        bool last = i == tokens->count;
        uint32_t start = last ? (uint32_t)folded->length : tokens->items[i].start;
        if (!last && !zs_token_is_certain(tokens->items[i].kind)) {
            continue;
        }
        bool number = reach >= 3 && u_isdigit(folded->units[reach - 1]) &&
                      u_isdigit(folded->units[reach - 3]);
        for (uint32_t at = number ? reach + 1 : reach; at < start; at++) {
            if (folded->class[at] == ZS_CHAR_HAN || folded->class[at] == ZS_CHAR_WORD) {
                return false;
            }
        }
        if (!last && tokens->items[i].end > reach) {
            reach = tokens->items[i].end;
        }
    }
    return true;
}

/* Whether a unit is a character of three bytes, as nearly all ideographs are. */
static inline bool is_three_bytes(UChar unit)
{
    return unit >= 0x800 && !U16_IS_SURROGATE(unit);
}

/* Its bytes, the first in the lowest. */
static inline uint64_t three_bytes(UChar unit)
{
    return (0xE0U | unit >> 12) | (0x80U | (unit >> 6 & 0x3FU)) << 8 |
           (0x80U | (unit & 0x3FU)) << 16;
}

/* Writes most terms at once: what is read next, to hash and compare it, would wait for bytes
 * that were written one by one. */
static inline size_t put_pair(UChar first, UChar second, char term[ZS_TERM_LIMIT])
{
    uint64_t bytes = three_bytes(first) | three_bytes(second) << 24;
#if U_IS_BIG_ENDIAN
    bytes = __builtin_bswap64(bytes);
#endif
    memcpy(term, &bytes, sizeof bytes);
    return 6;
}

size_t zs_units_term(const UChar *units, size_t count, char term[ZS_TERM_LIMIT])
{
    if (count == 2 && is_three_bytes(units[0]) && is_three_bytes(units[1])) {
        return put_pair(units[0], units[1], term);
    }
    size_t length = 0;
    for (size_t at = 0; at < count;) {
        char bytes[4];
        size_t size = zs_utf8_put(bytes, zs_utf16_next(units, at, count, &at));
        if (length + size > ZS_TERM_LIMIT) {
            break;
        }
        memcpy(term + length, bytes, size);
        length += size;
    }
    return length;
}

size_t zs_token_term(const zs_folded *folded, const zs_cut *token, char term[ZS_TERM_LIMIT])
{
    return zs_units_term(folded->units + token->start, token->end - token->start, term);
}

bool zs_append_units(zs_buffer *out, const UChar *units, size_t length)
{
    /* A unit of the BMP takes at most three bytes, and so do two of a pair (four). */
    if (!zs_buffer_reserve(out, 3 * length)) {
        return false;
    }
    for (size_t at = 0; at < length;) {
        UChar32 character = zs_utf16_next(units, at, length, &at);
        out->length += zs_utf8_put(out->data + out->length, character);
    }
    return true;
}
