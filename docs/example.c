/* SPDX-License-Identifier: GPL-2.0-or-later
 * Indexes two articles and searches them: cc example.c $(pkg-config --cflags --libs zsearch) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zsearch.h>

static void check(zs_status status, const zs_error *error)
{
    if (status != ZS_OK) {
        fprintf(stderr, "%s\n", error->message);
        exit(2);
    }
}

int main(void)
{
    const char *texts[] = {"郑州正在建设国际消费中心城市。", "青年人才政策吸引毕业生留下。"};
    const char *ids[] = {"a", "b"};
    zs_error error;
    zs_index *index;
    check(zs_index_open("example-index", &index, &error), &error);
    for (size_t i = 0; i < 2; i++) {
        zs_article article = {.id = ids[i], .text = texts[i], .text_length = strlen(texts[i])};
        check(zs_index_put(index, &article, &error), &error);
    }
    check(zs_index_commit(index, &error), &error);
    zs_index_close(index);

    zs_searcher *searcher;
    zs_results *results;
    check(zs_searcher_open("example-index", &searcher, &error), &error);
    check(zs_searcher_query(searcher, "國際消費中心", NULL, &results, &error), &error);
    for (size_t i = 0; i < zs_results_count(results); i++) {
        const zs_article *article;
        check(zs_results_article(results, i, &article, &error), &error);
        printf("%s %.*s\n", article->id, (int)article->text_length, article->text);
    }
    zs_results_free(results);
    zs_searcher_close(searcher);
    return 0;
}
