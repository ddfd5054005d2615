/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Concordances of real text against a search of each folded article; their order, pages and
 * limits; the cutter of contexts against one that makes a list of characters. Articles by their
 * ids, and all marks of one. (test_random_queries has concordances of queries of all kinds.)
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/context.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"
#include "text/utf.h"

enum { ARTICLES = 400 };

static zs_error error;
static char *folder;
static zs_searcher *searcher;
static struct {
    char id[16], title[64];
    zs_buffer text;
    const char *date;
} articles[ARTICLES];
static size_t count;

/* Articles of real text, and of random text of everything there is. */
static int make_index(void **state)
{
    (void)state;
    static const char *const dates[] = {"2023-05-04", "2021", NULL, "2022-11"};
    folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_texts corpus = test_corpus_texts();
    test_texts more = test_collection_texts("lctt", 1 << 20);
    if (more.count == 0) {
        print_message("ZSEARCH_TEST_DATA is not set: no more than corpus/ is looked at\n");
    }
    for (; count < ARTICLES; count++) {
        zs_buffer *text = &articles[count].text;
        test_random random = test_random_new(count);
        size_t real = count % corpus.count, other = more.count > 0 ? count % more.count : 0;
        if (count < corpus.count) {
            assert_true(
                zs_buffer_append(text, corpus.items[real].data, corpus.items[real].length));
        } else if (more.count > 0 && count < ARTICLES / 2) {
            assert_true(
                zs_buffer_append(text, more.items[other].data, more.items[other].length));
        } else {
            test_random_text(&random, 300, TEST_EVERYTHING, text);
            assert_true(
                zs_buffer_append_string(text, count % 2 ? " 人 \n 才\f國际" : "人才，"));
            test_random_text(&random, 100, TEST_HAN | TEST_SPACE | TEST_LINE_END, text);
        }
        (void)snprintf(articles[count].id, sizeof articles[count].id, "%zu", count);
        (void)snprintf(articles[count].title, sizeof articles[count].title, "%s%zu",
                       count % 3 ? "城市 人才" : "", count);
        articles[count].date = dates[count % 4];
        zs_article article = {.id = articles[count].id,
                              .title = articles[count].title,
                              .date = articles[count].date,
                              .text = text->data,
                              .text_length = text->length};
        (void)test_put(writer, count % 2 ? "文章.jsonl" : NULL, &article, ZS_PUT_ADDED);
    }
    zs_writer_close(writer);
    test_texts_release(&corpus);
    test_texts_release(&more);
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    return 0;
}

static int remove_index(void **state)
{
    (void)state;
    zs_searcher_close(searcher);
    for (size_t i = 0; i < count; i++) {
        zs_buffer_release(&articles[i].text);
    }
    test_folder_remove(folder);
    return 0;
}

/* ---- Contexts -------------------------------------------------------------------------------
 */

/* A text as characters, in which white space is one space. */
static size_t slow_line(const char *text, size_t start, size_t end, UChar32 *out)
{
    size_t length = 0;
    for (size_t at = start; at < end;) {
        UChar32 character = zs_utf8_next(text, at, end, &at);
        character = character < 0 ? 0xFFFD : character;
        zs_char_class class = zs_char_class_of(character);
        bool space = character == 0 || class == ZS_CHAR_SPACE || class == ZS_CHAR_NEWLINE;
        if (!space) {
            out[length++] = character;
        } else if (length == 0 || out[length - 1] != ' ') {
            out[length++] = ' ';
        }
    }
    return length;
}

static void check_characters(const UChar32 *wanted, size_t length, const char *got,
                             const char *what, uint64_t seed)
{
    char bytes[4 * 400 + 1];
    size_t size = 0;
    for (size_t i = 0; i < length; i++) {
        size += zs_utf8_put(bytes + size, wanted[i]);
    }
    bytes[size] = '\0';
    check(strcmp(bytes, got) == 0, "%s: seed %d: \"%s\" instead of \"%s\"", what, (int)seed,
          got, bytes);
}

