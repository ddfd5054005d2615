/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading an index: matching terms, statistics, articles. One thread at a time.
 *
 * A reader sees the index as it was when it was opened or last refreshed. When the writer has
 * gone on too far, what was being read is no longer there: then a function returns
 * ZS_ERROR_CHANGED, and the caller refreshes and begins anew.
 */
#ifndef ZS_STORE_READER_H
#define ZS_STORE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/deadline.h"
#include "base/field.h"
#include "store/record.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_reader zs_reader;

/* Opens the index in `directory`. `analyser` is the fingerprint of what will make the terms
 * of queries; an index that was made by another is refused as ZS_ERROR_VERSION. */
zs_status zs_reader_open(const char *directory, const char *analyser, zs_reader **out,
                         zs_error *error);
void zs_reader_close(zs_reader *reader);

/* Sees the index as it is now. */
zs_status zs_reader_refresh(zs_reader *reader, zs_error *error);

/* Another number whenever the index has been looked at anew, as by zs_reader_refresh: what was
 * known of articles by their docids need not be so any more. */
uint64_t zs_reader_generation(const zs_reader *reader);

/* The constants of BM25 (Robertson and others, TREC-3, 1994), and what it needs to know of
 * the whole index. */
#define ZS_BM25_K1 0.9
#define ZS_BM25_B 0.75

typedef struct zs_collection {
    uint32_t articles;
    double average_length; /* in terms */
} zs_collection;

zs_collection zs_reader_collection(const zs_reader *reader);

/* The weight of a term by how many of the articles have it, as Xapian's BM25 has it: a term
 * in more than half of them counts little, but never against an article. */
double zs_bm25_idf(uint32_t articles, uint32_t document_frequency);

/* What a term adds to the score of an article in which it occurs `count` times. */
double zs_bm25(const zs_collection *collection, double idf, uint32_t count, uint32_t length);

zs_status zs_reader_document_frequency(zs_reader *reader, const char *term, size_t length,
                                       uint32_t *out, zs_error *error);

/* ---- Matching (reader_match.cc, reader_weigh.cc, reader_share.cc) ---- */

/* A term to match and what its weight is multiplied by. */
typedef struct zs_match_term {
    const char *term;
    size_t length;
    double factor;
    const struct zs_match_node *also; /* what else counts as if it were this term */
    size_t also_count;
    bool prefix;       /* stands for the terms that begin so, as if they were one: all, or of
                        * many the most frequent (zs_reader_expands) */
    zs_field_id field; /* the one that it is a term of; ZS_FIELD_TEXT, which is 0: the text */
    const char *key;   /* of ZS_FIELD_METADATA: the name of the field */
} zs_match_term;

typedef struct zs_match {
    uint32_t docid;
    uint32_t duplicates; /* number of the articles nearly the same, if asked for; 0: none */
    double weight;
    size_t id;   /* where its shown id begins in `ids`; ZS_NO_ID if it has not been read */
    size_t look; /* the caller's; ZS_NO_LOOK from here */
} zs_match;

#define ZS_NO_ID SIZE_MAX
#define ZS_NO_LOOK SIZE_MAX

typedef struct zs_matches {
    zs_match *items;
    size_t count;
    size_t capacity;
    uint64_t total; /* of articles that match */
    bool exact;     /* or about so many */
    zs_buffer ids;  /* NUL-terminated, one behind another */
} zs_matches;

#define ZS_MATCHES_INIT ((zs_matches){.count = 0})

void zs_matches_release(zs_matches *matches);
void zs_matches_clear(zs_matches *matches);

/* Appends a match. ZS_ERROR_MEMORY. */
zs_status zs_matches_add(zs_matches *matches, const zs_match *match, zs_error *error);

