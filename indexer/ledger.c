/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ledger.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"

/* The keys of notes about files begin with this. */
#define PREFIX "F"

enum {
    /* Raise this when the readers make other articles of the same files: all files known are
     * then read again. */
    NOTE_VERSION = 2,
    FLAG_GROUP = 1,
    FLAG_SETTLED = 2,
    FLAG_NAMED_TITLE = 4,
    FLAG_NAMED_DATE = 8,
};

/* Linux advances the clock that stamps files by up to 10 ms a step, other systems by more. */
enum { COARSE_NANOSECONDS = 50 * 1000 * 1000 };

struct zs_hasher {
    XXH3_state_t *state;
};

zs_status zs_hasher_new(zs_hasher **out, zs_error *error)
{
    zs_hasher *hasher = malloc(sizeof *hasher);
    if (!hasher) {
        return zs_fail_memory(error);
    }
    hasher->state = XXH3_createState();
    if (!hasher->state) {
        free(hasher);
        return zs_fail_memory(error);
    }
    *out = hasher;
    zs_hasher_begin(hasher);
    return ZS_OK;
}

void zs_hasher_free(zs_hasher *hasher)
{
    if (hasher) {
        XXH3_freeState(hasher->state);
        free(hasher);
    }
}

/* xxhash fails only for a state that is NULL. */
void zs_hasher_begin(zs_hasher *hasher)
{
    (void)XXH3_128bits_reset(hasher->state);
}

void zs_hasher_add(zs_hasher *hasher, const void *data, size_t length)
{
    (void)XXH3_128bits_update(hasher->state, data, length);
}

zs_digest zs_hasher_end(const zs_hasher *hasher)
{
    XXH128_canonical_t canonical;
    zs_digest digest;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(hasher->state));
    memcpy(digest.bytes, canonical.digest, sizeof digest.bytes);
    return digest;
}

