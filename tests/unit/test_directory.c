/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The folder of an index: which database is in use, who may write, what is cleaned away.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/directory.h"
#include "support/folder.h"

static void write_in(const char *folder, const char *name, const char *content)
{
    char *path = test_path(folder, name);
    test_write_file(path, content, strlen(content));
    free(path);
}

static void make_database(const char *folder, const char *name)
{
    char *path = test_path(folder, name);
    assert_int_equal(mkdir(path, 0777), 0);
    write_in(path, "iamglass", "12345");
    write_in(path, "postlist.glass", "1234567");
    free(path);
}

static void test_no_folder_is_no_index(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    char *missing = test_path(folder, "missing");
    char *file = test_path(folder, "file");
    write_in(folder, "file", "");
    char *below_file = test_path(file, "index");
    uint32_t number = 77;
    zs_error error;
    check_status(zs_directory_current(missing, &number, &error), ZS_ERROR_NOT_FOUND, error);
    assert_non_null(strstr(error.message, missing));
    assert_non_null(strstr(error.message, "zsearch index"));
    check_status(zs_directory_current(file, &number, &error), ZS_ERROR_NOT_FOUND, error);
    check_status(zs_directory_current(below_file, &number, &error), ZS_ERROR_NOT_FOUND, error);
    assert_int_equal(number, 77);
    free(missing);
    free(file);
    free(below_file);
    test_folder_remove(folder);
}

static void test_the_stub_names_the_database(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    uint32_t number = 77;
    zs_error error;
    check_ok(zs_directory_current(folder, &number, &error), error);
    assert_int_equal(number, 0);

    static const struct {
        const char *content;
        uint32_t number;
    } good[] = {{"glass glass.1\n", 1},
                {"glass glass.4294967295", UINT32_MAX},
                {"glass  glass.12 \n", 12}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        write_in(folder, "XAPIANDB", good[i].content);
        check_ok(zs_directory_current(folder, &number, &error), error);
        assert_int_equal(number, good[i].number);
    }

    static const char *const bad[] = {"",
                                      "\n",
                                      "glass",
                                      "glass glass",
                                      "glass glass.",
                                      "glass glass.0",
                                      "glass glass.-1",
                                      "glass glass.1x",
                                      "glass glass.4294967296",
                                      "glass glass.99999999999999999999999999",
                                      "glass /etc",
                                      "auto glass.1",
                                      "\xFF\xFE\x01",
                                      "glassglassglassglassglassglass glass.1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_in(folder, "XAPIANDB", bad[i]);
        number = 77;
        check_status(zs_directory_current(folder, &number, &error), ZS_ERROR_CORRUPT, error);
        assert_non_null(strstr(error.message, "--rebuild"));
        assert_int_equal(number, 77);
    }
    test_folder_remove(folder);
}

static void test_a_stub_that_is_no_file_is_an_error(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    make_database(folder, "XAPIANDB");
    uint32_t number;
    zs_error error;
    check_status(zs_directory_current(folder, &number, &error), ZS_ERROR_IO, error);
    test_folder_remove(folder);
}

static void test_one_writes_at_a_time(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    char *index = test_path(folder, "index");
    int lock = -1;
    int other = -1;
    zs_error error;
    check_ok(zs_directory_lock(index, &lock, &error), error);
    assert_true(test_exists(folder, "index"));
    check_status(zs_directory_lock(index, &other, &error), ZS_ERROR_LOCKED, error);
    assert_non_null(strstr(error.message, index));
    assert_int_equal(other, -1);
    assert_int_equal(close(lock), 0);
    check_ok(zs_directory_lock(index, &lock, &error), error);

    /* The lock ends with the process that holds it, however that ends. */
    assert_int_equal(close(lock), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(zs_directory_lock(index, &lock, NULL) == ZS_OK ? 0 : 1);
    }
    int result;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFEXITED(result) && WEXITSTATUS(result) == 0);
    check_ok(zs_directory_lock(index, &lock, &error), error);
    assert_int_equal(close(lock), 0);
    free(index);
    test_folder_remove(folder);
}

