/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/bulk.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/bulk_terms.h"
#include "store/glass_postings.h"
#include "store/glass_version.h"
#include "store/inverter.h"
#include "store/scratch.h"

struct zs_bulk {
    char *folder;
    size_t block_size;
    zs_glass_table *data;
    zs_inverter *inverter;
    zs_buffer list; /* of a term that an article has got since */
    zs_bulk_terms_file terms;
    zs_glass_values *values; /* a slot each */
    size_t slot_count, slot_capacity;
    zs_amendment *amendments;
    size_t amendment_count, amendment_capacity;
    /* Of each article: */
    size_t count;
    uint32_t *docids, *lengths, *blocks; /* the last: where its data begins */
    uint64_t *offsets;                   /* of its terms */
    size_t docid_capacity, length_capacity, block_capacity, offset_capacity;
    zs_glass_totals totals;
};

/* ---- Life -------------------------------------------------------------------------------- */

static zs_status new_table(const zs_bulk *bulk, zs_glass_table_number number,
                           zs_glass_table **out, zs_error *error)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s", bulk->folder, zs_glass_table_file(number)) < 0) {
        return zs_fail_memory(error);
    }
    zs_status status =
        zs_glass_table_new(path, bulk->block_size, zs_glass_compress_least(number), out, error);
    free(path);
    return status;
}

zs_status zs_bulk_new(const char *folder, size_t memory, size_t block_size, zs_bulk **out,
                      zs_error *error)
{
    zs_bulk *bulk = calloc(1, sizeof *bulk);
    if (!bulk) {
        return zs_fail_memory(error);
    }
    bulk->terms.file = -1;
    bulk->block_size = block_size;
    bulk->folder = strdup(folder);
    zs_status status = bulk->folder ? ZS_OK : zs_fail_memory(error);
    if (!status && mkdir(folder, 0777) != 0) {
        status = zs_fail_errno(error, errno, "cannot make the folder %s", folder);
    }
    if (!status) {
        status = zs_inverter_new(folder, memory, &bulk->inverter, error);
    }
    if (!status) {
        status = zs_scratch_file(folder, &bulk->terms.file, error);
    }
    if (!status) {
        status = new_table(bulk, ZS_GLASS_DOCDATA, &bulk->data, error);
    }
    if (status) {
        zs_bulk_free(bulk);
        return status;
    }
    *out = bulk;
    return ZS_OK;
}

void zs_bulk_free(zs_bulk *bulk)
{
    if (!bulk) {
        return;
    }
    if (bulk->terms.file >= 0) {
        close(bulk->terms.file);
    }
    zs_buffer_release(&bulk->terms.pending);
    for (size_t i = 0; i < bulk->slot_count; i++) {
        zs_glass_values_release(&bulk->values[i]);
    }
    for (size_t i = 0; i < bulk->amendment_count; i++) {
        free(bulk->amendments[i].term);
    }
    zs_glass_table_free(bulk->data);
    zs_inverter_free(bulk->inverter);
    zs_buffer_release(&bulk->list);
    free(bulk->values);
    free(bulk->amendments);
    free(bulk->docids);
    free(bulk->lengths);
    free(bulk->blocks);
    free(bulk->offsets);
    free(bulk->folder);
    free(bulk);
}

/* ---- Putting ----------------------------------------------------------------------------- */

static zs_glass_values *values_of(zs_bulk *bulk, uint32_t slot)
{
    for (size_t i = 0; i < bulk->slot_count; i++) {
        if (bulk->values[i].slot == slot) {
            return &bulk->values[i];
        }
    }
    zs_glass_values *values =
        zs_array_grow(bulk->values, &bulk->slot_capacity, bulk->slot_count + 1, sizeof *values);
    if (!values) {
        return NULL;
    }
    bulk->values = values;
    values[bulk->slot_count] = (zs_glass_values){.slot = slot};
    return &values[bulk->slot_count++];
}

static zs_status put_value(zs_bulk *bulk, uint32_t docid, const zs_bulk_value *value,
                           zs_error *error)
{
    zs_glass_values *values = values_of(bulk, value->slot);
    return values ? zs_glass_values_put(values, docid, value->bytes, value->length, error)
                  : zs_fail_memory(error);
}

