/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words found by their pinyin: each word of real text, spelt by its characters' readings,
 * against the text itself; and queries in pinyin.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/pinyin.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"
#include "text/utf.h"

static char *folder;
static zs_searcher *searcher;
static test_texts texts;

static void open_index(void)
{
    folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    for (size_t i = 0; i < texts.count; i++) {
        char id[24];
        (void)snprintf(id, sizeof id, "%zu", i);
        zs_article article = {
            .id = id, .text = texts.items[i].data, .text_length = texts.items[i].length};
        (void)test_put(writer, NULL, &article, ZS_PUT_ADDED);
    }
    zs_writer_close(writer);
    zs_error error;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
}

static void close_index(void)
{
    zs_searcher_close(searcher);
    test_folder_remove(folder);
    test_texts_release(&texts);
}

/* ---- Words of real text --------------------------------------------------------------------
 */

struct word {
    char text[32];
    size_t count;
};

struct words {
    struct word *items;
    size_t count, capacity;
};

static void add_word(struct words *words, const char *text)
{
    struct word *items =
        zs_array_grow(words->items, &words->capacity, words->count + 1, sizeof *items);
    assert_non_null(items);
    words->items = items;
    (void)snprintf(items[words->count].text, sizeof items->text, "%s", text);
    items[words->count++].count = 1;
}

static int by_text(const void *one, const void *other)
{
    return strcmp(((const struct word *)one)->text, ((const struct word *)other)->text);
}

static int by_count(const void *one, const void *other)
{
    const struct word *a = one, *b = other;
    return a->count != b->count ? (a->count < b->count ? 1 : -1) : by_text(one, other);
}

/* The words of two to four characters that all can be read, the most frequent first. */
static struct words frequent_words(void)
{
    struct words words = {.count = 0};
    for (size_t i = 0; i < texts.count; i++) {
        zs_analysis *analysis;
        zs_error error;
        check_ok(zs_analyze(texts.items[i].data, texts.items[i].length, ZS_PURPOSE_INDEX,
                            &analysis, &error),
                 error);
        for (size_t j = 0; j < zs_analysis_word_count(analysis); j++) {
            const char *word = zs_analysis_word(analysis, j);
            size_t length = strlen(word), characters = 0;
            bool readable = length < sizeof words.items->text;
            for (size_t at = 0; at < length; characters++) {
                const zs_syllable *readings = NULL;
                readable =
                    zs_readings(zs_utf8_next(word, at, length, &at), &readings) > 0 && readable;
            }
            if (readable && characters >= 2 && characters <= 4) {
                add_word(&words, word);
            }
        }
        zs_analysis_free(analysis);
    }
    qsort(words.items, words.count, sizeof *words.items, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < words.count; i++) {
        if (kept > 0 && strcmp(words.items[kept - 1].text, words.items[i].text) == 0) {
            words.items[kept - 1].count++;
        } else {
            words.items[kept++] = words.items[i];
        }
    }
    words.count = kept;
    qsort(words.items, words.count, sizeof *words.items, by_count);
    return words;
}

/* A word's characters as they are usually read. */
static void spell_word(const char *word, char *out)
{
    out[0] = '\0';
    for (size_t at = 0, length = strlen(word); at < length;) {
        const zs_syllable *readings = NULL;
        assert_true(zs_readings(zs_utf8_next(word, at, length, &at), &readings) > 0);
        strcat(out, zs_syllable_name(readings[0]));
    }
}

static size_t find(const char *pinyin, zs_pinyin_word *words, size_t limit)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_spelling spelling;
    zs_error error;
    size_t count = 0;
    check_ok(zs_fold(pinyin, strlen(pinyin), ZS_PURPOSE_QUERY, &folded, &error), error);
    if (zs_spell(&folded, 0, folded.length, false, &spelling)) {
        check_ok(zs_pinyin_find(searcher, &spelling, limit, words, &count, &error), error);
    }
    zs_folded_release(&folded);
    return count;
}

static void write_word(const zs_pinyin_word *word, char *out)
{
    size_t length = 0;
    for (size_t i = 0; i < word->length; i++) {
        length += zs_utf8_put(out + length, word->characters[i]);
    }
    out[length] = '\0';
}

