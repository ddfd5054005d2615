/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A block is a header, a directory of two bytes for each item in the order of their keys, and
 * from the other end the items. Numbers are big-endian:
 *
 *     0..3 revision   4 level, 0 for leaves   5..6 bytes between directory and items
 *     7..8 the same, since nothing has ever been taken out   9..10 end of the directory
 *
 * An item of a leaf: 2 bytes of flags and size - 3; key; number of the piece, but of the first;
 * piece of the tag. Of a branch: 4 bytes of block; key; number of the piece.
 */
#include "store/glass_table.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "store/glass_code.h"

enum { HEADER = 11, REVISION = 1, LEVELS_MOST = 10, PIECES_MOST = 65535 };
enum { COMPRESSED = 0x8000, LAST = 0x4000, FIRST = 0x2000, SIZE = 0x1FFF };

/* An update takes a block apart, so at least four items must go into one; and the size of an
 * item has so many bits. */
enum { ITEMS_LEAST = 4, ITEM_MOST = SIZE + 3 };

/* Rather than leave more than this part of a block empty, a tag is cut. */
enum { EMPTY_MOST = 32 };

/* Blocks are written so many bytes at a time. */
enum { WRITE_AT_ONCE = 1 << 20 };

struct zs_glass_table {
    int file;
    char *path;
    size_t block_size, compress_least, item_most;
    uint8_t *block; /* that is being filled */
    size_t directory_end, items_begin;
    unsigned level;     /* of that block */
    uint32_t blocks;    /* before it */
    zs_buffer pending;  /* whole blocks that are still to be written */
    uint64_t written;   /* bytes before these */
    zs_buffer last_key; /* that was added */
    zs_buffer dividers; /* of the blocks of a level: key length, key, number of the piece */
    uint32_t begun;     /* so many of them */
    uint64_t keys;
};

static void put16(uint8_t *at, size_t number)
{
    at[0] = (uint8_t)(number >> 8);
    at[1] = (uint8_t)number;
}

static size_t get16(const uint8_t *at)
{
    return (size_t)at[0] << 8 | at[1];
}

static void put32(uint8_t *at, uint32_t number)
{
    put16(at, number >> 16);
    put16(at + 2, number & 0xFFFF);
}

/* ---- The file ---------------------------------------------------------------------------- */

static zs_status write_pending(zs_glass_table *table, zs_error *error)
{
    int reason = zs_write_all(table->file, table->pending.data, table->pending.length);
    if (reason != 0) {
        return zs_fail_errno(error, reason, "cannot write %s", table->path);
    }
    table->written += table->pending.length;
    zs_buffer_clear(&table->pending);
    return ZS_OK;
}

static void begin_block(zs_glass_table *table)
{
    memset(table->block, 0, table->block_size);
    table->directory_end = HEADER;
    table->items_begin = table->block_size;
}

static zs_status end_block(zs_glass_table *table, zs_error *error)
{
    uint8_t *block = table->block;
    size_t gap = table->items_begin - table->directory_end;
    put32(block, REVISION);
    block[4] = (uint8_t)table->level;
    put16(block + 5, gap);
    put16(block + 7, gap);
    put16(block + 9, table->directory_end);
    if (!zs_buffer_append(&table->pending, block, table->block_size)) {
        return zs_fail_memory(error);
    }
    if (++table->blocks == UINT32_MAX) {
        return zs_fail(error, ZS_ERROR_FULL, "%s is larger than a table can be", table->path);
    }
    return table->pending.length >= WRITE_AT_ONCE ? write_pending(table, error) : ZS_OK;
}

/* ---- Items ------------------------------------------------------------------------------- */

static size_t room_in_block(const zs_glass_table *table)
{
    size_t gap = table->items_begin - table->directory_end;
    return gap > 2 ? gap - 2 : 0;
}

/* Makes room for an item, and returns where it is. */
static uint8_t *place_item(zs_glass_table *table, size_t size)
{
    table->items_begin -= size;
    put16(table->block + table->directory_end, table->items_begin);
    table->directory_end += 2;
    return table->block + table->items_begin;
}

