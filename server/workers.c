/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/workers.h"

#include <pthread.h>
#include <stdlib.h>

#include "answers/memory.h"

struct zs_workers {
    const char *directory;
    void (*work)(void *job, zs_worker *worker);
    pthread_t *threads;
    size_t count;
    pthread_mutex_t lock;
    pthread_cond_t change;
    void **line; /* a ring */
    size_t room, first, waiting, working;
    bool ends;
};

zs_searcher *zs_worker_searcher(zs_worker *worker, zs_error *error)
{
    if (worker->searcher && zs_searcher_refresh(worker->searcher, error)) {
        /* It may have been made anew, by another version or elsewhere. */
        zs_searcher_close(worker->searcher);
        worker->searcher = NULL;
    }
    if (!worker->searcher && zs_searcher_open(worker->directory, &worker->searcher, error)) {
        worker->searcher = NULL;
    }
    return worker->searcher;
}

static void *take(zs_workers *workers)
{
    void *job = NULL;
    (void)pthread_mutex_lock(&workers->lock);
    while (workers->waiting == 0 && !workers->ends) {
        (void)pthread_cond_wait(&workers->change, &workers->lock);
    }
    if (workers->waiting > 0) {
        job = workers->line[workers->first];
        workers->first = (workers->first + 1) % workers->room;
        workers->waiting--;
        workers->working++;
    }
    (void)pthread_mutex_unlock(&workers->lock);
    return job;
}

static void *run(void *context)
{
    zs_workers *workers = context;
    zs_worker worker = {.directory = workers->directory};
    for (void *job; (job = take(workers)) != NULL;) {
        workers->work(job, &worker);
        (void)pthread_mutex_lock(&workers->lock);
        workers->working--;
        (void)pthread_mutex_unlock(&workers->lock);
    }
    zs_searcher_close(worker.searcher);
    return NULL;
}

zs_workers *zs_workers_new(const char *directory, size_t count, size_t waiting,
                           void (*work)(void *job, zs_worker *worker))
{
    zs_workers *workers = zs_allocate(1, sizeof *workers);
    workers->directory = directory;
    workers->work = work;
    workers->room = waiting + 1;
    workers->line = zs_allocate(workers->room, sizeof *workers->line);
    workers->threads = zs_allocate(count, sizeof *workers->threads);
    (void)pthread_mutex_init(&workers->lock, NULL); /* cannot fail without attributes */
    (void)pthread_cond_init(&workers->change, NULL);
    for (; workers->count < count; workers->count++) {
        if (pthread_create(&workers->threads[workers->count], NULL, run, workers) != 0) {
            break;
        }
    }
    if (workers->count == 0) {
        zs_workers_free(workers);
        return NULL;
    }
    return workers;
}

bool zs_workers_push(zs_workers *workers, void *job)
{
    (void)pthread_mutex_lock(&workers->lock);
    bool room = !workers->ends && workers->waiting < workers->room;
    if (room) {
        workers->line[(workers->first + workers->waiting++) % workers->room] = job;
        (void)pthread_cond_signal(&workers->change);
    }
    (void)pthread_mutex_unlock(&workers->lock);
    return room;
}

void zs_workers_load(zs_workers *workers, size_t *working, size_t *waiting)
{
    (void)pthread_mutex_lock(&workers->lock);
    *working = workers->working;
    *waiting = workers->waiting;
    (void)pthread_mutex_unlock(&workers->lock);
}

void zs_workers_end(zs_workers *workers)
{
    (void)pthread_mutex_lock(&workers->lock);
    workers->ends = true;
    (void)pthread_cond_broadcast(&workers->change);
    (void)pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->count; i++) {
        (void)pthread_join(workers->threads[i], NULL);
    }
    workers->count = 0;
}

void zs_workers_free(zs_workers *workers)
{
    if (workers) {
        (void)pthread_cond_destroy(&workers->change);
        (void)pthread_mutex_destroy(&workers->lock);
        free(workers->threads);
        free(workers->line);
        free(workers);
    }
}