static bool reserve_article(zs_bulk *bulk)
{
    size_t wanted = bulk->count + 1;
    uint32_t *docids =
        zs_array_grow(bulk->docids, &bulk->docid_capacity, wanted, sizeof *docids);
    bulk->docids = docids ? docids : bulk->docids;
    uint32_t *lengths =
        zs_array_grow(bulk->lengths, &bulk->length_capacity, wanted, sizeof *lengths);
    bulk->lengths = lengths ? lengths : bulk->lengths;
    uint32_t *blocks =
        zs_array_grow(bulk->blocks, &bulk->block_capacity, wanted, sizeof *blocks);
    bulk->blocks = blocks ? blocks : bulk->blocks;
    uint64_t *offsets =
        zs_array_grow(bulk->offsets, &bulk->offset_capacity, wanted, sizeof *offsets);
    bulk->offsets = offsets ? offsets : bulk->offsets;
    return docids && lengths && blocks && offsets;
}

/* The sum of the counts, of which the bounds of the whole index follow. */
static zs_status add_length(zs_bulk *bulk, const zs_bulk_article *article, zs_error *error)
{
    zs_glass_totals *totals = &bulk->totals;
    zs_glass_termlist list;
    if (!zs_glass_termlist_begin(&list, article->list, article->list_size)) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "the list of terms of an article is damaged");
    }
    uint32_t length = list.length;
    bool less = totals->least_length == 0 || length < totals->least_length;
    totals->least_length = length > 0 && less ? length : totals->least_length;
    totals->greatest_length =
        length > totals->greatest_length ? length : totals->greatest_length;
    totals->total_length += length;
    bulk->lengths[bulk->count] = length;
    return ZS_OK;
}

static zs_status put_data(zs_bulk *bulk, const zs_bulk_article *article, zs_error *error)
{
    uint8_t key[ZS_GLASS_ORDERED_MOST];
    bulk->blocks[bulk->count] = UINT32_MAX;
    if (article->data_length == 0) {
        return ZS_OK;
    }
    return zs_glass_table_add(bulk->data, key, zs_glass_put_ordered(key, article->docid),
                              article->data, article->data_length, false,
                              &bulk->blocks[bulk->count], error);
}

/* Has the terms kept for their table, and inverted. */
static zs_status put_terms(zs_bulk *bulk, const zs_bulk_article *article, zs_error *error)
{
    zs_status status =
        zs_bulk_terms_add(&bulk->terms, article->list, article->list_size, article->values,
                          article->value_count, &bulk->offsets[bulk->count], error);
    return status ? status
                  : zs_inverter_add(bulk->inverter, article->docid, article->list,
                                    article->list_size, error);
}

zs_status zs_bulk_put(zs_bulk *bulk, const zs_bulk_article *article, zs_error *error)
{
    if (article->docid <= bulk->totals.last_docid) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "articles do not come in order");
    }
    if (!reserve_article(bulk)) {
        return zs_fail_memory(error);
    }
    zs_status status = add_length(bulk, article, error);
    if (!status) {
        status = put_terms(bulk, article, error);
    }
    for (size_t i = 0; !status && i < article->value_count; i++) {
        status = put_value(bulk, article->docid, &article->values[i], error);
    }
    if (!status) {
        status = put_data(bulk, article, error);
    }
    if (!status) {
        bulk->docids[bulk->count++] = article->docid;
        bulk->totals.last_docid = article->docid;
        bulk->totals.articles++;
    }
    return status;
}

zs_status zs_bulk_amend(zs_bulk *bulk, uint32_t docid, const char *term, size_t length,
                        const zs_bulk_value *value, zs_error *error)
{
    zs_amendment *amendments = zs_array_grow(bulk->amendments, &bulk->amendment_capacity,
                                             bulk->amendment_count + 1, sizeof *amendments);
    bulk->amendments = amendments ? amendments : bulk->amendments;
    char *copy = malloc(length + value->length);
    if (!amendments || !copy) {
        free(copy);
        return zs_fail_memory(error);
    }
    memcpy(copy, term, length);
    memcpy(copy + length, value->bytes, value->length);
    amendments[bulk->amendment_count++] = (zs_amendment){.docid = docid,
                                                         .slot = value->slot,
                                                         .term = copy,
                                                         .term_length = (uint32_t)length,
                                                         .value_length = value->length};
    const zs_glass_term added = {.bytes = term, .length = (uint32_t)length, .count = 0};
    zs_buffer_clear(&bulk->list);
    return zs_glass_termlist_append(&bulk->list, &added, 1, 0)
               ? zs_inverter_add(bulk->inverter, docid, bulk->list.data, bulk->list.length,
                                 error)
               : zs_fail_memory(error);
}

