/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/record.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/error.h"

/* A record:
 *
 *     byte      RECORD_VERSION, and WITH_DICTIONARY if the content was compressed with it
 *     8 bytes   zs_article_hash, little-endian
 *     varints   length of the head, of the text, of the title alone; number of terms
 *     the rest  the content as one zstd frame: the head, then the text
 *
 * The head:
 *
 *     varint    text_offset
 *     strings   id, path, title, date, author, source, section, url: varint 0 if not known,
 *               else length + 1, then the bytes
 *     varint    zs_date_origin, and 8 times the number of the language in `languages`; if it
 *               is none of these, 8 times 15, and the language follows as a string
 *     varint    number of fields, then name and value of each, as strings
 *
 * What is alike from article to article, as titles and sources are, costs next to nothing in
 * one frame with the text.
 */
enum { RECORD_VERSION = 2, WITH_DICTIONARY = 0x80, HASH_SIZE = 8, STRINGS = 8 };

/* Level 9 makes texts 3 to 10 % smaller and takes five times as long. */
enum { LEVEL = 3 };

/* A text is compressed in blocks of so many bytes, the last of which may be shorter: of a block
 * all is expanded, even if only its beginning is asked for. Statutes become 2 % larger by it,
 * and their first 3,000 bytes are had in a third of the time. */
enum { BLOCK = 4 << 10 };

/* The size that a dictionary is trained for, and what is too little to train it on. */
enum { DICTIONARY_SIZE = 112 << 10, SAMPLES_NEEDED = 256 << 10 };

struct zs_codec {
    ZSTD_CCtx *compressor;
    ZSTD_DCtx *expander;
    ZSTD_CDict *compress_dictionary; /* made on first use: a reader has no need of it */
    ZSTD_DDict *expand_dictionary;
    zs_buffer dictionary;
};

/* Whether what a function of zstd returned says that. */
static bool is_out_of_memory(size_t result)
{
    return ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation;
}

void zs_codec_free(zs_codec *codec)
{
    if (codec) {
        ZSTD_freeCCtx(codec->compressor);
        ZSTD_freeDCtx(codec->expander);
        ZSTD_freeCDict(codec->compress_dictionary);
        ZSTD_freeDDict(codec->expand_dictionary);
        zs_buffer_release(&codec->dictionary);
        free(codec);
    }
}

zs_status zs_codec_new(const char *dictionary, size_t length, zs_codec **out, zs_error *error)
{
    zs_codec *codec = calloc(1, sizeof *codec);
    if (!codec) {
        return zs_fail_memory(error);
    }
    codec->expander = ZSTD_createDCtx();
    if (!codec->expander || !zs_buffer_append(&codec->dictionary, dictionary, length)) {
        zs_codec_free(codec);
        return zs_fail_memory(error);
    }
    if (length > 0) {
        codec->expand_dictionary = ZSTD_createDDict(codec->dictionary.data, length);
        if (!codec->expand_dictionary) {
            zs_codec_free(codec);
            return zs_fail_memory(error);
        }
    }
    *out = codec;
    return ZS_OK;
}

/* Frames go without what a record says anyway: their size and the number of the dictionary. */
static bool prepare_to_compress(zs_codec *codec)
{
    if (codec->compressor) {
        return true;
    }
    ZSTD_CCtx *compressor = ZSTD_createCCtx();
    bool prepared =
        compressor &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, LEVEL)) &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(compressor, ZSTD_c_contentSizeFlag, 0)) &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(compressor, ZSTD_c_dictIDFlag, 0));
    if (prepared && codec->dictionary.length > 0) {
        codec->compress_dictionary =
            ZSTD_createCDict(codec->dictionary.data, codec->dictionary.length, LEVEL);
        prepared = codec->compress_dictionary &&
                   !ZSTD_isError(ZSTD_CCtx_refCDict(compressor, codec->compress_dictionary));
    }
    if (!prepared) {
        ZSTD_freeCCtx(compressor);
        return false;
    }
    codec->compressor = compressor;
    return true;
}

