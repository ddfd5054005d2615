/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sentences, and parts of sentences, that snippets are made of.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/passages.h"
#include "support/random.h"
#include "support/real_text.h"

static zs_folded fold(const char *text, size_t length)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, &error), error);
    return folded;
}

/* The unit that came from the first byte of `piece` in `text`. */
static uint32_t unit_of(const zs_folded *folded, const char *text, const char *piece)
{
    const char *found = strstr(text, piece);
    assert_non_null(found);
    uint32_t byte = (uint32_t)(found - text);
    for (uint32_t i = 0; i < folded->length; i++) {
        if (folded->start[i] <= byte && byte < folded->end[i]) {
            return i;
        }
    }
    fail_msg("%s is in no unit", piece);
    return 0;
}

static void check_sentence(const char *text, const char *piece, const char *wanted)
{
    zs_folded folded = fold(text, strlen(text));
    zs_passage sentence = zs_passage_trimmed(
        &folded, zs_sentence_at(&folded, text, unit_of(&folded, text, piece), 1000));
    size_t start = folded.start[sentence.start];
    size_t end = folded.end[sentence.end - 1];
    check(end - start == strlen(wanted) && memcmp(text + start, wanted, end - start) == 0,
          "the sentence of %s in %s is %.*s", piece, text, (int)(end - start), text + start);
    zs_folded_release(&folded);
}

static void test_where_sentences_end(void **state)
{
    (void)state;
    check_sentence("第一句。第二句！第三句？", "第二", "第二句！");
    check_sentence("第一句。第二句！第三句？", "第一", "第一句。");
    check_sentence("第一句。第二句！第三句？", "第三", "第三句？");
    check_sentence("甲；乙；丙", "乙", "乙；");
    check_sentence("甲，乙、丙", "乙", "甲，乙、丙");
    check_sentence("他说：“来吧。”我说好。", "来", "他说：“来吧。”");
    check_sentence("他说：“来吧。”我说好。", "我", "我说好。");
    check_sentence("「來吧！」他說。", "來", "「來吧！」");
    check_sentence("真的？！好。", "真", "真的？！");
    check_sentence("标题\n正文第一行\n第二行", "正文", "正文第一行");
    check_sentence("标题\r\n\r\n正文", "正文", "正文");
    check_sentence("a b\nc d", "c", "c d");
    check_sentence("  两边有空格  ", "两", "两边有空格");
    check_sentence("One; two! three?", "two", "two!");
    check_sentence("没有句号", "没", "没有句号");
}

static bool is_space(const zs_folded *folded, uint32_t at)
{
    return folded->class[at] == ZS_CHAR_SPACE || folded->class[at] == ZS_CHAR_NEWLINE;
}

static void check_passages(const char *text, size_t length, test_random *random)
{
    zs_folded folded = fold(text, length);
    unsigned long long seed = (unsigned long long)random->seed;
    for (size_t tries = 0; tries < 20 && folded.length > 0; tries++) {
        uint32_t at = (uint32_t)test_random_below(random, folded.length);
        uint32_t reach = (uint32_t)test_random_below(random, 100);
        zs_passage sentence = zs_sentence_at(&folded, text, at, reach);
        check(sentence.start <= at && sentence.end <= folded.length &&
                  sentence.start <= sentence.end,
              "seed %llu: %u to %u for %u", seed, sentence.start, sentence.end, at);
        check(at - sentence.start <= reach && sentence.end <= (uint64_t)at + reach + 1,
              "seed %llu: %u to %u is beyond %u of %u", seed, sentence.start, sentence.end,
              reach, at);
        check(reach == 0 || sentence.end > at, "seed %llu: %u is not in its own sentence", seed,
              at);

        zs_passage trimmed = zs_passage_trimmed(&folded, sentence);
        check(trimmed.start >= sentence.start && trimmed.end <= sentence.end &&
                  trimmed.start <= trimmed.end,
              "seed %llu: trimming makes it longer", seed);
        check(trimmed.start == trimmed.end ||
                  (!is_space(&folded, trimmed.start) && !is_space(&folded, trimmed.end - 1)),
              "seed %llu: white space is left", seed);

        if (sentence.end <= at) {
            continue;
        }
        zs_passage phrase = {.start = at, .end = at + 1};
        phrase.end += (uint32_t)test_random_below(random, sentence.end - at);
        uint32_t room = 1 + (uint32_t)test_random_below(random, 60);
        zs_passage around = zs_passage_around(&folded, sentence, phrase, room);
        check(around.start >= sentence.start && around.end <= sentence.end &&
                  around.start <= phrase.start && around.end > around.start,
              "seed %llu: %u to %u around %u to %u of %u to %u", seed, around.start, around.end,
              phrase.start, phrase.end, sentence.start, sentence.end);
        /* A cluster of marks may hang over. */
        check(around.end - around.start <= room + 64, "seed %llu: %u units for room of %u",
              seed, around.end - around.start, room);
        for (int side = 0; side < 2; side++) {
            uint32_t edge = side ? around.end : around.start;
            bool inner = side ? edge < sentence.end : edge > sentence.start;
            bool at_phrase = edge == phrase.start;
            check(!inner || at_phrase || folded.start[edge] != folded.start[edge - 1],
                  "seed %llu: cut within what came of one character, at %u", seed, edge);
        }
    }
    zs_folded_release(&folded);
}

static void test_passages_of_random_text(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        unsigned kinds = round % 2 ? (unsigned)TEST_EVERYTHING
                                   : TEST_HAN | TEST_PUNCTUATION | TEST_SPACE | TEST_LINE_END;
        test_random_text(&random, 200, kinds, &text);
        check_passages(text.data, text.length, &random);
        zs_buffer_release(&text);
    }
}

static void test_passages_of_real_text(void **state)
{
    (void)state;
    test_texts texts = test_corpus_texts();
    for (size_t i = 0; i < texts.count; i++) {
        test_random random = test_random_new(i);
        check_passages(texts.items[i].data, texts.items[i].length, &random);
    }
    test_texts_release(&texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_sentences_end),
        cmocka_unit_test(test_passages_of_random_text),
        cmocka_unit_test(test_passages_of_real_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