/* How many articles a run stands in, by looking through all of them as they are folded. */
static size_t count_slowly(const char *run)
{
    size_t count = 0;
    for (size_t i = 0; i < texts.count; i++) {
        zs_analysis *analysis;
        zs_error error;
        check_ok(zs_analyze(texts.items[i].data, texts.items[i].length, ZS_PURPOSE_INDEX,
                            &analysis, &error),
                 error);
        count += strstr(zs_analysis_folded(analysis), run) != NULL;
        zs_analysis_free(analysis);
    }
    return count;
}

static void check_words(size_t most, double first_least, double five_least)
{
    struct words words = frequent_words();
    size_t count = words.count < most ? words.count : most, first = 0, five = 0;
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        char pinyin[128], text[128];
        zs_pinyin_word found[5];
        spell_word(words.items[i].text, pinyin);
        size_t found_count = find(pinyin, found, 5);
        for (size_t j = 0; j < found_count; j++) {
            write_word(&found[j], text);
            bool same = strcmp(text, words.items[i].text) == 0;
            first += same && j == 0;
            five += same;
            if (i % 50 == 0) {
                size_t slow = count_slowly(text);
                assert_true(slow > 0);
                assert_true(!found[j].count.exact || slow == found[j].count.articles);
            }
        }
    }
    print_message("of %zu words %.1f %% are the first found, %.1f %% among five\n", count,
                  100.0 * (double)first / (double)count, 100.0 * (double)five / (double)count);
    assert_true((double)first >= first_least * (double)count);
    assert_true((double)five >= five_least * (double)count);
    free(words.items);
}

static void test_words_of_the_sample(void **state)
{
    (void)state;
    texts = test_corpus_texts();
    open_index();
    check_words(2000, 0.93, 0.99);
    close_index();
}

static void test_words_of_collections(void **state)
{
    (void)state;
    static const char *const collections[] = {"stard", "lctt"};
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++) {
        texts = test_collection_texts(collections[i], test_rounds(3 << 20));
        if (texts.count == 0) {
            skip();
        }
        open_index();
        print_message("%s: ", collections[i]);
        check_words(2000, 0.92, 0.99);
        close_index();
    }
}

/* ---- Candidates ----------------------------------------------------------------------------
 */

static void add_text(const char *text)
{
    test_text *items =
        zs_array_grow(texts.items, &texts.capacity, texts.count + 1, sizeof *items);
    assert_non_null(items);
    texts.items = items;
    items[texts.count++] = (test_text){strdup(text), strlen(text)};
}

static void open_sentences(const char *const *sentences, size_t count)
{
    texts = (test_texts){.count = 0};
    for (size_t i = 0; i < count; i++) {
        add_text(sentences[i]);
    }
    open_index();
}

/* What is found, with a space between. */
static const char *found_for(const char *pinyin)
{
    static char text[1000];
    zs_pinyin_word words[ZS_PINYIN_WORDS];
    size_t count = find(pinyin, words, ZS_PINYIN_WORDS), length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, i > 0 ? " " : "");
        write_word(&words[i], text + length);
        length = strlen(text);
    }
    return text;
}

static void test_every_reading_counts(void **state)
{
    (void)state;
    static const char *const sentences[] = {"他在银行里听音乐。", "重庆的行人重视行李。",
                                            "女儿在西安，先去策略部门。",
                                            "乾隆年间，干部很少。"};
    open_sentences(sentences, sizeof sentences / sizeof *sentences);
    assert_string_equal(found_for("yinhang"), "银行");
    assert_string_equal(found_for("yinyue"), "音乐");
    assert_string_equal(found_for("chongqing"), "重庆");
    assert_string_equal(found_for("xingren"), "行人");
    assert_string_equal(found_for("zhongshi"), "重视");
    assert_string_equal(found_for("nver"), "女儿");
    assert_string_equal(found_for("nü'er"), "女儿");
    assert_string_equal(found_for("celue"), "策略");
    assert_string_equal(found_for("xian"), "西安");
    assert_string_equal(found_for("qianlong"), "干隆"); /* folded */
    assert_string_equal(found_for("ganbu"), "干部");
    assert_string_equal(found_for("beijing"), "");
    close_index();
}

static void test_pairs_that_never_stand_together(void **state)
{
    (void)state;
    /* 青年, 年人 and 人才 stand in one article, but 青年人才 does not. */
    static const char *const sentences[] = {"青年走了。年人也走了。人才来了。",
                                            "国际象棋。际消散了。消费。"};
    open_sentences(sentences, sizeof sentences / sizeof *sentences);
    assert_string_equal(found_for("qingnianrencai"), "");
    assert_string_equal(found_for("qnrc"), "");
    assert_string_equal(found_for("guojixiaofei"), "");
    assert_string_equal(found_for("qingnian"), "青年");
    close_index();
}

