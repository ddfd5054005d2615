/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The formats that zsearch reads: for people, as JSON, and as the table that README.md has.
 */
#ifndef ZS_CLI_INFO_FORMATS_H
#define ZS_CLI_INFO_FORMATS_H

#include "answers/output.h"

void zs_put_formats(zs_output *out);
void zs_put_formats_json(zs_output *out);
void zs_put_formats_markdown(zs_output *out);

#endif
