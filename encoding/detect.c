/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each encoding that it may be is read as it comes, and what it reads is added up as the bits
 * that such text would cost (code_table.h). The one that explains the same bytes with the
 * fewest bits is the one.
 *
 * As long as all is UTF-8, nothing else is tried: what there is of characters beyond ASCII is
 * kept, up to a bound, and read by the others once there is reason to.
 */
#include "encoding/detect.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "encoding/code_table.h"
#include "encoding/decode.h"
#include "encoding/utf8.h"

enum {
    KEPT = 1 << 16, /* bytes; that many of UTF-8 beyond ASCII are no accident */
    LONGEST = 4     /* bytes of a character */
};

typedef enum candidate {
    UTF_8,
    GB18030,
    BIG5,
    UTF_16LE,
    UTF_16BE,
    WINDOWS_1252,
    CANDIDATES
} candidate;

static const char *const names[CANDIDATES] = {"UTF-8",    "GB18030",  "Big5",
                                              "UTF-16LE", "UTF-16BE", "windows-1252"};

/* What a candidate has read so far. */
struct score {
    uint64_t cost;       /* in quarters of a bit */
    uint64_t characters; /* beyond ASCII */
    uint64_t bad;        /* bytes that stand for nothing, and control characters */
    size_t skip;         /* bytes to be passed over, so that it begins at a whole unit */
    unsigned char pending[LONGEST];
    size_t pending_length;
};

struct zs_detector {
    unsigned char head[4];       /* where byte order marks are */
    uint64_t length;             /* of all that was added */
    unsigned char tail[LONGEST]; /* of a character of UTF-8 that is not whole yet */
    size_t tail_length;
    bool scoring;         /* else all was UTF-8 so far */
    zs_buffer kept;       /* what has not been scored, from the first byte beyond ASCII on */
    uint64_t kept_at;     /* its offset */
    uint64_t utf8_credit; /* characters of UTF-8 that were not kept */
    struct score scores[CANDIDATES];
};

zs_status zs_detector_new(zs_detector **out, zs_error *error)
{
    zs_detector *detector = calloc(1, sizeof *detector);
    if (!detector || !zs_buffer_reserve(&detector->kept, KEPT + LONGEST)) {
        free(detector);
        return zs_fail_memory(error);
    }
    *out = detector;
    return ZS_OK;
}

void zs_detector_free(zs_detector *detector)
{
    if (detector) {
        zs_buffer_release(&detector->kept);
        free(detector);
    }
}

void zs_detector_begin(zs_detector *detector)
{
    zs_buffer kept = detector->kept;
    zs_buffer_clear(&kept);
    *detector = (zs_detector){.kept = kept};
}

/* ---- Reading as one encoding or another -------------------------------------------------- */

static bool is_control(uint32_t character)
{
    return (character < 0x20 && (character < '\t' || character > '\r') && character != 0x1A &&
            character != 0x1B) ||
           (character >= 0x7F && character < 0xA0);
}

static void count(struct score *score, uint32_t character)
{
    score->cost += zs_character_cost(character);
    score->characters += character >= 0x80;
    score->bad += is_control(character);
}

static void count_invalid(struct score *score)
{
    score->cost += COST_INVALID;
    score->characters++;
    score->bad++;
}

/* Reads one character of an encoding at `bytes`; returns how many bytes it has, 0 if there
 * are too few to know. */
static size_t read_double(zs_double_byte encoding, const unsigned char *bytes, size_t left,
                          bool last, struct score *score)
{
    if (bytes[0] < 0x80) {
        count(score, bytes[0]);
        return 1;
    }
    if (left < 2) {
        if (last) {
            count_invalid(score);
        }
        return last ? 1 : 0;
    }
    if (encoding == ZS_GB18030 && bytes[1] >= '0' && bytes[1] <= '9' && bytes[0] != 0x80 &&
        bytes[0] != 0xFF) {
        if (left < 4 && !last) {
            return 0;
        }
        uint32_t character = left >= 4 ? zs_gb18030_four(bytes) : 0;
        if (character > 0) {
            count(score, character);
            return 4;
        }
    }
    uint16_t character = zs_code_of(encoding, bytes[0], bytes[1]);
    if (character == 0) {
        count_invalid(score);
        return 1;
    }
    count(score, character);
    return 2;
}

static size_t read_utf16(bool big, const unsigned char *bytes, size_t left, bool last,
                         struct score *score)
{
    if (left < 2) {
        if (last) {
            count_invalid(score);
        }
        return last ? 1 : 0;
    }
    uint32_t unit =
        big ? (uint32_t)(bytes[0] << 8 | bytes[1]) : (uint32_t)(bytes[1] << 8 | bytes[0]);
    if (unit < 0xD800 || unit > 0xDFFF) {
        count(score, unit);
        return 2;
    }
    if (left < 4 && !last) {
        return 0;
    }
    uint32_t second = left < 4 ? 0
                      : big    ? (uint32_t)(bytes[2] << 8 | bytes[3])
                               : (uint32_t)(bytes[3] << 8 | bytes[2]);
    if (unit < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF) {
        count(score, 0x10000);
        return 4;
    }
    count_invalid(score);
    return 2;
}

