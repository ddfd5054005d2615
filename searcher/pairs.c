/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/utf.h"

/* So many terms that begin with a character are looked at to know how frequent it is. */
enum { TERMS_LOOKED_AT = 256 };

/* No more pairs than this are looked for together. */
enum { PAIRS_TOGETHER = 16 };

/* A pair that no article has is as likely as if so much of one had it, and a character that
 * begins no pair as if it began so many. */
static const double UNSEEN = 0.05;
static const double UNSEEN_BEGINNING = 200;

void zs_pairs_release(zs_pairs *pairs)
{
    free(pairs->beginning);
    *pairs = (zs_pairs){.beginning = NULL};
}

zs_status zs_pairs_begin(zs_pairs *pairs, zs_reader *reader, zs_error *error)
{
    size_t count = ZS_PAIRS_END - ZS_PAIRS_FIRST;
    uint64_t generation = zs_reader_generation(reader);
    if (!pairs->beginning) {
        pairs->beginning = calloc(count, sizeof *pairs->beginning);
        if (!pairs->beginning) {
            return zs_fail_memory(error);
        }
    } else if (pairs->generation != generation) {
        memset(pairs->beginning, 0, count * sizeof *pairs->beginning);
    }
    pairs->generation = generation;
    return ZS_OK;
}

zs_status zs_pairs_frequency(zs_reader *reader, UChar32 first, UChar32 second, uint32_t *out,
                             zs_error *error)
{
    char term[8];
    size_t length = zs_utf8_put(term, first);
    length += zs_utf8_put(term + length, second);
    return zs_reader_document_frequency(reader, term, length, out, error);
}

/* In how many articles a character begins a pair. */
static zs_status beginning_with(zs_pairs *pairs, zs_reader *reader, UChar32 character,
                                double *out, zs_error *error)
{
    bool known = character >= ZS_PAIRS_FIRST && character < ZS_PAIRS_END;
    uint32_t *entry = known ? &pairs->beginning[character - ZS_PAIRS_FIRST] : NULL;
    if (entry && *entry > 0) {
        *out = *entry - 1;
        return ZS_OK;
    }
    char term[4];
    uint32_t beginning;
    zs_status status = zs_reader_pairs_beginning(reader, term, zs_utf8_put(term, character),
                                                 TERMS_LOOKED_AT, &beginning, error);
    if (!status) {
        *out = beginning;
        if (entry) {
            *entry = beginning < UINT32_MAX ? beginning + 1 : UINT32_MAX;
        }
    }
    return status;
}

zs_status zs_pairs_likelihood(zs_pairs *pairs, zs_reader *reader, const UChar32 *characters,
                              size_t count, bool begins, double *out, zs_error *error)
{
    zs_collection collection = zs_reader_collection(reader);
    double sum = 0;
    if (begins && count > 0) {
        double beginning = 0;
        zs_status status = beginning_with(pairs, reader, characters[0], &beginning, error);
        if (status) {
            return status;
        }
        sum = log((beginning + UNSEEN_BEGINNING) /
                  (collection.articles * collection.average_length + UNSEEN_BEGINNING));
    }
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t frequency = 0;
        double beginning = 0;
        zs_status status =
            zs_pairs_frequency(reader, characters[i], characters[i + 1], &frequency, error);
        if (!status) {
            status = beginning_with(pairs, reader, characters[i], &beginning, error);
        }
        if (status) {
            return status;
        }
        sum += log((frequency + UNSEEN) / (beginning + UNSEEN_BEGINNING));
    }
    *out = sum;
    return ZS_OK;
}

zs_status zs_pairs_stand(zs_reader *reader, const UChar32 *characters, size_t count, bool *out,
                         zs_error *error)
{
    char bytes[PAIRS_TOGETHER][8];
    zs_term_text terms[PAIRS_TOGETHER];
    zs_together together;
    size_t used = 0;
    for (; used + 1 < count && used < PAIRS_TOGETHER; used++) {
        size_t length = zs_utf8_put(bytes[used], characters[used]);
        length += zs_utf8_put(bytes[used] + length, characters[used + 1]);
        terms[used] = (zs_term_text){.bytes = bytes[used], .length = length};
    }
    zs_status status = zs_reader_together(reader, terms, used, SIZE_MAX, 1, &together, error);
    if (!status) {
        *out = together.count > 0;
    }
    return status;
}
