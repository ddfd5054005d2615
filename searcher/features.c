/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/features.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf16.h>

#include "base/buffer.h"
#include "base/error.h"

double zs_best_window(const zs_occurrences *hits, const double *weights, uint32_t width,
                      uint32_t *counts)
{
    double best = 0;
    double weight = 0;
    size_t begin = 0;
    for (size_t i = 0; i < hits->count; i++) {
        const zs_occurrence *hit = &hits->items[i];
        if (counts[hit->term]++ == 0) {
            weight += weights[hit->term];
        }
        for (; begin < i && hit->end > hits->items[begin].start + width; begin++) {
            uint32_t leaving = hits->items[begin].term;
            if (--counts[leaving] == 0) {
                weight -= weights[leaving];
            }
        }
        best = weight > best ? weight : best;
    }
    for (; begin < hits->count; begin++) {
        counts[hits->items[begin].term] = 0;
    }
    return best;
}

static bool is_letter(const zs_folded *folded, size_t at)
{
    return folded->class[at] == ZS_CHAR_WORD || folded->class[at] == ZS_CHAR_HAN;
}

double zs_covered_share(const zs_folded *folded, const zs_occurrences *hits, uint8_t *covered)
{
    if (folded->length == 0) {
        return 0;
    }
    memset(covered, 0, folded->length);
    for (size_t i = 0; i < hits->count; i++) {
        const zs_occurrence *hit = &hits->items[i];
        memset(covered + hit->start, 1, hit->end - hit->start);
    }
    size_t letters = 0;
    size_t of_query = 0;
    for (size_t i = 0; i < folded->length; i++) {
        if (is_letter(folded, i)) {
            letters++;
            of_query += covered[i];
        }
    }
    return letters > 0 ? (double)of_query / (double)letters : 0;
}

/* A run that ends behind letter x of the query: where in the text, and where it began in the
 * query; if there is none, nowhere. */
struct zs_run_end {
    uint32_t end;
    uint32_t begin;
};

enum { NO_RUN = 0xff }; /* each byte of it */

void zs_query_run_release(zs_query_run *run)
{
    free(run->number);
    free(run->ends);
    *run = (zs_query_run){.count = 0};
}

zs_status zs_query_run_prepare(zs_query_run *run, const zs_query_terms *query, zs_error *error)
{
    uint32_t *number =
        zs_array_grow(run->number, &run->capacity, query->unit_count + 1, sizeof *number);
    if (number) {
        run->number = number;
    }
    struct zs_run_end *ends =
        zs_array_grow(run->ends, &run->end_capacity, query->unit_count + 1, sizeof *ends);
    if (ends) {
        run->ends = ends;
    }
    if (!number || !ends) {
        return zs_fail_memory(error);
    }
    run->count = 0;
    for (size_t i = 0; i < query->unit_count; i++) {
        UChar unit = query->units[i];
        zs_char_class class = U16_IS_SURROGATE(unit) ? ZS_CHAR_HAN : zs_char_class_of(unit);
        number[i] = run->count;
        run->count += class == ZS_CHAR_WORD || class == ZS_CHAR_HAN;
    }
    number[query->unit_count] = run->count;
    return ZS_OK;
}

/* Whether a hit, which begins at letter `letter` of the query, goes on with a run that ends
 * behind letter `at`: it overlaps it by as much here as there, or follows. */
static bool goes_on(const struct zs_run_end *run, uint32_t at, const zs_folded *folded,
                    const zs_occurrence *hit, uint32_t letter)
{
    if (hit->start < run->end) {
        return run->end - hit->start == at - letter;
    }
    bool touches =
        hit->start == run->end || (hit->start == run->end + 1 && !is_letter(folded, run->end));
    return at == letter && touches;
}

uint32_t zs_longest_run(zs_query_run *run, const zs_query_terms *query, const zs_folded *folded,
                        const zs_occurrences *hits)
{
    uint32_t longest = 0;
    memset(run->ends, NO_RUN, ((size_t)run->count + 1) * sizeof *run->ends);
    for (size_t i = 0; i < hits->count; i++) {
        const zs_occurrence *hit = &hits->items[i];
        if (hit->synonym) {
            continue;
        }
        const zs_query_term *term = &query->items[hit->term];
        uint32_t first = run->number[term->start];
        uint32_t last = run->number[term->start + term->length];
        uint32_t begin = first;
        for (uint32_t at = first; at <= last; at++) {
            if (run->ends[at].begin < begin &&
                goes_on(&run->ends[at], at, folded, hit, first)) {
                begin = run->ends[at].begin;
            }
        }
        struct zs_run_end *end = &run->ends[last];
        if (end->end != hit->end || begin < end->begin) {
            *end = (struct zs_run_end){.end = hit->end, .begin = begin};
        }
        longest = last - begin > longest ? last - begin : longest;
    }
    return longest;
}
