/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch.h — full-text search for Chinese articles, as a C library.
 *
 * This header is the manual. It goes in the order in which a program uses it:
 *
 *     1. Errors        every call that can fail says how, in a zs_error of the caller's
 *     2. Articles      what is indexed and what is found
 *     3. Indexing      zs_index: put articles, or hand over files and folders
 *     4. Searching     zs_searcher, zs_results, zs_snippet, zs_kwic, zs_explanation,
 *                      zs_suggestions
 *     5. Queries       zs_query: words, phrases and what joins them, as a tree
 *     6. Analysis      zs_analysis: how a text is folded, cut and turned into terms
 *     7. Information   what an index holds, which version made it
 *
 * Conventions that hold throughout:
 *
 * - Text is UTF-8. Offsets and lengths are in bytes unless a name says `characters`
 *   (code points). Invalid bytes are never an error: each counts as one U+FFFD.
 * - `const char *` is NUL-terminated; where NUL may occur, a length goes with it.
 * - Results are returned through the parameter before `zs_error *error`, which is always
 *   the last. On failure outputs are left untouched.
 * - What `open` or `new` gave is released with its `close` or `free`; these accept NULL.
 * - `zs_error *` may be NULL. The library prints nothing, never aborts or exits, keeps no
 *   global state, and lets no C++ exception through.
 * - Threads: a handle is used by one thread at a time. Different handles are independent;
 *   a program with many threads opens one zs_searcher for each. Any number of searchers,
 *   in any number of processes, may read an index while one zs_index writes to it.
 */
#ifndef ZSEARCH_H
#define ZSEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ZS_API __attribute__((visibility("default")))
#else
#define ZS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ZS_VERSION_MAJOR 0
#define ZS_VERSION_MINOR 1
#define ZS_VERSION_PATCH 0

/* The version of the library that is linked, as "0.1.0". */
ZS_API const char *zs_version(void);

/* ---- 1. Errors ------------------------------------------------------------------- */

typedef enum zs_status {
    ZS_OK = 0,
    ZS_ERROR_ARGUMENT,   /* a parameter cannot be what it is */
    ZS_ERROR_MEMORY,     /* out of memory */
    ZS_ERROR_IO,         /* reading or writing failed */
    ZS_ERROR_NOT_FOUND,  /* no such file, folder, index or article */
    ZS_ERROR_PERMISSION, /* the system does not allow it */
    ZS_ERROR_LOCKED,     /* another process is writing to the index */
    ZS_ERROR_VERSION,    /* the index was made by an incompatible version */
    ZS_ERROR_CORRUPT,    /* the index is damaged */
    ZS_ERROR_FULL,       /* the disk is full */
    ZS_ERROR_CHANGED,    /* the index changed faster than it could be read */
    ZS_ERROR_ENCODING,   /* a file is not in the encoding it should be in */
    ZS_ERROR_FORMAT,     /* a file is not of the format it should be of */
    ZS_ERROR_CANCELLED,  /* a callback asked to stop */
    ZS_ERROR_QUERY,      /* a query cannot be understood; position is the byte where */
    ZS_ERROR_INTERNAL    /* a fault of zsearch */
} zs_status;

/* The error belongs to the caller. `message` is one English sentence or two: what went
 * wrong, where, and what to do about it. It is not touched when a call succeeds. */
typedef struct zs_error {
    zs_status status;
    int64_t position; /* byte offset in the input that the message is about, or -1 */
    char message[500];
} zs_error;

/* A fixed short name for a status: "locked", "not found". Never NULL. */
ZS_API const char *zs_status_name(zs_status status);

/* ---- 2. Articles ----------------------------------------------------------------- */

typedef struct zs_field {
    const char *name;
    const char *value;
} zs_field;

/* How the date of an article came to be known; the first of these that gives one. */
typedef enum zs_date_origin {
    ZS_DATE_NONE,     /* it is not known */
    ZS_DATE_GIVEN,    /* the document says so: a meta element, front matter, a column */
    ZS_DATE_DATELINE, /* at the beginning or the end of the text */
    ZS_DATE_NAME,     /* in the name of the file or in the URL */
    ZS_DATE_FILE      /* when the file was last changed */
} zs_date_origin;

/* A fixed short name: "given", "dateline", "name", "file", "none". Never NULL. */
ZS_API const char *zs_date_origin_name(zs_date_origin origin);

/* One article. Strings that are not known are NULL. When given to zs_index_put, all memory
 * is the caller's and is only read during the call. When it comes from zs_results_article,
 * it lives as long as the results. */
typedef struct zs_article {
    const char *id;   /* unique in the index; must not be empty */
    const char *path; /* the file it came from, NULL if it came from memory */
    const char *title;
    const char *text; /* the body, `text_length` bytes; may contain NUL */
    size_t text_length;
    size_t text_offset; /* where `text` begins in the file, in bytes; 0 if that says nothing */
    const char *date;   /* as given; ISO 8601 (2023-05-04) is what sorts */
    zs_date_origin date_origin;
    const char *author;
    const char *source;   /* who published it */
    const char *section;  /* where in the source it stood: 要闻, 经济 */
    const char *language; /* BCP 47: zh-Hans, zh-Hant, en */
    const char *url;
    const zs_field *metadata; /* whatever else is known */
    size_t metadata_count;
} zs_article;

/* ---- 3. Indexing ----------------------------------------------------------------- */

typedef struct zs_index zs_index;

/* Opens the index in `directory` for writing, and makes it if there is none. Only one
 * zs_index can have it open at a time, across processes.
 * Errors: LOCKED, VERSION, CORRUPT, PERMISSION, FULL, IO, MEMORY. */
ZS_API zs_status zs_index_open(const char *directory, zs_index **out, zs_error *error);

/* The same, but starts from nothing: readers go on with the old index until the first
 * zs_index_commit replaces it. The way out of ZS_ERROR_VERSION and ZS_ERROR_CORRUPT. */
ZS_API zs_status zs_index_open_rebuild(const char *directory, zs_index **out, zs_error *error);

/* How an index is opened. */
typedef struct zs_index_options {
    bool rebuild; /* as zs_index_open_rebuild does */
    /* Parts that a new index is to be without, by their names, parted by commas: "facets", the
     * values of fields by which articles are counted, sorted and collapsed (dates are always
     * there). It stays without them until it is made anew. NULL: a new one has all, and one
     * that is there is as it is. */
    const char *without;
    /* About so many bytes are used for the postings of an index that is made from nothing; what
     * does not fit waits in files in its folder. At least 1 MiB; 0: 256 MiB. */
    size_t memory;
} zs_index_options;

