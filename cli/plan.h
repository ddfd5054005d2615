/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What becomes of a query: its tree, and, where there is an index, the plan for it.
 */
#ifndef ZS_CLI_PLAN_H
#define ZS_CLI_PLAN_H

#include <jansson.h>
#include <stdbool.h>

#include "answers/output.h"
#include "zsearch.h"

typedef struct zs_shown_plan {
    char *tree;          /* as text that parses to it */
    zs_query_plan *plan; /* NULL if there is no index */
} zs_shown_plan;

/* False if that failed, which has been said. `index` is the value of --index, or NULL. */
bool zs_plan_query(const char *query, bool lenient, const char *index, zs_shown_plan *out);
void zs_shown_plan_release(zs_shown_plan *plan);

/* Puts the name of a stage. */
void zs_put_stage(zs_output *out, const char *name, bool color);

void zs_put_plan(zs_output *out, const zs_shown_plan *plan, bool color);
void zs_json_set_plan(json_t *document, const zs_shown_plan *plan);

#endif
