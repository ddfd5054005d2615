/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "text/analyser.h"

enum {
    CHUNK = 1 << 18,
    KEPT = 4 << 20 /* memory that is kept from one file to the next */
};

/* A line holds a text, and its JSON is longer than that. */
#define LINE_LIMIT ZS_TEXT_LIMIT

/* The file at hand. */
struct opened {
    size_t number; /* of its entry */
    const zs_entry *entry;
    int file;
    zs_stamp stamp; /* as it was opened */
    int64_t time;   /* when that was */
};

zs_status zs_source_init(zs_source *source, const zs_place *place, const zs_plan *plan,
                         zs_error *error)
{
    *source = (zs_source){.place = place, .plan = plan};
    return zs_hasher_new(&source->hasher, error);
}

void zs_source_release(zs_source *source)
{
    zs_hasher_free(source->hasher);
    zs_buffer_release(&source->path);
    zs_buffer_release(&source->content);
    zs_lines_release(&source->lines);
}

static zs_status fail_read(zs_error *error)
{
    return zs_fail_errno(error, errno, "it cannot be read");
}

static zs_status open_file(zs_source *source, struct opened *opened, zs_error *error)
{
    struct stat status;
    struct timespec time;
    if (!zs_place_absolute(source->place, opened->entry->path, &source->path)) {
        return zs_fail_memory(error);
    }
    /* It was a regular file a moment ago; should it be a pipe by now, do not wait for it. */
    opened->file = open(source->path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened->file < 0 || fstat(opened->file, &status) != 0) {
        return fail_read(error);
    }
    if (!S_ISREG(status.st_mode)) {
        return zs_fail(error, ZS_ERROR_IO, "it is not a regular file any more");
    }
    clock_gettime(CLOCK_REALTIME, &time);
    opened->time = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    opened->stamp = zs_stamp_of(&status);
    return ZS_OK;
}

/* What the ledger should say of the file, now that it has been read. */
static zs_note note_of(const struct opened *opened, const zs_digest *digest)
{
    struct stat status;
    zs_note note = {.stamp = opened->stamp,
                    .digest = *digest,
                    .group = opened->entry->format->read_line != NULL};
    /* If it changed while it was read, what was read may be neither the old nor the new. */
    if (fstat(opened->file, &status) == 0) {
        zs_stamp after = zs_stamp_of(&status);
        note.settled = zs_stamp_equal(&after, &opened->stamp) &&
                       zs_stamp_settled(&opened->stamp, opened->time);
    }
    return note;
}

static bool same_content(const struct opened *opened, const zs_digest *digest)
{
    return opened->entry->known &&
           memcmp(&opened->entry->note.digest, digest, sizeof *digest) == 0;
}

static zs_item *take_item(const struct opened *opened, zs_pipeline *pipeline, zs_item_kind kind)
{
    zs_item *item = zs_pipeline_take(pipeline);
    if (item) {
        item->kind = kind;
        item->file = opened->number;
    }
    return item;
}

static void push_end(zs_pipeline *pipeline, zs_item *item, const zs_note *note, bool unchanged)
{
    item->kind = ZS_ITEM_FILE_END;
    item->note = *note;
    item->unchanged = unchanged;
    zs_pipeline_push(pipeline, item);
}

static void push_failure(zs_pipeline *pipeline, zs_item *item, const zs_error *error)
{
    item->kind = ZS_ITEM_FILE_END;
    item->status = error->status;
    item->error = *error;
    zs_pipeline_push(pipeline, item);
}

/* *size is 0 at the end of the file. */
static zs_status read_some(int file, char *data, size_t room, size_t *size, zs_error *error)
{
    ssize_t count;
    do {
        count = read(file, data, room);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return fail_read(error);
    }
    *size = (size_t)count;
    return ZS_OK;
}

/* ---- A file that is one article ---------------------------------------------------- */

static zs_status read_whole(const struct opened *opened, zs_buffer *content, zs_error *error)
{
    zs_buffer_clear(content);
    /* One byte more than expected, so that the end is seen without growing. */
    size_t room = opened->stamp.size <= ZS_TEXT_LIMIT ? (size_t)opened->stamp.size + 1 : CHUNK;
    for (size_t size = 1; size > 0; room = CHUNK) {
        if (content->length > ZS_TEXT_LIMIT) {
            return zs_fail(error, ZS_ERROR_FORMAT,
                           "an article of more than 1 GiB is not taken; split it");
        }
        if (content->capacity == content->length && !zs_buffer_reserve(content, room)) {
            return zs_fail_memory(error);
        }
        zs_status status = read_some(opened->file, content->data + content->length,
                                     content->capacity - content->length, &size, error);
        if (status) {
            return status;
        }
        content->length += size;
    }
    return ZS_OK;
}

static void read_one_article(zs_source *source, const struct opened *opened,
                             zs_pipeline *pipeline)
{
    zs_item *item = take_item(opened, pipeline, ZS_ITEM_ARTICLE);
    if (!item) {
        return;
    }
    zs_error error;
    if (read_whole(opened, &source->content, &error)) {
        push_failure(pipeline, item, &error);
        return;
    }
    const char *data = source->content.data;
    size_t length = source->content.length;
    zs_hasher_begin(source->hasher);
    zs_hasher_add(source->hasher, data, length);
    zs_digest digest = zs_hasher_end(source->hasher);
    zs_note note = note_of(opened, &digest);
    if (same_content(opened, &digest)) {
        push_end(pipeline, item, &note, true);
        return;
    }
    zs_remark remark = {.line = 0};
    if (opened->entry->format->read_article(data, length, opened->entry->path, &item->draft,
                                            &remark, &error)) {
        push_failure(pipeline, item, &error);
        return;
    }
    zs_pipeline_push(pipeline, item);
    if (remark.line > 0 && (item = take_item(opened, pipeline, ZS_ITEM_REMARK)) != NULL) {
        item->line = remark.line;
        item->status = remark.error.status;
        item->error = remark.error;
        zs_pipeline_push(pipeline, item);
    }
    if ((item = take_item(opened, pipeline, ZS_ITEM_FILE_END)) != NULL) {
        push_end(pipeline, item, &note, false);
    }
}