/* As zs_index_open. `options` may be NULL. Errors also: ARGUMENT (there is no such part, or the
 * index has articles and was made otherwise). */
ZS_API zs_status zs_index_open_with(const char *directory, const zs_index_options *options,
                                    zs_index **out, zs_error *error);

/* Adds an article, or replaces the one with the same id. It is found by searchers after the
 * next commit. Errors: ARGUMENT (no id, text over 1 GiB), FULL, IO, CORRUPT, MEMORY. */
ZS_API zs_status zs_index_put(zs_index *index, const zs_article *article, zs_error *error);

/* Removes the article that was put with this id, or that a file of this path is; not one of
 * many in a JSON Lines file, which go when their lines do. ZS_ERROR_NOT_FOUND if there is
 * none. */
ZS_API zs_status zs_index_delete(zs_index *index, const char *id, zs_error *error);

/* Makes all changes so far visible and durable, together. zsearch commits by itself from
 * time to time when much has been put, so that memory stays bounded. */
ZS_API zs_status zs_index_commit(zs_index *index, zs_error *error);

/* Rewrites the index so that it takes the least space; as of use after much has changed.
 * Readers are not disturbed. Needs room for a second copy while it runs. */
ZS_API zs_status zs_index_compact(zs_index *index, zs_error *error);

/* Commits and closes. Call zs_index_commit before to learn whether that succeeded. */
ZS_API void zs_index_close(zs_index *index);

/* How files are read. Everything is found out where it is not said: all may be empty. */
typedef struct zs_reading_options {
    const char *encoding; /* of all text files, by any name that ICU knows; NULL: found out */
    /* Encodings by path: `name` is a pattern as in fnmatch ("big5" and all below it,
     * "*.big5.txt"), `value` an encoding. The first that fits holds, before `encoding`. */
    const zs_field *encodings;
    size_t encoding_count;
    /* Programs that turn what zsearch does not read into text: `name` is an extension with its
     * dot (".doc"), `value` a command ("antiword {}"), in which {} is the file. It is run
     * without a shell, and what it writes to its standard output is the text. These go before
     * zsearch's own readers. */
    const zs_field *filters;
    size_t filter_count;
    /* Names of columns and keys in CSV, TSV, JSON and JSON Lines: `name` is "title", "text",
     * "id", "date", "author", "source", "section", "language" or "url", `value` the name that
     * the files have for it ("标题"). Without one, the usual Chinese names are known too. */
    const zs_field *names;
    size_t name_count;
} zs_reading_options;

/* A format that zsearch knows. */
typedef struct zs_format_info {
    const char *name;       /* "HTML" */
    const char *extensions; /* ".html .htm .xhtml" */
    const char *holds;      /* what becomes of it, in a few words */
    const char *library;    /* what reads it; NULL: zsearch itself */
    bool available;         /* whether this build can read it, as it is installed, */
    const char *fault;      /* and why not; NULL if it can */
} zs_format_info;

/* Format `i`, from 0, in the order in which they are documented; false if there are not so
 * many. Strings are static. To tell whether a format can be read, the module that reads it is
 * loaded. */
ZS_API bool zs_format_at(size_t i, zs_format_info *out);

/* What became of one file. */
typedef enum zs_file_outcome {
    ZS_FILE_ADDED,
    ZS_FILE_UPDATED,
    ZS_FILE_UNCHANGED, /* the same as when it was indexed; was not analysed */
    ZS_FILE_MOVED,     /* as it was at another path, `message`; was not analysed */
    ZS_FILE_DELETED,   /* no longer there: its articles were removed */
    ZS_FILE_SKIPPED,   /* not indexed, `message` says why */
    ZS_FILE_READ       /* a member of an archive; the archive says what became of it */
} zs_file_outcome;

/* A fixed short name: "added", "skipped". Never NULL. */
ZS_API const char *zs_file_outcome_name(zs_file_outcome outcome);

/* Told of each file once; before it, of each member of an archive, whose path is the archive's,
 * "!" and its own; and of each part of a file that could not be used: then `line` is set, or
 * `part` if it has no lines, and `outcome` is ZS_FILE_SKIPPED. Strings live during the
 * callback. */
typedef struct zs_file_report {
    const char *path; /* as it is stored: see zs_index_files */
    zs_file_outcome outcome;
    bool member;          /* of an archive */
    bool part;            /* `message` is about a part; the rest was read */
    const char *format;   /* "HTML"; NULL: none that is known */
    const char *encoding; /* "GB18030"; NULL if it was not read, or its format has but one */
    uint64_t articles;    /* how many it holds */
    uint64_t line;        /* the line that `message` is about, from 1; 0: the whole file */
    zs_status reason;     /* ZS_OK unless skipped */
    const char *message;  /* why it was skipped, or from where it was moved; else NULL */
} zs_file_report;

typedef struct zs_index_progress {
    uint64_t files_total, files_done;
    uint64_t bytes_total, bytes_done; /* of files that need reading */
    uint64_t articles;                /* written so far */
    bool finishing;                   /* all is read; writing, merging, compacting */
} zs_index_progress;

/* What a run did. All are counts of articles but for `files_skipped` and `parts_skipped`. */
typedef struct zs_index_summary {
    uint64_t added, updated, unchanged, moved, deleted;
    uint64_t files_skipped; /* of a format that is not read, or unreadable; members too */
    uint64_t parts_skipped; /* lines that hold no article, or one whose id stands again in a
                               later line; and other parts that could not be used */
    uint64_t text_bytes;    /* of the articles that were analysed */
} zs_index_summary;

typedef struct zs_index_files_options {
    unsigned threads; /* that analyse; 0: one for each core */
    const zs_reading_options *reading;
    bool prune;   /* also remove what has vanished from elsewhere than the paths given */
    bool dry_run; /* change nothing: files that would be read are reported as if they had
                     been, without their articles */
    /* Files and folders given that neither exist nor are known are passed over. */
    bool ignore_missing;
    /* Called from the thread that called zs_index_files; either may be NULL. */
    void (*on_file)(void *context, const zs_file_report *report);
    /* About ten times a second. Returning true stops the run: what was read so far is
     * committed and zs_index_files returns ZS_ERROR_CANCELLED. */
    bool (*on_progress)(void *context, const zs_index_progress *progress);
    void *context;
} zs_index_files_options;

