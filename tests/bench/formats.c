/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What reading a file costs — decoding it, taking its text out, finding title, date and
 * language — against the analysis of that text. Standard input has a line a file: the name of
 * its format, a tab, its path; files of one format stand together.
 *
 *     formats < LIST
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/test.h"
#include "text/analyser.h"

enum { ROUNDS = 5, LINE = 4096 };

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The files of one format. */
struct group {
    char name[LINE];
    char **paths;
    size_t count, capacity;
};

struct cost {
    zs_analyser *analyser;
    uint64_t file_bytes, text_bytes, articles;
    double analysis; /* seconds */
};

static void on_file(void *context, const zs_file_report *report)
{
    (void)context;
    if (report->message) {
        fprintf(stderr, "%s: %s\n", report->path, report->message);
    }
}

static bool analyse(void *context, const zs_article *article)
{
    struct cost *cost = context;
    const zs_part parts[] = {
        {.text = article->title, .length = article->title ? strlen(article->title) : 0},
        {.text = article->text, .length = article->text_length}};
    const zs_term_count *terms;
    size_t count;
    zs_error error;
    double begin = now();
    check_ok(zs_analyser_count(cost->analyser, parts, 2, &terms, &count, &error), error);
    cost->analysis += now() - begin;
    cost->text_bytes += article->text_length;
    cost->articles++;
    return false;
}

static long size_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    long size = ftell(file);
    (void)fclose(file);
    return size;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Medians of a few rounds. */
static void measure(const struct group *group, zs_analyser *analyser)
{
    double reading[ROUNDS], analysis[ROUNDS];
    struct cost cost = {.analyser = analyser};
    for (int round = -1; round < ROUNDS; round++) { /* the first warms up */
        cost = (struct cost){.analyser = analyser};
        const zs_read_file_callbacks callbacks = {analyse, on_file, &cost};
        double begin = now();
        for (size_t i = 0; i < group->count; i++) {
            (void)zs_read_file(group->paths[i], NULL, &callbacks, NULL); /* told to on_file */
        }
        if (round >= 0) {
            analysis[round] = cost.analysis;
            reading[round] = now() - begin - cost.analysis;
        }
    }
    for (size_t i = 0; i < group->count; i++) {
        cost.file_bytes += (uint64_t)size_of(group->paths[i]);
    }
    qsort(reading, ROUNDS, sizeof *reading, compare);
    qsort(analysis, ROUNDS, sizeof *analysis, compare);
    double text = (double)cost.text_bytes / 1e6, file = (double)cost.file_bytes / 1e6;
    double read = reading[ROUNDS / 2], cut = analysis[ROUNDS / 2];
    printf("%-16s %6zu %8llu %8.2f %8.2f %10.1f %10.1f %10.1f %8.3f\n", group->name,
           group->count, (unsigned long long)cost.articles, file, text, file / read,
           text / read, text / cut, read / cut);
    fflush(stdout);
}

static void end(struct group *group, zs_analyser *analyser)
{
    if (group->count > 0) {
        measure(group, analyser);
    }
    for (size_t i = 0; i < group->count; i++) {
        free(group->paths[i]);
    }
    group->count = 0;
}

int main(void)
{
    struct group group = {.paths = NULL};
    zs_analyser *analyser;
    zs_error error;
    char line[LINE];
    check_ok(zs_analyser_new(&analyser, &error), error);
    printf("%-16s %6s %8s %8s %8s %10s %10s %10s %8s\n", "", "files", "articles", "MB",
           "text MB", "file MB/s", "text MB/s", "analysis", "ratio");
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *path = strchr(line, '\t');
        if (!path) {
            continue;
        }
        *path++ = '\0';
        if (strcmp(line, group.name) != 0) {
            end(&group, analyser);
            (void)snprintf(group.name, sizeof group.name, "%s", line);
        }
        if (group.count == group.capacity) {
            group.capacity = 2 * group.capacity + 64;
            group.paths = realloc(group.paths, group.capacity * sizeof *group.paths);
        }
        group.paths[group.count++] = strdup(path);
    }
    end(&group, analyser);
    free(group.paths);
    zs_analyser_free(analyser);
    return 0;
}