/* What an item of a leaf takes without its piece of the tag. */
static size_t frame_of(size_t key_length, size_t piece)
{
    return 3 + key_length + (piece > 1 ? 2 : 0);
}

static void put_leaf_item(zs_glass_table *table, const void *key, size_t key_length,
                          size_t piece, const char *tag, size_t length, unsigned flags)
{
    size_t size = frame_of(key_length, piece) + length;
    uint8_t *at = place_item(table, size);
    put16(at, flags | (size - 3));
    at[2] = (uint8_t)key_length;
    at += 3;
    if (key_length > 0) {
        memcpy(at, key, key_length);
    }
    at += key_length;
    if (piece > 1) {
        put16(at, piece);
        at += 2;
    }
    if (length > 0) {
        memcpy(at, tag, length);
    }
}

static zs_status add_divider(zs_glass_table *table, const void *key, size_t key_length,
                             size_t piece, zs_error *error)
{
    uint8_t number[2];
    put16(number, piece);
    table->begun++;
    return zs_buffer_append_byte(&table->dividers, (char)key_length) &&
                   (key_length == 0 || zs_buffer_append(&table->dividers, key, key_length)) &&
                   zs_buffer_append(&table->dividers, number, sizeof number)
               ? ZS_OK
               : zs_fail_memory(error);
}

/* Goes on in a new leaf, before which stands as much of the key as tells it from the last. */
static zs_status next_leaf(zs_glass_table *table, const char *key, size_t key_length,
                           size_t piece, zs_error *error)
{
    const zs_buffer *last = &table->last_key;
    size_t same = 0;
    assert(last->data || last->length == 0);
    while (same < key_length && same < last->length && key[same] == last->data[same]) {
        same++;
    }
    zs_status status = end_block(table, error);
    if (status) {
        return status;
    }
    begin_block(table);
    return add_divider(table, key, same < key_length ? same + 1 : same, piece, error);
}

/* How much of a tag goes into the block at hand; SIZE_MAX if none should. */
static size_t piece_for_block(const zs_glass_table *table, size_t key_length, size_t piece,
                              size_t left)
{
    size_t frame = frame_of(key_length, piece), room = room_in_block(table);
    size_t most = room < table->item_most ? room : table->item_most;
    if (frame + left <= most) {
        return left;
    }
    bool is_waste = room > table->block_size / EMPTY_MOST + frame;
    bool fits_elsewhere = frame + left <= table->item_most;
    if (most <= frame || (fits_elsewhere && !is_waste) || room <= frame) {
        return SIZE_MAX;
    }
    return most - frame;
}

zs_status zs_glass_table_add(zs_glass_table *table, const void *key, size_t key_length,
                             const void *tag, size_t tag_length, bool compressed,
                             uint32_t *block, zs_error *error)
{
    const char *rest = tag;
    size_t left = tag_length, piece = 1;
    bool done = false;
    if (key_length == 0 || key_length > ZS_GLASS_KEY_MOST ||
        zs_glass_compare(key, key_length, table->last_key.data ? table->last_key.data : "",
                         table->last_key.length) <= 0) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "a key of %s is not behind the last one",
                       table->path);
    }
    while (!done) {
        size_t taken = piece_for_block(table, key_length, piece, left);
        if (taken == SIZE_MAX) {
            zs_status status = next_leaf(table, key, key_length, piece, error);
            if (status) {
                return status;
            }
            continue;
        }
        if (piece > PIECES_MOST) {
            return zs_fail(error, ZS_ERROR_FULL, "a tag of %zu bytes is too long for %s",
                           tag_length, table->path);
        }
        done = taken == left;
        unsigned flags = (unsigned)((compressed ? COMPRESSED : 0) | (piece == 1 ? FIRST : 0) |
                                    (done ? LAST : 0));
        if (piece == 1) {
            zs_buffer_clear(&table->last_key);
            if (!zs_buffer_append(&table->last_key, key, key_length)) {
                return zs_fail_memory(error);
            }
            if (block) {
                *block = table->blocks;
            }
        }
        put_leaf_item(table, key, key_length, piece, rest, taken, flags);
        rest = taken > 0 ? rest + taken : rest;
        left -= taken;
        piece++;
    }
    table->keys++;
    return ZS_OK;
}

