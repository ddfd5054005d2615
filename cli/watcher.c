/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/watcher.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/builder.h"
#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/memory.h"

enum {
    QUIET = 300,       /* milliseconds without a change end a batch, */
    LONGEST = 1000,    /* and so many since its first change do, too */
    PATHS_MOST = 2000, /* more are looked for in the folders */
    EVENTS = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
             IN_DELETE_SELF | IN_ATTRIB | IN_ONLYDIR
};

/* A folder that is watched, at the place of its number. */
struct watch {
    int number;
    char *path;
};

struct zs_watcher {
    int file;
    struct watch *watches; /* ascending by number */
    size_t count, capacity;
    zs_changes changes;
    size_t path_capacity;
    bool failed;
};

static size_t first_not_before(const zs_watcher *watcher, int number)
{
    size_t low = 0, high = watcher->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (watcher->watches[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add_watch(zs_watcher *watcher, int number, const char *path)
{
    size_t place = first_not_before(watcher, number);
    if (place < watcher->count && watcher->watches[place].number == number) {
        /* The same folder, perhaps by another name. */
        free(watcher->watches[place].path);
        watcher->watches[place].path = zs_duplicate(path);
        return;
    }
    if (watcher->count == watcher->capacity) {
        watcher->capacity = watcher->capacity > 0 ? 2 * watcher->capacity : 64;
        watcher->watches =
            zs_reallocate(watcher->watches, watcher->capacity, sizeof *watcher->watches);
    }
    memmove(&watcher->watches[place + 1], &watcher->watches[place],
            (watcher->count - place) * sizeof *watcher->watches);
    watcher->watches[place] = (struct watch){.number = number, .path = zs_duplicate(path)};
    watcher->count++;
}

static void remove_watch(zs_watcher *watcher, int number)
{
    size_t place = first_not_before(watcher, number);
    if (place < watcher->count && watcher->watches[place].number == number) {
        free(watcher->watches[place].path);
        watcher->count--;
        memmove(&watcher->watches[place], &watcher->watches[place + 1],
                (watcher->count - place) * sizeof *watcher->watches);
    }
}

/* Watches a folder and all below it. */
static void watch_folder(zs_watcher *watcher, const char *path)
{
    int number = inotify_add_watch(watcher->file, path, EVENTS);
    if (number < 0) {
        if (errno == ENOSPC && !watcher->failed) {
            zs_complain("no more folders can be watched; raise the system's limit: sysctl "
                        "fs.inotify.max_user_watches=1000000");
            watcher->failed = true;
        }
        return; /* it has gone, or is none, or may not be read: indexing says so */
    }
    add_watch(watcher, number, path);
    DIR *folder = opendir(path);
    if (!folder) {
        return;
    }
    for (const struct dirent *met; (met = readdir(folder)) != NULL && !watcher->failed;) {
        struct stat status;
        zs_builder below = ZS_BUILDER_INIT;
        zs_append_format(&below, "%s/%s", path, met->d_name);
        if (met->d_name[0] != '.' && lstat(below.data, &status) == 0 &&
            S_ISDIR(status.st_mode)) {
            watch_folder(watcher, below.data);
        }
        zs_builder_release(&below);
    }
    (void)closedir(folder); /* it was only read */
}

zs_watcher *zs_watcher_new(const char *const *folders, size_t count)
{
    zs_watcher *watcher = zs_allocate(1, sizeof *watcher);
    watcher->file = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watcher->file < 0) {
        zs_complain("changes cannot be watched: %s", strerror(errno));
        free(watcher);
        return NULL;
    }
    for (size_t i = 0; i < count && !watcher->failed; i++) {
        char *real = realpath(folders[i], NULL);
        if (real) {
            watch_folder(watcher, real);
        }
        free(real);
    }
    if (watcher->failed) {
        zs_watcher_free(watcher);
        return NULL;
    }
    return watcher;
}

static void forget_changes(zs_watcher *watcher)
{
    for (size_t i = 0; i < watcher->changes.count; i++) {
        free(watcher->changes.paths[i]);
    }
    watcher->changes.count = 0;
    watcher->changes.all = false;
}

void zs_watcher_free(zs_watcher *watcher)
{
    if (watcher) {
        forget_changes(watcher);
        free(watcher->changes.paths);
        for (size_t i = 0; i < watcher->count; i++) {
            free(watcher->watches[i].path);
        }
        free(watcher->watches);
        (void)close(watcher->file);
        free(watcher);
    }
}

static void add_change(zs_watcher *watcher, const char *path)
{
    zs_changes *changes = &watcher->changes;
    if (changes->all || changes->count == PATHS_MOST) {
        changes->all = true;
        return;
    }
    /* One file gives several events in a row. */
    if (changes->count > 0 && strcmp(changes->paths[changes->count - 1], path) == 0) {
        return;
    }
    if (changes->count == watcher->path_capacity) {
        watcher->path_capacity = watcher->path_capacity > 0 ? 2 * watcher->path_capacity : 64;
        changes->paths =
            zs_reallocate(changes->paths, watcher->path_capacity, sizeof *changes->paths);
    }
    changes->paths[changes->count++] = zs_duplicate(path);
}

static void take_event(zs_watcher *watcher, const struct inotify_event *event)
{
    if (event->mask & IN_Q_OVERFLOW) {
        watcher->changes.all = true;
        return;
    }
    size_t place = first_not_before(watcher, event->wd);
    if (event->mask & IN_IGNORED) {
        remove_watch(watcher, event->wd);
        return;
    }
    if (place == watcher->count || watcher->watches[place].number != event->wd) {
        return;
    }
    if (event->len == 0 || event->name[0] == '.') {
        return;
    }
    zs_builder path = ZS_BUILDER_INIT;
    zs_append_format(&path, "%s/%s", watcher->watches[place].path, event->name);
    add_change(watcher, path.data);
    if ((event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO))) {
        watch_folder(watcher, path.data);
    }
    zs_builder_release(&path);
}

/* Takes the events that have come. False if reading fails. */
static bool take_events(zs_watcher *watcher)
{
    union {
        struct inotify_event event; /* for its alignment */
        char bytes[1 << 16];
    } buffer;
    for (;;) {
        ssize_t size = read(watcher->file, buffer.bytes, sizeof buffer.bytes);
        if (size <= 0) {
            return size < 0 && (errno == EAGAIN || errno == EINTR);
        }
        for (ssize_t at = 0; at < size;) {
            struct inotify_event event;
            char name[NAME_MAX + 1];
            union {
                struct inotify_event event;
                char bytes[sizeof event + sizeof name];
            } one;
            memcpy(&event, buffer.bytes + at, sizeof event);
            size_t length = sizeof event + (event.len < sizeof name ? event.len : sizeof name);
            memcpy(one.bytes, buffer.bytes + at, length);
            take_event(watcher, &one.event);
            at += (ssize_t)(sizeof event + event.len);
        }
    }
}

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool zs_watcher_wait(zs_watcher *watcher, const zs_changes **changes)
{
    forget_changes(watcher);
    int64_t first = 0;
    while (zs_interrupt_signal() == 0 && !watcher->failed) {
        bool some = watcher->changes.count > 0 || watcher->changes.all;
        first = some && first == 0 ? milliseconds() : first;
        /* A signal that comes before poll is seen half a second later. */
        int wait = some ? QUIET : 500;
        struct pollfd wanted = {.fd = watcher->file, .events = POLLIN};
        int ready = poll(&wanted, 1, wait);
        if (ready > 0 && !take_events(watcher)) {
            zs_complain("changes cannot be watched any more: %s", strerror(errno));
            return false;
        }
        if (some && (ready == 0 || milliseconds() - first > LONGEST)) {
            *changes = &watcher->changes;
            return true;
        }
    }
    return false;
}
