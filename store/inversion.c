/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A term has an entry in a hash table. Its postings are bytes in slices of an arena, each
 * larger than the one before, the last four bytes of which say where the next one is once it is
 * full (as Lucene has them). The numbers are those of posting_run.h.
 */
#include "store/inversion.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL /* terms are short: a call would cost as much */
#include <xxhash.h>

#include "base/error.h"
#include "store/glass_postings.h"
#include "store/posting_run.h"
#include "store/scratch.h"
#include "store/term_order.h"

/* The arena grows by segments, so that nothing moves. Offsets are not 0. */
enum { SEGMENT_BITS = 20, SEGMENT = 1 << SEGMENT_BITS };

enum { SLICE_LEAST = 8, SLICE_MOST = 1024, LINK = 4 };

enum { SLOTS_LEAST = 1 << 14, NUMBERS_MOST = 10, PIECE = 8 };

struct entry {
    uint64_t beginning; /* of the term, which is all of it if it is short (term_order.h) */
    uint32_t hash;
    uint32_t term;        /* offset of its bytes */
    uint32_t first_slice; /* 0: none yet */
    uint32_t at, end;     /* where the next byte goes, and where the slice ends */
    uint32_t last;        /* docid */
    uint32_t articles;
    uint32_t size; /* of the postings, in bytes */
    uint64_t occurrences;
    uint16_t length, slice; /* of the term; of the last slice */
};

struct zs_inversion {
    char *folder;
    size_t memory;
    char **segments;
    size_t segment_count, segment_capacity;
    uint32_t arena_end;
    struct entry *entries;
    size_t entry_count, entry_capacity;
    uint32_t *slots; /* numbers of entries + 1; 0: free */
    size_t slot_count;
    zs_posting_run *runs;
    size_t run_count, run_capacity;
    zs_term_places order;
    uint32_t *hashes; /* of the terms of the article at hand */
    size_t hash_capacity;
    zs_buffer output;
};

/* ---- The arena --------------------------------------------------------------------------- */

static char *arena_at(const zs_inversion *inversion, uint32_t offset)
{
    return inversion->segments[offset >> SEGMENT_BITS] + (offset & (SEGMENT - 1));
}

static bool add_segment(zs_inversion *inversion)
{
    char **segments = zs_array_grow(inversion->segments, &inversion->segment_capacity,
                                    inversion->segment_count + 1, sizeof *segments);
    if (!segments) {
        return false;
    }
    inversion->segments = segments;
    segments[inversion->segment_count] = malloc(SEGMENT);
    if (!segments[inversion->segment_count]) {
        return false;
    }
    inversion->segment_count++;
    return true;
}

/* Room for so many bytes side by side; 0 if out of memory. */
static uint32_t arena_take(zs_inversion *inversion, uint32_t size)
{
    uint32_t at = inversion->arena_end > 0 ? inversion->arena_end : 1;
    if ((at & (SEGMENT - 1)) + size > SEGMENT ||
        at >> SEGMENT_BITS >= inversion->segment_count) {
        at = (at + SEGMENT - 1) & ~(uint32_t)(SEGMENT - 1);
        at = at == 0 ? 1 : at;
        while (at >> SEGMENT_BITS >= inversion->segment_count) {
            if (!add_segment(inversion)) {
                return 0;
            }
        }
    }
    inversion->arena_end = at + size;
    return at;
}

/* ---- Postings ---------------------------------------------------------------------------- */

/* Goes on in a new slice: what stood where the link comes moves there. */
static bool extend(zs_inversion *inversion, struct entry *entry)
{
    uint32_t size = entry->slice == 0           ? SLICE_LEAST
                    : entry->slice < SLICE_MOST ? 2U * entry->slice
                                                : SLICE_MOST;
    uint32_t slice = arena_take(inversion, size);
    if (slice == 0) {
        return false;
    }
    if (entry->first_slice == 0) {
        entry->first_slice = entry->at = slice;
    } else {
        char *link = arena_at(inversion, entry->end - LINK);
        memcpy(arena_at(inversion, slice), link, LINK);
        memcpy(link, &slice, LINK);
        entry->at = slice + LINK;
    }
    entry->end = slice + size;
    entry->slice = (uint16_t)size;
    return true;
}

static bool append_byte(zs_inversion *inversion, struct entry *entry, uint8_t byte)
{
    if (entry->at == entry->end && !extend(inversion, entry)) {
        return false;
    }
    *arena_at(inversion, entry->at++) = (char)byte;
    entry->size++;
    return true;
}

