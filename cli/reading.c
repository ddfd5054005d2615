/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/reading.h"

#include <stdlib.h>
#include <string.h>

#include "answers/memory.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/nearest.h"

static void add_field(zs_fields *fields, const char *name, const char *value)
{
    if (fields->count == fields->capacity) {
        fields->capacity = fields->capacity > 0 ? 2 * fields->capacity : 8;
        fields->fields =
            zs_reallocate(fields->fields, fields->capacity, sizeof *fields->fields);
        fields->strings =
            zs_reallocate(fields->strings, 2 * fields->capacity, sizeof *fields->strings);
    }
    char **strings = fields->strings + 2 * fields->count;
    strings[0] = zs_duplicate(name);
    strings[1] = zs_duplicate(value);
    fields->fields[fields->count++] = (zs_field){.name = strings[0], .value = strings[1]};
}

static void release_fields(zs_fields *fields)
{
    for (size_t i = 0; i < 2 * fields->count; i++) {
        free(fields->strings[i]);
    }
    free(fields->strings);
    free(fields->fields);
    *fields = (zs_fields){.count = 0};
}

void zs_reading_release(zs_reading *reading)
{
    release_fields(&reading->names);
    release_fields(&reading->encodings);
    release_fields(&reading->filters);
    *reading = ZS_READING_INIT;
}

/* ---- One by one -------------------------------------------------------------------- */

static bool is_encoding(const char *name, zs_error *error)
{
    const zs_reading_options options = {.encoding = name};
    return zs_check_reading_options(&options, error) == ZS_OK;
}

bool zs_reading_add_encoding(zs_reading *reading, const char *pattern, const char *encoding,
                             zs_builder *wrong)
{
    zs_error error;
    if (!is_encoding(encoding, &error)) {
        zs_append_string(wrong, error.message);
        return false;
    }
    add_field(&reading->encodings, pattern, encoding);
    return true;
}

bool zs_reading_add_filter(zs_reading *reading, const char *extension, const char *command,
                           zs_builder *wrong)
{
    if (extension[0] != '.' || extension[1] == '\0' || strchr(extension, '/')) {
        zs_append_format(wrong, "%s is no extension; write it with its dot, as .doc",
                         extension);
        return false;
    }
    add_field(&reading->filters, extension, command);
    return true;
}

bool zs_reading_add_name(zs_reading *reading, const char *name, const char *column,
                         zs_builder *wrong)
{
    static const char *const names[] = {"title",  "text",    "id",       "date", "author",
                                        "source", "section", "language", "url"};
    enum { COUNT = sizeof names / sizeof *names };
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            add_field(&reading->names, name, column);
            return true;
        }
    }
    const char *nearest = zs_nearest(name, names, COUNT);
    zs_append_format(wrong, "an article has no %s; ", name);
    if (nearest) {
        zs_append_format(wrong, "did you mean %s?", nearest);
        return false;
    }
    zs_append_string(wrong, "it has");
    for (size_t i = 0; i < COUNT; i++) {
        zs_append_format(wrong, "%s %s", i == 0 ? "" : i + 1 < COUNT ? "," : " and", names[i]);
    }
    return false;
}

bool zs_reading_take_map(void *reading, const char *value)
{
    const char *equals = strchr(value, '=');
    zs_builder name = ZS_BUILDER_INIT;
    zs_builder wrong = ZS_BUILDER_INIT;
    bool taken = false;
    if (!equals || equals == value || equals[1] == '\0') {
        zs_append_string(&wrong, "it takes a name, = and a column, as title=标题");
    } else {
        zs_append(&name, value, (size_t)(equals - value));
        taken = zs_reading_add_name(reading, name.data, equals + 1, &wrong);
    }
    if (!taken) {
        zs_complain("option --map %s: %s", value, wrong.data);
    }
    zs_builder_release(&name);
    zs_builder_release(&wrong);
    return taken;
}

/* ---- Together ---------------------------------------------------------------------- */

bool zs_reading_prepare(zs_reading *reading)
{
    zs_error error;
    if (reading->encoding && !is_encoding(reading->encoding, &error)) {
        zs_complain("option --encoding: %s", error.message);
        return false;
    }
    if (!zs_config_read(reading->config, reading)) {
        return false;
    }
    reading->options = (zs_reading_options){.encoding = reading->encoding,
                                            .encodings = reading->encodings.fields,
                                            .encoding_count = reading->encodings.count,
                                            .filters = reading->filters.fields,
                                            .filter_count = reading->filters.count,
                                            .names = reading->names.fields,
                                            .name_count = reading->names.count};
    if (reading->encoding) {
        /* The library lets patterns go before; but what is typed goes before what is written
         * down. */
        reading->options.encoding_count = 0;
    }
    return true;
}
