/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch as one of the engines that compare.py compares, which are all called in this way:
 *
 *     compare index CORPUS.tsv DIR                 docid TAB title TAB text
 *     compare query DIR QUERIES OUT TOPK           qid TAB query
 *     compare query-snippet DIR QUERIES OUT TOPK   ten hits, each with its title and snippet
 *     compare size DIR                             bytes of its files
 *     compare throughput DIR QUERIES TOPK THREADS SECONDS  answered in a second, by so many
 *                                                  threads, measured for so long
 *
 * CFG in the environment says how an index is made: "put" article by article in one thread, as
 * other engines are handed theirs; "files" from the JSON Lines file that lies beside
 * CORPUS.tsv and has the same articles, as `zsearch index` does, by all cores.
 *
 * A query is taken for words, any of which is enough: quotation marks in it mean nothing.
 * `query` writes a run in TREC's format, and to OUT.lat for each query its id and the
 * microseconds that it took: of the wall clock, and of the processor. The index is opened
 * once; WARM queries (500) are asked first, and then each of the file once.
 */
#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <zsearch.h>

enum { PAGE = 10, THREADS_MOST = 64 };

static _Noreturn void fail(const char *what, const char *why)
{
    fprintf(stderr, "compare: %s: %s\n", what, why);
    exit(2);
}

static void check(zs_status status, const zs_error *error)
{
    if (status != ZS_OK) {
        fail(zs_status_name(status), error->message);
    }
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file) {
        fail(path, strerror(errno));
    }
    return file;
}

static void close_written(FILE *file, const char *path)
{
    if (fflush(file) != 0 || ferror(file) || fclose(file) != 0) {
        fail(path, "it cannot be written");
    }
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now); /* fails for clocks alone that there are not */
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- The index ---- */

static void put_line(zs_index *index, char *line, size_t length)
{
    char *title = strchr(line, '\t'), *text = title ? strchr(title + 1, '\t') : NULL;
    zs_error error;
    if (!text) {
        fail("a line of the corpus", "it has no two TABs");
    }
    *title++ = '\0';
    *text++ = '\0';
    const zs_article article = {.id = line,
                                .title = title,
                                .text = text,
                                .text_length = length - (size_t)(text - line)};
    check(zs_index_put(index, &article, &error), &error);
}

static void index_by_article(zs_index *index, const char *corpus)
{
    FILE *file = open_file(corpus, "re");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    zs_error error;
    while ((length = getline(&line, &capacity, file)) > 0) {
        size_t without_end = (size_t)length - (line[length - 1] == '\n');
        line[without_end] = '\0';
        put_line(index, line, without_end);
    }
    free(line);
    (void)fclose(file); /* it was only read */
    check(zs_index_commit(index, &error), &error);
    check(zs_index_compact(index, &error), &error);
}

static void index_file(zs_index *index, const char *corpus)
{
    size_t stem = strlen(corpus);
    if (stem < 4 || strcmp(corpus + stem - 4, ".tsv") != 0) {
        fail(corpus, "its name does not end in .tsv");
    }
    char *path = malloc(stem + sizeof ".jsonl");
    zs_error error;
    if (!path) {
        fail(corpus, "out of memory");
    }
    (void)sprintf(path, "%.*s.jsonl", (int)(stem - 4), corpus);
    check(zs_index_files(index, (const char *const[]){path}, 1, NULL, NULL, &error), &error);
    free(path);
}

static void make_index(const char *corpus, const char *folder)
{
    const char *way = getenv("CFG");
    zs_index *index;
    zs_error error;
    check(zs_index_open_rebuild(folder, &index, &error), &error);
    if (way && strcmp(way, "files") == 0) {
        index_file(index, corpus);
    } else {
        index_by_article(index, corpus);
    }
    zs_index_close(index);
}

