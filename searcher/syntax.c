/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A parser by recursive descent. From what binds least to what binds most:
 *
 *     query   = and { OR and }
 *     and     = list { AND list }
 *     list    = { [+ - ! NOT] near }
 *     near    = unit { NEAR/n unit }        also ADJ/n, SENT, PARA
 *     unit    = [field:] ( (query) | "phrase" | /regex/ | word | low..high ) [~n] [^n]
 */
#include "searcher/syntax.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "searcher/query.h"
#include "text/utf.h"

enum {
    NEAR_DISTANCE = 10, /* characters, where none is said */
    ADJ_DISTANCE = 5,
    DISTANCE_MOST = 10000,
    NAME_MOST = 64 /* bytes of the name of a field */
};

/* ---- Characters -------------------------------------------------------------------- */

/* Opening quotes, and what closes them besides the ASCII quote. */
static const struct {
    UChar32 open, close;
} quotes[] = {{'"', '"'},       {0x201C, 0x201D}, {0x201D, 0x201D},
              {0xFF02, 0xFF02}, {0x300C, 0x300D}, {0x300E, 0x300F},
              {0xFE41, 0xFE42}, {0x300A, 0x300B}, {0x3008, 0x3009}};

static UChar32 character_at(const char *at, const char *end, size_t *length)
{
    *length = 0;
    if (at == end) {
        return 0;
    }
    size_t left = (size_t)(end - at);
    UChar32 character = zs_utf8_next(at, 0, left < 4 ? left : 4, length);
    *length = character < 0 ? 1 : *length;
    return character < 0 ? 0xFFFD : character;
}

UChar32 zs_syntax_character(const char *at, const char *end, size_t *length)
{
    static const char twins[] = "()+-!*:^~/&|\\";
    UChar32 character = character_at(at, end, length);
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (character == quotes[i].open) {
            return '"';
        }
    }
    if (character >= 0xFF01 && character <= 0xFF5E) {
        UChar32 half = character - 0xFEE0;
        /* ！ ends a sentence, as ？ does. */
        return half != '!' && strchr(twins, (int)half) ? half : character;
    }
    return character;
}

bool zs_syntax_special(UChar32 character)
{
    return character > 0 && character < 0x80 && strchr("\"()+-!*?:^~/&|\\.", (int)character);
}

bool zs_syntax_space(UChar32 character)
{
    return u_isUWhiteSpace(character) || (character > 0 && character < 0x20);
}

size_t zs_syntax_word(const char *at, const char *end)
{
    const char *begin = at;
    for (;;) {
        size_t length;
        UChar32 character = zs_syntax_character(at, end, &length);
        if (length == 0 || zs_syntax_space(character) || character == '(' || character == ')') {
            return (size_t)(at - begin);
        }
        at += length;
    }
}

/* ---- Operators --------------------------------------------------------------------- */

typedef enum operator{ NONE, AND, OR, NOT, NEAR_ANY, NEAR_ORDER, SENTENCE, PARAGRAPH } operator;

/* The distance behind "NEAR/"; false if there is something else. */
static bool read_distance(const char *digits, size_t length, unsigned *distance)
{
    unsigned value = 0;
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return false;
        }
        value = value * 10 + (unsigned)(digits[i] - '0');
        value = value > DISTANCE_MOST ? DISTANCE_MOST : value;
    }
    *distance = value;
    return length > 0;
}

static operator operator_of(const char *word, size_t length, unsigned *distance)
{
    static const struct {
        const char *name;
        operator meaning;
        unsigned distance; /* 0: takes none */
    } operators[] = {{"AND", AND, 0},
                     {"&&", AND, 0},
                     {"OR", OR, 0},
                     {"||", OR, 0},
                     {"NOT", NOT, 0},
                     {"NEAR", NEAR_ANY, NEAR_DISTANCE},
                     {"ADJ", NEAR_ORDER, ADJ_DISTANCE},
                     {"SENT", SENTENCE, 0},
                     {"PARA", PARAGRAPH, 0}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t size = strlen(operators[i].name);
        if (length < size || memcmp(word, operators[i].name, size) != 0) {
            continue;
        }
        *distance = operators[i].distance;
        if (length == size || (*distance > 0 && word[size] == '/' &&
                               read_distance(word + size + 1, length - size - 1, distance))) {
            return operators[i].meaning;
        }
    }
    return NONE;
}

