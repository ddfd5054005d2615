/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes assets.inc while zsearch is built: files that pages are made with as arrays of bytes,
 * each with a path. A * in that becomes a hash of the content, so that browsers may keep it for
 * ever.
 *
 *     make_assets assets.inc NAME PATH TYPE FILE …
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static _Noreturn void give_up(const char *what, const char *file)
{
    fprintf(stderr, "make_assets: %s: %s\n", file, what);
    exit(1);
}

/* The whole of a file, which is the caller's. */
static unsigned char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) {
        give_up("cannot be read", path);
    }
    long size = ftell(file);
    rewind(file);
    unsigned char *data = size > 0 ? malloc((size_t)size) : NULL;
    if (!data || fread(data, 1, (size_t)size, file) != (size_t)size || fclose(file)) {
        give_up("cannot be read", path);
    }
    *length = (size_t)size;
    return data;
}

static void write_asset(FILE *out, const char *name, const char *path, const char *type,
                        const char *file)
{
    size_t length, before = strcspn(path, "*");
    unsigned char *data = read_file(file, &length);
    char hash[17] = "";
    if (path[before]) {
        (void)snprintf(hash, sizeof hash, "%016llx",
                       (unsigned long long)XXH3_64bits(data, length));
    }
    fprintf(out, "static const unsigned char %s_data[] = {", name);
    for (size_t i = 0; i < length; i++) {
        fprintf(out, "%s0x%02x,", i % 16 == 0 ? "\n    " : " ", data[i]);
    }
    fprintf(out,
            "\n};\n\nstatic const zs_asset asset_%s = {\n"
            "    \"%.*s%s%s\", \"%s\", %s_data, sizeof %s_data};\n\n",
            name, (int)before, path, hash, path + before + (path[before] == '*'), type, name,
            name);
    free(data);
}

int main(int argc, char **argv)
{
    FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        give_up("cannot be written", argc > 1 ? argv[1] : "assets.inc");
    }
    fprintf(out, "/* Written by make_assets. */\n\n");
    for (int i = 2; i + 3 < argc; i += 4) {
        write_asset(out, argv[i], argv[i + 1], argv[i + 2], argv[i + 3]);
    }
    if (fclose(out)) {
        give_up("cannot be written", argv[1]);
    }
    return 0;
}
