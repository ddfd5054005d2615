/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What words ask for: each as it stands, or as many of them as carry a share of the weight.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/function_words.h" /* what asks */
#include "searcher/query_terms.h"
#include "searcher/requiring.h"
#include "text/script.h"
#include "text/utf.h"
/* ---- Words, each as it stands ------------------------------------------------------------ */

static bool is_single(const zs_folded *folded, const zs_word *word)
{
    size_t next;
    if (!word->han) {
        return false;
    }
    (void)zs_utf16_next(folded->units, word->start, word->end, &next);
    return next == word->end;
}

/* Appends units; where it is the script that counts, as they are written in `source`, which
 * else is NULL. */
static bool append_written(zs_buffer *out, const zs_folded *folded, uint32_t start,
                           uint32_t end, const char *source)
{
    bool kept = true;
    for (uint32_t i = start; source && kept && i < end; i++) {
        UChar32 character = zs_written_character(source, folded->start[i], folded->end[i]);
        bool written = folded->class[i] == ZS_CHAR_HAN && character >= 0;
        char bytes[4];
        size_t length = written ? zs_utf8_put(bytes, character) : 0;
        kept = written ? zs_buffer_append(out, bytes, length)
                       : zs_append_units(out, folded->units + i, 1);
        i += written && U16_IS_LEAD(folded->units[i]);
    }
    return source ? kept : zs_append_units(out, folded->units + start, end - start);
}

/* What stands between the words of an entry, and before each of its synonyms: folded words
 * never have these in them. */
#define BETWEEN_WORDS '\n'
#define BEFORE_SYNONYM '\x1f'

/* Appends words as an entry, a text with a NUL behind it, and their synonyms. Single characters
 * beside other words need not be there. */
static bool add_entry(zs_buffer *out, const zs_folded *folded, const zs_word *words,
                      size_t count, const char *source, const zs_synonyms *synonyms)
{
    bool kept = true, any = false, singles = true;
    for (size_t i = 0; i < count; i++) {
        singles = singles && is_single(folded, &words[i]);
    }
    for (size_t i = 0; kept && i < count; i++) {
        if (singles || !is_single(folded, &words[i])) {
            kept = (!any || zs_buffer_append_byte(out, BETWEEN_WORDS)) &&
                   append_written(out, folded, words[i].start, words[i].end, source);
            any = true;
        }
    }
    for (size_t i = 0; kept && i < synonyms->count; i++) {
        kept = zs_buffer_append_byte(out, BEFORE_SYNONYM) &&
               zs_append_units(out, synonyms->items[i].units, synonyms->items[i].length);
    }
    return kept && zs_buffer_append_byte(out, '\0');
}

/* Appends the words of a text that say something, or all if none does. */
static bool take_words(const zs_vocabulary *vocabulary, const zs_folded *folded,
                       const zs_words *words, const char *source, zs_buffer *out)
{
    bool kept = true;
    zs_synonyms synonyms;
    for (int all = 0; kept && all < 2 && out->length == 0; all++) {
        for (size_t i = 0; kept && i < words->count;) {
            size_t phrase = zs_vocabulary_synonyms(vocabulary, folded, words, i, &synonyms);
            size_t count = phrase > 0 ? phrase : 1;
            if (all || phrase > 0 ||
                !zs_vocabulary_stops(vocabulary, folded, &words->items[i])) {
                kept = add_entry(out, folded, &words->items[i], count, source, &synonyms);
            }
            i += count;
        }
    }
    return kept;
}

/* What makes a requirement of a text. */
typedef zs_requirement *(*make_text)(zs_making *making, const char *text, size_t length,
                                     zs_scope scope);