/* Brings the index up to date with files and folders: indexes what is new or changed,
 * leaves alone what is not, follows what has only been moved, removes articles whose file has
 * vanished from the folders given. Folders are read to all depths, in byte order of the paths;
 * names that begin with a dot are passed over. Formats are those of zs_format_at; each member
 * of an archive is read as if it were a file. Ends with a commit, and compacts if most of the
 * index is new.
 *
 * Paths are stored relative to the folder that holds `directory` where they are below it,
 * and absolute elsewhere. The id of an article is its path; in JSON, CSV and the like, the
 * `id` given.
 *
 * One bad file never stops the run: it is reported and counted. `options` may be NULL.
 * `summary` may be NULL; else it is filled also when the run fails or is cancelled.
 * Errors: NOT_FOUND (a path given does not exist and never did), ENCODING (an encoding named in
 * the options is not one), CANCELLED, and those of zs_index_put and zs_index_commit. */
ZS_API zs_status zs_index_files(zs_index *index, const char *const *paths, size_t path_count,
                                const zs_index_files_options *options,
                                zs_index_summary *summary, zs_error *error);

/* Removes all articles whose file or id fits a pattern as in fnmatch, in which * also stands
 * for "/": "*.html", "news/2019*"; and all below it if it names a folder or an archive. The
 * files themselves are not touched: when they are next given to zs_index_files, they are read
 * again. With `dry_run` the articles are only counted. `on_article` (may be NULL) is told the
 * id of each. *count (may be NULL) is how many that were. Not committed yet.
 * Errors: ARGUMENT (an empty pattern), and those of zs_index_put. */
ZS_API zs_status zs_index_forget(zs_index *index, const char *pattern, bool dry_run,
                                 void (*on_article)(void *context, const char *id),
                                 void *context, uint64_t *count, zs_error *error);

/* Whether there are all the encodings that the options (not NULL) name. Errors: ENCODING,
 * MEMORY. */
ZS_API zs_status zs_check_reading_options(const zs_reading_options *options, zs_error *error);

/* What zs_read_file tells of a file, and of each article in it. The article lives during the
 * callback; returning true ends the reading, with ZS_ERROR_CANCELLED. */
typedef struct zs_read_file_callbacks {
    bool (*on_article)(void *context, const zs_article *article);
    void (*on_file)(void *context, const zs_file_report *report); /* last for the file itself */
    void *context;
} zs_read_file_callbacks;

/* Reads a file as zs_index_files would, without any index. Callbacks may be NULL. An
 * unreadable file is an error here. Errors: NOT_FOUND, PERMISSION, IO, FORMAT, ENCODING,
 * CANCELLED, MEMORY. */
ZS_API zs_status zs_read_file(const char *path, const zs_reading_options *options,
                              const zs_read_file_callbacks *callbacks, zs_error *error);

/* ---- 4. Searching ---------------------------------------------------------------- */

typedef struct zs_searcher zs_searcher;
typedef struct zs_results zs_results;

/* Opens the index in `directory` for searching, as it is at this moment. A searcher keeps what
 * it needs again and again: a few megabytes, up to 96 MiB of long texts in which phrases were
 * sought, and four bytes an article for each field by which hits were counted or sorted.
 * Errors: NOT_FOUND, VERSION, CORRUPT, PERMISSION, IO, MEMORY. */
ZS_API zs_status zs_searcher_open(const char *directory, zs_searcher **out, zs_error *error);
ZS_API void zs_searcher_close(zs_searcher *searcher);

/* Looks at the index anew if it has been committed to since. Results made before stay
 * readable. */
ZS_API zs_status zs_searcher_refresh(zs_searcher *searcher, zs_error *error);

/* What the words of queries count as: what else they may be written as, which are one word and
 * which say nothing. No index need be made anew for it. One vocabulary may serve any number of
 * searchers, in any threads, as long as nobody adds to it. */
typedef struct zs_vocabulary zs_vocabulary;

/* Makes one, which holds the regional words of mainland China and Taiwan (软件, 軟體) if they
 * are wanted, and nothing else. Errors: MEMORY. */
ZS_API zs_status zs_vocabulary_new(bool regional, zs_vocabulary **out, zs_error *error);
ZS_API void zs_vocabulary_free(zs_vocabulary *vocabulary);

typedef enum zs_vocabulary_kind {
    ZS_VOCABULARY_SYNONYMS, /* words or phrases with commas between are each also sought as the
                               others (番茄, 西红柿); those left of => as those right of it, and
                               not the reverse */
    ZS_VOCABULARY_WORDS,    /* words that count as one, however a dictionary would cut them; one
                               a line, of Chinese characters */
    ZS_VOCABULARY_STOP_WORDS, /* words that say nothing, as 的 does: they need not be there, and
                                 count little; one a line */
} zs_vocabulary_kind;

/* Adds what a file of UTF-8 says; # begins a comment. After an error the vocabulary is as it
 * was. Errors: ARGUMENT, NOT_FOUND, PERMISSION, IO, FORMAT (with line and column), MEMORY. */
ZS_API zs_status zs_vocabulary_load(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                                    const char *path, zs_error *error);

/* Has a searcher use a vocabulary, which must outlive it or be replaced. NULL: what
 * zs_vocabulary_new makes with regional words, which is so from the beginning. */
ZS_API void zs_searcher_set_vocabulary(zs_searcher *searcher, const zs_vocabulary *vocabulary);

/* A query as a tree (section 5). */
typedef struct zs_query zs_query;

/* How many of a query's words an article must have to be a hit. Words that only make up a
 * question (的, 怎么, 是否) do not count, unless there are no others; a phrase, a pattern or a
 * group in parentheses is one more word; what a sign, AND or a field asks for must be there
 * anyway. */
typedef enum zs_words_match {
    ZS_WORDS_STEPS, /* most of them; if that leaves fewer hits than are wanted, any, after those
                     */
    ZS_WORDS_ALL,   /* all */
    ZS_WORDS_MOST,  /* of up to three words all; of more, words with half of their weight */
    ZS_WORDS_ANY    /* any */
} zs_words_match;

