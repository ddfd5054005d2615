/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/config.h"

#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "answers/memory.h"
#include "cli/complain.h"
#include "cli/nearest.h"

/* Stands for a ":" on its way through inih, which would end a name there: patterns and columns
 * may have one. */
enum { COLON = '\1' };

typedef bool (*adder)(zs_reading *, const char *, const char *, zs_builder *);

static const struct section {
    const char *name;
    adder add;
} sections[] = {{"encoding", zs_reading_add_encoding},
                {"filter", zs_reading_add_filter},
                {"map", zs_reading_add_name}};
enum { SECTION_COUNT = sizeof sections / sizeof *sections };

/* A file on its way through inih. */
struct parsing {
    const char *path;
    FILE *stream;
    zs_reading *reading;
    const struct section *section;
    uint64_t line; /* from 1 */
    char *text;
    size_t capacity;
    bool failed; /* has been said */
};

/* The first complaint is enough: the rest may follow from it. */
static void complain(struct parsing *parsing, const zs_builder *wrong)
{
    if (!parsing->failed) {
        zs_complain("%s, line %" PRIu64 ": %s", parsing->path, parsing->line, wrong->data);
    }
    parsing->failed = true;
}

/* ---- Lines ------------------------------------------------------------------------- */

/* Takes a line apart that begins a section. */
static bool begin_section(struct parsing *parsing, const char *line, zs_builder *wrong)
{
    size_t length = strcspn(line + 1, "]");
    const char *names[SECTION_COUNT];
    const char *rest = line + 1 + length;
    rest += *rest == ']';
    rest += strspn(rest, " \t");
    if (line[1 + length] != ']' || (*rest != '\0' && *rest != ';' && *rest != '#')) {
        zs_append_string(wrong, "a section stands alone in its line, as [encoding]; a pattern "
                                "that begins with [ can begin with ? instead");
        return false;
    }
    zs_builder name = ZS_BUILDER_INIT;
    zs_append(&name, line + 1, length);
    parsing->section = NULL;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        names[i] = sections[i].name;
        if (strcmp(names[i], name.data) == 0) {
            parsing->section = &sections[i];
        }
    }
    const char *nearest = zs_nearest(name.data, names, SECTION_COUNT);
    if (!parsing->section && nearest) {
        zs_append_format(wrong, "there is no section [%s]; did you mean [%s]?", name.data,
                         nearest);
    } else if (!parsing->section) {
        zs_append_format(wrong,
                         "there is no section [%s]; there are [encoding], [filter] and [map]",
                         name.data);
    }
    zs_builder_release(&name);
    return parsing->section;
}

/* Looks at a line, without white space around it, before inih does, which would take some
 * mistakes for something else. */
static bool check_line(struct parsing *parsing, char *line, size_t length, size_t most,
                       zs_builder *wrong)
{
    if (strlen(line) != length) {
        zs_append_string(wrong, "a NUL is no text");
        return false;
    }
    if (line[0] == '\0' || line[0] == ';' || line[0] == '#') {
        line[0] = '\0'; /* a comment may be as long as it likes */
        return true;
    }
    if (length > most) {
        zs_append_format(wrong, "the line has %zu bytes; it may have %zu", length, most);
        return false;
    }
    if (line[0] == '[') {
        return begin_section(parsing, line, wrong);
    }
    char *equals = strchr(line, '=');
    if (!equals || equals == line) {
        zs_append_string(wrong, "expected a name, = and a value");
        return false;
    }
    for (char *colon = line; (colon = strchr(colon, ':')) && colon < equals;) {
        *colon = COLON;
    }
    return true;
}

static char *trim(char *line, size_t *length)
{
    static const char blank[] = " \t\r\n";
    if (strncmp(line, "\xEF\xBB\xBF", 3) == 0) {
        line += 3;
        *length -= 3;
    }
    while (*length > 0 && line[*length - 1] != '\0' && strchr(blank, line[*length - 1])) {
        line[--*length] = '\0';
    }
    /* Without this, inih takes a line that is indented for more of the one before it. */
    size_t indent = strspn(line, blank);
    *length -= indent;
    return line + indent;
}

