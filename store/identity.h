/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an index was made by. One that this zsearch would answer wrongly from is refused, with
 * a word on how to make it anew.
 */
#ifndef ZS_STORE_IDENTITY_H
#define ZS_STORE_IDENTITY_H

#include <string>

#include <xapian.h>

#include "zsearch.h"

namespace zs
{
/* ZS_ERROR_VERSION if the database has another schema, or terms by another analyser. */
zs_status check_identity(const Xapian::Database &database, const std::string &directory,
                         const std::string &analyser, zs_error *error);

/* The parts that the database was made without (parts.h). */
unsigned parts_of(const Xapian::Database &database);

/* Marks a new database. */
void set_identity(Xapian::WritableDatabase &database, const std::string &analyser);
} // namespace zs

#endif
