/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/slow_matcher.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/test.h"

/* ---- Texts as characters ----------------------------------------------------------------- */

enum { LETTERS_MOST = 700 };

typedef struct letters {
    uint32_t at[LETTERS_MOST];
    size_t count;
} letters;

static letters letters_of(const char *text)
{
    letters all = {.count = 0};
    for (const unsigned char *byte = (const unsigned char *)text; *byte;) {
        assert_true(all.count < LETTERS_MOST);
        bool ascii = *byte < 0x80;
        all.at[all.count++] = ascii ? *byte
                                    : (uint32_t)(byte[0] & 0xF) << 12 |
                                          (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3F);
        byte += ascii ? 1 : 3;
    }
    return all;
}

static bool is_latin(uint32_t letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

static bool is_han(uint32_t letter)
{
    return letter >= 0x4E00 && letter <= 0x9FFF;
}

/* Whether no word of another script goes on over this place. */
static bool is_edge(const letters *all, size_t at)
{
    return at == 0 || at == all->count || !is_latin(all->at[at - 1]) || !is_latin(all->at[at]);
}

static bool stands_at(const letters *all, size_t at, const letters *wanted)
{
    return at + wanted->count <= all->count &&
           memcmp(all->at + at, wanted->at, wanted->count * sizeof *wanted->at) == 0 &&
           is_edge(all, at) && is_edge(all, at + wanted->count);
}

static bool stands_in(const char *text, const char *phrase)
{
    letters all = letters_of(text), wanted = letters_of(phrase);
    for (size_t at = 0; at < all.count; at++) {
        if (stands_at(&all, at, &wanted)) {
            return true;
        }
    }
    return false;
}

/* ---- Synonyms ---------------------------------------------------------------------------- */

const test_synonym test_synonyms[] = {{"制造", "产业", {"产业"}},
                                      {"产业", "制造", {"制造"}},
                                      {"river", "国际消费", {"国际", "际消", "消费"}},
                                      {"river", "的城", {"的城"}},
                                      {"科技", "blue", {"blue"}},
                                      {NULL, NULL, {NULL}}};
bool test_with_synonyms;

/* Whether a word stands there, or a synonym does. */
static bool word_stands_in(const char *text, const char *word)
{
    bool stands = stands_in(text, word);
    for (const test_synonym *known = test_synonyms; test_with_synonyms && known->word;
         known++) {
        stands = stands || (strcmp(known->word, word) == 0 && stands_in(text, known->synonym));
    }
    return stands;
}

/* ---- Nearness ------------------------------------------------------------------------------
 */

struct stretch {
    size_t start, end;
};

struct stretches {
    struct stretch items[4000];
    size_t count;
};

static void find_phrase(const letters *all, const char *phrase, struct stretches *out)
{
    letters wanted = letters_of(phrase);
    out->count = 0;
    for (size_t at = 0; at < all->count; at++) {
        if (stands_at(all, at, &wanted)) {
            out->items[out->count++] = (struct stretch){at, at + wanted.count};
        }
    }
}

/* Whether an end of a sentence, or of a line, stands between two characters. */
static bool parted(const letters *all, size_t from, size_t to, bool sentences)
{
    for (size_t at = from; at < to; at++) {
        if (all->at[at] == '\n' || (sentences && all->at[at] == 0x3002)) {
            return true;
        }
    }
    return false;
}

static bool are_near(const letters *all, const zs_query *near, struct stretch a,
                     struct stretch b)
{
    size_t from = a.start < b.start ? a.start : b.start, to = a.end > b.end ? a.end : b.end;
    size_t gap = b.start >= a.end ? b.start - a.end : a.start >= b.end ? a.start - b.end : 0;
    switch (near->near) {
    case ZS_NEAR_SENTENCE: return !parted(all, from, to - 1, true);
    case ZS_NEAR_PARAGRAPH: return !parted(all, from, to - 1, false);
    case ZS_NEAR_IN_ORDER: return b.start >= a.end && gap <= near->distance;
    case ZS_NEAR_ANY_ORDER: break;
    }
    return gap <= near->distance;
}

static void find_near(const letters *all, const zs_query *query, struct stretches *out)
{
    struct stretches *right = malloc(sizeof *right), *joined = malloc(sizeof *joined);
    assert_true(right && joined);
    for (size_t i = 0; i < query->count; i++) {
        const zs_query *operand = query->clauses[i];
        struct stretches *into = i == 0 ? out : right;
        if (operand->kind == ZS_QUERY_NEAR) {
            find_near(all, operand, into);
        } else {
            find_phrase(all, operand->text, into);
        }
        if (i == 0) {
            continue;
        }
        joined->count = 0;
        for (size_t j = 0; j < out->count; j++) {
            for (size_t k = 0; k < right->count; k++) {
                struct stretch a = out->items[j], b = right->items[k];
                if (are_near(all, query, a, b) && joined->count < 4000) {
                    joined->items[joined->count++] = (struct stretch){
                        a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
                }
            }
        }
        memcpy(out, joined, sizeof *out);
    }
    free(right);
    free(joined);
}

static bool is_near_in(const char *text, const zs_query *query)
{
    letters all = letters_of(text);
    struct stretches *found = malloc(sizeof *found);
    assert_non_null(found);
    find_near(&all, query, found);
    bool result = found->count > 0;
    free(found);
    return result;
}

/* ---- Patterns
 * -------------------------------------------------------------------------------- */

/* Whether a pattern fits letters as a whole. It is written with * and ?, with sets of letters
 * in brackets, and with | between patterns of which one has to fit. */
static bool glob(const uint32_t *pattern, size_t left, const uint32_t *text, size_t length)
{
    if (left == 0) {
        return length == 0;
    }
    if (*pattern == '*') {
        return glob(pattern + 1, left - 1, text, length) ||
               (length > 0 && glob(pattern, left, text + 1, length - 1));
    }
    if (length == 0) {
        return false;
    }
    if (*pattern == '[') {
        bool in = false;
        size_t at = 1;
        for (; pattern[at] != ']'; at++) {
            in = in || pattern[at] == *text;
        }
        return in && glob(pattern + at + 1, left - at - 1, text + 1, length - 1);
    }
    return (*pattern == '?' || *pattern == *text) &&
           glob(pattern + 1, left - 1, text + 1, length - 1);
}

static uint32_t distance_of(const uint32_t *a, size_t a_length, const uint32_t *b,
                            size_t b_length)
{
    uint32_t rows[2][64];
    assert_true(b_length < 64);
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = (uint32_t)j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        uint32_t *row = rows[i % 2], *before = rows[(i + 1) % 2];
        row[0] = (uint32_t)i;
        for (size_t j = 1; j <= b_length; j++) {
            uint32_t least = before[j - 1] + (a[i - 1] != b[j - 1]);
            least = before[j] + 1 < least ? before[j] + 1 : least;
            row[j] = row[j - 1] + 1 < least ? row[j - 1] + 1 : least;
        }
    }
    return rows[a_length % 2][b_length];
}

const test_expression test_expressions[] = {{"[郑重]州", "[郑重]州"},
                                            {"人(才|口)", "人才|人口"},
                                            {"制造?", "制|制造"},
                                            {"国.消", "国?消"},
                                            {"科技|产业", "科技|产业"},
                                            {"消费.*人才", "消费*人才"},
                                            {"riv.+", "riv?*"},
                                            {"[rb]lue", "[rb]lue"},
                                            {"城市{1,2}", "城市|城市市"},
                                            {"(?:国际)?消费", "国际消费|消费"},
                                            {"政+策", "政策|政政策"},
                                            {"BLUE|人才", "blue|人才"},
                                            {".*的", "*的"},
                                            {NULL, NULL}};

/* The expressions that the tests ask for, as patterns. */
static const char *pattern_of(const char *expression)
{
    for (size_t i = 0; test_expressions[i].expression; i++) {
        if (strcmp(test_expressions[i].expression, expression) == 0) {
            return test_expressions[i].pattern;
        }
    }
    fail_msg("the slow matcher does not know /%s/", expression);
    return "";
}

static bool fits(const zs_query *query, const letters *pattern, const uint32_t *text,
                 size_t length)
{
    if (query->kind == ZS_QUERY_FUZZY) {
        return length < 60 &&
               distance_of(text, length, pattern->at, pattern->count) <= query->distance;
    }
    for (size_t begin = 0; begin <= pattern->count;) {
        size_t end = begin;
        while (end < pattern->count && pattern->at[end] != '|') {
            end++;
        }
        if (glob(pattern->at + begin, end - begin, text, length)) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

static letters pattern_letters(const zs_query *query)
{
    return letters_of(query->kind == ZS_QUERY_REGEX ? pattern_of(query->text) : query->text);
}

/* Whether it fits somewhere between white space and punctuation. Edits may be anywhere; all
 * else begins and ends at edges. A pattern of no ideograph fits whole words. */
static bool pattern_stands_in(const char *text, const zs_query *query)
{
    letters all = letters_of(text), pattern = pattern_letters(query);
    bool han = false;
    for (size_t i = 0; i < pattern.count; i++) {
        han = han || is_han(pattern.at[i]);
    }
    for (size_t start = 0; start < all.count; start++) {
        for (size_t end = start + 1; end <= all.count; end++) {
            uint32_t last = all.at[end - 1];
            if (!is_latin(last) && (!han || !is_han(last))) {
                break;
            }
            bool word = is_edge(&all, start) && is_edge(&all, end);
            bool fuzzy = query->kind == ZS_QUERY_FUZZY && han;
            if ((word || fuzzy) && fits(query, &pattern, all.at + start, end - start)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- Fields
 * ------------------------------------------------------------------------------------ */

static const char *value_of(const zs_article *article, const char *field)
{
    if (strcmp(field, "title") == 0) {
        return article->title;
    }
    if (strcmp(field, "author") == 0) {
        return article->author;
    }
    if (strcmp(field, "source") == 0) {
        return article->source;
    }
    for (size_t i = 0; i < article->metadata_count; i++) {
        if (strcmp(article->metadata[i].name, field) == 0) {
            return article->metadata[i].value;
        }
    }
    return NULL;
}

/* Dates of the tests have two digits wherever they have any. */
static bool in_dates(const zs_article *article, const zs_query *query)
{
    const char *date = article->date;
    return date && (!*query->text || strcmp(date, query->text) >= 0) &&
           (!*query->high || strcmp(date, query->high) <= 0 ||
            strncmp(date, query->high, strlen(query->high)) == 0);
}

static bool in_numbers(const zs_article *article, const zs_query *query)
{
    const char *value = value_of(article, query->field);
    return value && (!*query->text || atoi(value) >= atoi(query->text)) &&
           (!*query->high || atoi(value) <= atoi(query->high));
}

/* ---- Trees
 * -------------------------------------------------------------------------------------- */

static bool met_in(const char *text, const zs_query *query)
{
    switch (query->kind) {
    case ZS_QUERY_NEAR: return is_near_in(text, query);
    case ZS_QUERY_WILDCARD:
    case ZS_QUERY_FUZZY:
    case ZS_QUERY_REGEX: return pattern_stands_in(text, query);
    default: return stands_in(text, query->text);
    }
}

/* All of the words of a text; 的 says nothing beside others. */
static bool has_words(const zs_article *article, const char *text, const char *field)
{
    bool content = false;
    for (int round = 0; round < 2 && !content; round++) {
        char copy[300];
        assert_true(strlen(text) < sizeof copy);
        strcpy(copy, text);
        for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
            if (round == 0 && strcmp(word, "的") == 0) {
                continue;
            }
            content = true;
            bool there = word_stands_in(article->title, word) ||
                         (!field && word_stands_in(article->text, word));
            if (!there) {
                return false;
            }
        }
    }
    return true;
}

static bool meets(const zs_article *article, const zs_query *query, const char *field);

static bool meets_group(const zs_article *article, const zs_query *query, const char *field)
{
    bool must = false, may = false, some = false, every = true;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        bool match = meets(article, clause, field);
        if (clause->occur == ZS_MUST_NOT ? match : clause->occur == ZS_MUST && !match) {
            return false;
        }
        must = must || clause->occur == ZS_MUST;
        if (clause->occur == ZS_SHOULD) {
            may = true;
            some = some || match;
            every = every && match;
        }
    }
    return must || !may || (query->mode == ZS_GROUP_ANY ? some : every);
}

static bool meets(const zs_article *article, const zs_query *query, const char *field)
{
    field = query->field ? query->field : field;
    if (query->kind == ZS_QUERY_GROUP) {
        return meets_group(article, query, field);
    }
    if (query->kind == ZS_QUERY_RANGE) {
        return strcmp(field, "date") == 0 ? in_dates(article, query)
                                          : in_numbers(article, query);
    }
    if (field && strcmp(field, "id") == 0) {
        return strcmp(article->id, query->text) == 0;
    }
    if (field && strcmp(field, "title") != 0) {
        const char *value = value_of(article, field);
        if (value && query->kind == ZS_QUERY_WILDCARD) {
            letters all = letters_of(value), pattern = letters_of(query->text);
            return glob(pattern.at, pattern.count, all.at, all.count);
        }
        return value && met_in(value, query);
    }
    if (query->kind == ZS_QUERY_WORDS) {
        return has_words(article, query->text, field);
    }
    return met_in(article->title, query) || (!field && met_in(article->text, query));
}

/* ---- The whole of a query
 * -------------------------------------------------------------------------- */

static bool has_term(const zs_article *article, const char *term)
{
    return stands_in(article->title, term) || stands_in(article->text, term);
}

/* The same for a word. */
static bool has_word(const zs_article *article, const char *word)
{
    return word_stands_in(article->title, word) || word_stands_in(article->text, word);
}

static double share_of(const test_collection *collection, const char *term)
{
    double has = 0;
    for (size_t i = 0; i < collection->count; i++) {
        has += has_term(&collection->articles[i], term);
    }
    return has / (double)collection->count;
}

/* A word is as rare as it and its synonyms together, if all these come together by chance. */
static double idf_of(const test_collection *collection, const char *term)
{
    double share = share_of(collection, term);
    for (const test_synonym *known = test_synonyms; test_with_synonyms && known->word;
         known++) {
        if (strcmp(known->word, term) == 0) {
            double all = 1;
            for (size_t i = 0; i < 4 && known->terms[i]; i++) {
                all *= share_of(collection, known->terms[i]);
            }
            share += (1 - share) * all;
        }
    }
    double has = round(share * (double)collection->count);
    double odds = ((double)collection->count - has + 0.5) / (has + 0.5);
    return log(odds < 2 ? odds * 0.5 + 1 : odds);
}

/* What a token counts; 0 for one that depends on how words are cut. */
static double factor_of(zs_token_kind kind)
{
    switch (kind) {
    case ZS_TOKEN_WORD:
    case ZS_TOKEN_HAN_WORD: return 1;
    case ZS_TOKEN_HAN_INNER: return 0.5;
    case ZS_TOKEN_HAN_CROSS: return 0.3;
    default: return 0;
    }
}

/* A term of a query, its weight, and whether an article has it. */
struct weighed {
    double weight;
    bool there;
};

struct weights {
    struct weighed items[200];
    size_t count;
};

static void weigh(const test_collection *collection, const zs_article *article,
                  const char *text, struct weights *out)
{
    zs_analysis *analysis = NULL;
    zs_error error;
    check_ok(zs_analyze(text, SIZE_MAX, ZS_PURPOSE_QUERY, &analysis, &error), error);
    for (size_t i = 0; i < zs_analysis_token_count(analysis); i++) {
        zs_token token = zs_analysis_token(analysis, i);
        if (factor_of(token.kind) == 0) {
            continue;
        }
        /* What a clause has twice is one term that counts twice. */
        double weight = 0;
        bool known = false;
        for (size_t j = 0; j < zs_analysis_token_count(analysis); j++) {
            zs_token other = zs_analysis_token(analysis, j);
            bool same = factor_of(other.kind) > 0 && strcmp(other.term, token.term) == 0;
            known = known || (same && j < i);
            weight += same ? factor_of(other.kind) * idf_of(collection, token.term) : 0;
        }
        if (!known) {
            out->items[out->count++] = (struct weighed){weight, has_word(article, token.term)};
        }
    }
    zs_analysis_free(analysis);
}

const zs_query *test_unwrapped(const zs_query *query)
{
    while (query->kind == ZS_QUERY_GROUP && !query->field && query->count == 1 &&
           query->clauses[0]->occur == ZS_SHOULD) {
        query = query->clauses[0];
    }
    return query;
}

size_t test_count_words(const zs_query *query, bool *plain)
{
    query = test_unwrapped(query);
    bool list = query->kind == ZS_QUERY_GROUP && query->mode == ZS_GROUP_LIST && !query->field;
    size_t words = 0;
    *plain = true;
    for (size_t i = 0; i < (list ? query->count : 1); i++) {
        const zs_query *clause = test_unwrapped(list ? query->clauses[i] : query);
        if (clause->field || (list && query->clauses[i]->occur != ZS_SHOULD)) {
            continue;
        }
        if (clause->kind == ZS_QUERY_WORDS) {
            words++;
            for (const char *at = clause->text; (at = strchr(at, ' ')) != NULL; at++) {
                words++;
            }
        } else {
            words++;
            *plain = false;
        }
    }
    return words;
}

/* Of clauses of a list without a sign, whether as many are there as are asked for. */
static bool meets_units(const zs_article *article, const zs_query *const *clauses, size_t count,
                        zs_words_match match)
{
    bool some = false, every = true, any = false;
    for (size_t i = 0; i < count; i++) {
        const zs_query *clause = test_unwrapped(clauses[i]);
        if (clauses[i]->occur != ZS_SHOULD || clause->field) {
            continue;
        }
        any = true;
        if (clause->kind != ZS_QUERY_WORDS) {
            bool met = meets(article, clause, NULL);
            some = some || met;
            every = every && met;
            continue;
        }
        char copy[300];
        strcpy(copy, clause->text);
        bool content = false;
        for (const char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
            content = content || strcmp(word, "的") != 0;
        }
        strcpy(copy, clause->text);
        for (const char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
            if (!content || strcmp(word, "的") != 0) {
                bool met = has_word(article, word);
                some = some || met;
                every = every && met;
            }
        }
    }
    return !any || (match == ZS_WORDS_ANY ? some : every);
}

/* Whether, of the heaviest terms of the clauses of plain words that carry 0.85 of the weight of
 * all, an article has so many that these carry half. */
static bool has_share(const test_collection *collection, const zs_article *article,
                      const zs_query *const *clauses, size_t count)
{
    struct weights terms = {.count = 0};
    double all = 0, carrying = 0, there = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        const zs_query *clause = test_unwrapped(clauses[i]);
        if (clauses[i]->occur == ZS_SHOULD && !clause->field) {
            weigh(collection, article, clause->text, &terms);
        }
    }
    for (size_t i = 0; i < terms.count; i++) {
        all += terms.items[i].weight;
    }
    for (;;) {
        struct weighed *heaviest = NULL;
        for (size_t i = 0; i < terms.count; i++) {
            if (terms.items[i].weight >= 0 &&
                (!heaviest || terms.items[i].weight > heaviest->weight)) {
                heaviest = &terms.items[i];
            }
        }
        if (!heaviest ||
            (carrying >= 0.85 * all * (1 - 1e-9) && heaviest->weight < last * (1 - 1e-9))) {
            break;
        }
        last = heaviest->weight;
        carrying += heaviest->weight;
        there += heaviest->there ? heaviest->weight : 0;
        heaviest->weight = -1;
    }
    return there >= carrying / 2 * (1 - 1e-9);
}

bool test_is_hit(const test_collection *collection, size_t i, const zs_query *query,
                 zs_words_match match)
{
    const zs_article *article = &collection->articles[i];
    query = test_unwrapped(query);
    bool list = query->kind == ZS_QUERY_GROUP && query->mode == ZS_GROUP_LIST && !query->field;
    const zs_query *const *clauses = list ? (const zs_query *const *)query->clauses : &query;
    size_t count = list ? query->count : 1;
    bool must = false, plain;
    for (size_t c = 0; c < count; c++) {
        must = must || (list && clauses[c]->occur == ZS_MUST);
    }
    for (size_t c = 0; c < count; c++) {
        const zs_query *clause = test_unwrapped(clauses[c]);
        zs_occur occur = list ? clauses[c]->occur : ZS_SHOULD;
        bool unit = occur == ZS_SHOULD && !clause->field;
        if (!unit && meets(article, clause, NULL) == (occur == ZS_MUST_NOT)) {
            return false;
        }
    }
    if (must) {
        return true;
    }
    bool share = test_count_words(query, &plain) > 3 &&
                 (match == ZS_WORDS_MOST || match == ZS_WORDS_STEPS);
    return share ? has_share(collection, article, clauses, count)
                 : meets_units(article, clauses, count, match);
}