uint64_t zs_glass_table_keys(const zs_glass_table *table)
{
    return table->keys;
}

/* ---- Reading back ------------------------------------------------------------------------ */

static zs_status load_block(const zs_glass_table *table, uint32_t number, uint8_t *out,
                            zs_error *error)
{
    uint64_t offset = (uint64_t)number * table->block_size;
    if (number == table->blocks) {
        memcpy(out, table->block, table->block_size);
        put16(out + 9, table->directory_end);
        return ZS_OK;
    }
    if (offset >= table->written) {
        memcpy(out, table->pending.data + (offset - table->written), table->block_size);
        return ZS_OK;
    }
    size_t count = 0;
    int reason = zs_read_at(table->file, offset, out, table->block_size, &count);
    reason = reason == 0 && count < table->block_size ? EIO : reason;
    return reason == 0 ? ZS_OK : zs_fail_errno(error, reason, "cannot read %s", table->path);
}

/* Appends the pieces of a tag that are in a block; *whole when its last is. */
static bool append_pieces(const uint8_t *block, const void *key, size_t key_length, bool *whole,
                          zs_buffer *out)
{
    size_t end = get16(block + 9);
    for (size_t at = HEADER; at < end && !*whole; at += 2) {
        const uint8_t *item = block + get16(block + at);
        size_t flags = get16(item), size = (flags & SIZE) + 3;
        size_t frame = frame_of(item[2], flags & FIRST ? 1 : 2);
        if (item[2] != key_length || memcmp(item + 3, key, key_length) != 0) {
            continue;
        }
        if (!zs_buffer_append(out, item + frame, size - frame)) {
            return false;
        }
        *whole = flags & LAST;
    }
    return true;
}

zs_status zs_glass_table_read(zs_glass_table *table, uint32_t block, const void *key,
                              size_t key_length, zs_buffer *out, zs_error *error)
{
    uint8_t *content = malloc(table->block_size);
    zs_status status = ZS_OK;
    bool whole = false;
    if (!content) {
        return zs_fail_memory(error);
    }
    for (; !status && !whole && block <= table->blocks; block++) {
        status = load_block(table, block, content, error);
        if (!status && !append_pieces(content, key, key_length, &whole, out)) {
            status = zs_fail_memory(error);
        }
    }
    free(content);
    return status || whole
               ? status
               : zs_fail(error, ZS_ERROR_INTERNAL, "a key is not in %s", table->path);
}

/* ---- Branches ---------------------------------------------------------------------------- */

/* Writes the branches above the blocks from `first` on, whose dividers are there, and leaves
 * the dividers of the branches. */
static zs_status write_level(zs_glass_table *table, uint32_t first, zs_error *error)
{
    zs_buffer below = table->dividers;
    uint32_t children = table->begun;
    const uint8_t *divider = (const uint8_t *)below.data;
    zs_status status = ZS_OK;
    table->dividers = ZS_BUFFER_INIT;
    table->begun = 0;
    table->level++;
    begin_block(table);
    for (uint32_t i = 0; !status && i < children; i++) {
        size_t key_length = divider[0], piece = get16(divider + 1 + key_length);
        const uint8_t *key = divider + 1;
        divider += 3 + key_length;
        if (i > 0 && room_in_block(table) < key_length + 7) {
            status = end_block(table, error);
            begin_block(table);
        }
        bool begins = table->directory_end == HEADER;
        if (!status && begins) {
            status = add_divider(table, key, key_length, piece, error);
        }
        if (begins) { /* what is before all others needs no key */
            key_length = piece = 0;
        }
        uint8_t *item = place_item(table, key_length + 7);
        put32(item, first + i);
        item[4] = (uint8_t)key_length;
        memcpy(item + 5, key, key_length);
        put16(item + 5 + key_length, piece);
    }
    zs_buffer_release(&below);
    return status ? status : end_block(table, error);
}

