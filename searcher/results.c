/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The hits of one query. Their ids are here at once; an article is read when it is asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/hits.h"

void zs_results_free(zs_results *results)
{
    if (!results) {
        return;
    }
    for (size_t i = 0; results->hits && i < results->count; i++) {
        if (results->hits[i].record) {
            zs_record_release(results->hits[i].record);
            free(results->hits[i].record);
        }
    }
    free(results->hits);
    zs_counted_free(results->counted);
    free(results->best);
    zs_query_terms_release(&results->query);
    zs_buffer_release(&results->notes);
    zs_buffer_release(&results->ids);
    free(results);
}

/* A hit whose id is not known yet. */
struct unnamed {
    uint32_t docid;
    size_t hit;
};

static int by_docid(const void *one, const void *other)
{
    const struct unnamed *a = one, *b = other;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

static size_t find_unnamed(const zs_results *results, struct unnamed *out)
{
    size_t count = 0;
    for (size_t i = 0; i < results->count; i++) {
        if (results->hits[i].id == ZS_NO_ID) {
            out[count++] = (struct unnamed){.docid = results->hits[i].docid, .hit = i};
        }
    }
    qsort(out, count, sizeof *out, by_docid);
    return count;
}

/* Looks up the ids of what was not reranked, in the order in which they lie in the index. */
static zs_status look_up_ids(zs_results *results, zs_error *error)
{
    struct unnamed *unnamed = malloc((results->count + 1) * sizeof *unnamed);
    uint32_t *docids = malloc((results->count + 1) * sizeof *docids);
    zs_status status = ZS_OK;
    if (!unnamed || !docids) {
        status = zs_fail_memory(error);
    }
    size_t count = status ? 0 : find_unnamed(results, unnamed), at = results->ids.length;
    for (size_t i = 0; i < count; i++) {
        docids[i] = unnamed[i].docid;
    }
    if (!status && count > 0) {
        status = zs_reader_ids(results->searcher->reader, docids, count, &results->ids, error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        results->hits[unnamed[i].hit].id = at;
        at += strlen(results->ids.data + at) + 1;
    }
    free(unnamed);
    free(docids);
    return status;
}

/* The id of an article that was reranked is known. */
static zs_status add_hit(zs_results *results, const zs_matches *matches, const zs_match *match,
                         zs_error *error)
{
    zs_buffer *ids = &results->ids;
    zs_hit *hit = &results->hits[results->count];
    *hit = (zs_hit){.docid = match->docid,
                    .id = match->id == ZS_NO_ID ? ZS_NO_ID : ids->length,
                    .score = match->weight,
                    .collapsed =
                        zs_arrangement_others(&results->searcher->arrangement, match->docid),
                    .reranked = match->look != ZS_NO_LOOK};
    if (hit->reranked) {
        hit->look = results->searcher->looks.items[match->look];
    }
    if (match->id != ZS_NO_ID &&
        (!zs_buffer_append_string(ids, matches->ids.data + match->id) ||
         !zs_buffer_append_byte(ids, '\0'))) {
        return zs_fail_memory(error);
    }
    results->count++;
    return ZS_OK;
}

zs_status zs_results_new(zs_searcher *searcher, size_t offset, size_t limit, zs_results **out,
                         zs_error *error)
{
    const zs_matches *matches = &searcher->matches;
    size_t left = matches->count > offset ? matches->count - offset : 0;
    size_t count = left < limit ? left : limit;
    zs_results *results = calloc(1, sizeof *results);
    if (!results) {
        return zs_fail_memory(error);
    }
    results->searcher = searcher;
    results->offset = offset;
    results->total = matches->total;
    results->exact = matches->exact;
    results->partial = searcher->deadline.passed;
    results->step_begins = searcher->step_begins > offset ? searcher->step_begins - offset : 0;
    results->pinyin_begins =
        searcher->pinyin_begins > offset ? searcher->pinyin_begins - offset : 0;
    if (!zs_buffer_append(&results->notes, searcher->notes.data, searcher->notes.length)) {
        zs_results_free(results);
        return zs_fail_memory(error);
    }
    results->hits = calloc(count + 1, sizeof *results->hits);
    results->best = calloc(ZS_RESULTS_BEST, sizeof *results->best);
    if (!results->hits || !results->best) {
        zs_results_free(results);
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < matches->count && i < ZS_RESULTS_BEST; i++) {
        results->best[results->best_count++] = matches->items[i].docid;
    }
    zs_status status = zs_query_terms_copy(&searcher->query, &results->query, error);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_hit(results, matches, &matches->items[offset + i], error);
    }
    if (!status) {
        status = look_up_ids(results, error);
    }
    if (status) {
        zs_results_free(results);
        return status;
    }
    results->counted = searcher->counted;
    searcher->counted = NULL;
    *out = results;
    return ZS_OK;
}

const zs_facets *zs_results_facets(const zs_results *results)
{
    return results->counted ? &results->counted->public : NULL;
}

uint64_t zs_results_collapsed(const zs_results *results, size_t i)
{
    return i < results->count ? results->hits[i].collapsed : 0;
}

size_t zs_results_count(const zs_results *results)
{
    return results->count;
}

uint64_t zs_results_total(const zs_results *results, bool *exact)
{
    if (exact) {
        *exact = results->exact;
    }
    return results->total;
}

bool zs_results_partial(const zs_results *results)
{
    return results->partial;
}

size_t zs_results_note_count(const zs_results *results)
{
    size_t count = 0;
    for (size_t at = 0; at < results->notes.length; count++) {
        at += strlen(results->notes.data + at) + 1;
    }
    return count;
}

const char *zs_results_note(const zs_results *results, size_t i)
{
    for (size_t at = 0; at < results->notes.length; i--) {
        if (i == 0) {
            return results->notes.data + at;
        }
        at += strlen(results->notes.data + at) + 1;
    }
    return NULL;
}

bool zs_results_synonym(const zs_results *results, size_t i, const char **word,
                        const char **synonym)
{
    const zs_query_synonyms *synonyms = &results->query.synonyms;
    for (size_t at = 0; at < synonyms->count; at++) {
        if (zs_query_synonym_occurs(synonyms, at) && i-- == 0) {
            *word = synonyms->strings.data + synonyms->items[at].word;
            *synonym = synonyms->strings.data + synonyms->items[at].shown;
            return true;
        }
    }
    return false;
}

unsigned zs_results_step(const zs_results *results, size_t i)
{
    return i >= results->pinyin_begins ? 2 : i >= results->step_begins;
}

const char *zs_results_id(const zs_results *results, size_t i)
{
    return i < results->count ? results->ids.data + results->hits[i].id : NULL;
}

uint64_t zs_results_rank(const zs_results *results, size_t i)
{
    return i < results->count ? results->offset + i + 1 : 0;
}

double zs_results_score(const zs_results *results, size_t i)
{
    return i < results->count ? results->hits[i].score : 0;
}

uint64_t zs_results_duplicates(const zs_results *results, size_t i)
{
    uint32_t count = 0;
    bool known = i < results->count &&
                 zs_reader_duplicates(results->searcher->reader, results->hits[i].docid, &count,
                                      NULL) == ZS_OK;
    return known ? count : 0;
}

zs_status zs_results_duplicate_ids(zs_results *results, size_t i, size_t limit, char ***out,
                                   zs_error *error)
{
    if (!results || !out || i >= results->count) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "there is no such hit");
    }
    zs_buffer ids = ZS_BUFFER_INIT;
    size_t count = 0;
    zs_status status =
        zs_reader_duplicate_ids(results->searcher->reader, results->hits[i].docid,
                                limit > 0 ? limit : SIZE_MAX, &ids, &count, error);
    /* The array, then the strings. */
    size_t size = (count + 1) * sizeof(char *);
    char **list = status ? NULL : malloc(size + ids.length);
    if (list) {
        char *at = (char *)list + size;
        if (ids.length > 0) {
            memcpy(at, ids.data, ids.length);
        }
        for (size_t j = 0; j < count; j++) {
            list[j] = at;
            at += strlen(at) + 1;
        }
        list[count] = NULL;
        *out = list;
    } else if (!status) {
        status = zs_fail_memory(error);
    }
    zs_buffer_release(&ids);
    return status;
}

