/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/keywords.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/terms.h"
#include "text/utf.h"

/* One word, or those that are joined. */
struct found {
    size_t start; /* its folded text: units of `units` */
    size_t length;
    uint32_t first; /* of its words */
    uint32_t count, texts;
    uint32_t frequency; /* how many articles have it, at most */
    double weight;
};

struct choice {
    const zs_word_counts *counts;
    zs_reader *reader;
    UChar *units;
    size_t unit_count, unit_capacity;
    struct found *items;
    size_t count, capacity;
};

zs_status zs_count_article_words(zs_word_counts *counts, zs_analyser *analyser,
                                 const zs_article *article, zs_error *error)
{
    size_t length =
        article->text_length < ZS_KEYWORD_BYTES ? article->text_length : ZS_KEYWORD_BYTES;
    zs_status status = ZS_OK;
    zs_word_counts_begin(counts);
    if (article->title) {
        status = zs_word_counts_add(counts, analyser, article->title, strlen(article->title),
                                    ZS_KEYWORD_TITLE, error);
    }
    if (!status && length > 0) {
        status = zs_word_counts_add(counts, analyser, article->text, length, 1, error);
    }
    return status;
}

/* ---- How rare it is ---------------------------------------------------------------------- */

static zs_status term_frequency(zs_reader *reader, const UChar *units, size_t length,
                                uint32_t *least, zs_error *error)
{
    char term[ZS_TERM_LIMIT];
    size_t size = zs_units_term(units, length, term);
    uint32_t frequency = 0;
    zs_status status = zs_reader_document_frequency(reader, term, size, &frequency, error);
    *least = frequency < *least ? frequency : *least;
    return status;
}

/* Han text is in no more articles than the rarest of its pairs is. */
static zs_status pairs_frequency(zs_reader *reader, const UChar *units, size_t length,
                                 uint32_t *least, zs_error *error)
{
    zs_status status = ZS_OK;
    size_t middle, end;
    (void)zs_utf16_next(units, 0, length, &middle);
    for (size_t at = 0; !status && middle < length; at = middle, middle = end) {
        (void)zs_utf16_next(units, middle, length, &end);
        status = term_frequency(reader, units + at, end - at, least, error);
    }
    return status;
}

static zs_status find_frequency(const struct choice *choice, struct found *found,
                                zs_error *error)
{
    const zs_counted_word *word = &choice->counts->words[found->first];
    zs_status status = ZS_OK;
    found->frequency = UINT32_MAX;
    if (word->han) {
        return pairs_frequency(choice->reader, choice->units + found->start, found->length,
                               &found->frequency, error);
    }
    for (;;) {
        status = term_frequency(choice->reader, choice->counts->units + word->start,
                                word->length, &found->frequency, error);
        if (status || word->next == ZS_NO_WORD) {
            return status;
        }
        word = &choice->counts->words[word->next];
    }
}

/* ---- What there is ----------------------------------------------------------------------- */

/* Adds a word with what is joined to it; a single character alone is none. */
static zs_status add_found(struct choice *choice, uint32_t first, zs_error *error)
{
    const zs_word_counts *counts = choice->counts;
    const zs_counted_word *word = &counts->words[first];
    if (word->prev != ZS_NO_WORD || (word->single && word->next == ZS_NO_WORD)) {
        return ZS_OK;
    }
    struct found *items =
        zs_array_grow(choice->items, &choice->capacity, choice->count + 1, sizeof *items);
    if (!items) {
        return zs_fail_memory(error);
    }
    choice->items = items;
    struct found *found = &items[choice->count];
    *found = (struct found){.start = choice->unit_count,
                            .first = first,
                            .count = word->count,
                            .texts = word->texts};
    for (;;) {
        bool space = !word->han && found->length > 0;
        UChar *units = zs_array_grow(choice->units, &choice->unit_capacity,
                                     choice->unit_count + word->length + 1, sizeof *units);
        if (!units) {
            return zs_fail_memory(error);
        }
        choice->units = units;
        if (space) {
            units[choice->unit_count++] = ' ';
        }
        memcpy(units + choice->unit_count, counts->units + word->start,
               word->length * sizeof *units);
        choice->unit_count += word->length;
        found->length = choice->unit_count - found->start;
        found->texts = word->texts < found->texts ? word->texts : found->texts;
        if (word->next == ZS_NO_WORD) {
            break;
        }
        found->count = word->joined < found->count ? word->joined : found->count;
        word = &counts->words[word->next];
    }
    choice->count++;
    return ZS_OK;
}

/* ---- What it says ------------------------------------------------------------------------ */

/* count · ln(count / expected), 0 for none. */
static double surprise(double count, double expected)
{
    return count > 0 ? count * log(count / expected) : 0;
}

/* Half of the logarithm of the ratio: `having` of `texts`, where `frequency` of all `articles`
 * have it; 0 if that is no more than is to be expected. */
static double likelihood(double having, double texts, double frequency, double articles)
{
    frequency = frequency > having ? frequency : having;
    articles = articles > texts ? articles : texts;
    double share = frequency / articles;
    if (having <= texts * share) {
        return 0;
    }
    double others = articles - texts, rest = frequency - having;
    return surprise(having, texts * share) + surprise(texts - having, texts * (1 - share)) +
           surprise(rest, others * share) + surprise(others - rest, others * (1 - share));
}

