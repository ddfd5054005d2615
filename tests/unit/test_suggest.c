/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Completions against going through all articles and counting every run that begins so.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/function_words.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"
#include "text/fold.h"
#include "text/utf.h"

static char *folder;
static zs_searcher *searcher;
static char **folded; /* the articles, folded, as UTF-8 */
static size_t article_count;

static char *fold(const char *text, size_t length)
{
    zs_analysis *analysis;
    zs_error error;
    check_ok(zs_analyze(text, length, ZS_PURPOSE_INDEX, &analysis, &error), error);
    char *copy = strdup(zs_analysis_folded(analysis));
    zs_analysis_free(analysis);
    assert_non_null(copy);
    return copy;
}

static void open_index(const test_texts *texts)
{
    folder = test_folder_new();
    folded = calloc(texts->count + 1, sizeof *folded);
    assert_non_null(folded);
    article_count = texts->count;
    zs_writer *writer = test_open_writer(folder, false);
    for (size_t i = 0; i < texts->count; i++) {
        char id[24];
        (void)snprintf(id, sizeof id, "%zu", i);
        zs_article article = {
            .id = id, .text = texts->items[i].data, .text_length = texts->items[i].length};
        (void)test_put(writer, NULL, &article, ZS_PUT_ADDED);
        folded[i] = fold(texts->items[i].data, texts->items[i].length);
    }
    zs_writer_close(writer);
    zs_error error;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
}

static void close_index(void)
{
    zs_searcher_close(searcher);
    test_folder_remove(folder);
    for (size_t i = 0; i < article_count; i++) {
        free(folded[i]);
    }
    free(folded);
}

static size_t count_slowly(const char *run)
{
    size_t count = 0;
    for (size_t i = 0; i < article_count; i++) {
        count += strstr(folded[i], run) != NULL;
    }
    return count;
}

static zs_suggestions *suggest(const char *text, size_t limit)
{
    zs_suggestions *suggestions;
    zs_error error;
    const zs_suggest_options options = {.limit = limit};
    check_ok(zs_suggest(searcher, text, &options, &suggestions, &error), error);
    return suggestions;
}

/* What is suggested, as "国际消费 3, 国际消费中心 ~2". */
static const char *list(const char *text, size_t limit)
{
    static char result[4000];
    size_t length = 0;
    zs_suggestions *suggestions = suggest(text, limit);
    result[0] = '\0';
    for (size_t i = 0; i < suggestions->count; i++) {
        const zs_suggestion *item = &suggestions->items[i];
        length += (size_t)snprintf(result + length, sizeof result - length, "%s%s %s%llu",
                                   i > 0 ? ", " : "", item->text, item->exact ? "" : "~",
                                   (unsigned long long)item->articles);
    }
    zs_suggestions_free(suggestions);
    return result;
}

/* ---- Real text -----------------------------------------------------------------------------
 */

/* The next character that most articles have behind a run, other than 的 and its like, and how
 * many that is. */
static size_t likeliest_next(const char *run, char next[5])
{
    size_t best = 0;
    for (size_t i = 0; i < article_count; i++) {
        for (const char *at = folded[i]; (at = strstr(at, run)); at += strlen(run)) {
            size_t behind = strlen(run), end;
            UChar32 character = zs_utf8_next(at, behind, strlen(at) + 1, &end);
            char longer[80], bytes[5] = "";
            size_t length = zs_utf8_put(bytes, character);
            if (zs_char_class_of(character) != ZS_CHAR_HAN ||
                zs_is_function_word(bytes, length)) {
                continue;
            }
            (void)snprintf(longer, sizeof longer, "%s%s", run, bytes);
            size_t count = count_slowly(longer);
            if (count > best) {
                best = count;
                memcpy(next, bytes, sizeof bytes);
            }
        }
    }
    return best;
}

static bool begins_so(const zs_suggestions *suggestions, const char *beginning)
{
    for (size_t i = 0; i < suggestions->count; i++) {
        if (strncmp(suggestions->items[i].text, beginning, strlen(beginning)) == 0) {
            return true;
        }
    }
    return false;
}

