/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <unistd.h>
#include <xapian.h>

#include "store/directory.h"
#include "store/duplicates.h"
#include "store/exceptions.h"
#include "store/identity.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/term_code.h"

using zs::guarded;

namespace
{
/* Xapian keeps what has not been committed in maps of some 60 bytes a posting. */
constexpr std::uint64_t POSTINGS_A_COMMIT = 2'000'000;

/* The first articles of an index without a dictionary wait until there is this much text to
 * train one on. Of a long article the beginning is enough. */
constexpr std::size_t SAMPLE_SIZE = 2 << 20;
constexpr std::size_t SAMPLE_OF_ONE = 8 << 10;
constexpr std::size_t QUEUE_MEMORY = 32 << 20;

/* A draft that frees itself. */
struct draft : zs_record_draft {
    draft() : zs_record_draft{}
    {
    }
    draft(draft &&other) noexcept : zs_record_draft(other)
    {
        other.content = ZS_BUFFER_INIT;
    }
    draft(const draft &) = delete;
    draft &operator=(const draft &) = delete;
    ~draft()
    {
        zs_record_draft_release(this);
    }
};

/* An article that waits for the dictionary: complete but for its record. */
struct waiting {
    Xapian::docid docid;
    Xapian::Document document;
    draft record;
};
} // namespace

struct zs_writer {
    std::string directory;
    std::string analyser;
    int lock = -1;
    uint32_t number = 0;   /* of the database that is open */
    bool in_place = false; /* the stub names it */
    Xapian::WritableDatabase database;
    zs_codec *codec = nullptr;
    bool has_dictionary = false;
    zs_buffer record = ZS_BUFFER_INIT;

    std::vector<waiting> queue;
    std::unordered_set<std::string> queued_keys;
    zs::signatures signatures;
    bool signatures_loaded = false;
    std::size_t queued_bytes = 0;  /* of samples, */
    std::size_t queued_memory = 0; /* and of all that waits */

    Xapian::docid next_docid = 1;
    std::string group_name; /* the last that was asked for, and its number */
    std::string group_number;
    std::uint64_t postings = 0; /* since the last commit */
    std::uint64_t text_bytes = 0;
    std::uint64_t put = 0; /* articles, since it was opened */
    bool changed = false;  /* since the last commit */

    ~zs_writer()
    {
        zs_codec_free(codec);
        zs_buffer_release(&record);
        if (lock >= 0) {
            ::close(lock);
        }
    }
};

