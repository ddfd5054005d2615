/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs over files and folders, one after another: what is added, updated, left alone, taken
 * away and skipped, and what is said of it.
 */
#include "support/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "store/reader.h"
#include "support/folder.h"
#include "text/analyser.h"
#include "zsearch.h"

struct ground {
    char *folder;
    zs_index *index;
    pthread_t thread;
    zs_buffer reports; /* "outcome path" or "outcome path:line", separated by spaces */
    char message[500]; /* of the last that was skipped */
    unsigned ticks, stop_at;
    zs_reading_options reading;
    bool dry_run, prune;
    zs_index_summary summary;
    zs_error error;
};

static void open_index(struct ground *ground)
{
    char *directory = test_path(ground->folder, "index");
    check_ok(zs_index_open(directory, &ground->index, &ground->error), ground->error);
    free(directory);
}

static int set_up(void **state)
{
    struct ground *ground = calloc(1, sizeof *ground);
    ground->folder = test_folder_new();
    ground->thread = pthread_self();
    open_index(ground);
    *state = ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    zs_index_close(ground->index);
    zs_buffer_release(&ground->reports);
    test_folder_remove(ground->folder);
    free(ground);
    return 0;
}

static void write_bytes(const struct ground *ground, const char *name, const char *data,
                        size_t length)
{
    char *path = test_path(ground->folder, name);
    test_write_file(path, data, length);
    free(path);
}

static void write_text(const struct ground *ground, const char *name, const char *text)
{
    write_bytes(ground, name, text, strlen(text));
}

static void make_folder(const struct ground *ground, const char *name)
{
    char *path = test_path(ground->folder, name);
    assert_int_equal(mkdir(path, 0777), 0);
    free(path);
}