/* What one in ten of many texts have is no word for all of them. */
enum { TEXTS_SHARE = 10, TEXTS_LEAST = 2 };

static bool is_common(const struct found *found, uint32_t texts)
{
    return found->texts >= TEXTS_LEAST && found->texts * TEXTS_SHARE >= texts;
}

static void weigh(const struct choice *choice, zs_keyword_weighing weighing,
                  struct found *found)
{
    uint32_t articles = zs_reader_collection(choice->reader).articles;
    found->weight =
        weighing == ZS_KEYWORDS_OF_ONE ? found->count * zs_bm25_idf(articles, found->frequency)
        : is_common(found, choice->counts->texts)
            ? likelihood(found->texts, choice->counts->texts, found->frequency, articles)
            : 0;
}

static int by_weight(const void *one, const void *other)
{
    const struct found *a = one, *b = other;
    return a->weight != b->weight ? (a->weight < b->weight ? 1 : -1)
                                  : (a->first > b->first) - (a->first < b->first);
}

/* Whether some text stands in another. */
static bool is_within(const UChar *units, size_t length, const UChar *around, size_t room)
{
    for (size_t at = 0; at + length <= room; at++) {
        if (memcmp(around + at, units, length * sizeof *units) == 0) {
            return true;
        }
    }
    return false;
}

/* Keeps the heaviest: none that is part of one that is kept, or of what is known. */
static void keep_heaviest(struct choice *choice, const zs_query_terms *known, size_t limit)
{
    size_t kept = 0;
    if (!choice->items) {
        return;
    }
    qsort(choice->items, choice->count, sizeof *choice->items, by_weight);
    for (size_t i = 0; i < choice->count && kept < limit; i++) {
        const struct found *found = &choice->items[i];
        const UChar *units = choice->units + found->start;
        bool says_more =
            found->weight > 0 &&
            !(known && is_within(units, found->length, known->units, known->unit_count));
        for (size_t j = 0; says_more && j < kept; j++) {
            const struct found *other = &choice->items[j];
            says_more =
                !is_within(units, found->length, choice->units + other->start, other->length);
        }
        if (says_more) {
            choice->items[kept++] = *found;
        }
    }
    choice->count = kept;
}

/* ---- What is handed out ------------------------------------------------------------------ */

static size_t source_length(const zs_word_counts *counts, uint32_t first)
{
    size_t length = 1;
    for (uint32_t at = first; at != ZS_NO_WORD; at = counts->words[at].next) {
        length += counts->words[at].source_length + 1;
    }
    return length;
}

/* As it stands in the texts; returns what is behind its NUL. */
static char *put_source(const zs_word_counts *counts, uint32_t first, char *out)
{
    for (uint32_t at = first; at != ZS_NO_WORD; at = counts->words[at].next) {
        const zs_counted_word *word = &counts->words[at];
        if (at != first && !word->han) {
            *out++ = ' ';
        }
        memcpy(out, counts->sources.data + word->source, word->source_length);
        out += word->source_length;
    }
    *out++ = '\0';
    return out;
}

void zs_keywords_free(zs_keywords *keywords)
{
    free(keywords);
}

/* All of it in one block: the list, the keywords, their texts. */
static zs_status hand_out(const struct choice *choice, zs_keywords **out, zs_error *error)
{
    size_t size = sizeof(zs_keywords) + choice->count * sizeof(zs_keyword);
    size_t bytes = 0;
    for (size_t i = 0; i < choice->count; i++) {
        bytes += source_length(choice->counts, choice->items[i].first);
    }
    zs_keywords *keywords = malloc(size + bytes);
    if (!keywords) {
        return zs_fail_memory(error);
    }
    zs_keyword *items = (zs_keyword *)(keywords + 1);
    char *text = (char *)(items + choice->count);
    for (size_t i = 0; i < choice->count; i++) {
        const struct found *found = &choice->items[i];
        items[i] = (zs_keyword){.text = text,
                                .weight = found->weight,
                                .count = found->count,
                                .texts = found->texts,
                                .document_frequency = found->frequency};
        text = put_source(choice->counts, found->first, text);
    }
    *keywords = (zs_keywords){.items = items, .count = choice->count};
    *out = keywords;
    return ZS_OK;
}

zs_status zs_keywords_choose(const zs_word_counts *counts, zs_reader *reader,
                             zs_keyword_weighing weighing, const zs_query_terms *known,
                             size_t limit, zs_keywords **out, zs_error *error)
{
    struct choice choice = {.counts = counts, .reader = reader};
    zs_status status = ZS_OK;
    for (uint32_t i = 0; !status && i < counts->count; i++) {
        status = add_found(&choice, i, error);
    }
    for (size_t i = 0; !status && i < choice.count; i++) {
        status = find_frequency(&choice, &choice.items[i], error);
        weigh(&choice, weighing, &choice.items[i]);
    }
    if (!status) {
        keep_heaviest(&choice, known, limit);
        status = hand_out(&choice, out, error);
    }
    free(choice.units);
    free(choice.items);
    return status;
}
