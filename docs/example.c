/* SPDX-License-Identifier: GPL-2.0-or-later
 * Indexes two articles and searches them: cc example.c $(pkg-config --cflags --libs zsearch) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zsearch.h>

static zs_error error; /* the caller's, as everything the library needs */

static void check(zs_status status)
{
    if (status != ZS_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "example-index";
    const char *texts[] = {"郑州正在建设国际消费中心城市。", "青年人才政策吸引毕业生留下。"};

    zs_index *index;
    check(zs_index_open(folder, &index, &error));
    for (size_t i = 0; i < 2; i++) {
        zs_article article = {.id = i == 0 ? "a" : "b",
                              .title = "城市观察",
                              .text = texts[i],
                              .text_length = strlen(texts[i])};
        check(zs_index_put(index, &article, &error));
    }
    check(zs_index_commit(index, &error));
    zs_index_close(index);

    zs_searcher *searcher;
    zs_results *results;
    check(zs_searcher_open(folder, &searcher, &error));
    check(zs_searcher_query(searcher, "國際消費中心", NULL, &results, &error));
    for (size_t i = 0; i < zs_results_count(results); i++) {
        const zs_article *article;
        zs_snippet *snippet;
        check(zs_results_article(results, i, &article, &error));
        check(zs_results_snippet(results, i, NULL, &snippet, &error));
        zs_span mark = snippet->fragments[0].marks[0];
        printf("%s %s: %.*s\n", article->id, article->title, (int)(mark.end - mark.start),
               article->text + mark.start);
        zs_snippet_free(snippet);
    }
    zs_results_free(results);
    zs_searcher_close(searcher);
    return 0;
}
