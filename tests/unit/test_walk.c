/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which files there are, in what order, and what they are called.
 */
#include "support/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/walk.h"
#include "support/folder.h"

/* A folder with an index in it. */
struct ground {
    char *folder; /* its real path */
    zs_place place;
    zs_walk walk;
};

static void make_folder(const char *folder, const char *name)
{
    char *path = test_path(folder, name);
    check(mkdir(path, 0777) == 0, "%s", path);
    free(path);
}

static void make_file(const char *folder, const char *name)
{
    char *path = test_path(folder, name);
    test_write_file(path, "text", 4);
    free(path);
}

static void make_link(const char *folder, const char *name, const char *target)
{
    char *path = test_path(folder, name);
    check(symlink(target, path) == 0, "%s", path);
    free(path);
}

static int set_up(void **state)
{
    struct ground *ground = calloc(1, sizeof *ground);
    char *folder = test_folder_new();
    zs_error error;
    ground->folder = realpath(folder, NULL);
    free(folder);
    make_folder(ground->folder, "index");
    char *index = test_path(ground->folder, "index");
    check_ok(zs_place_init(&ground->place, index, &error), error);
    free(index);
    static const zs_reading_options options = {.encoding = NULL};
    zs_walk_init(&ground->walk, &options);
    *state = ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    zs_walk_release(&ground->walk);
    zs_place_release(&ground->place);
    test_folder_remove(ground->folder);
    free(ground);
    return 0;
}

static bool go_on(void *context)
{
    (void)context;
    return false;
}

static bool stop(void *context)
{
    (void)context;
    return true;
}

static void walk_to(struct ground *ground, const char *name)
{
    zs_error error;
    char *path = name ? test_path(ground->folder, name) : strdup(ground->folder);
    check_ok(zs_walk_add(&ground->walk, &ground->place, path, go_on, NULL, &error), error);
    free(path);
}

/* The paths of the entries, with a mark behind those that cannot be indexed. */
static void assert_entries(const struct ground *ground, const char *wanted)
{
    char met[1000] = "";
    size_t length = 0;
    for (size_t i = 0; i < ground->walk.count; i++) {
        const zs_entry *entry = &ground->walk.entries[i];
        length += (size_t)snprintf(met + length, sizeof met - length, "%s%s%s",
                                   i > 0 ? " " : "", entry->path, entry->reason ? "!" : "");
        check((entry->reason != ZS_OK) == (entry->message != NULL), "%s", entry->path);
    }
    assert_string_equal(met, wanted);
}

static void test_order_and_names(void **state)
{
    struct ground *ground = *state;
    make_folder(ground->folder, "b");
    make_folder(ground->folder, "b/c");
    make_file(ground->folder, "b/c/z.txt");
    make_file(ground->folder, "b/\xE5\x9F\x8E.md");
    make_file(ground->folder, "b/Z.txt");
    make_file(ground->folder, "b.txt");
    make_file(ground->folder, "a.jsonl");
    make_file(ground->folder, "x.png");
    walk_to(ground, NULL);
    zs_walk_sort(&ground->walk);
    assert_entries(ground, "a.jsonl b.txt b/Z.txt b/c/z.txt b/\xE5\x9F\x8E.md x.png");
    assert_string_equal(ground->walk.entries[0].format->name, "JSON Lines");
    assert_string_equal(ground->walk.entries[1].format->name, "plain text");
    assert_string_equal(ground->walk.entries[4].format->name, "Markdown");
    assert_null(ground->walk.entries[5].format);
    assert_int_equal(ground->walk.entries[1].stamp.size, 4);
    assert_ptr_equal(zs_walk_find(&ground->walk, "b.txt"), &ground->walk.entries[1]);
    assert_null(zs_walk_find(&ground->walk, "b"));
}

static void test_what_is_passed_over(void **state)
{
    struct ground *ground = *state;
    make_file(ground->folder, ".hidden.txt");
    make_folder(ground->folder, ".git");
    make_file(ground->folder, ".git/a.txt");
    make_file(ground->folder, "index/a.txt");
    make_file(ground->folder, "seen.txt");
    walk_to(ground, NULL);
    zs_walk_sort(&ground->walk);
    assert_entries(ground, "seen.txt");
}

static void test_what_is_named_is_taken(void **state)
{
    struct ground *ground = *state;
    make_file(ground->folder, ".hidden.txt");
    make_folder(ground->folder, ".notes");
    make_file(ground->folder, ".notes/a.txt");
    make_file(ground->folder, ".notes/.b.txt");
    walk_to(ground, ".hidden.txt");
    walk_to(ground, ".notes");
    zs_walk_sort(&ground->walk);
    assert_entries(ground, ".hidden.txt .notes/a.txt");
}

static void test_each_file_once(void **state)
{
    struct ground *ground = *state;
    make_folder(ground->folder, "b");
    make_file(ground->folder, "b/a.txt");
    walk_to(ground, "b/a.txt");
    walk_to(ground, NULL);
    walk_to(ground, "b");
    zs_walk_sort(&ground->walk);
    assert_entries(ground, "b/a.txt");
}