static bool add_posting(zs_inversion *inversion, struct entry *entry, uint32_t docid,
                        uint32_t count)
{
    uint8_t bytes[NUMBERS_MOST] = {0};
    size_t length = zs_glass_put_varint(bytes, docid - entry->last);
    length += zs_glass_put_varint(bytes + length, count);
    entry->last = docid;
    entry->articles++;
    entry->occurrences += count;
    uint32_t room = entry->end - entry->at;
    if (room >= length) {
        /* What is behind them in the slice is nothing yet, and a call costs more than a copy.
         */
        char *at = arena_at(inversion, entry->at);
        if (length <= PIECE && room >= PIECE) {
            memcpy(at, bytes, PIECE);
        } else {
            memcpy(at, bytes, length);
        }
        entry->at += (uint32_t)length;
        entry->size += (uint32_t)length;
        return true;
    }
    for (size_t i = 0; i < length; i++) {
        if (!append_byte(inversion, entry, bytes[i])) {
            return false;
        }
    }
    return true;
}

/* Appends the postings of an entry, slice by slice. */
static bool gather(const zs_inversion *inversion, const struct entry *entry, zs_buffer *out)
{
    uint32_t at = entry->first_slice, size = SLICE_LEAST;
    size_t left = entry->size;
    while (left > size) {
        /* A full slice holds all but the link; the next one begins behind what it took over. */
        if (!zs_buffer_append(out, arena_at(inversion, at), size - LINK)) {
            return false;
        }
        left -= size - LINK;
        memcpy(&at, arena_at(inversion, at + size - LINK), LINK);
        size = size < SLICE_MOST ? 2 * size : SLICE_MOST;
    }
    return zs_buffer_append(out, arena_at(inversion, at), left);
}

/* ---- Terms ------------------------------------------------------------------------------- */

static bool grow_slots(zs_inversion *inversion)
{
    size_t count = inversion->slot_count > 0 ? 2 * inversion->slot_count : SLOTS_LEAST;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < inversion->entry_count; i++) {
        size_t slot = inversion->entries[i].hash & (count - 1);
        while (slots[slot] > 0) {
            slot = (slot + 1) & (count - 1);
        }
        slots[slot] = (uint32_t)i + 1;
    }
    free(inversion->slots);
    inversion->slots = slots;
    inversion->slot_count = count;
    return true;
}

static struct entry *new_entry(zs_inversion *inversion, const zs_glass_term *term,
                               uint32_t hash)
{
    struct entry *entries = zs_array_grow(inversion->entries, &inversion->entry_capacity,
                                          inversion->entry_count + 1, sizeof *entries);
    inversion->entries = entries ? entries : inversion->entries;
    uint32_t bytes = entries ? arena_take(inversion, term->length) : 0;
    if (bytes == 0) {
        return NULL;
    }
    memcpy(arena_at(inversion, bytes), term->bytes, term->length);
    struct entry *entry = &entries[inversion->entry_count++];
    *entry = (struct entry){.beginning = zs_term_beginning(term->bytes, term->length),
                            .hash = hash,
                            .term = bytes,
                            .length = (uint16_t)term->length};
    return entry;
}

static bool is_of(const zs_inversion *inversion, const struct entry *entry,
                  const zs_glass_term *term, uint32_t hash)
{
    return entry->hash == hash && entry->length == term->length &&
           entry->beginning == zs_term_beginning(term->bytes, term->length) &&
           (term->length <= sizeof entry->beginning ||
            memcmp(arena_at(inversion, entry->term), term->bytes, term->length) == 0);
}

/* The entry of a term, which is new perhaps; NULL if out of memory. */
static struct entry *entry_of(zs_inversion *inversion, const zs_glass_term *term, uint32_t hash)
{
    if (4 * (inversion->entry_count + 1) > 3 * inversion->slot_count &&
        !grow_slots(inversion)) {
        return NULL;
    }
    size_t slot = hash & (inversion->slot_count - 1);
    for (; inversion->slots[slot] > 0; slot = (slot + 1) & (inversion->slot_count - 1)) {
        struct entry *entry = &inversion->entries[inversion->slots[slot] - 1];
        if (is_of(inversion, entry, term, hash)) {
            return entry;
        }
    }
    struct entry *entry = new_entry(inversion, term, hash);
    if (entry) {
        inversion->slots[slot] = (uint32_t)inversion->entry_count;
    }
    return entry;
}

static const char *term_of(const void *context, uint32_t number, size_t *length)
{
    const zs_inversion *inversion = context;
    const struct entry *entry = &inversion->entries[number];
    *length = entry->length;
    return arena_at(inversion, entry->term);
}

static zs_status sort_terms(zs_inversion *inversion, zs_error *error)
{
    if (!zs_term_places_reserve(&inversion->order, inversion->entry_count)) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < inversion->entry_count; i++) {
        inversion->order.items[i] = (zs_term_place){
            .beginning = inversion->entries[i].beginning, .number = (uint32_t)i};
    }
    zs_term_places_sort(&inversion->order, inversion->entry_count, term_of, inversion);
    return ZS_OK;
}

