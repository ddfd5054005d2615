/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "formats/dates.h"
#include "formats/descriptor.h"
#include "formats/format.h"

enum {
    CHUNK = 1 << 18,
    KEPT = 4 << 20 /* memory that is kept from one file to the next */
};

static const char unreadable[] = "it cannot be read";

/* The file at hand. */
struct opened {
    zs_source *source;
    zs_pipeline *pipeline;
    size_t number; /* of its entry */
    const zs_entry *entry;
    zs_descriptor descriptor;
    zs_stamp stamp; /* as it was opened */
    int64_t time;   /* when that was */
};

static zs_status fail_read(zs_error *error)
{
    return zs_fail_errno(error, errno, "%s", unreadable);
}

zs_status zs_source_init(zs_source *source, const zs_place *place, const zs_plan *plan,
                         zs_error *error)
{
    *source = (zs_source){.place = place, .plan = plan};
    source->claimed = calloc(plan->vanished_count + 1, sizeof *source->claimed);
    if (!source->claimed) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_hasher_new(&source->hasher, error);
    if (!status) {
        status = zs_tools_init(&source->tools, error);
    }
    if (status) {
        zs_source_release(source);
    }
    return status;
}

void zs_source_release(zs_source *source)
{
    free(source->claimed);
    zs_hasher_free(source->hasher);
    zs_tools_release(&source->tools);
    zs_draft_release(&source->draft);
    zs_buffer_release(&source->path);
    zs_buffer_release(&source->content);
}

static zs_status open_file(zs_source *source, struct opened *opened, zs_error *error)
{
    struct stat status;
    struct timespec time;
    if (!zs_place_absolute(source->place, opened->entry->path, &source->path)) {
        return zs_fail_memory(error);
    }
    /* It was a regular file a moment ago; should it be a pipe by now, do not wait for it. */
    opened->descriptor.file =
        open(source->path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened->descriptor.file < 0 || fstat(opened->descriptor.file, &status) != 0) {
        return fail_read(error);
    }
    if (!S_ISREG(status.st_mode)) {
        return zs_fail(error, ZS_ERROR_IO, "it is not a regular file any more");
    }
    clock_gettime(CLOCK_REALTIME, &time);
    opened->time = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    opened->stamp = zs_stamp_of(&status);
    opened->descriptor.size = opened->stamp.size;
    return ZS_OK;
}

/* How the file is to be read. */
static uint64_t options_of(const struct opened *opened)
{
    return zs_reading_digest(opened->source->plan->reading, opened->entry->path);
}

/* What the ledger should say of the file, now that it has been read. */
static zs_note note_of(const struct opened *opened, const zs_reading *reading,
                       const zs_digest *digest)
{
    struct stat status;
    zs_note note = {.stamp = opened->stamp,
                    .digest = *digest,
                    .group = opened->entry->format->many,
                    .named_title = reading->named_title,
                    .named_date = reading->named_date,
                    .options = options_of(opened)};
    /* If it changed while it was read, what was read may be neither the old nor the new. */
    if (fstat(opened->descriptor.file, &status) == 0) {
        zs_stamp after = zs_stamp_of(&status);
        note.settled = zs_stamp_equal(&after, &opened->stamp) &&
                       zs_stamp_settled(&opened->stamp, opened->time);
    }
    return note;
}

static bool same_content(const struct opened *opened, const zs_digest *digest)
{
    return opened->entry->known &&
           zs_note_same_content(&opened->entry->note, digest, options_of(opened));
}

/* ---- What goes into the pipeline ---------------------------------------------------- */

static zs_status stop(zs_error *error)
{
    return zs_fail(error, ZS_ERROR_CANCELLED, "stopped before all was read");
}

/* NULL: the run is to end. */
static zs_item *take_item(const struct opened *opened, zs_item_kind kind)
{
    zs_item *item = zs_pipeline_take(opened->pipeline);
    if (item) {
        item->kind = kind;
        item->file = opened->number;
        item->offset = opened->descriptor.offset;
    }
    return item;
}

/* What was found out about a file before it was read. */
struct finding {
    zs_note note;
    bool unchanged;
    size_t moved_from; /* as in zs_item */
};

