/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs a fuzz target over the files of a folder, for builds without libFuzzer.
 */
#include <dirent.h>
#include <stdio.h>

#include "fuzz.h"

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    enum { LIMIT = 1 << 20 };
    uint8_t *data = malloc(LIMIT);
    size_t size = data ? fread(data, 1, LIMIT, file) : 0;
    fclose(file);
    if (!data) {
        return 1;
    }
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *seeds = argc == 2 ? opendir(argv[1]) : NULL;
    if (!seeds) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    int failed = 0;
    const struct dirent *entry;
    while ((entry = readdir(seeds))) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        failed |= entry->d_name[0] != '.' && replay(path);
    }
    closedir(seeds);
    return failed;
}
