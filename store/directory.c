/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

#define STUB "XAPIANDB"
#define STUB_NEXT "XAPIANDB.next"
#define LOCK "lock"
#define DATABASE "glass."

/* To be freed by the caller; NULL if out of memory. */
static char *join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path) {
        snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

/* "glass.12" -> 12; 0 if it is no name of a database. */
static uint32_t number_of(const char *name)
{
    size_t prefix = strlen(DATABASE);
    if (strncmp(name, DATABASE, prefix) != 0) {
        return 0;
    }
    uint64_t number = 0;
    const char *digit = name + prefix;
    for (; *digit >= '0' && *digit <= '9' && number <= UINT32_MAX; digit++) {
        number = number * 10 + (uint64_t)(*digit - '0');
    }
    return *digit == '\0' && number <= UINT32_MAX ? (uint32_t)number : 0;
}

char *zs_directory_database(const char *directory, uint32_t number)
{
    char name[32];
    snprintf(name, sizeof name, "%s%u", DATABASE, number);
    return join(directory, name);
}

zs_status zs_directory_current(const char *directory, uint32_t *number, zs_error *error)
{
    struct stat info;
    if (stat(directory, &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND,
                           "there is no index in %s; make one with: zsearch index FOLDER",
                           directory);
        }
        return zs_fail_errno(error, errno, "the index %s cannot be read", directory);
    }
    if (!S_ISDIR(info.st_mode)) {
        return zs_fail(error, ZS_ERROR_NOT_FOUND, "%s is not the folder of an index",
                       directory);
    }
    char *path = join(directory, STUB);
    if (!path) {
        return zs_fail_memory(error);
    }
    FILE *file = fopen(path, "re");
    free(path);
    if (!file) {
        if (errno == ENOENT) {
            *number = 0;
            return ZS_OK;
        }
        return zs_fail_errno(error, errno, "the index %s cannot be read", directory);
    }
    char kind[16];
    char name[64];
    int fields = fscanf(file, "%15s %63s", kind, name);
    bool failed = ferror(file);
    fclose(file);
    if (failed) {
        return zs_fail(error, ZS_ERROR_IO, "%s/%s cannot be read", directory, STUB);
    }
    uint32_t found = fields == 2 && strcmp(kind, "glass") == 0 ? number_of(name) : 0;
    if (found == 0) {
        return zs_fail(error, ZS_ERROR_CORRUPT,
                       "%s/%s does not name a database of zsearch; build the index anew with: "
                       "zsearch index --rebuild FOLDER",
                       directory, STUB);
    }
    *number = found;
    return ZS_OK;
}

zs_status zs_directory_lock(const char *directory, int *lock, zs_error *error)
{
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        return zs_fail_errno(error, errno, "the index folder %s cannot be made", directory);
    }
    char *path = join(directory, LOCK);
    if (!path) {
        return zs_fail_memory(error);
    }
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        zs_status status =
            zs_fail_errno(error, errno, "the index %s cannot be written to", directory);
        free(path);
        return status;
    }
    free(path);
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        int reason = errno;
        close(file);
        if (reason == EWOULDBLOCK) {
            return zs_fail(error, ZS_ERROR_LOCKED,
                           "another process is writing to the index %s; try again when it is "
                           "done",
                           directory);
        }
        return zs_fail_errno(error, reason, "the index %s cannot be locked", directory);
    }
    *lock = file;
    return ZS_OK;
}

/* What is done with each file of a folder. */
typedef zs_status (*file_visitor)(const char *path, void *context, zs_error *error);

static zs_status each_file(const char *folder, file_visitor visit, void *context,
                           zs_error *error)
{
    DIR *listing = opendir(folder);
    if (!listing) {
        return zs_fail_errno(error, errno, "%s cannot be read", folder);
    }
    zs_status status = ZS_OK;
    const struct dirent *entry;
    while (!status && (entry = readdir(listing))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        char *path = join(folder, entry->d_name);
        status = path ? visit(path, context, error) : zs_fail_memory(error);
        free(path);
    }
    closedir(listing);
    return status;
}

static zs_status sync_file(const char *path, void *context, zs_error *error)
{
    (void)context;
    return zs_sync_path(path, error);
}

static zs_status write_stub(const char *path, uint32_t number, zs_error *error)
{
    FILE *file = fopen(path, "we");
    if (!file) {
        return zs_fail_errno(error, errno, "%s cannot be written", path);
    }
    bool written = fprintf(file, "glass %s%u\n", DATABASE, number) > 0 && fflush(file) == 0 &&
                   fsync(fileno(file)) == 0;
    int reason = errno;
    if (fclose(file) != 0 && written) {
        written = false;
        reason = errno;
    }
    return written ? ZS_OK : zs_fail_errno(error, reason, "%s cannot be written", path);
}

zs_status zs_directory_switch(const char *directory, uint32_t number, zs_error *error)
{
    char *database = zs_directory_database(directory, number);
    char *next = join(directory, STUB_NEXT);
    char *stub = join(directory, STUB);
    zs_status status = database && next && stub ? ZS_OK : zs_fail_memory(error);
    if (!status) {
        status = each_file(database, sync_file, NULL, error);
    }
    if (!status) {
        status = zs_sync_path(database, error);
    }
    if (!status) {
        status = write_stub(next, number, error);
    }
    if (!status && rename(next, stub) != 0) {
        status = zs_fail_errno(error, errno, "%s cannot be written", stub);
    }
    if (!status) {
        status = zs_sync_path(directory, error);
    }
    free(database);
    free(next);
    free(stub);
    return status;
}

static zs_status remove_file(const char *path, void *context, zs_error *error)
{
    (void)context;
    (void)error;
    (void)unlink(path); /* what stays is tried again the next time */
    return ZS_OK;
}

static zs_status remove_unused(const char *path, void *context, zs_error *error)
{
    const uint32_t *in_use = context;
    uint32_t number = number_of(strrchr(path, '/') + 1);
    if (number != 0 && number != *in_use &&
        each_file(path, remove_file, NULL, error) == ZS_OK) {
        (void)rmdir(path);
    }
    return ZS_OK;
}

void zs_directory_clean(const char *directory, uint32_t in_use)
{
    (void)each_file(directory, remove_unused, &in_use, NULL);
}

static zs_status add_size(const char *path, void *context, zs_error *error)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return zs_fail_errno(error, errno, "%s cannot be read", path);
    }
    *(uint64_t *)context += (uint64_t)info.st_size;
    return ZS_OK;
}

zs_status zs_directory_size(const char *directory, uint32_t number, uint64_t *bytes,
                            zs_error *error)
{
    char *database = zs_directory_database(directory, number);
    if (!database) {
        return zs_fail_memory(error);
    }
    uint64_t sum = 0;
    zs_status status = each_file(database, add_size, &sum, error);
    free(database);
    if (!status) {
        *bytes = sum;
    }
    return status;
}
