/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/database.h"

#include <algorithm>
#include <future>

#include <xxhash.h>

#include "store/exceptions.h"
#include "store/glass_table.h"
#include "store/schema.h"

namespace zs
{
namespace
{
/* Hands the metadata of what is being built on. */
using notes_range = std::pair<std::map<std::string, std::string>::const_iterator,
                              std::map<std::string, std::string>::const_iterator>;

bool next_note(void *context, zs_bulk_pair *out)
{
    auto *range = static_cast<notes_range *>(context);
    if (range->first == range->second) {
        return false;
    }
    const auto &[key, value] = *range->first;
    *out = {key.data(), value.data(), key.size(), value.size()};
    ++range->first;
    return true;
}

std::uint64_t hash_of(const std::string &term)
{
    return XXH3_64bits(term.data(), term.size());
}

/* A buffer that frees itself. */
struct bytes {
    zs_buffer buffer = ZS_BUFFER_INIT;

    ~bytes()
    {
        zs_buffer_release(&buffer);
    }
};

std::string read_back(zs_bulk *bulk, Xapian::docid docid,
                      zs_status (*read)(zs_bulk *, uint32_t, zs_buffer *, zs_error *))
{
    bytes found;
    zs_error error;
    must(read(bulk, docid, &found.buffer, &error), error);
    return std::string(found.buffer.data ? found.buffer.data : "", found.buffer.length);
}

Xapian::Document xapian_document(const document &source)
{
    Xapian::Document document;
    zs_glass_termlist list;
    (void)zs_glass_termlist_begin(&list, source.terms.data, source.terms.length);
    while (zs_glass_termlist_next(&list)) {
        document.add_term(std::string(list.term.bytes, list.term.length), list.term.count);
    }
    for (const auto &[slot, value] : source.values) {
        document.add_value(slot, value);
    }
    if (!source.duplicates.empty()) {
        document.add_boolean_term(PREFIX_DUPLICATES + source.duplicates);
        document.add_value(SLOT_DUPLICATES, source.duplicates);
    }
    document.set_data(std::string(source.data));
    return document;
}
} // namespace

/* ---- Life -------------------------------------------------------------------------------- */

database::~database()
{
    zs_bulk_free(bulk);
}

void database::open(const std::string &at, int flags)
{
    opened = Xapian::WritableDatabase(at, flags | Xapian::DB_BACKEND_GLASS);
    last = opened.get_lastdocid();
}

void database::abandon()
{
    zs_bulk_free(bulk);
    bulk = nullptr;
    /* Closing commits, but for what a transaction has begun. */
    opened.begin_transaction(false);
}

void database::close()
{
    opened.close();
}

Xapian::WritableDatabase &database::xapian()
{
    if (bulk) {
        settle();
    }
    return opened;
}

/* ---- Building ---------------------------------------------------------------------------- */

void database::build(const std::string &at, std::size_t memory)
{
    zs_error error;
    must(zs_bulk_new(at.c_str(), memory, ZS_GLASS_BLOCK, &bulk, &error), error);
    path = at;
    for (auto key = opened.metadata_keys_begin(); key != opened.metadata_keys_end(); ++key) {
        notes[*key] = opened.get_metadata(*key);
    }
}

void database::settle()
{
    zs_error error;
    zs_bulk_summary summary;
    notes_range range(notes.begin(), notes.end());
    must(zs_bulk_finish(bulk, next_note, &range, &summary, &error), error);
    zs_bulk_free(bulk);
    bulk = nullptr;
    check_built(summary);
    opened.close();
    open(path, Xapian::DB_OPEN);
    notes.clear();
    keys.clear();
    groups.clear();
    numbers.clear();
}

namespace
{
/* How many terms there are from one on to before another (empty: to the end), and postings. */
std::pair<std::uint64_t, std::uint64_t>
count_terms(const std::string &path, const std::string &from, const std::string &to)
{
    const Xapian::Database whole(path);
    std::pair<std::uint64_t, std::uint64_t> counts{0, 0};
    auto term = whole.allterms_begin();
    if (!from.empty() && term != whole.allterms_end()) {
        term.skip_to(from);
    }
    for (; term != whole.allterms_end() && (to.empty() || *term < to); ++term) {
        counts.first++;
        counts.second += term.get_termfreq();
    }
    return counts;
}
} // namespace

/* Counts through the library what was written: in two threads, about half of the terms each. */
void database::check_built(const zs_bulk_summary &summary) const
{
    const Xapian::Database whole(path);
    const std::string middle("\x81\x40");
    auto later = std::async(count_terms, path, middle, std::string());
    const auto first = count_terms(path, {}, middle), second = later.get();
    if (whole.get_doccount() != summary.articles ||
        whole.get_lastdocid() != summary.last_docid ||
        whole.get_total_length() != summary.total_length ||
        first.first + second.first != summary.terms ||
        first.second + second.second != summary.postings) {
        zs_error error;
        must(
            zs_fail(&error, ZS_ERROR_INTERNAL,
                    "what was written is not what is found there; the index is left as it was"),
            error);
    }
}

/* ---- Metadata ---------------------------------------------------------------------------- */

std::string database::metadata(const std::string &key) const
{
    if (!bulk) {
        return opened.get_metadata(key);
    }
    const auto found = notes.find(key);
    return found == notes.end() ? std::string() : found->second;
}

void database::set_metadata(const std::string &key, const std::string &value)
{
    if (!bulk) {
        opened.set_metadata(key, value);
    } else if (value.empty()) {
        notes.erase(key);
    } else {
        notes[key] = value;
    }
}

std::vector<std::string> database::metadata_keys(const std::string &prefix) const
{
    std::vector<std::string> found;
    if (!bulk) {
        return {opened.metadata_keys_begin(prefix), opened.metadata_keys_end(prefix)};
    }
    for (auto note = notes.lower_bound(prefix);
         note != notes.end() && note->first.compare(0, prefix.size(), prefix) == 0; ++note) {
        found.push_back(note->first);
    }
    return found;
}

std::string database::first_metadata_key(const std::string &prefix) const
{
    if (!bulk) {
        const auto key = opened.metadata_keys_begin(prefix);
        return key == opened.metadata_keys_end(prefix) ? std::string() : *key;
    }
    const auto note = notes.lower_bound(prefix);
    return note != notes.end() && note->first.compare(0, prefix.size(), prefix) == 0
               ? note->first
               : std::string();
}

/* ---- Articles ---------------------------------------------------------------------------- */

Xapian::doccount database::articles() const
{
    return bulk ? last : opened.get_doccount();
}

Xapian::docid database::last_docid() const
{
    return last;
}

Xapian::docid database::find_key(const std::string &term)
{
    /* Where the hash is known, it is nearly always the key itself, and then it is replaced. */
    if (bulk && keys.count(hash_of(term)) == 0) {
        return 0;
    }
    if (bulk) {
        settle();
    }
    return first_member(term);
}

std::vector<Xapian::docid> database::members(const std::string &term) const
{
    if (!bulk) {
        return {opened.postlist_begin(term), opened.postlist_end(term)};
    }
    const auto found = groups.find(term);
    return found == groups.end() ? std::vector<Xapian::docid>() : found->second;
}

Xapian::docid database::first_member(const std::string &term) const
{
    if (!bulk) {
        const auto posting = opened.postlist_begin(term);
        return posting == opened.postlist_end(term) ? 0 : *posting;
    }
    const auto found = groups.find(term);
    return found == groups.end() ? 0 : found->second.front();
}

void database::put_in_bulk(Xapian::docid docid, const document &source)
{
    zs_error error;
    values.clear();
    for (const auto &[slot, value] : source.values) {
        if (!value.empty()) {
            values.push_back({slot, value.data(), value.size()});
        }
    }
    const zs_bulk_article article = {
        docid,         source.terms.data,  source.terms.length, values.data(),
        values.size(), source.data.data(), source.data.size()};
    must(zs_bulk_put(bulk, &article, &error), error);
}

void database::put(Xapian::docid docid, const document &source, const std::string &key_term,
                   const std::string &group_term)
{
    if (bulk && docid <= last) {
        settle();
    }
    last = std::max(last, docid);
    if (!bulk) {
        opened.replace_document(docid, xapian_document(source));
        return;
    }
    put_in_bulk(docid, source);
    keys.insert(hash_of(key_term));
    if (!group_term.empty()) {
        groups[group_term].push_back(docid);
    }
    if (!source.duplicates.empty()) {
        set_duplicates(docid, source.duplicates);
    }
}

std::string database::data(Xapian::docid docid) const
{
    if (!bulk) {
        return opened.get_document(docid).get_data();
    }
    return read_back(bulk, docid, zs_bulk_data);
}

std::string database::term_list(Xapian::docid docid) const
{
    if (!bulk) {
        spelling listed;
        for (auto term = opened.termlist_begin(docid); term != opened.termlist_end(docid);
             ++term) {
            listed.add_term(*term, term.get_wdf());
        }
        const owned_buffer list = list_of(listed);
        return std::string(list.data ? list.data : "", list.length);
    }
    return read_back(bulk, docid, zs_bulk_terms);
}

Xapian::termcount database::length(Xapian::docid docid) const
{
    if (!bulk) {
        return opened.get_doclength(docid);
    }
    zs_error error;
    std::uint32_t length = 0;
    must(zs_bulk_length(bulk, docid, &length, &error), error);
    return length;
}

std::string database::duplicates(Xapian::docid docid) const
{
    if (!bulk) {
        return opened.get_document(docid).get_value(SLOT_DUPLICATES);
    }
    const auto found = numbers.find(docid);
    return found == numbers.end() ? std::string() : found->second;
}

void database::set_duplicates(Xapian::docid docid, const std::string &number)
{
    const std::string term = PREFIX_DUPLICATES + number;
    if (!bulk) {
        Xapian::Document document = opened.get_document(docid);
        document.add_boolean_term(term);
        document.add_value(SLOT_DUPLICATES, number);
        opened.replace_document(docid, document);
        return;
    }
    zs_error error;
    const zs_bulk_value value = {SLOT_DUPLICATES, number.data(), number.size()};
    must(zs_bulk_amend(bulk, docid, term.data(), term.size(), &value, &error), error);
    numbers[docid] = number;
    groups[term].push_back(docid);
}
} // namespace zs
