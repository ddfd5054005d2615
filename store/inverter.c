/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A batch is lists, each behind its docid and its size, four bytes each. One is filled while
 * others wait in a ring to be worked off.
 */
#include "store/inverter.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/inversion.h"

enum { BATCH = 256 << 10, RING = 4, HEAD = 8 };

struct zs_inverter {
    zs_inversion *inversion; /* the thread's until it has ended */
    zs_buffer filling;
    zs_glass_terms terms; /* of a list, which the thread takes apart */
    uint32_t greatest_count;

    bool threaded;
    pthread_t thread;
    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t changed;
    zs_buffer ring[RING];
    size_t first, waiting; /* batches in the ring */
    bool ended;            /* no more batches come */
    zs_status status;      /* of what has been worked off */
    zs_error error;
};

/* ---- Working off ------------------------------------------------------------------------- */

static zs_status work_off(zs_inverter *inverter, const zs_buffer *batch, zs_error *error)
{
    zs_status status = ZS_OK;
    for (size_t at = 0; !status && at < batch->length;) {
        uint32_t docid, size, length;
        memcpy(&docid, batch->data + at, sizeof docid);
        memcpy(&size, batch->data + at + sizeof docid, sizeof size);
        status = zs_glass_terms_take(&inverter->terms, batch->data + at + HEAD, size, &length,
                                     error);
        for (size_t i = 0; !status && i < inverter->terms.count; i++) {
            uint32_t count = inverter->terms.items[i].count;
            inverter->greatest_count =
                count > inverter->greatest_count ? count : inverter->greatest_count;
        }
        if (!status) {
            status = zs_inversion_add(inverter->inversion, docid, inverter->terms.items,
                                      inverter->terms.count, error);
        }
        at += HEAD + size;
    }
    return status;
}

static void *run(void *context)
{
    zs_inverter *inverter = context;
    zs_buffer batch = ZS_BUFFER_INIT;
    pthread_mutex_lock(&inverter->mutex);
    for (;;) {
        while (inverter->waiting == 0 && !inverter->ended) {
            pthread_cond_wait(&inverter->changed, &inverter->mutex);
        }
        if (inverter->waiting == 0) {
            break;
        }
        zs_buffer *next = &inverter->ring[inverter->first];
        zs_buffer taken = *next;
        *next = batch; /* its memory is used again */
        batch = taken;
        zs_status before = inverter->status;
        pthread_mutex_unlock(&inverter->mutex);
        zs_error error;
        zs_status status = before ? before : work_off(inverter, &batch, &error);
        pthread_mutex_lock(&inverter->mutex);
        if (status && !inverter->status) {
            inverter->status = status;
            inverter->error = error;
        }
        inverter->first = (inverter->first + 1) % RING;
        inverter->waiting--;
        pthread_cond_broadcast(&inverter->changed);
    }
    pthread_mutex_unlock(&inverter->mutex);
    zs_buffer_release(&batch);
    return NULL;
}

/* ---- Handing over ------------------------------------------------------------------------ */

/* Puts the batch that was filled into the ring, once there is room for it. */
static zs_status hand_over(zs_inverter *inverter, zs_error *error)
{
    if (!inverter->threaded) {
        zs_status status = work_off(inverter, &inverter->filling, error);
        zs_buffer_clear(&inverter->filling);
        return status;
    }
    pthread_mutex_lock(&inverter->mutex);
    while (inverter->waiting == RING) {
        pthread_cond_wait(&inverter->changed, &inverter->mutex);
    }
    zs_status status = inverter->status;
    if (status) {
        (void)zs_fail(error, status, "%s", inverter->error.message);
    } else {
        zs_buffer *free = &inverter->ring[(inverter->first + inverter->waiting) % RING];
        zs_buffer used = *free;
        *free = inverter->filling;
        inverter->filling = used;
        inverter->waiting++;
        pthread_cond_broadcast(&inverter->changed);
    }
    pthread_mutex_unlock(&inverter->mutex);
    zs_buffer_clear(&inverter->filling);
    return status;
}

zs_status zs_inverter_add(zs_inverter *inverter, uint32_t docid, const char *list, size_t size,
                          zs_error *error)
{
    zs_buffer *filling = &inverter->filling;
    uint32_t length = (uint32_t)size;
    if (!zs_buffer_append(filling, &docid, sizeof docid) ||
        !zs_buffer_append(filling, &length, sizeof length) ||
        (size > 0 && !zs_buffer_append(filling, list, size))) {
        return zs_fail_memory(error);
    }
    return filling->length >= BATCH ? hand_over(inverter, error) : ZS_OK;
}

/* Has the thread come to the end of what there is. */
static zs_status end_thread(zs_inverter *inverter, zs_error *error)
{
    if (!inverter->threaded) {
        return ZS_OK;
    }
    pthread_mutex_lock(&inverter->mutex);
    inverter->ended = true;
    pthread_cond_broadcast(&inverter->changed);
    pthread_mutex_unlock(&inverter->mutex);
    pthread_join(inverter->thread, NULL);
    inverter->threaded = false;
    return inverter->status ? zs_fail(error, inverter->status, "%s", inverter->error.message)
                            : ZS_OK;
}

zs_status zs_inverter_write(zs_inverter *inverter, zs_glass_table *table, uint64_t *terms,
                            uint64_t *postings, zs_error *error)
{
    zs_status status = hand_over(inverter, error);
    if (!status) {
        status = end_thread(inverter, error);
    }
    return status ? status
                  : zs_inversion_write(inverter->inversion, table, terms, postings, error);
}

uint32_t zs_inverter_greatest_count(const zs_inverter *inverter)
{
    return inverter->greatest_count;
}

/* ---- Life -------------------------------------------------------------------------------- */

zs_status zs_inverter_new(const char *folder, size_t memory, zs_inverter **out, zs_error *error)
{
    zs_inverter *inverter = calloc(1, sizeof *inverter);
    if (!inverter) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_inversion_new(folder, memory, &inverter->inversion, error);
    if (status) {
        free(inverter);
        return status;
    }
    pthread_mutex_init(&inverter->mutex, NULL);
    pthread_cond_init(&inverter->changed, NULL);
    inverter->threaded = pthread_create(&inverter->thread, NULL, run, inverter) == 0;
    *out = inverter;
    return ZS_OK;
}

void zs_inverter_free(zs_inverter *inverter)
{
    if (!inverter) {
        return;
    }
    (void)end_thread(inverter, NULL); /* whoever wants to know has written it */
    pthread_mutex_destroy(&inverter->mutex);
    pthread_cond_destroy(&inverter->changed);
    zs_inversion_free(inverter->inversion);
    zs_buffer_release(&inverter->filling);
    for (size_t i = 0; i < RING; i++) {
        zs_buffer_release(&inverter->ring[i]);
    }
    zs_glass_terms_release(&inverter->terms);
    free(inverter);
}
