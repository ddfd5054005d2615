/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The whole text of an article, with its hits marked.
 */
#ifndef ZS_CLI_WHOLE_H
#define ZS_CLI_WHOLE_H

#include <stddef.h>

#include "answers/output.h"
#include "cli/terminal.h"
#include "zsearch.h"

/* Puts the text line by line, each indented: wrapped on a terminal; elsewhere as it stands but
 * for control characters. `marks` may be NULL. Hits are coloured, or else in 【】. */
void zs_put_whole(zs_output *out, const zs_terminal *terminal, const zs_article *article,
                  const zs_marks *marks, size_t indent);

#endif
