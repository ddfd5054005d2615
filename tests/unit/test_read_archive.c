/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Archives of every kind, made here by libarchive: what becomes of their members, of names in
 * other encodings, of damage, and of those that would expand without end.
 */
#include "support/test.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "support/random.h"
#include "support/reading.h"

/* An archive in the making, in memory. */
struct packing {
    struct archive *archive;
    char *memory;
    size_t used, room;
};

static void begin_packing(struct packing *packing, int (*format)(struct archive *),
                          int (*filter)(struct archive *), size_t room)
{
    *packing = (struct packing){.archive = archive_write_new(), .room = room};
    packing->memory = malloc(room);
    assert_non_null(packing->memory);
    assert_int_equal(format(packing->archive), ARCHIVE_OK);
    if (filter) {
        assert_int_equal(filter(packing->archive), ARCHIVE_OK);
    }
    (void)archive_write_set_bytes_in_last_block(packing->archive, 1);
    assert_int_equal(
        archive_write_open_memory(packing->archive, packing->memory, room, &packing->used),
        ARCHIVE_OK);
}

static void pack(struct packing *packing, const char *name, const char *data, size_t length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)length);
    archive_entry_set_mtime(entry, 1000000000, 0);
    check(archive_write_header(packing->archive, entry) == ARCHIVE_OK, "%s",
          archive_error_string(packing->archive));
    assert_int_equal(archive_write_data(packing->archive, data, length), length);
    archive_entry_free(entry);
}

static void pack_text(struct packing *packing, const char *name, const char *text)
{
    pack(packing, name, text, strlen(text));
}

static void end_packing(struct packing *packing)
{
    check(archive_write_close(packing->archive) == ARCHIVE_OK, "%s",
          archive_error_string(packing->archive));
    archive_write_free(packing->archive);
}

static void read_packed(zs_test_reading *reading, const struct packing *packing)
{
    zs_test_read_stream(reading, zs_read_archive, packing->memory, packing->used);
}

static const zs_article *article_named(const zs_test_reading *reading, const char *id)
{
    for (size_t i = 0; i < reading->article_count; i++) {
        if (strcmp(reading->articles[i].article->id, id) == 0) {
            return reading->articles[i].article;
        }
    }
    fail_msg("there is no article %s", id);
    return NULL;
}

static const zs_kept_notice *member_named(const zs_test_reading *reading, const char *path)
{
    for (size_t i = 0; i < reading->member_count; i++) {
        if (strcmp(reading->members[i].path, path) == 0) {
            return &reading->members[i];
        }
    }
    fail_msg("there is no member %s", path);
    return NULL;
}

static const struct kind {
    const char *name;
    int (*format)(struct archive *);
    int (*filter)(struct archive *);
} kinds[] = {
    {"a.zip", archive_write_set_format_zip, NULL},
    {"a.7z", archive_write_set_format_7zip, NULL},
    {"a.tar", archive_write_set_format_pax_restricted, NULL},
    {"a.tar.gz", archive_write_set_format_pax_restricted, archive_write_add_filter_gzip},
    {"a.tar.xz", archive_write_set_format_pax_restricted, archive_write_add_filter_xz},
    {"a.tar.zst", archive_write_set_format_pax_restricted, archive_write_add_filter_zstd},
    {"a.tar.bz2", archive_write_set_format_pax_restricted, archive_write_add_filter_bzip2},
    {"a.cpio", archive_write_set_format_cpio, NULL},
};