static void test_contexts(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT, out = ZS_BUFFER_INIT;
    size_t rounds = test_rounds(20000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        UChar32 before[400], within[400], behind[400];
        size_t starts[400], number = 0;
        zs_buffer_clear(&text);
        test_random_text(&random, 1 + test_random_below(&random, 60), TEST_EVERYTHING, &text);
        for (size_t at = 0; at < text.length;) {
            starts[number++] = at;
            (void)zs_utf8_next(text.data, at, text.length, &at);
        }
        starts[number] = text.length;
        size_t first = test_random_below(&random, number + 1);
        size_t last = first + test_random_below(&random, number + 1 - first);
        size_t width = 1 + test_random_below(&random, 30);
        zs_span span = {starts[first], starts[last]};
        size_t lengths[] = {slow_line(text.data, 0, span.start, before),
                            slow_line(text.data, span.start, span.end, within),
                            slow_line(text.data, span.end, text.length, behind)};
        /* Parts of what is no character are told apart in another way from behind. */
        bool valid = true;
        for (size_t i = 0; i < lengths[0]; i++) {
            valid = valid && before[i] != 0xFFFD;
        }
        size_t skipped = lengths[0] > width ? lengths[0] - width : 0;
        skipped += skipped < lengths[0] && before[skipped] == ' ' && lengths[0] > 0;
        if (lengths[2] > width) {
            lengths[2] = width;
        }
        while (lengths[2] > 0 && behind[lengths[2] - 1] == ' ') {
            lengths[2]--;
        }
        zs_buffer_clear(&out);
        assert_true(zs_context_before(text.data, span.start, width, &out));
        if (valid) {
            check_characters(before + skipped, lengths[0] - skipped, out.data, "before",
                             random.seed);
        }
        zs_buffer_clear(&out);
        assert_true(zs_context_within(text.data, span, &out));
        check_characters(within, lengths[1], out.data, "within", random.seed);
        zs_buffer_clear(&out);
        assert_true(zs_context_behind(text.data, text.length, span.end, width, &out));
        check_characters(behind, lengths[2], out.data, "behind", random.seed);
    }
    zs_buffer_release(&text);
    zs_buffer_release(&out);
}

static void test_white_space_without_end(void **state)
{
    (void)state;
    enum { SPACES = 1 << 20 };
    char *text = malloc(SPACES);
    zs_buffer out = ZS_BUFFER_INIT;
    assert_non_null(text);
    memset(text, ' ', SPACES);
    text[0] = 'a';
    assert_true(zs_context_before(text, SPACES, 30, &out) && strcmp(out.data, "") == 0);
    zs_buffer_clear(&out);
    assert_true(zs_context_before(text, 1000, 30, &out) && strcmp(out.data, "a ") == 0);
    zs_buffer_clear(&out);
    assert_true(zs_context_behind(text, SPACES, 1, 30, &out) && strcmp(out.data, "") == 0);
    zs_buffer_release(&out);
    free(text);
}

/* ---- Lines ----------------------------------------------------------------------------------
 */

/* A line, copied. */
typedef struct kept {
    zs_kwic_line line;
    size_t article;
    char *left, *key, *right;
} kept;

typedef struct lines {
    kept *items;
    size_t count, capacity;
    size_t stop_at; /* 0: never */
} lines;

static bool keep(void *context, const zs_kwic_line *line)
{
    lines *all = context;
    if (all->count == all->capacity) {
        all->capacity = 2 * all->capacity + 100;
        all->items = realloc(all->items, all->capacity * sizeof *all->items);
        assert_non_null(all->items);
    }
    all->items[all->count++] = (kept){.line = *line,
                                      .article = (size_t)atoi(line->id),
                                      .left = strdup(line->left),
                                      .key = strdup(line->key),
                                      .right = strdup(line->right)};
    return all->count == all->stop_at;
}

static void release_lines(lines *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->items[i].left);
        free(all->items[i].key);
        free(all->items[i].right);
    }
    free(all->items);
    *all = (lines){.count = 0};
}

static zs_kwic_summary find(const char *text, const zs_kwic_options *options, lines *all)
{
    zs_query *query = NULL;
    zs_kwic_summary summary;
    check_ok(zs_searcher_parse(searcher, text, false, &query, &error), error);
    release_lines(all);
    check_ok(zs_kwic(searcher, query, options, keep, all, &summary, &error), error);
    zs_query_free(query);
    check(summary.lines == all->count, "%s: lines are told that are not counted", text);
    for (size_t i = 0; i < all->count; i++) {
        size_t offset = options ? options->offset : 0;
        check(all->items[i].line.number == offset + i + 1, "%s: line %d is number %d", text,
              (int)i, (int)all->items[i].line.number);
    }
    return summary;
}

