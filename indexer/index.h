/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is behind the handle of an index that is written to.
 */
#ifndef ZS_INDEXER_INDEX_H
#define ZS_INDEXER_INDEX_H

#include "indexer/place.h"
#include "store/writer.h"
#include "text/analyser.h"
#include "zsearch.h"

struct zs_index {
    zs_writer *writer;
    zs_place place;
    zs_analyser *analyser; /* of articles from memory; NULL until there is one */
};

#endif