/* How long a bar of a histogram of dates is. */
typedef enum zs_interval {
    ZS_INTERVAL_NONE, /* no histogram */
    ZS_INTERVAL_AUTO, /* days up to two months, months up to five years, else years */
    ZS_INTERVAL_YEAR,
    ZS_INTERVAL_MONTH,
    ZS_INTERVAL_DAY
} zs_interval;

/* A fixed short name: "year", "month", "day", "auto", "none". Never NULL. */
ZS_API const char *zs_interval_name(zs_interval interval);

typedef struct zs_query_options {
    size_t limit;  /* hits wanted; 0: 10 */
    size_t offset; /* hits to leave out before them */
    zs_words_match match;
    /* How long an answer may take, in milliseconds; 0: 5000. When it is over, what has been
     * found is the answer, and zs_results_partial says so. */
    unsigned timeout;
    /* Of articles that are nearly the same, show each; else the best stands for all. */
    bool expand;
    bool lenient; /* as in zs_parse_options */
    /* Words are sought as they are, not as what else they may be written as. */
    bool no_synonyms;
    /* Words and phrases must stand as they are typed, in simplified or in traditional
     * characters, where the two differ; else each finds the other. Width and case are one all
     * the same, and so are patterns. Without synonyms. */
    bool exact_script;
    /* How much sooner new articles come: one of today has 1 more to its score, and half of that
     * for each so many days of its age; one without a date has nothing. 0: dates do not count.
     */
    double fresh;
    /* Latin letters mean what they are. Else what they may spell in pinyin is looked for too,
     * if the letters themselves find less than is wanted; zs_results_note says what that is. */
    bool no_pinyin;
    /* Ranked by BM25 alone, without looking at the texts: faster, and not as good. */
    bool first_stage;

    /* What comes first: "relevance", which is NULL; or a field as in `facets`, and perhaps
     * ":asc" or ":desc". Dates are from the newest on without these, all else ascends: numbers
     * as numbers, and before other values, which are in the order of their bytes. Of more than
     * one value the first counts in this order; articles without one come last; of equals
     * those that are better come first. There are no hits of later steps then, and scores do
     * not fall with the rank. */
    const char *sort;
    /* A field as in `facets`, of each value of which only the first hit is shown; articles
     * without a value stand for themselves, one with more for its first. There are no hits of
     * later steps then. NULL: each hit. */
    const char *collapse;
    /* Fields of whose values is counted how many of the articles that match have them: source,
     * section, author, language, any metadata that the index has, and of the date "year",
     * "month" or "date". NULL-terminated; may be NULL. */
    const char *const *facets;
    size_t facet_values;   /* of each, the most frequent, at most; 0: 10 */
    zs_interval histogram; /* of dates, of the articles that match */
} zs_query_options;

/* Parses a query as zs_query_parse does, with the names of the fields that the index has.
 * Errors: ARGUMENT (longer than 64 KiB), QUERY (never when lenient), CHANGED, CORRUPT, IO,
 * MEMORY. */
ZS_API zs_status zs_searcher_parse(zs_searcher *searcher, const char *query, bool lenient,
                                   zs_query **out, zs_error *error);

/* Answers a query: words and phrases of Chinese or any other script, separated by spaces or
 * not, and the operators of docs/query-language.md. Articles are ranked by BM25 and by how
 * near each other and how early the query's words stand. Any run of Chinese characters that
 * stands in an article finds it. A query without any letter, digit or ideograph finds
 * nothing. `options` may be NULL.
 * Errors: ARGUMENT (longer than 64 KiB, or the options name a field that there is not), QUERY,
 * CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_searcher_query(zs_searcher *searcher, const char *query,
                                   const zs_query_options *options, zs_results **out,
                                   zs_error *error);

/* Finds the articles that are like the one with this id, the most like it first: those that
 * have most of the words that say most about it, rare in the index and frequent at its
 * beginning and in its title. Neither the article itself is found nor what is nearly the same,
 * unless `expand` asks for each of these. Snippets mark what the articles share. `options` may
 * be NULL; `match` and `lenient` mean nothing here. In a query, like:ID asks for the same.
 * Errors: NOT_FOUND (no such article), CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_similar(zs_searcher *searcher, const char *id,
                            const zs_query_options *options, zs_results **out, zs_error *error);

/* The same for a text that need not be in the index, `length` bytes of it (SIZE_MAX: up to the
 * NUL); of a long one, the beginning. */
ZS_API zs_status zs_similar_text(zs_searcher *searcher, const char *text, size_t length,
                                 const zs_query_options *options, zs_results **out,
                                 zs_error *error);

/* The same for a query that was parsed or built before (section 5). It is only read. */
ZS_API zs_status zs_searcher_search(zs_searcher *searcher, const zs_query *query,
                                    const zs_query_options *options, zs_results **out,
                                    zs_error *error);

/* Results stay valid until freed, and must be freed before their searcher is closed. */
ZS_API void zs_results_free(zs_results *results);

/* How many hits are here: at most the limit of the query. */
ZS_API size_t zs_results_count(const zs_results *results);

/* How many articles match as was asked, those of later steps (zs_results_step) not among them.
 * `*exact` (may be NULL) is false if that is an estimate, as it may be when more than ten
 * thousand match (a thousand of those with any of the words), or when much text had to be
 * looked at to know. */
ZS_API uint64_t zs_results_total(const zs_results *results, bool *exact);

/* Whether the time was over before all was looked at: there may be more and better hits. */
ZS_API bool zs_results_partial(const zs_results *results);

/* What else is to be said of the answer, as a sentence each: where a limit was reached. They
 * belong to the results; `i` below the count, else NULL. */
ZS_API size_t zs_results_note_count(const zs_results *results);
ZS_API const char *zs_results_note(const zs_results *results, size_t i);

/* What words of the query were also sought as: a word, folded, and what else it may be, as far
 * as the index may have that. Both belong to the results; false if there are not so many. */
ZS_API bool zs_results_synonym(const zs_results *results, size_t i, const char **word,
                               const char **synonym);

/* The step that hit `i` is of: 0 if it has all that was asked for; 1 if it has only some of the
 * words (ZS_WORDS_STEPS); 2 if it has what the query's Latin letters may spell. Hits of a later
 * step come after those of an earlier one. */
ZS_API unsigned zs_results_step(const zs_results *results, size_t i);

