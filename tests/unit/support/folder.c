/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/test.h"

char *test_path(const char *folder, const char *name)
{
    char *path;
    check(asprintf(&path, "%s/%s", folder, name) > 0, "out of memory");
    return path;
}

char *test_folder_new(void)
{
    const char *parent = getenv("TMPDIR");
    char *folder = test_path(parent ? parent : "/tmp", "zsearch-test-XXXXXX");
    check(mkdtemp(folder), "no folder can be made like %s", folder);
    return folder;
}

/* Calls `visit` for each thing in a folder. */
static void each(const char *folder, void (*visit)(const char *path, void *context),
                 void *context)
{
    DIR *listing = opendir(folder);
    check(listing, "%s cannot be read", folder);
    const struct dirent *entry;
    while ((entry = readdir(listing))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            char *path = test_path(folder, entry->d_name);
            visit(path, context);
            free(path);
        }
    }
    closedir(listing);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void remove_one(const char *path, void *context)
{
    if (is_folder(path)) {
        each(path, remove_one, context);
        check(rmdir(path) == 0, "%s cannot be removed", path);
    } else {
        check(unlink(path) == 0, "%s cannot be removed", path);
    }
}

void test_folder_remove(char *folder)
{
    remove_one(folder, NULL);
    free(folder);
}

void test_read_file(const char *path, zs_buffer *out)
{
    zs_buffer_clear(out);
    FILE *file = fopen(path, "re");
    check(file, "%s cannot be opened", path);
    size_t got;
    do {
        check(zs_buffer_reserve(out, 1 << 16), "out of memory");
        got = fread(out->data + out->length, 1, 1 << 16, file);
        out->length += got;
    } while (got > 0);
    fclose(file);
}

void test_write_file(const char *path, const char *data, size_t length)
{
    FILE *file = fopen(path, "we");
    check(file, "%s cannot be written", path);
    bool written = fwrite(data, 1, length, file) == length;
    check(fclose(file) == 0 && written, "%s cannot be written", path);
}

static void copy_one(const char *path, void *context)
{
    char *to = test_path(context, strrchr(path, '/') + 1);
    if (is_folder(path)) {
        test_copy_folder(path, to);
    } else {
        zs_buffer content = ZS_BUFFER_INIT;
        test_read_file(path, &content);
        test_write_file(to, content.data, content.length);
        zs_buffer_release(&content);
    }
    free(to);
}

void test_copy_folder(const char *from, const char *to)
{
    check(mkdir(to, 0777) == 0, "%s cannot be made", to);
    char *target = strdup(to);
    check(target, "out of memory");
    each(from, copy_one, target);
    free(target);
}

bool test_exists(const char *folder, const char *name)
{
    char *path = test_path(folder, name);
    struct stat info;
    bool exists = lstat(path, &info) == 0;
    free(path);
    return exists;
}
