/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article's entry: the lengths of its list of terms and of its list of slots, in four bytes
 * each, and both as they will stand in the table.
 */
#include "store/bulk_terms.h"

#include <errno.h>
#include <libdeflate.h>
#include <pthread.h>
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

/* Lists are compressed by two threads, each some of those that come next. */
enum { PACKERS = 2, SHARE = 512 << 10 };

/* What one of them does: entries one behind another go in, and come out packed: with their
 * head, of which the length of the list is PACKED more if it is compressed. */
static const uint32_t PACKED = UINT32_C(1) << 31;

struct packer {
    const uint32_t *docids;
    size_t count;
    const zs_amendment *amendments;
    size_t amendment_count;
    zs_buffer entries, output;
    struct libdeflate_compressor *compressor; /* of short lists */
    z_stream deflate;                         /* of long ones, */
    bool deflates;                            /* if it has been set up */
    zs_buffer packed, amended, slots;
    zs_glass_terms terms; /* of an article that was amended */
    zs_status status;
    zs_error error;
};

/* A list that Xapian expands in more than one go is flushed before it is finished: something is
 * left to be read behind the last of the list then. */
static size_t pack_long(struct packer *packer, const char *tag, size_t length)
{
    z_stream *stream = &packer->deflate;
    if (!packer->deflates) {
        packer->deflates = deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 9,
                                        Z_DEFAULT_STRATEGY) == Z_OK;
    }
    if (!packer->deflates || deflateReset(stream) != Z_OK) {
        return 0;
    }
    stream->next_in = (const Bytef *)tag;
    stream->avail_in = (uInt)length;
    stream->next_out = (Bytef *)packer->packed.data;
    stream->avail_out = (uInt)packer->packed.capacity;
    bool done =
        deflate(stream, Z_SYNC_FLUSH) == Z_OK && deflate(stream, Z_FINISH) == Z_STREAM_END;
    return done ? stream->total_out : 0;
}

/* Compresses a list, if that makes it shorter. */
static zs_status pack(struct packer *packer, const char *tag, size_t length, bool *packed)
{
    *packed = false;
    if (length <= zs_glass_compress_least(ZS_GLASS_TERMLIST)) {
        return ZS_OK;
    }
    zs_buffer_clear(&packer->packed);
    if (!zs_buffer_reserve(&packer->packed, length + length / 8 + 64)) {
        return zs_fail_memory(&packer->error);
    }
    size_t size = length > INFLATED_AT_ONCE
                      ? pack_long(packer, tag, length)
                      : libdeflate_deflate_compress(packer->compressor, tag, length,
                                                    packer->packed.data, length - 1);
    packer->packed.length = size;
    *packed = size > 0 && size < length;
    return ZS_OK;
}

/* Makes the list anew with one term more. */
static zs_status amend_terms(struct packer *packer, const char *tag, size_t size,
                             const zs_amendment *amendment)
{
    zs_glass_terms *terms = &packer->terms;
    uint32_t length;
    zs_status status = zs_glass_terms_take(terms, tag, size, &length, &packer->error);
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
    zs_buffer_clear(&packer->amended);
    return zs_glass_termlist_append(&packer->amended, terms->items, terms->count + 1, length)
               ? ZS_OK
               : zs_fail_memory(&packer->error);
}

