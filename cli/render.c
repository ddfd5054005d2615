/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/render.h"

#include "cli/options.h"

const zs_renderer *zs_renderer_named(const char *name)
{
    static const zs_renderer *const renderers[] = {&zs_renderer_text, &zs_renderer_json,
                                                   &zs_renderer_jsonl, &zs_renderer_paths,
                                                   &zs_renderer_trec};
    enum { COUNT = sizeof renderers / sizeof *renderers };
    const char *names[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        names[i] = renderers[i]->name;
    }
    size_t choice;
    return zs_take_choice("option --format", name, names, COUNT, &choice) ? renderers[choice]
                                                                          : NULL;
}