/* The id, rank (from 1; the first after an offset of 10 is 11) and score of hit `i`, from 0.
 * Scores fall with rank, unless hits are sorted by something else, and compare within one
 * query only. `i` must be below the count; else NULL and 0. */
ZS_API const char *zs_results_id(const zs_results *results, size_t i);
ZS_API uint64_t zs_results_rank(const zs_results *results, size_t i);
ZS_API double zs_results_score(const zs_results *results, size_t i);

/* The article of hit `i`, read from the index on first use. It belongs to the results.
 * Errors: ARGUMENT, NOT_FOUND (it has left the index since), CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_results_article(zs_results *results, size_t i, const zs_article **out,
                                    zs_error *error);

/* How many other articles are nearly the same as that of hit `i`, whether they match or not;
 * 0 if there are none. */
ZS_API uint64_t zs_results_duplicates(const zs_results *results, size_t i);

/* The ids of these, in the order in which they were indexed, `limit` at the most (0: all),
 * NULL-terminated. The array is the caller's, to be released with free(); the strings are
 * within it. Errors: ARGUMENT, CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_results_duplicate_ids(zs_results *results, size_t i, size_t limit,
                                          char ***out, zs_error *error);

/* How many other articles that match, as was asked, have the value that hit `i` stands for; 0
 * unless hits are collapsed. */
ZS_API uint64_t zs_results_collapsed(const zs_results *results, size_t i);

/* A value of a field, and how many of the articles counted have it. */
typedef struct zs_facet_value {
    const char *value; /* of more than 100 bytes the beginning and "…"; "2023", "2023-05" or
                          "2023-05-04" of dates, as far as they are known */
    uint64_t count;
} zs_facet_value;

/* The values of a field, the most frequent first; of equals in the order of `sort`. An article
 * counts once for each value that it has. */
typedef struct zs_facet {
    const char *field;
    const zs_facet_value *values;
    size_t value_count;
    uint64_t others;  /* how many more values there are */
    uint64_t without; /* articles without a value */
} zs_facet;

/* Dates: a bar for each year, month or day from the first to the last. */
typedef struct zs_histogram {
    zs_interval interval;         /* YEAR, MONTH or DAY */
    const zs_facet_value *values; /* ascending; those between that no article has count 0 */
    size_t value_count;
    uint64_t without; /* articles without a date, or of which it is not known so exactly */
} zs_histogram;

/* What was counted. Of articles that are nearly the same one is counted, unless expanded. */
typedef struct zs_facets {
    uint64_t articles;      /* that were counted */
    bool exact;             /* these are all that match, as was asked, and no more */
    const zs_facet *facets; /* in the order in which they were asked for */
    size_t facet_count;
    const zs_histogram *histogram; /* NULL if none was asked for, or nothing has a date */
} zs_facets;

/* The facets and the histogram, which belong to the results; NULL if none was asked for. If
 * exact, they are the same however many hits are wanted, sorted or collapsed. */
ZS_API const zs_facets *zs_results_facets(const zs_results *results);

/* A word that says what some texts are about, as it stands where it was first met; or several
 * that always stand together there. */
typedef struct zs_keyword {
    const char *text;
    double weight;               /* how much it says; falls, and compares within one list */
    uint32_t count;              /* how often it occurs, in a title three times as much */
    uint32_t texts;              /* how many of the texts have it */
    uint32_t document_frequency; /* how many articles of the index have it, at most */
} zs_keyword;

typedef struct zs_keywords {
    const zs_keyword *items; /* the one that says most first; none is part of another */
    size_t count;
} zs_keywords;

/* The keywords of the article with this id, `limit` at the most (0: 10): words that are
 * frequent at its beginning and in its title, and rare in the index. The keywords are the
 * caller's. Errors: NOT_FOUND (no such article), CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_article_keywords(zs_searcher *searcher, const char *id, size_t limit,
                                     zs_keywords **out, zs_error *error);

/* The same for a text that need not be in the index, `length` bytes of it (SIZE_MAX: up to the
 * NUL). */
ZS_API zs_status zs_text_keywords(zs_searcher *searcher, const char *text, size_t length,
                                  size_t limit, zs_keywords **out, zs_error *error);

/* The keywords of results: words that more of the fifty best hits have (whatever the limit of
 * the query was) than is to be expected in this index. What the query itself says is left out.
 * To be asked for before the searcher is refreshed. Errors: CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_results_keywords(zs_results *results, size_t limit, zs_keywords **out,
                                     zs_error *error);
ZS_API void zs_keywords_free(zs_keywords *keywords);

/* A span of bytes, `end` exclusive. */
typedef struct zs_span {
    size_t start, end;
} zs_span;

/* A passage of an article. `span` is its place in the article's text; the marks lie in it,
 * ascend, do not touch, and are places in the article's text as well. `page` is that of the
 * first mark, from 1; 0 in texts without pages. Form feeds part pages, as in texts of PDF. */
typedef struct zs_fragment {
    zs_span span;
    const zs_span *marks;
    size_t mark_count;
    uint32_t page;
} zs_fragment;

/* The best passages of one article, in the order of the text, and the hits in its title. */
typedef struct zs_snippet {
    const zs_fragment *fragments;
    size_t fragment_count;
    const zs_span *title_marks; /* places in the article's title */
    size_t title_mark_count;
} zs_snippet;

typedef struct zs_snippet_options {
    size_t characters; /* of all fragments together, about; 0: 120 */
    /* At most; as many as there is room for, also those that show nothing new. 0: up to 3 that
     * each show a word that the others do not. */
    size_t fragments;
} zs_snippet_options;

/* The snippet of hit `i`. Passages begin and end at 。！？； or a line's end where they can,
 * and never within a character. `options` may be NULL. The snippet is the caller's. */
ZS_API zs_status zs_results_snippet(zs_results *results, size_t i,
                                    const zs_snippet_options *options, zs_snippet **out,
                                    zs_error *error);
ZS_API void zs_snippet_free(zs_snippet *snippet);

/* All that is to be marked in one article: places in its text and in its title. Marks ascend
 * and do not touch. */
typedef struct zs_marks {
    const zs_span *text_marks;
    size_t text_mark_count;
    const zs_span *title_marks;
    size_t title_mark_count;
} zs_marks;

/* What a snippet of hit `i` would mark, in the whole of its article. The marks are the
 * caller's. Errors: as zs_results_article. */