/* A run of `characters` ideographs of some article; "" if none stands there. */
static void random_run(test_random *random, size_t characters, char *out)
{
    const char *text = folded[test_random_below(random, article_count)];
    size_t length = strlen(text), at = test_random_below(random, length + 1);
    out[0] = '\0';
    while (at < length && ((unsigned char)text[at] & 0xC0) == 0x80) {
        at++;
    }
    for (size_t begin = at; characters > 0 && at < length; characters--) {
        if (zs_char_class_of(zs_utf8_next(text, at, length, &at)) != ZS_CHAR_HAN) {
            out[0] = '\0';
            return;
        }
        memcpy(out, text + begin, at - begin);
        out[at - begin] = '\0';
    }
}

/* All that is suggested stands in the articles, in as many as is said; and of runs of two or
 * three characters, what most articles go on with is among it. */
static void check_real_text(size_t rounds)
{
    test_random random = test_random_new(31);
    size_t gone_on = 0, missed = 0, exact = 0, all = 0;
    for (size_t round = 0; round < rounds; round++) {
        char run[64], next[5] = "", longer[80];
        random_run(&random, 1 + test_random_below(&random, 4), run);
        if (run[0] == '\0') {
            continue;
        }
        zs_suggestions *suggestions = suggest(run, 50);
        uint64_t before = UINT64_MAX;
        for (size_t i = 0; i < suggestions->count; i++) {
            const zs_suggestion *item = &suggestions->items[i];
            size_t slow = count_slowly(item->text);
            if (strncmp(item->text, run, strlen(run)) != 0 || slow == 0 ||
                (item->exact && slow != item->articles) || item->articles > before) {
                fail_msg("%s: %s stands in %zu articles, not in %s%llu; seed %llu", run,
                         item->text, slow, item->exact ? "" : "about ",
                         (unsigned long long)item->articles, (unsigned long long)random.seed);
            }
            before = item->articles;
            exact += item->exact;
            all++;
        }
        if (strlen(run) > strlen("国") && likeliest_next(run, next) > 2) {
            (void)snprintf(longer, sizeof longer, "%s%s", run, next);
            gone_on++;
            missed += !begins_so(suggestions, longer);
        }
        zs_suggestions_free(suggestions);
    }
    print_message("%zu suggestions, %zu exact; of %zu beginnings the likeliest way on is not "
                  "among them for %zu\n",
                  all, exact, gone_on, missed);
    assert_true(all > 0);
    assert_true(missed * 5 <= gone_on + 5);
}

static void test_the_sample(void **state)
{
    (void)state;
    test_texts texts = test_corpus_texts();
    open_index(&texts);
    check_real_text(test_rounds(1500));
    close_index();
    test_texts_release(&texts);
}

static void test_collections(void **state)
{
    (void)state;
    static const char *const collections[] = {"stard", "lctt"};
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++) {
        test_texts texts = test_collection_texts(collections[i], test_rounds(1 << 20));
        if (texts.count == 0) {
            skip();
        }
        open_index(&texts);
        print_message("%s: ", collections[i]);
        check_real_text(test_rounds(300));
        close_index();
        test_texts_release(&texts);
    }
}

/* ---- Sentences -----------------------------------------------------------------------------
 */

static void open_sentences(const char *const *sentences, size_t count)
{
    test_texts texts = {.count = 0};
    texts.items = calloc(count, sizeof *texts.items);
    assert_non_null(texts.items);
    for (size_t i = 0; i < count; i++) {
        texts.items[texts.count++] = (test_text){strdup(sentences[i]), strlen(sentences[i])};
    }
    open_index(&texts);
    test_texts_release(&texts);
}

#define OPEN(...)                                                                              \
    do {                                                                                       \
        static const char *const sentences[] = {__VA_ARGS__};                                  \
        open_sentences(sentences, sizeof sentences / sizeof *sentences);                       \
    } while (0)

static void test_ideographs(void **state)
{
    (void)state;
    OPEN("国际消费中心城市。", "国际消费中心，还不是城市。", "國際消費的品牌。", "国际象棋");
    assert_string_equal(list("国际消", 10), "国际消费 3, 国际消费中心 2, 国际消费中心城市 1");
    assert_string_equal(list("国际消", 1), "国际消费 3");
    assert_string_equal(list("國際消", 1), "国际消费 3");
    assert_string_equal(list("城市 国际消", 1), "国际消费 3");
    assert_string_equal(list("国际消 ", 1), "国际消费 3");
    assert_string_equal(list("国际消费中心城市", 10), "");
    assert_string_equal(list("国", 1), "国际 4");
    assert_string_equal(list("消费", 10), "消费中心 2, 消费中心城市 1");
    close_index();
}