namespace
{
zs_status new_codec(zs_writer *writer, const char *dictionary, std::size_t length,
                    zs_error *error)
{
    zs_codec *codec = nullptr;
    if (zs_status status = zs_codec_new(dictionary, length, &codec, error)) {
        return status;
    }
    zs_codec_free(writer->codec);
    writer->codec = codec;
    writer->has_dictionary = length > 0;
    return ZS_OK;
}

zs_status open_database(zs_writer *writer, uint32_t number, int flags, zs_error *error)
{
    std::unique_ptr<char, decltype(&std::free)> path(
        zs_directory_database(writer->directory.c_str(), number), std::free);
    if (!path) {
        return zs_fail_memory(error);
    }
    writer->database = Xapian::WritableDatabase(path.get(), flags | Xapian::DB_BACKEND_GLASS);
    writer->number = number;
    writer->next_docid = writer->database.get_lastdocid() + 1;
    return ZS_OK;
}

zs_status put_in_place(zs_writer *writer, zs_error *error)
{
    if (zs_status status =
            zs_directory_switch(writer->directory.c_str(), writer->number, error)) {
        return status;
    }
    writer->in_place = true;
    zs_directory_clean(writer->directory.c_str(), writer->number);
    return ZS_OK;
}

/* Opens the database that the stub names, or begins a new one. */
zs_status open_for_writing(zs_writer *writer, bool rebuild, zs_error *error)
{
    const char *directory = writer->directory.c_str();
    if (zs_status status = zs_directory_lock(directory, &writer->lock, error)) {
        return status;
    }
    uint32_t current = 0;
    zs_error problem;
    if (zs_status status = zs_directory_current(directory, &current, &problem)) {
        /* A stub that cannot be understood does not stand in the way of a new index. */
        if (!rebuild || status != ZS_ERROR_CORRUPT) {
            return zs_fail(error, status, "%s", problem.message);
        }
    }
    if (current != 0 && !rebuild) {
        zs_directory_clean(directory, current);
        if (zs_status status = open_database(writer, current, Xapian::DB_OPEN, error)) {
            return status;
        }
        writer->in_place = true;
        if (zs_status status = zs::check_identity(writer->database, writer->directory,
                                                  writer->analyser, error)) {
            return status;
        }
        std::string dictionary = writer->database.get_metadata(zs::META_DICTIONARY);
        std::string text = writer->database.get_metadata(zs::META_TEXT_BYTES);
        writer->text_bytes = std::strtoull(text.c_str(), nullptr, 10);
        return new_codec(writer, dictionary.data(), dictionary.size(), error);
    }
    if (zs_status status =
            open_database(writer, current + 1, Xapian::DB_CREATE_OR_OVERWRITE, error)) {
        return status;
    }
    zs::set_identity(writer->database, writer->analyser);
    writer->changed = true;
    if (zs_status status = new_codec(writer, nullptr, 0, error)) {
        return status;
    }
    if (rebuild) {
        return ZS_OK;
    }
    /* So that an index that is interrupted before its first commit answers, with nothing. */
    writer->database.commit();
    return put_in_place(writer, error);
}

/* The article with this key; 0 if there is none. */
Xapian::docid find_key(const Xapian::Database &database, const std::string &term)
{
    auto posting = database.postlist_begin(term);
    return posting == database.postlist_end(term) ? 0 : *posting;
}

zs_status write_article(zs_writer *writer, Xapian::docid docid, Xapian::Document &document,
                        const zs_record_draft &record, zs_error *error)
{
    zs_buffer_clear(&writer->record);
    if (zs_status status = zs_record_finish(writer->codec, &record, &writer->record, error)) {
        return status;
    }
    document.set_data(std::string(writer->record.data, writer->record.length));
    writer->database.replace_document(docid, document);
    return ZS_OK;
}

zs_status train_dictionary(zs_writer *writer, zs_error *error)
{
    std::string samples;
    std::vector<std::size_t> lengths;
    for (const waiting &article : writer->queue) {
        const zs_buffer &content = article.record.content;
        lengths.push_back(std::min(content.length, SAMPLE_OF_ONE));
        samples.append(content.data, lengths.back());
    }
    zs_buffer dictionary = ZS_BUFFER_INIT;
    zs_status status =
        zs_codec_train(samples.data(), lengths.data(), lengths.size(), &dictionary, error);
    if (!status && dictionary.length > 0) {
        status = new_codec(writer, dictionary.data, dictionary.length, error);
        if (!status) {
            writer->database.set_metadata(zs::META_DICTIONARY,
                                          std::string(dictionary.data, dictionary.length));
        }
    }
    zs_buffer_release(&dictionary);
    return status;
}

/* Writes the articles that have waited, with a dictionary trained on them if they are enough
 * for one. */
zs_status write_queue(zs_writer *writer, zs_error *error)
{
    if (writer->queue.empty()) {
        return ZS_OK;
    }
    if (zs_status status = train_dictionary(writer, error)) {
        return status;
    }
    for (waiting &article : writer->queue) {
        if (zs_status status =
                write_article(writer, article.docid, article.document, article.record, error)) {
            return status;
        }
    }
    writer->queue.clear();
    writer->queued_keys.clear();
    writer->queued_bytes = 0;
    writer->queued_memory = 0;
    return ZS_OK;
}

zs_status commit(zs_writer *writer, zs_error *error)
{
    if (zs_status status = write_queue(writer, error)) {
        return status;
    }
    if (writer->changed) {
        writer->database.set_metadata(zs::META_UPDATED, zs::time_now());
        writer->database.set_metadata(zs::META_TEXT_BYTES, std::to_string(writer->text_bytes));
        writer->database.commit();
        writer->changed = false;
        writer->postings = 0;
    }
    return writer->in_place ? ZS_OK : put_in_place(writer, error);
}

Xapian::Document make_document(const zs_document &source, const std::string &key_term,
                               const std::string &group)
{
    Xapian::Document document;
    for (std::size_t i = 0; i < source.term_count; i++) {
        const zs_term_count &term = source.terms[i];
        document.add_term(zs::encode_term(term.term, term.length), term.count);
    }
    document.add_boolean_term(key_term);
    if (!group.empty()) {
        document.add_boolean_term(zs::PREFIX_GROUP + group);
    }
    document.add_value(zs::SLOT_ID, zs::id_value(source.signature, source.article->id));
    return document;
}

/* The hash of a stored article, and the size of its title and text. */
zs_status peek(const zs_writer *writer, Xapian::docid docid, uint64_t *hash,
               uint64_t *text_bytes, zs_error *error)
{
    std::string data = writer->database.get_document(docid).get_data();
    return zs_record_peek(data.data(), data.size(), hash, text_bytes, error);
}

void forget_text(zs_writer *writer, uint64_t text_bytes)
{
    writer->text_bytes -= std::min(writer->text_bytes, text_bytes);
}

zs_status remove_article(zs_writer *writer, Xapian::docid docid, zs_error *error)
{
    uint64_t hash;
    uint64_t text_bytes;
    if (zs_status status = peek(writer, docid, &hash, &text_bytes, error)) {
        return status;
    }
    writer->database.delete_document(docid);
    forget_text(writer, text_bytes);
    writer->changed = true;
    return ZS_OK;
}

/* A string of an article of a file that has moved; NULL stays NULL. */
const char *moved_string(const char *string, const std::string &from, const std::string &to,
                         std::string *memory)
{
    if (!string) {
        return nullptr;
    }
    *memory = string;
    const bool begins = memory->compare(0, from.size(), from) == 0;
    const char next = memory->size() > from.size() ? (*memory)[from.size()] : '\0';
    if (begins && (next == '\0' || next == '!' || next == '#')) {
        *memory = to + memory->substr(from.size());
    }
    return memory->c_str();
}

/* Gives an article the path that its file has moved to. `key` is its new key term, with the
 * old one; both are empty if the key stays. */
zs_status move_article(zs_writer *writer, Xapian::docid docid, const std::string &from,
                       const std::string &to, const std::string &old_key,
                       const std::string &key, zs_error *error)
{
    Xapian::Document document = writer->database.get_document(docid);
    const std::string data = document.get_data();
    zs_record record{};
    draft moved;
    zs_status status =
        zs_record_decode(writer->codec, data.data(), data.size(), SIZE_MAX, &record, error);
    if (!status) {
        std::string id;
        std::string path;
        record.article.id = moved_string(record.article.id, from, to, &id);
        record.article.path = moved_string(record.article.path, from, to, &path);
        const std::uint64_t signature = zs::signature_of(document.get_value(zs::SLOT_ID));
        document.add_value(zs::SLOT_ID, zs::id_value(signature, record.article.id));
        status = zs_record_begin(&record.article, record.term_count, &moved, error);
    }
    zs_record_release(&record);
    if (status) {
        return status;
    }
    if (!key.empty()) {
        document.remove_term(old_key);
        document.add_boolean_term(key);
    }
    writer->changed = true;
    return write_article(writer, docid, document, moved, error);
}

/* The number of a group as it stands in terms; empty if there is no such group and none is
 * to be made. Articles of a group come one after another, so the last is remembered. */
std::string group_number(zs_writer *writer, const char *name, bool make)
{
    if (writer->group_name == name && !writer->group_number.empty()) {
        return writer->group_number;
    }
    const std::string key = zs::group_key(name);
    std::string number = writer->database.get_metadata(key);
    if (number.empty() && make) {
        const std::string last = writer->database.get_metadata(zs::META_GROUPS);
        const unsigned long next = std::strtoul(last.c_str(), nullptr, 10) + 1;
        number = zs::number_code(next);
        writer->database.set_metadata(zs::META_GROUPS, std::to_string(next));
        writer->database.set_metadata(key, number);
    }
    writer->group_name = name;
    writer->group_number = number;
    return number;
}

/* ---- Articles nearly the same --------------------------------------------------------------
 */

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

waiting *find_waiting(zs_writer *writer, Xapian::docid docid)
{
    for (waiting &article : writer->queue) {
        if (article.docid == docid) {
            return &article;
        }
    }
    return nullptr;
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
    document.add_value(zs::SLOT_DUPLICATES, number);
    document.add_boolean_term(zs::PREFIX_DUPLICATES + number);
}

/* The group of another article, which is given one if it has none. */
std::string group_of(zs_writer *writer, Xapian::docid docid)
{
    Xapian::Document document = other_document(writer, docid);
    std::string number = document.get_value(zs::SLOT_DUPLICATES);
    if (!number.empty()) {
        return number;
    }
    const std::string last = writer->database.get_metadata(zs::META_DUPLICATES);
    const unsigned long next = std::strtoul(last.c_str(), nullptr, 10) + 1;
    writer->database.set_metadata(zs::META_DUPLICATES, std::to_string(next));
    number = zs::number_code(next);
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
    const std::string number = other.get_value(zs::SLOT_DUPLICATES);
    if (number.empty()) {
        return true;
    }
    const Xapian::docid first = find_key(writer->database, zs::PREFIX_DUPLICATES + number);
    if (first == 0) {
        return true; /* it still waits, and was not long ago */
    }
    const Xapian::Document document = writer->database.get_document(first);
    return resemblance(bag, bag_of(document.termlist_begin(), document.termlist_end())) >=
           RESEMBLANCE_OF_FIRST;
}

/* Finds the article that a new one is nearly the same as, and puts both into one group. */
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
            const bool same =
                zs::signature_of(candidate.get_value(zs::SLOT_ID)) == source.signature &&
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

/* Writes an article whose number is settled, or lets it wait for the dictionary. */
zs_status put_numbered(zs_writer *writer, Xapian::docid docid, const zs_document &source,
                       const std::string &key_term, const std::string &group, zs_error *error)
{
    Xapian::Document document = make_document(source, key_term, group);
    join_duplicates(writer, docid, source, document);
    uint32_t length = 0;
    for (std::size_t i = 0; i < source.term_count; i++) {
        length += source.terms[i].count;
    }
    draft record;
    if (zs_status status = zs_record_begin(source.article, length, &record, error)) {
        return status;
    }
    if (writer->has_dictionary) {
        return write_article(writer, docid, document, record, error);
    }
    writer->queued_bytes += std::min(record.content.length, SAMPLE_OF_ONE);
    writer->queued_memory += record.content.length;
    writer->queue.push_back({docid, document, std::move(record)});
    writer->queued_keys.insert(key_term);
    const bool full =
        writer->queued_bytes >= SAMPLE_SIZE || writer->queued_memory >= QUEUE_MEMORY;
    return full ? write_queue(writer, error) : ZS_OK;
}
} // namespace

