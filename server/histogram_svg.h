/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How many articles are of which time, as a picture whose bars ask for these alone, and as a
 * table that says the same.
 */
#ifndef ZS_SERVER_HISTOGRAM_SVG_H
#define ZS_SERVER_HISTOGRAM_SVG_H

#include "server/page.h"

void zs_append_histogram(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const zs_histogram *histogram);

#endif
