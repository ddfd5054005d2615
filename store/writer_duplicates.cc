/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "store/schema.h"

namespace zs
{
namespace
{
/* Two texts are nearly the same if so much of their terms, counted with repetitions, is in
 * both (weighted Jaccard); and so much of a group's first article and one that joins it. */
constexpr double RESEMBLANCE = 0.62;
constexpr double RESEMBLANCE_OF_FIRST = 0.5;
constexpr double RESEMBLANCE_ENOUGH = 0.9; /* no better one is looked for */

using term_bag = std::vector<std::pair<std::string, Xapian::termcount>>;

/* The terms of the text, in order. Those of our own begin with a capital. */
term_bag bag_of(Xapian::TermIterator term, const Xapian::TermIterator &end)
{
    term_bag bag;
    for (; term != end; ++term) {
        const std::string name = *term;
        if (name[0] < 'A' || name[0] > 'Z') {
            bag.emplace_back(name, term.get_wdf());
        }
    }
    return bag;
}

double resemblance(const term_bag &a, const term_bag &b)
{
    std::uint64_t common = 0;
    std::uint64_t all = 0;
    auto i = a.begin();
    auto j = b.begin();
    while (i != a.end() && j != b.end()) {
        const int order = i->first.compare(j->first);
        if (order == 0) {
            common += std::min(i->second, j->second);
            all += std::max(i->second, j->second);
            ++i;
            ++j;
        } else if (order < 0) {
            all += (i++)->second;
        } else {
            all += (j++)->second;
        }
    }
    for (; i != a.end(); ++i) {
        all += i->second;
    }
    for (; j != b.end(); ++j) {
        all += j->second;
    }
    return all > 0 ? static_cast<double>(common) / static_cast<double>(all) : 0;
}
/* Another article: one that waits, or one in the database. */
Xapian::Document other_document(zs_writer *writer, Xapian::docid docid)
{
    const waiting *article = find_waiting(writer, docid);
    return article ? article->document : writer->database.get_document(docid);
}

/* Whether the text of another article is this one, to the byte. */
bool has_text(zs_writer *writer, Xapian::docid docid, const zs_article &article)
{
    if (const waiting *other = find_waiting(writer, docid)) {
        const zs_buffer &content = other->record.content;
        const std::size_t head = other->record.head_length;
        return content.length - head == article.text_length &&
               std::memcmp(content.data + head, article.text, article.text_length) == 0;
    }
    const std::string data = writer->database.get_document(docid).get_data();
    zs_record record{};
    const bool same = zs_record_decode(writer->codec, data.data(), data.size(), SIZE_MAX,
                                       &record, nullptr) == ZS_OK &&
                      record.article.text_length == article.text_length &&
                      std::memcmp(record.article.text, article.text, article.text_length) == 0;
    zs_record_release(&record);
    return same;
}

void put_in_group(Xapian::Document &document, const std::string &number)
{
    document.add_value(SLOT_DUPLICATES, number);
    document.add_boolean_term(PREFIX_DUPLICATES + number);
}

/* The group of another article, which is given one if it has none. */
std::string group_of(zs_writer *writer, Xapian::docid docid)
{
    Xapian::Document document = other_document(writer, docid);
    std::string number = document.get_value(SLOT_DUPLICATES);
    if (!number.empty()) {
        return number;
    }
    const std::string last = writer->database.get_metadata(META_DUPLICATES);
    const unsigned long next = std::strtoul(last.c_str(), nullptr, 10) + 1;
    writer->database.set_metadata(META_DUPLICATES, std::to_string(next));
    number = number_code(next);
    put_in_group(document, number);
    if (waiting *article = find_waiting(writer, docid)) {
        article->document = document;
    } else {
        writer->database.replace_document(docid, document);
    }
    return number;
}

/* Whether a new article is near enough to the first of the group that another is in. */
bool fits_group(zs_writer *writer, const Xapian::Document &other, const term_bag &bag)
{
    const std::string number = other.get_value(SLOT_DUPLICATES);
    if (number.empty()) {
        return true;
    }
    const Xapian::docid first = find_key(writer->database, PREFIX_DUPLICATES + number);
    if (first == 0) {
        return true; /* it still waits, and was not long ago */
    }
    const Xapian::Document document = writer->database.get_document(first);
    return resemblance(bag, bag_of(document.termlist_begin(), document.termlist_end())) >=
           RESEMBLANCE_OF_FIRST;
}
} // namespace

void join_duplicates(zs_writer *writer, Xapian::docid docid, const zs_document &source,
                     Xapian::Document &document)
{
    if (source.signature == 0) {
        return;
    }
    if (!writer->signatures_loaded) {
        writer->signatures.load(writer->database);
        writer->signatures_loaded = true;
    }
    const std::vector<Xapian::docid> near = writer->signatures.near(source.signature);
    const term_bag bag =
        near.empty() ? term_bag() : bag_of(document.termlist_begin(), document.termlist_end());
    Xapian::docid best = 0;
    double most = RESEMBLANCE;
    for (const Xapian::docid other : near) {
        if (other == docid) {
            continue;
        }
        try {
            const Xapian::Document candidate = other_document(writer, other);
            const bool same = signature_of(candidate.get_value(SLOT_ID)) == source.signature &&
                              has_text(writer, other, *source.article);
            const double alike = same ? 1
                                      : resemblance(bag, bag_of(candidate.termlist_begin(),
                                                                candidate.termlist_end()));
            if (alike > most && (same || fits_group(writer, candidate, bag))) {
                best = other;
                most = alike;
            }
            if (most >= RESEMBLANCE_ENOUGH) {
                break;
            }
        } catch (const Xapian::DocNotFoundError &) {
            /* It has left the index since its signature was taken up. */
        }
    }
    if (best != 0) {
        put_in_group(document, group_of(writer, best));
    }
    writer->signatures.add(docid, source.signature);
}
} // namespace zs