zs_status zs_codec_train(const char *samples, const size_t *lengths, size_t count,
                         zs_buffer *dictionary, zs_error *error)
{
    zs_buffer_clear(dictionary);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += lengths[i];
    }
    if (total < SAMPLES_NEEDED || count > UINT32_MAX) {
        return ZS_OK;
    }
    if (!zs_buffer_reserve(dictionary, DICTIONARY_SIZE)) {
        return zs_fail_memory(error);
    }
    /* A failure means that the samples have nothing in common: no dictionary then. */
    size_t size = ZDICT_trainFromBuffer(dictionary->data, DICTIONARY_SIZE, samples, lengths,
                                        (unsigned)count);
    if (!ZDICT_isError(size)) {
        dictionary->length = size;
    }
    return ZS_OK;
}

static void hash_string(XXH3_state_t *state, const char *string)
{
    /* The NUL parts the strings, and a leading byte tells none from empty. */
    XXH3_64bits_update(state, string ? "+" : "-", 1);
    if (string) {
        XXH3_64bits_update(state, string, strlen(string) + 1);
    }
}

uint64_t zs_article_hash(const zs_article *article)
{
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    const char *const strings[STRINGS] = {article->id,      article->path,   article->title,
                                          article->date,    article->author, article->source,
                                          article->section, article->url};
    for (size_t i = 0; i < STRINGS; i++) {
        hash_string(&state, strings[i]);
    }
    hash_string(&state, article->language);
    for (size_t i = 0; i < article->metadata_count; i++) {
        hash_string(&state, article->metadata[i].name);
        hash_string(&state, article->metadata[i].value);
    }
    uint64_t numbers[] = {article->text_offset, article->text_length, article->metadata_count,
                          (uint64_t)article->date_origin};
    XXH3_64bits_update(&state, numbers, sizeof numbers);
    if (article->text_length > 0) {
        XXH3_64bits_update(&state, article->text, article->text_length);
    }
    return XXH3_64bits_digest(&state);
}

static bool append_optional(zs_buffer *record, const char *string)
{
    if (!string) {
        return zs_buffer_append_varint(record, 0);
    }
    size_t length = strlen(string);
    return zs_buffer_append_varint(record, length + 1) &&
           zs_buffer_append(record, string, length);
}

/* Languages that nearly all articles are in, by their numbers; 0 is none. */
static const char *const languages[] = {NULL, "zh-Hans", "zh-Hant", "zh", "en", "ja", "ko"};
enum { LANGUAGES = sizeof languages / sizeof *languages, OTHER_LANGUAGE = 15 };

static unsigned language_number(const char *language)
{
    unsigned number = language ? 1 : 0;
    while (number > 0 && number < LANGUAGES && strcmp(languages[number], language) != 0) {
        number++;
    }
    return number < LANGUAGES ? number : OTHER_LANGUAGE;
}

/* Appends what is compressed of an article: its head and its text. */
static bool append_head(zs_buffer *head, const zs_article *article)
{
    const char *const strings[STRINGS] = {article->id,      article->path,   article->title,
                                          article->date,    article->author, article->source,
                                          article->section, article->url};
    bool done = zs_buffer_append_varint(head, article->text_offset);
    for (size_t i = 0; i < STRINGS; i++) {
        done = done && append_optional(head, strings[i]);
    }
    unsigned language = language_number(article->language);
    done = done &&
           zs_buffer_append_varint(head, (uint64_t)article->date_origin | language << 3) &&
           (language != OTHER_LANGUAGE || append_optional(head, article->language)) &&
           zs_buffer_append_varint(head, article->metadata_count);
    for (size_t i = 0; i < article->metadata_count; i++) {
        done = done && append_optional(head, article->metadata[i].name) &&
               append_optional(head, article->metadata[i].value);
    }
    return done;
}

zs_status zs_record_begin(const zs_article *article, uint32_t term_count,
                          zs_record_draft *draft, zs_error *error)
{
    zs_buffer_clear(&draft->content);
    draft->term_count = term_count;
    draft->hash = zs_article_hash(article);
    draft->title_length = article->title ? strlen(article->title) : 0;
    if (!append_head(&draft->content, article)) {
        return zs_fail_memory(error);
    }
    draft->head_length = draft->content.length;
    if (!zs_buffer_append(&draft->content, article->text, article->text_length)) {
        return zs_fail_memory(error);
    }
    return ZS_OK;
}

