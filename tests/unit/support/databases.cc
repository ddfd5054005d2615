/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/databases.h" /* first: Xapian has a function called check */

#include <cstdlib>
#include <vector>

#include "store/schema.h"
#include "support/store.h"
#include "support/test.h"

template <typename Iterator>
static std::vector<std::string> strings(Iterator at, const Iterator &end)
{
    std::vector<std::string> all;
    for (; at != end; ++at) {
        all.push_back(*at);
    }
    return all;
}

void same_terms(const Xapian::Database &a, const Xapian::Database &b)
{
    auto other = b.allterms_begin();
    for (auto term = a.allterms_begin(); term != a.allterms_end(); ++term, ++other) {
        assert_true(other != b.allterms_end());
        assert_true(*term == *other);
        assert_int_equal(term.get_termfreq(), other.get_termfreq());
        assert_int_equal(a.get_collection_freq(*term), b.get_collection_freq(*term));
        auto posting = b.postlist_begin(*term);
        for (auto one = a.postlist_begin(*term); one != a.postlist_end(*term);
             ++one, ++posting) {
            assert_true(posting != b.postlist_end(*term));
            assert_int_equal(*one, *posting);
            assert_int_equal(one.get_wdf(), posting.get_wdf());
        }
        assert_true(posting == b.postlist_end(*term));
    }
    assert_true(other == b.allterms_end());
}

static void same_document(const Xapian::Database &a, const Xapian::Database &b,
                          Xapian::docid docid, bool with_data)
{
    assert_int_equal(a.get_doclength(docid), b.get_doclength(docid));
    assert_int_equal(a.get_unique_terms(docid), b.get_unique_terms(docid));
    const Xapian::Document one = a.get_document(docid), other = b.get_document(docid);
    assert_true(!with_data || one.get_data() == other.get_data());
    assert_true(strings(a.termlist_begin(docid), a.termlist_end(docid)) ==
                strings(b.termlist_begin(docid), b.termlist_end(docid)));
    assert_true(strings(one.values_begin(), one.values_end()) ==
                strings(other.values_begin(), other.values_end()));
    auto value = other.values_begin();
    for (auto at = one.values_begin(); at != one.values_end(); ++at, ++value) {
        assert_int_equal(at.get_valueno(), value.get_valueno());
    }
    auto term = b.termlist_begin(docid);
    for (auto at = a.termlist_begin(docid); at != a.termlist_end(docid); ++at, ++term) {
        assert_int_equal(at.get_wdf(), term.get_wdf());
    }
}

void same_values(const Xapian::Database &a, const Xapian::Database &b, bool with_bounds)
{
    for (const Xapian::valueno slot : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 9U, 17U, 18U, 127U, 128U,
                                       255U, 256U, 257U, 1100U, 1101U, 1102U, 70000U}) {
        assert_int_equal(a.get_value_freq(slot), b.get_value_freq(slot));
        assert_true(!with_bounds ||
                    (a.get_value_lower_bound(slot) == b.get_value_lower_bound(slot) &&
                     a.get_value_upper_bound(slot) == b.get_value_upper_bound(slot)));
        assert_true(strings(a.valuestream_begin(slot), a.valuestream_end(slot)) ==
                    strings(b.valuestream_begin(slot), b.valuestream_end(slot)));
    }
}

void same_articles(const Xapian::Database &a, const Xapian::Database &b, bool with_data,
                   bool with_bounds)
{
    assert_int_equal(a.get_doccount(), b.get_doccount());
    assert_int_equal(a.get_lastdocid(), b.get_lastdocid());
    assert_true(a.get_avlength() == b.get_avlength());
    assert_true(a.get_total_length() == b.get_total_length());
    same_terms(a, b);
    same_values(a, b, with_bounds);
    for (auto posting = a.postlist_begin(""); posting != a.postlist_end(""); ++posting) {
        same_document(a, b, *posting, with_data);
    }
}

void same_metadata(const Xapian::Database &a, const Xapian::Database &b)
{
    assert_true(strings(a.metadata_keys_begin(), a.metadata_keys_end()) ==
                strings(b.metadata_keys_begin(), b.metadata_keys_end()));
    for (auto key = a.metadata_keys_begin(); key != a.metadata_keys_end(); ++key) {
        const bool is_time = *key == zs::META_CREATED || *key == zs::META_UPDATED;
        check(is_time || a.get_metadata(*key) == b.get_metadata(*key), "%s", (*key).c_str());
    }
}

void same_answer(const Xapian::Database &a, const Xapian::Database &b,
                 const Xapian::Query &query, Xapian::doccount most)
{
    Xapian::Enquire one(a), other(b);
    one.set_query(query);
    other.set_query(query);
    const Xapian::MSet found = one.get_mset(0, most), wanted = other.get_mset(0, most);
    assert_int_equal(found.size(), wanted.size());
    for (Xapian::doccount i = 0; i < found.size(); i++) {
        assert_int_equal(*found[i], *wanted[i]);
        assert_true(found[i].get_weight() == wanted[i].get_weight());
    }
}

void check_database(const std::string &path)
{
#ifndef ZSEARCH_TEST_SANITIZED /* Xapian 1.4.22 deletes an object there through a wrong type   \
                                */
    /* Not called by its name, which is a macro's here. */
    std::size_t (*const checked)(const std::string &, int, std::ostream *) =
        &Xapian::Database::check;
    assert_int_equal(checked(path, 0, nullptr), 0);
#else
    (void)path;
#endif
}

std::string database_of(const std::string &index)
{
    char *path = test_database(index.c_str());
    std::string database = path;
    std::free(path);
    return database;
}
