/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stored articles: what was put in comes back, cut between characters where a limit is given,
 * and no damage to the bytes does more than make them unreadable.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "store/record.h"
#include "support/random.h"
#include "support/real_text.h"
#include "text/utf.h"

enum { FIELDS = 5 };

/* A random article and the memory it is in. */
struct made {
    zs_article article;
    zs_buffer strings[7 + 2 * FIELDS];
    zs_buffer text;
    zs_field fields[FIELDS];
};

static const char *random_string(test_random *random, zs_buffer *out, bool needed)
{
    if (!needed && test_random_once_in(random, 3)) {
        return NULL;
    }
    size_t length = test_random_below(random, test_random_once_in(random, 10) ? 2000 : 20);
    test_random_text(random, length + needed, TEST_EVERYTHING & ~TEST_NUL, out);
    assert_true(zs_buffer_terminate(out));
    return out->data;
}

static void make_article(test_random *random, unsigned kinds, struct made *made)
{
    *made = (struct made){.text = ZS_BUFFER_INIT};
    zs_article *article = &made->article;
    zs_buffer *strings = made->strings;
    article->id = random_string(random, &strings[0], true);
    article->path = random_string(random, &strings[1], false);
    article->title = random_string(random, &strings[2], false);
    article->date = random_string(random, &strings[3], false);
    article->author = random_string(random, &strings[4], false);
    article->source = random_string(random, &strings[5], false);
    article->url = random_string(random, &strings[6], false);
    article->metadata_count = test_random_below(random, FIELDS + 1);
    for (size_t i = 0; i < article->metadata_count; i++) {
        made->fields[i].name = random_string(random, &strings[7 + 2 * i], true);
        made->fields[i].value = random_string(random, &strings[8 + 2 * i], true);
    }
    article->metadata = made->fields;
    test_random_text(random, test_random_below(random, 400), kinds, &made->text);
    article->text = made->text.data ? made->text.data : "";
    article->text_length = made->text.length;
    article->text_offset = test_random_below(random, 1 << 20);
}

static void release(struct made *made)
{
    for (size_t i = 0; i < sizeof made->strings / sizeof *made->strings; i++) {
        zs_buffer_release(&made->strings[i]);
    }
    zs_buffer_release(&made->text);
}

static zs_codec *new_codec(const zs_buffer *dictionary)
{
    zs_codec *codec = NULL;
    zs_error error;
    check_ok(zs_codec_new(dictionary->data, dictionary->length, &codec, &error), error);
    return codec;
}

static void encode(zs_codec *codec, const zs_article *article, uint32_t terms, zs_buffer *out)
{
    zs_record_draft draft = {.hash = 0};
    zs_error error;
    check_ok(zs_record_begin(article, terms, &draft, &error), error);
    zs_buffer_clear(out);
    check_ok(zs_record_finish(codec, &draft, out, &error), error);
    zs_record_draft_release(&draft);
}

static bool equal(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static void check_same(const zs_article *got, const zs_article *wanted, uint64_t seed)
{
    bool same = equal(got->id, wanted->id) && equal(got->path, wanted->path) &&
                equal(got->title, wanted->title) && equal(got->date, wanted->date) &&
                equal(got->author, wanted->author) && equal(got->source, wanted->source) &&
                equal(got->url, wanted->url) && got->text_offset == wanted->text_offset &&
                got->metadata_count == wanted->metadata_count;
    for (size_t i = 0; same && i < wanted->metadata_count; i++) {
        same = equal(got->metadata[i].name, wanted->metadata[i].name) &&
               equal(got->metadata[i].value, wanted->metadata[i].value);
    }
    check(same, "seed %llu: another article came back", (unsigned long long)seed);
}

/* A dictionary trained on random sentences. */
static void train(zs_buffer *dictionary)
{
    test_random random = test_random_new(77);
    zs_buffer samples = ZS_BUFFER_INIT;
    enum { SAMPLES = 300 };
    size_t lengths[SAMPLES];
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t before = samples.length;
        test_random_text(&random, 150, TEST_HAN | TEST_PUNCTUATION | TEST_LATIN, &samples);
        lengths[i] = samples.length - before;
    }
    zs_error error;
    check_ok(zs_codec_train(samples.data, lengths, SAMPLES, dictionary, &error), error);
    zs_buffer_release(&samples);
}