static size_t read_utf8(const unsigned char *bytes, size_t left, bool last, struct score *score)
{
    size_t size = zs_utf8_character((const char *)bytes, left);
    if (size > 0) {
        count(score, zs_utf8_decode((const char *)bytes, size));
        return size;
    }
    if (left < LONGEST && !last && bytes[0] >= 0xC2) {
        return 0;
    }
    count_invalid(score);
    return 1;
}

/* The letters of Western languages. Codes that it leaves open are as rare as controls. */
static size_t read_1252(const unsigned char *bytes, struct score *score)
{
    if (bytes[0] < 0x80) {
        count(score, bytes[0]);
        return 1;
    }
    score->cost += (bytes[0] >= 0xC0 ? 10ULL : 15ULL) * COST_OF_BIT;
    score->characters++;
    score->bad += bytes[0] == 0x81 || bytes[0] == 0x8D || bytes[0] == 0x8F ||
                  bytes[0] == 0x90 || bytes[0] == 0x9D;
    return 1;
}

static size_t read_one(candidate which, const unsigned char *bytes, size_t left, bool last,
                       struct score *score)
{
    switch (which) {
    case UTF_8: return read_utf8(bytes, left, last, score);
    case GB18030: return read_double(ZS_GB18030, bytes, left, last, score);
    case BIG5: return read_double(ZS_BIG5, bytes, left, last, score);
    case UTF_16LE: return read_utf16(false, bytes, left, last, score);
    case UTF_16BE: return read_utf16(true, bytes, left, last, score);
    case WINDOWS_1252: return read_1252(bytes, score);
    case CANDIDATES: break;
    }
    return 1;
}

/* Reads on with what comes next; what may be half a character waits. */
static void score_more(candidate which, struct score *score, const unsigned char *bytes,
                       size_t length, bool last)
{
    size_t skipped = score->skip < length ? score->skip : length, at = 0;
    score->skip -= skipped;
    bytes += skipped;
    length -= skipped;
    while (score->pending_length > 0) {
        unsigned char joined[2 * LONGEST];
        size_t old = score->pending_length, more = length < LONGEST ? length : LONGEST;
        memcpy(joined, score->pending, old);
        memcpy(joined + old, bytes, more);
        size_t size = read_one(which, joined, old + more, last && more == length, score);
        if (size == 0) {
            /* All of `bytes` is still too little. */
            memcpy(score->pending + old, bytes, more);
            score->pending_length = old + more;
            return;
        }
        if (size < old) {
            memmove(score->pending, score->pending + size, old - size);
            score->pending_length = old - size;
        } else {
            score->pending_length = 0;
            at = size - old;
        }
    }
    while (at < length) {
        size_t size = read_one(which, bytes + at, length - at, last, score);
        if (size == 0) {
            score->pending_length = length - at;
            memcpy(score->pending, bytes + at, length - at);
            return;
        }
        at += size;
    }
}

static void score_all(zs_detector *detector, const unsigned char *bytes, size_t length,
                      bool last)
{
    for (candidate i = 0; i < CANDIDATES; i++) {
        score_more(i, &detector->scores[i], bytes, length, last);
    }
}

/* ---- What is UTF-8 so far --------------------------------------------------------------- */

/* Lets the others read what was kept, too. */
static void begin_scoring(zs_detector *detector)
{
    const zs_buffer *kept = &detector->kept;
    detector->scoring = true;
    /* What went before was read by UTF-8 alone, and well. */
    for (candidate i = 0; i < CANDIDATES; i++) {
        detector->scores[i].cost = i == UTF_8 ? 0 : detector->utf8_credit * 10 * COST_OF_BIT;
    }
    detector->scores[UTF_8].characters = detector->utf8_credit;
    /* One byte beyond ASCII is rather a damaged one than the only letter with an accent. */
    detector->scores[WINDOWS_1252].cost += 30ULL * COST_OF_BIT;
    /* Units of UTF-16 begin at even offsets. */
    detector->scores[UTF_16LE].skip = detector->scores[UTF_16BE].skip = detector->kept_at % 2;
    score_all(detector, (const unsigned char *)(kept->data ? kept->data : ""), kept->length,
              false);
}

/* How many bytes at the beginning say nothing: ASCII, but for the zero bytes of UTF-16. */
static size_t plain_prefix(const unsigned char *bytes, size_t length)
{
    size_t ascii = zs_utf8_ascii((const char *)bytes, length);
    const unsigned char *zero = memchr(bytes, '\0', ascii);
    return zero ? (size_t)(zero - bytes) : ascii;
}

/* Keeps bytes from the first beyond ASCII on. False if there is too much of it to matter. */
static void keep(zs_detector *detector, const unsigned char *bytes, size_t length)
{
    zs_buffer *kept = &detector->kept;
    uint64_t at = detector->length;
    if (kept->length == 0 && detector->utf8_credit == 0) {
        size_t plain = plain_prefix(bytes, length);
        bytes += plain;
        length -= plain;
        at += plain;
        detector->kept_at = at;
    }
    if (detector->utf8_credit == 0 && kept->length + length <= KEPT) {
        (void)zs_buffer_append(kept, bytes, length); /* there is room */
        return;
    }
    if (detector->utf8_credit == 0) {
        detector->utf8_credit = zs_utf8_beyond_ascii(kept->data, kept->length);
        zs_buffer_clear(kept);
    }
    detector->utf8_credit += zs_utf8_beyond_ascii((const char *)bytes, length);
    detector->kept_at = at + length;
}