static int64_t nanoseconds(const struct timespec *time)
{
    return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

zs_stamp zs_stamp_of(const struct stat *status)
{
    return (zs_stamp){.size = (uint64_t)status->st_size,
                      .modified = nanoseconds(&status->st_mtim),
                      .changed = nanoseconds(&status->st_ctim)};
}

bool zs_stamp_equal(const zs_stamp *a, const zs_stamp *b)
{
    return a->size == b->size && a->modified == b->modified && a->changed == b->changed;
}

bool zs_stamp_settled(const zs_stamp *stamp, int64_t now)
{
    return stamp->changed < now - COARSE_NANOSECONDS;
}

zs_note zs_note_unfinished(bool group)
{
    return (zs_note){.group = group};
}

static void add_string(XXH3_state_t *state, const char *string)
{
    /* With its NUL, which parts the strings. */
    (void)XXH3_64bits_update(state, string ? string : "", string ? strlen(string) + 1 : 1);
}

uint64_t zs_reading_digest(const zs_reading_options *options, const char *path)
{
    const zs_reading reading = {.path = path, .options = options};
    const char *encoding = zs_reading_encoding_set(&reading);
    if (!encoding && options->filter_count == 0 && options->name_count == 0) {
        return 0;
    }
    XXH3_state_t state;
    (void)XXH3_64bits_reset(&state);
    add_string(&state, encoding);
    for (size_t i = 0; i < options->filter_count; i++) {
        add_string(&state, options->filters[i].name);
        add_string(&state, options->filters[i].value);
    }
    for (size_t i = 0; i < options->name_count; i++) {
        add_string(&state, options->names[i].name);
        add_string(&state, options->names[i].value);
    }
    return XXH3_64bits_digest(&state);
}

bool zs_note_matches(const zs_note *note, const zs_stamp *stamp, uint64_t options)
{
    return note->settled && note->options == options && zs_stamp_equal(&note->stamp, stamp);
}

bool zs_note_same_content(const zs_note *note, const zs_digest *digest, uint64_t options)
{
    return note->options == options && memcmp(&note->digest, digest, sizeof *digest) == 0;
}

bool zs_note_encode(const zs_note *note, zs_buffer *out)
{
    uint64_t flags = (note->group ? FLAG_GROUP : 0U) | (note->settled ? FLAG_SETTLED : 0U) |
                     (note->named_title ? FLAG_NAMED_TITLE : 0U) |
                     (note->named_date ? FLAG_NAMED_DATE : 0U);
    zs_buffer_clear(out);
    return zs_buffer_append_varint(out, NOTE_VERSION) && zs_buffer_append_varint(out, flags) &&
           zs_buffer_append_varint(out, note->stamp.size) &&
           zs_buffer_append_varint(out, (uint64_t)note->stamp.modified) &&
           zs_buffer_append_varint(out, (uint64_t)note->stamp.changed) &&
           zs_buffer_append_varint(out, note->articles) &&
           zs_buffer_append_varint(out, note->options) &&
           zs_buffer_append(out, note->digest.bytes, sizeof note->digest.bytes);
}

zs_note zs_note_decode(const char *data, size_t length)
{
    size_t at = 0;
    uint64_t version, flags, size, modified, changed, articles, options;
    /* Notes of all versions begin with these two. */
    if (!zs_varint_read(data, length, &at, &version) ||
        !zs_varint_read(data, length, &at, &flags)) {
        return zs_note_unfinished(false);
    }
    zs_note note = zs_note_unfinished((flags & FLAG_GROUP) != 0);
    if (version != NOTE_VERSION || !zs_varint_read(data, length, &at, &size) ||
        !zs_varint_read(data, length, &at, &modified) ||
        !zs_varint_read(data, length, &at, &changed) ||
        !zs_varint_read(data, length, &at, &articles) ||
        !zs_varint_read(data, length, &at, &options) ||
        length - at != sizeof note.digest.bytes) {
        return note;
    }
    note.stamp =
        (zs_stamp){.size = size, .modified = (int64_t)modified, .changed = (int64_t)changed};
    memcpy(note.digest.bytes, data + at, sizeof note.digest.bytes);
    note.articles = articles;
    note.options = options;
    note.named_title = (flags & FLAG_NAMED_TITLE) != 0;
    note.named_date = (flags & FLAG_NAMED_DATE) != 0;
    note.settled = (flags & FLAG_SETTLED) != 0;
    return note;
}

static zs_status set_note(zs_writer *writer, const char *path, const zs_buffer *value,
                          zs_error *error)
{
    zs_buffer key = ZS_BUFFER_INIT;
    zs_status status;
    if (zs_buffer_append_string(&key, PREFIX) && zs_buffer_append_string(&key, path)) {
        status =
            zs_writer_set_note(writer, key.data, key.length, value->data, value->length, error);
    } else {
        status = zs_fail_memory(error);
    }
    zs_buffer_release(&key);
    return status;
}

zs_status zs_ledger_set(zs_writer *writer, const char *path, const zs_note *note,
                        zs_error *error)
{
    zs_buffer value = ZS_BUFFER_INIT;
    zs_status status = zs_note_encode(note, &value) ? set_note(writer, path, &value, error)
                                                    : zs_fail_memory(error);
    zs_buffer_release(&value);
    return status;
}

zs_status zs_ledger_remove(zs_writer *writer, const char *path, zs_error *error)
{
    zs_buffer nothing = {.data = NULL};
    return set_note(writer, path, &nothing, error);
}

zs_status zs_ledger_get(zs_writer *writer, const char *path, zs_note *out, bool *known,
                        zs_error *error)
{
    zs_buffer key = ZS_BUFFER_INIT, value = ZS_BUFFER_INIT;
    zs_status status = ZS_ERROR_MEMORY;
    if (zs_buffer_append_string(&key, PREFIX) && zs_buffer_append_string(&key, path)) {
        status = zs_writer_note(writer, key.data, key.length, &value, error);
    } else {
        (void)zs_fail_memory(error);
    }
    if (!status) {
        *known = value.length > 0;
        *out = *known ? zs_note_decode(value.data, value.length) : zs_note_unfinished(false);
    }
    zs_buffer_release(&key);
    zs_buffer_release(&value);
    return status;
}

struct visit {
    zs_ledger_visitor visitor;
    void *context;
    zs_buffer path;
};

static zs_status visit_note(void *context, const char *key, size_t key_length,
                            const char *value, size_t value_length, zs_error *error)
{
    struct visit *visit = context;
    size_t prefix = strlen(PREFIX);
    zs_note note = zs_note_decode(value, value_length);
    zs_buffer_clear(&visit->path);
    if (!zs_buffer_append(&visit->path, key + prefix, key_length - prefix) ||
        !zs_buffer_terminate(&visit->path)) {
        return zs_fail_memory(error);
    }
    return visit->visitor(visit->context, visit->path.data, &note, error);
}

zs_status zs_ledger_each(zs_writer *writer, const char *prefix, zs_ledger_visitor visitor,
                         void *context, zs_error *error)
{
    struct visit visit = {.visitor = visitor, .context = context, .path = ZS_BUFFER_INIT};
    zs_buffer key = ZS_BUFFER_INIT;
    zs_status status = zs_buffer_append_string(&key, PREFIX) &&
                               zs_buffer_append_string(&key, prefix) &&
                               zs_buffer_terminate(&key)
                           ? zs_writer_each_note(writer, key.data, visit_note, &visit, error)
                           : zs_fail_memory(error);
    zs_buffer_release(&key);
    zs_buffer_release(&visit.path);
    return status;
}