/* Which articles may be found at all: a boolean query. */
typedef enum zs_match_kind {
    ZS_MATCH_TERM,    /* those with a term */
    ZS_MATCH_ALL,     /* with all of the children, */
    ZS_MATCH_ANY,     /* any, */
    ZS_MATCH_NOT,     /* not the only one: a child of ZS_MATCH_ALL */
    ZS_MATCH_EVERY,   /* all that there are */
    ZS_MATCH_DATES,   /* whose date has digits from `low` to `high` */
    ZS_MATCH_NUMBERS, /* whose field term.key is a number from `least` to `most` */
    ZS_MATCH_GROUP,   /* of the group `number` */
    ZS_MATCH_ID,      /* with the id term.term */
    ZS_MATCH_ARTICLE, /* the one of the docid `number` */
    ZS_MATCH_SAME     /* of the articles nearly the same that have this `number` */
} zs_match_kind;

typedef struct zs_match_node {
    zs_match_kind kind;
    zs_match_term term; /* its factor counts for nothing */
    const char *low, *high;
    double least, most;
    unsigned long number;
    struct zs_match_node *children;
    size_t count;
} zs_match_node;

/* What to do about articles that are nearly the same. */
typedef enum zs_match_duplicates {
    ZS_MATCH_EACH,  /* find each */
    ZS_MATCH_BEST,  /* find the best of them */
    ZS_MATCH_NAMED, /* find each, and say in zs_match.duplicates what is the same */
} zs_match_duplicates;

/* What to match: `limit` articles behind the first `offset`. */
typedef struct zs_match_request {
    const zs_match_term *terms;
    size_t count;
    const zs_match_node *within;  /* NULL: any one of the terms is enough */
    const zs_match_node *without; /* of which nothing is to be found; NULL: nothing */
    size_t offset, limit;
    size_t counted; /* the total is exact up to so many */
    zs_match_duplicates duplicates;
    zs_deadline *deadline; /* when it is over, what was found by then is given; NULL: never */
} zs_match_request;

/* Whether a term that is a prefix stands for all that begin so: not if these are so many that
 * it would take too long, as with 的. */
zs_status zs_reader_expands(zs_reader *reader, const zs_match_term *term, bool *all,
                            zs_error *error);

/* Finds the articles of the greatest sum of factor * BM25 over the terms; among equals, the
 * one that was put first. */
zs_status zs_reader_find(zs_reader *reader, const zs_match_request *request, zs_matches *out,
                         zs_error *error);

/* The same, and all others that match behind the `limit` best, in no order. */
zs_status zs_reader_find_all(zs_reader *reader, const zs_match_request *request,
                             zs_matches *out, zs_error *error);

/* The same for terms alone: the `limit` best. */
zs_status zs_reader_match(zs_reader *reader, const zs_match_term *terms, size_t count,
                          size_t limit, zs_matches *out, zs_error *error);

/* A part of a query and what it counts. */
typedef struct zs_match_share {
    const zs_match_node *node;
    double weight;
} zs_match_share;

/* Finds all articles whose parts have a sum of weights of at least `least`: first the `limit`
 * of the greatest sums, in that order, then the others by docid. Of the request, `within`,
 * `limit`, `duplicates` (ZS_MATCH_BEST is ZS_MATCH_NAMED here) and `deadline` count
 * (reader_share.cc). */
zs_status zs_reader_find_share(zs_reader *reader, const zs_match_share *parts, size_t count,
                               double least, const zs_match_request *request, zs_matches *out,
                               zs_error *error);

/* How Xapian describes what it would be asked by zs_reader_find, or what that adds up itself,
 * with readable terms. Appended, for people. */
zs_status zs_reader_describe(zs_reader *reader, const zs_match_request *request, zs_buffer *out,
                             zs_error *error);

/* ---- What there is (reader_terms.cc) ---- */

/* Calls `visit` with each term of the text that begins with `prefix`, as UTF-8, and how many
 * articles have it; those that begin with an ideograph, most of all, can be left out. Ends
 * early when it returns true. */
