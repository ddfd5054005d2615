/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "indexer/pace.h"
#include "text/analyser.h"

enum {
    RING = 64,            /* items */
    IN_FLIGHT = 8 << 20,  /* bytes of articles; what is prepared of them comes to as much */
    KEPT = 1 << 17,       /* memory that a used item may keep for the next */
    LARGE_TEXT = 4 << 20, /* an analyser that has met one gives its memory back */
    MOST_ANALYSERS = 256
};

/* To wake a thread costs more than to analyse a short article, so none is woken for one: the
 * reader sleeps until half of the ring is free, and the writer until articles that together
 * count for so much are ready, or no more are being analysed. */
enum { WORTH_WAKING = 1 << 16, AN_ITEM = 1 << 12 };

typedef enum item_state {
    ITEM_QUEUED, /* an article that nobody has begun with */
    ITEM_TAKEN,  /* it is being analysed */
    ITEM_READY   /* to be written */
} item_state;

/* Items head to tail - 1 are in flight; their places are these numbers modulo RING. An item
 * belongs to the reader until it is pushed, then to whom its state says. */
struct zs_pipeline {
    pthread_mutex_t mutex; /* of all below but the items' content */
    pthread_cond_t room;   /* for the reader: an item was written, or the run ends */
    pthread_cond_t work;   /* for the analysers: an article, or no more will come */
    pthread_cond_t ready;  /* for the writer: an item, or no more will come */
    zs_item items[RING];
    item_state states[RING];
    uint64_t head, tail;
    uint64_t next; /* articles before it are taken */
    size_t bytes;
    size_t untold;  /* what is ready since the writer was woken, in bytes and AN_ITEM each */
    bool crowded;   /* the reader waits until there are fewer bytes */
    bool read;      /* no more will be pushed */
    bool cancelled; /* no more should be read */
    bool failed;    /* nor analysed, nor written */
    const zs_stages *stages;
};

static void lock(zs_pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->mutex);
}

static void unlock(zs_pipeline *pipeline)
{
    pthread_mutex_unlock(&pipeline->mutex);
}

/* Wakes the writer, if it could do anything. The lock is held. */
static void tell_writer(zs_pipeline *pipeline)
{
    if (pipeline->head < pipeline->tail &&
        pipeline->states[pipeline->head % RING] == ITEM_READY) {
        pipeline->untold = 0;
        pthread_cond_signal(&pipeline->ready);
    }
}

/* ---- The reader's side ------------------------------------------------------------- */

static bool goes_on(const zs_pipeline *pipeline)
{
    return !pipeline->failed && !pipeline->cancelled;
}

bool zs_pipeline_goes_on(zs_pipeline *pipeline)
{
    lock(pipeline);
    bool on = goes_on(pipeline);
    unlock(pipeline);
    return on;
}

static bool half_free(const zs_pipeline *pipeline)
{
    return pipeline->tail - pipeline->head <= RING / 2;
}

zs_item *zs_pipeline_take(zs_pipeline *pipeline)
{
    lock(pipeline);
    if (pipeline->tail - pipeline->head == RING) {
        while (goes_on(pipeline) && !half_free(pipeline)) {
            pthread_cond_wait(&pipeline->room, &pipeline->mutex);
        }
    }
    zs_item *item = goes_on(pipeline) ? &pipeline->items[pipeline->tail % RING] : NULL;
    unlock(pipeline);
    if (item) {
        /* All but what its memory is. */
        zs_item kept = {.draft = item->draft, .prepared = item->prepared};
        *item = kept;
        zs_draft_clear(&item->draft);
    }
    return item;
}

void zs_pipeline_push(zs_pipeline *pipeline, zs_item *item)
{
    bool article = item->kind == ZS_ITEM_ARTICLE;
    item->weight = article ? zs_draft_size(&item->draft) : 0;
    lock(pipeline);
    /* One article larger than the bound passes alone. */
    while (!pipeline->failed && pipeline->bytes > 0 &&
           pipeline->bytes + item->weight > IN_FLIGHT) {
        pipeline->crowded = true;
        pthread_cond_wait(&pipeline->room, &pipeline->mutex);
    }
    pipeline->crowded = false;
    if (!pipeline->failed) {
        pipeline->states[pipeline->tail % RING] = article ? ITEM_QUEUED : ITEM_READY;
        pipeline->bytes += item->weight;
        pipeline->tail++;
        if (article) {
            pthread_cond_signal(&pipeline->work);
        } else {
            tell_writer(pipeline);
        }
    }
    unlock(pipeline);
}

