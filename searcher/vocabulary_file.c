/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Vocabulary from files. Synonyms are written as Solr and Elasticsearch have them:
 *
 *     番茄, 西红柿, tomato        each is also sought as the others
 *     电邮 => 电子邮件, 邮件      the left is also sought as the right, not the reverse
 *
 * Stop words and words that count as one stand on a line each. # begins a comment. What is
 * wrong is refused with its line and column, and nothing of the file is taken.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "searcher/vocabulary.h"
#include "text/utf.h"

/* A file of more bytes, or a line of more phrases, is none of these. */
enum { FILE_LIMIT = 16 << 20, PHRASES_MOST = 64 };

struct phrase {
    const char *at;
    size_t length;
};

/* A line as it is read. */
struct line {
    const char *path;
    unsigned long number;
    const char *begin, *end;
    struct phrase phrases[PHRASES_MOST];
    size_t count;
    size_t left; /* of the phrases, so many stand before =>; 0 if there is none */
};

/* The column of a place, in characters from 1. */
static unsigned long column_of(const struct line *line, const char *place)
{
    unsigned long column = 1;
    for (size_t at = 0; line->begin + at < place; column++) {
        (void)zs_utf8_next(line->begin, at, (size_t)(line->end - line->begin), &at);
    }
    return column;
}

