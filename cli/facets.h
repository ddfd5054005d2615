/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What was counted of the articles that match, below the hits of an answer: values and how many
 * articles have them, as numbers and as bars.
 */
#ifndef ZS_CLI_FACETS_H
#define ZS_CLI_FACETS_H

#include "answers/output.h"
#include "cli/terminal.h"
#include "zsearch.h"

void zs_put_facets(zs_output *out, const zs_terminal *terminal, const zs_facets *facets);

#endif
