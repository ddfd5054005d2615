/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is made of an article before it is put, by any thread: all that does not depend on what
 * the index has already.
 */
#ifndef ZS_STORE_PREPARED_H
#define ZS_STORE_PREPARED_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/document.h"
#include "store/owned.h"
#include "store/record.h"
#include "store/writer.h"

namespace zs
{
/* The dictionary of an index, which is one and the same as long as it is at one address; null
 * if it has none yet. */
using shared_dictionary = std::shared_ptr<const std::string>;

/* A term of metadata, whose prefix is not known until the article is put. */
struct metadata_term {
    std::uint32_t field;
    std::uint32_t length; /* of its bytes, behind those of the ones before it */
};

/* What a thread needs to prepare one article after another. */
struct preparing {
    spelling terms;
    zs_term_places places{};
    draft record;

    preparing() = default;
    preparing(const preparing &) = delete;
    preparing &operator=(const preparing &) = delete;
    ~preparing()
    {
        zs_term_places_release(&places);
    }
};
} // namespace zs

struct zs_prepared {
    bool complete = false; /* and not put yet */
    zs::term_list terms;
    std::vector<zs::metadata_term> metadata;
    std::string metadata_codes;
    size_t term_count = 0; /* of the document */
    uint64_t hash = 0;
    /* The record, and the dictionary that it was made with; if that is null, only its draft is
     * there. */
    zs::shared_dictionary dictionary;
    zs::owned_buffer record;
    zs::draft draft;
};

namespace zs
{
/* Prepares an article. Its record is compressed if there is a dictionary, which `codec` has. */
zs_status prepare(preparing *room, zs_codec *codec, const shared_dictionary &dictionary,
                  const zs_document &source, zs_prepared *out, zs_error *error);
} // namespace zs

#endif
