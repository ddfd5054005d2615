/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How long completion takes, and whether pinyin finds the words it spells, of beginnings and
 * words from the texts of collections (ZSEARCH_TEST_DATA) that have been indexed.
 *
 *     suggest INDEX COLLECTION…
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/random.h"
#include "support/real_text.h"
#include "text/analyser.h"
#include "text/readings.h"
#include "text/utf.h"

enum { BEGINNINGS = 1000, WORDS = 2000, LONGEST = 4, AMONG = 5 };

/* What was taken from the texts: of runs of Han characters, where words begin. */
struct run {
    UChar32 characters[LONGEST];
    size_t length;
    size_t count; /* how often a word stands in the texts; of beginnings 0 */
};

struct runs {
    struct run *items;
    size_t count, capacity;
};

static void add_run(struct runs *runs, const zs_folded *folded, size_t start, size_t most)
{
    struct run run = {.length = 0};
    for (size_t at = start;
         at < folded->length && run.length < most && folded->class[at] == ZS_CHAR_HAN;) {
        run.characters[run.length++] = zs_utf16_next(folded->units, at, folded->length, &at);
    }
    struct run *items =
        zs_array_grow(runs->items, &runs->capacity, runs->count + 1, sizeof *items);
    check(items, "out of memory");
    runs->items = items;
    if (run.length == most) {
        items[runs->count++] = run;
    }
}

static int by_characters(const void *one, const void *other)
{
    const struct run *a = one, *b = other;
    return memcmp(a->characters, b->characters, sizeof a->characters);
}

static int by_count(const void *one, const void *other)
{
    const struct run *a = one, *b = other;
    return a->count > b->count ? -1 : a->count < b->count ? 1 : by_characters(one, other);
}

/* The most frequent first, each once. */
static void count_words(struct runs *words)
{
    size_t kept = 0;
    qsort(words->items, words->count, sizeof *words->items, by_characters);
    for (size_t i = 0; i < words->count; i++) {
        if (kept == 0 || by_characters(&words->items[kept - 1], &words->items[i]) != 0) {
            words->items[kept++] = words->items[i];
        }
        words->items[kept - 1].count++;
    }
    words->count = kept;
    qsort(words->items, words->count, sizeof *words->items, by_count);
}

/* Takes words of two to four characters, and beginnings as long of what words begin. */
static void take(zs_analyser *analyser, const test_texts *texts, test_random *random,
                 struct runs *words, struct runs *beginnings)
{
    zs_error error;
    for (size_t i = 0; i < texts->count; i++) {
        check_ok(zs_analyser_run(analyser, texts->items[i].data, texts->items[i].length,
                                 ZS_PURPOSE_INDEX, &error),
                 error);
        const zs_folded *folded = zs_analyser_folded(analyser);
        const zs_words *cut = zs_analyser_words(analyser);
        for (size_t j = 0; j < cut->count; j++) {
            size_t length = cut->items[j].end - cut->items[j].start;
            if (length >= 2 && length <= LONGEST) {
                add_run(words, folded, cut->items[j].start, length);
            }
            if (test_random_once_in(random, 50)) {
                add_run(beginnings, folded, cut->items[j].start,
                        2 + test_random_below(random, LONGEST - 1));
            }
        }
    }
}

enum way { AS_IT_IS, SYLLABLES, BEGUN, INITIALS };

/* Writes a run as it would be typed; false if a character has no reading. */
static bool type(const struct run *run, enum way way, char *out)
{
    size_t length = 0;
    for (size_t i = 0; i < run->length; i++) {
        const zs_syllable *readings;
        if (way == AS_IT_IS) {
            length += zs_utf8_put(out + length, run->characters[i]);
            continue;
        }
        if (zs_readings(run->characters[i], &readings) == 0) {
            return false;
        }
        const char *name = zs_syllable_name(readings[0]);
        bool first_letter = way == INITIALS || (way == BEGUN && i + 1 == run->length);
        size_t typed = first_letter ? 1 : strlen(name);
        memcpy(out + length, name, typed);
        length += typed;
    }
    out[length] = '\0';
    return true;
}