static void push_end(const struct opened *opened, const zs_reading *reading,
                     const struct finding *finding)
{
    zs_item *item = take_item(opened, ZS_ITEM_FILE_END);
    if (item) {
        item->note = finding->note;
        item->unchanged = finding->unchanged;
        item->moved_from = finding->moved_from;
        memcpy(item->encoding, reading->encoding, sizeof item->encoding);
        zs_pipeline_push(opened->pipeline, item);
    }
}

static void push_failure(const struct opened *opened, const zs_error *error)
{
    zs_item *item = take_item(opened, ZS_ITEM_FILE_END);
    if (item) {
        item->status = error->status;
        item->error = *error;
        zs_pipeline_push(opened->pipeline, item);
    }
}

static zs_status begin_draft(void *context, zs_draft **out, zs_error *error)
{
    struct opened *opened = context;
    if (!zs_pipeline_goes_on(opened->pipeline)) {
        return stop(error);
    }
    zs_draft_clear(&opened->source->draft);
    *out = &opened->source->draft;
    return ZS_OK;
}

static zs_status put_draft(void *context, uint64_t line, zs_error *error)
{
    struct opened *opened = context;
    zs_item *item = take_item(opened, ZS_ITEM_ARTICLE);
    if (!item) {
        return stop(error);
    }
    item->line = line;
    item->group = opened->entry->format->many ? opened->entry->path : NULL;
    zs_draft filled = opened->source->draft;
    opened->source->draft = item->draft;
    item->draft = filled;
    zs_pipeline_push(opened->pipeline, item);
    return ZS_OK;
}

static zs_status push_notice(const struct opened *opened, zs_item *item, const char *path,
                             const zs_error *reason, zs_error *error)
{
    if (reason) {
        item->status = reason->status;
        item->error = *reason;
    }
    if (!zs_draft_set(&item->draft, ZS_MEMBER_PATH, path, strlen(path))) {
        return zs_fail_memory(error);
    }
    zs_pipeline_push(opened->pipeline, item);
    return ZS_OK;
}

static zs_status push_remark(void *context, const char *path, uint64_t line,
                             const zs_error *reason, zs_error *error)
{
    const struct opened *opened = context;
    zs_item *item = take_item(opened, ZS_ITEM_REMARK);
    if (!item) {
        return stop(error);
    }
    item->line = line;
    return push_notice(opened, item, path, reason, error);
}

static zs_status push_member(void *context, const zs_member_end *end, zs_error *error)
{
    const struct opened *opened = context;
    zs_item *item = take_item(opened, ZS_ITEM_MEMBER);
    if (!item) {
        return stop(error);
    }
    item->format = end->format;
    item->articles = end->articles;
    (void)snprintf(item->encoding, sizeof item->encoding, "%s",
                   end->encoding ? end->encoding : "");
    return push_notice(opened, item, end->path, end->reason, error);
}

/* ---- Hashing -------------------------------------------------------------------------- */

/* Hashes the file, and goes back to its beginning. */
static zs_status hash_whole(const zs_stream *stream, zs_source *source, zs_digest *digest,
                            zs_error *error)
{
    zs_buffer_clear(&source->content);
    if (!zs_buffer_reserve(&source->content, CHUNK)) {
        return zs_fail_memory(error);
    }
    zs_hasher_begin(source->hasher);
    for (size_t size = 1; size > 0;) {
        zs_status status =
            stream->read(stream->context, source->content.data, CHUNK, &size, error);
        if (status) {
            return status;
        }
        zs_hasher_add(source->hasher, source->content.data, size);
    }
    *digest = zs_hasher_end(source->hasher);
    return stream->seek(stream->context, 0, error);
}

/* ---- Files that have only been moved --------------------------------------------------- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether the articles of a file would be the same if it were read at its new path. */
static bool same_by_name(const zs_note *note, const char *from, const char *to)
{
    char before[ZS_DATE_SIZE], after[ZS_DATE_SIZE];
    if (note->named_title && strcmp(last_part(from), last_part(to)) != 0) {
        return false;
    }
    return !note->named_date || (zs_date_of_name(from, before) && zs_date_of_name(to, after) &&
                                 strcmp(before, after) == 0);
}

/* The number, + 1, of a vanished file with this content that nobody has claimed; 0 if there
 * is none. Few vanish: to look at all of them costs less than the file's hash. */
