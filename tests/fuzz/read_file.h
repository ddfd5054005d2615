/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What must hold of the articles that a reader makes of any bytes, in whatever pieces these
 * come.
 */
#ifndef ZS_TESTS_FUZZ_READ_FILE_H
#define ZS_TESTS_FUZZ_READ_FILE_H

#include <string.h>

#include "encoding/utf8.h"
#include "formats/format.h"
#include "fuzz.h"

static inline void require_string(const char *string)
{
    require(!string || zs_utf8_valid(string, strlen(string)) == strlen(string),
            "a string is UTF-8");
}

static inline void require_article(zs_draft *draft)
{
    const zs_article *article = zs_draft_article(draft);
    require(article->id && article->id[0], "an article has an id");
    require(zs_utf8_valid(article->text, article->text_length) == article->text_length,
            "its text is UTF-8");
    require_string(article->id);
    require_string(article->path);
    require_string(article->title);
    require_string(article->date);
    require_string(article->author);
    require_string(article->source);
    require_string(article->section);
    require_string(article->language);
    require_string(article->url);
    for (size_t i = 0; i < article->metadata_count; i++) {
        require(article->metadata[i].name && article->metadata[i].value,
                "metadata have names and values");
        require_string(article->metadata[i].name);
        require_string(article->metadata[i].value);
    }
}

static inline void require_reason(const zs_error *error)
{
    require(error->status != ZS_OK && error->message[0] != '\0', "the error says why");
    require_string(error->message);
}

/* The sink: one draft, looked at and forgotten. */
static inline zs_status fuzz_begin(void *context, zs_draft **out, zs_error *error)
{
    (void)error;
    zs_draft_clear(context);
    *out = context;
    return ZS_OK;
}

static inline zs_status fuzz_put(void *context, uint64_t line, zs_error *error)
{
    (void)line;
    (void)error;
    require_article(context);
    return ZS_OK;
}

static inline zs_status fuzz_remark(void *context, const char *path, uint64_t line,
                                    const zs_error *reason, zs_error *error)
{
    (void)context;
    (void)line;
    (void)error;
    require_string(path);
    require_reason(reason);
    return ZS_OK;
}

static inline zs_status fuzz_member(void *context, const zs_member_end *end, zs_error *error)
{
    (void)context;
    (void)error;
    require_string(end->path);
    if (end->reason) {
        require_reason(end->reason);
    }
    return ZS_OK;
}

/* Reads the input with the format of `path`. */
static inline void fuzz_read(const char *path, const uint8_t *data, size_t size)
{
    static zs_draft draft;
    static zs_tools tools;
    static const zs_reading_options options = {.encoding = NULL};
    zs_error error = {.status = ZS_OK};
    if (!tools.detector) {
        require(zs_tools_init(&tools, &error) == ZS_OK, "there is memory");
    }
    const zs_sink sink = {.begin = fuzz_begin,
                          .put = fuzz_put,
                          .remark = fuzz_remark,
                          .member = fuzz_member,
                          .context = &draft};
    zs_reading reading = {.path = path,
                          .options = &options,
                          .sink = &sink,
                          .tools = &tools,
                          .modified = INT64_MIN};
    zs_bytes bytes = {.data = (const char *)data, .length = size};
    const zs_stream stream = zs_bytes_stream(&bytes);
    const zs_format *format = zs_format_of(path);
    require(format && zs_format_can_read(format), "this build reads the format");
    zs_status status = zs_read_as(format, &stream, NULL, &reading, &error);
    if (status) {
        require(status == ZS_ERROR_ENCODING || status == ZS_ERROR_FORMAT,
                "a file is refused for its encoding or its format");
        require(error.status == status, "the error is that of the status");
        require_reason(&error);
    }
}

#endif