ZS_API zs_status zs_results_marks(zs_results *results, size_t i, zs_marks **out,
                                  zs_error *error);
ZS_API void zs_marks_free(zs_marks *marks);

/* The same for any article (not NULL), whether the query finds it or not. Errors: QUERY,
 * CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_searcher_mark(zs_searcher *searcher, const zs_query *query,
                                  const zs_article *article, zs_marks **out, zs_error *error);

/* The article of this id, whole; of several with the same id, one. It belongs to the searcher,
 * until another is asked for. Errors: ARGUMENT, NOT_FOUND, CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_searcher_article(zs_searcher *searcher, const char *id,
                                     const zs_article **out, zs_error *error);

/* ---- A concordance: every place where something stands, with what stands around it ---- */

/* The order of the lines. What is sorted by context is sorted by the code points of the folded
 * text, the character beside the key first; lines that are equal so far, as the index has them.
 */
typedef enum zs_kwic_order {
    ZS_KWIC_INDEX, /* as articles were put, and as their texts go: each is told when it is found
                    */
    ZS_KWIC_LEFT,  /* by what stands before the key */
    ZS_KWIC_RIGHT, /* by what stands behind it */
    ZS_KWIC_DATE   /* by the date of the article, the oldest first, and last what has none */
} zs_kwic_order;

typedef struct zs_kwic_options {
    size_t width; /* of the context on either side, in characters; 0: 30; at most 1000 */
    zs_kwic_order order;
    size_t limit;  /* lines wanted; 0: all */
    size_t offset; /* lines to leave out before them */
    /* How long it may take, in milliseconds, the callback's time included; 0: as long as it
     * takes. When it is over, what has been found is the answer. */
    unsigned timeout;
} zs_kwic_options;

/* A line: the key, and what stands on both sides of it, at most `width` characters. These are
 * valid UTF-8 of the source, in which white space of any length, and a NUL, is one space.
 * Strings live during the callback; those of the article are NULL if they are not known. */
typedef struct zs_kwic_line {
    uint64_t number; /* from 1; the first after an offset of 10 is 11 */
    const char *id, *title, *path, *date,
        *source;   /* of the article; no date that is its file's */
    bool in_title; /* the key stands in the title, and `span` with it; else in the text */
    zs_span span;  /* the place of the key in the text, or the title, in bytes */
    const char *left, *key, *right;
    uint32_t page; /* as in zs_fragment */
} zs_kwic_line;

typedef struct zs_kwic_summary {
    uint64_t lines;       /* that were told */
    uint64_t occurrences; /* that were found, lines left out among them */
    uint64_t articles;    /* that these stand in */
    bool complete;        /* false: there are more, or there may be: a limit was reached */
    bool partial;         /* that limit is the time */
    char note[500];       /* what else is to be said: limits that were reached; may be empty */
} zs_kwic_summary;

/* Tells every place where what the query asks for stands, in all articles that match it as with
 * ZS_WORDS_ALL, each of those that are nearly the same too. Words stand as they are typed: what
 * has no space in it is sought as a phrase. docs/query-language.md says what a place of a
 * pattern is, and of things near each other. To be sorted, lines are kept: up to 100,000 or 128
 * MiB of them, the first of the index. `options` may be NULL; `on_line`, too: then lines are
 * only counted. It may not use the searcher; returning true ends it, with ZS_ERROR_CANCELLED.
 * Errors: ARGUMENT, QUERY (also one that asks for no text), CANCELLED, CHANGED, CORRUPT, IO,
 * MEMORY. */
ZS_API zs_status zs_kwic(zs_searcher *searcher, const zs_query *query,
                         const zs_kwic_options *options,
                         bool (*on_line)(void *context, const zs_kwic_line *line),
                         void *context, zs_kwic_summary *out, zs_error *error);

/* What a token of a text is, and so the term that it becomes. */
typedef enum zs_token_kind {
    ZS_TOKEN_WORD,       /* a word of a script other than Han */
    ZS_TOKEN_HAN_SINGLE, /* a Han word of one character */
    ZS_TOKEN_HAN_WORD,   /* a Han word of two characters: the pair that is a word */
    ZS_TOKEN_HAN_LONG,   /* a Han word of three or more */
    ZS_TOKEN_HAN_INNER,  /* a pair inside a longer word */
    ZS_TOKEN_HAN_CROSS,  /* a pair that crosses a word boundary */
    ZS_TOKEN_HAN_FINAL   /* the last character of a run, so that every character is found */
} zs_token_kind;

/* A term of the query, and what it counts in one hit. Its weight is factor * boost * idf. */
typedef struct zs_explained_term {
    const char *term;
    zs_token_kind kind;
    double factor;               /* by its kind and how often the query has it */
    double boost;                /* 1 unless the query says otherwise */
    double idf;                  /* by how rare it is */
    uint64_t document_frequency; /* how many articles have it */
    uint32_t count;              /* in the title, and the text as far as it was looked at */
    double score;
} zs_explained_term;

/* A part of a score: "terms", the sum of the above; "rest", what the terms count in the part of
 * a long text that was not looked at; "contrast", "proximity", "lead", "title", "run",
 * "window", "characters", "freshness", "script" (docs/ranking.md says what they are); "first
 * stage", for hits behind those whose texts were looked at; "order", what keeps a hit behind
 * those that it has to be behind. */
typedef struct zs_explained_part {
    const char *name;
    double score;
} zs_explained_part;

/* Why a hit has its score: the parts add up to it. Only parts that are not 0 are there, and
 * only terms that occur. */
typedef struct zs_explanation {
    double score;
    const zs_explained_part *parts;
    size_t part_count;
    const zs_explained_term *terms; /* the one that counts most first */
    size_t term_count;
} zs_explanation;

/* Explains the score of hit `i`. The explanation is the caller's. To be asked for before the
 * searcher is refreshed. Errors: ARGUMENT, NOT_FOUND, CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_results_explain(zs_results *results, size_t i, zs_explanation **out,
                                    zs_error *error);
ZS_API void zs_explanation_free(zs_explanation *explanation);

/* What a query as typed has in a place, and what may have been meant: `typed` are bytes of the
 * query as typed, `corrected` of the corrected one. Either may be empty. */
typedef struct zs_correction_change {
    zs_span typed, corrected;
} zs_correction_change;

