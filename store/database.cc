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
using notes_range = std::pair<metadata_map::const_iterator, metadata_map::const_iterator>;

bool next_note(void *context, zs_bulk_pair *out)
{
    auto *range = static_cast<notes_range *>(context);
    while (range->first != range->second && range->first->second.empty()) {
        ++range->first;
    }
    if (range->first == range->second) {
        return false;
    }
    const auto &[key, value] = *range->first;
    *out = {key.data(), value.data(), key.size(), value.size()};
    ++range->first;
    return true;
}

/* While some articles are built, this many bytes of memory let one posting of others change. */
constexpr std::size_t BYTES_A_CHANGE = 512;

std::uint64_t hash_of(const std::string &term)
{
    return XXH3_64bits(term.data(), term.size());
}

std::string string_of(const zs_buffer &buffer)
{
    return std::string(buffer.data ? buffer.data : "", buffer.length);
}

std::string read_back(zs_bulk *bulk, Xapian::docid docid,
                      zs_status (*read)(zs_bulk *, uint32_t, zs_buffer *, zs_error *))
{
    owned_buffer found;
    zs_error error;
    must(read(bulk, docid, &found, &error), error);
    return string_of(found);
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
    opened_path = at;
    in_transaction = false;
    last = opened.get_lastdocid();
}