static void test_a_folder_that_cannot_be_made(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    write_in(folder, "file", "");
    char *in_file = test_path(folder, "file/index");
    char *no_parent = test_path(folder, "a/b");
    int lock;
    zs_error error;
    check_status(zs_directory_lock(in_file, &lock, &error), ZS_ERROR_NOT_FOUND, error);
    check_status(zs_directory_lock(no_parent, &lock, &error), ZS_ERROR_NOT_FOUND, error);
    assert_non_null(strstr(error.message, no_parent));
    free(in_file);
    free(no_parent);
    test_folder_remove(folder);
}

static void test_what_is_not_allowed_is_said(void **state)
{
    (void)state;
    if (geteuid() == 0) {
        print_message("skipped: root is allowed everything\n");
        skip();
    }
    char *folder = test_folder_new();
    char *index = test_path(folder, "index");
    int lock;
    uint32_t number;
    zs_error error;
    assert_int_equal(mkdir(index, 0777), 0);
    write_in(index, "XAPIANDB", "glass glass.1\n");
    assert_int_equal(chmod(index, 0), 0);
    check_status(zs_directory_lock(index, &lock, &error), ZS_ERROR_PERMISSION, error);
    check_status(zs_directory_current(index, &number, &error), ZS_ERROR_PERMISSION, error);
    assert_int_equal(chmod(index, 0777), 0);
    free(index);
    test_folder_remove(folder);
}

static void test_switching_names_another(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    make_database(folder, "glass.1");
    make_database(folder, "glass.2");
    uint32_t number;
    zs_error error;
    check_ok(zs_directory_switch(folder, 1, &error), error);
    check_ok(zs_directory_current(folder, &number, &error), error);
    assert_int_equal(number, 1);
    check_ok(zs_directory_switch(folder, 2, &error), error);
    check_ok(zs_directory_current(folder, &number, &error), error);
    assert_int_equal(number, 2);
    assert_false(test_exists(folder, "XAPIANDB.next"));

    /* One that is not there is not put in use. */
    check_status(zs_directory_switch(folder, 3, &error), ZS_ERROR_NOT_FOUND, error);
    check_ok(zs_directory_current(folder, &number, &error), error);
    assert_int_equal(number, 2);
    test_folder_remove(folder);
}

static void test_only_databases_are_cleaned_away(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    make_database(folder, "glass.1");
    make_database(folder, "glass.2");
    make_database(folder, "glass.10");
    make_database(folder, "glass.x");
    make_database(folder, "other");
    write_in(folder, "XAPIANDB", "glass glass.2\n");
    write_in(folder, "glass.7", "a file, not a database");
    write_in(folder, "notes.txt", "mine");
    zs_directory_clean(folder, 2);
    assert_false(test_exists(folder, "glass.1"));
    assert_true(test_exists(folder, "glass.2"));
    assert_false(test_exists(folder, "glass.10"));
    assert_true(test_exists(folder, "glass.x"));
    assert_true(test_exists(folder, "other"));
    assert_true(test_exists(folder, "XAPIANDB"));
    assert_true(test_exists(folder, "notes.txt"));
    zs_directory_clean("/nonexistent/folder", 1);
    test_folder_remove(folder);
}

static void test_the_size_is_that_of_the_files(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    make_database(folder, "glass.5");
    uint64_t bytes = 0;
    zs_error error;
    check_ok(zs_directory_size(folder, 5, &bytes, &error), error);
    assert_int_equal(bytes, 12);
    check_status(zs_directory_size(folder, 6, &bytes, &error), ZS_ERROR_NOT_FOUND, error);
    assert_int_equal(bytes, 12);
    char *path = zs_directory_database(folder, 5);
    assert_non_null(path);
    assert_string_equal(path + strlen(folder), "/glass.5");
    free(path);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_folder_is_no_index),
        cmocka_unit_test(test_the_stub_names_the_database),
        cmocka_unit_test(test_a_stub_that_is_no_file_is_an_error),
        cmocka_unit_test(test_one_writes_at_a_time),
        cmocka_unit_test(test_a_folder_that_cannot_be_made),
        cmocka_unit_test(test_what_is_not_allowed_is_said),
        cmocka_unit_test(test_switching_names_another),
        cmocka_unit_test(test_only_databases_are_cleaned_away),
        cmocka_unit_test(test_the_size_is_that_of_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
