/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A searcher's life, and the calls that ask it: parse, search, hand out.
 */
#include "searcher/searcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/pinyin.h"
#include "searcher/pinyin_query.h"

enum { QUERY_LIMIT = 64 << 10, DEFAULT_LIMIT = 10 };

void zs_searcher_close(zs_searcher *searcher)
{
    if (!searcher) {
        return;
    }
    zs_reader_close(searcher->reader);
    zs_analyser_free(searcher->analyser);
    zs_matcher_free(searcher->matcher);
    zs_reranker_free(searcher->reranker);
    zs_query_terms_release(&searcher->query);
    zs_likenesses_release(&searcher->likes);
    zs_matches_release(&searcher->matches);
    zs_matches_release(&searcher->step);
    zs_matches_release(&searcher->found);
    zs_matches_release(&searcher->shared);
    zs_looks_release(&searcher->looks);
    zs_number_set_release(&searcher->docids);
    zs_number_set_release(&searcher->duplicates);
    zs_number_set_release(&searcher->have);
    zs_view_release(&searcher->view);
    zs_texts_release(&searcher->texts);
    zs_columns_release(&searcher->columns);
    zs_arrangement_release(&searcher->arrangement);
    zs_counted_free(searcher->counted);
    zs_requirement_scratch_release(&searcher->scratch);
    zs_buffer_release(&searcher->notes);
    zs_snippet_scratch_release(&searcher->snippet);
    zs_record_release(&searcher->article);
    zs_amender_release(&searcher->amender);
    zs_pinyin_free(searcher->pinyin);
    free(searcher->order);
    free(searcher->terms);
    free(searcher->synonyms);
    zs_vocabulary_free(searcher->usual);
    free(searcher);
}

zs_status zs_searcher_open(const char *directory, zs_searcher **out, zs_error *error)
{
    if (!directory || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_open needs a folder and a place for the searcher");
    }
    zs_searcher *searcher = calloc(1, sizeof *searcher);
    if (!searcher) {
        return zs_fail_memory(error);
    }
    zs_status status =
        zs_reader_open(directory, zs_analyser_fingerprint(), &searcher->reader, error);
    if (!status) {
        status = zs_analyser_new(&searcher->analyser, error);
    }
    if (!status) {
        status = zs_matcher_new(&searcher->matcher, error);
    }
    if (!status) {
        status = zs_reranker_new(&searcher->reranker, error);
    }
    if (status) {
        zs_searcher_close(searcher);
        return status;
    }
    *out = searcher;
    return ZS_OK;
}

void zs_searcher_begin(zs_searcher *searcher)
{
    enum { COLUMNS_KEPT = 32 };
    uint64_t generation = zs_reader_generation(searcher->reader);
    bool changed = searcher->generation != generation;
    if (changed) {
        zs_texts_clear(&searcher->texts);
        searcher->generation = generation;
    }
    if (changed || searcher->columns.count > COLUMNS_KEPT) {
        zs_columns_clear(&searcher->columns);
    }
}

zs_status zs_searcher_refresh(zs_searcher *searcher, zs_error *error)
{
    return zs_reader_refresh(searcher->reader, error);
}

void zs_searcher_set_vocabulary(zs_searcher *searcher, const zs_vocabulary *vocabulary)
{
    searcher->vocabulary = vocabulary;
    zs_analyser_set_words(searcher->analyser, NULL);
}

zs_status zs_searcher_vocabulary(zs_searcher *searcher, bool no_synonyms,
                                 const zs_vocabulary **out, zs_error *error)
{
    const zs_vocabulary *vocabulary = searcher->vocabulary;
    if (!vocabulary && !searcher->usual) {
        zs_status status = zs_vocabulary_new(true, &searcher->usual, error);
        if (status) {
            return status;
        }
    }
    vocabulary = vocabulary ? vocabulary : searcher->usual;
    if (no_synonyms) {
        searcher->without = zs_vocabulary_without_synonyms(vocabulary);
        vocabulary = &searcher->without;
    }
    zs_analyser_set_words(searcher->analyser, &vocabulary->words);
    *out = vocabulary;
    return ZS_OK;
}

/* Whether something was looked for in an index that is no longer. */
static bool is_outdated(zs_status status, bool gone)
{
    return status == ZS_ERROR_CHANGED || (gone && status == ZS_ERROR_NOT_FOUND);
}

static zs_status try_until_steady(zs_searcher *searcher, zs_searcher_task task, void *context,
                                  bool gone, zs_error *error)
{
    zs_error problem; /* which is nobody's business if the next try goes well */
    zs_status status = task(searcher, context, &problem);
    for (int try = 1; try < ZS_TRIES && is_outdated(status, gone); try++) {
        status = zs_reader_refresh(searcher->reader, &problem);
        if (!status) {
            status = task(searcher, context, &problem);
        }
    }
    if (status && error) {
        *error = problem;
    }
    return status;
}

zs_status zs_searcher_steadily(zs_searcher *searcher, zs_searcher_task task, void *context,
                               zs_error *error)
{
    return try_until_steady(searcher, task, context, false, error);
}