/* Hands inih the next line, as fgets would. */
static char *next_line(char *out, int size, void *context)
{
    struct parsing *parsing = context;
    errno = 0;
    ssize_t read =
        parsing->failed ? -1 : getline(&parsing->text, &parsing->capacity, parsing->stream);
    if (read < 0) {
        if (!parsing->failed && ferror(parsing->stream)) {
            zs_complain("%s cannot be read: %s", parsing->path, strerror(errno));
            parsing->failed = true;
        }
        return NULL;
    }
    parsing->line++;
    zs_builder wrong = ZS_BUILDER_INIT;
    size_t length = (size_t)read;
    char *line = trim(parsing->text, &length);
    if (!check_line(parsing, line, length, (size_t)size - 3, &wrong)) {
        complain(parsing, &wrong);
        line[0] = '\0';
    }
    zs_builder_release(&wrong);
    (void)snprintf(out, (size_t)size, "%s\n", line);
    return out;
}

static int take_line(void *context, const char *section, const char *name, const char *value)
{
    (void)section; /* inih cuts long ones off */
    struct parsing *parsing = context;
    zs_builder wrong = ZS_BUILDER_INIT;
    char *whole = zs_duplicate(name);
    for (char *colon = whole; (colon = strchr(colon, COLON));) {
        *colon = ':';
    }
    bool taken = false;
    if (!parsing->section) {
        zs_append_string(&wrong, "a section goes before this: [encoding], [filter] or [map]");
    } else if (value[0] == '\0') {
        zs_append_format(&wrong, "%s has no value", whole);
    } else {
        taken = parsing->section->add(parsing->reading, whole, value, &wrong);
    }
    if (!taken) {
        complain(parsing, &wrong);
    }
    free(whole);
    zs_builder_release(&wrong);
    return taken;
}

/* ---- Files ------------------------------------------------------------------------- */

static bool parse(FILE *stream, const char *path, zs_reading *reading)
{
    struct parsing parsing = {.path = path, .stream = stream, .reading = reading};
    int result = ini_parse_stream(next_line, &parsing, take_line, &parsing);
    if (result != 0 && !parsing.failed) {
        if (result < 0) {
            zs_out_of_memory();
        }
        zs_complain("%s, line %d: expected [section], or a name, = and a value", path, result);
        parsing.failed = true;
    }
    free(parsing.text);
    return !parsing.failed;
}

/* The user's own, malloc'd; NULL if there is no home for it. */
static char *path_at_home(void)
{
    const char *folder = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    zs_builder path = ZS_BUILDER_INIT;
    if (folder && folder[0] == '/') { /* one that is relative is to be passed over (XDG) */
        zs_append_format(&path, "%s/zsearch/config", folder);
    } else if (home && home[0] == '/') {
        zs_append_format(&path, "%s/.config/zsearch/config", home);
    }
    return path.data;
}

static bool is_folder(FILE *stream)
{
    struct stat status;
    return fstat(fileno(stream), &status) == 0 && S_ISDIR(status.st_mode);
}

bool zs_config_read(const char *named, zs_reading *reading)
{
    const char *told = getenv("ZSEARCH_CONFIG");
    if (!named && told && told[0] != '\0') {
        named = told;
    }
    char *own = named ? NULL : path_at_home();
    const char *path = named ? named : own;
    if (!path) {
        return true;
    }
    bool read;
    FILE *stream = fopen(path, "re");
    if (!stream) {
        read = !named && (errno == ENOENT || errno == ENOTDIR);
        if (!read) {
            zs_complain("the configuration %s cannot be read: %s", path, strerror(errno));
        }
    } else if (is_folder(stream)) {
        zs_complain("the configuration %s is a folder", path);
        read = false;
        (void)fclose(stream);
    } else {
        read = parse(stream, path, reading);
        (void)fclose(stream); /* it was only read */
    }
    free(own);
    return read;
}
