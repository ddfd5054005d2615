/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pinyin_query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uscript.h>

#include "base/error.h"
#include "searcher/pinyin.h"
#include "searcher/query.h"
#include "text/utf.h"

/* So many words are looked for of those that a piece of a query may spell. */
enum { MEANT = 5 };

/* A rewriting of a query: what is added to it. */
struct rewriting {
    zs_searcher *searcher;
    bool changed;    /* there is anything to add */
    bool known;      /* to letters that some article has as they are */
    zs_buffer notes; /* a sentence for each piece that may be pinyin, NUL-terminated */
    zs_error *error;
};

/* ---- Pieces of words -----------------------------------------------------------------------
 */

/* Text between white space. */
struct piece {
    size_t start, end; /* units */
    bool latin;        /* there are others than ideographs in it */
};

static struct piece next_piece(const zs_folded *folded, size_t at)
{
    struct piece piece = {.start = at};
    while (piece.start < folded->length && folded->class[piece.start] != ZS_CHAR_HAN &&
           folded->class[piece.start] != ZS_CHAR_WORD) {
        piece.start++;
    }
    for (piece.end = piece.start;
         piece.end < folded->length && folded->class[piece.end] != ZS_CHAR_SPACE &&
         folded->class[piece.end] != ZS_CHAR_NEWLINE;
         piece.end++) {
        piece.latin = piece.latin || folded->class[piece.end] != ZS_CHAR_HAN;
    }
    return piece;
}

static bool append_word(const zs_pinyin_word *word, zs_buffer *out)
{
    bool kept = true;
    for (size_t i = 0; kept && i < word->length; i++) {
        char bytes[4];
        kept = zs_buffer_append(out, bytes, zs_utf8_put(bytes, word->characters[i]));
    }
    return kept;
}

/* "青年人才 was looked for too, as "qnrc" may be its pinyin" */
static bool note(struct rewriting *rewriting, const zs_folded *folded, struct piece piece,
                 const zs_pinyin_word *words, size_t count)
{
    zs_buffer *notes = &rewriting->notes;
    bool kept = true;
    for (size_t i = 0; kept && i < count; i++) {
        kept =
            zs_buffer_append_string(notes, i > 0 ? ", " : "") && append_word(&words[i], notes);
    }
    return kept &&
           zs_buffer_append_string(notes, count > 1 ? " were looked for too, as \""
                                                    : " was looked for too, as \"") &&
           zs_append_units(notes, folded->units + piece.start, piece.end - piece.start) &&
           zs_buffer_append_string(notes, count > 1 ? "\" may be their pinyin"
                                                    : "\" may be its pinyin") &&
           zs_buffer_append_byte(notes, '\0');
}

/* Whether any article has letters of a piece as they are. */
static zs_status is_known(struct rewriting *rewriting, const zs_folded *folded,
                          struct piece piece, bool *known)
{
    zs_buffer word = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    *known = false;
    for (size_t at = piece.start; !status && !*known && at < piece.end;) {
        size_t end = at;
        uint32_t frequency = 0;
        while (end < piece.end && folded->class[end] == ZS_CHAR_WORD) {
            end++;
        }
        if (end == at) {
            at++;
            continue;
        }
        zs_buffer_clear(&word);
        status = zs_append_units(&word, folded->units + at, end - at)
                     ? zs_reader_document_frequency(rewriting->searcher->reader, word.data,
                                                    word.length, &frequency, rewriting->error)
                     : zs_fail_memory(rewriting->error);
        *known = frequency > 0;
        at = end;
    }
    zs_buffer_release(&word);
    return status;
}

/* The words that a piece may spell, of those that the index has. */
static zs_status find_meant(struct rewriting *rewriting, const zs_folded *folded,
                            struct piece piece, zs_pinyin_word *words, size_t *count)
{
    zs_spelling spelling;
    bool known = false;
    *count = 0;
    if (!zs_spell(folded, piece.start, piece.end, false, &spelling)) {
        return ZS_OK;
    }
    zs_status status = is_known(rewriting, folded, piece, &known);
    /* A few letters that are found as they are mean what they are. */
    if (status || (spelling.initials && known)) {
        return status;
    }
    status =
        zs_pinyin_find(rewriting->searcher, &spelling, MEANT, words, count, rewriting->error);
    while (!status && *count > 1 &&
           words[*count - 1].score < words[0].score - ZS_PINYIN_UNLIKELY) {
        (*count)--;
    }
    rewriting->known = rewriting->known || (*count > 0 && known);
    return status;
}

