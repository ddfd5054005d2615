/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Answers as JSON: one document, or a line for each hit. docs/json-output.md describes both
 * for their readers. All places are bytes of the article's text, or of its title.
 */
#ifndef ZS_ANSWERS_ANSWER_JSON_H
#define ZS_ANSWERS_ANSWER_JSON_H

#include "answers/answer.h"
#include "answers/output.h"
#include "answers/paths.h"

/* `qid` may be NULL: then there is none in it. `paths` may be NULL: paths are as the index has
 * them. */
void zs_put_answer(zs_output *out, const zs_answer *answer, const char *qid, zs_paths *paths);
void zs_put_answer_lines(zs_output *out, const zs_answer *answer, const char *qid,
                         zs_paths *paths);

#endif
