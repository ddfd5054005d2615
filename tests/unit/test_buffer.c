/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Buffers against plain memory of a fixed size; varints at their limits and cut anywhere.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "support/random.h"

/* A sanitizer would end the program where malloc has to say no. */
const char *__asan_default_options(void);
const char *__tsan_default_options(void);

__attribute__((visibility("default"))) const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

__attribute__((visibility("default"))) const char *__tsan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void test_appends_like_memory(void **state)
{
    (void)state;
    enum { ROOM = 1 << 16 };
    char *expected = malloc(ROOM);
    assert_non_null(expected);
    test_random random = test_random_new(1);
    zs_buffer buffer = ZS_BUFFER_INIT;
    for (size_t round = 0; round < 20; round++) {
        size_t length = 0;
        zs_buffer_clear(&buffer);
        while (length < ROOM - 300) {
            char piece[257];
            size_t size = test_random_below(&random, sizeof piece - 1);
            memset(piece, (int)('a' + size % 26), size);
            piece[size] = '\0';
            switch (test_random_below(&random, 3)) {
            case 0: assert_true(zs_buffer_append(&buffer, piece, size)); break;
            case 1: assert_true(zs_buffer_append_string(&buffer, piece)); break;
            default:
                size = 1;
                piece[0] = (char)test_random_next(&random);
                assert_true(zs_buffer_append_byte(&buffer, piece[0]));
            }
            memcpy(expected + length, piece, size);
            length += size;
        }
        assert_int_equal(buffer.length, length);
        assert_memory_equal(buffer.data, expected, length);
    }
    zs_buffer_release(&buffer);
    assert_null(buffer.data);
    free(expected);
}

static void test_keeps_memory_when_cleared(void **state)
{
    (void)state;
    zs_buffer buffer = ZS_BUFFER_INIT;
    assert_true(zs_buffer_reserve(&buffer, 1000));
    const char *data = buffer.data;
    size_t capacity = buffer.capacity;
    zs_buffer_clear(&buffer);
    assert_true(zs_buffer_reserve(&buffer, 1000));
    assert_ptr_equal(buffer.data, data);
    assert_int_equal(buffer.capacity, capacity);
    zs_buffer_release(&buffer);
}

static void test_nothing_can_be_appended(void **state)
{
    (void)state;
    zs_buffer buffer = ZS_BUFFER_INIT;
    assert_true(zs_buffer_append(&buffer, NULL, 0));
    assert_int_equal(buffer.length, 0);
    zs_buffer_release(&buffer);
    zs_buffer_release(&buffer);
}

static void test_terminates_behind_the_content(void **state)
{
    (void)state;
    zs_buffer buffer = ZS_BUFFER_INIT;
    assert_true(zs_buffer_append_string(&buffer, "0123456789abcdef"));
    assert_true(zs_buffer_terminate(&buffer));
    assert_int_equal(buffer.length, 16);
    assert_string_equal(buffer.data, "0123456789abcdef");
    zs_buffer_release(&buffer);
}

static void test_refuses_what_no_memory_holds(void **state)
{
    (void)state;
    zs_buffer buffer = ZS_BUFFER_INIT;
    assert_true(zs_buffer_append_string(&buffer, "kept"));
    assert_false(zs_buffer_reserve(&buffer, SIZE_MAX));
    assert_false(zs_buffer_reserve(&buffer, SIZE_MAX - buffer.length));
    assert_int_equal(buffer.length, 4);
    assert_memory_equal(buffer.data, "kept", 4);
    zs_buffer_release(&buffer);

    size_t capacity = 0;
    assert_null(zs_array_grow(NULL, &capacity, SIZE_MAX / 4, 8));
    assert_int_equal(capacity, 0);
}

static void test_arrays_grow_by_half(void **state)
{
    (void)state;
    size_t capacity = 0;
    uint32_t *array = NULL;
    size_t moves = 0;
    for (uint32_t count = 0; count < 100000; count++) {
        size_t before = capacity;
        uint32_t *grown = zs_array_grow(array, &capacity, (size_t)count + 1, sizeof *array);
        assert_non_null(grown);
        assert_true(capacity > count);
        assert_true(capacity == before || capacity >= before + before / 2);
        moves += capacity != before;
        array = grown;
        array[count] = count;
    }
    for (uint32_t i = 0; i < 100000; i++) {
        assert_int_equal(array[i], i);
    }
    assert_true(moves < 30);
    free(array);
}

static void check_round_trip(uint64_t number, size_t wanted_length)
{
    zs_buffer buffer = ZS_BUFFER_INIT;
    assert_true(zs_buffer_append_varint(&buffer, number));
    if (wanted_length > 0) {
        assert_int_equal(buffer.length, wanted_length);
    }
    size_t position = 0;
    uint64_t got = ~number;
    check(zs_varint_read(buffer.data, buffer.length, &position, &got) && got == number &&
              position == buffer.length,
          "%llu came back as %llu", (unsigned long long)number, (unsigned long long)got);
    for (size_t cut = 0; cut < buffer.length; cut++) {
        position = 0;
        got = 77;
        check(!zs_varint_read(buffer.data, cut, &position, &got) && position == 0 && got == 77,
              "%llu cut to %zu bytes is still read", (unsigned long long)number, cut);
    }
    zs_buffer_release(&buffer);
}

static void test_varints_come_back(void **state)
{
    (void)state;
    check_round_trip(0, 1);
    check_round_trip(127, 1);
    check_round_trip(128, 2);
    check_round_trip(16383, 2);
    check_round_trip(16384, 3);
    check_round_trip(UINT32_MAX, 5);
    check_round_trip(UINT64_MAX >> 1, 9);
    check_round_trip(UINT64_MAX, 10);
    test_random random = test_random_new(2);
    for (size_t round = 0; round < 10000; round++) {
        check_round_trip(test_random_next(&random) >> test_random_below(&random, 64), 0);
    }
}

static void test_varints_of_more_than_64_bits_are_none(void **state)
{
    (void)state;
    static const char too_great[] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02";
    static const char too_long[] = "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01";
    size_t position = 0;
    uint64_t number;
    assert_false(zs_varint_read(too_great, sizeof too_great - 1, &position, &number));
    assert_false(zs_varint_read(too_long, sizeof too_long - 1, &position, &number));
    assert_int_equal(position, 0);
}

static void test_varints_are_read_one_behind_another(void **state)
{
    (void)state;
    zs_buffer buffer = ZS_BUFFER_INIT;
    for (uint64_t i = 0; i < 64; i++) {
        assert_true(zs_buffer_append_varint(&buffer, UINT64_MAX >> i));
    }
    size_t position = 0;
    for (uint64_t i = 0; i < 64; i++) {
        uint64_t number;
        assert_true(zs_varint_read(buffer.data, buffer.length, &position, &number));
        assert_true(number == UINT64_MAX >> i);
    }
    assert_int_equal(position, buffer.length);
    zs_buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appends_like_memory),
        cmocka_unit_test(test_keeps_memory_when_cleared),
        cmocka_unit_test(test_nothing_can_be_appended),
        cmocka_unit_test(test_terminates_behind_the_content),
        cmocka_unit_test(test_refuses_what_no_memory_holds),
        cmocka_unit_test(test_arrays_grow_by_half),
        cmocka_unit_test(test_varints_come_back),
        cmocka_unit_test(test_varints_of_more_than_64_bits_are_none),
        cmocka_unit_test(test_varints_are_read_one_behind_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
