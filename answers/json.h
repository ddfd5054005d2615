/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON by jansson, of strings that may hold any bytes, and written so that a terminal can show
 * it. Out of memory ends the program.
 */
#ifndef ZS_ANSWERS_JSON_H
#define ZS_ANSWERS_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "answers/output.h"
#include "answers/paths.h"
#include "zsearch.h"

/* The version of what --json writes; docs/json-output.md describes it. It changes when a
 * reader of the present one could be misled. */
enum { ZS_JSON_VERSION = 2 };

json_t *zs_json_object(void);
json_t *zs_json_array(void);
json_t *zs_json_text(const char *text, size_t length);
json_t *zs_json_number(uint64_t number);
json_t *zs_json_real(double number);
json_t *zs_json_span(zs_span span); /* [start, end] */
json_t *zs_json_of_marks(const zs_span *marks, size_t count);

/* These take the value over. */
void zs_json_set(json_t *object, const char *name, json_t *value);
void zs_json_append(json_t *array, json_t *value);

/* Leaves out what is NULL. */
void zs_json_set_string(json_t *object, const char *name, const char *value);

/* A path of the index as it is written: as it is called from here, or with `paths` NULL as the
 * index has it. Lives until the next call. */
const char *zs_json_path(zs_paths *paths, const char *stored);

/* What is known of an article besides its title, path and text, where it is known: date,
 * date_origin, author, source, section, language, url, metadata. A name that metadata have more
 * than once gets an array of its values. */
void zs_json_set_about(json_t *object, const zs_article *article);

/* All but its id and text: title, path, text_offset and the above. `paths` as in zs_json_path.
 */
void zs_json_set_article(json_t *object, const zs_article *article, zs_paths *paths);

/* A term of a query: term, kind, factor, boost, idf, document_frequency. */
json_t *zs_json_of_term(const zs_explained_term *term);

/* Writes compactly, with jansson's `flags` besides. */
void zs_put_json(zs_output *out, const json_t *value, size_t flags);

#endif
