/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/parser.h"

enum { NAME_MOST = 64 }; /* bytes of the name of a field */

static bool is_double_quote(UChar32 character)
{
    return character == '"' || character == 0x201C || character == 0x201D ||
           character == 0xFF02;
}

static zs_query *parse_phrase(zs_parser *parser)
{
    const char *begin = parser->at;
    zs_buffer text = ZS_BUFFER_INIT;
    size_t length;
    UChar32 open = zs_syntax_raw(parser->at, parser->end, &length);
    UChar32 close = zs_syntax_closing(open);
    /* Quotes that look alike are typed for each other. */
    bool double_quote = is_double_quote(open);
    bool kept = true;
    parser->at += length;
    for (;;) {
        UChar32 character = zs_syntax_raw(parser->at, parser->end, &length);
        if (length == 0) {
            zs_buffer_release(&text);
            return zs_parser_fail(parser, begin, "the quotation that begins here has no end");
        }
        parser->at += length;
        if (character == close || (double_quote && is_double_quote(character))) {
            break;
        }
        if (character == '\\' && parser->at < parser->end) {
            (void)zs_syntax_raw(parser->at, parser->end, &length);
            parser->at += length;
        }
        kept = kept && zs_syntax_append(&text, parser->at - length, length);
    }
    zs_query *query = kept ? zs_parser_node(parser, ZS_QUERY_PHRASE, &text, begin)
                           : zs_parser_fail_memory(parser);
    zs_buffer_release(&text);
    return query;
}

/* The end of an expression between slashes; NULL if that is not what begins here. */
static const char *regex_end(const zs_parser *parser)
{
    for (const char *at = parser->at + 1; at < parser->end; at++) {
        if (*at == '\\' && at + 1 < parser->end) {
            at++;
        } else if (*at == '/') {
            return at > parser->at + 1 &&
                           (zs_parser_at_boundary(parser, at + 1) || at[1] == '^')
                       ? at
                       : NULL;
        }
    }
    return NULL;
}

static zs_query *parse_regex(zs_parser *parser, const char *end)
{
    const char *begin = parser->at;
    zs_buffer text = ZS_BUFFER_INIT;
    bool kept = true;
    for (const char *at = begin + 1; kept && at < end; at++) {
        bool escapes = *at == '\\' && at + 1 < end;
        /* An escape of the slash alone is ours; others are the expression's. */
        kept = !escapes || at[1] == '/' || zs_buffer_append_byte(&text, *at);
        at += escapes;
        kept = kept && zs_buffer_append_byte(&text, *at);
    }
    parser->at = end + 1;
    zs_query *query = kept ? zs_parser_node(parser, ZS_QUERY_REGEX, &text, begin)
                           : zs_parser_fail_memory(parser);
    zs_buffer_release(&text);
    return query;
}

static zs_query *parse_parenthesis(zs_parser *parser)
{
    const char *begin = parser->at;
    size_t length;
    (void)zs_parser_peek(parser, &length);
    parser->at += length;
    if (++parser->depth >= ZS_QUERY_HEIGHT) {
        return zs_parser_fail(parser, begin, "parentheses are within each other too deep");
    }
    zs_query *query = zs_parse_group(parser);
    parser->depth--;
    if (parser->status) {
        zs_query_free(query);
        return NULL;
    }
    if (zs_parser_peek(parser, &length) != ')') {
        zs_query_free(query);
        return zs_parser_fail(parser, begin, "the parenthesis that opens here is not closed");
    }
    parser->at += length;
    if (!query) {
        return zs_parser_fail(parser, begin, "there is nothing between the parentheses");
    }
    query->span = (zs_span){.start = (size_t)(begin - parser->text),
                            .end = (size_t)(parser->at - parser->text)};
    return query;
}

/* What a word is made of: its text without escapes, and as a pattern with them. */
typedef struct zs_word_read {
    zs_buffer text, pattern;
    bool wild;        /* has a * or ? */
    size_t dots;      /* where ".." stands in the text, plus one; 0: nowhere */
    const char *name; /* of a field, which ends before the colon; NULL: none */
    size_t name_length;
} zs_word_read;