static bool append_root(uint32_t root, unsigned level, bool fake, uint64_t keys,
                        size_t block_size, size_t compress_least, uint32_t blocks,
                        zs_buffer *out)
{
    zs_buffer free_list = ZS_BUFFER_INIT;
    bool kept = zs_buffer_append_varint(out, root) &&
                zs_buffer_append_varint(out, (uint64_t)level << 2 | (fake ? 3 : 0)) &&
                zs_buffer_append_varint(out, keys) &&
                zs_buffer_append_varint(out, block_size >> 11) &&
                zs_buffer_append_varint(out, compress_least);
    if (!fake) {
        /* Nothing is free: all is used up to the first block that is not there. */
        kept = kept && zs_buffer_append_varint(&free_list, REVISION) &&
               zs_buffer_append_varint(&free_list, blocks) &&
               zs_buffer_append(&free_list, "\0\0\0\0", 4);
    }
    kept = kept && zs_buffer_append_varint(out, free_list.length) &&
           (free_list.length == 0 || zs_buffer_append(out, free_list.data, free_list.length));
    zs_buffer_release(&free_list);
    return kept;
}

bool zs_glass_no_table(size_t block_size, size_t compress_least, zs_buffer *root)
{
    return append_root(0, 0, true, 0, block_size, compress_least, 0, root);
}

zs_status zs_glass_table_finish(zs_glass_table *table, zs_buffer *root, zs_error *error)
{
    uint32_t first = 0;
    zs_status status = end_block(table, error);
    while (!status && table->begun > 1) {
        uint32_t above = table->blocks;
        status = write_level(table, first, error);
        first = above;
    }
    if (!status && table->level > LEVELS_MOST) {
        status = zs_fail(error, ZS_ERROR_FULL, "%s is larger than a table can be", table->path);
    }
    if (!status) {
        status = write_pending(table, error);
    }
    if (!status && fsync(table->file) != 0) {
        status = zs_fail_errno(error, errno, "cannot write %s to the disk", table->path);
    }
    if (!status &&
        !append_root(table->blocks - 1, table->level, false, table->keys, table->block_size,
                     table->compress_least, table->blocks, root)) {
        status = zs_fail_memory(error);
    }
    return status;
}

/* ---- Life -------------------------------------------------------------------------------- */

zs_status zs_glass_table_new(const char *path, size_t block_size, size_t compress_least,
                             zs_glass_table **out, zs_error *error)
{
    zs_glass_table *table = calloc(1, sizeof *table);
    if (!table) {
        return zs_fail_memory(error);
    }
    table->file = -1;
    table->path = strdup(path);
    table->block = malloc(block_size);
    table->block_size = block_size;
    table->compress_least = compress_least;
    size_t most = (block_size - HEADER - (size_t)2 * ITEMS_LEAST) / ITEMS_LEAST;
    table->item_most = most < ITEM_MOST ? most : ITEM_MOST;
    zs_status status = ZS_OK;
    if (!table->path || !table->block) {
        status = zs_fail_memory(error);
    } else {
        begin_block(table);
        put_leaf_item(table, "", 0, 1, "", 0, FIRST | LAST); /* on which all cursors begin */
        status = add_divider(table, "", 0, 0, error);
    }
    if (!status) {
        table->file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (table->file < 0) {
            status = zs_fail_errno(error, errno, "cannot make %s", path);
        }
    }
    if (status) {
        zs_glass_table_free(table);
        return status;
    }
    *out = table;
    return ZS_OK;
}

void zs_glass_table_free(zs_glass_table *table)
{
    if (!table) {
        return;
    }
    if (table->file >= 0) {
        close(table->file);
    }
    free(table->path);
    free(table->block);
    zs_buffer_release(&table->pending);
    zs_buffer_release(&table->last_key);
    zs_buffer_release(&table->dividers);
    free(table);
}
