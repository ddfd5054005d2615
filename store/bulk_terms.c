/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article's entry: the lengths of its list of terms and of its list of slots, in four bytes
 * each, and both as they will stand in the table.
 */
#include "store/bulk_terms.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST /* input is not changed */
#include <zlib.h>

#include "base/error.h"
#include "store/glass_table.h"
#include "store/glass_version.h"
#include "store/scratch.h"

/* Of lists of terms higher levels of libdeflate make 1 % less and take half as much time again.
 */
enum { COMPRESSION = 1 };

enum { HEAD = 8, WRITE_AT_ONCE = 1 << 20 };

/* Xapian expands into a buffer of so many bytes, and takes a larger tag for cut off if its last
 * byte of input was used up when the buffer was full. */
enum { INFLATED_AT_ONCE = 8192 };

/* A list of slots in the making: each as its distance to the one before. */
struct slots {
    zs_buffer *out;
    uint32_t last;
    bool any;
};

static bool put_slot(struct slots *slots, uint32_t slot)
{
    uint32_t distance = slots->any ? slot - slots->last - 1 : slot;
    slots->last = slot;
    slots->any = true;
    return zs_buffer_append_varint(slots->out, distance);
}

static bool append_slots(zs_buffer *out, const zs_bulk_value *values, size_t count)
{
    struct slots slots = {.out = out};
    bool kept = true;
    for (size_t i = 0; kept && i < count; i++) {
        kept = put_slot(&slots, values[i].slot);
    }
    return kept;
}

zs_status zs_bulk_terms_add(zs_bulk_terms_file *file, const char *list, size_t size,
                            const zs_bulk_value *values, size_t value_count, uint64_t *offset,
                            zs_error *error)
{
    zs_buffer *pending = &file->pending;
    size_t begin = pending->length;
    uint32_t length = (uint32_t)size;
    if (!zs_buffer_append(pending, "\0\0\0\0\0\0\0", HEAD) ||
        (size > 0 && !zs_buffer_append(pending, list, size))) {
        return zs_fail_memory(error);
    }
    if (!append_slots(pending, values, value_count)) {
        return zs_fail_memory(error);
    }
    uint32_t slots = (uint32_t)(pending->length - begin - HEAD - size);
    memcpy(pending->data + begin, &length, sizeof length);
    memcpy(pending->data + begin + sizeof length, &slots, sizeof slots);
    *offset = file->written + begin;
    if (pending->length < WRITE_AT_ONCE) {
        return ZS_OK;
    }
    zs_status status = zs_scratch_write(file->file, pending, error);
    file->written += pending->length;
    zs_buffer_clear(pending);
    return status;
}

/* Reads so many bytes from an offset on, behind what is in `out`. */
static zs_status read_at(const zs_bulk_terms_file *file, uint64_t offset, size_t length,
                         zs_buffer *out, zs_error *error)
{
    if (offset < file->written) {
        return zs_scratch_read(file->file, offset, length, out, error);
    }
    return zs_buffer_append(out, file->pending.data + (offset - file->written), length)
               ? ZS_OK
               : zs_fail_memory(error);
}

uint64_t zs_bulk_terms_end(const zs_bulk_terms_file *file)
{
    return file->written + file->pending.length;
}

zs_status zs_bulk_terms_read(zs_bulk_terms_file *file, uint64_t offset, size_t size,
                             zs_buffer *out, zs_error *error)
{
    uint32_t length;
    zs_buffer_clear(out);
    zs_status status = read_at(file, offset, size, out, error);
    if (!status) {
        memcpy(&length, out->data, sizeof length);
        memmove(out->data, out->data + HEAD, length);
        out->length = length;
    }
    return status;
}

/* ---- The table --------------------------------------------------------------------------- */

struct writing {
    zs_glass_table *table;
    zs_window entries;
    struct libdeflate_compressor *compressor; /* of short lists */
    z_stream deflate;                         /* of long ones, */
    bool deflates;                            /* if it has been set up */
    zs_buffer packed, amended, slots;
    zs_glass_terms terms; /* of an article that was amended */
    zs_error *error;
};

