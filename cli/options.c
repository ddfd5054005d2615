/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/builder.h"
#include "cli/complain.h"
#include "cli/suggest.h"

enum { OPTIONS_MOST = 32 };

/* The name of a long option in an argument, without the value that may follow. */
static void append_name(zs_builder *name, const char *argument)
{
    argument += strspn(argument, "-");
    zs_append(name, argument, strcspn(argument, "="));
}

static void complain_of_long(const char *argument, const struct option *options)
{
    const char *names[OPTIONS_MOST];
    size_t count = 0;
    size_t begun = 0;
    zs_builder name = ZS_BUILDER_INIT;
    append_name(&name, argument);
    for (; options[count].name && count < OPTIONS_MOST; count++) {
        names[count] = options[count].name;
        begun += strncmp(names[count], name.data, name.length) == 0;
    }
    const char *nearest = zs_suggest(name.data, names, count);
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

/* The long name of an option; NULL if there is none. */
static const char *name_of(int found, const struct option *options)
{
    while (options->name && options->val != found) {
        options++;
    }
    return options->name;
}

int zs_option_next(int argc, char **argv, const char *letters, const struct option *options)
{
    opterr = 0;
    int found = getopt_long(argc, argv, letters, options, NULL);
    const char *argument = argv[optind - 1];
    if (found == ':') {
        zs_complain("option %s needs a value", argument);
        return ZS_OPTION_BAD;
    }
    if (found == '?') {
        if (optopt == 0) {
            complain_of_long(argument, options);
        } else if (name_of(optopt, options)) {
            zs_complain("option --%s takes no value", name_of(optopt, options));
        } else {
            complain_of_letter(optopt);
        }
        return ZS_OPTION_BAD;
    }
    if (found != ZS_OPTIONS_END && optarg && optarg[0] == '\0') {
        const char *name = name_of(found, options);
        zs_complain("option %s%s has an empty value", name ? "--" : "-",
                    name ? name : (const char[]){(char)found, '\0'});
        return ZS_OPTION_BAD;
    }
    return found;
}

bool zs_take_number(const char *option, const char *value, uint64_t least, uint64_t most,
                    uint64_t *out)
{
    char *end = NULL;
    errno = 0;
    /* strtoull would take leading blanks and a sign, and make a large number of -1. */
    bool digits = value[0] >= '0' && value[0] <= '9';
    unsigned long long number = digits ? strtoull(value, &end, 10) : 0;
    if (!digits || *end != '\0' || errno != 0 || number < least || number > most) {
        zs_complain("option %s needs a whole number from %" PRIu64 " to %" PRIu64 ", not %s",
                    option, least, most, value);
        return false;
    }
    *out = number;
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
    const char *nearest = zs_suggest(value, choices, count);
    if (nearest) {
        zs_complain("option %s cannot be %s; did you mean %s?", option, value, nearest);
    } else {
        zs_complain("option %s can be %s, not %s", option, list.data, value);
    }
    zs_builder_release(&list);
    return false;
}

bool zs_take_color(const char *value, zs_color *out)
{
    /* In the order of zs_color. */
    static const char *const choices[] = {"auto", "always", "never"};
    size_t choice;
    if (!zs_take_choice("--color", value, choices, sizeof choices / sizeof *choices, &choice)) {
        return false;
    }
    *out = (zs_color)choice;
    return true;
}