/* Members of several formats, in every kind of archive. */
static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct packing packing;
        zs_test_reading reading;
        begin_packing(&packing, kinds[i].format, kinds[i].filter, 1 << 20);
        pack_text(&packing, "./b/c.txt", "国际消费中心\n\n城市的橱窗。");
        pack_text(&packing, "d.md", "# 青年人才\n\n留下来。");
        pack_text(&packing, "e.png", "no article");
        pack_text(&packing, ".hidden.txt", "看不见");
        pack_text(&packing, "f.jsonl",
                  "{\"id\":1,\"text\":\"甲\"}\nbad\n{\"id\":2,\"text\":\"乙\"}\n");
        end_packing(&packing);
        zs_test_reading_init(&reading, "news/a.zip");
        read_packed(&reading, &packing);
        check(reading.status == ZS_OK, "%s: %s", kinds[i].name, reading.error.message);
        assert_int_equal(reading.article_count, 4);
        const zs_article *article = article_named(&reading, "news/a.zip!b/c.txt");
        assert_string_equal(article->path, "news/a.zip!b/c.txt");
        assert_string_equal(article->title, "国际消费中心");
        assert_int_equal(article->text_offset, 0);
        assert_string_equal(article_named(&reading, "news/a.zip!d.md")->title, "青年人才");
        assert_string_equal(article_named(&reading, "1")->path, "news/a.zip!f.jsonl");
        assert_int_equal(reading.member_count, 4);
        assert_int_equal(member_named(&reading, "news/a.zip!f.jsonl")->articles, 2);
        assert_string_equal(member_named(&reading, "news/a.zip!d.md")->format, "Markdown");
        assert_int_equal(member_named(&reading, "news/a.zip!e.png")->reason.status,
                         ZS_ERROR_FORMAT);
        assert_int_equal(reading.remark_count, 1);
        assert_string_equal(reading.remarks[0].path, "news/a.zip!f.jsonl");
        assert_int_equal(reading.remarks[0].line, 2);
        zs_test_reading_release(&reading);
        free(packing.memory);
    }
}

static void test_one_compressed_file(void **state)
{
    (void)state;
    struct packing packing;
    zs_test_reading reading;
    begin_packing(&packing, archive_write_set_format_raw, archive_write_add_filter_gzip,
                  1 << 20);
    pack_text(&packing, "x", "先进制造业");
    end_packing(&packing);
    zs_test_reading_init(&reading, "b/report.txt.gz");
    read_packed(&reading, &packing);
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.article_count, 1);
    assert_string_equal(reading.articles[0].article->id, "b/report.txt.gz!report.txt");
    zs_test_reading_release(&reading);
    free(packing.memory);
}

/* An archive in an archive, and too many of them. */
static void test_nested(void **state)
{
    (void)state;
    struct packing inner, outer;
    zs_test_reading reading;
    begin_packing(&inner, archive_write_set_format_zip, NULL, 1 << 20);
    pack_text(&inner, "c.txt", "青年人才");
    end_packing(&inner);
    zs_test_reading_init(&reading, "0.zip");
    for (unsigned depth = 1; depth <= 8; depth++) {
        begin_packing(&outer, archive_write_set_format_zip, NULL, 1 << 20);
        pack(&outer, "b.zip", inner.memory, inner.used);
        end_packing(&outer);
        read_packed(&reading, &outer);
        check_ok(reading.status, reading.error);
        if (depth == 2) {
            assert_string_equal(reading.articles[0].article->id, "0.zip!b.zip!b.zip!c.txt");
        }
        assert_int_equal(reading.article_count, depth <= 5);
        if (depth == 8) {
            assert_int_equal(reading.member_count, 7);
            assert_non_null(strstr(reading.members[0].reason.message, "unpack"));
        }
        free(inner.memory);
        inner = outer;
    }
    free(inner.memory);
    zs_test_reading_release(&reading);
}

/* Paths are only names, but none may look like another file's. */
static void test_paths_that_lead_out(void **state)
{
    (void)state;
    static const char *const names[] = {"../a.txt", "/etc/a.txt", "b/../../a.txt",
                                        "b\\..\\..\\a.txt"};
    struct packing packing;
    zs_test_reading reading;
    begin_packing(&packing, archive_write_set_format_zip, NULL, 1 << 20);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        pack_text(&packing, names[i], "甲");
    }
    pack_text(&packing, "a..b.txt", "乙");
    end_packing(&packing);
    zs_test_reading_init(&reading, "a.zip");
    read_packed(&reading, &packing);
    assert_int_equal(reading.article_count, 1);
    assert_string_equal(reading.articles[0].article->id, "a.zip!a..b.txt");
    assert_int_equal(reading.member_count, 5);
    zs_test_reading_release(&reading);
    free(packing.memory);
}

