/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stream that can be moved in, made of one that cannot: the same bytes at every offset, in
 * memory and, beyond 16 MiB, in a temporary file.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "formats/spool.h"
#include "support/random.h"

static void check_spooled(size_t length)
{
    test_random random = test_random_new(length);
    char *data = malloc(length + 1);
    assert_non_null(data);
    for (size_t i = 0; i < length; i++) {
        data[i] = (char)(i * 2654435761U >> 13);
    }
    zs_bytes bytes = {.data = data, .length = length};
    zs_stream from = zs_bytes_stream(&bytes);
    from.seek = NULL;
    from.size = 0;
    zs_spool spool;
    zs_error error;
    check_ok(zs_spool_fill(&spool, &from, &error), error);
    assert_non_null(spool.stream.seek);
    assert_int_equal(spool.stream.size, length);
    char piece[5000];
    for (int round = 0; round < 200; round++) {
        size_t at = round == 0 ? 0 : test_random_below(&random, length + 1), size = 1;
        check_ok(spool.stream.seek(spool.stream.context, at, &error), error);
        for (int reads = 0; reads < 4 && size > 0; reads++) {
            size_t room = 1 + test_random_below(&random, sizeof piece);
            check_ok(spool.stream.read(spool.stream.context, piece, room, &size, &error),
                     error);
            check(size <= length - at && !memcmp(piece, data + at, size), "at %zu of %zu", at,
                  length);
            check(size > 0 || at == length, "ends at %zu of %zu", at, length);
            at += size;
        }
    }
    zs_spool_release(&spool);
    free(data);
}

static void test_sizes(void **state)
{
    (void)state;
    static const size_t sizes[] = {0,
                                   1,
                                   262143,
                                   262144,
                                   262145,
                                   (16 << 20) - 1,
                                   16 << 20,
                                   (16 << 20) + 1,
                                   (17 << 20) + 12345};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_spooled(sizes[i]);
    }
}

/* A stream that ends in an error. */
static zs_status fail_to_read(void *context, char *data, size_t room, size_t *size,
                              zs_error *error)
{
    int *left = context;
    if (--*left < 0) {
        error->status = ZS_ERROR_FORMAT;
        strcpy(error->message, "it is damaged");
        return ZS_ERROR_FORMAT;
    }
    memset(data, 'a', room);
    *size = room;
    return ZS_OK;
}

static void test_errors(void **state)
{
    (void)state;
    for (int reads = 0; reads < 100; reads += 33) {
        int left = reads;
        const zs_stream from = {.read = fail_to_read, .context = &left};
        zs_spool spool;
        zs_error error;
        check_status(zs_spool_fill(&spool, &from, &error), ZS_ERROR_FORMAT, error);
        zs_spool_release(&spool);
    }
}

static void test_no_room_for_a_temporary_file(void **state)
{
    (void)state;
    char *before = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;
    setenv("TMPDIR", "/nonexistent/folder", 1);
    int left = 100;
    const zs_stream from = {.read = fail_to_read, .context = &left};
    zs_spool spool;
    zs_error error;
    zs_status status = zs_spool_fill(&spool, &from, &error);
    assert_true(status == ZS_ERROR_NOT_FOUND || status == ZS_ERROR_IO);
    zs_spool_release(&spool);
    if (before) {
        setenv("TMPDIR", before, 1);
    } else {
        unsetenv("TMPDIR");
    }
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_no_room_for_a_temporary_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
