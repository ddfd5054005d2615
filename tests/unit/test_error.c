/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Errors: what is filled in, what errno means, and where a message that is too long is cut.
 */
#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "support/random.h"
#include "text/utf.h"

static void test_fills_in_the_error(void **state)
{
    (void)state;
    zs_error error = {.status = ZS_OK};
    assert_int_equal(zs_fail(&error, ZS_ERROR_FORMAT, "line %d of %s", 7, "a.md"),
                     ZS_ERROR_FORMAT);
    assert_int_equal(error.status, ZS_ERROR_FORMAT);
    assert_int_equal(error.position, -1);
    assert_string_equal(error.message, "line 7 of a.md");

    assert_int_equal(zs_fail_at(&error, ZS_ERROR_ENCODING, 1234, "here"), ZS_ERROR_ENCODING);
    assert_int_equal(error.position, 1234);
    assert_string_equal(error.message, "here");

    assert_int_equal(zs_fail_memory(&error), ZS_ERROR_MEMORY);
    assert_int_equal(error.status, ZS_ERROR_MEMORY);
    assert_int_equal(error.position, -1);
}

static void test_no_error_is_wanted(void **state)
{
    (void)state;
    assert_int_equal(zs_fail(NULL, ZS_ERROR_IO, "%s", "lost"), ZS_ERROR_IO);
    assert_int_equal(zs_fail_at(NULL, ZS_ERROR_IO, 1, "%s", "lost"), ZS_ERROR_IO);
    assert_int_equal(zs_fail_errno(NULL, ENOSPC, "%s", "lost"), ZS_ERROR_FULL);
    assert_int_equal(zs_fail_memory(NULL), ZS_ERROR_MEMORY);
}

static void test_errno_has_a_status(void **state)
{
    (void)state;
    static const struct {
        int number;
        zs_status status;
    } known[] = {
        {ENOENT, ZS_ERROR_NOT_FOUND},
        {ENOTDIR, ZS_ERROR_NOT_FOUND},
        {EACCES, ZS_ERROR_PERMISSION},
        {EPERM, ZS_ERROR_PERMISSION},
        {EROFS, ZS_ERROR_PERMISSION},
        {ENOSPC, ZS_ERROR_FULL},
        {EDQUOT, ZS_ERROR_FULL},
        {ENOMEM, ZS_ERROR_MEMORY},
        {EIO, ZS_ERROR_IO},
        {EMFILE, ZS_ERROR_IO},
        {EISDIR, ZS_ERROR_IO},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        zs_error error;
        check(zs_status_of_errno(known[i].number) == known[i].status, "errno %d",
              known[i].number);
        assert_int_equal(zs_fail_errno(&error, known[i].number, "%s cannot be read", "x"),
                         known[i].status);
        assert_int_equal(error.status, known[i].status);
        assert_ptr_equal(strstr(error.message, "x cannot be read: "), error.message);
        assert_non_null(strstr(error.message, strerror(known[i].number)));
    }
}

/* A message of many bytes is its own longest beginning that fits and ends with a character. */
static void check_cut(const char *whole, const char *message, const char *what)
{
    size_t length = strlen(message);
    size_t limit = sizeof((zs_error *)0)->message - 1;
    size_t wanted = strlen(whole) < limit ? strlen(whole) : limit;
    while (wanted > 0 && ((unsigned char)whole[wanted] & 0xC0) == 0x80) {
        wanted--;
    }
    check(length == wanted && memcmp(whole, message, length) == 0, "%s: %zu bytes of %zu", what,
          length, wanted);
}

static void check_whole_characters(const char *message)
{
    size_t length = strlen(message);
    for (size_t at = 0; at < length;) {
        check(zs_utf8_next(message, at, length, &at) >= 0, "a character is cut in %s", message);
    }
}

static void test_long_messages_are_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "é", "中", "𠀀"};
    char whole[1200];
    for (size_t kind = 0; kind < 4; kind++) {
        for (size_t lead = 480; lead < 505; lead++) {
            size_t length = lead;
            memset(whole, 'x', lead);
            while (length + 5 < sizeof whole) {
                memcpy(whole + length, characters[kind], strlen(characters[kind]));
                length += strlen(characters[kind]);
            }
            whole[length] = '\0';
            zs_error error;
            zs_fail(&error, ZS_ERROR_IO, "%s", whole);
            check_cut(whole, error.message, characters[kind]);
            /* Here the reason may have come to stand behind what was cut. */
            zs_fail_errno(&error, ENOENT, "%s", whole);
            check_whole_characters(error.message);
        }
    }
}

static void test_the_reason_is_cut_too(void **state)
{
    (void)state;
    char name[600];
    for (size_t length = 440; length < 500; length++) {
        memset(name, 'n', length);
        name[length] = '\0';
        zs_error error;
        zs_fail_errno(&error, EACCES, "%s", name);
        char whole[800];
        snprintf(whole, sizeof whole, "%s: %s", name, strerror(EACCES));
        check_cut(whole, error.message, "reason");
    }
}

static void test_cut_messages_of_anything_are_whole(void **state)
{
    (void)state;
    test_random random = test_random_new(3);
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        zs_buffer_clear(&text);
        test_random_text(&random, 300, TEST_VALID & ~TEST_NUL, &text);
        assert_true(zs_buffer_terminate(&text));
        zs_error error;
        zs_fail(&error, ZS_ERROR_IO, "%s", text.data);
        check_cut(text.data, error.message, "random text");
    }
    zs_buffer_release(&text);
}

static void test_every_status_has_a_name(void **state)
{
    (void)state;
    for (int status = ZS_OK; status <= ZS_ERROR_INTERNAL; status++) {
        const char *name = zs_status_name((zs_status)status);
        assert_non_null(name);
        assert_string_not_equal(name, "unknown");
        for (int other = ZS_OK; other < status; other++) {
            assert_string_not_equal(name, zs_status_name((zs_status)other));
        }
    }
    assert_string_equal(zs_status_name((zs_status)9999), "unknown");
}

static void test_the_version_is_the_headers(void **state)
{
    (void)state;
    char wanted[32];
    snprintf(wanted, sizeof wanted, "%d.%d.%d", ZS_VERSION_MAJOR, ZS_VERSION_MINOR,
             ZS_VERSION_PATCH);
    assert_string_equal(zs_version(), wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fills_in_the_error),
        cmocka_unit_test(test_no_error_is_wanted),
        cmocka_unit_test(test_errno_has_a_status),
        cmocka_unit_test(test_long_messages_are_cut_between_characters),
        cmocka_unit_test(test_the_reason_is_cut_too),
        cmocka_unit_test(test_cut_messages_of_anything_are_whole),
        cmocka_unit_test(test_every_status_has_a_name),
        cmocka_unit_test(test_the_version_is_the_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