/* How many bytes at the beginning go on with UTF-8; the rest may be half a character. */
static bool goes_on(zs_detector *detector, const unsigned char *bytes, size_t length)
{
    char joined[2 * LONGEST];
    size_t at = 0;
    if (detector->tail_length > 0) {
        size_t old = detector->tail_length, more = length < LONGEST ? length : LONGEST;
        memcpy(joined, detector->tail, old);
        memcpy(joined + old, bytes, more);
        size_t size = zs_utf8_character(joined, old + more);
        if (size == 0) {
            if (old + more >= LONGEST) {
                return false;
            }
            memcpy(detector->tail + old, bytes, more);
            detector->tail_length = old + more;
            return true;
        }
        at = size - old;
        detector->tail_length = 0;
    }
    at += zs_utf8_valid((const char *)bytes + at, length - at);
    if (length - at >= LONGEST) {
        return false;
    }
    memcpy(detector->tail, bytes + at, length - at);
    detector->tail_length = length - at;
    return true;
}

void zs_detector_add(zs_detector *detector, const void *data, size_t length)
{
    if (length == 0) {
        return; /* an empty buffer may have no memory at all */
    }
    const unsigned char *bytes = data;
    size_t scored_from = 0;
    for (size_t i = 0; i < length && detector->length + i < sizeof detector->head; i++) {
        detector->head[detector->length + i] = bytes[i];
    }
    if (!detector->scoring) {
        if (goes_on(detector, bytes, length) && !memchr(bytes, '\0', length)) {
            keep(detector, bytes, length);
        } else {
            if (detector->kept.length == 0 && detector->utf8_credit == 0) {
                scored_from = plain_prefix(bytes, length);
                detector->kept_at = detector->length + scored_from;
            }
            begin_scoring(detector);
        }
    }
    if (detector->scoring) {
        score_all(detector, bytes + scored_from, length - scored_from, false);
    }
    detector->length += length;
}

/* ---- The verdict ------------------------------------------------------------------------- */

static const char *by_mark(const zs_detector *detector)
{
    static const struct {
        const char *mark;
        size_t length;
        const char *name;
    } marks[] = {{"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"},
                 {"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE", 2, "UTF-16LE"},
                 {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (detector->length >= marks[i].length &&
            memcmp(detector->head, marks[i].mark, marks[i].length) == 0) {
            return marks[i].name;
        }
    }
    return NULL;
}

static candidate candidate_named(const char *name)
{
    candidate i = 0;
    while (i < CANDIDATES && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

/* Text has hardly anything bad in it, but for a character that was damaged; of what is no
 * text, a tenth and more. And its bytes cost no more than such that are drawn by lot. */
static bool is_text(const struct score *score, uint64_t length)
{
    bool plausible = score->cost <= length * 9 * COST_OF_BIT || length < 64;
    return plausible && score->bad * 25 <= length + 75;
}

/* Whether text is plainly Chinese, by the bits of a character: running text has 8 to 10, any
 * other that happens to decode has 13 and more. */
static bool is_plainly_chinese(const struct score *score)
{
    return score->characters >= 8 && score->bad * 50 < score->characters &&
           score->cost < score->characters * 21 * COST_OF_BIT / 2;
}

const char *zs_detector_end(zs_detector *detector, const char *declared)
{
    const char *mark = by_mark(detector);
    if (mark) {
        return mark;
    }
    const char *told = declared ? zs_encoding_name(declared) : NULL;
    if (!detector->scoring && detector->tail_length == 0) {
        /* All is UTF-8. Encodings that switch by escapes look like ASCII. */
        bool ascii = detector->kept.length == 0 && detector->utf8_credit == 0;
        bool switching = told && (strncmp(told, "ISO-2022", 8) == 0 || strcmp(told, "HZ") == 0);
        return ascii && switching ? told : "UTF-8";
    }
    if (!detector->scoring) {
        begin_scoring(detector);
    }
    score_all(detector, (const unsigned char *)"", 0, true);
    candidate best = UTF_8;
    for (candidate i = 0; i < CANDIDATES; i++) {
        best = detector->scores[i].cost < detector->scores[best].cost ? i : best;
    }
    if (told) {
        candidate named = candidate_named(told);
        uint64_t best_cost = detector->scores[best].cost;
        if (named == CANDIDATES) {
            return best == UTF_8 || is_plainly_chinese(&detector->scores[best]) ? names[best]
                                                                                : told;
        }
        /* Of two that are near each other, the one that the file names. */
        if (detector->scores[named].cost <= best_cost + best_cost / 20) {
            best = named;
        }
    }
    return is_text(&detector->scores[best], detector->length) ? names[best] : NULL;
}
