/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The inside of a reader, which the files that make it up share: reader.cc its life, what it
 * knows of the whole index, and articles; reader_match.cc, reader_weigh.cc and reader_share.cc
 * matching; reader_terms.cc the terms, names and groups that there are; reader_columns.cc
 * values of fields.
 */
#ifndef ZS_STORE_READER_STATE_H
#define ZS_STORE_READER_STATE_H

#include <string>
#include <vector>

#include <xapian.h>

#include "store/exceptions.h"
#include "store/kept.h"
#include "store/reader.h"
#include "store/sums.h"

struct zs_reader {
    std::string directory;
    std::string analyser;
    uint32_t number = 0; /* of the database that is open */
    Xapian::Database database;
    zs_collection collection{};
    zs_codec *codec = nullptr;
    uint64_t generation = 0;
    bool has_duplicates = false; /* articles that are nearly the same */
    unsigned without = 0;        /* parts that were left out (parts.h) */
    std::string dictionary;      /* that the codec was made with */
    zs::room_for_sums sums;
    zs::kept kept;
    /* An exception has come out of Xapian, whose cursors may point nowhere now (an allocation
     * that fails is enough): the database is opened anew before it is used again. */
    bool broken = false;

    ~zs_reader()
    {
        zs_codec_free(codec);
    }
};

namespace zs
{
/* Opens the database of a broken reader anew. */
zs_status mend(zs_reader *reader, zs_error *error);

/* Runs the body of a function that reads. */
template <typename Body>
zs_status reading(zs_reader *reader, zs_error *error, Body body) noexcept
{
    if (reader->broken) {
        if (zs_status status = mend(reader, error)) {
            return status;
        }
    }
    try {
        return body();
    } catch (...) {
        reader->broken = true;
        return translate(reader->directory.c_str(), error);
    }
}

/* ---- reader_terms.cc ---- */

/* The number of a key of metadata; 0 if the index has none of it. */
unsigned long metadata_key(const zs_reader &reader, const char *name);

/* What the terms of a field begin with; empty if there are none. */
std::string prefix_to_read(const zs_reader &reader, zs_field_id field, const char *name);
} // namespace zs

#endif