bool zs_syntax_operator(const char *word, size_t length)
{
    unsigned distance;
    return operator_of(word, length, &distance) != NONE;
}

/* ---- The parser -------------------------------------------------------------------- */

typedef struct zs_parser {
    const char *text, *at, *end;
    const char *const *fields; /* besides those that every article may have; or NULL */
    unsigned depth;            /* of parentheses */
    zs_status status;          /* the first failure */
    zs_error *error;
} zs_parser;

static zs_query *parse_query(zs_parser *parser);

/* The first failure counts. */
__attribute__((format(printf, 3, 4))) static zs_query *
fail(zs_parser *parser, const char *place, const char *format, ...)
{
    if (!parser->status) {
        char message[256];
        va_list args;
        va_start(args, format);
        (void)vsnprintf(message, sizeof message, format, args);
        va_end(args);
        parser->status =
            zs_fail_at(parser->error, ZS_ERROR_QUERY, place - parser->text, "%s", message);
    }
    return NULL;
}

static zs_query *fail_memory(zs_parser *parser)
{
    parser->status = parser->status ? parser->status : zs_fail_memory(parser->error);
    return NULL;
}

static UChar32 peek(const zs_parser *parser, size_t *length)
{
    return zs_syntax_character(parser->at, parser->end, length);
}

static void pass_spaces(zs_parser *parser)
{
    size_t length;
    while (zs_syntax_space(peek(parser, &length)) && length > 0) {
        parser->at += length;
    }
}

static bool at_boundary(const zs_parser *parser, const char *at)
{
    return zs_syntax_word(at, parser->end) == 0;
}

/* The operator that the parser stands at, and its length. */
static operator peek_operator(const zs_parser *parser, size_t *length, unsigned *distance)
{
    *length = zs_syntax_word(parser->at, parser->end);
    return operator_of(parser->at, *length, distance);
}

/* Adds a clause and owns it in any case. False after a failure. */
static bool add(zs_parser *parser, zs_query *group, zs_occur occur, zs_query *clause)
{
    if (!group || !clause || parser->status) {
        zs_query_free(clause);
        return false;
    }
    size_t start = clause->span.start;
    zs_status status = zs_query_add(group, occur, clause, parser->error);
    if (status) {
        zs_query_free(clause);
        if (status == ZS_ERROR_ARGUMENT) {
            if (parser->error) {
                parser->error->status = ZS_ERROR_QUERY;
                parser->error->position = (int64_t)start;
            }
            status = ZS_ERROR_QUERY;
        }
        parser->status = status;
        return false;
    }
    return true;
}

static zs_query *node(zs_parser *parser, zs_query_kind kind, const zs_buffer *text,
                      const char *begin)
{
    zs_query *query = zs_query_node(kind, text ? text->length > 0 ? text->data : "" : NULL,
                                    text ? text->length : 0);
    if (!query) {
        return fail_memory(parser);
    }
    query->span = (zs_span){.start = (size_t)(begin - parser->text),
                            .end = (size_t)(parser->at - parser->text)};
    return query;
}

/* ---- Units ------------------------------------------------------------------------- */

