/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may have been meant by a query, for people.
 */
#ifndef ZS_CLI_OFFER_H
#define ZS_CLI_OFFER_H

#include "answers/answer.h"
#include "answers/builder.h"

/* Appends "did you mean 青年人才? 12 articles have it: zsearch query 青年人才", or what was
 * done about it; nothing if there is no correction. */
void zs_append_offer(zs_builder *out, const zs_answer *answer);

#endif