/* What may have been meant by a query. */
typedef struct zs_correction {
    const char *query; /* as typed but for the changes: signs, quotes and spaces stay */
    const zs_correction_change *changes; /* in the order of the query */
    size_t change_count;
    uint64_t total;     /* articles that match it, as zs_results_total */
    bool exact;         /* or about so many */
    bool typed_has_all; /* an article has all the words of the query as typed */
} zs_correction;

/* Says what may have been meant by a query in which a character is wrong: another of the same
 * sound (青年人材 for 青年人才), or nearly; of a similar shape; any other, two that have
 * changed places, one too many or too few; in words of other scripts a letter or two. Judged by
 * how the articles of the index write: something is offered only where few articles have it as
 * it was typed, what is offered is much more likely, and some article matches then. Words and
 * quotations are corrected; patterns, fields, and what an article must not have are not. *out
 * is NULL, without an error, if there is nothing to offer; it is the caller's. `options` (may
 * be NULL) are those that the query is asked with. Of a query that hits in plenty, nothing but
 * the frequencies of its pairs of characters is looked up. Results made before stay readable.
 * Errors: as zs_searcher_query. */
ZS_API zs_status zs_correct(zs_searcher *searcher, const char *query,
                            const zs_query_options *options, zs_correction **out,
                            zs_error *error);
ZS_API void zs_correction_free(zs_correction *correction);

/* What a query would ask of the index, step by step, for people to look at. Strings belong to
 * the plan. */
typedef struct zs_query_plan_step {
    const char *asks_for; /* what an article must have: all("郑州" "人才") */
    bool decided;       /* by the index alone; else the articles that it finds are looked at */
    const char *xapian; /* Xapian's description of what it is asked */
} zs_query_plan_step;

typedef struct zs_query_plan {
    const char *tree; /* as zs_query_string */
    const zs_query_plan_step *steps;
    size_t step_count;
    const zs_explained_term *terms; /* of the query; count and score are 0 */
    size_t term_count;
    size_t matched_count; /* so many of them, the first, find articles; the rest only rank */
} zs_query_plan;

/* The plan for a query, which is not carried out. `options` may be NULL. The plan is the
 * caller's. Errors as for zs_searcher_search. */
ZS_API zs_status zs_searcher_plan(zs_searcher *searcher, const zs_query *query,
                                  const zs_query_options *options, zs_query_plan **out,
                                  zs_error *error);
ZS_API void zs_query_plan_free(zs_query_plan *plan);

/* How the articles of the index go on behind what somebody has begun to type. */
typedef struct zs_suggestion {
    const char *text;  /* folded, as zs_analysis_folded has it */
    uint64_t articles; /* that have it; near duplicates count as well */
    bool exact;        /* whether they are so many, or about so many */
} zs_suggestion;

/* Strings belong to the suggestions. */
typedef struct zs_suggestions {
    const zs_suggestion *items;
    size_t count;
} zs_suggestions;

typedef struct zs_suggest_options {
    size_t limit;   /* at most so many; 0: 10 */
    bool no_pinyin; /* Latin letters only begin words; else they may spell what follows too */
} zs_suggest_options;

/* Suggests for the last word of a text, those that stand in the most articles first: 国际消
 * goes on to 国际消费 and 国际消费中心, up to the end of a word each; webs to website; and
 * letters that may be pinyin, as guojixiao, to what they may spell, behind the words that begin
 * with them. All of it stands in the articles, but not all that does is suggested. There may be
 * none. `options` may be NULL. The suggestions are the caller's. Errors: ARGUMENT (a text
 * longer than 64 KiB), CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_suggest(zs_searcher *searcher, const char *text,
                            const zs_suggest_options *options, zs_suggestions **out,
                            zs_error *error);
ZS_API void zs_suggestions_free(zs_suggestions *suggestions);

/* What may be done about a query that finds nothing. */
typedef enum zs_advice_kind {
    ZS_ADVICE_UNKNOWN,  /* no article has this word, or nothing fits this pattern */
    ZS_ADVICE_UNQUOTED, /* no article has this phrase; without the quotes `count` are found */
    ZS_ADVICE_VALUE,    /* no article has this value in its field; `suggestion`: some that are
                           there, with ", " between */
    ZS_ADVICE_DATES,    /* no article is of these dates; `suggestion`: from when to when they
                           are, as in 2019-03..2024-05-06 */
    ZS_ADVICE_WITHOUT,  /* there is something for each part, but not for all together; without
                           this one `count` are found */
    ZS_ADVICE_ANY       /* the same, but more than one would have to go; `count` have any */
} zs_advice_kind;

/* A fixed short name: "unknown", "without" … Never NULL. */
ZS_API const char *zs_advice_kind_name(zs_advice_kind kind);

typedef struct zs_advice_entry {
    zs_advice_kind kind;
    const char *text; /* the word or the clause that it is about; empty if it is about all */
    zs_span span;     /* where that clause stands in the text that was parsed */
    uint64_t count;   /* articles; 0 if that says nothing */
    bool exact;       /* or about so many */
    const char *suggestion; /* NULL: none */
} zs_advice_entry;

typedef struct zs_advice {
    const zs_advice_entry *entries; /* of what can be left out, what leads to most first */
    size_t count;                   /* 0: there is nothing to be said */
} zs_advice;

/* Says which parts of a query that finds nothing are to blame: what no article has, or else
 * what to leave out. Each is a question to the index; they take 500 ms together at the most,
 * and what is not known by then is left out. `options` are those of the search; may be NULL.
 * The advice is the caller's. Errors as for zs_searcher_search. */
ZS_API zs_status zs_advise(zs_searcher *searcher, const zs_query *query,
                           const zs_query_options *options, zs_advice **out, zs_error *error);
ZS_API void zs_advice_free(zs_advice *advice);

/* Calls `on_article` for every article of the index, in the order in which they were first
 * put; the article lives during the callback. Returning true ends it, with
 * ZS_ERROR_CANCELLED. Errors: CANCELLED, CHANGED, CORRUPT, IO, MEMORY. */
ZS_API zs_status zs_searcher_each(zs_searcher *searcher,
                                  bool (*on_article)(void *context, const zs_article *article),
                                  void *context, zs_error *error);

/* ---- 5. Queries ------------------------------------------------------------------ */