/* Compresses content into a buffer that has room for it; returns how long that is, 0 if there
 * was no room, or an error of zstd's. */
static size_t compress(ZSTD_CCtx *compressor, const zs_buffer *content, char *out, size_t room)
{
    ZSTD_inBuffer in = {content->data, 0, 0};
    ZSTD_outBuffer frame = {out, room, 0};
    size_t left = ZSTD_CCtx_reset(compressor, ZSTD_reset_session_only);
    if (!ZSTD_isError(left)) {
        left = ZSTD_CCtx_setPledgedSrcSize(compressor, content->length);
    }
    while (left == 0 && in.size < content->length) {
        bool last = content->length - in.pos <= BLOCK;
        in.size = last ? content->length : in.pos + BLOCK;
        left = ZSTD_compressStream2(compressor, &frame, &in, last ? ZSTD_e_end : ZSTD_e_flush);
    }
    return ZSTD_isError(left) ? left : left == 0 ? frame.pos : 0;
}

zs_status zs_record_finish(zs_codec *codec, const zs_record_draft *draft, zs_buffer *record,
                           zs_error *error)
{
    bool with_dictionary = codec->dictionary.length > 0;
    const zs_buffer *content = &draft->content;
    size_t bound = ZSTD_compressBound(content->length);
    bool done = prepare_to_compress(codec) &&
                zs_buffer_append_byte(
                    record, (char)(RECORD_VERSION | (with_dictionary ? WITH_DICTIONARY : 0)));
    for (unsigned i = 0; i < HASH_SIZE; i++) {
        done = done && zs_buffer_append_byte(record, (char)(draft->hash >> (8 * i)));
    }
    done = done && zs_buffer_append_varint(record, draft->head_length) &&
           zs_buffer_append_varint(record, content->length - draft->head_length) &&
           zs_buffer_append_varint(record, draft->title_length) &&
           zs_buffer_append_varint(record, draft->term_count) &&
           zs_buffer_reserve(record, bound);
    if (!done) {
        return zs_fail_memory(error);
    }
    size_t size = compress(codec->compressor, content, record->data + record->length, bound);
    if (is_out_of_memory(size)) {
        return zs_fail_memory(error);
    }
    if (ZSTD_isError(size) || size == 0) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "zstd cannot compress an article: %s",
                       size == 0 ? "it does not become smaller" : ZSTD_getErrorName(size));
    }
    record->length += size;
    return ZS_OK;
}

void zs_record_draft_release(zs_record_draft *draft)
{
    zs_buffer_release(&draft->content);
}

void zs_record_release(zs_record *record)
{
    zs_buffer_release(&record->content);
    zs_buffer_release(&record->strings);
    free(record->fields);
    *record = ZS_RECORD_INIT;
}

static zs_status fail_corrupt(zs_error *error, const char *what)
{
    return zs_fail(error, ZS_ERROR_CORRUPT,
                   "a stored article is damaged (%s); build the index anew with: zsearch index "
                   "--rebuild FOLDER",
                   what);
}

/* The bytes of a record and how far they have been read. */
struct source {
    const char *data;
    size_t length;
    size_t at;
};

/* Copies the next string, NUL-terminated, behind the others; NULL if it is not known. The
 * caller has made room, so that the strings stay where they are. */
static bool take_string(struct source *source, zs_buffer *strings, const char **out)
{
    uint64_t size;
    if (!zs_varint_read(source->data, source->length, &source->at, &size)) {
        return false;
    }
    if (size == 0) {
        *out = NULL;
        return true;
    }
    size_t length = (size_t)(size - 1);
    if (length > source->length - source->at) {
        return false;
    }
    char *copy = strings->data + strings->length;
    memcpy(copy, source->data + source->at, length);
    copy[length] = '\0';
    strings->length += length + 1;
    source->at += length;
    *out = copy;
    return true;
}