/* All of the words of an entry. */
static zs_requirement *all_of(zs_making *making, const char *entry, size_t length,
                              zs_scope scope, make_text make)
{
    const char *end = memchr(entry, BETWEEN_WORDS, length);
    if (!end) {
        return make(making, entry, length, scope);
    }
    zs_requirement *all = zs_making_new(making, ZS_REQUIRE_ALL, scope);
    for (const char *last = entry + length; all && !making->status;) {
        zs_making_add(making, all, make(making, entry, (size_t)(end - entry), scope), false);
        if (end == last) {
            break;
        }
        entry = end + 1;
        end = memchr(entry, BETWEEN_WORDS, (size_t)(last - entry));
        end = end ? end : last;
    }
    return zs_making_unless_empty(all);
}

/* The words of an entry, or one of its synonyms. */
static zs_requirement *words_or_synonym(zs_making *making, const char *entry, zs_scope scope,
                                        make_text make)
{
    size_t length = strcspn(entry, (const char[]){BEFORE_SYNONYM, '\0'});
    zs_requirement *words = all_of(making, entry, length, scope, make);
    if (!words || !entry[length]) {
        return words;
    }
    zs_requirement *any = zs_making_new(making, ZS_REQUIRE_ANY, scope);
    zs_making_add(making, any, words, false);
    while (any && !making->status && entry[length]) {
        entry += length + 1;
        length = strcspn(entry, (const char[]){BEFORE_SYNONYM, '\0'});
        zs_making_add(making, any, make(making, entry, length, scope), false);
    }
    return any;
}

/* A requirement of each of some entries, one behind another. */
static void add_phrases(zs_making *making, const zs_buffer *texts, zs_scope scope,
                        zs_requirement *whole)
{
    for (size_t at = 0; !making->status && at < texts->length;
         at += strlen(texts->data + at) + 1) {
        zs_making_add(making, whole,
                      words_or_synonym(making, texts->data + at, scope, zs_require_phrase),
                      false);
    }
}

/* The text, if words are to be taken as they are written. */
static const char *source_of(const zs_making *making, const char *text)
{
    return making->how->exact_script ? text : NULL;
}

zs_requirement *zs_require_words(zs_making *making, const char *text, zs_scope scope)
{
    zs_analyser *analyser = making->how->analyser;
    zs_buffer words = ZS_BUFFER_INIT;
    zs_requirement *all = zs_making_new(making, ZS_REQUIRE_ALL, scope);
    if (!all) {
        return NULL;
    }
    making->status =
        zs_analyser_run(analyser, text, strlen(text), ZS_PURPOSE_QUERY, making->error);
    if (!making->status &&
        !take_words(making->how->vocabulary, zs_analyser_folded(analyser),
                    zs_analyser_words(analyser), source_of(making, text), &words)) {
        (void)zs_making_fail_memory(making);
    }
    add_phrases(making, &words, scope, all);
    zs_buffer_release(&words);
    return zs_making_unless_empty(all);
}

/* ---- Words that are weighed -------------------------------------------------------------- */

/* Words found in a text, as texts with a NUL behind each. */
struct units {
    zs_buffer whole; /* words, and runs of single characters: names, words unknown to ICU */
    zs_buffer lone;  /* single characters that stand among other words */
};

/* Whether a word has white space or nothing on both sides: it was typed by itself. */
static bool is_apart(const zs_folded *folded, const zs_word *word)
{
    return (word->start == 0 || zs_is_blank_class(folded->class[word->start - 1])) &&
           (word->end == folded->length || zs_is_blank_class(folded->class[word->end]));
}

static bool add_unit(zs_buffer *out, const zs_folded *folded, uint32_t start, uint32_t end,
                     const char *source)
{
    return append_written(out, folded, start, end, source) && zs_buffer_append_byte(out, '\0');
}