/* The same for the slots that an article has values in. */
static bool amend_slots(struct packer *packer, const char *list, size_t length, uint32_t added)
{
    struct slots slots = {.out = &packer->slots};
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

/* Appends an entry as it will stand in the table. */
static zs_status put_packed(struct packer *packer, const char *list, size_t length,
                            const char *slots, size_t slot_length)
{
    bool packed;
    zs_status status = pack(packer, list, length, &packed);
    if (status) {
        return status;
    }
    size_t size = packed ? packer->packed.length : length;
    uint32_t head[2] = {(uint32_t)size | (packed ? PACKED : 0), (uint32_t)slot_length};
    return zs_buffer_append(&packer->output, head, sizeof head) &&
                   zs_buffer_append(&packer->output, packed ? packer->packed.data : list,
                                    size) &&
                   zs_buffer_append(&packer->output, slots, slot_length)
               ? ZS_OK
               : zs_fail_memory(&packer->error);
}

/* Packs an entry, which is of an article that was amended perhaps. */
static zs_status pack_entry(struct packer *packer, const char *list, size_t length,
                            const char *slots, size_t slot_length,
                            const zs_amendment *amendment)
{
    if (!amendment) {
        return put_packed(packer, list, length, slots, slot_length);
    }
    zs_status status = amend_terms(packer, list, length, amendment);
    if (!status && !amend_slots(packer, slots, slot_length, amendment->slot)) {
        status = zs_fail_memory(&packer->error);
    }
    return status ? status
                  : put_packed(packer, packer->amended.data, packer->amended.length,
                               packer->slots.data, packer->slots.length);
}

static void *pack_share(void *context)
{
    struct packer *packer = context;
    const char *at = packer->entries.data;
    size_t next = 0;
    zs_buffer_clear(&packer->output);
    for (size_t i = 0; !packer->status && i < packer->count; i++) {
        uint32_t head[2];
        memcpy(head, at, sizeof head);
        const char *list = at + HEAD, *slots = list + head[0];
        bool amended = next < packer->amendment_count &&
                       packer->amendments[next].docid == packer->docids[i];
        packer->status = pack_entry(packer, list, head[0], slots, head[1],
                                    amended ? &packer->amendments[next] : NULL);
        next += amended;
        at = slots + head[1];
    }
    return NULL;
}

struct writing {
    zs_glass_table *table;
    zs_window entries;
    struct packer packers[PACKERS];
    const uint32_t *docids; /* of the articles that are left */
    size_t count;
    const zs_amendment *amendments;
    size_t amendment_count;
    zs_error *error;
};

/* Takes the next entry to those of a packer. */
static zs_status take_entry(struct writing *writing, struct packer *packer)
{
    uint32_t head[2];
    zs_window *entries = &writing->entries;
    zs_status status = zs_window_need(entries, HEAD, writing->error);
    if (status) {
        return status;
    }
    memcpy(head, entries->content.data + entries->at, sizeof head);
    size_t size = HEAD + (size_t)head[0] + head[1];
    status = zs_window_need(entries, size, writing->error);
    if (!status &&
        !zs_buffer_append(&packer->entries, entries->content.data + entries->at, size)) {
        status = zs_fail_memory(writing->error);
    }
    entries->at += size;
    return status;
}

/* Gives a packer its share of what is left, with the amendments of these articles. */
static zs_status take_share(struct writing *writing, struct packer *packer)
{
    zs_status status = ZS_OK;
    size_t count = 0, amended = 0;
    zs_buffer_clear(&packer->entries);
    while (!status && count < writing->count && packer->entries.length < SHARE) {
        status = take_entry(writing, packer);
        count++;
    }
    packer->docids = writing->docids;
    packer->count = count;
    writing->docids += count;
    writing->count -= count;
    while (amended < writing->amendment_count && count > 0 &&
           writing->amendments[amended].docid <= packer->docids[count - 1]) {
        amended++;
    }
    packer->amendments = writing->amendments;
    packer->amendment_count = amended;
    writing->amendments += amended;
    writing->amendment_count -= amended;
    return status;
}

static zs_status write_article(struct writing *writing, uint32_t docid, const char *list,
                               size_t length, bool packed, const char *slots,
                               size_t slot_length)
{
    uint8_t key[ZS_GLASS_ORDERED_MOST + 1];
    size_t key_length = zs_glass_put_ordered(key, docid);
    zs_status status = zs_glass_table_add(writing->table, key, key_length, list, length, packed,
                                          NULL, writing->error);
    if (!status && slot_length > 0) {
        key[key_length++] = 0;
        status = zs_glass_table_add(writing->table, key, key_length, slots, slot_length, false,
                                    NULL, writing->error);
    }
    return status;
}

static zs_status write_share(struct writing *writing, const struct packer *packer)
{
    const char *at = packer->output.data;
    if (packer->status) {
        return zs_fail(writing->error, packer->status, "%s", packer->error.message);
    }
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < packer->count; i++) {
        uint32_t head[2];
        memcpy(head, at, sizeof head);
        size_t length = head[0] & ~PACKED;
        const char *list = at + HEAD, *slots = list + length;
        status = write_article(writing, packer->docids[i], list, length, head[0] & PACKED,
                               slots, head[1]);
        at = slots + head[1];
    }
    return status;
}

/* The shares are packed at the same time, if there are threads to be had, and then written one
 * after another. */
static void pack_shares(struct packer *packers)
{
    pthread_t threads[PACKERS];
    bool apart[PACKERS] = {false};
    for (size_t i = 1; i < PACKERS; i++) {
        apart[i] = packers[i].count > 0 &&
                   pthread_create(&threads[i], NULL, pack_share, &packers[i]) == 0;
    }
    for (size_t i = 0; i < PACKERS; i++) {
        if (apart[i]) {
            pthread_join(threads[i], NULL);
        } else {
            (void)pack_share(&packers[i]);
        }
    }
}

static zs_status write_all(struct writing *writing)
{
    zs_status status = ZS_OK;
    while (!status && writing->count > 0) {
        for (size_t i = 0; !status && i < PACKERS; i++) {
            status = take_share(writing, &writing->packers[i]);
        }
        if (!status) {
            pack_shares(writing->packers);
        }
        for (size_t i = 0; !status && i < PACKERS; i++) {
            status = write_share(writing, &writing->packers[i]);
        }
    }
    return status;
}

static bool open_packers(struct writing *writing)
{
    bool opened = true;
    for (size_t i = 0; i < PACKERS; i++) {
        writing->packers[i].compressor = libdeflate_alloc_compressor(COMPRESSION);
        opened = opened && writing->packers[i].compressor;
    }
    return opened;
}

static void release_packer(struct packer *packer)
{
    if (packer->deflates) {
        deflateEnd(&packer->deflate);
    }
    libdeflate_free_compressor(packer->compressor);
    zs_glass_terms_release(&packer->terms);
    zs_buffer_release(&packer->entries);
    zs_buffer_release(&packer->output);
    zs_buffer_release(&packer->packed);
    zs_buffer_release(&packer->amended);
    zs_buffer_release(&packer->slots);
}

zs_status zs_bulk_terms_write(zs_bulk_terms_file *file, const char *folder, size_t block_size,
                              const uint32_t *docids, size_t count,
                              const zs_amendment *amendments, size_t amendment_count,
                              zs_buffer *root, zs_error *error)
{
    struct writing writing = {.entries = {.file = file->file},
                              .docids = docids,
                              .count = count,
                              .amendments = amendments,
                              .amendment_count = amendment_count,
                              .error = error};
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
        status = open_packers(&writing) ? write_all(&writing) : zs_fail_memory(error);
    }
    if (!status) {
        status = zs_glass_table_finish(writing.table, root, error);
    }
    for (size_t i = 0; i < PACKERS; i++) {
        release_packer(&writing.packers[i]);
    }
    zs_glass_table_free(writing.table);
    zs_window_release(&writing.entries);
    return status;
}
