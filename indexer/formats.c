/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "indexer/format.h"

static const zs_format formats[] = {
    {"plain text", ".txt .text ", zs_read_text, NULL},
    {"Markdown", ".md .markdown ", zs_read_markdown, NULL},
    {"JSON Lines", ".jsonl .ndjson ", NULL, zs_read_jsonl},
};

/* The extension with its dot, or NULL. */
static const char *extension_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dot && dot != name && dot[1] != '\0' ? dot : NULL;
}

static bool lists(const char *extensions, const char *extension)
{
    size_t length = strlen(extension);
    while (*extensions) {
        size_t listed = strcspn(extensions, " ");
        if (listed == length && strncasecmp(extensions, extension, length) == 0) {
            return true;
        }
        extensions += listed + 1;
    }
    return false;
}

const zs_format *zs_format_of(const char *path)
{
    const char *extension = extension_of(path);
    if (!extension) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (lists(formats[i].extensions, extension)) {
            return &formats[i];
        }
    }
    return NULL;
}

zs_status zs_fail_format(zs_error *error, const char *path)
{
    const char *extension = extension_of(path);
    return extension
               ? zs_fail(error, ZS_ERROR_FORMAT, "unknown format: %.40s", extension)
               : zs_fail(error, ZS_ERROR_FORMAT, "unknown format: the name has no extension");
}
