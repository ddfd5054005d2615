/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Comparing databases by all that can be asked of them through Xapian.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_DATABASES_H
#define ZS_TESTS_UNIT_SUPPORT_DATABASES_H

#include <string>

#include <xapian.h>

/* Fail the test unless both have the same terms, with the same frequencies and postings, … */
void same_terms(const Xapian::Database &a, const Xapian::Database &b);

/* … the same values, with the same bounds unless they may be loose, … */
void same_values(const Xapian::Database &a, const Xapian::Database &b, bool with_bounds);

/* … all that is said of the articles, … */
void same_articles(const Xapian::Database &a, const Xapian::Database &b, bool with_data,
                   bool with_bounds);

/* … the same metadata, but for the times of it. */
void same_metadata(const Xapian::Database &a, const Xapian::Database &b);

/* Fails the test unless both have the same hits with the same weights. */
void same_answer(const Xapian::Database &a, const Xapian::Database &b,
                 const Xapian::Query &query, Xapian::doccount most);

/* Has Xapian check it. */
void check_database(const std::string &path);

/* The path of the database in use of an index. */
std::string database_of(const std::string &index);

#endif
