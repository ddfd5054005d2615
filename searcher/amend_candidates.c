/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may have been meant by the characters of a text.
 */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "searcher/amending.h"
#include "text/utf.h"

/* What it costs to think that it was more than a character taken for one that is like it. */
static const double OTHER = 5;   /* any other character */
static const double SWAPPED = 3; /* two that have changed places */
static const double EXTRA = 11;  /* one too many */
static const double MISSING = 5; /* one too few */

/* Any other character is thought of in short texts only, and where little is doubted: in others
 * there is much that the articles do not write. Of those that stand behind one, so many, the
 * most frequent. */
enum { SLIPS_LENGTH = 12, SLIPS_MOST = 3, OTHERS_MOST = 128 };

/* A character is doubted if a pair of it is in few articles, and the other one not in many:
 * in so many of any index, and in so many more for each article of it. */
enum { FEW = 20, MANY = 20 };
static const double FEW_SHARE = 1.0 / 5000, MANY_SHARE = 1.0 / 300;

static double few(const zs_amending *amending)
{
    return FEW + zs_reader_collection(amending->reader).articles * FEW_SHARE;
}

/* Whether a character may be wrong: there are others beside it, and few articles have them so.
 */
static bool is_doubted(const zs_amending *amending, size_t at)
{
    const zs_amender *amender = amending->amender;
    double articles = zs_reader_collection(amending->reader).articles;
    bool begins = zs_amend_begins(amender, at), ends = !zs_amend_is_han(amender, at + 1);
    if (!zs_amend_is_han(amender, at) || amender->items[at].amended ||
        amender->items[at].asks || (begins && ends)) {
        return false;
    }
    double left = begins ? 0 : amending->frequencies[at - 1];
    double right = ends ? 0 : amending->frequencies[at];
    double less = begins ? right : ends || left < right ? left : right;
    double more = left > right ? left : right;
    return less <= few(amending) && more <= MANY + articles * MANY_SHARE;
}

/* ---- Other characters ------------------------------------------------------------------ */

/* Looks up the pairs of each alike with what stands on one side of a place. Their order is that
 * of the index, in which those of one first character lie together. */
static zs_status look_up(zs_amending *amending, const zs_alike *alikes, size_t count, size_t at,
                         bool left, uint32_t *out)
{
    const zs_amender *amender = amending->amender;
    zs_status status = ZS_OK;
    bool none = left ? zs_amend_begins(amender, at) : !zs_amend_is_han(amender, at + 1);
    for (size_t i = 0; !status && i < count; i++) {
        UChar32 other = alikes[i].character;
        out[i] = 0;
        if (!none) {
            status = zs_pairs_frequency(
                amending->reader, left ? amender->items[at - 1].character : other,
                left ? other : amender->items[at + 1].character, &out[i], amending->error);
        }
    }
    return status;
}

/* Considers each of some characters in place of one. */
static zs_status consider_each(zs_amending *amending, const zs_alike *alikes, size_t count,
                               size_t at)
{
    zs_amender *amender = amending->amender;
    uint32_t *left = zs_array_grow(amender->frequencies, &amender->frequency_capacity,
                                   2 * count + 1, sizeof *left);
    if (!left) {
        return zs_fail_memory(amending->error);
    }
    uint32_t *right = left + count;
    amender->frequencies = left;
    zs_status status = look_up(amending, alikes, count, at, true, left);
    if (!status) {
        status = look_up(amending, alikes, count, at, false, right);
    }
    uint32_t typed_left = zs_amend_begins(amender, at) ? 0 : amending->frequencies[at - 1];
    uint32_t typed_right = amending->frequencies[at];
    for (size_t i = 0; !status && i < count; i++) {
        /* What has no pair that is more frequent is out of the question. */
        if (left[i] > typed_left || right[i] > typed_right) {
            status = zs_amend_consider(amending, (zs_candidate){.at = at,
                                                                .removed = 1,
                                                                .put = {alikes[i].character},
                                                                .put_count = 1,
                                                                .cost = alikes[i].cost});
        }
    }
    return status;
}

/* The one at a place and the next, if they have changed places, or it is one too many. */
static zs_status consider_order(zs_amending *amending, size_t at)
{
    const zs_amender *amender = amending->amender;
    UChar32 character = amender->items[at].character;
    bool begins = zs_amend_begins(amender, at), ends = !zs_amend_is_han(amender, at + 1);
    zs_status status = ZS_OK;
    if (!ends && amender->items[at + 1].character != character) {
        status = zs_amend_consider(
            amending, (zs_candidate){.at = at,
                                     .removed = 2,
                                     .put = {amender->items[at + 1].character, character},
                                     .put_count = 2,
                                     .cost = SWAPPED});
    }
    if (!status && !begins && !ends) {
        status =
            zs_amend_consider(amending, (zs_candidate){.at = at, .removed = 1, .cost = EXTRA});
    }
    return status;
}