static zs_query *parse_phrase(zs_parser *parser)
{
    const char *begin = parser->at;
    zs_buffer text = ZS_BUFFER_INIT;
    size_t length;
    UChar32 open = character_at(parser->at, parser->end, &length), close = '"';
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        close = quotes[i].open == open ? quotes[i].close : close;
    }
    /* Quotes that look alike are typed for each other. */
    bool double_quote = open == '"' || open == 0x201C || open == 0x201D || open == 0xFF02;
    bool kept = true;
    parser->at += length;
    for (;;) {
        UChar32 character = character_at(parser->at, parser->end, &length);
        if (length == 0) {
            zs_buffer_release(&text);
            return fail(parser, begin, "the quotation that begins here has no end");
        }
        parser->at += length;
        if (character == close ||
            (double_quote && (character == '"' || character == 0x201D || character == 0x201C ||
                              character == 0xFF02))) {
            break;
        }
        if (character == '\\' && parser->at < parser->end) {
            (void)character_at(parser->at, parser->end, &length);
            parser->at += length;
        }
        kept = kept && zs_buffer_append(&text, parser->at - length, length);
    }
    zs_query *query = kept ? node(parser, ZS_QUERY_PHRASE, &text, begin) : fail_memory(parser);
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
            return at > parser->at + 1 && (at_boundary(parser, at + 1) || at[1] == '^') ? at
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
    zs_query *query = kept ? node(parser, ZS_QUERY_REGEX, &text, begin) : fail_memory(parser);
    zs_buffer_release(&text);
    return query;
}

static zs_query *parse_group(zs_parser *parser)
{
    const char *begin = parser->at;
    size_t length;
    (void)peek(parser, &length);
    parser->at += length;
    if (++parser->depth >= ZS_QUERY_HEIGHT) {
        return fail(parser, begin, "parentheses are within each other too deep");
    }
    zs_query *query = parse_query(parser);
    parser->depth--;
    if (parser->status) {
        zs_query_free(query);
        return NULL;
    }
    if (peek(parser, &length) != ')') {
        zs_query_free(query);
        return fail(parser, begin, "the parenthesis that opens here is not closed");
    }
    parser->at += length;
    if (!query) {
        return fail(parser, begin, "there is nothing between the parentheses");
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

static bool is_known_field(const zs_parser *parser, const char *name, size_t length)
{
    static const char *const known[] = {"title", "author", "source", "section", "language",
                                        "url",   "path",   "id",     "date",    NULL};
    const char *const *lists[] = {known, parser->fields};
    for (size_t i = 0; i < 2; i++) {
        for (const char *const *field = lists[i]; field && *field; field++) {
            if (strlen(*field) == length && memcmp(*field, name, length) == 0) {
                return true;
            }
        }
    }
    return false;
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
    return at_boundary(parser, at) || character == '"' || character == '^' || character == '~';
}

/* Reads a word as far as it goes. `value`: of a field, in which a colon means nothing. */
static bool read_word(zs_parser *parser, bool value, zs_word_read *word)
{
    const char *begin = parser->at;
    bool kept = true;
    while (kept) {
        size_t length;
        UChar32 character = peek(parser, &length);
        const char *next = parser->at + length;
        if (at_boundary(parser, parser->at) || character == '"') {
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
                (void)fail(parser, begin,
                           "there is no field \"%.*s\"; put the words in quotes to find them "
                           "as they stand",
                           (int)name, begin);
                return false;
            }
        }
        const char *literal = parser->at;
        bool escaped = character == '\\' && next < parser->end;
        if (escaped) {
            literal = next;
            (void)character_at(next, parser->end, &length);
            next += length;
        }
        /* A question mark at the end of a word asks. */
        bool asks = character == '?' && ends_word(parser, next);
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
        kept = kept && zs_buffer_append(&word->text, literal, length) &&
               (wild ? zs_buffer_append_byte(&word->pattern, (char)character)
                     : zs_buffer_append(&word->pattern, literal, length));
        parser->at = next;
    }
    if (!kept) {
        (void)fail_memory(parser);
    }
    return kept;
}

/* ~ or ~1 or ~2 behind a word; *edits is 0 if there is none. */
static bool read_fuzziness(zs_parser *parser, unsigned *edits)
{
    size_t length;
    const char *begin = parser->at;
    *edits = 0;
    if (peek(parser, &length) != '~') {
        return true;
    }
    parser->at += length;
    *edits = 1;
    if (parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9') {
        *edits = (unsigned)(*parser->at++ - '0');
    }
    if (*edits < 1 || *edits > ZS_QUERY_FUZZINESS) {
        (void)fail(parser, begin, "a word is fuzzy by ~1 or ~2");
        return false;
    }
    return true;
}

/* ^2 or ^0.5 behind a unit. */
static bool read_boost(zs_parser *parser, zs_query *query)
{
    size_t length;
    const char *begin = parser->at;
    if (peek(parser, &length) != '^') {
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
        (void)fail(parser, begin, "a number from 0.000001 to 1000000 must follow ^, as in ^2");
        return false;
    }
    return true;
}

static zs_query *make_range(zs_parser *parser, const zs_word_read *word, const char *begin)
{
    zs_query *query = node(parser, ZS_QUERY_RANGE, &word->text, begin);
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
        return fail_memory(parser);
    }
    if (query->text[0] == '\0' && query->high[0] == '\0') {
        zs_query_free(query);
        return fail(parser, begin, "a range needs at least one end, as in 2023..");
    }
    return query;
}