/* The plain part of a record. */
struct plain {
    bool with_dictionary;
    uint64_t hash;
    uint64_t head_length, text_length, title_length, term_count;
    const char *frame;
    size_t frame_length;
};

static bool read_plain(const char *data, size_t length, struct plain *plain)
{
    if (length < 1 + HASH_SIZE ||
        ((unsigned char)data[0] & ~WITH_DICTIONARY) != RECORD_VERSION) {
        return false;
    }
    plain->with_dictionary = ((unsigned char)data[0] & WITH_DICTIONARY) != 0;
    plain->hash = 0;
    for (unsigned i = 0; i < HASH_SIZE; i++) {
        plain->hash |= (uint64_t)(unsigned char)data[1 + i] << (8 * i);
    }
    size_t at = 1 + HASH_SIZE;
    if (!zs_varint_read(data, length, &at, &plain->head_length) ||
        !zs_varint_read(data, length, &at, &plain->text_length) ||
        !zs_varint_read(data, length, &at, &plain->title_length) ||
        !zs_varint_read(data, length, &at, &plain->term_count)) {
        return false;
    }
    plain->frame = data + at;
    plain->frame_length = length - at;
    /* zstd makes some 32,000 bytes of one at the most; more is nothing that we wrote, and
     * not worth the memory. */
    uint64_t most = (uint64_t)plain->frame_length << 16;
    return plain->head_length <= most && plain->text_length <= most &&
           plain->term_count <= UINT32_MAX;
}

/* What a result of expanding says. */
static zs_status check_expanded(size_t result, zs_error *error)
{
    return is_out_of_memory(result) ? zs_fail_memory(error)
           : ZSTD_isError(result)   ? fail_corrupt(error, ZSTD_getErrorName(result))
                                    : ZS_OK;
}

/* Expands the beginning of a frame, `room` bytes, block by block. */
static zs_status expand_part(zs_codec *codec, const struct plain *plain, char *out, size_t room,
                             zs_error *error)
{
    ZSTD_inBuffer in = {plain->frame, plain->frame_length, 0};
    ZSTD_outBuffer content = {out, room, 0};
    ZSTD_DCtx_reset(codec->expander, ZSTD_reset_session_only);
    ZSTD_DCtx_refDDict(codec->expander,
                       plain->with_dictionary ? codec->expand_dictionary : NULL);
    zs_status status = ZS_OK;
    while (!status && content.pos < room) {
        size_t before = content.pos;
        status = check_expanded(ZSTD_decompressStream(codec->expander, &content, &in), error);
        if (!status && content.pos == before && in.pos == in.size) {
            status = fail_corrupt(error, "it is cut short");
        }
    }
    return status;
}

/* Expands a frame of `room` bytes, which takes no buffer between. */
static zs_status expand_whole(zs_codec *codec, const struct plain *plain, char *out,
                              size_t room, zs_error *error)
{
    size_t size = ZSTD_decompress_usingDDict(
        codec->expander, out, room, plain->frame, plain->frame_length,
        plain->with_dictionary ? codec->expand_dictionary : NULL);
    zs_status status = check_expanded(size, error);
    return status || size == room ? status : fail_corrupt(error, "it is cut short");
}

/* Expands the content, of the text no more than `limit` bytes. */
static zs_status expand(zs_codec *codec, const struct plain *plain, size_t limit,
                        zs_buffer *content, zs_error *error)
{
    bool whole = plain->text_length <= limit;
    /* A byte more than is wanted tells whether the limit falls between characters. */
    size_t room = (size_t)plain->head_length + (whole ? (size_t)plain->text_length : limit + 1);
    zs_buffer_clear(content);
    if (!zs_buffer_reserve(content, room + 1)) {
        return zs_fail_memory(error);
    }
    zs_status status = whole ? expand_whole(codec, plain, content->data, room, error)
                             : expand_part(codec, plain, content->data, room, error);
    if (!status) {
        content->length = room;
    }
    return status;
}