/* Each article folded and looked through, unit by unit. */
static size_t check_part(const lines *all, size_t at, size_t article, bool title,
                         const zs_folded *wanted, const char *query)
{
    zs_folded folded = ZS_FOLDED_INIT;
    const char *text = title ? articles[article].title : articles[article].text.data;
    size_t length = title ? strlen(text) : articles[article].text.length;
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, &error), error);
    for (size_t i = 0; i + wanted->length <= folded.length; i++) {
        size_t end = i + wanted->length;
        bool word = wanted->class[0] == ZS_CHAR_WORD;
        if (memcmp(folded.units + i, wanted->units, wanted->length * sizeof *wanted->units) !=
                0 ||
            (word && i > 0 && folded.class[i - 1] == ZS_CHAR_WORD) ||
            (word && end < folded.length && folded.class[end] == ZS_CHAR_WORD)) {
            continue;
        }
        check(at < all->count, "%s: a place of article %d is missing", query, (int)article);
        const zs_kwic_line *line = &all->items[at].line;
        check(all->items[at].article == article && line->in_title == title &&
                  line->span.start == folded.start[i] && line->span.end == folded.end[end - 1],
              "%s: line %d is not at %d of article %d", query, (int)at, (int)folded.start[i],
              (int)article);
        zs_buffer key = ZS_BUFFER_INIT;
        uint32_t page = 0;
        if (!title && memchr(text, '\f', length)) {
            page = 1;
            for (size_t byte = 0; byte < line->span.start; byte++) {
                page += text[byte] == '\f';
            }
        }
        assert_true(zs_context_within(text, line->span, &key));
        check(strcmp(key.data, all->items[at].key) == 0 && page == line->page,
              "%s: line %d is %s on page %d", query, (int)at, all->items[at].key,
              (int)line->page);
        zs_buffer_release(&key);
        at++;
    }
    zs_folded_release(&folded);
    return at;
}

/* Whether the index finds an article by a word of another script than Han: ICU takes linux.cn
 * for one word. */
static bool has_word(const char *text, size_t length, const char *word)
{
    zs_analysis *analysis = NULL;
    bool has = false;
    check_ok(zs_analyze(text, length, ZS_PURPOSE_INDEX, &analysis, &error), error);
    for (size_t i = 0; !has && i < zs_analysis_word_count(analysis); i++) {
        has = strcmp(zs_analysis_word(analysis, i), word) == 0;
    }
    zs_analysis_free(analysis);
    return has;
}

static void test_every_place(void **state)
{
    (void)state;
    static const char *const queries[] = {"人才",     "國際", "国际消费中心", "的",   "linux",
                                          "“人才，”", "。",   "the",          "计算", "５"};
    lines all = {.count = 0};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        zs_folded wanted = ZS_FOLDED_INIT;
        const char *text = strcmp(queries[i], "“人才，”") == 0 ? "人才，" : queries[i];
        check_ok(zs_fold(text, strlen(text), ZS_PURPOSE_INDEX, &wanted, &error), error);
        zs_kwic_summary summary = find(queries[i], NULL, &all);
        size_t at = 0;
        for (size_t j = 0; j < count && strcmp(queries[i], "。") != 0; j++) {
            const char *word = strcmp(text, "５") == 0 ? "5" : text;
            if (wanted.class[0] == ZS_CHAR_WORD &&
                !has_word(articles[j].title, SIZE_MAX, word) &&
                !has_word(articles[j].text.data, articles[j].text.length, word)) {
                continue;
            }
            at = check_part(&all, at, j, true, &wanted, queries[i]);
            at = check_part(&all, at, j, false, &wanted, queries[i]);
        }
        check(at == all.count && summary.complete && !summary.partial && !summary.note[0],
              "%s: %d lines instead of %d", queries[i], (int)all.count, (int)at);
        zs_folded_release(&wanted);
    }
    release_lines(&all);
}

/* ---- Order ----------------------------------------------------------------------------------
 */