static void word_release(zs_word_read *word)
{
    zs_buffer_release(&word->text);
    zs_buffer_release(&word->pattern);
}

static const char *const every_field[] = {"title",    "author", "source", "section",
                                          "language", "url",    "path",   "id",
                                          "date",     "like",   NULL};

static bool is_known_field(const zs_parser *parser, const char *name, size_t length)
{
    const char *const *lists[] = {every_field, parser->fields};
    for (size_t i = 0; i < 2; i++) {
        for (const char *const *field = lists[i]; field && *field; field++) {
            if (strlen(*field) == length && memcmp(*field, name, length) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Fails for a field that there is not, and names those that there are. */
static void fail_unknown_field(zs_parser *parser, const char *name, size_t length)
{
    char names[160] = "";
    size_t used = 0, more = 0;
    for (const char *const *field = parser->fields; field && *field; field++) {
        size_t size = strlen(*field) + 2;
        if (used + size < sizeof names && more == 0) {
            used += (size_t)snprintf(names + used, sizeof names - used, ", %s", *field);
        } else {
            more++;
        }
    }
    (void)zs_parser_fail(
        parser, name,
        "there is no field \"%.*s\": there are title, author, source, section, "
        "language, url, path, id, date%s%s; put the words in quotes to find them "
        "as they stand",
        (int)length, name, names, more > 0 ? " …" : "");
}

/* Whether what stands before a colon looks like the name of a field, mistyped: not 10:30, nor
 * http://, nor 问：答. */
static bool looks_like_field(const char *name, size_t length, const char *behind)
{
    bool letters = length > 1 && length <= NAME_MOST && behind[0] != '/';
    for (size_t i = 0; letters && i < length; i++) {
        letters = (name[i] >= 'a' && name[i] <= 'z') || name[i] == '_';
    }
    return letters;
}

/* Whether something stands right behind the colon of a field. */
static bool has_value(const zs_parser *parser, const char *at)
{
    size_t length;
    UChar32 character = zs_syntax_character(at, parser->end, &length);
    return length > 0 && character != ')' && !zs_syntax_space(character);
}

static bool ends_word(const zs_parser *parser, const char *at)
{
    size_t length;
    UChar32 character = zs_syntax_character(at, parser->end, &length);
    return zs_parser_at_boundary(parser, at) || character == '"' || character == '^' ||
           character == '~';
}

/* Reads a word as far as it goes. `value`: of a field, in which a colon means nothing. */
static bool read_word(zs_parser *parser, bool value, zs_word_read *word)
{
    const char *begin = parser->at;
    bool kept = true;
    while (kept) {
        size_t length;
        UChar32 character = zs_parser_peek(parser, &length);
        const char *next = parser->at + length;
        if (zs_parser_at_boundary(parser, parser->at) || character == '"') {
            break;
        }
        if ((character == '^' || character == '~') && parser->at > begin) {
            break;
        }
        if (character == ':' && !value && has_value(parser, next)) {
            size_t name = (size_t)(parser->at - begin);
            if (is_known_field(parser, begin, name)) {
                word->name = begin;
                word->name_length = name;
                parser->at = next;
                return true;
            }
            if (looks_like_field(begin, name, next)) {
                fail_unknown_field(parser, begin, name);
                return false;
            }
        }
        const char *literal = parser->at;
        bool escaped = character == '\\' && next < parser->end;
        if (escaped) {
            literal = next;
            (void)zs_syntax_raw(next, parser->end, &length);
            next += length;
        }
        /* A question mark at the end of a word asks; before ^, it is a wildcard. */
        bool asks = character == '?' && ends_word(parser, next) &&
                    zs_syntax_character(next, parser->end, &(size_t){0}) != '^';
        bool wild = !escaped && !asks && (character == '*' || character == '?');
        UChar32 meant = zs_syntax_character(literal, next, &length);
        if (!wild && (zs_syntax_special(meant) || zs_syntax_space(meant))) {
            kept = zs_buffer_append_byte(&word->pattern, '\\'); /* as it is printed */
        }
        word->wild = word->wild || wild;
        if (!escaped && character == '.' && next < parser->end && *next == '.' &&
            word->dots == 0) {
            word->dots = word->text.length + 1;
        }
        kept = kept && zs_syntax_append(&word->text, literal, length) &&
               (wild ? zs_buffer_append_byte(&word->pattern, (char)character)
                     : zs_syntax_append(&word->pattern, literal, length));
        parser->at = next;
    }
    if (!kept) {
        (void)zs_parser_fail_memory(parser);
    }
    return kept;
}

/* ~ or ~1 or ~2 behind a word; *edits is 0 if there is none. */
static bool read_fuzziness(zs_parser *parser, unsigned *edits)
{
    size_t length;
    const char *begin = parser->at;
    *edits = 0;
    if (zs_parser_peek(parser, &length) != '~') {
        return true;
    }
    parser->at += length;
    *edits = 1;
    UChar32 digit = zs_parser_peek(parser, &length);
    if (digit >= '0' && digit <= '9') {
        *edits = (unsigned)(digit - '0');
        parser->at += length;
    }
    if (*edits < 1 || *edits > ZS_QUERY_FUZZINESS) {
        (void)zs_parser_fail(parser, begin, "a word is fuzzy by ~1 or ~2");
        return false;
    }
    return true;
}

/* ^2 or ^0.5 behind a unit. */
static bool read_boost(zs_parser *parser, zs_query *query)
{
    size_t length;
    const char *begin = parser->at;
    if (zs_parser_peek(parser, &length) != '^') {
        return true;
    }
    parser->at += length;
    double value = 0, scale = 0;
    const char *digits = parser->at;
    for (; parser->at < parser->end; parser->at++) {
        char byte = *parser->at;
        if (byte >= '0' && byte <= '9') {
            value = value * 10 + (byte - '0');
            scale *= 10;
        } else if (byte == '.' && scale == 0) {
            scale = 1;
        } else {
            break;
        }
    }
    value = scale > 0 ? value / scale : value;
    if (parser->at == digits || zs_query_set_boost(query, query->boost * value, NULL)) {
        (void)zs_parser_fail(parser, begin,
                             "a number from 0.000001 to 1000000 must follow ^, as in ^2");
        return false;
    }
    return true;
}

static zs_query *make_range(zs_parser *parser, const zs_word_read *word, const char *begin)
{
    zs_query *query = zs_parser_node(parser, ZS_QUERY_RANGE, &word->text, begin);
    if (!query) {
        return NULL;
    }
    const char *high = query->text;
    if (word->dots > 0) {
        query->text[word->dots - 1] = '\0';
        high = query->text + word->dots + 1;
    }
    query->high = strdup(high);
    if (!query->high) {
        zs_query_free(query);
        return zs_parser_fail_memory(parser);
    }
    if (query->text[0] == '\0' && query->high[0] == '\0') {
        zs_query_free(query);
        return zs_parser_fail(parser, begin, "a range needs at least one end, as in 2023..");
    }
    return query;
}

static bool has_letter(const zs_buffer *pattern)
{
    for (size_t i = 0; i < pattern->length; i++) {
        bool escaped = pattern->data[i] == '\\';
        i += escaped;
        if (!escaped && !strchr("*?.", pattern->data[i])) {
            return true;
        }
    }
    return false;
}

/* Makes a node of a word. `field` is the one it is the value of; NULL if of none. */
static zs_query *make_unit(zs_parser *parser, const zs_word_read *word, const char *begin,
                           const char *field)
{
    unsigned edits;
    if (!read_fuzziness(parser, &edits)) {
        return NULL;
    }
    if (field && (word->dots > 0 || strncmp(field, "date:", 5) == 0)) {
        return make_range(parser, word, begin);
    }
    if (edits > 0) {
        zs_query *query = zs_parser_node(parser, ZS_QUERY_FUZZY, &word->text, begin);
        if (query) {
            query->distance = edits;
        }
        return query;
    }
    if (word->wild && !has_letter(&word->pattern)) {
        return zs_parser_fail(parser, begin, "a pattern needs more than * and ?");
    }
    return word->wild ? zs_parser_node(parser, ZS_QUERY_WILDCARD, &word->pattern, begin)
                      : zs_parser_node(parser, ZS_QUERY_WORDS, &word->text, begin);
}

/* Takes the query over in any case. What has a field of its own keeps it within a group. */
static zs_query *with_field(zs_parser *parser, zs_query *query, const zs_word_read *named)
{
    if (query->field) {
        zs_query *group = zs_parser_node(parser, ZS_QUERY_GROUP, NULL, named->name);
        if (!zs_parser_add(parser, group, ZS_SHOULD, query)) {
            zs_query_free(group);
            return NULL;
        }
        query = group;
    }
    query->field = strndup(named->name, named->name_length);
    query->span.start = (size_t)(named->name - parser->text);
    if (!query->field) {
        zs_query_free(query);
        return zs_parser_fail_memory(parser);
    }
    return query;
}

/* What stands behind "like:", the path or the id of an article: a word in which nothing means
 * anything but what ends it, or in quotes. */
static zs_query *parse_like(zs_parser *parser, const zs_word_read *named)
{
    size_t length;
    const char *begin = parser->at;
    UChar32 character = zs_parser_peek(parser, &length);
    zs_query *query = NULL;
    if (character == '(') {
        return zs_parser_fail(parser, begin,
                              "like: takes the path or the id of one article, in quotes if "
                              "there are spaces or signs in it");
    }
    if (character == '"') {
        query = parse_phrase(parser);
    } else {
        zs_word_read word = {.wild = false};
        bool read = read_word(parser, true, &word);
        query = read ? zs_parser_node(parser, ZS_QUERY_LIKE, &word.text, begin) : NULL;
        word_release(&word);
    }
    if (query) {
        query->kind = ZS_QUERY_LIKE;
        query->span.start = (size_t)(named->name - parser->text);
    }
    return query;
}

/* What stands behind "field:". */
static zs_query *parse_value(zs_parser *parser, const zs_word_read *named)
{
    size_t length;
    const char *begin = parser->at;
    UChar32 character = zs_parser_peek(parser, &length);
    zs_query *query;
    const char *end = character == '/' && length == 1 ? regex_end(parser) : NULL;
    if (character == '"') {
        query = parse_phrase(parser);
    } else if (character == '(') {
        query = parse_parenthesis(parser);
    } else if (end) {
        query = parse_regex(parser, end);
    } else {
        zs_word_read word = {.wild = false};
        bool read = read_word(parser, true, &word);
        query = read ? make_unit(parser, &word, begin, named->name) : NULL;
        word_release(&word);
    }
    bool date = named->name_length == 4 && memcmp(named->name, "date", 4) == 0;
    if (query && date && query->kind != ZS_QUERY_RANGE) {
        zs_query_free(query);
        return zs_parser_fail(parser, begin,
                              "a date is a year, a month, a day or a range of these, as in "
                              "date:2023-05..2023-08");
    }
    return query ? with_field(parser, query, named) : NULL;
}

/* A unit that begins with a word; a field's value, if that is what the word names. */
static zs_query *parse_word(zs_parser *parser)
{
    const char *begin = parser->at;
    zs_word_read word = {.wild = false};
    zs_query *query = NULL;
    if (read_word(parser, false, &word)) {
        bool like = word.name && word.name_length == 4 && memcmp(word.name, "like", 4) == 0;
        query = like        ? parse_like(parser, &word)
                : word.name ? parse_value(parser, &word)
                            : make_unit(parser, &word, begin, NULL);
    }
    word_release(&word);
    return query;
}

zs_query *zs_parse_unit(zs_parser *parser)
{
    size_t length;
    UChar32 character = zs_parser_peek(parser, &length);
    const char *end = character == '/' && length == 1 ? regex_end(parser) : NULL;
    zs_query *query = character == '"'   ? parse_phrase(parser)
                      : character == '(' ? parse_parenthesis(parser)
                      : end              ? parse_regex(parser, end)
                                         : parse_word(parser);
    if (query && !read_boost(parser, query)) {
        zs_query_free(query);
        return NULL;
    }
    return query;
}
