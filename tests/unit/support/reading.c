/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/container.h"
#include "support/test.h"

void zs_test_reading_init(zs_test_reading *reading, const char *path)
{
    zs_error error;
    *reading = (zs_test_reading){.path = path, .modified = INT64_MIN};
    assert_int_equal(zs_tools_init(&reading->tools, &error), ZS_OK);
}

static void free_notices(zs_kept_notice *notices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(notices[i].path);
        free(notices[i].format);
    }
    free(notices);
}

static void forget(zs_test_reading *reading)
{
    for (size_t i = 0; i < reading->article_count; i++) {
        zs_draft_release(&reading->articles[i].draft);
    }
    free(reading->articles);
    free_notices(reading->remarks, reading->remark_count);
    free_notices(reading->members, reading->member_count);
    reading->articles = NULL;
    reading->remarks = reading->members = NULL;
    reading->article_count = reading->remark_count = reading->member_count = 0;
}

void zs_test_reading_release(zs_test_reading *reading)
{
    forget(reading);
    zs_draft_release(&reading->draft);
    zs_tools_release(&reading->tools);
}

static zs_status begin(void *context, zs_draft **out, zs_error *error)
{
    (void)error;
    zs_test_reading *reading = context;
    zs_draft_clear(&reading->draft);
    *out = &reading->draft;
    return ZS_OK;
}

static zs_status put(void *context, uint64_t line, zs_error *error)
{
    (void)error;
    zs_test_reading *reading = context;
    zs_kept_article *articles =
        realloc(reading->articles, (reading->article_count + 1) * sizeof *articles);
    assert_non_null(articles);
    reading->articles = articles;
    articles[reading->article_count++] =
        (zs_kept_article){.draft = reading->draft, .line = line};
    reading->draft = ZS_DRAFT_INIT;
    /* The drafts have moved. */
    for (size_t i = 0; i < reading->article_count; i++) {
        articles[i].article = zs_draft_article(&articles[i].draft);
    }
    return ZS_OK;
}

static zs_kept_notice *keep_notice(zs_kept_notice **notices, size_t *count, const char *path)
{
    *notices = realloc(*notices, (*count + 1) * sizeof **notices);
    assert_non_null(*notices);
    zs_kept_notice *notice = &(*notices)[(*count)++];
    *notice = (zs_kept_notice){.path = strdup(path)};
    return notice;
}

static zs_status remark(void *context, const char *path, uint64_t line, const zs_error *reason,
                        zs_error *error)
{
    (void)error;
    zs_test_reading *reading = context;
    zs_kept_notice *notice = keep_notice(&reading->remarks, &reading->remark_count, path);
    notice->line = line;
    notice->reason = *reason;
    return ZS_OK;
}

static zs_status member(void *context, const zs_member_end *end, zs_error *error)
{
    (void)error;
    zs_test_reading *reading = context;
    zs_kept_notice *notice = keep_notice(&reading->members, &reading->member_count, end->path);
    notice->format = end->format ? strdup(end->format) : NULL;
    notice->articles = end->articles;
    (void)snprintf(notice->encoding, sizeof notice->encoding, "%s",
                   end->encoding ? end->encoding : "");
    if (end->reason) {
        notice->reason = *end->reason;
    }
    return ZS_OK;
}

/* Bytes in uneven pieces. */
struct pieces {
    zs_bytes bytes;
    size_t turn;
};

static zs_status read_piece(void *context, char *data, size_t room, size_t *size,
                            zs_error *error)
{
    (void)error;
    struct pieces *pieces = context;
    static const size_t sizes[] = {1, 7, 4096, 3, 100, 65536};
    size_t left = pieces->bytes.length - pieces->bytes.at;
    size_t wanted = sizes[pieces->turn++ % (sizeof sizes / sizeof *sizes)];
    *size = wanted < left ? wanted : left;
    *size = *size < room ? *size : room;
    memcpy(data, pieces->bytes.data + pieces->bytes.at, *size);
    pieces->bytes.at += *size;
    return ZS_OK;
}

static zs_status seek_piece(void *context, uint64_t offset, zs_error *error)
{
    (void)error;
    struct pieces *pieces = context;
    assert_true(offset <= pieces->bytes.length);
    pieces->bytes.at = (size_t)offset;
    return ZS_OK;
}

static void read_with(zs_test_reading *reading, zs_bytes_reader read_bytes,
                      zs_stream_reader read_stream, const char *data, size_t length)
{
    length = length == SIZE_MAX ? strlen(data) : length;
    zs_budget budget = zs_budget_for(length);
    const zs_sink sink = {
        .begin = begin, .put = put, .remark = remark, .member = member, .context = reading};
    zs_reading given = {.path = reading->path,
                        .options = &reading->options,
                        .sink = &sink,
                        .tools = &reading->tools,
                        .budget = &budget,
                        .modified = reading->modified};
    forget(reading);
    /* So that reading behind the end is seen. */
    char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    memcpy(copy, data, length);
    struct pieces pieces = {.bytes = {.data = copy, .length = length}};
    const zs_stream stream = {
        .read = read_piece, .seek = seek_piece, .context = &pieces, .size = length};
    reading->error = (zs_error){.status = ZS_OK};
    reading->status = read_bytes ? read_bytes(copy, length, &given, &reading->error)
                                 : read_stream(&stream, &given, &reading->error);
    memcpy(reading->encoding, given.encoding, sizeof reading->encoding);
    free(copy);
}

void zs_test_read_bytes(zs_test_reading *reading, zs_bytes_reader reader, const char *data,
                        size_t length)
{
    read_with(reading, reader, NULL, data, length);
}

void zs_test_read_stream(zs_test_reading *reading, zs_stream_reader reader, const char *data,
                         size_t length)
{
    read_with(reading, NULL, reader, data, length);
}

const char *zs_test_metadata(const zs_article *article, const char *name)
{
    for (size_t i = 0; i < article->metadata_count; i++) {
        if (strcmp(article->metadata[i].name, name) == 0) {
            return article->metadata[i].value;
        }
    }
    return NULL;
}