/* What a line is sorted by, of the whole folded article. */
static void sorted_by(const kept *line, zs_kwic_order order, size_t width, zs_buffer *out)
{
    zs_folded folded = ZS_FOLDED_INIT;
    const char *text =
        line->line.in_title ? articles[line->article].title : articles[line->article].text.data;
    size_t length = line->line.in_title ? strlen(text) : articles[line->article].text.length;
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, &error), error);
    size_t at = 0;
    zs_buffer_clear(out);
    if (order == ZS_KWIC_DATE) {
        const char *date = articles[line->article].date;
        assert_true(zs_buffer_append_string(out, date ? date : "~"));
    } else if (order == ZS_KWIC_RIGHT) {
        while (at < folded.length && folded.start[at] < line->line.span.start) {
            at++;
        }
        at += 2; /* 人才; a mark may be of the same character of the source */
        for (; at < folded.length && width > 0; width--) {
            test_put_character(out,
                               (uint32_t)zs_utf16_next(folded.units, at, folded.length, &at));
        }
    } else {
        while (at < folded.length && folded.start[at] < line->line.span.start) {
            at++;
        }
        for (; at > 0 && width > 0; width--) {
            test_put_character(out, (uint32_t)zs_utf16_previous(folded.units, 0, at, &at));
        }
    }
    assert_true(zs_buffer_terminate(out));
    zs_folded_release(&folded);
}

static void test_orders(void **state)
{
    (void)state;
    lines all = {.count = 0}, page = {.count = 0};
    zs_buffer before = ZS_BUFFER_INIT, key = ZS_BUFFER_INIT;
    size_t total = find("人才", NULL, &all).lines;
    assert_true(total > 100);
    for (zs_kwic_order order = ZS_KWIC_LEFT; order <= ZS_KWIC_DATE; order++) {
        zs_kwic_options options = {.order = order, .width = 5};
        zs_kwic_summary summary = find("人才", &options, &all);
        assert_true(summary.lines == total && summary.complete && summary.occurrences == total);
        for (size_t i = 0; i < all.count; i++) {
            const zs_kwic_line *line = &all.items[i].line;
            sorted_by(&all.items[i], order, 5, &key);
            int compared = i > 0 ? strcmp(before.data, key.data) : -1;
            const kept *last = &all.items[i > 0 ? i - 1 : 0];
            bool follows = all.items[i].article != last->article
                               ? all.items[i].article > last->article
                           : line->in_title != last->line.in_title
                               ? last->line.in_title
                               : line->span.start > last->line.span.start;
            check(compared < 0 || (compared == 0 && follows), "order %d: %s before %s",
                  (int)order, before.data, key.data);
            zs_buffer_clear(&before);
            assert_true(zs_buffer_append_string(&before, key.data) &&
                        zs_buffer_terminate(&before));
        }
        /* Pages are parts of the whole. */
        options.offset = total / 3;
        options.limit = total / 4;
        summary = find("人才", &options, &page);
        assert_true(summary.lines == options.limit && !summary.complete && !summary.partial);
        for (size_t i = 0; i < page.count; i++) {
            const kept *wanted = &all.items[options.offset + i], *got = &page.items[i];
            assert_true(got->article == wanted->article &&
                        got->line.span.start == wanted->line.span.start &&
                        strcmp(got->left, wanted->left) == 0 &&
                        strcmp(got->right, wanted->right) == 0);
        }
    }
    zs_buffer_release(&before);
    zs_buffer_release(&key);
    release_lines(&all);
    release_lines(&page);
}

static void test_limits(void **state)
{
    (void)state;
    lines all = {.count = 0};
    size_t total = find("人才", NULL, &all).lines;
    zs_kwic_options options = {.limit = total};
    assert_true(find("人才", &options, &all).complete); /* there are no more */
    options.limit = total - 1;
    zs_kwic_summary summary = find("人才", &options, &all);
    assert_true(!summary.complete && summary.lines == total - 1);
    options = (zs_kwic_options){.offset = total};
    summary = find("人才", &options, &all);
    assert_true(summary.complete && summary.lines == 0 && summary.occurrences == total);
    options = (zs_kwic_options){.offset = 7, .limit = 5};
    assert_true(find("人才", &options, &all).lines == 5);
    options = (zs_kwic_options){.width = 3};
    (void)find("人才", &options, &all);
    for (size_t i = 0; i < all.count; i++) {
        assert_true(strlen(all.items[i].left) <= 12 && strlen(all.items[i].right) <= 12);
    }
    options = (zs_kwic_options){.timeout = 1};
    summary = find("的 OR 人 OR a*", &options, &all); /* or it is a fast machine */
    assert_true(summary.partial == !summary.complete);
    release_lines(&all);
}