static void *run_reader(void *argument)
{
    zs_pipeline *pipeline = argument;
    pipeline->stages->read(pipeline->stages->read_context, pipeline);
    lock(pipeline);
    pipeline->read = true;
    pthread_cond_broadcast(&pipeline->work);
    pthread_cond_signal(&pipeline->ready);
    unlock(pipeline);
    return NULL;
}

/* ---- The analysers' side ----------------------------------------------------------- */

/* What a thread that analyses has. */
struct hands {
    zs_analyser *analyser;
    void *own; /* of the stage that prepares */
};

static void empty_hands(const zs_pipeline *pipeline, struct hands *hands)
{
    zs_analyser_free(hands->analyser);
    if (hands->own) {
        pipeline->stages->leave(hands->own);
    }
    *hands = (struct hands){.analyser = NULL};
}

static void analyse(const zs_pipeline *pipeline, struct hands *hands, zs_item *item)
{
    const zs_stages *stages = pipeline->stages;
    zs_status status =
        hands->analyser ? ZS_OK : zs_analyser_new(&hands->analyser, &item->error);
    const zs_article *article = zs_draft_article(&item->draft);
    const zs_term_count *terms;
    size_t count;
    if (!status) {
        status = zs_analyser_count_article(hands->analyser, article, item->group, &terms,
                                           &count, &item->error);
    }
    if (!status) {
        item->signature = zs_analyser_signature(hands->analyser);
        status = stages->prepare(stages->prepare_context, &hands->own, item, terms, count,
                                 &item->error);
    }
    item->status = status;
    if (article->text_length > LARGE_TEXT) {
        empty_hands(pipeline, hands);
    }
}

/* The next article that nobody has begun with, or NULL at the end. The lock is held. */
static zs_item *next_article(zs_pipeline *pipeline)
{
    for (;;) {
        if (pipeline->failed) {
            return NULL;
        }
        for (; pipeline->next < pipeline->tail; pipeline->next++) {
            size_t place = pipeline->next % RING;
            if (pipeline->states[place] == ITEM_QUEUED) {
                pipeline->states[place] = ITEM_TAKEN;
                pipeline->next++;
                return &pipeline->items[place];
            }
        }
        tell_writer(pipeline);
        if (pipeline->read) {
            return NULL;
        }
        pthread_cond_wait(&pipeline->work, &pipeline->mutex);
    }
}

static void *run_analyser(void *argument)
{
    zs_pipeline *pipeline = argument;
    struct hands hands = {.analyser = NULL};
    lock(pipeline);
    for (zs_item *item; (item = next_article(pipeline)) != NULL;) {
        unlock(pipeline);
        analyse(pipeline, &hands, item);
        lock(pipeline);
        pipeline->states[item - pipeline->items] = ITEM_READY;
        pipeline->untold += item->weight + AN_ITEM;
        if (pipeline->untold >= WORTH_WAKING) {
            tell_writer(pipeline);
        }
    }
    unlock(pipeline);
    empty_hands(pipeline, &hands);
    return NULL;
}

/* ---- The writer's side ------------------------------------------------------------- */

/* Calls the tick if it is time. The lock is not held. */
static void tick_if_due(zs_pipeline *pipeline, zs_pace *pace)
{
    if (zs_pace_due(pace) && pipeline->stages->tick(pipeline->stages->write_context)) {
        lock(pipeline);
        pipeline->cancelled = true;
        pthread_cond_signal(&pipeline->room);
        unlock(pipeline);
    }
}

/* The next item to be written, or NULL when all is. */
static zs_item *next_ready(zs_pipeline *pipeline, zs_pace *pace)
{
    zs_item *item = NULL;
    lock(pipeline);
    for (;;) {
        bool empty = pipeline->head == pipeline->tail;
        if (!empty && pipeline->states[pipeline->head % RING] == ITEM_READY) {
            item = &pipeline->items[pipeline->head % RING];
            break;
        }
        if (empty && pipeline->read) {
            break;
        }
        pthread_cond_timedwait(&pipeline->ready, &pipeline->mutex, &pace->due);
        unlock(pipeline);
        tick_if_due(pipeline, pace);
        lock(pipeline);
    }
    unlock(pipeline);
    return item;
}