static zs_status read_article(zs_results *results, zs_hit *hit, zs_error *error)
{
    zs_record *record = calloc(1, sizeof *record);
    if (!record) {
        return zs_fail_memory(error);
    }
    zs_reader *reader = results->searcher->reader;
    zs_error problem;
    zs_status status = zs_reader_article(reader, hit->docid, SIZE_MAX, record, &problem);
    if (status == ZS_ERROR_CHANGED) {
        status = zs_reader_refresh(reader, &problem);
        if (!status) {
            status = zs_reader_article(reader, hit->docid, SIZE_MAX, record, &problem);
        }
    }
    /* The index may have been rebuilt since, and its numbers belong to others. */
    const char *id = results->ids.data + hit->id;
    if (!status && strcmp(record->article.id, id) != 0) {
        status = zs_fail(&problem, ZS_ERROR_NOT_FOUND,
                         "the article \"%s\" has left the index since it was found", id);
    }
    if (status) {
        zs_record_release(record);
        free(record);
        if (error) {
            *error = problem;
        }
        return status;
    }
    hit->record = record;
    return ZS_OK;
}

zs_status zs_results_article(zs_results *results, size_t i, const zs_article **out,
                             zs_error *error)
{
    if (!results || i >= results->count || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "there is no hit %zu", i);
    }
    zs_hit *hit = &results->hits[i];
    if (!hit->record) {
        zs_status status = read_article(results, hit, error);
        if (status) {
            return status;
        }
    }
    *out = &hit->record->article;
    return ZS_OK;
}

zs_status zs_results_snippet(zs_results *results, size_t i, const zs_snippet_options *options,
                             zs_snippet **out, zs_error *error)
{
    if (!out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_results_snippet needs a place for the snippet");
    }
    const zs_article *article = NULL;
    zs_status status = zs_results_article(results, i, &article, error);
    if (status) {
        return status;
    }
    zs_searcher *searcher = results->searcher;
    /* Another query may have been asked since. */
    status = zs_matcher_prepare(searcher->matcher, &results->query, error);
    if (status) {
        return status;
    }
    return zs_snippet_make(&searcher->snippet, searcher->matcher, &results->query, article,
                           options, out, error);
}
