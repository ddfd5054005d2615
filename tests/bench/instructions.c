/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Makes an index of files and asks it queries, each once to warm up and once to be counted:
 * what instructions.py has callgrind count, which writes down what it has counted, and begins
 * anew, each time that next_part() is called. The parts are the start, putting the articles,
 * writing them, warming up, and each query. Everything is done in one thread, so that the
 * counts do not depend on how threads take turns. Prints how many articles there are, and what
 * it was compiled with and runs on.
 *
 *     instructions INDEX QUERIES FILE…
 */
#include <gnu/libc-version.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zsearch.h>

/* The searcher is given more time than a query takes even where every instruction is counted.
 */
enum { PATIENCE = 600000 };

static void check(zs_status status, const zs_error *error)
{
    if (status != ZS_OK) {
        fprintf(stderr, "instructions: %s\n", error->message);
        exit(2);
    }
}

__attribute__((noinline)) static void next_part(void)
{
    __asm__ volatile("" ::: "memory"); /* so that calling it does something */
}

static bool put(void *context, const zs_article *article)
{
    zs_error error;
    check(zs_index_put(context, article, &error), &error);
    return false;
}

static void put_files(zs_index *index, char *const *files)
{
    const zs_read_file_callbacks callbacks = {.on_article = put, .context = index};
    zs_error error;
    for (; *files; files++) {
        check(zs_read_file(*files, NULL, &callbacks, &error), &error);
    }
}

/* The analyser is made, and its dictionary loaded, when the first article is put. */
static void make_index(const char *folder, char *const *files)
{
    const char text[] = "热身。";
    const zs_article first = {.id = "first", .text = text, .text_length = strlen(text)};
    zs_index *index;
    zs_error error;
    check(zs_index_open(folder, &index, &error), &error);
    (void)put(index, &first);
    next_part();
    put_files(index, files);
    next_part();
    check(zs_index_commit(index, &error), &error);
    check(zs_index_compact(index, &error), &error);
    next_part();
    zs_index_close(index);
}

/* All that a page of hits shows. */
static void answer(zs_searcher *searcher, const char *query)
{
    const zs_query_options options = {.timeout = PATIENCE};
    zs_results *results;
    zs_error error;
    check(zs_searcher_query(searcher, query, &options, &results, &error), &error);
    for (size_t i = 0; i < zs_results_count(results); i++) {
        const zs_article *article;
        zs_snippet *snippet;
        check(zs_results_article(results, i, &article, &error), &error);
        check(zs_results_snippet(results, i, NULL, &snippet, &error), &error);
        zs_snippet_free(snippet);
    }
    zs_results_free(results);
}

static void answer_counted(zs_searcher *searcher, const char *query)
{
    answer(searcher, query);
    next_part();
}

static void ask(zs_searcher *searcher, const char *path,
                void (*how)(zs_searcher *searcher, const char *query))
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t capacity = 0;
    if (!file) {
        perror(path);
        exit(2);
    }
    while (getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        how(searcher, line);
    }
    free(line);
    (void)fclose(file); /* it was only read */
}

/* All but the first, which is put before anything is counted. */
static void print_articles(zs_searcher *searcher)
{
    zs_index_info info;
    zs_error error;
    check(zs_searcher_info(searcher, &info, &error), &error);
    printf("%" PRIu64 "\n", info.articles - 1);
}

int main(int argc, char **argv)
{
    zs_searcher *searcher;
    zs_error error;
    if (argc < 4) {
        fprintf(stderr, "usage: instructions INDEX QUERIES FILE...\n");
        return 2;
    }
    make_index(argv[1], argv + 3);
    check(zs_searcher_open(argv[1], &searcher, &error), &error);
    ask(searcher, argv[2], answer);
    next_part();
    ask(searcher, argv[2], answer_counted);
    print_articles(searcher);
    printf("%s\n%s\n", __VERSION__, gnu_get_libc_version());
    zs_searcher_close(searcher);
    return 0;
}