static void check_round_trips(const zs_buffer *dictionary)
{
    zs_codec *codec = new_codec(dictionary);
    zs_record record = ZS_RECORD_INIT;
    zs_buffer bytes = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(500); round++) {
        test_random random = test_random_new(round);
        struct made made;
        make_article(&random, TEST_EVERYTHING, &made);
        uint32_t terms = (uint32_t)test_random_next(&random);
        encode(codec, &made.article, terms, &bytes);
        zs_error error;
        check_ok(zs_record_decode(codec, bytes.data, bytes.length, SIZE_MAX, &record, &error),
                 error);
        check_same(&record.article, &made.article, random.seed);
        assert_int_equal(record.article.text_length, made.article.text_length);
        assert_memory_equal(record.article.text, made.article.text, made.article.text_length);
        assert_int_equal(record.term_count, terms);
        assert_true(record.hash == zs_article_hash(&made.article));
        assert_true(zs_article_hash(&record.article) == record.hash);

        uint64_t hash;
        uint64_t text_bytes;
        check_ok(zs_record_peek(bytes.data, bytes.length, &hash, &text_bytes, &error), error);
        assert_true(hash == record.hash);
        size_t title = made.article.title ? strlen(made.article.title) : 0;
        assert_int_equal(text_bytes, made.article.text_length + title);
        release(&made);
    }
    zs_buffer_release(&bytes);
    zs_record_release(&record);
    zs_codec_free(codec);
}

static void test_articles_come_back(void **state)
{
    (void)state;
    zs_buffer none = ZS_BUFFER_INIT;
    check_round_trips(&none);
}

static void test_articles_come_back_with_a_dictionary(void **state)
{
    (void)state;
    zs_buffer dictionary = ZS_BUFFER_INIT;
    train(&dictionary);
    assert_true(dictionary.length > 0);
    check_round_trips(&dictionary);
    zs_buffer_release(&dictionary);
}

static void test_records_without_the_dictionary_stay_readable(void **state)
{
    (void)state;
    zs_buffer dictionary = ZS_BUFFER_INIT;
    zs_buffer none = ZS_BUFFER_INIT;
    zs_buffer bytes = ZS_BUFFER_INIT;
    zs_record record = ZS_RECORD_INIT;
    zs_error error;
    train(&dictionary);
    zs_codec *plain = new_codec(&none);
    zs_codec *trained = new_codec(&dictionary);
    zs_article article = {.id = "a", .text = "文章", .text_length = 6};
    encode(plain, &article, 2, &bytes);
    check_ok(zs_record_decode(trained, bytes.data, bytes.length, SIZE_MAX, &record, &error),
             error);
    assert_memory_equal(record.article.text, "文章", 6);
    zs_record_release(&record);
    zs_buffer_release(&bytes);
    zs_codec_free(plain);
    zs_codec_free(trained);
    zs_buffer_release(&dictionary);
}

static void test_little_text_trains_no_dictionary(void **state)
{
    (void)state;
    zs_buffer dictionary = ZS_BUFFER_INIT;
    zs_error error;
    const size_t lengths[] = {6};
    check_ok(zs_codec_train("文章", lengths, 1, &dictionary, &error), error);
    assert_int_equal(dictionary.length, 0);
    check_ok(zs_codec_train("", NULL, 0, &dictionary, &error), error);
    assert_int_equal(dictionary.length, 0);
    zs_buffer_release(&dictionary);
}

/* A text limit at every place: what comes back is the longest beginning of whole characters
 * that fits. */