/* ---- Queries -------------------------------------------------------------------------------
 */

/* Ids of the hits, each with its step, and the first note. */
static const char *answer(const char *query, const zs_query_options *options)
{
    static char text[2000];
    zs_results *results;
    zs_error error;
    size_t length = 0;
    check_ok(zs_searcher_query(searcher, query, options, &results, &error), error);
    text[0] = '\0';
    for (size_t i = 0; i < zs_results_count(results); i++) {
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "%s%s/%u", i > 0 ? " " : "",
                             zs_results_id(results, i), zs_results_step(results, i));
    }
    const char *note = zs_results_note(results, 0);
    (void)snprintf(text + length, sizeof text - length, "%s%s", note ? "; " : "",
                   note ? note : "");
    zs_results_free(results);
    return text;
}

static void test_queries(void **state)
{
    (void)state;
    static const char *const sentences[] = {"青年人才在路上。", "人才市场很大，青年不多。",
                                            "The Beijing office, and a beijing hat.",
                                            "北京的秋天。", "我们去北京看青年人才。"};
    static const zs_query_options letters = {.no_pinyin = true};
    static const zs_query_options two = {.limit = 2};
    open_sentences(sentences, sizeof sentences / sizeof *sentences);
    static const char *const ways[] = {"qingnianrencai",  "qingnian rencai",
                                       "qīngnián réncái", "qing1nian2 ren2cai2",
                                       "qing年人cai",     "QINGNIAN RENCAI"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *found = answer(ways[i], NULL);
        if (strncmp(found, "0/0 4/0; 青年人才 was looked for too, as \"",
                    strlen("0/0 4/0; 青年人才 was looked for too, as \"")) != 0) {
            fail_msg("%s: %s", ways[i], found);
        }
    }
    assert_string_equal(answer("qnrc", NULL),
                        "0/0 4/0; 青年人才 was looked for too, as \"qnrc\" may be its pinyin");
    /* What the letters find comes first, whatever it is worth. */
    assert_string_equal(
        answer("beijing", NULL),
        "2/0 3/2 4/2; 北京 was looked for too, as \"beijing\" may be its pinyin");
    assert_string_equal(answer("beijing", &letters), "2/0");
    assert_string_equal(answer("qnrc", &letters), "");
    /* What is found is enough. */
    assert_string_equal(answer("qnrc", &two),
                        "0/0 4/0; 青年人才 was looked for too, as \"qnrc\" may be its pinyin");
    static const zs_query_options one = {.limit = 1};
    assert_string_equal(answer("beijing", &one), "2/0");
    /* Two words that do not stand together. */
    assert_string_equal(
        answer("shichang 青年", NULL),
        "1/0 0/1 4/1; 市场 was looked for too, as \"shichang\" may be its pinyin");
    /* Phrases, fields and what must not be there are as they are. */
    assert_string_equal(answer("\"qingnian\"", NULL), "");
    assert_string_equal(answer("author:qingnian", NULL), "");
    assert_string_equal(answer("北京 -qingnian", NULL), "3/0 4/0");
    assert_string_equal(
        answer("+qingnian -beijing", NULL),
        "0/0 1/0 4/0; 青年 was looked for too, as \"qingnian\" may be its pinyin");
    assert_string_equal(answer("docker", NULL), "");
    assert_string_equal(answer("docker qingnian", NULL), "");
    close_index();
}

static void test_a_page_further_on(void **state)
{
    (void)state;
    static const char *const sentences[] = {"beijing", "北京", "北京北京",
                                            "北京，还是北京的秋天"};
    open_sentences(sentences, sizeof sentences / sizeof *sentences);
    static const zs_query_options page = {.limit = 2, .offset = 2};
    const char *found = answer("beijing", &page);
    assert_non_null(strstr(found, "/2 "));
    assert_int_equal(strspn(found, "123/ "), strlen("1/2 2/2"));
    close_index();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_the_sample),
        cmocka_unit_test(test_words_of_collections),
        cmocka_unit_test(test_every_reading_counts),
        cmocka_unit_test(test_pairs_that_never_stand_together),
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_a_page_further_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