static zs_status add_clause(struct rewriting *rewriting, zs_query *group, zs_query *clause)
{
    if (!clause) {
        return zs_fail_memory(rewriting->error);
    }
    zs_status status = zs_query_add(group, ZS_SHOULD, clause, rewriting->error);
    if (status) {
        zs_query_free(clause);
    }
    return status;
}

static zs_query *text_node(zs_query_kind kind, const zs_folded *folded, struct piece piece)
{
    zs_buffer text = ZS_BUFFER_INIT;
    zs_query *node = NULL;
    if (zs_append_units(&text, folded->units + piece.start, piece.end - piece.start)) {
        node = zs_query_node(kind, text.length > 0 ? text.data : "", text.length);
    }
    zs_buffer_release(&text);
    return node;
}

/* Adds what a piece means, and the piece as it is: one of them is enough. The less likely a
 * word is meant, the less it counts. */
static zs_status add_meant(struct rewriting *rewriting, const zs_folded *folded,
                           struct piece piece, const zs_pinyin_word *words, size_t count,
                           zs_query *list)
{
    zs_query *any = NULL;
    zs_buffer text = ZS_BUFFER_INIT;
    zs_status status = zs_query_group(true, &any, rewriting->error);
    if (!status) {
        status = add_clause(rewriting, any, text_node(ZS_QUERY_WORDS, folded, piece));
    }
    for (size_t i = 0; !status && i < count; i++) {
        zs_buffer_clear(&text);
        zs_query *phrase = append_word(&words[i], &text)
                               ? zs_query_node(ZS_QUERY_PHRASE, text.data, text.length)
                               : NULL;
        if (phrase) {
            phrase->boost = exp2(words[i].score - words[0].score);
        }
        status = add_clause(rewriting, any, phrase);
    }
    zs_buffer_release(&text);
    if (status) {
        zs_query_free(any);
        return status;
    }
    status = add_clause(rewriting, list, any);
    if (!status && !note(rewriting, folded, piece, words, count)) {
        status = zs_fail_memory(rewriting->error);
    }
    rewriting->changed = true;
    return status;
}

/* Adds pieces that stand one behind another and are not all ideographs: they are one word, or
 * else each is one. Where any of them is no pinyin they are left as they are. */
static zs_status add_pieces(struct rewriting *rewriting, const zs_folded *folded,
                            struct piece all, zs_query *list)
{
    zs_pinyin_word words[MEANT];
    size_t count = 0;
    zs_status status = find_meant(rewriting, folded, all, words, &count);
    if (status || count > 0) {
        return status ? status : add_meant(rewriting, folded, all, words, count, list);
    }
    struct piece piece = next_piece(folded, all.start);
    bool each = piece.end < all.end;
    while (!status && each && piece.start < all.end) {
        status = find_meant(rewriting, folded, piece, words, &count);
        each = count > 0;
        piece = next_piece(folded, piece.end);
    }
    if (status || !each) {
        return status ? status
                      : add_clause(rewriting, list, text_node(ZS_QUERY_WORDS, folded, all));
    }
    for (piece = next_piece(folded, all.start); !status && piece.start < all.end;
         piece = next_piece(folded, piece.end)) {
        status = find_meant(rewriting, folded, piece, words, &count);
        if (!status) {
            status = add_meant(rewriting, folded, piece, words, count, list);
        }
    }
    return status;
}

static zs_status rewrite_words(struct rewriting *rewriting, const char *text, zs_query *list)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_status status = zs_fold(text, strlen(text), ZS_PURPOSE_QUERY, &folded, rewriting->error);
    struct piece piece = next_piece(&folded, 0);
    while (!status && piece.start < folded.length) {
        struct piece all = piece;
        for (piece = next_piece(&folded, piece.end);
             piece.start < folded.length && piece.latin == all.latin;
             piece = next_piece(&folded, piece.end)) {
            all.end = piece.end;
        }
        status = all.latin
                     ? add_pieces(rewriting, &folded, all, list)
                     : add_clause(rewriting, list, text_node(ZS_QUERY_WORDS, &folded, all));
    }
    zs_folded_release(&folded);
    return status;
}

