/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * WARC: pages out of records, plain, chunked and compressed, and what is not one.
 */
#include "support/test.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "support/reading.h"

static void add_record(zs_buffer *warc, const char *type, const char *address,
                       const char *content_type, const char *block, size_t length)
{
    char head[500];
    int size = snprintf(head, sizeof head,
                        "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
                        "WARC-Date: 2023-05-04T06:30:00Z\r\nContent-Type: %s\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        type, address, content_type, length);
    assert_true(zs_buffer_append(warc, head, (size_t)size) &&
                zs_buffer_append(warc, block, length) &&
                zs_buffer_append_string(warc, "\r\n\r\n"));
}

static void add_response(zs_buffer *warc, const char *address, const char *response)
{
    add_record(warc, "response", address, "application/http; msgtype=response", response,
               strlen(response));
}

static const char page[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                           "国际消费中心";

static void test_pages(void **state)
{
    (void)state;
    zs_buffer warc = ZS_BUFFER_INIT;
    zs_test_reading reading;
    add_record(&warc, "warcinfo", "", "application/warc-fields", "software: none\r\n", 16);
    add_record(&warc, "request", "http://a.example/1", "application/http",
               "GET / HTTP/1.1\r\n\r\n", 18);
    add_response(&warc, "<http://a.example/1>", page);
    add_response(&warc, "http://a.example/2",
                 "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n没有");
    add_response(&warc, "http://a.example/3.png",
                 "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx");
    add_response(&warc, "http://a.example/4",
                 "HTTP/1.1 200 OK\r\ncontent-type: Text/Plain\r\nTransfer-Encoding: chunked\r\n"
                 "\r\n6\r\n青年\r\nA;x=1\r\n人才abcd\r\n0\r\n\r\n");
    add_record(&warc, "conversion", "http://a.example/5", "text/plain", "先进制造业", 15);
    zs_test_reading_init(&reading, "crawl.warc");
    zs_test_read_stream(&reading, zs_read_warc, warc.data, warc.length);
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.article_count, 3);
    const zs_article *article = reading.articles[0].article;
    assert_string_equal(article->id, "crawl.warc!http://a.example/1");
    assert_string_equal(article->url, "http://a.example/1");
    assert_string_equal(zs_test_metadata(article, "captured"), "2023-05-04T06:30:00Z");
    assert_int_equal(article->text_length, 18);
    article = reading.articles[1].article;
    assert_int_equal(article->text_length, 16);
    assert_memory_equal(article->text, "青年人才abcd", 16);
    assert_string_equal(reading.articles[2].article->url, "http://a.example/5");
    assert_int_equal(reading.remark_count, 0);

    /* Cut anywhere, nothing but whole pages and perhaps the beginning of the last. */
    for (size_t length = 0; length < warc.length; length += 3) {
        zs_test_read_stream(&reading, zs_read_warc, warc.data, length);
        assert_true(reading.status == ZS_OK || reading.status == ZS_ERROR_FORMAT);
        assert_true(reading.article_count <= 3);
    }
    zs_test_reading_release(&reading);
    zs_buffer_release(&warc);
}

/* The same compressed, each record by itself as crawlers do it. */
static void test_compressed(void **state)
{
    (void)state;
    zs_buffer warc = ZS_BUFFER_INIT, all = ZS_BUFFER_INIT;
    zs_test_reading reading;
    for (unsigned i = 0; i < 3; i++) {
        char address[40];
        (void)snprintf(address, sizeof address, "http://a.example/%u", i);
        zs_buffer_clear(&warc);
        add_response(&warc, address, page);
        struct archive *archive = archive_write_new();
        struct archive_entry *entry = archive_entry_new();
        char packed[4096];
        size_t used;
        assert_int_equal(archive_write_set_format_raw(archive), ARCHIVE_OK);
        assert_int_equal(archive_write_add_filter_gzip(archive), ARCHIVE_OK);
        (void)archive_write_set_bytes_in_last_block(archive, 1);
        assert_int_equal(archive_write_open_memory(archive, packed, sizeof packed, &used),
                         ARCHIVE_OK);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_pathname(entry, "x");
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, warc.data, warc.length), warc.length);
        assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
        archive_write_free(archive);
        archive_entry_free(entry);
        assert_true(zs_buffer_append(&all, packed, used));
    }
    zs_test_reading_init(&reading, "crawl.warc.gz");
    zs_test_read_stream(&reading, zs_read_warc, all.data, all.length);
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.article_count, 3);
    assert_string_equal(reading.articles[2].article->id, "crawl.warc.gz!http://a.example/2");
    zs_test_reading_release(&reading);
    zs_buffer_release(&warc);
    zs_buffer_release(&all);
}

static void test_damaged(void **state)
{
    (void)state;
    zs_buffer warc = ZS_BUFFER_INIT;
    zs_test_reading reading;
    zs_test_reading_init(&reading, "crawl.warc");
    zs_test_read_stream(&reading, zs_read_warc, "no record\r\n\r\n", SIZE_MAX);
    assert_int_equal(reading.status, ZS_ERROR_FORMAT);
    add_response(&warc, "http://a.example/1", page);
    assert_true(zs_buffer_append_string(&warc, "rubbish\r\n\r\n"));
    zs_test_read_stream(&reading, zs_read_warc, warc.data, warc.length);
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.article_count, 1);
    assert_int_equal(reading.remark_count, 1);
    assert_non_null(strstr(reading.remarks[0].reason.message, "record 2"));
    zs_test_reading_release(&reading);
    zs_buffer_release(&warc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_compressed),
        cmocka_unit_test(test_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
