/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/identity.h"

#include "store/exceptions.h"
#include "store/parts.h"
#include "store/schema.h"

namespace zs
{
zs_status check_identity(const Xapian::Database &database, const std::string &directory,
                         const std::string &analyser, zs_error *error)
{
    const std::string schema = database.get_metadata(META_SCHEMA);
    if (schema != std::to_string(ZS_SCHEMA_VERSION)) {
        return zs_fail(error, ZS_ERROR_VERSION,
                       "the index %s has layout %s and this zsearch reads layout %u; build it "
                       "anew with: zsearch index --rebuild FOLDER",
                       directory.c_str(), schema.empty() ? "unknown" : schema.c_str(),
                       ZS_SCHEMA_VERSION);
    }
    const std::string made_with = database.get_metadata(META_ANALYSER);
    if (made_with != analyser) {
        return zs_fail(error, ZS_ERROR_VERSION,
                       "the index %s was made with %s and this zsearch has %s, which may cut "
                       "words elsewhere; build it anew with: zsearch index --rebuild FOLDER",
                       directory.c_str(), made_with.c_str(), analyser.c_str());
    }
    return ZS_OK;
}

unsigned parts_of(const Xapian::Database &database)
{
    unsigned parts = 0;
    /* What a newer zsearch would have left out is of another schema. */
    (void)zs_parts_named(database.get_metadata(META_WITHOUT).c_str(), &parts, nullptr);
    return parts;
}

void set_identity(Xapian::WritableDatabase &database, const std::string &analyser)
{
    database.set_metadata(META_SCHEMA, std::to_string(ZS_SCHEMA_VERSION));
    database.set_metadata(META_ANALYSER, analyser);
    database.set_metadata(META_MADE_BY, zs_version());
    database.set_metadata(META_CREATED, time_now());
    database.set_metadata(META_UPDATED, time_now());
}
} // namespace zs
