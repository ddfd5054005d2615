/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article out of a JSON object: what JSON and JSON Lines have in common.
 */
#ifndef ZS_FORMATS_JSON_ARTICLE_H
#define ZS_FORMATS_JSON_ARTICLE_H

#include <jansson.h>

#include "formats/reading.h"

/* Fills the draft. `number` is what the id is made from if the object has none: its line or
 * its place. Errors: FORMAT (it is no article), MEMORY. */
zs_status zs_json_article(const json_t *object, const zs_reading *reading, uint64_t number,
                          zs_draft *out, zs_error *error);

/* Whether an object has a text, by any of its names. */
bool zs_json_has_text(const json_t *object, const zs_reading *reading);

/* Reads JSON; NULL with the reason if it is none. */
json_t *zs_json_load(const char *data, size_t length, json_error_t *reason);

#endif