/* Names in the encoding of the machine that packed them. */
static void test_names_in_gbk(void **state)
{
    (void)state;
    /* 新闻报道.txt, 城市发展.txt */
    static const char *const names[] = {"\xD0\xC2\xCE\xC5\xB1\xA8\xB5\xC0.txt",
                                        "\xB3\xC7\xCA\xD0\xB7\xA2\xD5\xB9.txt"};
    struct packing packing;
    zs_test_reading reading;
    begin_packing(&packing, archive_write_set_format_zip, NULL, 1 << 20);
    for (size_t i = 0; i < 2; i++) {
        pack_text(&packing, names[i], "正文。");
    }
    end_packing(&packing);
    zs_test_reading_init(&reading, "a.zip");
    read_packed(&reading, &packing);
    assert_string_equal(reading.articles[0].article->id, "a.zip!新闻报道.txt");
    assert_string_equal(reading.articles[1].article->id, "a.zip!城市发展.txt");
    zs_test_reading_release(&reading);
    free(packing.memory);
}

/* 200 MB of nothing but zeros stop early, and what stood before is kept. */
static void test_bomb(void **state)
{
    (void)state;
    enum { LENGTH = 200 << 20 };
    char *zeros = calloc(1, LENGTH);
    struct packing packing;
    zs_test_reading reading;
    begin_packing(&packing, archive_write_set_format_zip, NULL, 1 << 20);
    pack_text(&packing, "a.txt", "国际消费中心");
    pack(&packing, "b.txt", zeros, LENGTH);
    pack_text(&packing, "c.txt", "不再读");
    end_packing(&packing);
    zs_test_reading_init(&reading, "a.zip");
    read_packed(&reading, &packing);
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.article_count, 1);
    assert_int_equal(member_named(&reading, "a.zip!b.txt")->reason.status, ZS_ERROR_FORMAT);
    assert_int_equal(reading.remark_count, 1);
    assert_non_null(strstr(reading.remarks[0].reason.message, "bomb"));
    zs_test_reading_release(&reading);
    free(packing.memory);
    free(zeros);
}

/* Cut anywhere: what comes of it is some of the articles, whole, or a refusal. */
static void test_cut(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        struct packing packing;
        zs_test_reading reading;
        begin_packing(&packing, kinds[kind].format, kinds[kind].filter, 1 << 20);
        pack_text(&packing, "1.txt", "第一篇，国际消费中心。");
        pack_text(&packing, "2.txt", "第二篇，青年人才。");
        pack_text(&packing, "3.txt", "第三篇，先进制造业。");
        end_packing(&packing);
        zs_test_reading_init(&reading, kinds[kind].name);
        size_t step = packing.used > 2000 ? 97 : 7;
        for (size_t length = 0; length < packing.used; length += step) {
            zs_test_read_stream(&reading, zs_read_archive, packing.memory, length);
            check(reading.status == ZS_OK || reading.status == ZS_ERROR_FORMAT, "%s",
                  reading.error.message);
            for (size_t i = 0; i < reading.article_count; i++) {
                const zs_article *article = reading.articles[i].article;
                assert_true(article->text_length >= 3 && memcmp(article->text, "第", 3) == 0);
            }
        }
        zs_test_reading_release(&reading);
        free(packing.memory);
    }
}

static void test_no_archive(void **state)
{
    (void)state;
    zs_test_reading reading;
    zs_test_reading_init(&reading, "a.zip");
    zs_test_read_stream(&reading, zs_read_archive, "这只是一段文字。", SIZE_MAX);
    assert_int_equal(reading.status, ZS_ERROR_FORMAT);
    assert_int_equal(reading.article_count, 0);
    zs_test_reading_release(&reading);
}

static void test_damaged_anywhere(void **state)
{
    (void)state;
    test_random random = test_random_new(7);
    struct packing packing;
    zs_test_reading reading;
    begin_packing(&packing, archive_write_set_format_zip, NULL, 1 << 20);
    pack_text(&packing, "1.txt", "第一篇，国际消费中心。");
    pack_text(&packing, "2.txt", "第二篇，青年人才。");
    end_packing(&packing);
    zs_test_reading_init(&reading, "a.zip");
    for (unsigned round = 0; round < 300; round++) {
        char *copy = malloc(packing.used);
        memcpy(copy, packing.memory, packing.used);
        for (unsigned i = 0; i < 3; i++) {
            copy[test_random_below(&random, packing.used)] =
                (char)test_random_below(&random, 256);
        }
        zs_test_read_stream(&reading, zs_read_archive, copy, packing.used);
        assert_true(reading.article_count <= 3);
        free(copy);
    }
    zs_test_reading_release(&reading);
    free(packing.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_one_compressed_file),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_paths_that_lead_out),
        cmocka_unit_test(test_names_in_gbk),
        cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_no_archive),
        cmocka_unit_test(test_damaged_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