void database::abandon()
{
    zs_bulk_free(bulk);
    bulk = nullptr;
    /* Closing commits, but for what a transaction has begun. */
    if (!in_transaction) {
        opened.begin_transaction(false);
        in_transaction = true;
    }
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

void database::build(const std::string &result, const std::string &apart, std::size_t memory)
{
    zs_error error;
    last_old = last;
    result_path = result;
    built_path = last_old == 0 ? result : apart;
    changes_allowed = memory / BYTES_A_CHANGE;
    must(zs_bulk_new(built_path.c_str(), memory, ZS_GLASS_BLOCK, &bulk, &error), error);
    opened.begin_transaction(false);
    in_transaction = true;
}

void database::settle()
{
    const zs_bulk_summary summary = finish();
    if (built_path == result_path) {
        opened.close();
        open(result_path, Xapian::DB_OPEN);
    } else if (is_worth_merging(opened_path, built_path, summary.postings, changed_postings)) {
        replace_by_merged();
    } else {
        take_up_built();
    }
    notes.clear();
    keys.clear();
    groups.clear();
    numbers.clear();
    changed.clear();
    changed_postings = 0;
    built = 0;
}

/* Of a database without articles all metadata goes along. */
zs_bulk_summary database::finish()
{
    zs_error error;
    zs_bulk_summary summary;
    if (built_path == result_path) {
        for (auto key = opened.metadata_keys_begin(); key != opened.metadata_keys_end();
             ++key) {
            notes.emplace(*key, opened.get_metadata(*key));
        }
    }
    notes_range range(notes.begin(), notes.end());
    must(zs_bulk_finish(bulk, next_note, &range, &summary, &error), error);
    zs_bulk_free(bulk);
    bulk = nullptr;
    check_built(summary);
    return summary;
}

/* What has changed is read from the transaction, which ends with it. */
void database::replace_by_merged()
{
    merge(opened_path, built_path, notes, result_path);
    Xapian::WritableDatabase merged(result_path, Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
    for (const Xapian::docid docid : changed) {
        try {
            merged.replace_document(docid, opened.get_document(docid));
        } catch (const Xapian::DocNotFoundError &) {
            merged.delete_document(docid);
        }
    }
    for (const auto &[key, value] : notes) {
        if (value.empty()) {
            merged.set_metadata(key, value);
        }
    }
    opened.close();
    opened = merged;
    opened_path = result_path;
    in_transaction = false;
}

/* What was changed in the transaction waits for the next commit then, as all this does. */
void database::take_up_built()
{
    append(opened, built_path);
    for (const auto &[key, value] : notes) {
        opened.set_metadata(key, value);
    }
    opened.commit_transaction();
    in_transaction = false;
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
    const Xapian::Database whole(built_path);
    const std::string middle("\x81\x40");
    auto later = std::async(count_terms, built_path, middle, std::string());
    const auto first = count_terms(built_path, {}, middle), second = later.get();
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

namespace
{
bool begins_with(const std::string &key, const std::string &prefix)
{
    return key.compare(0, prefix.size(), prefix) == 0;
}
} // namespace

const std::string *database::changed_note(const std::string &key) const
{
    const auto found = notes.find(key);
    return found == notes.end() ? nullptr : &found->second;
}

std::string database::metadata(const std::string &key) const
{
    const std::string *note = changed_note(key);
    return note ? *note : opened.get_metadata(key);
}

void database::set_metadata(const std::string &key, const std::string &value)
{
    if (bulk) {
        notes[key] = value;
    } else {
        opened.set_metadata(key, value);
    }
}

std::vector<std::string> database::metadata_keys(const std::string &prefix) const
{
    std::vector<std::string> found;
    for (auto key = opened.metadata_keys_begin(prefix); key != opened.metadata_keys_end(prefix);
         ++key) {
        if (!changed_note(*key)) {
            found.push_back(*key);
        }
    }
    const auto unchanged = static_cast<std::ptrdiff_t>(found.size());
    for (auto note = notes.lower_bound(prefix);
         note != notes.end() && begins_with(note->first, prefix); ++note) {
        if (!note->second.empty()) {
            found.push_back(note->first);
        }
    }
    std::inplace_merge(found.begin(), found.begin() + unchanged, found.end());
    return found;
}

std::string database::first_metadata_key(const std::string &prefix) const
{
    auto note = notes.lower_bound(prefix);
    while (note != notes.end() && begins_with(note->first, prefix) && note->second.empty()) {
        ++note;
    }
    const bool noted = note != notes.end() && begins_with(note->first, prefix);
    for (auto key = opened.metadata_keys_begin(prefix); key != opened.metadata_keys_end(prefix);
         ++key) {
        if (!changed_note(*key)) {
            return noted ? std::min(note->first, *key) : *key;
        }
    }
    return noted ? note->first : std::string();
}

/* ---- Articles ---------------------------------------------------------------------------- */

Xapian::doccount database::articles() const
{
    return opened.get_doccount() + built;
}

Xapian::docid database::last_docid() const
{
    return last;
}

Xapian::docid database::find_key(const std::string &term)
{
    /* Where the hash is known, it is nearly always the key itself, and then it is replaced. */
    if (bulk && keys.count(hash_of(term)) != 0) {
        settle();
    }
    return first_member(term);
}

/* What is built comes behind what was there. */
std::vector<Xapian::docid> database::members(const std::string &term) const
{
    std::vector<Xapian::docid> all(opened.postlist_begin(term), opened.postlist_end(term));
    const auto found = groups.find(term);
    if (found != groups.end()) {
        all.insert(all.end(), found->second.begin(), found->second.end());
    }
    return all;
}

Xapian::docid database::first_member(const std::string &term) const
{
    const auto posting = opened.postlist_begin(term);
    if (posting != opened.postlist_end(term)) {
        return *posting;
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
    if (docid <= last) {
        settle_if_built(docid);
    }
    last = std::max(last, docid);
    if (!is_built(docid)) {
        const Xapian::Document made = xapian_document(source);
        opened.replace_document(docid, made);
        count_change(docid, made.termlist_count());
        return;
    }
    put_in_bulk(docid, source);
    built++;
    keys.insert(hash_of(key_term));
    if (!group_term.empty()) {
        groups[group_term].push_back(docid);
    }
    if (!source.duplicates.empty()) {
        set_duplicates(docid, source.duplicates);
    }
}

void database::settle_if_built(Xapian::docid docid)
{
    if (is_built(docid)) {
        settle();
    }
}

/* An old article has changed while others are built: it is changed once more if both are
 * merged, and so building ends where that would be much. */
void database::count_change(Xapian::docid docid, std::uint64_t postings)
{
    if (!bulk) {
        return;
    }
    changed.insert(docid);
    changed_postings += postings;
    if (changed_postings > changes_allowed) {
        settle();
    }
}

Xapian::Document database::whole(Xapian::docid docid)
{
    settle_if_built(docid);
    return opened.get_document(docid);
}

void database::replace(Xapian::docid docid, const Xapian::Document &document)
{
    settle_if_built(docid);
    opened.replace_document(docid, document);
    count_change(docid, document.termlist_count() / 4); /* nearly all stay */
}

void database::remove(Xapian::docid docid)
{
    settle_if_built(docid);
    const std::uint64_t length = opened.get_doclength(docid);
    opened.delete_document(docid);
    count_change(docid, length);
}

std::string database::data(Xapian::docid docid) const
{
    return is_built(docid) ? read_back(bulk, docid, zs_bulk_data)
                           : opened.get_document(docid).get_data();
}

std::string database::term_list(Xapian::docid docid) const
{
    if (is_built(docid)) {
        return read_back(bulk, docid, zs_bulk_terms);
    }
    spelling listed;
    for (auto term = opened.termlist_begin(docid); term != opened.termlist_end(docid); ++term) {
        listed.add_term(*term, term.get_wdf());
    }
    return string_of(list_of(listed));
}

Xapian::termcount database::length(Xapian::docid docid) const
{
    if (!is_built(docid)) {
        return opened.get_doclength(docid);
    }
    zs_error error;
    std::uint32_t length = 0;
    must(zs_bulk_length(bulk, docid, &length, &error), error);
    return length;
}

std::string database::duplicates(Xapian::docid docid) const
{
    if (!is_built(docid)) {
        return opened.get_document(docid).get_value(SLOT_DUPLICATES);
    }
    const auto found = numbers.find(docid);
    return found == numbers.end() ? std::string() : found->second;
}

void database::set_duplicates(Xapian::docid docid, const std::string &number)
{
    const std::string term = PREFIX_DUPLICATES + number;
    if (!is_built(docid)) {
        Xapian::Document document = opened.get_document(docid);
        document.add_boolean_term(term);
        document.add_value(SLOT_DUPLICATES, number);
        replace(docid, document);
        return;
    }
    zs_error error;
    const zs_bulk_value value = {SLOT_DUPLICATES, number.data(), number.size()};
    must(zs_bulk_amend(bulk, docid, term.data(), term.size(), &value, &error), error);
    numbers[docid] = number;
    groups[term].push_back(docid);
}
} // namespace zs