typedef bool (*zs_term_visitor)(void *context, const char *term, size_t length,
                                uint32_t frequency);
zs_status zs_reader_each_term(zs_reader *reader, const char *prefix, size_t length,
                              bool without_han, zs_term_visitor visit, void *context,
                              zs_error *error);

/* Calls `visit` with each term of two characters, the first one of `firsts` and the second one
 * of `seconds`, and how many articles have it. In no order that means anything; ends early when
 * it returns true. (reader_pairs.cc) */
typedef bool (*zs_pair_visitor)(void *context, uint32_t first, uint32_t second,
                                uint32_t frequency);
zs_status zs_reader_each_pair(zs_reader *reader, const uint32_t *firsts, size_t first_count,
                              const uint32_t *seconds, size_t second_count,
                              zs_pair_visitor visit, void *context, zs_error *error);

/* The articles that have all of some terms of the text, up to `most` of them; none have all of
 * no terms. If the rarest is in more than `steps` articles, only about so many of those are
 * looked at, evenly spread. */
enum { ZS_TOGETHER_KEPT = 64 };
typedef struct zs_together {
    uint32_t docids[ZS_TOGETHER_KEPT]; /* of those found, evenly spread, in order */
    size_t kept;                       /* so many */
    uint32_t count;                    /* of all, or `most`; an estimate if not exact */
    bool exact;
} zs_together;
typedef struct zs_term_text {
    const char *bytes;
    size_t length;
} zs_term_text;
zs_status zs_reader_together(zs_reader *reader, const zs_term_text *terms, size_t count,
                             size_t steps, uint32_t most, zs_together *out, zs_error *error);

/* Orders those kept by their length: short articles take less time to look at, and what is in
 * them is nearer together. */
zs_status zs_reader_shortest_first(zs_reader *reader, zs_together *together, zs_error *error);

/* Calls `visit` with each term of the text that an article has and that begins with `prefix`,
 * and how often it occurs there. Ends early when it returns true. */
zs_status zs_reader_each_term_of(zs_reader *reader, uint32_t docid, const char *prefix,
                                 size_t length, zs_term_visitor visit, void *context,
                                 zs_error *error);

/* Whether an article has a term of the text, or one that begins so. */
zs_status zs_reader_has_term(zs_reader *reader, uint32_t docid, const char *term, size_t length,
                             bool prefix, bool *has, zs_error *error);

/* ---- Pairs of characters (reader_pairs.cc) ---- */

/* In how many articles an ideograph begins a pair, those of different pairs added up. Only so
 * many terms are looked at: they lie in the order of how frequent the second character is, so
 * the first of them are nearly all that there is. */
zs_status zs_reader_pairs_beginning(zs_reader *reader, const char *first, size_t length,
                                    size_t terms, uint32_t *out, zs_error *error);

/* Calls `visit` with each pair of ideographs that begins with one, and how many articles have
 * it. Ends early when it returns true. */
typedef bool (*zs_second_visitor)(void *context, uint32_t second, uint32_t frequency);
zs_status zs_reader_each_second(zs_reader *reader, const char *first, size_t length,
                                zs_second_visitor visit, void *context, zs_error *error);

/* Calls `visit` with each group: its number and its name, of which only the beginning is known
 * if it is not `whole`. */
typedef bool (*zs_group_visitor)(void *context, unsigned long number, const char *name,
                                 bool whole);
zs_status zs_reader_each_group(zs_reader *reader, zs_group_visitor visit, void *context,
                               zs_error *error);

/* The names of all fields that are metadata, each with its NUL, appended. */
zs_status zs_reader_metadata_names(zs_reader *reader, zs_buffer *out, zs_error *error);

/* ---- What articles are counted and sorted by (reader_columns.cc) ---- */

