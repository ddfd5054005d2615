/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "store/resemblance.h"
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

/* That of an article to be put and another, one that waits or one in the database; 0 if it is
 * less than `least`. */
double resemblance(zs_writer *writer, const document &one, Xapian::docid docid, double least)
{
    if (const waiting *other = find_waiting(writer, docid)) {
        return zs_resemblance(one.terms.data, one.terms.length, other->document.terms.data,
                              other->document.terms.length, least);
    }
    const std::string terms = writer->database.term_list(docid);
    return zs_resemblance(one.terms.data, one.terms.length, terms.data(), terms.size(), least);
}

Xapian::termcount length_of_other(zs_writer *writer, Xapian::docid docid)
{
    const waiting *article = find_waiting(writer, docid);
    return article ? article->document.length : writer->database.length(docid);
}

/* Whether two texts of these lengths can have so much in common: no more than the shorter one.
 */
bool can_resemble(Xapian::termcount one, Xapian::termcount other, double least)
{
    return static_cast<double>(std::min(one, other)) >= least * std::max(one, other);
}

std::string duplicates_of_other(zs_writer *writer, Xapian::docid docid)
{
    const waiting *article = find_waiting(writer, docid);
    return article ? article->document.duplicates : writer->database.duplicates(docid);
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
    const std::string data = writer->database.data(docid);
    zs_record record{};
    const bool same = zs_record_decode(writer->codec, data.data(), data.size(), SIZE_MAX,
                                       &record, nullptr) == ZS_OK &&
                      record.article.text_length == article.text_length &&
                      std::memcmp(record.article.text, article.text, article.text_length) == 0;
    zs_record_release(&record);
    return same;
}

/* The group of another article, which is given one if it has none. */
std::string group_of(zs_writer *writer, Xapian::docid docid)
{
    std::string number = duplicates_of_other(writer, docid);
    if (!number.empty()) {
        return number;
    }
    const std::string last = writer->database.metadata(META_DUPLICATES);
    const unsigned long next = std::strtoul(last.c_str(), nullptr, 10) + 1;
    writer->database.set_metadata(META_DUPLICATES, std::to_string(next));
    number = number_code(next);
    if (waiting *article = find_waiting(writer, docid)) {
        article->document.duplicates = number;
    } else {
        writer->database.set_duplicates(docid, number);
    }
    return number;
}

/* Whether a new article is near enough to the first of the group that another is in. */
bool fits_group(zs_writer *writer, Xapian::docid docid, const document &article)
{
    const std::string number = duplicates_of_other(writer, docid);
    if (number.empty()) {
        return true;
    }
    const Xapian::docid first = writer->database.first_member(PREFIX_DUPLICATES + number);
    if (first == 0) {
        return true; /* the first still waits, and was not long ago */
    }
    return resemblance(writer, article, first, RESEMBLANCE_OF_FIRST) > 0;
}
} // namespace

void join_duplicates(zs_writer *writer, Xapian::docid docid, const zs_document &source,
                     document &document)
{
    if (source.signature == 0) {
        return;
    }
    if (!writer->signatures_loaded) {
        writer->signatures.load(writer->database.old());
        writer->signatures_loaded = true;
    }
    const signatures::candidates near = writer->signatures.near(source.signature);
    Xapian::docid best = 0;
    double most = RESEMBLANCE;
    for (const auto &[differing, other] : near) {
        if (other == docid) {
            continue;
        }
        try {
            const bool same = differing == 0 && has_text(writer, other, *source.article);
            if (!same && !can_resemble(document.length, length_of_other(writer, other), most)) {
                continue;
            }
            const double alike = same ? 1 : resemblance(writer, document, other, most);
            if (alike > most && (same || fits_group(writer, other, document))) {
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
        document.duplicates = group_of(writer, best);
    }
    writer->signatures.add(docid, source.signature);
}
} // namespace zs
