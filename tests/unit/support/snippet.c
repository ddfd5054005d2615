/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/snippet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query_terms.h"
#include "support/test.h"
#include "text/fold.h"
#include "text/utf.h"

/* Bytes of a text that stand for a term of a query; and where it may be cut. */
struct cover {
    uint8_t *matched;  /* of each byte of the source */
    uint8_t *cuttable; /* before each byte, and at the end */
};

static bool is_word(const zs_folded *folded, size_t at)
{
    return at < folded->length && folded->class[at] == ZS_CHAR_WORD;
}

static bool stands_at(const zs_query_terms *query, const zs_query_term *term,
                      const zs_folded *folded, size_t at)
{
    return term->length <= folded->length - at &&
           memcmp(folded->units + at, query->units + term->start,
                  term->length * sizeof *folded->units) == 0 &&
           (term->kind != ZS_TOKEN_WORD ||
            (!(at > 0 && is_word(folded, at - 1)) && !is_word(folded, at + term->length)));
}

/* Also what lies between two units of one term and leaves no trace when folded is matched. */
static struct cover cover_text(const char *text, size_t length, const zs_query_terms *query)
{
    struct cover cover = {.matched = calloc(length + 1, 1), .cuttable = calloc(length + 1, 1)};
    check(cover.matched && cover.cuttable, "out of memory");
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, &error), error);
    size_t last_end = SIZE_MAX; /* of the matched units before, if they were */
    for (size_t at = 0; at < folded.length; at++) {
        size_t reach = 0;
        for (size_t i = 0; i < query->count; i++) {
            const zs_query_term *term = &query->items[i];
            if (term->length > reach && stands_at(query, term, &folded, at)) {
                reach = term->length;
            }
        }
        for (size_t unit = at; unit < at + reach; unit++) {
            uint32_t from = folded.start[unit];
            if (unit > 0 && (unit > at || last_end == at)) {
                from = folded.end[unit - 1] < from ? folded.end[unit - 1] : from;
            }
            memset(cover.matched + from, 1, folded.end[unit] - from);
        }
        if (reach > 0 && (last_end == SIZE_MAX || at + reach > last_end)) {
            last_end = at + reach;
        }
        if (last_end != SIZE_MAX && at >= last_end) {
            last_end = SIZE_MAX;
        }
    }
    zs_folded_release(&folded);
    cover.cuttable[length] = 1;
    for (size_t at = 0; at < length;) {
        cover.cuttable[at] = 1;
        (void)zs_utf8_next(text, at, length, &at);
    }
    return cover;
}

static void cover_release(struct cover *cover)
{
    free(cover->matched);
    free(cover->cuttable);
}

static void check_marks(const zs_span *marks, size_t count, zs_span within,
                        const struct cover *cover, unsigned long long seed)
{
    size_t last = within.start;
    for (size_t i = 0; i < count; i++) {
        zs_span mark = marks[i];
        check(mark.start < mark.end && mark.end <= within.end && mark.start >= last,
              "seed %llu: mark %zu is %zu to %zu of %zu to %zu", seed, i, mark.start, mark.end,
              within.start, within.end);
        check(i == 0 || mark.start > last, "seed %llu: mark %zu touches the one before it",
              seed, i);
        check(cover->cuttable[mark.start] && cover->cuttable[mark.end],
              "seed %llu: mark %zu, %zu to %zu, cuts a character", seed, i, mark.start,
              mark.end);
        for (size_t at = mark.start; at < mark.end; at++) {
            check(cover->matched[at],
                  "seed %llu: mark %zu, %zu to %zu, has at %zu what is not "
                  "asked for",
                  seed, i, mark.start, mark.end, at);
        }
        last = mark.end;
    }
}

static size_t folded_units(const char *text, size_t length)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, &error), error);
    size_t units = folded.length;
    zs_folded_release(&folded);
    return units;
}

static void check_fragments(const zs_snippet *snippet, const zs_article *article,
                            const struct cover *cover, const zs_snippet_options *options,
                            unsigned long long seed)
{
    size_t characters = options && options->characters ? options->characters : 120;
    size_t fragments = options && options->fragments ? options->fragments : 3;
    check(snippet->fragment_count <= fragments, "seed %llu: %zu fragments", seed,
          snippet->fragment_count);
    size_t last = 0;
    size_t units = 0;
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        zs_span span = snippet->fragments[i].span;
        check(span.start < span.end && span.end <= article->text_length && span.start >= last,
              "seed %llu: fragment %zu is %zu to %zu of %zu, behind %zu", seed, i, span.start,
              span.end, article->text_length, last);
        check(cover->cuttable[span.start] && cover->cuttable[span.end],
              "seed %llu: fragment %zu, %zu to %zu, cuts a character", seed, i, span.start,
              span.end);
        check_marks(snippet->fragments[i].marks, snippet->fragments[i].mark_count, span, cover,
                    seed);
        units += folded_units(article->text + span.start, span.end - span.start);
        last = span.end;
    }
    /* What comes of one character, or of one with its marks, stays together. */
    check(characters >= SIZE_MAX - 64 * fragments ||
              units <= characters + 128 * snippet->fragment_count,
          "seed %llu: %zu units where %zu were wanted", seed, units, characters);
}

void test_check_snippet(const zs_snippet *snippet, const zs_article *article, const char *query,
                        const zs_snippet_options *options, uint64_t seed)
{
    zs_analyser *analyser = NULL;
    zs_query_terms analysed = ZS_QUERY_TERMS_INIT;
    zs_error error;
    check_ok(zs_analyser_new(&analyser, &error), error);
    check_ok(zs_query_terms_analyse(&analysed, analyser, NULL, query, &error), error);

    struct cover cover = cover_text(article->text, article->text_length, &analysed);
    check_fragments(snippet, article, &cover, options, seed);
    cover_release(&cover);

    const char *title = article->title ? article->title : "";
    cover = cover_text(title, strlen(title), &analysed);
    check_marks(snippet->title_marks, snippet->title_mark_count,
                (zs_span){.start = 0, .end = strlen(title)}, &cover, seed);
    cover_release(&cover);
    zs_query_terms_release(&analysed);
    zs_analyser_free(analyser);
}