/* Whether an article may, must or must not match a clause. */
typedef enum zs_occur { ZS_SHOULD, ZS_MUST, ZS_MUST_NOT } zs_occur;

/* How near is near: within a number of characters, in any order or in the order given, or in
 * one sentence or paragraph. */
typedef enum zs_near {
    ZS_NEAR_ANY_ORDER,
    ZS_NEAR_IN_ORDER,
    ZS_NEAR_SENTENCE,
    ZS_NEAR_PARAGRAPH
} zs_near;

typedef struct zs_parse_options {
    /* What cannot be understood is words like any other: for those who have never read about
     * operators. */
    bool lenient;
    /* Names of fields besides title, author, source, section, language, url, path, id and
     * date; NULL-terminated. May be NULL. */
    const char *const *fields;
} zs_parse_options;

/* Parses a query. `options` may be NULL. An empty one gives words that are empty. Errors:
 * QUERY (where, and what may have been meant; never when lenient), MEMORY. */
ZS_API zs_status zs_query_parse(const char *text, const zs_parse_options *options,
                                zs_query **out, zs_error *error);
ZS_API void zs_query_free(zs_query *query);

/* The parts that a query is built of: words, all of them weighed; a phrase; a pattern with *
 * and ?; a word with at most `edits` (1 or 2) characters another; a regular expression for
 * whole terms; the values of a field from `low` to `high`, both included, NULL if open.
 * Errors: ARGUMENT, MEMORY. */
ZS_API zs_status zs_query_words(const char *text, zs_query **out, zs_error *error);
ZS_API zs_status zs_query_phrase(const char *text, zs_query **out, zs_error *error);
ZS_API zs_status zs_query_wildcard(const char *pattern, zs_query **out, zs_error *error);
ZS_API zs_status zs_query_fuzzy(const char *word, unsigned edits, zs_query **out,
                                zs_error *error);
ZS_API zs_status zs_query_regex(const char *expression, zs_query **out, zs_error *error);
ZS_API zs_status zs_query_range(const char *field, const char *low, const char *high,
                                zs_query **out, zs_error *error);

/* What is like the article with this id, as zs_similar finds it; it is of no field. */
ZS_API zs_status zs_query_like(const char *id, zs_query **out, zs_error *error);

/* A group without clauses yet: with `any`, one of those that may match has to, as in a OR b;
 * else as many as a search asks for. `zs_query_nearby` is one whose clauses, words or
 * phrases, stand near each other; `distance` is in characters. Errors: MEMORY. */
ZS_API zs_status zs_query_group(bool any, zs_query **out, zs_error *error);
ZS_API zs_status zs_query_nearby(zs_near near, unsigned distance, zs_query **out,
                                 zs_error *error);

/* Adds a clause to a group, which frees it from then on; after an error it is the caller's
 * still. Errors: ARGUMENT (no group; too many or too deep), MEMORY. */
ZS_API zs_status zs_query_add(zs_query *group, zs_occur occur, zs_query *clause,
                              zs_error *error);

/* Restricts a query to a field; multiplies what it counts. Errors: ARGUMENT (a boost below
 * 0.000001 or above 1000000), MEMORY. */
ZS_API zs_status zs_query_set_field(zs_query *query, const char *field, zs_error *error);
ZS_API zs_status zs_query_set_boost(zs_query *query, double boost, zs_error *error);

/* The query as text, which parses to the same tree. To be released with free(). */
ZS_API zs_status zs_query_string(const zs_query *query, char **out, zs_error *error);

/* ---- 6. Analysis ----------------------------------------------------------------- */

typedef struct zs_analysis zs_analysis;

/* A text is analysed in the same way for the index and for a query, but that in a query
 * white space always parts words, while in an article between two ideographs it does not. */
typedef enum zs_purpose { ZS_PURPOSE_INDEX, ZS_PURPOSE_QUERY } zs_purpose;

/* A fixed short name: "word", "single", "cross" … Never NULL. */
ZS_API const char *zs_token_kind_name(zs_token_kind kind);

typedef struct zs_token {
    zs_token_kind kind;
    zs_span span;     /* in the text that was analysed */
    const char *term; /* as in the index; lives as long as the analysis */
} zs_token;

/* Analyses `length` bytes of text (SIZE_MAX: up to the NUL).
 * Errors: ARGUMENT (over 1 GiB), MEMORY, INTERNAL (ICU has no data). */
ZS_API zs_status zs_analyze(const char *text, size_t length, zs_purpose purpose,
                            zs_analysis **out, zs_error *error);
ZS_API void zs_analysis_free(zs_analysis *analysis);

/* The folded text: compatibility forms, case, width and script made one. UTF-8. */
ZS_API const char *zs_analysis_folded(const zs_analysis *analysis);

/* The words that ICU cut the folded text into, in order, as spans of the text analysed and
 * as their folded form; parts that are no words (spaces, punctuation) are left out. */
ZS_API size_t zs_analysis_word_count(const zs_analysis *analysis);
ZS_API zs_span zs_analysis_word_span(const zs_analysis *analysis, size_t i);
ZS_API const char *zs_analysis_word(const zs_analysis *analysis, size_t i);

/* The tokens, in order of their start, then end. */
ZS_API size_t zs_analysis_token_count(const zs_analysis *analysis);
ZS_API zs_token zs_analysis_token(const zs_analysis *analysis, size_t i);

/* ---- 7. Information -------------------------------------------------------------- */

typedef struct zs_index_info {
    uint64_t articles;
    uint64_t terms;        /* distinct */
    uint64_t files;        /* known to the index; 0 if all came from memory */
    uint64_t text_bytes;   /* titles and bodies of all articles */
    uint64_t index_bytes;  /* of the index on disk */
    double average_length; /* terms of an article, repeated ones counted */
    unsigned schema;       /* version of the layout */
    char created[32];      /* ISO 8601, UTC: 2023-05-04T06:30:00Z */
    char updated[32];      /* the last commit that changed something */
    char made_by[32];      /* the version of zsearch that made it */
    char analyser[128];    /* what cuts and folds: versions of ICU, Unicode, utf8proc */
    char backend[64];      /* what holds the postings: "xapian 1.4.22 glass" */
    char without[128];     /* what it was made without: "facets"; "" if nothing */
} zs_index_info;

/* Describes the index that a searcher reads. */
ZS_API zs_status zs_searcher_info(zs_searcher *searcher, zs_index_info *out, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