/* A list that Xapian expands in more than one go is flushed before it is finished: something is
 * left to be read behind the last of the list then. */
static size_t pack_long(struct writing *writing, const char *tag, size_t length)
{
    z_stream *stream = &writing->deflate;
    if (!writing->deflates) {
        writing->deflates = deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 9,
                                         Z_DEFAULT_STRATEGY) == Z_OK;
    }
    if (!writing->deflates || deflateReset(stream) != Z_OK) {
        return 0;
    }
    stream->next_in = (const Bytef *)tag;
    stream->avail_in = (uInt)length;
    stream->next_out = (Bytef *)writing->packed.data;
    stream->avail_out = (uInt)writing->packed.capacity;
    bool done =
        deflate(stream, Z_SYNC_FLUSH) == Z_OK && deflate(stream, Z_FINISH) == Z_STREAM_END;
    return done ? stream->total_out : 0;
}

/* Compresses a list, if that makes it shorter. */
static zs_status pack(struct writing *writing, const char *tag, size_t length, bool *packed)
{
    *packed = false;
    if (length <= zs_glass_compress_least(ZS_GLASS_TERMLIST)) {
        return ZS_OK;
    }
    zs_buffer_clear(&writing->packed);
    if (!zs_buffer_reserve(&writing->packed, length + length / 8 + 64)) {
        return zs_fail_memory(writing->error);
    }
    size_t size = length > INFLATED_AT_ONCE
                      ? pack_long(writing, tag, length)
                      : libdeflate_deflate_compress(writing->compressor, tag, length,
                                                    writing->packed.data, length - 1);
    writing->packed.length = size;
    *packed = size > 0 && size < length;
    return ZS_OK;
}

/* Makes the list anew with one term more. */
static zs_status amend_terms(struct writing *writing, const char *tag, size_t size,
                             const zs_amendment *amendment)
{
    zs_glass_terms *terms = &writing->terms;
    uint32_t length;
    zs_status status = zs_glass_terms_take(terms, tag, size, &length, writing->error);
    if (status) {
        return status;
    }
    size_t place = terms->count;
    while (place > 0 && zs_glass_compare(amendment->term, amendment->term_length,
                                         terms->items[place - 1].bytes,
                                         terms->items[place - 1].length) < 0) {
        place--;
    }
    memmove(&terms->items[place + 1], &terms->items[place],
            (terms->count - place) * sizeof *terms->items);
    terms->items[place] =
        (zs_glass_term){.bytes = amendment->term, .length = amendment->term_length, .count = 0};
    zs_buffer_clear(&writing->amended);
    return zs_glass_termlist_append(&writing->amended, terms->items, terms->count + 1, length)
               ? ZS_OK
               : zs_fail_memory(writing->error);
}

/* The same for the slots that an article has values in. */
static bool amend_slots(struct writing *writing, const char *list, size_t length,
                        uint32_t added)
{
    struct slots slots = {.out = &writing->slots};
    uint64_t slot = 0, distance;
    bool pending = true, kept = true;
    zs_buffer_clear(slots.out);
    for (size_t at = 0; kept && at < length;) {
        bool first = at == 0;
        if (!zs_varint_read(list, length, &at, &distance)) {
            return false;
        }
        slot = first ? distance : slot + distance + 1;
        if (pending && added < slot) {
            kept = put_slot(&slots, added);
            pending = false;
        }
        kept = kept && put_slot(&slots, (uint32_t)slot);
    }
    return kept && (!pending || put_slot(&slots, added));
}