/* Goes through the words; without `all`, those that say something. */
static bool take_units(const zs_vocabulary *vocabulary, const zs_folded *folded,
                       const zs_words *words, const char *source, bool all, struct units *out)
{
    bool kept = true;
    zs_synonyms synonyms, others;
    for (size_t i = 0; kept && i < words->count;) {
        size_t phrase = zs_vocabulary_synonyms(vocabulary, folded, words, i, &synonyms);
        if (phrase > 0) {
            kept = add_entry(&out->whole, folded, &words->items[i], phrase, source, &synonyms);
            i += phrase;
            continue;
        }
        const zs_word *word = &words->items[i++];
        if (!all && zs_vocabulary_stops(vocabulary, folded, word)) {
            continue;
        }
        uint32_t end = word->end;
        bool single = is_single(folded, word), alone = single;
        while (single && i < words->count && words->items[i].start == end &&
               is_single(folded, &words->items[i]) &&
               (all || !zs_vocabulary_stops(vocabulary, folded, &words->items[i])) &&
               zs_vocabulary_synonyms(vocabulary, folded, words, i, &others) == 0) {
            end = words->items[i++].end;
            alone = false;
        }
        bool lone = alone && !is_apart(folded, word);
        kept = add_unit(lone ? &out->lone : &out->whole, folded, word->start, end, source);
    }
    return kept;
}

/* A word is there if its pairs are: then the index decides. Of what has more to it than these,
 * as 第3章, the texts do. */
static zs_requirement *unit_of(zs_making *making, const char *text, size_t length,
                               zs_scope scope)
{
    zs_requirement *phrase = zs_require_phrase(making, text, length, scope);
    if (!phrase) {
        return NULL;
    }
    if (phrase->decided || phrase->written ||
        !zs_tokens_cover(zs_analyser_tokens(making->how->analyser),
                         zs_analyser_folded(making->how->analyser))) {
        return phrase;
    }
    zs_requirement *pairs = zs_making_new(making, ZS_REQUIRE_ALL, scope);
    for (size_t i = 0; pairs && !making->status && i < phrase->term_count; i++) {
        zs_making_add(
            making, pairs,
            zs_require_phrase(making, phrase->terms[i].bytes, phrase->terms[i].length, scope),
            false);
    }
    zs_requirement_free(phrase);
    return pairs;
}

static bool is_known(const zs_buffer *texts, size_t at)
{
    for (size_t other = 0; other < at; other += strlen(texts->data + other) + 1) {
        if (strcmp(texts->data + other, texts->data + at) == 0) {
            return true;
        }
    }
    return false;
}

void zs_require_units(zs_making *making, const char *text, zs_requirement *list)
{
    static const zs_scope scope = {.field = ZS_FIELD_TEXT};
    zs_analyser *analyser = making->how->analyser;
    struct units units = {.whole = ZS_BUFFER_INIT};
    making->status =
        zs_analyser_run(analyser, text, strlen(text), ZS_PURPOSE_QUERY, making->error);
    for (int all = 0; !making->status && all < 2; all++) {
        if (units.whole.length + units.lone.length == 0 &&
            !take_units(making->how->vocabulary, zs_analyser_folded(analyser),
                        zs_analyser_words(analyser), source_of(making, text), all != 0,
                        &units)) {
            (void)zs_making_fail_memory(making);
        }
    }
    const zs_buffer *chosen = units.whole.length > 0 ? &units.whole : &units.lone;
    for (size_t at = 0; !making->status && at < chosen->length;
         at += strlen(chosen->data + at) + 1) {
        if (!is_known(chosen, at)) {
            zs_making_add(making, list,
                          words_or_synonym(making, chosen->data + at, scope, unit_of), false);
        }
    }
    zs_buffer_release(&units.whole);
    zs_buffer_release(&units.lone);
}

/* ---- Terms that are weighed ------------------------------------------------------------ */