/* Where the last whole character within `length` bytes ends; one more byte can be read. */
static size_t whole_characters(const char *text, size_t length)
{
    size_t lead = length;
    while (lead > 0 && length - lead < 3 && ((unsigned char)text[lead] & 0xC0) == 0x80) {
        lead--;
    }
    return ((unsigned char)text[lead] & 0xC0) == 0x80 ? length : lead;
}

static zs_status read_fields(struct source *source, zs_record *out, zs_error *error)
{
    uint64_t count;
    if (!zs_varint_read(source->data, source->length, &source->at, &count) ||
        count > (source->length - source->at) / 2) {
        return fail_corrupt(error, "its metadata");
    }
    zs_field *fields =
        zs_array_grow(out->fields, &out->field_capacity, (size_t)count + 1, sizeof *fields);
    if (!fields) {
        return zs_fail_memory(error);
    }
    out->fields = fields;
    for (size_t i = 0; i < count; i++) {
        if (!take_string(source, &out->strings, &fields[i].name) ||
            !take_string(source, &out->strings, &fields[i].value) || !fields[i].name ||
            !fields[i].value) {
            return fail_corrupt(error, "its metadata");
        }
    }
    out->article.metadata = fields;
    out->article.metadata_count = (size_t)count;
    return ZS_OK;
}

static zs_status read_head(struct source *source, zs_record *out, zs_error *error)
{
    zs_article *article = &out->article;
    uint64_t text_offset;
    if (!zs_varint_read(source->data, source->length, &source->at, &text_offset)) {
        return fail_corrupt(error, "its head");
    }
    article->text_offset = (size_t)text_offset;
    const char **const strings[STRINGS] = {
        &article->id,     &article->path,   &article->title,   &article->date,
        &article->author, &article->source, &article->section, &article->url};
    /* No string is longer than the head, and each has a byte of length where its NUL goes. */
    zs_buffer_clear(&out->strings);
    if (!zs_buffer_reserve(&out->strings, source->length)) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < STRINGS; i++) {
        if (!take_string(source, &out->strings, strings[i])) {
            return fail_corrupt(error, "its strings");
        }
    }
    uint64_t coded;
    if (!zs_varint_read(source->data, source->length, &source->at, &coded) ||
        (coded & 7) > ZS_DATE_FILE ||
        (coded >> 3 >= LANGUAGES && coded >> 3 != OTHER_LANGUAGE)) {
        return fail_corrupt(error, "the origin of its date, or its language");
    }
    article->date_origin = (zs_date_origin)(coded & 7);
    if (coded >> 3 != OTHER_LANGUAGE) {
        article->language = languages[coded >> 3];
    } else if (!take_string(source, &out->strings, &article->language)) {
        return fail_corrupt(error, "its language");
    }
    return article->id ? read_fields(source, out, error) : fail_corrupt(error, "it has no id");
}

zs_status zs_record_decode(zs_codec *codec, const char *data, size_t length, size_t text_limit,
                           zs_record *out, zs_error *error)
{
    struct plain plain;
    if (!read_plain(data, length, &plain)) {
        return fail_corrupt(error, "its beginning");
    }
    zs_status status = expand(codec, &plain, text_limit, &out->content, error);
    if (status) {
        return status;
    }
    out->article = (zs_article){.id = NULL};
    out->hash = plain.hash;
    out->term_count = (uint32_t)plain.term_count;
    out->whole = plain.text_length <= text_limit;
    struct source head = {.data = out->content.data, .length = (size_t)plain.head_length};
    status = read_head(&head, out, error);
    if (status) {
        return status;
    }
    const char *text = out->content.data + plain.head_length;
    out->article.text = text;
    out->article.text_length = plain.text_length > text_limit
                                   ? whole_characters(text, text_limit)
                                   : (size_t)plain.text_length;
    return ZS_OK;
}

zs_status zs_record_peek(const char *data, size_t length, uint64_t *hash, uint64_t *text_bytes,
                         zs_error *error)
{
    struct plain plain;
    if (!read_plain(data, length, &plain)) {
        return fail_corrupt(error, "its beginning");
    }
    *hash = plain.hash;
    *text_bytes = plain.title_length + plain.text_length;
    return ZS_OK;
}
