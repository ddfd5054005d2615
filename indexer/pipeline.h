/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pipeline of a run. One thread reads files into items, several analyse the articles
 * among them, and the calling thread writes:
 *
 *     read ──► [ ring of items ] ──► write        in the order in which they were read
 *                 ▲  ▲  ▲
 *                 analyse, each thread the next article, and prepare it to be written
 *
 * Since the order never changes, neither does the index, however many threads there are. The
 * ring bounds what is in flight, in items and in bytes, so that memory does not depend on
 * the amount of text.
 */
#ifndef ZS_INDEXER_PIPELINE_H
#define ZS_INDEXER_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/term_count.h"
#include "formats/draft.h"
#include "indexer/ledger.h"
#include "store/writer.h"
#include "zsearch.h"

typedef enum zs_item_kind {
    ZS_ITEM_ARTICLE,
    ZS_ITEM_REMARK,  /* part of a file could not be used: the draft has its path */
    ZS_ITEM_MEMBER,  /* nothing more comes of this member: the draft has its path */
    ZS_ITEM_FILE_END /* nothing more comes of this file */
} zs_item_kind;

typedef struct zs_item {
    zs_item_kind kind;
    size_t file;     /* the number of its entry in the plan */
    uint64_t line;   /* 0: the article is the whole file */
    uint64_t offset; /* up to here the file has been read */

    /* Of a remark or an end: why something was skipped. Of an article: whether it could be
     * analysed. */
    zs_status status;
    zs_error error;

    /* Of an article. */
    const char *group; /* the file, if it may hold many articles; else NULL */
    zs_draft draft;
    uint64_t signature;
    zs_prepared *prepared; /* NULL, or used again, until it is prepared */

    /* Of an end. */
    const char *format; /* of a member; NULL: none that is known */
    char encoding[40];  /* empty: not said */
    uint64_t articles;  /* of a member */

    /* Of a file's end. */
    zs_note note;
    size_t moved_from; /* number of the vanished file that it was, + 1; 0: none */
    bool unchanged;    /* the content is what it was, and was not read into articles */

    size_t weight; /* the pipeline's own */
} zs_item;

typedef struct zs_pipeline zs_pipeline;

typedef struct zs_stages {
    /* Runs in a thread of its own until all is read or zs_pipeline_take gives NULL. */
    void (*read)(void *context, zs_pipeline *pipeline);
    void *read_context;

    /* Called in a thread that analyses for each article that it has analysed, with the terms,
     * which are gone afterwards. `*own` is for that thread to keep something in, NULL at first;
     * what it has kept is given to `leave` at the end. */
    zs_status (*prepare)(void *context, void **own, zs_item *item, const zs_term_count *terms,
                         size_t count, zs_error *error);
    void (*leave)(void *own);
    void *prepare_context;

    /* Called in the calling thread for one item after another. A failure ends the run. */
    zs_status (*write)(void *context, zs_item *item, zs_error *error);

    /* Called in the calling thread about ten times a second. True ends the reading; what was
     * read by then is still written. */
    bool (*tick)(void *context);
    void *write_context;

    unsigned analysers; /* threads; 0: one for each core */
} zs_stages;

/* For the reader: an item to fill, empty but for its memory. NULL: the run is to end. */
zs_item *zs_pipeline_take(zs_pipeline *pipeline);

/* Sends the item taken last on its way, once there is room for it. */
void zs_pipeline_push(zs_pipeline *pipeline, zs_item *item);

/* For the reader: whether there is any use in reading on. */
bool zs_pipeline_goes_on(zs_pipeline *pipeline);

/* Runs all stages to the end. Returns the failure of `write`, ZS_ERROR_CANCELLED if `tick`
 * ended the run, or why threads could not be started. */
zs_status zs_pipeline_run(const zs_stages *stages, zs_error *error);

#endif