static void print_size(char *folder)
{
    FTS *tree = fts_open((char *const[]){folder, NULL}, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    uint64_t bytes = 0;
    if (!tree) {
        fail(folder, strerror(errno));
    }
    for (FTSENT *entry = fts_read(tree); entry; entry = fts_read(tree)) {
        if (entry->fts_info == FTS_F) {
            bytes += (uint64_t)entry->fts_statp->st_size;
        } else if (entry->fts_errno != 0) {
            fail(entry->fts_path, strerror(entry->fts_errno));
        }
    }
    (void)fts_close(tree); /* it was only read */
    printf("%" PRIu64 "\t%s\n", bytes, folder);
}

/* ---- Queries ---- */

struct query {
    char *id, *text;
};

struct queries {
    struct query *items;
    size_t count;
};

/* Any of the words is wanted, as other engines take a query: what would ask for a phrase or a
 * title is blanked. */
static void make_plain(char *text)
{
    static const char *const marks[] = {"\"", "“",  "”",  "„",  "《",
                                        "》", "「", "」", "『", "』"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (char *at = strstr(text, marks[i]); at; at = strstr(at, marks[i])) {
            memset(at, ' ', strlen(marks[i]));
        }
    }
}

static struct queries read_queries(const char *path)
{
    FILE *file = open_file(path, "re");
    struct queries queries = {.count = 0};
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        struct query *items = reallocarray(queries.items, queries.count + 1, sizeof *items);
        if (!tab || !items) {
            fail(path, tab ? "out of memory" : "a line has no TAB");
        }
        *tab = '\0';
        make_plain(tab + 1);
        items[queries.count++] = (struct query){.id = line, .text = tab + 1};
        queries.items = items;
        line = NULL; /* it is the query's now */
        capacity = 0;
    }
    free(line);
    (void)fclose(file); /* it was only read */
    if (queries.count == 0) {
        fail(path, "there is no query in it");
    }
    return queries;
}

static void free_queries(struct queries *queries)
{
    for (size_t i = 0; i < queries->count; i++) {
        free(queries->items[i].id);
    }
    free(queries->items);
}

static zs_results *answer(zs_searcher *searcher, const char *query, size_t limit, bool snippets)
{
    const zs_query_options options = {
        .limit = limit, .match = ZS_WORDS_ANY, .lenient = true, .timeout = 60000};
    zs_results *results;
    zs_error error;
    check(zs_searcher_query(searcher, query, &options, &results, &error), &error);
    for (size_t i = 0; snippets && i < zs_results_count(results); i++) {
        const zs_article *article;
        zs_snippet *snippet;
        check(zs_results_article(results, i, &article, &error), &error);
        check(zs_results_snippet(results, i, NULL, &snippet, &error), &error);
        zs_snippet_free(snippet);
    }
    return results;
}

static zs_searcher *open_searcher(const char *folder)
{
    zs_searcher *searcher;
    zs_error error;
    check(zs_searcher_open(folder, &searcher, &error), &error);
    return searcher;
}

static void warm_up(zs_searcher *searcher, const struct queries *queries, size_t limit,
                    bool snippets)
{
    const char *asked = getenv("WARM");
    unsigned long count = asked ? strtoul(asked, NULL, 10) : 500;
    for (unsigned long i = 0; i < count; i++) {
        zs_results_free(
            answer(searcher, queries->items[i % queries->count].text, limit, snippets));
    }
}

static void write_hits(FILE *run, const char *qid, const zs_results *results)
{
    for (size_t i = 0; i < zs_results_count(results); i++) {
        fprintf(run, "%s Q0 %s %" PRIu64 " %.6f zsearch\n", qid, zs_results_id(results, i),
                zs_results_rank(results, i), zs_results_score(results, i));
    }
}

