/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The index as it is written to: its handle, and articles from memory. Files are the
 * business of files.c.
 */
#include "indexer/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "indexer/ledger.h"
#include "store/parts.h"

zs_status zs_index_open_with(const char *directory, const zs_index_options *options,
                             zs_index **out, zs_error *error)
{
    const char *without = options ? options->without : NULL;
    unsigned left_out = 0;
    if (!directory || !directory[0] || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "an index cannot be opened without a directory and a place for its "
                       "handle");
    }
    zs_status status = zs_parts_named(without, &left_out, error);
    if (status) {
        return status;
    }
    zs_index *index = calloc(1, sizeof *index);
    if (!index) {
        return zs_fail_memory(error);
    }
    status = zs_writer_open(directory, zs_analyser_fingerprint(), options && options->rebuild,
                            &index->writer, error);
    if (!status && options && options->memory > 0) {
        zs_writer_use_memory(index->writer, options->memory);
    }
    if (!status && without) {
        status = zs_writer_leave_out(index->writer, left_out, error);
    }
    if (!status) {
        status = zs_place_init(&index->place, directory, error);
    }
    if (status) {
        zs_index_close(index);
        return status;
    }
    *out = index;
    return ZS_OK;
}

zs_status zs_index_open(const char *directory, zs_index **out, zs_error *error)
{
    return zs_index_open_with(directory, NULL, out, error);
}

zs_status zs_index_open_rebuild(const char *directory, zs_index **out, zs_error *error)
{
    const zs_index_options options = {.rebuild = true};
    return zs_index_open_with(directory, &options, out, error);
}

void zs_index_close(zs_index *index)
{
    if (index) {
        zs_writer_close(index->writer);
        zs_place_release(&index->place);
        zs_analyser_free(index->analyser);
        free(index);
    }
}

static zs_status check_article(const zs_article *article, zs_error *error)
{
    if (!article->id || !article->id[0]) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "the article has no id");
    }
    if (!article->text && article->text_length > 0) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "the article \"%s\" has a text_length but no text", article->id);
    }
    if (article->text_length > ZS_TEXT_LIMIT) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "the article \"%s\" is longer than 1 GiB; split it", article->id);
    }
    bool fields = article->metadata || article->metadata_count == 0;
    for (size_t i = 0; fields && i < article->metadata_count; i++) {
        fields = article->metadata[i].name && article->metadata[i].value;
    }
    if (!fields) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "the article \"%s\" has metadata without a name or a value",
                       article->id);
    }
    return ZS_OK;
}

zs_status zs_index_put(zs_index *index, const zs_article *article, zs_error *error)
{
    if (!index || !article) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_index_put needs an index and an article");
    }
    zs_status status = check_article(article, error);
    if (!status && !index->analyser) {
        status = zs_analyser_new(&index->analyser, error);
    }
    if (status) {
        return status;
    }
    zs_article whole = *article;
    whole.text = article->text ? article->text : "";
    zs_document document = {.key = whole.id, .key_length = strlen(whole.id), .article = &whole};
    status = zs_analyser_count_article(index->analyser, &whole, NULL, &document.terms,
                                       &document.term_count, error);
    if (status) {
        return status;
    }
    document.signature = zs_analyser_signature(index->analyser);
    zs_put_outcome outcome;
    return zs_writer_put(index->writer, &document, &outcome, NULL, error);
}

zs_status zs_index_delete(zs_index *index, const char *id, zs_error *error)
{
    if (!index || !id) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_index_delete needs an index and an id");
    }
    zs_status status = zs_writer_delete(index->writer, id, strlen(id), error);
    /* If it came from a file, that file counts as not indexed. */
    return status ? status : zs_ledger_remove(index->writer, id, error);
}

zs_status zs_index_commit(zs_index *index, zs_error *error)
{
    if (!index) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_index_commit needs an index");
    }
    return zs_writer_commit(index->writer, error);
}

zs_status zs_index_compact(zs_index *index, zs_error *error)
{
    if (!index) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_index_compact needs an index");
    }
    return zs_writer_compact(index->writer, error);
}
