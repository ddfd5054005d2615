/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/info_formats.h"

#include <string.h>
#include <unistd.h>

#include "answers/builder.h"
#include "answers/json.h"
#include "cli/table.h"

/* The next of the extensions, which spaces part; its length, 0 if there is none. */
static size_t next_extension(const char **at)
{
    *at += strspn(*at, " ");
    return strcspn(*at, " ");
}

static void append_extensions(zs_builder *out, const char *extensions, const char *quote)
{
    bool first = true;
    for (size_t length; (length = next_extension(&extensions)) > 0; extensions += length) {
        zs_append_format(out, "%s%s%.*s%s", first ? "" : " ", quote, (int)length, extensions,
                         quote);
        first = false;
    }
}

void zs_put_formats(zs_output *out)
{
    zs_terminal terminal = zs_terminal_of(STDOUT_FILENO, ZS_COLOR_NEVER);
    zs_builder value = ZS_BUILDER_INIT;
    zs_format_info format;
    for (size_t i = 0; zs_format_at(i, &format); i++) {
        append_extensions(&value, format.extensions, "");
        zs_put_row_of(out, &terminal, format.name, &value);
        zs_append_string(&value, format.holds);
        if (!format.available) {
            zs_append_format(&value, " (%s)", format.fault);
        } else if (format.library) {
            zs_append_format(&value, " (by %s)", format.library);
        }
        zs_put_row_of(out, &terminal, "", &value);
    }
    zs_builder_release(&value);
}

void zs_put_formats_json(zs_output *out)
{
    json_t *document = zs_json_object();
    json_t *formats = zs_json_array();
    zs_format_info format;
    for (size_t i = 0; zs_format_at(i, &format); i++) {
        json_t *object = zs_json_object();
        json_t *extensions = zs_json_array();
        const char *at = format.extensions;
        for (size_t length; (length = next_extension(&at)) > 0; at += length) {
            zs_json_append(extensions, zs_json_text(at, length));
        }
        zs_json_set_string(object, "name", format.name);
        zs_json_set(object, "extensions", extensions);
        zs_json_set_string(object, "holds", format.holds);
        zs_json_set_string(object, "library", format.library);
        zs_json_set(object, "available", format.available ? json_true() : json_false());
        zs_json_set_string(object, "fault", format.fault);
        zs_json_append(formats, object);
    }
    zs_json_set(document, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set(document, "formats", formats);
    zs_put_json(out, document, 0);
    zs_put_string(out, "\n");
    json_decref(document);
}

/* Of what this build can read it says nothing, so that the table is the same everywhere. */
void zs_put_formats_markdown(zs_output *out)
{
    zs_builder extensions = ZS_BUILDER_INIT;
    zs_format_info format;
    zs_put_string(out, "| format | extensions | by | becomes |\n|---|---|---|---|\n");
    for (size_t i = 0; zs_format_at(i, &format); i++) {
        append_extensions(&extensions, format.extensions, "`");
        zs_put_format(out, "| %s | %s | %s | %s |\n", format.name,
                      zs_builder_string(&extensions), format.library ? format.library : "",
                      format.holds);
        zs_builder_clear(&extensions);
    }
    zs_builder_release(&extensions);
}
