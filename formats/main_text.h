/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The main text of a page: what its author wrote, without what its site put around it.
 *
 * Blocks are judged by their length, their punctuation and how much of them is links, as in
 * Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features"
 * (WSDM 2010). To lose an article is far worse than to keep a menu, so what is chosen must
 * hold most of the good text of the page; else all of the page is taken.
 */
#ifndef ZS_FORMATS_MAIN_TEXT_H
#define ZS_FORMATS_MAIN_TEXT_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/buffer.h"

/* The element that holds the main text of the tree below `body`, or `body` itself. */
const xmlNode *zs_main_element(const xmlNode *body);

/* Whether an element is navigation, an advertisement or the like by what it is called. */
bool zs_is_boilerplate(const xmlNode *element);

#endif