static zs_status refuse(const struct line *line, const char *place, const char *what,
                        zs_error *error)
{
    return zs_fail(error, ZS_ERROR_FORMAT, "%s, line %lu, column %lu: %s", line->path,
                   line->number, column_of(line, place), what);
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* The length of what parts two phrases here: a comma, ASCII or Chinese; 0 if nothing does. */
static size_t separator_at(const char *at, const char *end)
{
    static const char *const commas[] = {",", "，", "、"};
    for (size_t i = 0; i < sizeof commas / sizeof *commas; i++) {
        size_t length = strlen(commas[i]);
        if ((size_t)(end - at) >= length && memcmp(at, commas[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

static bool arrow_at(const char *at, const char *end)
{
    return end - at >= 2 && at[0] == '=' && at[1] == '>';
}

static zs_status take_phrase(struct line *line, const char *begin, const char *end,
                             zs_error *error)
{
    while (begin < end && is_space(*begin)) {
        begin++;
    }
    while (end > begin && is_space(end[-1])) {
        end--;
    }
    if (begin == end) {
        return refuse(line, begin, "a word is missing here", error);
    }
    if (line->count == PHRASES_MOST) {
        return refuse(line, begin, "there are more than 64 words on the line", error);
    }
    line->phrases[line->count++] = (struct phrase){begin, (size_t)(end - begin)};
    return ZS_OK;
}

/* Checks that a line is UTF-8, and cuts it into phrases. */
static zs_status read_line(struct line *line, zs_error *error)
{
    const char *end = line->end, *begin = line->begin;
    size_t length = (size_t)(end - begin);
    for (size_t at = 0; at < length;) {
        size_t next;
        if (zs_utf8_next(begin, at, length, &next) <= 0) {
            return refuse(line, begin + at, "this is not UTF-8, or no text", error);
        }
        at = next;
    }
    const char *comment = memchr(begin, '#', length);
    end = comment ? comment : end;
    line->count = line->left = 0;
    const char *at = begin;
    while (at < end && is_space(*at)) {
        at++;
    }
    if (at == end) {
        return ZS_OK;
    }
    zs_status status = ZS_OK;
    for (const char *from = at; !status;) {
        size_t separator = at < end ? separator_at(at, end) : 0;
        bool arrow = arrow_at(at, end);
        if (at < end && separator == 0 && !arrow) {
            at++;
            continue;
        }
        status = take_phrase(line, from, at, error);
        if (!status && arrow && line->left > 0) {
            status = refuse(line, at, "there is a second =>", error);
        }
        if (at >= end) {
            break;
        }
        line->left = arrow ? line->count : line->left;
        at += arrow ? 2 : separator;
        from = at;
    }
    return status;
}

/* Adds what a line says of synonyms. */
static zs_status add_synonyms(zs_vocabulary *vocabulary, const struct line *line,
                              zs_error *error)
{
    size_t from_count = line->left > 0 ? line->left : line->count;
    zs_status status = ZS_OK;
    if (line->count == 1) {
        return refuse(line, line->phrases[0].at,
                      "a word by itself has no synonym; write: word, synonym", error);
    }
    for (size_t i = 0; i < from_count; i++) {
        for (size_t j = line->left; !status && j < line->count; j++) {
            const struct phrase *from = &line->phrases[i], *to = &line->phrases[j];
            if (i != j) {
                status = zs_vocabulary_add_synonym(vocabulary, from->at, from->length, to->at,
                                                   to->length, false, error);
            }
        }
    }
    return status;
}

/* Whether a word is of ideographs alone: others are never cut. */
static bool is_of_ideographs(const struct phrase *word)
{
    for (size_t at = 0; at < word->length;) {
        if (zs_char_class_of(zs_utf8_next(word->at, at, word->length, &at)) != ZS_CHAR_HAN) {
            return false;
        }
    }
    return true;
}

static zs_status add_word(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                          const struct line *line, zs_error *error)
{
    const struct phrase *word = &line->phrases[0];
    if (line->count > 1) {
        return refuse(line, line->phrases[1].at, "there is a second word; write one a line",
                      error);
    }
    if (kind == ZS_VOCABULARY_WORDS && !is_of_ideographs(word)) {
        return refuse(line, word->at, "only words of Chinese characters are ever cut", error);
    }
    return zs_vocabulary_add_word(vocabulary, kind, word->at, word->length, error);
}

zs_status zs_vocabulary_read(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                             const char *path, const char *text, size_t length, zs_error *error)
{
    zs_vocabulary_mark mark = zs_vocabulary_begin(vocabulary);
    struct line line = {.path = path};
    zs_status status = ZS_OK;
    const char *end = length > 0 ? text + length : text;
    /* What begins with a byte order mark was saved by an editor on Windows. */
    text += length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (!status && text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        line.begin = text;
        line.end = stop ? stop : end;
        line.number++;
        status = read_line(&line, error);
        if (!status && line.count > 0) {
            status = kind == ZS_VOCABULARY_SYNONYMS ? add_synonyms(vocabulary, &line, error)
                                                    : add_word(vocabulary, kind, &line, error);
        }
        text = line.end + 1;
    }
    if (status) {
        zs_vocabulary_undo(vocabulary, mark);
    } else {
        zs_vocabulary_end(vocabulary);
    }
    return status;
}

static zs_status read_file(const char *path, zs_buffer *out, zs_error *error)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        return zs_fail_errno(error, errno, "%s cannot be opened", path);
    }
    zs_status status = ZS_OK;
    for (size_t got = 1; !status && got > 0;) {
        char block[4096];
        got = fread(block, 1, sizeof block, file);
        if (ferror(file)) {
            status = zs_fail_errno(error, errno, "%s cannot be read", path);
        } else if (out->length + got > FILE_LIMIT) {
            status = zs_fail(error, ZS_ERROR_FORMAT,
                             "%s is longer than the 16 MiB that are taken", path);
        } else if (!zs_buffer_append(out, block, got)) {
            status = zs_fail_memory(error);
        }
    }
    (void)fclose(file); /* was only read */
    return status;
}

zs_status zs_vocabulary_load(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                             const char *path, zs_error *error)
{
    if (!vocabulary || !path) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_vocabulary_load needs a vocabulary and the path of a file");
    }
    zs_buffer text = ZS_BUFFER_INIT;
    zs_status status = read_file(path, &text, error);
    if (!status) {
        status = zs_vocabulary_read(vocabulary, kind, path, text.data, text.length, error);
    }
    zs_buffer_release(&text);
    return status;
}