static void test_what_cannot_be(void **state)
{
    (void)state;
    zs_query *query = NULL, *dates = NULL, *nothing = NULL;
    zs_kwic_summary summary = {.lines = 77};
    lines all = {.stop_at = 3};
    check_ok(zs_query_words("人才", &query, &error), error);
    check_ok(zs_query_range("date", "2023", NULL, &dates, &error), error);
    check_ok(zs_query_words("，。", &nothing, &error), error);
    check_status(zs_kwic(NULL, query, NULL, keep, &all, &summary, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_kwic(searcher, NULL, NULL, keep, &all, &summary, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_kwic(searcher, query, NULL, keep, &all, NULL, &error), ZS_ERROR_ARGUMENT,
                 error);
    zs_kwic_options options = {.width = 1001};
    check_status(zs_kwic(searcher, query, &options, keep, &all, &summary, &error),
                 ZS_ERROR_ARGUMENT, error);
    options = (zs_kwic_options){.order = (zs_kwic_order)4};
    check_status(zs_kwic(searcher, query, &options, keep, &all, &summary, &error),
                 ZS_ERROR_ARGUMENT, error);
    check_status(zs_kwic(searcher, dates, NULL, keep, &all, &summary, &error), ZS_ERROR_QUERY,
                 error);
    assert_true(all.count == 0);
    for (zs_kwic_order order = ZS_KWIC_INDEX; order <= ZS_KWIC_LEFT; order++) {
        options = (zs_kwic_options){.order = order};
        release_lines(&all);
        all.stop_at = 3;
        check_status(zs_kwic(searcher, query, &options, keep, &all, &summary, &error),
                     ZS_ERROR_CANCELLED, error);
        assert_true(all.count == 3 && summary.lines == 77);
    }
    check_ok(zs_kwic(searcher, nothing, NULL, keep, &all, &summary, &error), error);
    assert_true(summary.lines == 0 && summary.complete);
    check_ok(zs_kwic(searcher, query, NULL, NULL, NULL, &summary, &error), error);
    assert_true(summary.lines > 100 && summary.lines == summary.occurrences);
    release_lines(&all);
    zs_query_free(query);
    zs_query_free(dates);
    zs_query_free(nothing);
}

/* More lines than are sorted: the first, and it is said. */
static void test_too_many_to_sort(void **state)
{
    (void)state;
    enum { LINES = 130 * 1000, SORTED = 100 * 1000 };
    char *place = test_folder_new();
    zs_writer *writer = test_open_writer(place, false);
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t i = 0; i < LINES / 10; i++) {
        assert_true(zs_buffer_append_string(&text, "人才，"));
    }
    for (char id = 'a'; id < 'a' + 10; id++) {
        zs_article article = {
            .id = (char[]){id, '\0'}, .text = text.data, .text_length = text.length};
        (void)test_put(writer, NULL, &article, ZS_PUT_ADDED);
    }
    zs_writer_close(writer);
    zs_searcher *other = NULL;
    zs_query *query = NULL;
    zs_kwic_summary summary;
    zs_kwic_options options = {.order = ZS_KWIC_RIGHT, .width = 4};
    check_ok(zs_searcher_open(place, &other, &error), error);
    check_ok(zs_query_words("人才", &query, &error), error);
    check_ok(zs_kwic(other, query, &options, NULL, NULL, &summary, &error), error);
    assert_true(summary.lines == SORTED && !summary.complete && !summary.partial);
    assert_non_null(strstr(summary.note, "sorted"));
    options.order = ZS_KWIC_INDEX;
    check_ok(zs_kwic(other, query, &options, NULL, NULL, &summary, &error), error);
    assert_true(summary.lines == LINES && summary.complete && summary.articles == 10);
    zs_query_free(query);
    zs_searcher_close(other);
    zs_buffer_release(&text);
    test_folder_remove(place);
}

/* ---- Articles and marks ---------------------------------------------------------------------
 */

static void test_articles_by_id(void **state)
{
    (void)state;
    const zs_article *article = NULL;
    for (size_t i = 0; i < count; i++) {
        check_ok(zs_searcher_article(searcher, articles[i].id, &article, &error), error);
        check(strcmp(article->id, articles[i].id) == 0 &&
                  article->text_length == articles[i].text.length,
              "%s is another article", articles[i].id);
    }
    check_status(zs_searcher_article(searcher, "no such", &article, &error), ZS_ERROR_NOT_FOUND,
                 error);
    check_status(zs_searcher_article(searcher, "", &article, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_searcher_article(NULL, "1", &article, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_searcher_article(searcher, "1", NULL, &error), ZS_ERROR_ARGUMENT, error);
}

/* An id that is not the key that its article is found by: a member of an archive. */
static void test_an_article_whose_key_is_another(void **state)
{
    (void)state;
    char *place = test_folder_new();
    zs_writer *writer = test_open_writer(place, false);
    zs_article article = {.id = "a.zip!b.txt", .text = "城市", .text_length = 6};
    zs_term_count term = {.term = "城市", .length = 6, .count = 1};
    zs_document document = {.key = "!b.txt",
                            .key_length = 6,
                            .group = "a.zip",
                            .article = &article,
                            .terms = &term,
                            .term_count = 1};
    zs_put_outcome outcome;
    check_ok(zs_writer_put(writer, &document, &outcome, NULL, &error), error);
    zs_writer_close(writer);
    zs_searcher *other = NULL;
    const zs_article *found = NULL;
    check_ok(zs_searcher_open(place, &other, &error), error);
    check_ok(zs_searcher_article(other, "a.zip!b.txt", &found, &error), error);
    assert_string_equal(found->id, "a.zip!b.txt");
    check_status(zs_searcher_article(other, "!b.txt", &found, &error), ZS_ERROR_NOT_FOUND,
                 error);
    zs_searcher_close(other);
    test_folder_remove(place);
}

static bool has_mark(const zs_marks *marks, zs_span mark)
{
    for (size_t i = 0; i < marks->text_mark_count; i++) {
        if (marks->text_marks[i].start <= mark.start && mark.end <= marks->text_marks[i].end) {
            return true;
        }
    }
    return false;
}

/* All that a snippet marks is marked; and a snippet of the whole marks no less. */
static void test_marks(void **state)
{
    (void)state;
    static const char *const queries[] = {"人才", "国际消费中心 城市", "\"人才\" -linux",
                                          "区*"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        zs_results *results = NULL;
        zs_query *query = NULL;
        check_ok(zs_searcher_parse(searcher, queries[i], false, &query, &error), error);
        check_ok(zs_searcher_search(searcher, query, NULL, &results, &error), error);
        for (size_t hit = 0; hit < zs_results_count(results); hit++) {
            zs_marks *marks = NULL, *again = NULL;
            zs_snippet *snippet = NULL;
            const zs_article *article = NULL;
            check_ok(zs_results_article(results, hit, &article, &error), error);
            check_ok(zs_searcher_mark(searcher, query, article, &again, &error), error);
            check_ok(zs_results_marks(results, hit, &marks, &error), error);
            check_ok(zs_results_snippet(results, hit, NULL, &snippet, &error), error);
            for (size_t j = 0; j < snippet->fragment_count; j++) {
                const zs_fragment *fragment = &snippet->fragments[j];
                for (size_t k = 0; k < fragment->mark_count; k++) {
                    check(has_mark(marks, fragment->marks[k]), "%s: a mark of %s is missing",
                          queries[i], article->id);
                }
            }
            assert_int_equal(marks->title_mark_count, snippet->title_mark_count);
            assert_int_equal(marks->text_mark_count, again->text_mark_count);
            for (size_t j = 0; j < marks->text_mark_count; j++) {
                zs_span mark = marks->text_marks[j];
                assert_true(mark.start < mark.end && mark.end <= article->text_length &&
                            (j == 0 || mark.start > marks->text_marks[j - 1].end) &&
                            mark.start == again->text_marks[j].start);
            }
            zs_marks_free(marks);
            zs_marks_free(again);
            zs_snippet_free(snippet);
        }
        zs_marks *marks = NULL;
        check_status(zs_results_marks(results, 1000, &marks, &error), ZS_ERROR_ARGUMENT, error);
        check_status(zs_results_marks(results, 0, NULL, &error), ZS_ERROR_ARGUMENT, error);
        zs_results_free(results);
        check_status(zs_searcher_mark(searcher, query, NULL, &marks, &error), ZS_ERROR_ARGUMENT,
                     error);
        zs_query_free(query);
    }
    zs_marks_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_white_space_without_end),
        cmocka_unit_test(test_every_place),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_what_cannot_be),
        cmocka_unit_test(test_too_many_to_sort),
        cmocka_unit_test(test_articles_by_id),
        cmocka_unit_test(test_an_article_whose_key_is_another),
        cmocka_unit_test(test_marks),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