/* ---- Runs -------------------------------------------------------------------------------- */

static size_t used_memory(const zs_inversion *inversion)
{
    /* To be written, terms are sorted. */
    size_t sorting = 2 * sizeof *inversion->order.items;
    return inversion->arena_end +
           inversion->entry_count * (sizeof *inversion->entries + sorting) +
           inversion->slot_count * sizeof *inversion->slots;
}

static void forget(zs_inversion *inversion)
{
    inversion->arena_end = 0;
    inversion->entry_count = 0;
    if (inversion->slot_count > 0) {
        memset(inversion->slots, 0, inversion->slot_count * sizeof *inversion->slots);
    }
}

static zs_status write_lists(zs_inversion *inversion, int file, zs_error *error)
{
    zs_buffer *output = &inversion->output;
    zs_status status = sort_terms(inversion, error);
    zs_buffer_clear(output);
    for (size_t i = 0; !status && i < inversion->entry_count; i++) {
        const struct entry *entry = &inversion->entries[inversion->order.items[i].number];
        if (!zs_posting_list_append_head(output, arena_at(inversion, entry->term),
                                         entry->length, entry->articles, entry->occurrences,
                                         entry->size) ||
            !gather(inversion, entry, output)) {
            return zs_fail_memory(error);
        }
        if (output->length >= SEGMENT || i + 1 == inversion->entry_count) {
            status = zs_scratch_write(file, output, error);
            zs_buffer_clear(output);
        }
    }
    return status;
}

/* Writes what is in memory into a file, and forgets it. */
static zs_status write_run(zs_inversion *inversion, zs_error *error)
{
    zs_posting_run *runs = zs_array_grow(inversion->runs, &inversion->run_capacity,
                                         inversion->run_count + 1, sizeof *runs);
    if (!runs) {
        return zs_fail_memory(error);
    }
    inversion->runs = runs;
    int file;
    zs_status status = zs_scratch_file(inversion->folder, &file, error);
    if (status) {
        return status;
    }
    runs[inversion->run_count++] = (zs_posting_run){.window = {.file = file}};
    status = write_lists(inversion, file, error);
    forget(inversion);
    return status;
}

/* Entries and the ends of their postings lie anywhere in memory: what the terms of an article
 * need is asked for before the first of it is waited for. */
static bool ask_for(zs_inversion *inversion, const zs_glass_term *terms, size_t count)
{
    uint32_t *hashes =
        zs_array_grow(inversion->hashes, &inversion->hash_capacity, count + 1, sizeof *hashes);
    if (!hashes || (inversion->slot_count == 0 && !grow_slots(inversion))) {
        return false;
    }
    inversion->hashes = hashes;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = (uint32_t)XXH3_64bits(terms[i].bytes, terms[i].length);
        __builtin_prefetch(&inversion->slots[hashes[i] & (inversion->slot_count - 1)]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t number = inversion->slots[hashes[i] & (inversion->slot_count - 1)];
        if (number > 0) {
            __builtin_prefetch(&inversion->entries[number - 1]);
        }
    }
    return true;
}

zs_status zs_inversion_add(zs_inversion *inversion, uint32_t docid, const zs_glass_term *terms,
                           size_t count, zs_error *error)
{
    if (!ask_for(inversion, terms, count)) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = entry_of(inversion, &terms[i], inversion->hashes[i]);
        if (!entry || !add_posting(inversion, entry, docid, terms[i].count)) {
            return zs_fail_memory(error);
        }
    }
    return used_memory(inversion) > inversion->memory ? write_run(inversion, error) : ZS_OK;
}

/* ---- Merging ----------------------------------------------------------------------------- */

/* Adds the postings of a list, or of a part of one. */
static zs_status put_postings(zs_glass_list *list, const char *postings, size_t size,
                              zs_error *error)
{
    const uint8_t *at = (const uint8_t *)postings, *end = at + size;
    uint32_t docid = 0;
    zs_status status = ZS_OK;
    while (!status && at < end) {
        uint32_t numbers[2];
        for (int i = 0; i < 2; i++) {
            uint32_t number = 0;
            unsigned shift = 0;
            for (; *at >= 0x80; shift += 7) {
                number |= (uint32_t)(*at++ & 0x7F) << shift;
            }
            numbers[i] = number | (uint32_t)*at++ << shift;
        }
        docid += numbers[0];
        status = zs_glass_list_put(list, docid, numbers[1], error);
    }
    return status;
}