zs_status zs_searcher_find_steadily(zs_searcher *searcher, zs_searcher_task task, void *context,
                                    zs_error *error)
{
    return try_until_steady(searcher, task, context, true, error);
}

static zs_status read_info(zs_searcher *searcher, void *out, zs_error *error)
{
    return zs_reader_info(searcher->reader, out, error);
}

static zs_status read_names(zs_searcher *searcher, void *out, zs_error *error)
{
    zs_buffer_clear(out);
    return zs_reader_metadata_names(searcher->reader, out, error);
}

zs_status zs_searcher_info(zs_searcher *searcher, zs_index_info *out, zs_error *error)
{
    return zs_searcher_steadily(searcher, read_info, out, error);
}

zs_status zs_searcher_requiring(zs_searcher *searcher, const zs_query *query,
                                zs_words_match match, zs_requiring *out, zs_error *error)
{
    *out = (zs_requiring){.reader = searcher->reader,
                          .analyser = searcher->analyser,
                          .deadline = &searcher->deadline,
                          .match = match,
                          .likes = &searcher->likes};
    return zs_likenesses_find(&searcher->likes, searcher->reader, searcher->analyser, query,
                              error);
}

/* A search as it was asked for. */
struct search {
    const zs_query *query;
    const zs_query_options *options;
    size_t limit, wanted;
    zs_results **out;
};

static zs_status run_search(zs_searcher *searcher, void *context, zs_error *error)
{
    const struct search *search = context;
    zs_status status =
        zs_search(searcher, search->query, NULL, search->options, search->wanted, error);
    if (!status) {
        status =
            zs_search_pinyin(searcher, search->query, search->options, search->wanted, error);
    }
    return status ? status
                  : zs_results_new(searcher, search->options->offset, search->limit,
                                   search->out, error);
}

zs_status zs_searcher_search(zs_searcher *searcher, const zs_query *query,
                             const zs_query_options *options, zs_results **out, zs_error *error)
{
    if (!searcher || !query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_search needs a searcher, a query and a place for the "
                       "results");
    }
    static const zs_query_options defaults = {.limit = 0};
    options = options ? options : &defaults;
    size_t limit = options->limit > 0 ? options->limit : DEFAULT_LIMIT;
    size_t offset = options->offset;
    struct search search = {.query = query,
                            .options = options,
                            .limit = limit,
                            .wanted = limit > SIZE_MAX - offset ? SIZE_MAX : limit + offset,
                            .out = out};
    searcher->deadline = zs_deadline_in(options->timeout > 0 ? options->timeout : ZS_TIMEOUT);
    return zs_searcher_find_steadily(searcher, run_search, &search, error);
}

/* The fields of this index besides those that every article may have, NULL-terminated; only if
 * the query may name one. */
static zs_status name_fields(zs_searcher *searcher, const char *text, zs_buffer *names,
                             const char ***fields, zs_error *error)
{
    if (!strchr(text, ':') && !strstr(text, "：")) {
        return ZS_OK;
    }
    zs_status status = zs_searcher_steadily(searcher, read_names, names, error);
    if (status) {
        return status;
    }
    size_t count = 0;
    for (size_t at = 0; at < names->length; at += strlen(names->data + at) + 1) {
        count++;
    }
    const char **list = malloc((count + 1) * sizeof *list);
    if (!list) {
        return zs_fail_memory(error);
    }
    count = 0;
    for (size_t at = 0; at < names->length; at += strlen(names->data + at) + 1) {
        list[count++] = names->data + at;
    }
    list[count] = NULL;
    *fields = list;
    return ZS_OK;
}

zs_status zs_searcher_parse(zs_searcher *searcher, const char *text, bool lenient,
                            zs_query **out, zs_error *error)
{
    if (!searcher || !text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "a query needs a searcher, a text and a place for what becomes of it");
    }
    if (strlen(text) > QUERY_LIMIT) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "the query is longer than the %d bytes that are taken", QUERY_LIMIT);
    }
    zs_buffer names = ZS_BUFFER_INIT;
    const char **fields = NULL;
    zs_status status = name_fields(searcher, text, &names, &fields, error);
    if (!status) {
        const zs_parse_options options = {.lenient = lenient, .fields = fields};
        status = zs_query_parse(text, &options, out, error);
    }
    free(fields);
    zs_buffer_release(&names);
    return status;
}

zs_status zs_searcher_query(zs_searcher *searcher, const char *text,
                            const zs_query_options *options, zs_results **out, zs_error *error)
{
    bool lenient = options && options->lenient;
    zs_query *query = NULL;
    zs_status status = zs_searcher_parse(searcher, text, lenient, &query, error);
    if (!status) {
        status = zs_searcher_search(searcher, query, options, out, error);
    }
    zs_query_free(query);
    if (status == ZS_ERROR_QUERY && lenient) {
        /* It is in order, but cannot be asked for. */
        status = zs_query_words(text, &query, error);
        if (!status) {
            status = zs_searcher_search(searcher, query, options, out, error);
            zs_query_free(query);
        }
    }
    return status;
}