static void run_queries(const char *folder, const char *path, const char *out, size_t limit,
                        bool snippets)
{
    struct queries queries = read_queries(path);
    zs_searcher *searcher = open_searcher(folder);
    char *times_path = malloc(strlen(out) + sizeof ".lat");
    if (!times_path) {
        fail(out, "out of memory");
    }
    (void)sprintf(times_path, "%s.lat", out);
    FILE *run = open_file(out, "we"), *times = open_file(times_path, "we");
    warm_up(searcher, &queries, limit, snippets);
    for (size_t i = 0; i < queries.count; i++) {
        double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
        zs_results *results = answer(searcher, queries.items[i].text, limit, snippets);
        for (size_t j = 0; j < zs_results_count(results); j++) {
            (void)zs_results_id(results, j); /* others have to fetch theirs, so it counts */
        }
        cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        wall = seconds(CLOCK_MONOTONIC) - wall;
        fprintf(times, "%s\t%.0f\t%.0f\n", queries.items[i].id, wall * 1e6, cpu * 1e6);
        write_hits(run, queries.items[i].id, results);
        zs_results_free(results);
    }
    close_written(run, out);
    close_written(times, times_path);
    free(times_path);
    zs_searcher_close(searcher);
    free_queries(&queries);
}

/* ---- Many queries at a time ---- */

struct worker {
    pthread_t thread;
    zs_searcher *searcher;
    const struct queries *queries;
    size_t limit, first, answered;
    double until;
};

/* Goes round the queries from a place of its own, until the time is over. */
static void *work(void *argument)
{
    struct worker *worker = argument;
    for (size_t i = worker->first; seconds(CLOCK_MONOTONIC) < worker->until; i++) {
        const char *query = worker->queries->items[i % worker->queries->count].text;
        zs_results_free(answer(worker->searcher, query, worker->limit, false));
        worker->answered++;
    }
    return NULL;
}

static void print_throughput(const char *folder, const char *path, size_t limit, size_t threads,
                             double lasting)
{
    struct queries queries = read_queries(path);
    struct worker workers[THREADS_MOST];
    size_t answered = 0;
    if (threads == 0 || threads > THREADS_MOST) {
        fail("THREADS", "from 1 to 64");
    }
    for (size_t i = 0; i < threads; i++) {
        workers[i] = (struct worker){.searcher = open_searcher(folder),
                                     .queries = &queries,
                                     .limit = limit,
                                     .first = i * queries.count / threads};
        warm_up(workers[i].searcher, &queries, limit, false);
    }
    double begin = seconds(CLOCK_MONOTONIC);
    for (size_t i = 0; i < threads; i++) {
        workers[i].until = begin + lasting;
        int failed = pthread_create(&workers[i].thread, NULL, work, &workers[i]);
        if (failed) {
            fail("a thread", strerror(failed));
        }
    }
    for (size_t i = 0; i < threads; i++) {
        (void)pthread_join(workers[i].thread, NULL); /* it was made, and ends by itself */
        answered += workers[i].answered;
        zs_searcher_close(workers[i].searcher);
    }
    printf("%.1f\n", (double)answered / (seconds(CLOCK_MONOTONIC) - begin));
    free_queries(&queries);
}

int main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "index") == 0 && argc == 4) {
        make_index(argv[2], argv[3]);
    } else if (strcmp(command, "size") == 0 && argc == 3) {
        print_size(argv[2]);
    } else if (strcmp(command, "query") == 0 && argc == 6) {
        run_queries(argv[2], argv[3], argv[4], strtoul(argv[5], NULL, 10), false);
    } else if (strcmp(command, "query-snippet") == 0 && argc == 6) {
        run_queries(argv[2], argv[3], argv[4], PAGE, true);
    } else if (strcmp(command, "throughput") == 0 && argc == 7) {
        print_throughput(argv[2], argv[3], strtoul(argv[4], NULL, 10),
                         strtoul(argv[5], NULL, 10), strtod(argv[6], NULL));
    } else {
        fail("usage", "index CORPUS DIR | query[-snippet] DIR QUERIES OUT TOPK | size DIR | "
                      "throughput DIR QUERIES TOPK THREADS SECONDS");
    }
    return 0;
}