zs_status zs_writer_open(const char *directory, const char *analyser, bool rebuild,
                         zs_writer **out, zs_error *error)
{
    return guarded(directory, error, [&] {
        auto writer = std::make_unique<zs_writer>();
        writer->directory = directory;
        writer->analyser = analyser;
        if (zs_status status = open_for_writing(writer.get(), rebuild, error)) {
            return status;
        }
        *out = writer.release();
        return ZS_OK;
    });
}

void zs_writer_close(zs_writer *writer)
{
    if (writer) {
        (void)zs_writer_commit(writer, nullptr); /* whoever wants to know has committed */
        delete writer;
    }
}

zs_status zs_writer_put(zs_writer *writer, const zs_document *source, zs_put_outcome *outcome,
                        uint32_t *docid, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        const zs_article *article = source->article;
        const std::string key(source->key, source->key_length);
        const std::string group =
            source->group ? group_number(writer, source->group, true) : std::string();
        const std::string key_term = source->group
                                         ? zs::name_term(zs::PREFIX_MEMBER + group, key)
                                         : zs::name_term(zs::PREFIX_KEY, key);
        if (writer->queued_keys.count(key_term) != 0) {
            if (zs_status status = write_queue(writer, error)) {
                return status;
            }
        }
        Xapian::docid existing = find_key(writer->database, key_term);
        if (existing != 0) {
            uint64_t hash;
            uint64_t text_bytes;
            if (zs_status status = peek(writer, existing, &hash, &text_bytes, error)) {
                return status;
            }
            if (hash == zs_article_hash(article)) {
                *outcome = ZS_PUT_SAME;
                if (docid) {
                    *docid = existing;
                }
                return ZS_OK;
            }
            forget_text(writer, text_bytes);
        }
        const Xapian::docid number = existing != 0 ? existing : writer->next_docid++;
        if (zs_status status = put_numbered(writer, number, *source, key_term, group, error)) {
            return status;
        }
        writer->text_bytes +=
            article->text_length +
            (article->title ? std::char_traits<char>::length(article->title) : 0);
        writer->changed = true;
        writer->put++;
        writer->postings += source->term_count;
        if (writer->postings >= POSTINGS_A_COMMIT) {
            if (zs_status status = commit(writer, error)) {
                return status;
            }
        }
        *outcome = existing != 0 ? ZS_PUT_REPLACED : ZS_PUT_ADDED;
        if (docid) {
            *docid = number;
        }
        return ZS_OK;
    });
}

