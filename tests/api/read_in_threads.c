/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Many threads meet the first file of a module's at once: all of them read it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zsearch.h"

enum { THREADS = 8, ROUNDS = 20 };

static pthread_barrier_t together;
static char path[64];

static void fail(const char *what, const char *message)
{
    (void)fprintf(stderr, "%s: %s\n", what, message);
    exit(1);
}

static bool take_article(void *context, const zs_article *article)
{
    int *taken = context;
    *taken += article->title && strcmp(article->title, "雨") == 0;
    return false;
}

static void *read_often(void *context)
{
    int taken = 0;
    const zs_read_file_callbacks callbacks = {.on_article = take_article, .context = &taken};
    (void)context;
    (void)pthread_barrier_wait(&together);
    for (int i = 0; i < ROUNDS; i++) {
        zs_error error;
        if (zs_read_file(path, NULL, &callbacks, &error)) {
            fail(path, error.message);
        }
    }
    if (taken != ROUNDS) {
        fail(path, "not every reading gave the article");
    }
    return NULL;
}

static void write_page(void)
{
    static const char page[] = "<title>雨</title><p>雨水渗进地下。</p>";
    (void)strcpy(path, "/tmp/zsearch-threads-XXXXXX.html");
    int file = mkstemps(path, (int)strlen(".html"));
    if (file < 0 || write(file, page, sizeof page - 1) != (ssize_t)(sizeof page - 1) ||
        close(file) != 0) {
        fail(path, "cannot be written");
    }
}

int main(void)
{
    pthread_t threads[THREADS];
    write_page();
    (void)pthread_barrier_init(&together, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, read_often, NULL) != 0) {
            fail("threads", "cannot be started");
        }
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    (void)unlink(path);
    return 0;
}