/* The item has been written: its place is free. */
static void give_back(zs_pipeline *pipeline, zs_item *item)
{
    if (item->draft.text.capacity > KEPT || item->draft.strings.capacity > KEPT) {
        zs_draft_release(&item->draft);
    }
    if (zs_prepared_memory(item->prepared) > KEPT) {
        zs_prepared_free(item->prepared);
        item->prepared = NULL;
    }
    lock(pipeline);
    pipeline->bytes -= item->weight;
    pipeline->head++;
    /* What is written was passed by the analysers too. */
    if (pipeline->next < pipeline->head) {
        pipeline->next = pipeline->head;
    }
    if (half_free(pipeline) || pipeline->crowded) {
        pthread_cond_signal(&pipeline->room);
    }
    unlock(pipeline);
}

static zs_status write_all(zs_pipeline *pipeline, zs_error *error)
{
    zs_pace pace;
    zs_pace_begin(&pace);
    zs_status status = ZS_OK;
    for (zs_item *item; !status && (item = next_ready(pipeline, &pace)) != NULL;) {
        status = pipeline->stages->write(pipeline->stages->write_context, item, error);
        give_back(pipeline, item);
        tick_if_due(pipeline, &pace);
    }
    return status;
}

/* ---- All together ------------------------------------------------------------------ */

static void stop(zs_pipeline *pipeline)
{
    lock(pipeline);
    pipeline->failed = true;
    pthread_cond_broadcast(&pipeline->room);
    pthread_cond_broadcast(&pipeline->work);
    unlock(pipeline);
}

/* Starts the threads, writes, and sees them all end. */
static zs_status run_threads(zs_pipeline *pipeline, unsigned analysers, zs_error *error)
{
    pthread_t reader;
    pthread_t threads[MOST_ANALYSERS];
    unsigned started = 0;
    int number = 0;

    /* Signals are the business of the program's own threads. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    while (started < analysers && number == 0) {
        number = pthread_create(&threads[started], NULL, run_analyser, pipeline);
        started += number == 0;
    }
    if (started > 0) {
        /* Fewer than wanted will do. */
        number = pthread_create(&reader, NULL, run_reader, pipeline);
    }
    bool reading = started > 0 && number == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);

    zs_status status = reading ? write_all(pipeline, error)
                               : zs_fail_errno(error, number, "no thread can be started");
    if (status) {
        stop(pipeline);
    }
    if (reading) {
        pthread_join(reader, NULL);
    }
    for (unsigned i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    if (!status && pipeline->cancelled) {
        status = zs_fail(error, ZS_ERROR_CANCELLED, "stopped before all was read");
    }
    return status;
}

static unsigned analysers_wanted(const zs_stages *stages)
{
    unsigned wanted = stages->analysers;
    if (wanted == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        wanted = cores > 0 ? (unsigned)cores : 1;
    }
    return wanted < MOST_ANALYSERS ? wanted : MOST_ANALYSERS;
}

zs_status zs_pipeline_run(const zs_stages *stages, zs_error *error)
{
    zs_pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline) {
        return zs_fail_memory(error);
    }
    pipeline->stages = stages;
    pthread_condattr_t monotonic;
    /* With glibc none of these can fail: they only set fields. */
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&pipeline->mutex, NULL);
    pthread_cond_init(&pipeline->room, NULL);
    pthread_cond_init(&pipeline->work, NULL);
    pthread_cond_init(&pipeline->ready, &monotonic);
    pthread_condattr_destroy(&monotonic);

    zs_status status = run_threads(pipeline, analysers_wanted(stages), error);

    pthread_cond_destroy(&pipeline->ready);
    pthread_cond_destroy(&pipeline->work);
    pthread_cond_destroy(&pipeline->room);
    pthread_mutex_destroy(&pipeline->mutex);
    for (size_t i = 0; i < RING; i++) {
        zs_draft_release(&pipeline->items[i].draft);
        zs_prepared_free(pipeline->items[i].prepared);
    }
    free(pipeline);
    return status;
}