static void remove_file(const struct ground *ground, const char *name)
{
    char *path = test_path(ground->folder, name);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void on_file(void *context, const zs_file_report *report)
{
    struct ground *ground = context;
    char line[300];
    assert_true(pthread_equal(pthread_self(), ground->thread));
    int length = snprintf(line, sizeof line, "%s%s %s", ground->reports.length > 0 ? " " : "",
                          zs_file_outcome_name(report->outcome), report->path);
    if (report->line > 0) {
        length += snprintf(line + length, sizeof line - (size_t)length, ":%llu",
                           (unsigned long long)report->line);
    }
    assert_true(zs_buffer_append(&ground->reports, line, (size_t)length));
    bool skipped = report->outcome == ZS_FILE_SKIPPED;
    assert_int_equal(report->reason != ZS_OK, skipped);
    assert_int_equal(report->message != NULL, skipped || report->outcome == ZS_FILE_MOVED);
    if (skipped) {
        (void)snprintf(ground->message, sizeof ground->message, "%s", report->message);
    }
}

static bool on_progress(void *context, const zs_index_progress *progress)
{
    struct ground *ground = context;
    assert_true(pthread_equal(pthread_self(), ground->thread));
    assert_true(progress->files_done <= progress->files_total);
    assert_true(progress->bytes_done <= progress->bytes_total);
    ground->ticks++;
    return ground->ticks == ground->stop_at;
}

static zs_status run(struct ground *ground, const char *name)
{
    const zs_index_files_options options = {.threads = 3,
                                            .reading = &ground->reading,
                                            .dry_run = ground->dry_run,
                                            .prune = ground->prune,
                                            .on_file = on_file,
                                            .on_progress = on_progress,
                                            .context = ground};
    char *path = name ? test_path(ground->folder, name) : strdup(ground->folder);
    const char *const paths[] = {path};
    zs_buffer_clear(&ground->reports);
    ground->message[0] = '\0';
    ground->ticks = 0;
    zs_status status =
        zs_index_files(ground->index, paths, 1, &options, &ground->summary, &ground->error);
    assert_true(zs_buffer_terminate(&ground->reports));
    free(path);
    return status;
}

/* A run that succeeds; `counts` are articles added, updated, unchanged and deleted, files
 * skipped, lines skipped. */
static void assert_run(struct ground *ground, const char *name, const char *reports,
                       const char *counts)
{
    check_ok(run(ground, name), ground->error);
    assert_string_equal(ground->reports.data, reports);
    const zs_index_summary *summary = &ground->summary;
    char counted[100];
    (void)snprintf(counted, sizeof counted, "%llu %llu %llu %llu %llu %llu",
                   (unsigned long long)summary->added, (unsigned long long)summary->updated,
                   (unsigned long long)summary->unchanged, (unsigned long long)summary->deleted,
                   (unsigned long long)summary->files_skipped,
                   (unsigned long long)summary->parts_skipped);
    assert_string_equal(counted, counts);
}

static void test_life_of_a_folder(void **state)
{
    struct ground *ground = *state;
    make_folder(ground, "b");
    write_text(ground, "a.txt", "国际消费中心");
    write_text(ground, "b/c.md", "# 标题\n正文");
    write_text(ground, "b/d.jsonl", "{\"id\":1,\"text\":\"甲\"}\n{\"id\":2,\"text\":\"乙\"}\n");
    write_text(ground, "b/e.png", "");
    assert_run(ground, NULL, "added a.txt added b/c.md added b/d.jsonl skipped b/e.png",
               "4 0 0 0 1 0");
    assert_string_equal(ground->message, "unknown format: .png");
    /* Titles, one of them from the name of the file, and texts. */
    assert_int_equal(ground->summary.text_bytes, (1 + 18) + (6 + 6) + 3 + 3);
    assert_run(ground, NULL,
               "unchanged a.txt unchanged b/c.md unchanged b/d.jsonl skipped b/e.png",
               "0 0 4 0 1 0");
    assert_int_equal(ground->summary.text_bytes, 0);

    write_text(ground, "a.txt", "国家中心城市");
    write_text(ground, "b/d.jsonl", "{\"id\":2,\"text\":\"乙\"}\n{\"id\":3,\"text\":\"丙\"}\n");
    remove_file(ground, "b/c.md");
    assert_run(ground, NULL, "updated a.txt updated b/d.jsonl skipped b/e.png deleted b/c.md",
               "1 1 1 2 1 0");

    /* Only what lies below the path given can vanish. */
    remove_file(ground, "a.txt");
    assert_run(ground, "b", "unchanged b/d.jsonl skipped b/e.png", "0 0 2 0 1 0");
    assert_run(ground, "a.txt", "deleted a.txt", "0 0 0 1 0 0");
    remove_file(ground, "b/d.jsonl");
    assert_run(ground, "b", "skipped b/e.png deleted b/d.jsonl", "0 0 0 2 1 0");
    check_status(run(ground, "a.txt"), ZS_ERROR_NOT_FOUND, ground->error);
    assert_non_null(strstr(ground->error.message, "a.txt"));
}

/* The ledger is in the index, so another handle knows the same. */
static void test_reopened(void **state)
{
    struct ground *ground = *state;
    make_folder(ground, "b");
    write_text(ground, "b/a.txt", "国际消费中心");
    assert_run(ground, "b", "added b/a.txt", "1 0 0 0 0 0");
    zs_index_close(ground->index);
    open_index(ground);
    assert_run(ground, "b", "unchanged b/a.txt", "0 0 1 0 0 0");
    remove_file(ground, "b/a.txt");
    char *folder = test_path(ground->folder, "b");
    assert_int_equal(rmdir(folder), 0);
    free(folder);
    assert_run(ground, "b", "deleted b/a.txt", "0 0 0 1 0 0");
}

/* New stamps, old content. */
static void test_touched(void **state)
{
    struct ground *ground = *state;
    const struct timespec times[] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    static const char *const names[] = {"a.txt", "b.jsonl"};
    write_text(ground, "a.txt", "国际消费中心");
    write_text(ground, "b.jsonl", "{\"text\":\"甲\"}\n\n{\"text\":\"乙\"}");
    assert_run(ground, NULL, "added a.txt added b.jsonl", "3 0 0 0 0 0");
    for (size_t i = 0; i < 2; i++) {
        char *path = test_path(ground->folder, names[i]);
        assert_int_equal(utimensat(-1, path, times, 0), 0);
        free(path);
    }
    assert_run(ground, NULL, "unchanged a.txt unchanged b.jsonl", "0 0 3 0 0 0");
    assert_int_equal(ground->summary.text_bytes, 0);
}

/* A change that leaves size and mtime as they were, at once after the run. */
static void test_changed_at_once(void **state)
{
    struct ground *ground = *state;
    struct stat before;
    char *path = test_path(ground->folder, "a.txt");
    write_text(ground, "a.txt", "甲甲甲");
    assert_run(ground, NULL, "added a.txt", "1 0 0 0 0 0");
    assert_int_equal(stat(path, &before), 0);
    write_text(ground, "a.txt", "乙乙乙");
    const struct timespec times[] = {before.st_atim, before.st_mtim};
    assert_int_equal(utimensat(-1, path, times, 0), 0);
    assert_run(ground, NULL, "updated a.txt", "0 1 0 0 0 0");
    free(path);
}

static void test_lines(void **state)
{
    struct ground *ground = *state;
    write_text(ground, "a.jsonl",
               "{\"id\":\"x\",\"text\":\"甲\"}\nnot json\n\n{\"id\":\"y\",\"text\":\"乙\"}\n"
               "{\"id\":\"x\",\"text\":\"丙\"}\n{\"id\":\"x\",\"text\":\"丙\"}\n");
    assert_run(ground, NULL,
               "skipped a.jsonl:2 skipped a.jsonl:1 skipped a.jsonl:5 added a.jsonl",
               "2 0 0 0 0 3");
    assert_string_equal(ground->message,
                        "line 6 has the same id and takes the place of this line");

    /* The lines in another order are the same articles. */
    write_text(ground, "a.jsonl",
               "{\"id\":\"y\",\"text\":\"乙\"}\n{\"id\":\"x\",\"text\":\"丙\"}\n");
    assert_run(ground, NULL, "unchanged a.jsonl", "0 0 2 0 0 0");
    write_text(ground, "a.jsonl", "");
    assert_run(ground, NULL, "updated a.jsonl", "0 0 0 2 0 0");
    assert_run(ground, NULL, "unchanged a.jsonl", "0 0 0 0 0 0");
}

/* The same id in two files is two articles. */
static void test_ids_belong_to_their_file(void **state)
{
    struct ground *ground = *state;
    write_text(ground, "a.jsonl", "{\"id\":\"x\",\"text\":\"甲\"}\n");
    write_text(ground, "b.jsonl", "{\"id\":\"x\",\"text\":\"甲\"}\n");
    assert_run(ground, NULL, "added a.jsonl added b.jsonl", "2 0 0 0 0 0");
    remove_file(ground, "a.jsonl");
    assert_run(ground, NULL, "unchanged b.jsonl deleted a.jsonl", "0 0 1 1 0 0");
}

static void test_bad_files(void **state)
{
    struct ground *ground = *state;
    write_text(ground, "a.txt", "国际");
    write_text(ground, "b.jsonl", "{\"text\":\"甲\"}\n");
    write_text(ground, "c.md", "---\na: b: c\n---\n正文");
    assert_run(ground, NULL, "added a.txt added b.jsonl skipped c.md:2 added c.md",
               "3 0 0 0 0 1");

    /* What cannot be in the file any more leaves the index; the rest goes on. */
    static const char binary[200] = {1, 2, 3, 0, 0, 4};
    write_bytes(ground, "a.txt", binary, sizeof binary);
    assert_run(ground, NULL, "skipped a.txt unchanged b.jsonl unchanged c.md", "0 0 2 1 1 0");
    assert_non_null(strstr(ground->message, "no text"));
    assert_non_null(strstr(ground->message, "taken from the index"));
    write_bytes(ground, "b.jsonl", binary, sizeof binary);
    assert_run(ground, NULL, "skipped a.txt skipped b.jsonl unchanged c.md", "0 0 1 1 2 0");
    write_text(ground, "a.txt", "国际");
    assert_run(ground, NULL, "added a.txt skipped b.jsonl unchanged c.md", "1 0 1 0 1 0");
}

/* Whatever the encoding; what is damaged costs a character, not the file. */
static void test_encodings(void **state)
{
    struct ground *ground = *state;
    /* 国际消费中心 in GBK, and the same with a byte that is none. */
    write_text(ground, "a.txt", "\xB9\xFA\xBC\xCA\xCF\xFB\xB7\xD1\xD6\xD0\xD0\xC4\n");
    write_text(ground, "b.txt", "国际消费中心\xFF，国际消费中心\n");
    assert_run(ground, NULL, "added a.txt skipped b.txt:1 added b.txt", "2 0 0 0 0 1");
    const zs_reading_options reading = {.encoding = "no such thing"};
    const zs_index_files_options options = {.reading = &reading};
    check_status(zs_index_files(ground->index, NULL, 0, &options, NULL, &ground->error),
                 ZS_ERROR_ENCODING, ground->error);
}

/* What is read otherwise has to be read again. */
static void test_other_options(void **state)
{
    struct ground *ground = *state;
    write_text(ground, "a.jsonl", "{\"text\":\"甲\",\"名\":\"题\"}\n");
    assert_run(ground, NULL, "added a.jsonl", "1 0 0 0 0 0");
    const zs_field name = {"title", "名"};
    ground->reading = (zs_reading_options){.names = &name, .name_count = 1};
    assert_run(ground, NULL, "updated a.jsonl", "0 1 0 0 0 0");
    assert_run(ground, NULL, "unchanged a.jsonl", "0 0 1 0 0 0");
    ground->reading = (zs_reading_options){.encoding = NULL};
    assert_run(ground, NULL, "updated a.jsonl", "0 1 0 0 0 0");
}

static void move(const struct ground *ground, const char *from, const char *to)
{
    char *before = test_path(ground->folder, from), *after = test_path(ground->folder, to);
    assert_int_equal(rename(before, after), 0);
    free(before);
    free(after);
}

/* The ids of all articles, in order of their numbers, as a new handle sees them. */
static char *ids_of(const struct ground *ground)
{
    char *directory = test_path(ground->folder, "index");
    zs_buffer ids = ZS_BUFFER_INIT;
    zs_reader *reader;
    zs_error error;
    uint32_t docid = 0;
    check_ok(zs_reader_open(directory, zs_analyser_fingerprint(), &reader, &error), error);
    free(directory);
    for (;;) {
        check_ok(zs_reader_next(reader, docid, &docid, &error), error);
        if (docid == 0) {
            break;
        }
        check_ok(zs_reader_id(reader, docid, &ids, &error), error);
        assert_true(zs_buffer_append_byte(&ids, ' '));
    }
    zs_reader_close(reader);
    assert_true(zs_buffer_terminate(&ids));
    return ids.data;
}

static void assert_ids(const struct ground *ground, const char *expected)
{
    char *ids = ids_of(ground);
    assert_string_equal(ids, expected);
    free(ids);
}

static void test_moved(void **state)
{
    struct ground *ground = *state;
    make_folder(ground, "b");
    write_text(ground, "a.txt", "国际消费中心\n\n一篇有题目的文章。");
    write_text(ground, "c.txt", "没有题目的文章，题目是文件的名字。");
    write_text(ground, "d.jsonl", "{\"id\":\"x\",\"text\":\"甲\"}\n{\"text\":\"乙\"}\n");
    assert_run(ground, NULL, "added a.txt added c.txt added d.jsonl", "4 0 0 0 0 0");
    assert_ids(ground, "a.txt c.txt x d.jsonl#2 ");

    /* What takes its title from the name is another article under another name. */
    move(ground, "a.txt", "b/甲.txt");
    move(ground, "c.txt", "b/c2.txt");
    move(ground, "d.jsonl", "b/丁.jsonl");
    assert_run(ground, NULL, "added b/c2.txt moved b/丁.jsonl moved b/甲.txt deleted c.txt",
               "1 0 0 1 0 0");
    assert_int_equal(ground->summary.moved, 3);
    assert_int_equal(ground->summary.text_bytes, 2 + 51);
    assert_ids(ground, "b/甲.txt x b/丁.jsonl#2 b/c2.txt ");
    assert_run(ground, NULL, "unchanged b/c2.txt unchanged b/丁.jsonl unchanged b/甲.txt",
               "0 0 4 0 0 0");

    /* Only one of two copies is the file that was moved; and a copy is none that moved. */
    move(ground, "b/甲.txt", "1.txt");
    write_text(ground, "2.txt", "国际消费中心\n\n一篇有题目的文章。");
    assert_run(ground, NULL, "moved 1.txt added 2.txt unchanged b/c2.txt unchanged b/丁.jsonl",
               "1 0 3 0 0 0");
    write_text(ground, "3.txt", "国际消费中心\n\n一篇有题目的文章。");
    assert_run(ground, "3.txt", "added 3.txt", "1 0 0 0 0 0");
    assert_ids(ground, "1.txt x b/丁.jsonl#2 b/c2.txt 2.txt 3.txt ");
}

static void test_dry_run(void **state)
{
    struct ground *ground = *state;
    write_text(ground, "a.txt", "甲");
    write_text(ground, "b.png", "");
    ground->dry_run = true;
    assert_run(ground, NULL, "added a.txt skipped b.png", "0 0 0 0 1 0");
    ground->dry_run = false;
    assert_ids(ground, "");
    assert_run(ground, NULL, "added a.txt skipped b.png", "1 0 0 0 1 0");
    remove_file(ground, "a.txt");
    ground->dry_run = true;
    assert_run(ground, NULL, "skipped b.png deleted a.txt", "0 0 0 1 1 0");
    ground->dry_run = false;
    assert_run(ground, NULL, "skipped b.png deleted a.txt", "0 0 0 1 1 0");
}

/* What has vanished from elsewhere goes only if that is asked for. */
static void test_prune(void **state)
{
    struct ground *ground = *state;
    make_folder(ground, "b");
    write_text(ground, "a.txt", "甲");
    write_text(ground, "b/c.txt", "乙");
    assert_run(ground, NULL, "added a.txt added b/c.txt", "2 0 0 0 0 0");
    remove_file(ground, "a.txt");
    assert_run(ground, "b", "unchanged b/c.txt", "0 0 1 0 0 0");
    ground->prune = true;
    assert_run(ground, "b", "unchanged b/c.txt deleted a.txt", "0 0 1 1 0 0");
    assert_ids(ground, "b/c.txt ");
}

static void count_article(void *context, const char *id)
{
    assert_non_null(id);
    ++*(unsigned *)context;
}

static void forget(struct ground *ground, const char *pattern, uint64_t expected)
{
    for (int dry = 1; dry >= 0; dry--) {
        uint64_t count = 99;
        unsigned told = 0;
        check_ok(zs_index_forget(ground->index, pattern, dry == 1, count_article, &told, &count,
                                 &ground->error),
                 ground->error);
        assert_int_equal(count, expected);
        assert_int_equal(told, expected);
    }
    check_ok(zs_index_commit(ground->index, &ground->error), ground->error);
}

static void test_forget(void **state)
{
    struct ground *ground = *state;
    make_folder(ground, "b");
    write_text(ground, "a.txt", "甲");
    write_text(ground, "b/c.txt", "乙");
    write_text(ground, "b/d.jsonl", "{\"id\":\"x\",\"text\":\"甲\"}\n{\"text\":\"乙\"}\n");
    assert_run(ground, NULL, "added a.txt added b/c.txt added b/d.jsonl", "4 0 0 0 0 0");
    check_ok(zs_index_put(ground->index,
                          &(zs_article){.id = "m1", .text = "x", .text_length = 1},
                          &ground->error),
             ground->error);
    forget(ground, "nothing*", 0);
    forget(ground, "m?", 1);
    forget(ground, "x", 1);
    assert_ids(ground, "a.txt b/c.txt b/d.jsonl#2 ");
    forget(ground, "b", 2);
    assert_ids(ground, "a.txt ");
    /* The files are still there. */
    assert_run(ground, NULL, "unchanged a.txt added b/c.txt added b/d.jsonl", "3 0 1 0 0 0");
    forget(ground, "x", 1);
    assert_run(ground, NULL, "unchanged a.txt unchanged b/c.txt updated b/d.jsonl",
               "1 0 3 0 0 0");
    check_status(zs_index_forget(ground->index, "", false, NULL, NULL, NULL, &ground->error),
                 ZS_ERROR_ARGUMENT, ground->error);
}

/* What cannot be read may still be what it was: it stays. */
static void test_unreadable_file(void **state)
{
    struct ground *ground = *state;
    if (geteuid() == 0) {
        print_message("root may read everything: not tested\n");
        skip();
    }
    write_text(ground, "a.txt", "国际");
    assert_run(ground, NULL, "added a.txt", "1 0 0 0 0 0");
    write_text(ground, "a.txt", "国家");
    char *path = test_path(ground->folder, "a.txt");
    assert_int_equal(chmod(path, 0), 0);
    assert_run(ground, NULL, "skipped a.txt", "0 0 0 0 1 0");
    assert_int_equal(chmod(path, 0666), 0);
    assert_run(ground, NULL, "updated a.txt", "0 1 0 0 0 0");
    free(path);
}

static void test_cancelled(void **state)
{
    struct ground *ground = *state;
    zs_buffer lines = ZS_BUFFER_INIT;
    enum { ARTICLES = 20000 };
    for (unsigned i = 0; i < ARTICLES; i++) {
        char line[300];
        int length =
            snprintf(line, sizeof line,
                     "{\"id\":%u,\"text\":\"第%u篇，国家中心城市%u建设国际消费中心%u\"}\n", i,
                     i, i * 7, i * 13);
        assert_true(zs_buffer_append(&lines, line, (size_t)length));
    }
    write_bytes(ground, "a.jsonl", lines.data, lines.length);
    zs_buffer_release(&lines);
    ground->stop_at = 1;
    check_status(run(ground, NULL), ZS_ERROR_CANCELLED, ground->error);
    uint64_t added = ground->summary.added;
    check(added < ARTICLES, "it was too fast to be stopped");

    /* The next run completes it, whatever was there. */
    ground->stop_at = 0;
    check_ok(run(ground, NULL), ground->error);
    assert_int_equal(ground->summary.added, ARTICLES - added);
    assert_int_equal(ground->summary.unchanged, added);
    check_ok(run(ground, NULL), ground->error);
    assert_int_equal(ground->summary.unchanged, ARTICLES);
}

/* Files and articles from memory live together. */
static void test_articles_from_memory(void **state)
{
    struct ground *ground = *state;
    zs_error *error = &ground->error;
    const zs_field fields[] = {{"key", "值"}};
    const zs_article article = {.id = "m1",
                                .title = "题",
                                .text = "内容",
                                .text_length = 6,
                                .metadata = fields,
                                .metadata_count = 1};
    write_text(ground, "a.txt", "国际");
    check_ok(zs_index_put(ground->index, &article, error), *error);
    check_ok(zs_index_put(ground->index, &(zs_article){.id = "m2"}, error), *error);
    assert_run(ground, NULL, "added a.txt", "1 0 0 0 0 0");
    check_ok(zs_index_delete(ground->index, "m1", error), *error);
    check_status(zs_index_delete(ground->index, "m1", error), ZS_ERROR_NOT_FOUND, *error);

    /* What was deleted by its id and is still there as a file comes back. */
    check_ok(zs_index_delete(ground->index, "a.txt", error), *error);
    check_ok(zs_index_commit(ground->index, error), *error);
    assert_run(ground, NULL, "added a.txt", "1 0 0 0 0 0");
    check_ok(zs_index_compact(ground->index, error), *error);
    assert_run(ground, NULL, "unchanged a.txt", "0 0 1 0 0 0");
}

static void test_arguments(void **state)
{
    struct ground *ground = *state;
    zs_error *error = &ground->error;
    zs_index *index = ground->index;
    const zs_field nameless = {NULL, "x"};
    const zs_article bad[] = {
        {.id = NULL},
        {.id = ""},
        {.id = "x", .text_length = 1},
        {.id = "x", .text = "x", .text_length = ((size_t)1 << 30) + 1},
        {.id = "x", .metadata_count = 1},
        {.id = "x", .metadata = &nameless, .metadata_count = 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_status(zs_index_put(index, &bad[i], error), ZS_ERROR_ARGUMENT, *error);
    }
    check_status(zs_index_put(index, NULL, error), ZS_ERROR_ARGUMENT, *error);
    check_status(zs_index_delete(index, NULL, error), ZS_ERROR_ARGUMENT, *error);
    check_status(zs_index_commit(NULL, error), ZS_ERROR_ARGUMENT, *error);
    check_status(zs_index_compact(NULL, error), ZS_ERROR_ARGUMENT, *error);
    check_status(zs_index_open("", &index, error), ZS_ERROR_ARGUMENT, *error);
    check_status(zs_index_files(index, NULL, 1, NULL, NULL, error), ZS_ERROR_ARGUMENT, *error);
    assert_int_equal(zs_index_files(index, NULL, 0, NULL, NULL, NULL), ZS_OK);
    zs_index_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_life_of_a_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reopened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_touched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_changed_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ids_belong_to_their_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_options, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dry_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_prune, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forget, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unreadable_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cancelled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_articles_from_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
