/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/container.h"

#include <string.h>

#include "base/error.h"
#include "formats/format.h"
#include "formats/spool.h"

enum { MEMBERS = 1000 * 1000, RATIO = 250 };
static const uint64_t leeway = (uint64_t)64 << 20;
static const uint64_t most = (uint64_t)1 << 40;

zs_budget zs_budget_for(uint64_t size)
{
    uint64_t bytes = size > most / RATIO ? most : size * RATIO;
    bytes = bytes < leeway ? leeway : bytes;
    return (zs_budget){.members = MEMBERS, .bytes = bytes, .limit = bytes};
}

static zs_status fail_used_up(const zs_budget *budget, zs_error *error)
{
    return budget->members == 0
               ? zs_fail(error, ZS_ERROR_FORMAT, "it holds more than %d members", MEMBERS)
               : zs_fail(
                     error, ZS_ERROR_FORMAT,
                     "it expands to more than %llu MiB, as a decompression bomb does; unpack "
                     "it yourself if it is none",
                     (unsigned long long)(budget->limit >> 20));
}

zs_status zs_budget_take(zs_budget *budget, uint64_t bytes, zs_error *error)
{
    if (bytes > budget->bytes) {
        budget->bytes = 0;
        return fail_used_up(budget, error);
    }
    budget->bytes -= bytes;
    return ZS_OK;
}

zs_status zs_check_budget(zs_reading *container, bool *used_up, zs_error *error)
{
    zs_budget *budget = container->budget;
    *used_up = budget->members == 0 || budget->bytes == 0;
    if (!*used_up || budget->reported) {
        return ZS_OK;
    }
    budget->reported = true;
    zs_error reason;
    zs_status status = fail_used_up(budget, &reason);
    return zs_reading_remark(container, 0, error, status,
                             "%s; what was read until then is kept", reason.message);
}

static bool member_path(const zs_reading *container, const char *name, zs_buffer *path)
{
    return zs_buffer_append_string(path, container->path) && zs_buffer_append_byte(path, '!') &&
           zs_buffer_append_string(path, name) && zs_buffer_terminate(path);
}

zs_status zs_skip_member(zs_reading *container, const char *name, const char *format,
                         const zs_error *reason, zs_error *error)
{
    zs_buffer path = ZS_BUFFER_INIT;
    zs_status status;
    if (member_path(container, name, &path)) {
        const zs_member_end end = {.path = path.data, .format = format, .reason = reason};
        status = container->sink->member(container->sink->context, &end, error);
    } else {
        status = zs_fail_memory(error);
    }
    zs_buffer_release(&path);
    return status;
}

/* Reads a member whose format is known. */
static zs_status read_with(const zs_format *format, const zs_container_member *member,
                           zs_reading *reading, zs_error *error)
{
    zs_spool spool;
    const zs_stream *stream = member->stream;
    /* A reader of streams may go over its stream twice. */
    bool spooled = format->read_stream && !stream->seek;
    zs_status status = ZS_OK;
    if (spooled) {
        status = zs_spool_fill(&spool, member->stream, error);
        stream = &spool.stream;
    }
    if (!status) {
        status = zs_read_as(format, stream, NULL, reading, error);
    }
    if (spooled) {
        zs_spool_release(&spool);
    }
    return status;
}

static zs_status read_at_path(zs_reading *container, const zs_container_member *member,
                              const char *path, zs_error *error)
{
    const zs_format *format = zs_format_with(
        container->options, member->format_name ? member->format_name : member->name);
    zs_reading reading = {.path = path,
                          .options = container->options,
                          .sink = container->sink,
                          .tools = container->tools,
                          .modified = member->modified,
                          .charset = member->charset,
                          .url = member->url,
                          .captured = member->captured,
                          .derived = true,
                          .budget = container->budget,
                          .depth = container->depth + 1};
    zs_error reason;
    zs_status status;
    if (!format || !zs_format_can_read(format)) {
        status = zs_fail_format(&reason, path);
    } else if (reading.depth > ZS_DEPTH_LIMIT) {
        status =
            zs_fail(&reason, ZS_ERROR_FORMAT,
                    "it lies within more than %d archives; unpack them first", ZS_DEPTH_LIMIT);
    } else {
        status = read_with(format, member, &reading, &reason);
    }
    if (status == ZS_ERROR_CANCELLED || status == ZS_ERROR_MEMORY) {
        return zs_fail(error, status, "%s", reason.message);
    }
    container->articles += reading.articles;
    container->named_title = container->named_title || reading.named_title;
    container->named_date = container->named_date || reading.named_date;
    const zs_member_end end = {.path = path,
                               .format = format ? format->name : NULL,
                               .encoding = reading.encoding[0] ? reading.encoding : NULL,
                               .articles = reading.articles,
                               .reason = status ? &reason : NULL};
    return container->sink->member(container->sink->context, &end, error);
}

zs_status zs_read_member(zs_reading *container, const zs_container_member *member,
                         zs_error *error)
{
    zs_buffer path = ZS_BUFFER_INIT;
    zs_status status = member_path(container, member->name, &path)
                           ? read_at_path(container, member, path.data, error)
                           : zs_fail_memory(error);
    zs_buffer_release(&path);
    return status;
}