static bool has_letter(const zs_buffer *pattern)
{
    for (size_t i = 0; i < pattern->length; i++) {
        if (!strchr("*?.", pattern->data[i])) {
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
        zs_query *query = node(parser, ZS_QUERY_FUZZY, &word->text, begin);
        if (query) {
            query->distance = edits;
        }
        return query;
    }
    if (word->wild && !has_letter(&word->pattern)) {
        return fail(parser, begin, "a pattern needs more than * and ?");
    }
    return word->wild ? node(parser, ZS_QUERY_WILDCARD, &word->pattern, begin)
                      : node(parser, ZS_QUERY_WORDS, &word->text, begin);
}

static zs_query *parse_unit(zs_parser *parser);

/* Takes the query over in any case. What has a field of its own keeps it within a group. */
static zs_query *with_field(zs_parser *parser, zs_query *query, const zs_word_read *named)
{
    if (query->field) {
        zs_query *group = node(parser, ZS_QUERY_GROUP, NULL, named->name);
        if (!add(parser, group, ZS_SHOULD, query)) {
            zs_query_free(group);
            return NULL;
        }
        query = group;
    }
    query->field = strndup(named->name, named->name_length);
    query->span.start = (size_t)(named->name - parser->text);
    if (!query->field) {
        zs_query_free(query);
        return fail_memory(parser);
    }
    return query;
}

/* What stands behind "field:". */
static zs_query *parse_value(zs_parser *parser, const zs_word_read *named)
{
    size_t length;
    const char *begin = parser->at;
    UChar32 character = peek(parser, &length);
    zs_query *query;
    const char *end = character == '/' && length == 1 ? regex_end(parser) : NULL;
    if (character == '"') {
        query = parse_phrase(parser);
    } else if (character == '(') {
        query = parse_group(parser);
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
        return fail(parser, begin,
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
        query = word.name ? parse_value(parser, &word) : make_unit(parser, &word, begin, NULL);
    }
    word_release(&word);
    return query;
}

static zs_query *parse_unit(zs_parser *parser)
{
    size_t length;
    UChar32 character = peek(parser, &length);
    const char *end = character == '/' && length == 1 ? regex_end(parser) : NULL;
    zs_query *query = character == '"'   ? parse_phrase(parser)
                      : character == '(' ? parse_group(parser)
                      : end              ? parse_regex(parser, end)
                                         : parse_word(parser);
    if (query && !read_boost(parser, query)) {
        zs_query_free(query);
        return NULL;
    }
    return query;
}

/* ---- What joins them --------------------------------------------------------------- */

static bool is_near(operator meaning)
{
    return meaning >= NEAR_ANY;
}

static zs_near near_of(operator meaning)
{
    switch (meaning) {
    case NEAR_ORDER: return ZS_NEAR_IN_ORDER;
    case SENTENCE: return ZS_NEAR_SENTENCE;
    case PARAGRAPH: return ZS_NEAR_PARAGRAPH;
    case NEAR_ANY:
    case NONE:
    case AND:
    case OR:
    case NOT: break;
    }
    return ZS_NEAR_ANY_ORDER;
}

/* Whether a unit can begin here: there is something, and it is no operator. */
static bool at_unit(const zs_parser *parser)
{
    size_t length;
    unsigned distance;
    UChar32 character = peek(parser, &length);
    return length > 0 && character != ')' && peek_operator(parser, &length, &distance) == NONE;
}

/* a NEAR/10 b NEAR/10 c; operators of another kind or distance begin a new one around it. */
static zs_query *parse_near(zs_parser *parser)
{
    zs_query *query = parse_unit(parser);
    bool made = false; /* here, and not in parentheses */
    while (query) {
        size_t length;
        unsigned distance;
        pass_spaces(parser);
        const char *place = parser->at;
        operator meaning = peek_operator(parser, &length, &distance);
        if (!is_near(meaning)) {
            return query;
        }
        parser->at += length;
        pass_spaces(parser);
        if (!at_unit(parser)) {
            zs_query_free(query);
            return fail(parser, place, "%.*s needs something on both sides", (int)length,
                        place);
        }
        bool joined = made && query->near == near_of(meaning) && query->distance == distance;
        zs_query *near = joined ? query : node(parser, ZS_QUERY_NEAR, NULL, place);
        if (near && !joined) {
            near->near = near_of(meaning);
            near->distance = distance;
            near->span.start = query->span.start;
            (void)add(parser, near, ZS_SHOULD, query);
        } else if (!near) {
            zs_query_free(query);
        }
        zs_query *other = near ? parse_unit(parser) : NULL;
        if (!near || !add(parser, near, ZS_SHOULD, other)) {
            zs_query_free(near);
            return NULL;
        }
        near->span.end = (size_t)(parser->at - parser->text);
        query = near;
        made = true;
    }
    return NULL;
}

/* Takes the sign before a clause. */
static zs_occur take_sign(zs_parser *parser)
{
    zs_occur occur = ZS_SHOULD;
    for (;;) {
        size_t length;
        unsigned distance;
        UChar32 character = peek(parser, &length);
        size_t word;
        if (peek_operator(parser, &word, &distance) == NOT) {
            parser->at += word;
            pass_spaces(parser);
            occur = ZS_MUST_NOT;
            continue;
        }
        bool sign = character == '+' || character == '-' || character == '!';
        if (!sign || at_boundary(parser, parser->at + length)) {
            size_t next;
            bool opens =
                sign && zs_syntax_character(parser->at + length, parser->end, &next) == '(';
            if (!opens) {
                return occur;
            }
        }
        parser->at += length;
        occur = character == '+' ? ZS_MUST : ZS_MUST_NOT;
    }
}

/* Plain words one behind another are one text: they are cut together. */
static bool extend_words(zs_parser *parser, zs_query *words, const zs_query *more)
{
    size_t length = strlen(words->text), extra = strlen(more->text);
    char *text = realloc(words->text, length + extra + 2);
    if (!text) {
        (void)fail_memory(parser);
        return false;
    }
    text[length] = ' ';
    memcpy(text + length + 1, more->text, extra + 1);
    words->text = text;
    words->span.end = more->span.end;
    return true;
}

static bool is_plain(const zs_query *query)
{
    return query->kind == ZS_QUERY_WORDS && query->occur == ZS_SHOULD && !query->field &&
           query->boost == 1;
}

/* Of a group with one clause that may match, that clause alone. */
static zs_query *simplified(zs_query *group)
{
    if (group->count != 1 || group->clauses[0]->occur != ZS_SHOULD) {
        return group;
    }
    zs_query *only = group->clauses[0];
    group->count = 0;
    zs_query_free(group);
    return only;
}

/* Units one behind another; NULL without a failure if there is none. */
static zs_query *parse_list(zs_parser *parser)
{
    zs_query *group = node(parser, ZS_QUERY_GROUP, NULL, parser->at);
    zs_query *words = NULL; /* the last clause, if it is plain words from outside of (…) */
    while (group && !parser->status) {
        pass_spaces(parser);
        const char *place = parser->at;
        zs_occur occur = take_sign(parser);
        if (!at_unit(parser)) {
            if (parser->at > place) {
                (void)fail(parser, place, "%.*s needs something behind it",
                           (int)(parser->at - place), place);
            }
            break;
        }
        bool bare = zs_syntax_character(parser->at, parser->end, &(size_t){0}) != '(';
        zs_query *clause = parse_near(parser);
        if (clause && bare && occur == ZS_SHOULD && is_plain(clause)) {
            if (words) {
                (void)extend_words(parser, words, clause);
                zs_query_free(clause);
                continue;
            }
            words = clause;
        } else {
            words = NULL;
        }
        (void)add(parser, group, occur, clause);
    }
    if (!group || parser->status || group->count == 0) {
        zs_query_free(group);
        return NULL;
    }
    group->span.end = (size_t)(parser->at - parser->text);
    return simplified(group);
}

/* a AND -b: an operand that is one clause with a sign keeps its sign. */
static bool add_operand(zs_parser *parser, zs_query *group, operator wanted, zs_query *operand)
{
    if (wanted == OR) {
        return add(parser, group, ZS_SHOULD, operand);
    }
    bool signed_clause = operand->kind == ZS_QUERY_GROUP && operand->mode == ZS_GROUP_LIST &&
                         operand->count == 1 && !operand->field && operand->boost == 1;
    if (!signed_clause) {
        return add(parser, group, ZS_MUST, operand);
    }
    zs_query *clause = operand->clauses[0];
    operand->count = 0;
    zs_query_free(operand);
    return add(parser, group, clause->occur, clause);
}

/* Operands of an operator: `next` parses one; each becomes a clause of `group`. */
static zs_query *parse_operands(zs_parser *parser, operator wanted,
                                zs_query *(*next)(zs_parser *))
{
    zs_query *first = next(parser), *group = NULL;
    for (;;) {
        size_t length;
        unsigned distance;
        pass_spaces(parser);
        const char *place = parser->at;
        operator meaning = parser->status ? NONE : peek_operator(parser, &length, &distance);
        if (meaning != wanted) {
            break;
        }
        parser->at += length;
        pass_spaces(parser);
        zs_query *second = first ? next(parser) : NULL;
        if (!first || !second) {
            zs_query_free(group ? NULL : first);
            zs_query_free(group);
            zs_query_free(second);
            return fail(parser, place, "%.*s needs something on both sides", (int)length,
                        place);
        }
        if (!group) {
            group = node(parser, ZS_QUERY_GROUP, NULL, parser->text + first->span.start);
            if (!group) {
                zs_query_free(first);
                zs_query_free(second);
                return NULL;
            }
            group->mode = wanted == OR ? ZS_GROUP_ANY : ZS_GROUP_LIST;
            (void)add_operand(parser, group, wanted, first);
        }
        (void)add_operand(parser, group, wanted, second);
        group->span.end = (size_t)(parser->at - parser->text);
    }
    return group ? group : first;
}

static zs_query *parse_and(zs_parser *parser)
{
    return parse_operands(parser, AND, parse_list);
}

static zs_query *parse_query(zs_parser *parser)
{
    return parse_operands(parser, OR, parse_and);
}

zs_status zs_query_parse(const char *text, const zs_parse_options *options, zs_query **out,
                         zs_error *error)
{
    if (!text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_query_parse needs a text and a place for the query");
    }
    zs_error problem;
    zs_parser parser = {.text = text,
                        .at = text,
                        .end = text + strlen(text),
                        .fields = options ? options->fields : NULL,
                        .error = &problem};
    zs_query *query = parse_query(&parser);
    if (!parser.status && parser.at < parser.end) {
        size_t length;
        if (peek(&parser, &length) == ')') {
            (void)fail(&parser, parser.at, "this parenthesis closes nothing");
        } else {
            (void)peek_operator(&parser, &length, &(unsigned){0});
            (void)fail(&parser, parser.at, "%.*s needs something on both sides", (int)length,
                       parser.at);
        }
    }
    if (parser.status) {
        zs_query_free(query);
        query = NULL;
    }
    if (!parser.status || (parser.status == ZS_ERROR_QUERY && options && options->lenient)) {
        zs_status status = query ? ZS_OK : zs_query_words(text, &query, error);
        if (!status) {
            *out = query;
        }
        return status;
    }
    if (error) {
        *error = problem;
    }
    return parser.status;
}
