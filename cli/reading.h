/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How files are read: what the options --encoding, --map and --config say, and the
 * configuration file.
 */
#ifndef ZS_CLI_READING_H
#define ZS_CLI_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "zsearch.h"

/* A growing list of fields. */
typedef struct zs_field_list {
    zs_field *items;
    size_t count;
} zs_field_list;

typedef struct zs_reading_settings {
    const char *encoding;
    const char *config; /* named by an option */
    zs_field_list encodings, filters, names;
    zs_reading_options options;
} zs_reading_settings;

/* What these options are in a table for getopt_long, and in help. */
#define ZS_READING_OPTIONS                                                                     \
    {"encoding", required_argument, NULL, 'E'}, {"map", required_argument, NULL, 'M'},         \
    {                                                                                          \
        "config", required_argument, NULL, 'C'                                                 \
    }
#define ZS_READING_HELP                                                                          \
    "  --encoding NAME   the encoding of text files (else it is found out): GB18030, Big5 …\n" \
    "  --map NAME=COLUMN in tables and JSON, take COLUMN for title, text, date, author …\n"    \
    "  --config FILE     instead of ~/.config/zsearch/config: encodings by path, filters,\n"     \
    "                    columns (see the manual)\n"

/* Takes one of these options; false, which has been said, if its value is wrong. *taken is
 * false if the letter is none of them. */
bool zs_take_reading_option(zs_reading_settings *settings, int letter, const char *value,
                            bool *taken);

/* Reads the configuration file, if there is one, and makes `options`. False, which has been
 * said, if something is wrong with it. */
bool zs_reading_settle(zs_reading_settings *settings);
void zs_reading_release(zs_reading_settings *settings);

#endif
