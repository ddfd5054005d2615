/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs a fuzz target over files, and the files of folders, that are named on the command
 * line: what libFuzzer's own main does with -runs=0.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

static size_t replayed;

static void give_up(const char *what, const char *path)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(1);
}

static void replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        give_up("cannot be opened", path);
    }
    struct stat info;
    if (fstat(fileno(file), &info) != 0) {
        give_up("cannot be read", path);
    }
    size_t size = (size_t)info.st_size;
    /* As long as the input and no longer, so that a sanitizer sees what reads beyond it. */
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (!data || fread(data, 1, size, file) != size) {
        give_up("cannot be read", path);
    }
    fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    replayed++;
}

static void replay(const char *path);

static void replay_folder(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) {
        give_up("cannot be read", path);
    }
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            char *name;
            if (asprintf(&name, "%s/%s", path, entries[i]->d_name) < 0) {
                give_up("out of memory", path);
            }
            replay(name);
            free(name);
        }
        free(entries[i]);
    }
    free(entries);
}

static void replay(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        give_up("is not there", path);
    }
    if (S_ISDIR(info.st_mode)) {
        replay_folder(path);
    } else {
        replay_file(path);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        replay(argv[i]);
    }
    printf("%zu inputs\n", replayed);
    return replayed > 0 ? 0 : 1;
}