static int by_time(const void *one, const void *other)
{
    const double *a = one, *b = other;
    return *a < *b ? -1 : *a > *b;
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void measure(zs_searcher *searcher, const struct runs *runs, size_t most, enum way way,
                    const char *name)
{
    double *times = calloc(most, sizeof *times);
    size_t count = 0, first = 0, among = 0;
    zs_error error;
    for (size_t i = 0; i < runs->count && count < most; i++) {
        char typed[LONGEST * 8 + 1], run[LONGEST * 4 + 1];
        zs_suggestions *suggestions;
        if (!type(&runs->items[i], way, typed)) {
            continue;
        }
        (void)type(&runs->items[i], AS_IT_IS, run);
        double begin = milliseconds();
        check_ok(zs_suggest(searcher, typed, NULL, &suggestions, &error), error);
        times[count++] = milliseconds() - begin;
        if (getenv("SHOW") && times[count - 1] > atof(getenv("SHOW"))) {
            printf("%5.1f ms %s\n", times[count - 1], typed);
        }
        for (size_t j = 0; j < suggestions->count && j < AMONG; j++) {
            /* What goes on with the word shows it too. */
            bool found = strncmp(suggestions->items[j].text, run, strlen(run)) == 0;
            first += found && j == 0;
            if (found) {
                among++;
                break;
            }
        }
        zs_suggestions_free(suggestions);
    }
    qsort(times, count, sizeof *times, by_time);
    printf("%-32s %4zu  p50 %5.2f  p90 %5.2f  p99 %5.2f  most %5.1f ms  first %5.1f %%  among "
           "%d %5.1f %%\n",
           name, count, times[count / 2], times[count * 9 / 10], times[count * 99 / 100],
           times[count - 1], 100.0 * (double)first / (double)count, AMONG,
           100.0 * (double)among / (double)count);
    fflush(stdout);
    free(times);
}

int main(int argc, char **argv)
{
    zs_error error;
    zs_searcher *searcher;
    zs_analyser *analyser;
    struct runs words = {.count = 0}, beginnings = {.count = 0};
    test_random random = test_random_new(1);
    if (argc < 3) {
        fprintf(stderr, "usage: suggest INDEX COLLECTION...\n");
        return 2;
    }
    check_ok(zs_searcher_open(argv[1], &searcher, &error), error);
    check_ok(zs_analyser_new(&analyser, &error), error);
    for (int i = 2; i < argc; i++) {
        test_texts texts = test_collection_texts(argv[i], 8 << 20);
        take(analyser, &texts, &random, &words, &beginnings);
        test_texts_release(&texts);
    }
    check(words.count > 0, "there is no text in ZSEARCH_TEST_DATA");
    for (size_t i = beginnings.count; i-- > 1;) {
        size_t other = test_random_below(&random, i + 1);
        struct run swapped = beginnings.items[i];
        beginnings.items[i] = beginnings.items[other];
        beginnings.items[other] = swapped;
    }
    count_words(&words);
    measure(searcher, &beginnings, BEGINNINGS, AS_IT_IS, "beginnings");
    measure(searcher, &beginnings, BEGINNINGS, SYLLABLES, "beginnings, syllables");
    measure(searcher, &beginnings, BEGINNINGS, BEGUN, "beginnings, last syllable begun");
    measure(searcher, &beginnings, BEGINNINGS, INITIALS, "beginnings, initials");
    measure(searcher, &words, WORDS, SYLLABLES, "frequent words, syllables");
    measure(searcher, &words, WORDS, BEGUN, "frequent words, last begun");
    measure(searcher, &words, WORDS, INITIALS, "frequent words, initials");
    zs_analyser_free(analyser);
    zs_searcher_close(searcher);
    free(words.items);
    free(beginnings.items);
    return 0;
}
