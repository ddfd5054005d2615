/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_index_forget: articles leave the index because the user wants it so.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "indexer/index.h"
#include "indexer/ledger.h"

/* A call of zs_index_forget. First is found what fits, then it is taken away, since nothing
 * may be changed while the store is gone through. */
struct forgetting {
    zs_index *index;
    const char *pattern;
    void (*on_article)(void *context, const char *id);
    void *context;
    char **files; /* known to the ledger, that fit as a whole */
    size_t file_count;
    size_t file_capacity;
    uint32_t *articles; /* their numbers */
    size_t article_count;
    size_t article_capacity;
    bool whole_file; /* what is visited need not fit by itself */
};

/* A path fits by itself, by a folder or by an archive that it lies in. */
static bool fits(const char *pattern, const char *path)
{
    if (fnmatch(pattern, path, FNM_LEADING_DIR) == 0) {
        return true;
    }
    size_t length = strlen(pattern);
    return strncmp(path, pattern, length) == 0 && path[length] == '!';
}

static zs_status note_file(void *context, const char *path, const zs_note *note,
                           zs_error *error)
{
    (void)note;
    struct forgetting *forgetting = context;
    if (!fits(forgetting->pattern, path)) {
        return ZS_OK;
    }
    char **files = zs_array_grow(forgetting->files, &forgetting->file_capacity,
                                 forgetting->file_count + 1, sizeof *files);
    char *copy = strdup(path);
    forgetting->files = files ? files : forgetting->files;
    if (!files || !copy) {
        free(copy);
        return zs_fail_memory(error);
    }
    files[forgetting->file_count++] = copy;
    return ZS_OK;
}

static zs_status note_article(void *context, uint32_t docid, const char *id, zs_error *error)
{
    struct forgetting *forgetting = context;
    if (!forgetting->whole_file && !fits(forgetting->pattern, id)) {
        return ZS_OK;
    }
    uint32_t *articles = zs_array_grow(forgetting->articles, &forgetting->article_capacity,
                                       forgetting->article_count + 1, sizeof *articles);
    if (!articles) {
        return zs_fail_memory(error);
    }
    forgetting->articles = articles;
    articles[forgetting->article_count++] = docid;
    return ZS_OK;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* All that fit: by the file they came from, or by their own id. */
static zs_status find(struct forgetting *forgetting, zs_error *error)
{
    zs_writer *writer = forgetting->index->writer;
    zs_status status = zs_ledger_each(writer, "", note_file, forgetting, error);
    forgetting->whole_file = true;
    for (size_t i = 0; !status && i < forgetting->file_count; i++) {
        status =
            zs_writer_each_id(writer, forgetting->files[i], note_article, forgetting, error);
    }
    forgetting->whole_file = false;
    if (!status) {
        status = zs_writer_each_id(writer, NULL, note_article, forgetting, error);
    }
    if (status || forgetting->article_count == 0) {
        return status;
    }
    uint32_t *articles = forgetting->articles;
    qsort(articles, forgetting->article_count, sizeof *articles, compare_numbers);
    size_t kept = 1;
    for (size_t i = 1; i < forgetting->article_count; i++) {
        if (articles[i] != articles[kept - 1]) {
            articles[kept++] = articles[i];
        }
    }
    forgetting->article_count = kept;
    return ZS_OK;
}

/* The file that an article came from is not indexed as a whole any more: the next run reads
 * it again. */
static zs_status unsettle(zs_writer *writer, zs_buffer *path, zs_error *error)
{
    zs_note note;
    bool known;
    char *end = strchr(path->data, '!');
    zs_status status = zs_ledger_get(writer, path->data, &note, &known, error);
    if (!status && !known && end) {
        *end = '\0';
        status = zs_ledger_get(writer, path->data, &note, &known, error);
    }
    if (status || !known) {
        return status;
    }
    zs_note unfinished = zs_note_unfinished(note.group);
    unfinished.articles = note.articles;
    return zs_ledger_set(writer, path->data, &unfinished, error);
}

static zs_status remove_all(struct forgetting *forgetting, zs_error *error)
{
    zs_writer *writer = forgetting->index->writer;
    zs_buffer path = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < forgetting->file_count; i++) {
        status = zs_ledger_remove(writer, forgetting->files[i], error);
    }
    for (size_t i = 0; !status && i < forgetting->article_count; i++) {
        status = zs_writer_article_path(writer, forgetting->articles[i], &path, error);
        if (!status && path.length > 0) {
            status = unsettle(writer, &path, error);
        }
        if (!status) {
            status = zs_writer_delete_number(writer, forgetting->articles[i], error);
        }
    }
    zs_buffer_release(&path);
    return status;
}

/* Tells the ids of all that was found. */
static zs_status tell(struct forgetting *forgetting, zs_error *error)
{
    zs_buffer id = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < forgetting->article_count; i++) {
        status = zs_writer_id(forgetting->index->writer, forgetting->articles[i], &id, error);
        if (!status) {
            forgetting->on_article(forgetting->context, id.data);
        }
    }
    zs_buffer_release(&id);
    return status;
}

zs_status zs_index_forget(zs_index *index, const char *pattern, bool dry_run,
                          void (*on_article)(void *context, const char *id), void *context,
                          uint64_t *count, zs_error *error)
{
    if (!index || !pattern || !pattern[0]) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_index_forget needs an index and a pattern");
    }
    struct forgetting forgetting = {
        .index = index, .pattern = pattern, .on_article = on_article, .context = context};
    zs_status status = find(&forgetting, error);
    if (!status && on_article) {
        status = tell(&forgetting, error);
    }
    if (!status && !dry_run) {
        status = remove_all(&forgetting, error);
    }
    if (!status && count) {
        *count = forgetting.article_count;
    }
    for (size_t i = 0; i < forgetting.file_count; i++) {
        free(forgetting.files[i]);
    }
    free(forgetting.files);
    free(forgetting.articles);
    return status;
}
