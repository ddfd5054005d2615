/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Links to what is before and behind the hits that are shown.
 */
#ifndef ZS_SERVER_PAGE_PAGING_H
#define ZS_SERVER_PAGE_PAGING_H

#include "server/page.h"

void zs_append_paging(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                      const zs_answer *answer);

#endif
