/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What analysis costs, stage by stage, on the texts of collections (ZSEARCH_TEST_DATA), against
 * ICU's cut alone; and whether it grows with the threads. Megabytes are of UTF-8, seconds are
 * of a thread's own time, so that other programs disturb less; medians. The sum over all terms,
 * counts and signatures tells whether two versions make the same.
 *
 *     analysis COLLECTION...
 */
#include "support/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>

#include "indexer/pipeline.h"
#include "support/real_text.h"
#include "text/analyser.h"

enum { ROUNDS = 7, BYTES = 8 << 20, THREADS = 2 };

/* One thread's work: each of the texts, or each second one, once. */
struct work {
    const test_texts *texts;
    const zs_folded *folded; /* of each text */
    UBreakIterator *iterator;
    zs_segmenter *segmenter;
    zs_analyser *analyser;
    zs_folded scratch;
    zs_words words;
    size_t first, step;
    size_t bytes;
    uint64_t sum;
    void (*stage)(struct work *work, size_t i);
    double seconds;
};

static double seconds(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t mixed(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * 0x9E3779B97F4A7C15U;
    return sum ^ sum >> 29;
}

/* ---- The stages ---------------------------------------------------------------------- */

static void fold(struct work *work, size_t i)
{
    zs_error error;
    check_ok(zs_fold(work->texts->items[i].data, work->texts->items[i].length, ZS_PURPOSE_INDEX,
                     &work->scratch, &error),
             error);
}

static void cut_by_icu(struct work *work, size_t i)
{
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(work->iterator, work->folded[i].units, (int32_t)work->folded[i].length,
                 &status);
    check(U_SUCCESS(status), "%s", u_errorName(status));
    for (int32_t at = ubrk_first(work->iterator); at != UBRK_DONE;
         at = ubrk_next(work->iterator)) {
        work->sum++;
    }
}

static void segment(struct work *work, size_t i)
{
    zs_error error;
    check_ok(zs_segment(work->segmenter, &work->folded[i], &work->words, &error), error);
}

static void count(struct work *work, size_t i)
{
    const zs_article article = {.text = work->texts->items[i].data,
                                .text_length = work->texts->items[i].length};
    const zs_term_count *terms;
    size_t length;
    zs_error error;
    check_ok(zs_analyser_count_article(work->analyser, &article, NULL, &terms, &length, &error),
             error);
}

static void count_and_sum(struct work *work, size_t i)
{
    const zs_part part = {work->texts->items[i].data, work->texts->items[i].length, 0};
    const zs_term_count *terms;
    size_t length;
    zs_error error;
    check_ok(zs_analyser_count(work->analyser, &part, 1, &terms, &length, &error), error);
    for (size_t j = 0; j < length; j++) {
        for (size_t k = 0; k < terms[j].length; k++) {
            work->sum = mixed(work->sum, (unsigned char)terms[j].term[k]);
        }
        work->sum = mixed(work->sum, (uint64_t)terms[j].field << 32 | terms[j].count);
    }
    work->sum = mixed(work->sum, zs_analyser_signature(work->analyser));
}

/* ---- Measuring ----------------------------------------------------------------------- */

static void *run(void *argument)
{
    struct work *work = argument;
    double begin = seconds(CLOCK_THREAD_CPUTIME_ID);
    work->bytes = 0;
    for (size_t i = work->first; i < work->texts->count; i += work->step) {
        work->stage(work, i);
        work->bytes += work->texts->items[i].length;
    }
    work->seconds = seconds(CLOCK_THREAD_CPUTIME_ID) - begin;
    return NULL;
}

static int by_size(const void *one, const void *other)
{
    const double *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, by_size);
    return values[ROUNDS / 2];
}

static void measure(struct work *work, void (*stage)(struct work *, size_t), const char *name)
{
    double rates[ROUNDS];
    work->stage = stage;
    (void)run(work); /* warms up */
    for (size_t round = 0; round < ROUNDS; round++) {
        (void)run(work);
        rates[round] = (double)work->bytes / 1e6 / work->seconds;
    }
    printf("  %-24s %6.1f MB/s\n", name, median(rates));
    fflush(stdout);
}

/* Each thread has an analyser of its own and every second text. */
static void measure_threads(const struct work *alone)
{
    double rates[ROUNDS], together[ROUNDS];
    struct work works[THREADS];
    zs_error error;
    for (size_t i = 0; i < THREADS; i++) {
        works[i] =
            (struct work){.texts = alone->texts, .stage = count, .first = i, .step = THREADS};
        check_ok(zs_analyser_new(&works[i].analyser, &error), error);
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        pthread_t threads[THREADS];
        double bytes = 0, busy = 0, begin = seconds(CLOCK_MONOTONIC);
        for (size_t i = 0; i < THREADS; i++) {
            check(pthread_create(&threads[i], NULL, run, &works[i]) == 0, "no thread");
        }
        for (size_t i = 0; i < THREADS; i++) {
            check(pthread_join(threads[i], NULL) == 0, "no end");
            bytes += (double)works[i].bytes / 1e6;
            busy += works[i].seconds;
        }
        rates[round] = bytes / busy;
        together[round] = bytes / (seconds(CLOCK_MONOTONIC) - begin);
    }
    for (size_t i = 0; i < THREADS; i++) {
        zs_analyser_free(works[i].analyser);
    }
    double rate = median(rates);
    printf("  %-24s %6.1f MB/s a thread, %.1f by the clock\n", "all, two threads", rate,
           median(together));
}