/* ---- Trees ---------------------------------------------------------------------------------
 */

static zs_query *copy_node(const zs_query *query)
{
    zs_query *copy =
        zs_query_node(query->kind, query->text, query->text ? strlen(query->text) : 0);
    if (!copy) {
        return NULL;
    }
    copy->occur = query->occur;
    copy->boost = query->boost;
    copy->span = query->span;
    copy->mode = query->mode;
    copy->near = query->near;
    copy->distance = query->distance;
    copy->field = query->field ? strdup(query->field) : NULL;
    copy->high = query->high ? strdup(query->high) : NULL;
    if ((query->field && !copy->field) || (query->high && !copy->high)) {
        zs_query_free(copy);
        return NULL;
    }
    return copy;
}

/* Whether the words of a node, or of what is in it, may be pinyin: not those of fields, of what
 * must not be there, or of what has to stand so. */
static bool is_rewritten(const zs_query *query)
{
    return !query->field && query->occur != ZS_MUST_NOT &&
           (query->kind == ZS_QUERY_WORDS || query->kind == ZS_QUERY_GROUP);
}

static bool has_latin(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        UErrorCode status = U_ZERO_ERROR;
        UChar32 character = zs_utf8_next(text, at, length, &at);
        if (character >= 0 && uscript_getScript(character, &status) == USCRIPT_LATIN) {
            return true;
        }
    }
    return false;
}

/* Whether there may be anything to rewrite at all: there mostly is not. */
static bool has_latin_words(const zs_query *query)
{
    if (!is_rewritten(query)) {
        return false;
    }
    if (query->kind == ZS_QUERY_WORDS) {
        return has_latin(query->text);
    }
    for (size_t i = 0; i < query->count; i++) {
        if (has_latin_words(query->clauses[i])) {
            return true;
        }
    }
    return false;
}

/* A copy of a tree with what its words may spell, where `may` allows it. */
static zs_status rewrite(struct rewriting *rewriting, const zs_query *query, bool may,
                         zs_query **out)
{
    may = may && is_rewritten(query);
    zs_query *copy = NULL;
    zs_status status = ZS_OK;
    if (may && query->kind == ZS_QUERY_WORDS) {
        status = zs_query_group(false, &copy, rewriting->error);
        if (!status) {
            copy->occur = query->occur;
            copy->boost = query->boost;
            status = rewrite_words(rewriting, query->text, copy);
        }
    } else {
        copy = copy_node(query);
        status = copy ? ZS_OK : zs_fail_memory(rewriting->error);
    }
    for (size_t i = 0; !status && i < query->count; i++) {
        zs_query *clause = NULL;
        zs_occur occur = query->clauses[i]->occur;
        status = rewrite(rewriting, query->clauses[i], may, &clause);
        if (!status) {
            status = zs_query_add(copy, occur, clause, rewriting->error);
            if (status) {
                zs_query_free(clause);
            }
        }
    }
    if (status) {
        zs_query_free(copy);
        return status;
    }
    *out = copy;
    return ZS_OK;
}

zs_status zs_search_pinyin(zs_searcher *searcher, const zs_query *query,
                           const zs_query_options *options, size_t wanted, zs_error *error)
{
    size_t hits = searcher->matches.count;
    size_t whole = hits < searcher->step_begins ? hits : searcher->step_begins;
    struct rewriting rewriting = {.searcher = searcher, .error = error};
    zs_query *spelt = NULL;
    if (options->no_pinyin || whole >= wanted || !has_latin_words(query) ||
        zs_deadline_over(&searcher->deadline)) {
        return ZS_OK;
    }
    zs_status status = rewrite(&rewriting, query, true, &spelt);
    /* Where no article has the letters, what they may spell is what was asked for. */
    bool behind = hits > 0 && rewriting.known;
    bool searched = !status && rewriting.changed && (!behind || hits < wanted);
    if (searched) {
        status = behind ? zs_search(searcher, query, spelt, options, wanted, error)
                        : zs_search(searcher, spelt, NULL, options, wanted, error);
    }
    if (!status && searched && searcher->matches.count > (behind ? hits : 0) &&
        !zs_buffer_append(&searcher->notes, rewriting.notes.data, rewriting.notes.length)) {
        status = zs_fail_memory(error);
    }
    zs_query_free(spelt);
    zs_buffer_release(&rewriting.notes);
    return status;
}