size_t zs_count_words(zs_making *making, const char *text, bool *asks)
{
    zs_analyser *analyser = making->how->analyser;
    if (!making->status) {
        making->status =
            zs_analyser_run(analyser, text, strlen(text), ZS_PURPOSE_QUERY, making->error);
    }
    if (making->status) {
        return 0;
    }
    const zs_words *words = zs_analyser_words(analyser);
    const zs_folded *folded = zs_analyser_folded(analyser);
    *asks = *asks || (folded->length > 0 && folded->units[folded->length - 1] == '?');
    size_t count = 0;
    zs_synonyms synonyms;
    for (size_t i = 0; i < words->count; count++) {
        zs_cut whole = {.start = words->items[i].start, .end = words->items[i].end};
        char bytes[ZS_TERM_LIMIT];
        size_t length = zs_token_term(folded, &whole, bytes);
        *asks = *asks || zs_is_question_word(bytes, length);
        size_t phrase =
            zs_vocabulary_synonyms(making->how->vocabulary, folded, words, i, &synonyms);
        i += phrase > 0 ? phrase : 1;
    }
    return count;
}

/* A term of a query, by itself. */
static zs_requirement *term_of(zs_making *making, const zs_query_terms *terms,
                               const zs_query_term *term, zs_scope scope)
{
    zs_requirement *part = zs_making_new(making, ZS_REQUIRE_PHRASE, scope);
    if (!part) {
        return NULL;
    }
    bool kept = zs_making_add_term(making, part, terms->terms.data + term->term,
                                   term->term_length, false);
    part->units = malloc(term->length * sizeof *part->units);
    if (!kept || !part->units) {
        zs_requirement_free(part);
        return zs_making_fail_memory(making);
    }
    memcpy(part->units, terms->units + term->start, term->length * sizeof *part->units);
    part->length = term->length;
    part->begins_word = part->ends_word = term->kind == ZS_TOKEN_WORD;
    part->decided = true;
    return part;
}

/* A term or what is a synonym of the words that it is part of. */
static zs_requirement *term_or_synonym(zs_making *making, const zs_query_terms *terms,
                                       uint32_t number, zs_scope scope)
{
    const zs_query_synonyms *synonyms = &terms->synonyms;
    zs_requirement *part = term_of(making, terms, &terms->items[number], scope), *any = NULL;
    for (size_t i = 0; part && !making->status && i < synonyms->count; i++) {
        const zs_query_synonym *synonym = &synonyms->items[i];
        /* To look into texts for the others would take too long in a query of many words. */
        if (!synonym->findable || synonym->length == 0 ||
            !zs_query_synonym_covers(synonyms, i, number)) {
            continue;
        }
        if (!any) {
            any = zs_making_new(making, ZS_REQUIRE_ANY, scope);
            zs_making_add(making, any, part, false);
            part = any;
        }
        zs_buffer text = ZS_BUFFER_INIT;
        if (!zs_append_units(&text, synonyms->units + synonym->start, synonym->length)) {
            (void)zs_making_fail_memory(making);
            break;
        }
        zs_making_add(making, any, unit_of(making, text.data, text.length, scope), false);
        zs_buffer_release(&text);
    }
    return part;
}

void zs_require_pairs(zs_making *making, const char *text, zs_requirement *list)
{
    static const zs_scope scope = {.field = ZS_FIELD_TEXT};
    zs_query_terms terms = ZS_QUERY_TERMS_INIT;
    if (!making->status) {
        making->status = zs_query_terms_analyse(&terms, making->how->analyser,
                                                making->how->vocabulary, text, making->error);
    }
    if (!making->status) {
        making->status = zs_query_terms_weigh(&terms, making->how->reader, making->error);
    }
    for (uint32_t i = 0; !making->status && i < terms.count; i++) {
        if (!zs_token_is_certain(terms.items[i].kind)) {
            continue;
        }
        zs_requirement *part = term_or_synonym(making, &terms, i, scope);
        if (part) {
            part->weight = zs_query_term_weight(&terms.items[i]);
        }
        zs_making_add(making, list, part, false);
    }
    zs_query_terms_release(&terms);
}