static void test_limits_cut_between_characters(void **state)
{
    (void)state;
    zs_buffer none = ZS_BUFFER_INIT;
    zs_codec *codec = new_codec(&none);
    zs_buffer bytes = ZS_BUFFER_INIT;
    zs_record record = ZS_RECORD_INIT;
    for (size_t round = 0; round < test_rounds(30); round++) {
        test_random random = test_random_new(round);
        struct made made;
        make_article(&random, TEST_VALID, &made);
        encode(codec, &made.article, 1, &bytes);
        for (size_t limit = 0; limit <= made.text.length + 2; limit++) {
            zs_error error;
            check_ok(zs_record_decode(codec, bytes.data, bytes.length, limit, &record, &error),
                     error);
            size_t wanted = limit < made.text.length ? limit : made.text.length;
            while (wanted > 0 && wanted < made.text.length &&
                   ((unsigned char)made.text.data[wanted] & 0xC0) == 0x80) {
                wanted--;
            }
            check(record.article.text_length == wanted &&
                      memcmp(record.article.text, made.article.text, wanted) == 0,
                  "seed %llu: limit %zu of %zu gives %zu bytes, not %zu",
                  (unsigned long long)random.seed, limit, made.text.length,
                  record.article.text_length, wanted);
            check_same(&record.article, &made.article, random.seed);
        }
        release(&made);
    }
    zs_buffer_release(&bytes);
    zs_record_release(&record);
    zs_codec_free(codec);
}

/* Continuation bytes without end are cut where the limit says. */
static void test_limits_cut_what_has_no_characters(void **state)
{
    (void)state;
    zs_buffer none = ZS_BUFFER_INIT;
    zs_codec *codec = new_codec(&none);
    zs_buffer bytes = ZS_BUFFER_INIT;
    zs_record record = ZS_RECORD_INIT;
    char text[100];
    memset(text, 0x80, sizeof text);
    zs_article article = {.id = "a", .text = text, .text_length = sizeof text};
    encode(codec, &article, 1, &bytes);
    for (size_t limit = 0; limit < sizeof text; limit++) {
        zs_error error;
        check_ok(zs_record_decode(codec, bytes.data, bytes.length, limit, &record, &error),
                 error);
        assert_true(record.article.text_length <= limit &&
                    record.article.text_length + 4 > limit);
    }
    zs_buffer_release(&bytes);
    zs_record_release(&record);
    zs_codec_free(codec);
}

/* Damaged bytes are refused, or are by chance another article that is whole. */
static void check_damaged(zs_codec *codec, const zs_buffer *bytes, size_t limit)
{
    /* A copy of its own, so that a sanitizer sees every read beyond it. */
    char *copy = malloc(bytes->length + 1);
    assert_non_null(copy);
    memcpy(copy, bytes->data, bytes->length);
    char *exact = realloc(copy, bytes->length > 0 ? bytes->length : 1);
    assert_non_null(exact);
    zs_record record = ZS_RECORD_INIT;
    zs_error error = {.status = ZS_OK};
    zs_status status = zs_record_decode(codec, exact, bytes->length, limit, &record, &error);
    check(status == ZS_OK || status == ZS_ERROR_CORRUPT, "damage gives %s",
          zs_status_name(status));
    if (status == ZS_OK) {
        assert_non_null(record.article.id);
        assert_true(record.article.text_length <= limit);
        (void)zs_article_hash(&record.article); /* reads all of it */
    } else {
        assert_int_equal(error.status, ZS_ERROR_CORRUPT);
    }
    uint64_t hash;
    uint64_t text_bytes;
    status = zs_record_peek(exact, bytes->length, &hash, &text_bytes, NULL);
    assert_true(status == ZS_OK || status == ZS_ERROR_CORRUPT);
    zs_record_release(&record);
    free(exact);
}

static void check_damage(const zs_buffer *dictionary)
{
    zs_codec *codec = new_codec(dictionary);
    zs_buffer bytes = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(3); round++) {
        test_random random = test_random_new(round);
        struct made made;
        make_article(&random, TEST_EVERYTHING, &made);
        encode(codec, &made.article, 100, &bytes);
        size_t whole = bytes.length;
        for (size_t cut = 0; cut < whole; cut++) {
            bytes.length = cut;
            check_damaged(codec, &bytes, SIZE_MAX);
        }
        bytes.length = whole;
        for (size_t at = 0; at < whole; at++) {
            char byte = bytes.data[at];
            bytes.data[at] = (char)~byte;
            check_damaged(codec, &bytes, SIZE_MAX);
            bytes.data[at] = (char)(byte ^ (1 << test_random_below(&random, 8)));
            check_damaged(codec, &bytes, 10);
            bytes.data[at] = byte;
        }
        release(&made);
    }
    zs_buffer_release(&bytes);
    zs_codec_free(codec);
}