static void test_pairs_that_never_stand_together(void **state)
{
    (void)state;
    OPEN("国际。际消。消费。", "国际消");
    assert_string_equal(list("国际消", 10), "");
    assert_string_equal(list("guojixiaofei", 10), "");
    close_index();
}

static void test_words(void **state)
{
    (void)state;
    OPEN("website, websocket", "a website of Webs", "Ünal ünalmak", "2023年 20231");
    assert_string_equal(list("webs", 10), "website 2, websocket 1");
    assert_string_equal(list("WEBS", 10), "website 2, websocket 1");
    assert_string_equal(list("website", 10), "");
    assert_string_equal(list("üna", 10), "ünal 1, ünalmak 1");
    assert_string_equal(list("2023", 10), "20231 1");
    assert_string_equal(list("的webs", 1), "website 2");
    assert_string_equal(list("xyzzy", 10), "");
    assert_string_equal(list("", 10), "");
    assert_string_equal(list("  。", 10), "");
    close_index();
}

static void test_pinyin(void **state)
{
    (void)state;
    OPEN("国际消费中心。", "国际消费，很多。guojia", "青年人才", "青年。走了", "北京");
    assert_string_equal(list("guojixiao", 10), "国际消费 2, 国际消费中心 1");
    assert_string_equal(list("guoji xiaof", 10), "国际消费 2, 国际消费中心 1");
    assert_string_equal(list("qingn", 1), "青年 2");
    assert_string_equal(list("qing年", 2), "青年 2, 青年人才 1");
    assert_string_equal(list("qnr", 1), "青年人才 1");
    assert_string_equal(list("python beij", 1), "北京 1");
    /* Letters as they are come first. */
    assert_string_equal(list("guoj", 2), "guojia 1, 国际 2");
    const zs_suggest_options letters = {.no_pinyin = true};
    zs_suggestions *suggestions;
    zs_error error;
    check_ok(zs_suggest(searcher, "guoj", &letters, &suggestions, &error), error);
    assert_int_equal(suggestions->count, 1);
    zs_suggestions_free(suggestions);
    close_index();
}

static void test_arguments(void **state)
{
    (void)state;
    OPEN("国际消费");
    zs_suggestions *suggestions = NULL;
    zs_error error;
    assert_int_equal(zs_suggest(NULL, "国", NULL, &suggestions, &error), ZS_ERROR_ARGUMENT);
    assert_int_equal(zs_suggest(searcher, NULL, NULL, &suggestions, &error), ZS_ERROR_ARGUMENT);
    assert_int_equal(zs_suggest(searcher, "国", NULL, NULL, &error), ZS_ERROR_ARGUMENT);
    enum { LONG = 70000 };
    char *text = calloc(LONG, 1);
    assert_non_null(text);
    memset(text, 'a', LONG - 1);
    assert_int_equal(zs_suggest(searcher, text, NULL, &suggestions, &error), ZS_ERROR_ARGUMENT);
    assert_null(suggestions);
    text[60000] = '\0';
    check_ok(zs_suggest(searcher, text, NULL, &suggestions, &error), error);
    zs_suggestions_free(suggestions);
    zs_suggestions_free(NULL);
    free(text);
    close_index();
}

static void test_any_text_is_borne(void **state)
{
    (void)state;
    OPEN("国际消费中心 web 青年人才");
    test_random random = test_random_new(32);
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(1000); round++) {
        zs_buffer_clear(&text);
        test_random_text(&random, test_random_below(&random, 40),
                         TEST_EVERYTHING & ~(unsigned)TEST_NUL, &text);
        assert_true(zs_buffer_terminate(&text));
        zs_suggestions_free(suggest(text.data, 0));
    }
    zs_buffer_release(&text);
    close_index();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sample),
        cmocka_unit_test(test_collections),
        cmocka_unit_test(test_ideographs),
        cmocka_unit_test(test_pairs_that_never_stand_together),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_pinyin),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_any_text_is_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