/* All that is in memory, if nothing is in files. */
static zs_status write_from_memory(zs_inversion *inversion, zs_glass_list *list,
                                   uint64_t *postings, zs_error *error)
{
    zs_status status = sort_terms(inversion, error);
    for (size_t i = 0; !status && i < inversion->entry_count; i++) {
        const struct entry *entry = &inversion->entries[inversion->order.items[i].number];
        zs_buffer_clear(&inversion->output);
        status =
            gather(inversion, entry, &inversion->output)
                ? zs_glass_list_begin(list, arena_at(inversion, entry->term), entry->length,
                                      entry->articles, entry->occurrences, error)
                : zs_fail_memory(error);
        if (!status) {
            status =
                put_postings(list, inversion->output.data, inversion->output.length, error);
        }
        if (!status) {
            status = zs_glass_list_end(list, error);
        }
        *postings += entry->articles;
    }
    return status;
}

/* The run that has the first term, the earliest of these; NULL if all have ended. */
static zs_posting_run *first_run(zs_inversion *inversion)
{
    zs_posting_run *first = NULL;
    for (size_t i = 0; i < inversion->run_count; i++) {
        zs_posting_run *run = &inversion->runs[i];
        if (!run->ended &&
            (!first || zs_glass_compare(run->list.term, run->list.length, first->list.term,
                                        first->list.length) < 0)) {
            first = run;
        }
    }
    return first;
}

static bool has_term(const zs_posting_run *run, const zs_posting_list *term)
{
    return !run->ended && run->list.length == term->length &&
           memcmp(run->list.term, term->term, term->length) == 0;
}

/* Adds the list of the first term, whose parts are in the order of the runs. */
static zs_status merge_term(zs_inversion *inversion, const zs_posting_run *first,
                            zs_glass_list *list, uint64_t *postings, zs_error *error)
{
    const zs_posting_list term = first->list;
    uint32_t articles = 0;
    uint64_t occurrences = 0;
    for (size_t i = 0; i < inversion->run_count; i++) {
        const zs_posting_run *run = &inversion->runs[i];
        if (has_term(run, &term)) {
            articles += run->list.articles;
            occurrences += run->list.occurrences;
        }
    }
    zs_status status =
        zs_glass_list_begin(list, term.term, term.length, articles, occurrences, error);
    for (size_t i = 0; !status && i < inversion->run_count; i++) {
        zs_posting_run *run = &inversion->runs[i];
        if (has_term(run, &term)) {
            status = put_postings(list, run->list.postings, run->list.size, error);
            if (!status) {
                status = zs_posting_run_next(run, error);
            }
        }
    }
    *postings += articles;
    return status ? status : zs_glass_list_end(list, error);
}

static zs_status merge_runs(zs_inversion *inversion, zs_glass_list *list, uint64_t *terms,
                            uint64_t *postings, zs_error *error)
{
    zs_status status = ZS_OK;
    if (inversion->entry_count > 0) {
        status = write_run(inversion, error);
    }
    for (size_t i = 0; !status && i < inversion->run_count; i++) {
        status = zs_posting_run_next(&inversion->runs[i], error);
    }
    const zs_posting_run *first;
    while (!status && (first = first_run(inversion)) != NULL) {
        status = merge_term(inversion, first, list, postings, error);
        ++*terms;
    }
    return status;
}

zs_status zs_inversion_write(zs_inversion *inversion, zs_glass_table *table, uint64_t *terms,
                             uint64_t *postings, zs_error *error)
{
    zs_glass_list list = {.table = table};
    *postings = 0;
    *terms = inversion->run_count == 0 ? inversion->entry_count : 0;
    zs_status status = inversion->run_count == 0
                           ? write_from_memory(inversion, &list, postings, error)
                           : merge_runs(inversion, &list, terms, postings, error);
    zs_glass_list_release(&list);
    return status;
}

/* ---- Life -------------------------------------------------------------------------------- */

zs_status zs_inversion_new(const char *folder, size_t memory, zs_inversion **out,
                           zs_error *error)
{
    zs_inversion *inversion = calloc(1, sizeof *inversion);
    char *copy = strdup(folder);
    if (!inversion || !copy) {
        free(inversion);
        free(copy);
        return zs_fail_memory(error);
    }
    inversion->folder = copy;
    /* Offsets are of 32 bits. */
    inversion->memory = memory < (size_t)UINT32_MAX / 2 ? memory : (size_t)UINT32_MAX / 2;
    *out = inversion;
    return ZS_OK;
}

void zs_inversion_free(zs_inversion *inversion)
{
    if (!inversion) {
        return;
    }
    for (size_t i = 0; i < inversion->segment_count; i++) {
        free(inversion->segments[i]);
    }
    for (size_t i = 0; i < inversion->run_count; i++) {
        zs_posting_run_release(&inversion->runs[i]);
    }
    free(inversion->folder);
    free(inversion->segments);
    free(inversion->entries);
    free(inversion->slots);
    free(inversion->runs);
    free(inversion->hashes);
    zs_term_places_release(&inversion->order);
    zs_buffer_release(&inversion->output);
    free(inversion);
}
