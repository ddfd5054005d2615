/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing and reading stored articles when memory runs out.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "store/record.h"
#include "support/random.h"

static zs_buffer text;
static const zs_field fields[] = {{"城市", "郑州"}, {"year", "2023"}};
static zs_article article = {.id = "id",
                             .path = "articles/a.md",
                             .title = "标题",
                             .metadata = fields,
                             .metadata_count = 2};

static int make_article(void **state)
{
    (void)state;
    test_random random = test_random_new(1);
    test_random_text(&random, 5000, TEST_EVERYTHING, &text);
    article.text = text.data;
    article.text_length = text.length;
    return 0;
}

static int free_article(void **state)
{
    (void)state;
    zs_buffer_release(&text);
    return 0;
}

/* A dictionary need not be a good one. */
static const char dictionary[] =
    "国家中心城市建设要靠产业，更要靠人才。中原科技城引进了省科学院，青年人才有了落脚之处；";

struct stored {
    const char *dictionary;
    zs_codec *codec;
    zs_record_draft draft;
    zs_buffer bytes;
    zs_record record;
    size_t limit;
};

static zs_status encode(struct stored *stored, zs_error *error)
{
    size_t length = stored->dictionary ? strlen(stored->dictionary) : 0;
    zs_status status = zs_codec_new(stored->dictionary, length, &stored->codec, error);
    if (!status) {
        status = zs_record_begin(&article, 1234, &stored->draft, error);
    }
    if (!status) {
        status = zs_record_finish(stored->codec, &stored->draft, &stored->bytes, error);
    }
    return status;
}

static zs_status run_both(void *context, zs_error *error)
{
    struct stored *stored = context;
    zs_status status = encode(stored, error);
    return status ? status
                  : zs_record_decode(stored->codec, stored->bytes.data, stored->bytes.length,
                                     stored->limit, &stored->record, error);
}

static void check_both(void *context)
{
    const struct stored *stored = context;
    const zs_article *got = &stored->record.article;
    assert_string_equal(got->id, article.id);
    assert_string_equal(got->path, article.path);
    assert_string_equal(got->title, article.title);
    assert_int_equal(got->metadata_count, 2);
    assert_string_equal(got->metadata[1].value, "2023");
    assert_int_equal(stored->record.term_count, 1234);
    assert_true(got->text_length <= stored->limit);
    assert_true(stored->limit < article.text_length || got->text_length == article.text_length);
    assert_memory_equal(got->text, article.text, got->text_length);
}

static void reset_both(void *context)
{
    struct stored *stored = context;
    zs_codec_free(stored->codec);
    zs_record_draft_release(&stored->draft);
    zs_buffer_release(&stored->bytes);
    zs_record_release(&stored->record);
    stored->codec = NULL;
}

static void test_storing_and_reading(void **state)
{
    (void)state;
    struct stored stored = {.limit = SIZE_MAX};
    const test_trial trial = {run_both, check_both, reset_both, &stored, TEST_LIBRARIES};
    test_without_memory(&trial, 500);
    stored.limit = 100;
    test_without_memory(&trial, 500);
}

static void test_storing_and_reading_with_a_dictionary(void **state)
{
    (void)state;
    struct stored stored = {.dictionary = dictionary, .limit = SIZE_MAX};
    const test_trial trial = {run_both, check_both, reset_both, &stored,
                              TEST_LIBRARIES_BUT_ZSTD};
    test_without_memory(&trial, 500);
}

/* A codec and a record that go on after a failure. */
static zs_status run_decode(void *context, zs_error *error)
{
    struct stored *stored = context;
    return zs_record_decode(stored->codec, stored->bytes.data, stored->bytes.length,
                            stored->limit, &stored->record, error);
}

static void reset_decode(void *context)
{
    struct stored *stored = context;
    zs_record_release(&stored->record);
}

static void test_a_codec_is_good_after_a_failure(void **state)
{
    (void)state;
    struct stored stored = {.dictionary = dictionary, .limit = SIZE_MAX};
    zs_error error;
    check_ok(encode(&stored, &error), error);
    const test_trial trial = {run_decode, check_both, reset_decode, &stored, TEST_LIBRARIES};
    test_without_memory(&trial, 500);
    reset_both(&stored);
}

struct training {
    zs_buffer samples;
    size_t lengths[400];
    zs_buffer dictionary;
};

static zs_status run_train(void *context, zs_error *error)
{
    struct training *training = context;
    return zs_codec_train(training->samples.data, training->lengths, 400, &training->dictionary,
                          error);
}

static void reset_train(void *context)
{
    struct training *training = context;
    zs_buffer_release(&training->dictionary);
}

static void test_training(void **state)
{
    (void)state;
    struct training training = {.dictionary = ZS_BUFFER_INIT};
    test_random random = test_random_new(1);
    for (size_t i = 0; i < 400; i++) {
        size_t before = training.samples.length;
        test_random_text(&random, 100, TEST_HAN | TEST_LATIN, &training.samples);
        training.lengths[i] = training.samples.length - before;
    }
    const test_trial trial = {run_train, NULL, reset_train, &training, TEST_LIBRARIES_BUT_ZSTD};
    test_without_memory(&trial, 10);
    zs_buffer_release(&training.samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_storing_and_reading),
        cmocka_unit_test(test_storing_and_reading_with_a_dictionary),
        cmocka_unit_test(test_a_codec_is_good_after_a_failure),
        cmocka_unit_test(test_training),
    };
    return cmocka_run_group_tests(tests, make_article, free_article);
}