zs_status zs_writer_delete(zs_writer *writer, const char *key, size_t key_length,
                           zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        Xapian::docid docid = find_key(
            writer->database, zs::name_term(zs::PREFIX_KEY, std::string(key, key_length)));
        if (docid == 0) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND, "the index %s has no such article",
                           writer->directory.c_str());
        }
        return remove_article(writer, docid, error);
    });
}

zs_status zs_writer_delete_group(zs_writer *writer, const char *group, const uint32_t *keep,
                                 size_t keep_count, uint64_t *deleted, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string number = group_number(writer, group, false);
        if (number.empty()) {
            *deleted = 0;
            return ZS_OK;
        }
        const std::string term = zs::PREFIX_GROUP + number;
        std::vector<Xapian::docid> gone;
        for (auto posting = writer->database.postlist_begin(term);
             posting != writer->database.postlist_end(term); ++posting) {
            if (!keep || !std::binary_search(keep, keep + keep_count, *posting)) {
                gone.push_back(*posting);
            }
        }
        for (Xapian::docid docid : gone) {
            if (zs_status status = remove_article(writer, docid, error)) {
                return status;
            }
        }
        *deleted = gone.size();
        return ZS_OK;
    });
}

zs_status zs_writer_each_id(zs_writer *writer, const char *group, zs_id_visitor visit,
                            void *context, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const Xapian::Database &database = writer->database;
        if (!group) {
            for (auto id = database.valuestream_begin(zs::SLOT_ID);
                 id != database.valuestream_end(zs::SLOT_ID); ++id) {
                if (zs_status status =
                        visit(context, id.get_docid(), zs::id_of(*id).c_str(), error)) {
                    return status;
                }
            }
            return ZS_OK;
        }
        const std::string number = group_number(writer, group, false);
        const std::string term = zs::PREFIX_GROUP + number;
        for (auto posting = database.postlist_begin(term);
             !number.empty() && posting != database.postlist_end(term); ++posting) {
            const std::string id =
                zs::id_of(database.get_document(*posting).get_value(zs::SLOT_ID));
            if (zs_status status = visit(context, *posting, id.c_str(), error)) {
                return status;
            }
        }
        return ZS_OK;
    });
}

