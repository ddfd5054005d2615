/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/reading.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/builder.h"
#include "cli/complain.h"
#include "cli/memory.h"
#include "cli/suggest.h"

static const char *const members[] = {"title",  "text",    "id",       "date", "author",
                                      "source", "section", "language", "url"};
enum { MEMBERS = sizeof members / sizeof *members };

static void add(zs_field_list *list, const char *name, const char *value)
{
    list->items = zs_reallocate(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] =
        (zs_field){.name = zs_duplicate(name), .value = zs_duplicate(value)};
}

static void release(zs_field_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        /* They are ours, though a zs_field only reads them. */
        free((void *)(uintptr_t)list->items[i].name);
        free((void *)(uintptr_t)list->items[i].value);
    }
    free(list->items);
    *list = (zs_field_list){.count = 0};
}

static bool is_member(const char *name)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (strcmp(name, members[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool zs_take_reading_option(zs_reading_settings *settings, int letter, const char *value,
                            bool *taken)
{
    *taken = true;
    if (letter == 'E') {
        settings->encoding = value;
    } else if (letter == 'C') {
        settings->config = value;
    } else if (letter == 'M') {
        const char *equals = strchr(value, '=');
        if (!equals || equals == value || equals[1] == '\0') {
            zs_complain("--map wants NAME=COLUMN, for example: --map title=标题");
            return false;
        }
        char *name = zs_duplicate(value);
        name[equals - value] = '\0';
        bool known = is_member(name);
        if (known) {
            add(&settings->names, name, equals + 1);
        } else {
            const char *nearest = zs_suggest(name, members, MEMBERS);
            zs_complain("--map knows no %s; %s%s%s", name, nearest ? "did you mean " : "",
                        nearest ? nearest
                                : "it knows title, text, id, date, author, source, "
                                  "section, language and url",
                        nearest ? "?" : "");
        }
        free(name);
        return known;
    } else {
        *taken = false;
    }
    return true;
}

/* ---- The configuration file -----------------------------------------------------------------
 */

struct config {
    zs_reading_settings *settings;
    const char *path;
    bool failed;
};

static int on_entry(void *context, const char *section, const char *name, const char *value)
{
    static const char *const sections[] = {"encoding", "filter", "map"};
    struct config *config = context;
    if (strcmp(section, "encoding") == 0) {
        add(&config->settings->encodings, name, value);
    } else if (strcmp(section, "filter") == 0) {
        add(&config->settings->filters, name, value);
    } else if (strcmp(section, "map") == 0 && is_member(name)) {
        add(&config->settings->names, name, value);
    } else {
        bool map = strcmp(section, "map") == 0;
        const char *nearest =
            map ? zs_suggest(name, members, MEMBERS) : zs_suggest(section, sections, 3);
        zs_complain("%s: there is no %s %s%s%s%s", config->path, map ? "column" : "section",
                    map ? name : section, nearest ? "; did you mean " : "",
                    nearest ? nearest : "", nearest ? "?" : "");
        config->failed = true;
    }
    return !config->failed;
}

/* Where the file is if none is named; malloc'd, NULL if there can be none. It is never looked
 * for where the articles are: its filters are programs that would be run. */
static char *usual_config(void)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    zs_builder path = ZS_BUILDER_INIT;
    if (folder && folder[0]) {
        zs_append_format(&path, "%s/zsearch/config", folder);
    } else if (home && home[0]) {
        zs_append_format(&path, "%s/.config/zsearch/config", home);
    }
    char *found = path.data ? zs_duplicate(path.data) : NULL;
    zs_builder_release(&path);
    return found;
}

static bool read_config(zs_reading_settings *settings, const char *path, bool named)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        if (named || (errno != ENOENT && errno != ENOTDIR)) {
            zs_complain("the configuration %s cannot be read: %s", path, strerror(errno));
            return false;
        }
        return true;
    }
    struct config config = {.settings = settings, .path = path};
    int line = ini_parse_file(file, on_entry, &config);
    (void)fclose(file); /* it was only read */
    if (line > 0 && !config.failed) {
        zs_complain("%s, line %d: neither [section] nor name = value", path, line);
    } else if (line > 0) {
        zs_complain("%s: the mistake is in line %d", path, line);
    }
    return line == 0;
}

bool zs_reading_settle(zs_reading_settings *settings)
{
    const char *named = settings->config ? settings->config : getenv("ZSEARCH_CONFIG");
    named = named && named[0] ? named : NULL;
    char *usual = named ? NULL : usual_config();
    const char *path = named ? named : usual;
    bool read = !path || read_config(settings, path, named != NULL);
    free(usual);
    settings->options = (zs_reading_options){.encoding = settings->encoding,
                                             .encodings = settings->encodings.items,
                                             .encoding_count = settings->encodings.count,
                                             .filters = settings->filters.items,
                                             .filter_count = settings->filters.count,
                                             .names = settings->names.items,
                                             .name_count = settings->names.count};
    /* What an option says goes before the file. */
    if (settings->encoding) {
        settings->options.encoding_count = 0;
    }
    return read;
}

void zs_reading_release(zs_reading_settings *settings)
{
    release(&settings->encodings);
    release(&settings->filters);
    release(&settings->names);
}