/* What may have been taken for the character at a place. They are made at the first that is
 * doubted, as most queries have none. */
static zs_status take_alikes(zs_amending *amending, size_t at, const zs_alike **out,
                             size_t *count)
{
    zs_amender *amender = amending->amender;
    zs_status status =
        amender->alikes ? ZS_OK : zs_alikes_new(&amender->alikes, amending->error);
    return status ? status
                  : zs_alikes_of(amender->alikes, amender->items[at].character, out, count,
                                 amending->error);
}

zs_status zs_amend_consider_alikes(zs_amending *amending)
{
    const zs_amender *amender = amending->amender;
    zs_status status = ZS_OK;
    for (size_t at = 0; !status && at < amender->count; at++) {
        const zs_alike *alikes = NULL;
        size_t count = 0;
        if (!is_doubted(amending, at)) {
            continue;
        }
        status = take_alikes(amending, at, &alikes, &count);
        if (!status) {
            status = consider_each(amending, alikes, count, at);
        }
        if (!status) {
            status = consider_order(amending, at);
        }
    }
    return status;
}

/* ---- Slips ----------------------------------------------------------------------------- */

/* Characters that stand behind one, in the making. */
struct following {
    zs_amender *amender;
    uint32_t least; /* articles that have them so */
    bool failed;
};

static int compare_frequencies(const void *one, const void *other)
{
    const zs_other *left = one, *right = other;
    return left->frequency != right->frequency
               ? left->frequency < right->frequency ? 1 : -1
               : (left->character > right->character) - (left->character < right->character);
}

static bool take_following(void *context, uint32_t second, uint32_t frequency)
{
    struct following *following = context;
    zs_amender *amender = following->amender;
    if (frequency < following->least) {
        return false;
    }
    zs_other *others = zs_array_grow(amender->others, &amender->other_capacity,
                                     amender->other_count + 1, sizeof *others);
    if (!others) {
        following->failed = true;
        return true;
    }
    amender->others = others;
    others[amender->other_count++] =
        (zs_other){.character = (UChar32)second, .frequency = frequency};
    return false;
}

/* Takes the characters that stand behind the one at a place in more articles than what does
 * here. */
static zs_status take_others(zs_amending *amending, size_t at)
{
    zs_amender *amender = amending->amender;
    struct following following = {.amender = amender, .least = amending->frequencies[at] + 1};
    char first[4];
    amender->other_count = 0;
    zs_status status = zs_reader_each_second(amending->reader, first,
                                             zs_utf8_put(first, amender->items[at].character),
                                             take_following, &following, amending->error);
    if (amender->other_count > 0) {
        qsort(amender->others, amender->other_count, sizeof *amender->others,
              compare_frequencies);
    }
    if (amender->other_count > OTHERS_MOST) {
        amender->other_count = OTHERS_MOST;
    }
    return !status && following.failed ? zs_fail_memory(amending->error) : status;
}

/* Considers what stands behind the one before a place and, but at the end of a run, before what
 * is `next`, in more articles than what stands there does: in place of what stands there, or
 * between. */
static zs_status consider_between(zs_amending *amending, size_t at, size_t next)
{
    const zs_amender *amender = amending->amender;
    bool ends = !zs_amend_is_han(amender, next);
    size_t removed = next - at;
    uint32_t typed = ends ? 0 : amending->frequencies[next - 1];
    zs_status status = take_others(amending, at - 1);
    for (size_t i = 0; !status && i < amender->other_count; i++) {
        uint32_t right = 0;
        UChar32 character = amender->others[i].character;
        if (!ends) {
            status =
                zs_pairs_frequency(amending->reader, character, amender->items[next].character,
                                   &right, amending->error);
        }
        if (!status && (ends || right > typed)) {
            status = zs_amend_consider(amending,
                                       (zs_candidate){.at = at,
                                                      .removed = removed,
                                                      .put = {character},
                                                      .put_count = 1,
                                                      .cost = removed > 0 ? OTHER : MISSING});
        }
    }
    return status;
}

zs_status zs_amend_consider_slips(zs_amending *amending)
{
    const zs_amender *amender = amending->amender;
    zs_status status = ZS_OK;
    size_t doubted = 0;
    for (size_t at = 0; at < amender->count; at++) {
        doubted += is_doubted(amending, at);
    }
    if (doubted > SLIPS_MOST || amender->count > SLIPS_LENGTH) {
        return ZS_OK;
    }
    for (size_t at = 0; !status && at < amender->count; at++) {
        if (!zs_amend_is_han(amender, at) || zs_amend_begins(amender, at)) {
            continue;
        }
        if (is_doubted(amending, at)) {
            status = consider_between(amending, at, at + 1);
        }
        if (!status && amending->frequencies[at - 1] <= few(amending)) {
            status = consider_between(amending, at, at);
        }
    }
    return status;
}
