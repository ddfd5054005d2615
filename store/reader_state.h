/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The inside of a reader, which the files that make it up share: reader.cc its life, what it
 * knows of the whole index, and articles; reader_match.cc matching; reader_terms.cc the terms,
 * names and groups that there are.
 */
#ifndef ZS_STORE_READER_STATE_H
#define ZS_STORE_READER_STATE_H

#include <string>

#include <xapian.h>

#include "store/exceptions.h"
#include "store/reader.h"

struct zs_reader {
    std::string directory;
    std::string analyser;
    uint32_t number = 0; /* of the database that is open */
    Xapian::Database database;
    zs_collection collection{};
    zs_codec *codec = nullptr;
    std::string dictionary; /* that the codec was made with */

    ~zs_reader()
    {
        zs_codec_free(codec);
    }
};

namespace zs
{
/* ---- reader_terms.cc ---- */

/* The number of a key of metadata; 0 if the index has none of it. */
unsigned long metadata_key(const zs_reader &reader, const char *name);

/* What the terms of a field begin with; empty if there are none. */
std::string prefix_to_read(const zs_reader &reader, zs_field_id field, const char *name);
} // namespace zs

#endif