/* ---- Through the pipeline, with nothing to read and nothing to write ----------------- */

static void read_texts(void *context, zs_pipeline *pipeline)
{
    const test_texts *texts = context;
    for (size_t i = 0; i < texts->count; i++) {
        zs_item *item = zs_pipeline_take(pipeline);
        if (!item ||
            !zs_draft_set_text(&item->draft, texts->items[i].data, texts->items[i].length, 0)) {
            abort(); /* not the main thread */
        }
        item->kind = ZS_ITEM_ARTICLE;
        zs_pipeline_push(pipeline, item);
    }
}

static zs_status write_nothing(void *context, zs_item *item, zs_error *error)
{
    (void)context;
    (void)error;
    return item->status;
}

static bool goes_on(void *context)
{
    (void)context;
    return false;
}

/* What is measured ends with the terms. */
static zs_status prepare_nothing(void *context, void **own, zs_item *item,
                                 const zs_term_count *terms, size_t count, zs_error *error)
{
    (void)context, (void)own, (void)item, (void)terms, (void)count, (void)error;
    return ZS_OK;
}

static void leave_nothing(void *own)
{
    (void)own;
}

static void measure_pipeline(test_texts *texts, double bytes, unsigned threads)
{
    double rates[ROUNDS], together[ROUNDS];
    const zs_stages stages = {.read = read_texts,
                              .read_context = texts,
                              .prepare = prepare_nothing,
                              .leave = leave_nothing,
                              .write = write_nothing,
                              .tick = goes_on,
                              .analysers = threads};
    for (size_t round = 0; round < ROUNDS; round++) {
        zs_error error;
        double begin = seconds(CLOCK_MONOTONIC), busy = seconds(CLOCK_PROCESS_CPUTIME_ID);
        check_ok(zs_pipeline_run(&stages, &error), error);
        rates[round] = bytes / (seconds(CLOCK_PROCESS_CPUTIME_ID) - busy);
        together[round] = bytes / (seconds(CLOCK_MONOTONIC) - begin);
    }
    double rate = median(rates);
    printf("  pipeline, %u thread%s      %6.1f MB/s of all threads' time, %.1f by the clock\n",
           threads, threads == 1 ? " " : "s", rate, median(together));
}

static void open_all(struct work *work)
{
    zs_error error;
    UErrorCode status = U_ZERO_ERROR;
    work->iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    check(U_SUCCESS(status), "%s", u_errorName(status));
    check_ok(zs_segmenter_new(&work->segmenter, &error), error);
    check_ok(zs_analyser_new(&work->analyser, &error), error);
}

static void close_all(struct work *work)
{
    ubrk_close(work->iterator);
    zs_segmenter_free(work->segmenter);
    zs_analyser_free(work->analyser);
    zs_folded_release(&work->scratch);
    zs_words_release(&work->words);
}

static void measure_collection(struct work *work, const char *collection)
{
    test_texts texts = test_collection_texts(collection, BYTES);
    check(texts.count > 0, "there is no text in ZSEARCH_TEST_DATA");
    zs_folded *folded = calloc(texts.count, sizeof *folded);
    check(folded, "out of memory");
    zs_error error;
    for (size_t i = 0; i < texts.count; i++) {
        check_ok(zs_fold(texts.items[i].data, texts.items[i].length, ZS_PURPOSE_INDEX,
                         &folded[i], &error),
                 error);
    }
    work->texts = &texts;
    work->folded = folded;
    work->first = 0;
    work->step = 1;
    work->stage = count_and_sum;
    work->sum = 0;
    (void)run(work);
    printf("%s: %zu texts, %.1f MB, sum %016llx\n", collection, texts.count,
           (double)work->bytes / 1e6, (unsigned long long)work->sum);
    measure(work, fold, "fold");
    measure(work, cut_by_icu, "ICU's cut alone");
    measure(work, segment, "segment");
    measure(work, count, "all");
    measure_threads(work);
    measure_pipeline(&texts, (double)work->bytes / 1e6, 1);
    measure_pipeline(&texts, (double)work->bytes / 1e6, THREADS);
    for (size_t i = 0; i < texts.count; i++) {
        zs_folded_release(&folded[i]);
    }
    free(folded);
    test_texts_release(&texts);
}

int main(int argc, char **argv)
{
    struct work work = {.texts = NULL};
    if (argc < 2) {
        fprintf(stderr, "usage: analysis COLLECTION...\n");
        return 2;
    }
    open_all(&work);
    for (int i = 1; i < argc; i++) {
        measure_collection(&work, argv[i]);
    }
    close_all(&work);
    return 0;
}