/* ---- A file with one article a line ------------------------------------------------ */

/* Hashes the file, and goes back to its beginning. */
static zs_status hash_whole(zs_source *source, const struct opened *opened, zs_digest *digest,
                            zs_error *error)
{
    zs_buffer_clear(&source->content);
    if (!zs_buffer_reserve(&source->content, CHUNK)) {
        return zs_fail_memory(error);
    }
    zs_hasher_begin(source->hasher);
    for (size_t size = 1; size > 0;) {
        zs_status status = read_some(opened->file, source->content.data, CHUNK, &size, error);
        if (status) {
            return status;
        }
        zs_hasher_add(source->hasher, source->content.data, size);
    }
    *digest = zs_hasher_end(source->hasher);
    return lseek(opened->file, 0, SEEK_SET) == 0 ? ZS_OK : fail_read(error);
}

/* Fills the item with the line, as an article or as a remark. *found is false if the line is
 * empty. */
static zs_status read_line(const struct opened *opened, const zs_lines *lines,
                           zs_line_kind kind, const char *line, size_t length, zs_item *item,
                           bool *found, zs_error *error)
{
    zs_status status;
    item->line = lines->number;
    item->offset = lines->offset;
    if (kind == ZS_LINE_TOO_LONG) {
        *found = true;
        status = zs_fail(error, ZS_ERROR_FORMAT, "the line is longer than 1 GiB");
    } else {
        status = opened->entry->format->read_line(line, length, opened->entry->path,
                                                  lines->number, &item->draft, found, error);
    }
    if (status == ZS_ERROR_MEMORY) {
        return status;
    }
    item->kind = ZS_ITEM_ARTICLE;
    if (status) {
        item->kind = ZS_ITEM_REMARK;
        item->status = status;
        item->error = *error;
    }
    return ZS_OK;
}

/* Reads line after line, each into an item. *item is the one at hand, which the caller goes
 * on with; NULL if the run is to end. */
static zs_status read_lines(zs_source *source, const struct opened *opened,
                            zs_pipeline *pipeline, zs_item **item, zs_error *error)
{
    zs_lines *lines = &source->lines;
    zs_hasher_begin(source->hasher);
    zs_lines_init(lines, opened->file, LINE_LIMIT, source->hasher);
    zs_status status = zs_lines_head(lines, error);
    if (!status) {
        status = zs_check_lines_encoding(lines->buffer.data, lines->buffer.length, lines->ended,
                                         error);
    }
    while (!status && *item) {
        const char *line;
        size_t length;
        bool found = false;
        zs_line_kind kind;
        status = zs_lines_next(lines, &kind, &line, &length, error);
        if (status || kind == ZS_LINE_NONE) {
            break;
        }
        status = read_line(opened, lines, kind, line, length, *item, &found, error);
        if (!status && found) {
            zs_pipeline_push(pipeline, *item);
            *item = take_item(opened, pipeline, ZS_ITEM_FILE_END);
        }
    }
    return status;
}

static void read_many_articles(zs_source *source, const struct opened *opened,
                               zs_pipeline *pipeline)
{
    zs_item *item = take_item(opened, pipeline, ZS_ITEM_FILE_END);
    if (!item) {
        return;
    }
    zs_error error;
    zs_digest digest;
    /* A file of another size cannot have the same content. */
    if (opened->entry->known && opened->entry->note.stamp.size == opened->stamp.size) {
        if (hash_whole(source, opened, &digest, &error)) {
            push_failure(pipeline, item, &error);
            return;
        }
        if (same_content(opened, &digest)) {
            zs_note note = note_of(opened, &digest);
            push_end(pipeline, item, &note, true);
            return;
        }
    }
    zs_status status = read_lines(source, opened, pipeline, &item, &error);
    if (!item) {
        return;
    }
    if (status) {
        push_failure(pipeline, item, &error);
        return;
    }
    digest = zs_hasher_end(source->hasher);
    zs_note note = note_of(opened, &digest);
    push_end(pipeline, item, &note, false);
}

/* ------------------------------------------------------------------------------------ */

static void read_file(zs_source *source, size_t number, zs_pipeline *pipeline)
{
    struct opened opened = {
        .number = number, .entry = &source->plan->walk.entries[number], .file = -1};
    zs_error error;
    if (open_file(source, &opened, &error)) {
        zs_item *item = take_item(&opened, pipeline, ZS_ITEM_FILE_END);
        if (item) {
            push_failure(pipeline, item, &error);
        }
    } else if (opened.entry->format->read_article) {
        read_one_article(source, &opened, pipeline);
    } else {
        read_many_articles(source, &opened, pipeline);
    }
    if (opened.file >= 0) {
        (void)close(opened.file); /* it was only read */
    }
    if (source->content.capacity > KEPT) {
        zs_buffer_release(&source->content);
    }
    if (source->lines.buffer.capacity > KEPT) {
        zs_lines_release(&source->lines);
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