zs_status zs_writer_move(zs_writer *writer, const char *from, const char *to, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        const std::string old_key = zs::name_term(zs::PREFIX_KEY, from);
        const std::string key = zs::name_term(zs::PREFIX_KEY, to);
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const Xapian::docid docid = find_key(writer->database, old_key);
        if (docid == 0) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND, "the index %s has no article %s",
                           writer->directory.c_str(), from);
        }
        if (const Xapian::docid other = find_key(writer->database, key)) {
            if (zs_status status = remove_article(writer, other, error)) {
                return status;
            }
        }
        return move_article(writer, docid, from, to, old_key, key, error);
    });
}

zs_status zs_writer_move_group(zs_writer *writer, const char *from, const char *to,
                               uint64_t *moved, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string number = group_number(writer, from, false);
        if (number.empty()) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND, "the index %s has no articles of %s",
                           writer->directory.c_str(), from);
        }
        uint64_t deleted;
        if (zs_status status =
                zs_writer_delete_group(writer, to, nullptr, 0, &deleted, error)) {
            return status;
        }
        const std::string term = zs::PREFIX_GROUP + number;
        const std::vector<Xapian::docid> articles(writer->database.postlist_begin(term),
                                                  writer->database.postlist_end(term));
        for (const Xapian::docid docid : articles) {
            if (zs_status status = move_article(writer, docid, from, to, {}, {}, error)) {
                return status;
            }
        }
        writer->database.set_metadata(zs::group_key(from), {});
        writer->database.set_metadata(zs::group_key(to), number);
        writer->group_name.clear();
        writer->group_number.clear();
        *moved = articles.size();
        return ZS_OK;
    });
}

zs_status zs_writer_id(zs_writer *writer, uint32_t docid, zs_buffer *out, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string id =
            zs::id_of(writer->database.get_document(docid).get_value(zs::SLOT_ID));
        zs_buffer_clear(out);
        return zs_buffer_append(out, id.data(), id.size()) && zs_buffer_terminate(out)
                   ? ZS_OK
                   : zs_fail_memory(error);
    });
}

