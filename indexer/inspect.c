/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_read_file: a file read as zs_index_files would, for its articles to be looked at.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "formats/descriptor.h"
#include "formats/format.h"
#include "indexer/index.h"

/* What the sink works on. */
struct inspecting {
    const zs_read_file_callbacks *callbacks;
    zs_draft draft;
};

static zs_status begin(void *context, zs_draft **out, zs_error *error)
{
    (void)error;
    struct inspecting *inspecting = context;
    zs_draft_clear(&inspecting->draft);
    *out = &inspecting->draft;
    return ZS_OK;
}

static zs_status put(void *context, uint64_t line, zs_error *error)
{
    (void)line;
    struct inspecting *inspecting = context;
    const zs_read_file_callbacks *callbacks = inspecting->callbacks;
    if (callbacks->on_article &&
        callbacks->on_article(callbacks->context, zs_draft_article(&inspecting->draft))) {
        return zs_fail(error, ZS_ERROR_CANCELLED, "stopped before all was read");
    }
    return ZS_OK;
}

static void report(const struct inspecting *inspecting, const zs_file_report *report)
{
    if (inspecting->callbacks->on_file) {
        inspecting->callbacks->on_file(inspecting->callbacks->context, report);
    }
}

static zs_status remark(void *context, const char *path, uint64_t line, const zs_error *reason,
                        zs_error *error)
{
    (void)error;
    report(context, &(zs_file_report){.path = path,
                                      .outcome = ZS_FILE_SKIPPED,
                                      .part = true,
                                      .line = line,
                                      .reason = reason->status,
                                      .message = reason->message});
    return ZS_OK;
}

static zs_status member(void *context, const zs_member_end *end, zs_error *error)
{
    (void)error;
    report(context, &(zs_file_report){.path = end->path,
                                      .outcome = end->reason ? ZS_FILE_SKIPPED : ZS_FILE_READ,
                                      .member = true,
                                      .format = end->format,
                                      .encoding = end->encoding,
                                      .articles = end->articles,
                                      .reason = end->reason ? end->reason->status : ZS_OK,
                                      .message = end->reason ? end->reason->message : NULL});
    return ZS_OK;
}

/* Reads a file whose format is known and that is open. */
static zs_status read_opened(zs_descriptor *descriptor, const zs_format *format,
                             zs_reading *reading, zs_error *error)
{
    zs_status status = zs_tools_init(reading->tools, error);
    if (!status) {
        const zs_stream stream = zs_descriptor_stream(descriptor);
        status = zs_read_as(format, &stream, NULL, reading, error);
        zs_tools_release(reading->tools);
    }
    return status;
}

static zs_status inspect(const char *path, const zs_reading_options *options,
                         struct inspecting *inspecting, zs_error *error)
{
    const zs_format *format = zs_format_with(options, path);
    zs_descriptor descriptor = {.file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK),
                                .failure = "it cannot be read"};
    struct stat status;
    if (descriptor.file < 0 || fstat(descriptor.file, &status) != 0) {
        int number = errno;
        if (descriptor.file >= 0) {
            (void)close(descriptor.file);
        }
        return zs_fail_errno(error, number, "%s cannot be read", path);
    }
    descriptor.size = (uint64_t)status.st_size;
    const zs_sink sink = {
        .begin = begin, .put = put, .remark = remark, .member = member, .context = inspecting};
    zs_tools tools;
    zs_reading reading = {.path = path,
                          .file = path,
                          .options = options,
                          .sink = &sink,
                          .tools = &tools,
                          .modified = (int64_t)status.st_mtim.tv_sec};
    zs_status result;
    if (!S_ISREG(status.st_mode)) {
        result = zs_fail(error, ZS_ERROR_FORMAT, "%s is not a regular file", path);
    } else if (!format || !zs_format_can_read(format)) {
        result = zs_fail_format(error, path);
    } else {
        result = read_opened(&descriptor, format, &reading, error);
    }
    (void)close(descriptor.file); /* it was only read */
    if (!result) {
        report(inspecting,
               &(zs_file_report){.path = path,
                                 .outcome = ZS_FILE_READ,
                                 .format = format ? format->name : NULL,
                                 .encoding = reading.encoding[0] ? reading.encoding : NULL,
                                 .articles = reading.articles});
    }
    return result;
}

zs_status zs_read_file(const char *path, const zs_reading_options *options,
                       const zs_read_file_callbacks *callbacks, zs_error *error)
{
    static const zs_reading_options plain = {.encoding = NULL};
    static const zs_read_file_callbacks none = {.context = NULL};
    if (!path || !path[0]) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_read_file needs a path");
    }
    options = options ? options : &plain;
    zs_status status = zs_check_reading_options(options, error);
    if (!status) {
        struct inspecting inspecting = {.callbacks = callbacks ? callbacks : &none};
        status = inspect(path, options, &inspecting, error);
        zs_draft_release(&inspecting.draft);
    }
    return status;
}