static zs_status write_article(struct writing *writing, uint32_t docid, const char *tag,
                               size_t length, const char *slots, size_t slot_length)
{
    uint8_t key[ZS_GLASS_ORDERED_MOST + 1];
    size_t key_length = zs_glass_put_ordered(key, docid);
    bool packed = false;
    zs_status status = pack(writing, tag, length, &packed);
    if (!status) {
        status = zs_glass_table_add(
            writing->table, key, key_length, packed ? writing->packed.data : tag,
            packed ? writing->packed.length : length, packed, NULL, writing->error);
    }
    if (!status && slot_length > 0) {
        key[key_length++] = 0;
        status = zs_glass_table_add(writing->table, key, key_length, slots, slot_length, false,
                                    NULL, writing->error);
    }
    return status;
}

/* Writes the next entry, which is of an article that was amended perhaps. */
static zs_status write_next(struct writing *writing, uint32_t docid,
                            const zs_amendment *amendment)
{
    uint32_t length, slot_length;
    zs_window *entries = &writing->entries;
    zs_status status = zs_window_need(entries, HEAD, writing->error);
    if (status) {
        return status;
    }
    memcpy(&length, entries->content.data + entries->at, sizeof length);
    memcpy(&slot_length, entries->content.data + entries->at + sizeof length,
           sizeof slot_length);
    status = zs_window_need(entries, HEAD + (size_t)length + slot_length, writing->error);
    if (status) {
        return status;
    }
    const char *tag = entries->content.data + entries->at + HEAD, *slots = tag + length;
    entries->at += HEAD + (size_t)length + slot_length;
    if (!amendment) {
        return write_article(writing, docid, tag, length, slots, slot_length);
    }
    status = amend_terms(writing, tag, length, amendment);
    if (!status && !amend_slots(writing, slots, slot_length, amendment->slot)) {
        status = zs_fail_memory(writing->error);
    }
    return status
               ? status
               : write_article(writing, docid, writing->amended.data, writing->amended.length,
                               writing->slots.data, writing->slots.length);
}

static zs_status write_all(struct writing *writing, const uint32_t *docids, size_t count,
                           const zs_amendment *amendments, size_t amendment_count)
{
    zs_status status = ZS_OK;
    size_t next = 0;
    for (size_t i = 0; !status && i < count; i++) {
        bool amended = next < amendment_count && amendments[next].docid == docids[i];
        status = write_next(writing, docids[i], amended ? &amendments[next] : NULL);
        next += amended;
    }
    return status;
}

zs_status zs_bulk_terms_write(zs_bulk_terms_file *file, const char *folder, size_t block_size,
                              const uint32_t *docids, size_t count,
                              const zs_amendment *amendments, size_t amendment_count,
                              zs_buffer *root, zs_error *error)
{
    struct writing writing = {.entries = {.file = file->file}, .error = error};
    char *path = NULL;
    zs_status status = zs_scratch_write(file->file, &file->pending, error);
    file->written += file->pending.length;
    zs_buffer_clear(&file->pending);
    if (!status &&
        asprintf(&path, "%s/%s", folder, zs_glass_table_file(ZS_GLASS_TERMLIST)) < 0) {
        path = NULL;
        status = zs_fail_memory(error);
    }
    if (!status) {
        status =
            zs_glass_table_new(path, block_size, zs_glass_compress_least(ZS_GLASS_TERMLIST),
                               &writing.table, error);
    }
    free(path);
    if (!status) {
        writing.compressor = libdeflate_alloc_compressor(COMPRESSION);
        status = writing.compressor
                     ? write_all(&writing, docids, count, amendments, amendment_count)
                     : zs_fail_memory(error);
    }
    if (!status) {
        status = zs_glass_table_finish(writing.table, root, error);
    }
    if (writing.deflates) {
        deflateEnd(&writing.deflate);
    }
    libdeflate_free_compressor(writing.compressor);
    zs_glass_table_free(writing.table);
    zs_glass_terms_release(&writing.terms);
    zs_window_release(&writing.entries);
    zs_buffer_release(&writing.packed);
    zs_buffer_release(&writing.amended);
    zs_buffer_release(&writing.slots);
    return status;
}