static void test_links_and_specials(void **state)
{
    struct ground *ground = *state;
    make_folder(ground->folder, "b");
    make_file(ground->folder, "b/a.txt");
    make_link(ground->folder, "b/up", "..");
    make_link(ground->folder, "b/to.txt", "a.txt");
    make_link(ground->folder, "b/nowhere.txt", "none");
    char *pipe = test_path(ground->folder, "b/pipe.txt");
    assert_int_equal(mkfifo(pipe, 0666), 0);
    free(pipe);
    walk_to(ground, NULL);
    zs_walk_sort(&ground->walk);
    assert_entries(ground, "b/a.txt b/nowhere.txt! b/pipe.txt! b/to.txt b/up!");
    assert_int_equal(zs_walk_find(&ground->walk, "b/nowhere.txt")->reason, ZS_ERROR_NOT_FOUND);
    assert_int_equal(zs_walk_find(&ground->walk, "b/up")->reason, ZS_ERROR_FORMAT);
    assert_int_equal(zs_walk_find(&ground->walk, "b/to.txt")->stamp.size, 4);
}

static void test_unreadable_folder(void **state)
{
    struct ground *ground = *state;
    if (geteuid() == 0) {
        print_message("root may read everything: not tested\n");
        skip();
    }
    make_folder(ground->folder, "b");
    make_file(ground->folder, "b/a.txt");
    make_file(ground->folder, "c.txt");
    char *folder = test_path(ground->folder, "b");
    assert_int_equal(chmod(folder, 0), 0);
    walk_to(ground, NULL);
    assert_int_equal(chmod(folder, 0777), 0);
    free(folder);
    zs_walk_sort(&ground->walk);
    assert_entries(ground, "b! c.txt");
    assert_int_equal(ground->walk.entries[0].reason, ZS_ERROR_PERMISSION);
}

static void test_stopping(void **state)
{
    struct ground *ground = *state;
    zs_error error;
    check_status(zs_walk_add(&ground->walk, &ground->place, ground->folder, stop, NULL, &error),
                 ZS_ERROR_CANCELLED, error);
}

/* ---- Names ------------------------------------------------------------------------- */

static void test_stored_paths(void **state)
{
    (void)state;
    static const struct {
        const char *base, *absolute, *stored;
    } cases[] = {
        {"/home/u", "/home/u/a/b.txt", "a/b.txt"},
        {"/home/u", "/home/user/b.txt", NULL},
        {"/home/u", "/home/b.txt", NULL},
        {"/home/u", "/home/u", NULL},
        {"/", "/a/b.txt", "a/b.txt"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char base[20];
        (void)snprintf(base, sizeof base, "%s", cases[i].base);
        const zs_place place = {.base = base};
        const char *wanted = cases[i].stored ? cases[i].stored : cases[i].absolute;
        assert_string_equal(zs_place_stored(&place, cases[i].absolute), wanted);
        zs_buffer back = ZS_BUFFER_INIT;
        assert_true(zs_place_absolute(&place, wanted, &back));
        assert_string_equal(back.data, cases[i].absolute);
        zs_buffer_release(&back);
    }
}

static void assert_resolved(const struct ground *ground, const char *given, const char *wanted,
                            bool exists)
{
    struct stat status;
    zs_error error;
    char *resolved;
    check_ok(zs_resolve(given, &resolved, &status, &error), error);
    char *path = wanted[0] ? test_path(ground->folder, wanted) : strdup(ground->folder);
    assert_string_equal(resolved, path);
    assert_int_equal(status.st_mode != 0, exists);
    free(path);
    free(resolved);
}

static void test_resolving(void **state)
{
    struct ground *ground = *state;
    make_folder(ground->folder, "b");
    make_file(ground->folder, "b/a.txt");
    make_link(ground->folder, "way", "b");
    make_link(ground->folder, "b/to.txt", "a.txt");
    char *before = getcwd(NULL, 0);
    assert_int_equal(chdir(ground->folder), 0);
    assert_resolved(ground, ".", "", true);
    assert_resolved(ground, "b/", "b", true);
    assert_resolved(ground, "b/../b/./a.txt", "b/a.txt", true);
    assert_resolved(ground, "way", "b", true);
    assert_resolved(ground, "way/a.txt", "b/a.txt", true);
    assert_resolved(ground, "b/to.txt", "b/to.txt", true);
    assert_resolved(ground, "none.txt", "none.txt", false);
    assert_resolved(ground, "way/none/deep.txt", "b/none/deep.txt", false);
    assert_resolved(ground, "none/", "none", false);
    assert_int_equal(chdir(before), 0);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order_and_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_named_is_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_file_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_links_and_specials, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unreadable_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stopping, set_up, tear_down),
        cmocka_unit_test(test_stored_paths),
        cmocka_unit_test_setup_teardown(test_resolving, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