/* ---- Reading back ------------------------------------------------------------------------ */

static int by_number(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

/* The place of an article; `count` if there is none. */
static size_t place_of(const zs_bulk *bulk, uint32_t docid)
{
    if (bulk->count > 0 && docid - bulk->docids[0] < bulk->count &&
        bulk->docids[docid - bulk->docids[0]] == docid) {
        return docid - bulk->docids[0]; /* as long as none is missing */
    }
    const uint32_t *found =
        bulk->count > 0 ? bsearch(&docid, bulk->docids, bulk->count, sizeof docid, by_number)
                        : NULL;
    return found ? (size_t)(found - bulk->docids) : bulk->count;
}

static zs_status no_article(uint32_t docid, zs_error *error)
{
    return zs_fail(error, ZS_ERROR_NOT_FOUND, "there is no article %u", docid);
}

zs_status zs_bulk_terms(zs_bulk *bulk, uint32_t docid, zs_buffer *out, zs_error *error)
{
    size_t place = place_of(bulk, docid);
    if (place == bulk->count) {
        return no_article(docid, error);
    }
    uint64_t begin = bulk->offsets[place];
    uint64_t end =
        place + 1 < bulk->count ? bulk->offsets[place + 1] : zs_bulk_terms_end(&bulk->terms);
    return zs_bulk_terms_read(&bulk->terms, begin, (size_t)(end - begin), out, error);
}

zs_status zs_bulk_length(const zs_bulk *bulk, uint32_t docid, uint32_t *length, zs_error *error)
{
    size_t place = place_of(bulk, docid);
    if (place == bulk->count) {
        return no_article(docid, error);
    }
    *length = bulk->lengths[place];
    return ZS_OK;
}

zs_status zs_bulk_data(zs_bulk *bulk, uint32_t docid, zs_buffer *out, zs_error *error)
{
    uint8_t key[ZS_GLASS_ORDERED_MOST];
    size_t place = place_of(bulk, docid);
    if (place == bulk->count) {
        return no_article(docid, error);
    }
    zs_buffer_clear(out);
    return bulk->blocks[place] == UINT32_MAX
               ? ZS_OK
               : zs_glass_table_read(bulk->data, bulk->blocks[place], key,
                                     zs_glass_put_ordered(key, docid), out, error);
}

/* ---- Finishing --------------------------------------------------------------------------- */

static int by_docid(const void *one, const void *other)
{
    return by_number(&((const zs_amendment *)one)->docid,
                     &((const zs_amendment *)other)->docid);
}

/* Puts amendments in order, and their values. */
static zs_status settle_amendments(zs_bulk *bulk, zs_error *error)
{
    zs_status status = ZS_OK;
    if (bulk->amendment_count == 0) {
        return ZS_OK;
    }
    qsort(bulk->amendments, bulk->amendment_count, sizeof *bulk->amendments, by_docid);
    for (size_t i = 0; !status && i < bulk->amendment_count; i++) {
        const zs_amendment *amendment = &bulk->amendments[i];
        const zs_bulk_value value = {.slot = amendment->slot,
                                     .bytes = amendment->term + amendment->term_length,
                                     .length = amendment->value_length};
        status = put_value(bulk, amendment->docid, &value, error);
    }
    return status;
}

static zs_status write_lengths(const zs_bulk *bulk, zs_glass_table *table, zs_error *error)
{
    zs_glass_list list = {.table = table};
    zs_status status = zs_glass_lengths_begin(&list, error);
    for (size_t i = 0; !status && i < bulk->count; i++) {
        status = zs_glass_list_put(&list, bulk->docids[i], bulk->lengths[i], error);
    }
    if (!status) {
        status = zs_glass_list_end(&list, error);
    }
    zs_glass_list_release(&list);
    return status;
}

static zs_status write_postings(zs_bulk *bulk, zs_bulk_next next, void *context,
                                zs_bulk_summary *summary, zs_buffer *root, zs_error *error)
{
    zs_glass_table *table = NULL;
    zs_bulk_pair pair;
    zs_status status = new_table(bulk, ZS_GLASS_POSTLIST, &table, error);
    while (!status && next(context, &pair)) {
        status = zs_glass_add_metadata(table, pair.key, pair.key_length, pair.value,
                                       pair.value_length, error);
    }
    if (!status && bulk->slot_count > 0) {
        status = zs_glass_add_values(table, bulk->values, bulk->slot_count, error);
    }
    if (!status) {
        status = write_lengths(bulk, table, error);
    }
    if (!status) {
        status = zs_inverter_write(bulk->inverter, table, &summary->terms, &summary->postings,
                                   error);
        bulk->totals.greatest_count = zs_inverter_greatest_count(bulk->inverter);
    }
    if (!status) {
        status = zs_glass_table_finish(table, root, error);
    }
    zs_glass_table_free(table);
    return status;
}

/* The table of lists of terms, which another thread writes. */
struct lists {
    zs_bulk *bulk;
    zs_buffer root;
    zs_status status;
    zs_error error;
};

static void *write_lists(void *context)
{
    struct lists *lists = context;
    zs_bulk *bulk = lists->bulk;
    lists->status = zs_bulk_terms_write(&bulk->terms, bulk->folder, bulk->block_size,
                                        bulk->docids, bulk->count, bulk->amendments,
                                        bulk->amendment_count, &lists->root, &lists->error);
    return NULL;
}

/* Both large tables at the same time, if there is a thread to be had. */
static zs_status write_tables(zs_bulk *bulk, zs_bulk_next next, void *context,
                              zs_bulk_summary *summary, zs_buffer *postings, zs_buffer *terms,
                              zs_error *error)
{
    struct lists lists = {.bulk = bulk};
    pthread_t thread;
    bool apart = pthread_create(&thread, NULL, write_lists, &lists) == 0;
    if (!apart) {
        (void)write_lists(&lists);
    }
    zs_status status = write_postings(bulk, next, context, summary, postings, error);
    if (apart) {
        pthread_join(thread, NULL);
    }
    if (!status && lists.status) {
        status = zs_fail(error, lists.status, "%s", lists.error.message);
    }
    *terms = lists.root;
    return status;
}

/* What the version file says of all tables, in their order. */
static bool append_roots(const zs_bulk *bulk, const zs_buffer *postings, const zs_buffer *data,
                         const zs_buffer *terms, zs_buffer *out)
{
    bool kept = zs_buffer_append(out, postings->data, postings->length) &&
                zs_buffer_append(out, data->data, data->length) &&
                zs_buffer_append(out, terms->data, terms->length);
    for (zs_glass_table_number number = ZS_GLASS_POSITION; kept && number < ZS_GLASS_TABLES;
         number++) {
        kept = zs_glass_no_table(bulk->block_size, zs_glass_compress_least(number), out);
    }
    return kept;
}

zs_status zs_bulk_finish(zs_bulk *bulk, zs_bulk_next next, void *context,
                         zs_bulk_summary *summary, zs_error *error)
{
    zs_buffer postings = ZS_BUFFER_INIT, data = ZS_BUFFER_INIT, terms = ZS_BUFFER_INIT,
              roots = ZS_BUFFER_INIT;
    zs_status status = settle_amendments(bulk, error);
    *summary = (zs_bulk_summary){.articles = bulk->totals.articles,
                                 .last_docid = bulk->totals.last_docid,
                                 .total_length = bulk->totals.total_length};
    if (!status) {
        status = zs_glass_table_finish(bulk->data, &data, error);
    }
    if (!status) {
        status = write_tables(bulk, next, context, summary, &postings, &terms, error);
    }
    if (!status && !append_roots(bulk, &postings, &data, &terms, &roots)) {
        status = zs_fail_memory(error);
    }
    if (!status) {
        status = zs_glass_version_write(bulk->folder, &bulk->totals, &roots, error);
    }
    zs_buffer_release(&postings);
    zs_buffer_release(&data);
    zs_buffer_release(&terms);
    zs_buffer_release(&roots);
    return status;
}