static size_t claim_vanished(const struct opened *opened, const zs_digest *digest)
{
    const zs_plan *plan = opened->source->plan;
    const zs_entry *entry = opened->entry;
    uint64_t options = options_of(opened);
    for (size_t i = 0; !entry->known && i < plan->vanished_count; i++) {
        const zs_vanished *vanished = &plan->vanished[i];
        if (!opened->source->claimed[i] && vanished->note.articles > 0 &&
            vanished->note.stamp.size == opened->stamp.size &&
            zs_note_same_content(&vanished->note, digest, options) &&
            zs_format_with(plan->reading, vanished->path) == entry->format &&
            same_by_name(&vanished->note, vanished->path, entry->path)) {
            opened->source->claimed[i] = true;
            return i + 1;
        }
    }
    return 0;
}

/* ---- One file ------------------------------------------------------------------------ */

/* Hashes a file. What is read whole is in source->content then. */
static zs_status hash_content(struct opened *opened, const zs_stream *stream, zs_digest *digest,
                              zs_error *error)
{
    zs_source *source = opened->source;
    if (!opened->entry->format->read_bytes) {
        return hash_whole(stream, source, digest, error);
    }
    zs_status status = zs_stream_read_all(stream, ZS_WHOLE_LIMIT, &source->content, error);
    if (!status) {
        zs_hasher_begin(source->hasher);
        zs_hasher_add(source->hasher, source->content.data, source->content.length);
        *digest = zs_hasher_end(source->hasher);
    }
    return status;
}

/* Hashes a file, and reads it unless that shows that there is no need. */
static zs_status read_content(struct opened *opened, const zs_stream *stream,
                              zs_reading *reading, struct finding *finding, zs_error *error)
{
    const zs_format *format = opened->entry->format;
    const zs_buffer *content = &opened->source->content;
    zs_digest digest;
    zs_status status = hash_content(opened, stream, &digest, error);
    if (status) {
        return status;
    }
    finding->unchanged = same_content(opened, &digest);
    finding->moved_from = claim_vanished(opened, &digest);
    if (!finding->unchanged && finding->moved_from == 0) {
        status =
            zs_read_as(format, stream, format->read_bytes ? content : NULL, reading, error);
    }
    finding->note = note_of(opened, reading, &digest);
    return status;
}

static void read_opened(struct opened *opened)
{
    const zs_stream stream = zs_descriptor_stream(&opened->descriptor);
    const zs_sink sink = {.begin = begin_draft,
                          .put = put_draft,
                          .remark = push_remark,
                          .member = push_member,
                          .context = opened};
    zs_reading reading = {.path = opened->entry->path,
                          .file = opened->source->path.data,
                          .options = opened->source->plan->reading,
                          .sink = &sink,
                          .tools = &opened->source->tools,
                          .modified = opened->stamp.modified / 1000000000};
    struct finding finding = {.unchanged = false};
    zs_error error;
    zs_status status = read_content(opened, &stream, &reading, &finding, &error);
    if (!status) {
        push_end(opened, &reading, &finding);
    } else if (status != ZS_ERROR_CANCELLED) {
        push_failure(opened, &error);
    }
}

static void read_file(zs_source *source, size_t number, zs_pipeline *pipeline)
{
    struct opened opened = {.source = source,
                            .pipeline = pipeline,
                            .number = number,
                            .entry = &source->plan->walk.entries[number],
                            .descriptor = {.file = -1, .failure = unreadable}};
    zs_error error;
    if (open_file(source, &opened, &error)) {
        push_failure(&opened, &error);
    } else {
        read_opened(&opened);
    }
    if (opened.descriptor.file >= 0) {
        (void)close(opened.descriptor.file); /* it was only read */
    }
    if (source->content.capacity > KEPT) {
        zs_buffer_release(&source->content);
    }
}

void zs_source_run(void *context, zs_pipeline *pipeline)
{
    zs_source *source = context;
    const zs_walk *walk = &source->plan->walk;
    for (size_t i = 0; i < walk->count && zs_pipeline_goes_on(pipeline); i++) {
        if (zs_plan_reads(&walk->entries[i])) {
            read_file(source, i, pipeline);
        }
    }
}
