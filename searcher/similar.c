/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles like another, and the keywords of articles and results.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/hits.h"
#include "searcher/keywords.h"
#include "searcher/query.h"
#include "searcher/searcher.h"

enum { KEYWORDS_DEFAULT = 10, KEYWORDS_MOST = 1000 };

/* Of each of the best hits so much text is looked at for their keywords. */
enum { HIT_BYTES = 4 << 10 };

static zs_status search_for(zs_searcher *searcher, zs_query_kind kind, const char *text,
                            size_t length, const zs_query_options *options, zs_results **out,
                            zs_error *error)
{
    zs_query *query = zs_query_node(kind, text, length);
    if (!query) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_searcher_search(searcher, query, options, out, error);
    zs_query_free(query);
    return status;
}

zs_status zs_similar(zs_searcher *searcher, const char *id, const zs_query_options *options,
                     zs_results **out, zs_error *error)
{
    if (!searcher || !id || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_similar needs a searcher, an id and a place for the results");
    }
    zs_error problem;
    zs_status status =
        search_for(searcher, ZS_QUERY_LIKE, id, strlen(id), options, out, &problem);
    if (status && error) {
        *error = problem;
    }
    if (status != ZS_ERROR_QUERY) {
        return status;
    }
    /* There is no other mistake in a query that is but an id. */
    return zs_fail(error, ZS_ERROR_NOT_FOUND, "%s", problem.message);
}

zs_status zs_similar_text(zs_searcher *searcher, const char *text, size_t length,
                          const zs_query_options *options, zs_results **out, zs_error *error)
{
    if (!searcher || !text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_similar_text needs a searcher, a text and a place for the results");
    }
    /* More is not looked at. */
    length = strnlen(text, length < ZS_KEYWORD_BYTES ? length : ZS_KEYWORD_BYTES);
    return search_for(searcher, ZS_QUERY_LIKE_TEXT, text, length, options, out, error);
}

/* ---- Keywords ---------------------------------------------------------------------------- */

static size_t bounded(size_t limit)
{
    return limit == 0 ? KEYWORDS_DEFAULT : limit < KEYWORDS_MOST ? limit : KEYWORDS_MOST;
}

static zs_status find_article(zs_searcher *searcher, const char *id, zs_record *record,
                              zs_error *error)
{
    uint32_t docid = 0;
    zs_status status = zs_reader_docid_of(searcher->reader, id, &docid, error);
    if (!status && docid == 0) {
        status =
            zs_fail(error, ZS_ERROR_NOT_FOUND, "there is no article \"%s\" in the index", id);
    }
    return status ? status
                  : zs_reader_article(searcher->reader, docid, ZS_KEYWORD_BYTES, record, error);
}

/* The record and the counts of the searcher's likenesses are free between queries. */
static zs_status keywords_of(zs_searcher *searcher, const zs_article *article, size_t limit,
                             zs_keywords **out, zs_error *error)
{
    zs_likenesses *likes = &searcher->likes;
    zs_word_counts_clear(&likes->counts);
    zs_status status =
        zs_count_article_words(&likes->counts, searcher->analyser, article, error);
    if (status) {
        return status;
    }
    zs_word_counts_join(&likes->counts);
    return zs_keywords_choose(&likes->counts, searcher->reader, ZS_KEYWORDS_OF_ONE, NULL,
                              bounded(limit), out, error);
}

/* What is asked for: of an article with an id, or of a text. */
struct asked {
    const char *id; /* NULL: of the article */
    zs_article article;
    size_t limit;
    zs_keywords **out;
};

static zs_status find_keywords(zs_searcher *searcher, void *context, zs_error *error)
{
    const struct asked *asked = context;
    zs_record *record = &searcher->likes.record;
    zs_status status = asked->id ? find_article(searcher, asked->id, record, error) : ZS_OK;
    return status ? status
                  : keywords_of(searcher, asked->id ? &record->article : &asked->article,
                                asked->limit, asked->out, error);
}

zs_status zs_article_keywords(zs_searcher *searcher, const char *id, size_t limit,
                              zs_keywords **out, zs_error *error)
{
    if (!searcher || !id || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_article_keywords needs a searcher, an id and a place for the "
                       "keywords");
    }
    struct asked asked = {.id = id, .limit = limit, .out = out};
    return zs_searcher_steadily(searcher, find_keywords, &asked, error);
}

zs_status zs_text_keywords(zs_searcher *searcher, const char *text, size_t length, size_t limit,
                           zs_keywords **out, zs_error *error)
{
    if (!searcher || !text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_text_keywords needs a searcher, a text and a place for the "
                       "keywords");
    }
    length = strnlen(text, length < ZS_KEYWORD_BYTES ? length : ZS_KEYWORD_BYTES);
    struct asked asked = {
        .article = {.text = text, .text_length = length}, .limit = limit, .out = out};
    return zs_searcher_steadily(searcher, find_keywords, &asked, error);
}

zs_status zs_results_keywords(zs_results *results, size_t limit, zs_keywords **out,
                              zs_error *error)
{
    if (!results || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_results_keywords needs results and a place for the keywords");
    }
    zs_searcher *searcher = results->searcher;
    zs_likenesses *likes = &searcher->likes;
    zs_status status = ZS_OK;
    zs_word_counts_clear(&likes->counts);
    for (size_t i = 0; !status && i < results->best_count; i++) {
        status = zs_reader_article(searcher->reader, results->best[i], HIT_BYTES,
                                   &likes->record, error);
        if (!status) {
            status = zs_count_article_words(&likes->counts, searcher->analyser,
                                            &likes->record.article, error);
        } else if (status == ZS_ERROR_NOT_FOUND) {
            status = ZS_OK; /* it has gone since it was found */
        }
    }
    if (status) {
        return status;
    }
    zs_word_counts_join(&likes->counts);
    return zs_keywords_choose(&likes->counts, searcher->reader, ZS_KEYWORDS_OF_MANY,
                              &results->query, bounded(limit), out, error);
}
