/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How files are to be read: what options and the configuration say of encodings, columns and
 * filters.
 */
#ifndef ZS_CLI_READING_H
#define ZS_CLI_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "answers/builder.h"
#include "cli/options.h"
#include "zsearch.h"

/* Names and values, which are its own. */
typedef struct zs_fields {
    zs_field *fields;
    char **strings; /* of the fields, by turns */
    size_t count;
    size_t capacity;
} zs_fields;

typedef struct zs_reading {
    const char *encoding; /* --encoding, or NULL */
    const char *config;   /* --config, or NULL */
    zs_fields names;      /* --map, and behind it what the configuration says */
    zs_fields encodings;
    zs_fields filters;
    zs_reading_options options; /* of the above, once it is prepared */
} zs_reading;

#define ZS_READING_INIT ((zs_reading){.encoding = NULL})

/* The rows of --encoding, --map and --config in a table of options. */
#define ZS_READING_OPTIONS(reading)                                                            \
    {.name = "encoding", .string = &(reading)->encoding},                                      \
        {.name = "map", .take = zs_reading_take_map, .context = (reading)},                    \
    {                                                                                          \
        .name = "config", .string = &(reading)->config                                         \
    }

/* What help says of them. */
#define ZS_READING_HELP                                                                          \
    "  --encoding NAME    the encoding of all text files (gb18030, big5 …); else it is found " \
    "out\n"                                                                                      \
    "  --map NAME=COLUMN  the column or key that holds it: --map title=标题; also text, id,\n" \
    "                     date, author, source, section, language and url\n"                     \
    "  --config FILE      the configuration; else $ZSEARCH_CONFIG, else zsearch/config in\n"     \
    "                     $XDG_CONFIG_HOME or ~/.config; zsearch help index shows one\n"

/* Takes NAME=COLUMN. False, which has been said, if that is not what `value` is. */
bool zs_reading_take_map(void *reading, const char *value);

/* Reads the configuration, and fills `options`. False if something is wrong with it, which has
 * been said. */
bool zs_reading_prepare(zs_reading *reading);
void zs_reading_release(zs_reading *reading);

/* ---- For the configuration --------------------------------------------------------- */

/* Add what one line says. Else they append to `wrong` what is wrong with it. */
bool zs_reading_add_encoding(zs_reading *reading, const char *pattern, const char *encoding,
                             zs_builder *wrong);
bool zs_reading_add_filter(zs_reading *reading, const char *extension, const char *command,
                           zs_builder *wrong);
bool zs_reading_add_name(zs_reading *reading, const char *name, const char *column,
                         zs_builder *wrong);

#endif
