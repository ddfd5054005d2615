/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers/builder.h"
#include "cli/complain.h"
#include "cli/nearest.h"

/* What getopt_long returns: the letter of an option or, if it was written out, its number in
 * the table and this. */
enum { OPTIONS_MOST = 48, FIRST_LONG = 256, END = -1, BAD = '?', NO_VALUE = ':' };

/* The table as getopt_long wants it. */
struct syntax {
    struct option names[OPTIONS_MOST + 2];
    size_t name_count;
    char letters[2 * OPTIONS_MOST + 4];
};

static bool takes_value(const zs_option *option)
{
    return !option->flag;
}

static void make_syntax(struct syntax *syntax, const zs_option *options, size_t count)
{
    size_t letter = 0;
    *syntax = (struct syntax){.name_count = 0};
    syntax->letters[letter++] = ':';
    for (size_t i = 0; i < count && i < OPTIONS_MOST; i++) {
        if (options[i].name) {
            syntax->names[syntax->name_count++] = (struct option){
                .name = options[i].name,
                .has_arg = takes_value(&options[i]) ? required_argument : no_argument,
                .val = FIRST_LONG + (int)i};
        }
        if (options[i].letter) {
            syntax->letters[letter++] = options[i].letter;
            if (takes_value(&options[i])) {
                syntax->letters[letter++] = ':';
            }
        }
    }
}

/* ---- What is wrong ---------------------------------------------------------------- */

static void complain_of_name(const char *argument, const struct syntax *syntax)
{
    const char *names[OPTIONS_MOST + 1];
    size_t begun = 0;
    zs_builder name = ZS_BUILDER_INIT;
    argument += strspn(argument, "-");
    zs_append(&name, argument, strcspn(argument, "=")); /* without the value */
    for (size_t i = 0; i < syntax->name_count; i++) {
        names[i] = syntax->names[i].name;
        begun += strncmp(names[i], name.data, name.length) == 0;
    }
    const char *nearest = zs_nearest(name.data, names, syntax->name_count);
    if (begun > 1) {
        zs_complain("option --%s is short for more than one; write it out", name.data);
    } else if (nearest) {
        zs_complain("there is no option --%s; did you mean --%s?", name.data, nearest);
    } else {
        zs_complain("there is no option --%s; --help lists them, and words that begin with - "
                    "go behind --",
                    name.data);
    }
    zs_builder_release(&name);
}

static void complain_of_letter(int letter)
{
    /* A byte of a longer character cannot be shown. As a char it may be negative. */
    if (letter > 0 && letter < 0x80) {
        zs_complain("there is no option -%c; --help lists them, and words that begin with - "
                    "go behind --",
                    letter);
    } else {
        zs_complain("words that begin with - go behind --");
    }
}

static void complain_of(int found, const char *argument, const zs_option *options,
                        const struct syntax *syntax)
{
    if (found == NO_VALUE) {
        zs_complain("option %s needs a value", argument);
    } else if (optopt == 0) {
        complain_of_name(argument, syntax);
    } else if (optopt >= FIRST_LONG) {
        zs_complain("option --%s takes no value", options[optopt - FIRST_LONG].name);
    } else {
        complain_of_letter(optopt);
    }
}

/* ---- Values ----------------------------------------------------------------------- */

static bool take_number(const char *shown, const zs_option *option, const char *value)
{
    char *end = NULL;
    errno = 0;
    /* strtoull would take leading blanks and a sign, and make a large number of -1. */
    bool digits = value[0] >= '0' && value[0] <= '9';
    unsigned long long number = digits ? strtoull(value, &end, 10) : 0;
    if (!digits || *end != '\0' || errno != 0 || number < option->least ||
        number > option->most) {
        zs_complain("option %s needs a whole number from %" PRIu64 " to %" PRIu64 ", not %s",
                    shown, option->least, option->most, value);
        return false;
    }
    *option->number = number;
    return true;
}

bool zs_take_choice(const char *option, const char *value, const char *const *choices,
                    size_t count, size_t *out)
{
    zs_builder list = ZS_BUILDER_INIT;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(value, choices[i]) == 0) {
            *out = i;
            zs_builder_release(&list);
            return true;
        }
        zs_append_format(&list, "%s%s",
                         i == 0          ? ""
                         : i + 1 < count ? ", "
                                         : " or ",
                         choices[i]);
    }
    const char *nearest = zs_nearest(value, choices, count);
    if (nearest) {
        zs_complain("%s cannot be %s; did you mean %s?", option, value, nearest);
    } else {
        zs_complain("%s can be %s, not %s", option, list.data, value);
    }
    zs_builder_release(&list);
    return false;
}

static bool take_color(const char *value, zs_color *out)
{
    /* In the order of zs_color. */
    static const char *const choices[] = {"auto", "always", "never"};
    size_t choice;
    if (!zs_take_choice("option --color", value, choices, sizeof choices / sizeof *choices,
                        &choice)) {
        return false;
    }
    *out = (zs_color)choice;
    return true;
}

static bool take(const zs_option *option, const char *value)
{
    zs_builder shown = ZS_BUILDER_INIT;
    if (option->name) {
        zs_append_format(&shown, "--%s", option->name);
    } else {
        zs_append_format(&shown, "-%c", option->letter);
    }
    bool taken = true;
    if (option->flag) {
        *option->flag = true;
    } else if (value[0] == '\0') {
        zs_complain("option %s has an empty value", shown.data);
        taken = false;
    } else if (option->string) {
        *option->string = value;
    } else if (option->number) {
        taken = take_number(shown.data, option, value);
    } else if (option->color) {
        taken = take_color(value, option->color);
    } else {
        taken = option->take(option->context, value);
    }
    zs_builder_release(&shown);
    return taken;
}

/* ---- All options ------------------------------------------------------------------ */

static bool take_all(int argc, char **argv, const zs_option *options, size_t count)
{
    struct syntax syntax;
    make_syntax(&syntax, options, count);
    opterr = 0;
    for (;;) {
        int found = getopt_long(argc, argv, syntax.letters, syntax.names, NULL);
        if (found == END) {
            return true;
        }
        if (found == BAD || found == NO_VALUE) {
            complain_of(found, argv[optind - 1], options, &syntax);
            return false;
        }
        size_t number = found >= FIRST_LONG ? (size_t)found - FIRST_LONG : 0;
        while (found < FIRST_LONG && options[number].letter != found) {
            number++;
        }
        if (!take(&options[number], optarg)) {
            return false;
        }
    }
}

bool zs_take_options(const zs_command *command, int argc, char **argv, const zs_option *options,
                     size_t count, zs_output *out, zs_exit *result)
{
    bool help = false;
    zs_option all[OPTIONS_MOST];
    if (count > OPTIONS_MOST - 1) {
        count = OPTIONS_MOST - 1; /* no command has so many */
    }
    memcpy(all, options, count * sizeof *all);
    all[count] = (zs_option){.name = "help", .letter = 'h', .flag = &help};
    if (!take_all(argc, argv, all, count + 1)) {
        *result = ZS_EXIT_ERROR;
        return false;
    }
    if (help) {
        zs_put_string(out, command->help);
        *result = ZS_EXIT_OK;
        return false;
    }
    return true;
}