/* The values of a field, of all articles. */
typedef struct zs_column {
    const uint32_t *numbers; /* by docid; see zs_column_numbers */
    size_t size;             /* docids are below */
    const uint32_t *lists;
    /* The value of each number, which ascend: values that are numbers first, then the others in
     * the order of their bytes. NULL for dates, whose number says it: year * 416 + month * 32 +
     * day, of which what is not known, or cannot be, is 0. */
    const char *const *values;
    size_t value_count; /* the highest number */
} zs_column;

enum { ZS_MONTH_NUMBERS = 32, ZS_YEAR_NUMBERS = 13 * ZS_MONTH_NUMBERS };

/* Reads a column: of the date or, if the index was made with facets, of source, section,
 * author, language or the metadata of a name (`key`). ZS_ERROR_NOT_FOUND if there is none.
 * Takes 20 ns an article. */
zs_status zs_reader_column(zs_reader *reader, zs_field_id field, const char *key,
                           zs_column **out, zs_error *error);
void zs_column_free(zs_column *column);

/* Whether the index was made with facets. */
bool zs_reader_has_facets(const zs_reader *reader);

#define ZS_COLUMN_LIST (UINT32_C(1) << 31)

/* The numbers of the values of an article, from 1, in the order in which it has them. */
static inline const uint32_t *zs_column_numbers(const zs_column *column, uint32_t docid,
                                                size_t *count)
{
    const uint32_t *number = docid < column->size ? &column->numbers[docid] : NULL;
    *count = number && *number != 0;
    if (*count > 0 && *number & ZS_COLUMN_LIST) {
        const uint32_t *list = &column->lists[*number & ~ZS_COLUMN_LIST];
        *count = *list;
        return list + 1;
    }
    return number;
}

/* ---- Articles ---- */

/* The number of the articles that are nearly the same as one; 0 if there are none. Faster than
 * ZS_MATCH_NAMED for a few of many. */
zs_status zs_reader_duplicate_number(zs_reader *reader, uint32_t docid, uint32_t *out,
                                     zs_error *error);

/* How many other articles are nearly the same as this one. */
zs_status zs_reader_duplicates(zs_reader *reader, uint32_t docid, uint32_t *out,
                               zs_error *error);

/* Appends the ids of these, each with its NUL, `limit` at the most. */
zs_status zs_reader_duplicate_ids(zs_reader *reader, uint32_t docid, size_t limit,
                                  zs_buffer *out, size_t *count, zs_error *error);

/* Appends the shown id of an article, without reading the article. */
zs_status zs_reader_id(zs_reader *reader, uint32_t docid, zs_buffer *out, zs_error *error);

/* Appends those of several articles, each with its NUL. The docids ascend, so that each block
 * is read once. */
zs_status zs_reader_ids(zs_reader *reader, const uint32_t *docids, size_t count, zs_buffer *out,
                        zs_error *error);

/* The number of the article with this id; of several, one. If there is none, ZS_ERROR_NOT_FOUND
 * or, of zs_reader_docid_of, 0. */
zs_status zs_reader_docid_of(zs_reader *reader, const char *id, uint32_t *docid,
                             zs_error *error);
zs_status zs_reader_find_id(zs_reader *reader, const char *id, uint32_t *docid,
                            zs_error *error);

/* Reads an article; see zs_record_decode. ZS_ERROR_NOT_FOUND if it has been deleted. */
zs_status zs_reader_article(zs_reader *reader, uint32_t docid, size_t text_limit,
                            zs_record *out, zs_error *error);

/* The first article with a number above `after`, to go through all from 0 on; *docid is 0
 * when there is none left. */
zs_status zs_reader_next(zs_reader *reader, uint32_t after, uint32_t *docid, zs_error *error);

/* The digits of the first and the last date of any article; empty if none has one. */
zs_status zs_reader_dates(zs_reader *reader, char first[ZS_DATE_DIGITS + 1],
                          char last[ZS_DATE_DIGITS + 1], zs_error *error);

/* Fills in all that the store knows of the index. */
zs_status zs_reader_info(zs_reader *reader, zs_index_info *out, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