static void test_damage_is_noticed_or_harmless(void **state)
{
    (void)state;
    zs_buffer none = ZS_BUFFER_INIT;
    check_damage(&none);
    zs_buffer dictionary = ZS_BUFFER_INIT;
    train(&dictionary);
    check_damage(&dictionary);
    zs_buffer_release(&dictionary);
}

/* Also a head that is damaged before it is compressed, which zstd cannot notice. */
static void test_damaged_heads_are_noticed_or_harmless(void **state)
{
    (void)state;
    zs_buffer none = ZS_BUFFER_INIT;
    zs_codec *codec = new_codec(&none);
    zs_buffer bytes = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(3); round++) {
        test_random random = test_random_new(round);
        struct made made;
        make_article(&random, TEST_HAN, &made);
        zs_record_draft draft = {.hash = 0};
        zs_error error;
        check_ok(zs_record_begin(&made.article, 1, &draft, &error), error);
        for (size_t at = 0; at < draft.head_length; at++) {
            char byte = draft.content.data[at];
            draft.content.data[at] = (char)test_random_next(&random);
            zs_buffer_clear(&bytes);
            check_ok(zs_record_finish(codec, &draft, &bytes, &error), error);
            check_damaged(codec, &bytes, SIZE_MAX);
            draft.content.data[at] = byte;
        }
        zs_record_draft_release(&draft);
        release(&made);
    }
    zs_buffer_release(&bytes);
    zs_codec_free(codec);
}

static void test_hashes_differ_where_anything_does(void **state)
{
    (void)state;
    const zs_field field = {"name", "value"};
    const zs_field fields[][1] = {
        {{"name", "other"}}, {{"other", "value"}}, {{"namevalue", ""}}};
    const zs_article base = {.id = "id", .text = "text", .text_length = 4};
    zs_article others[32];
    size_t count = 0;
#define VARIANT(...) others[count] = base, others[count].__VA_ARGS__, count++
    others[count++] = base;
    VARIANT(id = "other");
    VARIANT(path = "id");
    VARIANT(path = "");
    VARIANT(title = "id");
    VARIANT(title = "");
    VARIANT(date = "id");
    VARIANT(author = "id");
    VARIANT(source = "id");
    VARIANT(url = "id");
    VARIANT(text = "tex\0");
    VARIANT(text = "texu");
    VARIANT(text_length = 3);
    VARIANT(text_length = 0);
    VARIANT(text_offset = 1);
    VARIANT(metadata = &field), others[count - 1].metadata_count = 1;
    VARIANT(metadata = fields[0]), others[count - 1].metadata_count = 1;
    VARIANT(metadata = fields[1]), others[count - 1].metadata_count = 1;
    VARIANT(metadata = fields[2]), others[count - 1].metadata_count = 1;
#undef VARIANT
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            check(zs_article_hash(&others[i]) != zs_article_hash(&others[j]),
                  "variants %zu and %zu have the same hash", i, j);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles_come_back),
        cmocka_unit_test(test_articles_come_back_with_a_dictionary),
        cmocka_unit_test(test_records_without_the_dictionary_stay_readable),
        cmocka_unit_test(test_little_text_trains_no_dictionary),
        cmocka_unit_test(test_limits_cut_between_characters),
        cmocka_unit_test(test_limits_cut_what_has_no_characters),
        cmocka_unit_test(test_damage_is_noticed_or_harmless),
        cmocka_unit_test(test_damaged_heads_are_noticed_or_harmless),
        cmocka_unit_test(test_hashes_differ_where_anything_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