zs_status zs_writer_article_path(zs_writer *writer, uint32_t docid, zs_buffer *out,
                                 zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string data = writer->database.get_document(docid).get_data();
        zs_record record{};
        zs_status status =
            zs_record_decode(writer->codec, data.data(), data.size(), 0, &record, error);
        const char *path = status || !record.article.path ? "" : record.article.path;
        zs_buffer_clear(out);
        if (!status && (!zs_buffer_append_string(out, path) || !zs_buffer_terminate(out))) {
            status = zs_fail_memory(error);
        }
        zs_record_release(&record);
        return status;
    });
}

zs_status zs_writer_delete_number(zs_writer *writer, uint32_t docid, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        zs_status status = write_queue(writer, error);
        return status ? status : remove_article(writer, docid, error);
    });
}

zs_status zs_writer_set_note(zs_writer *writer, const char *key, size_t key_length,
                             const char *value, size_t value_length, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        const std::string name(key, key_length);
        const std::string content =
            value_length > 0 ? std::string(value, value_length) : std::string();
        writer->database.set_metadata(zs::note_key(name), zs::note_value(name, content));
        writer->changed = true;
        return ZS_OK;
    });
}

zs_status zs_writer_note(zs_writer *writer, const char *key, size_t key_length, zs_buffer *out,
                         zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        const std::string name(key, key_length);
        const std::string metadata_key = zs::note_key(name);
        std::string found_name;
        std::string value;
        zs_buffer_clear(out);
        const std::string stored = writer->database.get_metadata(metadata_key);
        if (stored.empty() || !zs::read_note(metadata_key, stored, &found_name, &value) ||
            found_name != name) {
            return ZS_OK;
        }
        return zs_buffer_append(out, value.data(), value.size()) ? ZS_OK
                                                                 : zs_fail_memory(error);
    });
}

zs_status zs_writer_each_note(zs_writer *writer, const char *prefix, zs_note_visitor visit,
                              void *context, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        const std::string wanted(prefix);
        std::map<std::string, std::string> notes;
        for (const std::string &from : {zs::short_notes(wanted), zs::long_notes(wanted)}) {
            for (auto name = writer->database.metadata_keys_begin(from);
                 name != writer->database.metadata_keys_end(from); ++name) {
                std::string key;
                std::string value;
                if (!zs::read_note(*name, writer->database.get_metadata(*name), &key, &value)) {
                    return zs_fail(error, ZS_ERROR_CORRUPT,
                                   "a note in the index %s is damaged; build it anew with: "
                                   "zsearch index --rebuild FOLDER",
                                   writer->directory.c_str());
                }
                if (key.compare(0, wanted.size(), wanted) == 0) {
                    notes.emplace(std::move(key), std::move(value));
                }
            }
        }
        for (const auto &[key, value] : notes) {
            if (zs_status status =
                    visit(context, key.data(), key.size(), value.data(), value.size(), error)) {
                return status;
            }
        }
        return ZS_OK;
    });
}

zs_status zs_writer_commit(zs_writer *writer, zs_error *error)
{
    return guarded(writer->directory, error, [&] { return commit(writer, error); });
}

double zs_writer_share_new(const zs_writer *writer)
{
    double articles = writer->database.get_doccount();
    return articles > 0 ? std::min(1.0, static_cast<double>(writer->put) / articles) : 0;
}

zs_status zs_writer_compact(zs_writer *writer, zs_error *error)
{
    return guarded(writer->directory, error, [&] {
        if (zs_status status = commit(writer, error)) {
            return status;
        }
        const uint32_t next = writer->number + 1;
        std::unique_ptr<char, decltype(&std::free)> path(
            zs_directory_database(writer->directory.c_str(), next), std::free);
        if (!path) {
            return zs_fail_memory(error);
        }
        const Xapian::doccount articles = writer->database.get_doccount();
        writer->database.compact(path.get(), Xapian::DBCOMPACT_NO_RENUMBER);
        Xapian::WritableDatabase compacted(path.get(),
                                           Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
        if (compacted.get_doccount() != articles) {
            return zs_fail(error, ZS_ERROR_INTERNAL,
                           "compacting the index %s lost articles; it is left as it was",
                           writer->directory.c_str());
        }
        writer->database.close();
        writer->database = compacted;
        writer->number = next;
        writer->in_place = false;
        return put_in_place(writer, error);
    });
}
