/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>

#include "store/directory.h"
#include "store/duplicates.h"
#include "store/identity.h"
#include "store/parts.h"
#include "store/reader_state.h"
#include "store/schema.h"
#include "store/term_code.h"

using zs::guarded;
using zs::reading;

namespace
{
/* A codec is kept while the dictionary stays the same: making one reads 100 KB. */
zs_status load_codec(zs_reader *reader, zs_error *error)
{
    std::string dictionary = reader->database.get_metadata(zs::META_DICTIONARY);
    if (reader->codec && dictionary == reader->dictionary) {
        return ZS_OK;
    }
    zs_codec *codec = nullptr;
    if (zs_status status = zs_codec_new(dictionary.data(), dictionary.size(), &codec, error)) {
        return status;
    }
    zs_codec_free(reader->codec);
    reader->codec = codec;
    reader->dictionary = std::move(dictionary);
    return ZS_OK;
}

zs_status open_number(zs_reader *reader, uint32_t number, zs_error *error)
{
    std::unique_ptr<char, decltype(&std::free)> path(
        zs_directory_database(reader->directory.c_str(), number), std::free);
    if (!path) {
        return zs_fail_memory(error);
    }
    reader->database = Xapian::Database(path.get(), Xapian::DB_BACKEND_GLASS);
    reader->number = number;
    reader->kept.clear();
    return ZS_OK;
}

/* Opens the database in use. A writer may replace it between the look at its name and the
 * opening; then the name is looked at once more. */
zs_status open_current(zs_reader *reader, zs_error *error)
{
    constexpr int tries = 5;
    for (int left = tries; left > 0; left--) {
        uint32_t number = 0;
        if (zs_status status =
                zs_directory_current(reader->directory.c_str(), &number, error)) {
            return status;
        }
        if (number == 0) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND,
                           "there is no index in %s yet; make one with: zsearch index FOLDER",
                           reader->directory.c_str());
        }
        try {
            if (number == reader->number) {
                if (reader->database.reopen()) {
                    reader->kept.clear();
                }
                return ZS_OK;
            }
            return open_number(reader, number, error);
        } catch (const Xapian::DatabaseOpeningError &) {
            reader->number = 0;
            if (left == 1) {
                throw;
            }
        }
    }
    return ZS_OK;
}

zs_status load(zs_reader *reader, zs_error *error)
{
    if (zs_status status = open_current(reader, error)) {
        return status;
    }
    if (zs_status status =
            zs::check_identity(reader->database, reader->directory, reader->analyser, error)) {
        return status;
    }
    reader->collection.articles = reader->database.get_doccount();
    reader->collection.average_length = reader->database.get_avlength();
    reader->generation++;
    reader->without = zs::parts_of(reader->database);
    reader->has_duplicates = !reader->database.get_metadata(zs::META_DUPLICATES).empty();
    return load_codec(reader, error);
}

/* The writer may go on while the index is being looked at; then it is looked at once more. */
zs_status load_steadily(zs_reader *reader, zs_error *error)
{
    constexpr int tries = 5;
    zs_error problem;
    zs_status status = ZS_ERROR_CHANGED;
    for (int left = tries; left > 0 && status == ZS_ERROR_CHANGED; left--) {
        status = guarded(reader->directory, &problem, [&] { return load(reader, &problem); });
    }
    if (status) {
        reader->kept.clear(); /* who knows what is open now */
    }
    if (status && error) {
        *error = problem;
    }
    return status;
}

void copy_text(char *to, std::size_t size, const std::string &from)
{
    std::snprintf(to, size, "%s", from.c_str());
}

} // namespace

zs_status zs_reader_open(const char *directory, const char *analyser, zs_reader **out,
                         zs_error *error)
{
    return guarded(directory, error, [&] {
        auto reader = std::make_unique<zs_reader>();
        reader->directory = directory;
        reader->analyser = analyser;
        if (zs_status status = load_steadily(reader.get(), error)) {
            return status;
        }
        *out = reader.release();
        return ZS_OK;
    });
}

void zs_reader_close(zs_reader *reader)
{
    delete reader;
}

zs_status zs::mend(zs_reader *reader, zs_error *error)
{
    reader->number = 0; /* so that it is not only looked at anew */
    zs_status status = load_steadily(reader, error);
    reader->broken = status != ZS_OK;
    return status;
}

zs_status zs_reader_refresh(zs_reader *reader, zs_error *error)
{
    return reader->broken ? zs::mend(reader, error) : load_steadily(reader, error);
}

uint64_t zs_reader_generation(const zs_reader *reader)
{
    return reader->generation;
}

zs_collection zs_reader_collection(const zs_reader *reader)
{
    return reader->collection;
}

double zs_bm25_idf(uint32_t articles, uint32_t document_frequency)
{
    double n = document_frequency;
    double odds = (articles - n + 0.5) / (n + 0.5);
    return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

double zs_bm25(const zs_collection *collection, double idf, uint32_t count, uint32_t length)
{
    double relative = collection->average_length > 0 ? length / collection->average_length : 1;
    double saturation = ZS_BM25_K1 * (1 - ZS_BM25_B + ZS_BM25_B * relative);
    return idf * (ZS_BM25_K1 + 1) * count / (saturation + count);
}

zs_status zs_reader_document_frequency(zs_reader *reader, const char *term, size_t length,
                                       uint32_t *out, zs_error *error)
{
    return reading(reader, error, [&] {
        *out = reader->kept.frequencies.of(reader->database, zs::encode_term(term, length));
        return ZS_OK;
    });
}

namespace
{
/* The number of the articles nearly the same as one; 0 if there are none. Whether there is such
 * an article is not looked at. */
uint32_t duplicates_of(zs_reader *reader, Xapian::docid docid)
{
    return reader->has_duplicates ? reader->kept.duplicates.of_one(reader->database, docid) : 0;
}
} /* namespace */

zs_status zs_reader_duplicate_number(zs_reader *reader, uint32_t docid, uint32_t *out,
                                     zs_error *error)
{
    return reading(reader, error, [&] {
        *out = duplicates_of(reader, docid);
        return ZS_OK;
    });
}

zs_status zs_reader_duplicates(zs_reader *reader, uint32_t docid, uint32_t *out,
                               zs_error *error)
{
    return reading(reader, error, [&] {
        const uint32_t number = duplicates_of(reader, docid);
        const Xapian::doccount all =
            number == 0 ? 0 : reader->kept.duplicates.count(reader->database, number);
        *out = all > 0 ? all - 1 : 0;
        return ZS_OK;
    });
}

zs_status zs_reader_duplicate_ids(zs_reader *reader, uint32_t docid, size_t limit,
                                  zs_buffer *out, size_t *count, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        const std::string number = database.get_document(docid).get_value(zs::SLOT_DUPLICATES);
        const std::string term = zs::PREFIX_DUPLICATES + number;
        *count = 0;
        if (number.empty()) {
            return ZS_OK;
        }
        for (auto other = database.postlist_begin(term); other != database.postlist_end(term);
             ++other) {
            if (*other == docid || *count == limit) {
                continue;
            }
            const std::string id =
                zs::id_of(database.get_document(*other).get_value(zs::SLOT_ID));
            if (!zs_buffer_append(out, id.c_str(), id.size() + 1)) {
                return zs_fail_memory(error);
            }
            ++*count;
        }
        return ZS_OK;
    });
}

zs_status zs_reader_id(zs_reader *reader, uint32_t docid, zs_buffer *out, zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string id =
            zs::id_of(reader->database.get_document(docid, Xapian::DOC_ASSUME_VALID)
                          .get_value(zs::SLOT_ID));
        return zs_buffer_append(out, id.data(), id.size()) ? ZS_OK : zs_fail_memory(error);
    });
}

zs_status zs_reader_ids(zs_reader *reader, const uint32_t *docids, size_t count, zs_buffer *out,
                        zs_error *error)
{
    return reading(reader, error, [&] {
        const auto end = reader->database.valuestream_end(zs::SLOT_ID);
        auto value = reader->database.valuestream_begin(zs::SLOT_ID);
        for (std::size_t i = 0; i < count; i++) {
            if (value != end) {
                value.skip_to(docids[i]);
            }
            const bool has = value != end && value.get_docid() == docids[i];
            const std::string id = has ? zs::id_of(*value) : std::string();
            if (!zs_buffer_append_string(out, id.c_str()) || !zs_buffer_append_byte(out, 0)) {
                return zs_fail_memory(error);
            }
        }
        return ZS_OK;
    });
}

namespace
{
/* The article of a key, if its id is that one; else 0. */
Xapian::docid by_key(const zs_reader &reader, const std::string &key, const std::string &id)
{
    const Xapian::Database &database = reader.database;
    auto article = database.postlist_begin(key);
    const bool is =
        article != database.postlist_end(key) &&
        zs::id_of(
            database.get_document(*article, Xapian::DOC_ASSUME_VALID).get_value(zs::SLOT_ID)) ==
            id;
    return is ? *article : 0;
}

/* Most articles have their id as key, by itself or in a group. Where there are more groups than
 * this, to go through the ids of all articles is as fast. */
constexpr unsigned long GROUPS_TRIED = 10'000;

Xapian::docid by_id(const zs_reader &reader, const std::string &id)
{
    const Xapian::Database &database = reader.database;
    Xapian::docid found = by_key(reader, zs::name_term(zs::PREFIX_KEY, id), id);
    const unsigned long groups =
        std::strtoul(database.get_metadata(zs::META_GROUPS).c_str(), nullptr, 10);
    for (unsigned long i = 1; found == 0 && i <= groups && i <= GROUPS_TRIED; i++) {
        found = by_key(reader, zs::name_term(zs::PREFIX_MEMBER + zs::number_code(i), id), id);
    }
    for (auto value = database.valuestream_begin(zs::SLOT_ID);
         found == 0 && value != database.valuestream_end(zs::SLOT_ID); ++value) {
        found = zs::id_of(*value) == id ? value.get_docid() : 0;
    }
    return found;
}
} // namespace

zs_status zs_reader_docid_of(zs_reader *reader, const char *id, uint32_t *docid,
                             zs_error *error)
{
    return reading(reader, error, [&] {
        *docid = by_id(*reader, id);
        return ZS_OK;
    });
}

zs_status zs_reader_find_id(zs_reader *reader, const char *id, uint32_t *docid, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::docid found = by_id(*reader, id);
        if (found == 0) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND, "the index %s has no article \"%s\"",
                           reader->directory.c_str(), id);
        }
        *docid = found;
        return ZS_OK;
    });
}

zs_status zs_reader_article(zs_reader *reader, uint32_t docid, size_t text_limit,
                            zs_record *out, zs_error *error)
{
    return reading(reader, error, [&] {
        try {
            std::string data =
                reader->database.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
            if (data.empty()) {
                throw Xapian::DocNotFoundError("no data");
            }
            return zs_record_decode(reader->codec, data.data(), data.size(), text_limit, out,
                                    error);
        } catch (const Xapian::DocNotFoundError &) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND,
                           "the article has left the index %s since it was found",
                           reader->directory.c_str());
        }
    });
}

zs_status zs_reader_next(zs_reader *reader, uint32_t after, uint32_t *docid, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        auto article = database.postlist_begin(std::string());
        if (after > 0 && article != database.postlist_end(std::string())) {
            article.skip_to(after + 1);
        }
        const bool found =
            after < UINT32_MAX && article != database.postlist_end(std::string());
        *docid = found ? *article : 0;
        return ZS_OK;
    });
}

zs_status zs_reader_dates(zs_reader *reader, char first[ZS_DATE_DIGITS + 1],
                          char last[ZS_DATE_DIGITS + 1], zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        copy_text(first, ZS_DATE_DIGITS + 1, database.get_value_lower_bound(zs::SLOT_DATE));
        copy_text(last, ZS_DATE_DIGITS + 1, database.get_value_upper_bound(zs::SLOT_DATE));
        return ZS_OK;
    });
}

zs_status zs_reader_info(zs_reader *reader, zs_index_info *out, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        zs_index_info info{};
        info.articles = database.get_doccount();
        info.average_length = database.get_avlength();
        for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
            const char first = (*term)[0];
            info.terms += first < 'A' || first > 'Z'; /* those are prefixes */
        }
        for (char kind : {zs::META_NOTE, zs::META_LONG_NOTE}) {
            std::string prefix(1, kind);
            for (auto key = database.metadata_keys_begin(prefix);
                 key != database.metadata_keys_end(prefix); ++key) {
                info.files++;
            }
        }
        std::string text = database.get_metadata(zs::META_TEXT_BYTES);
        info.text_bytes = std::strtoull(text.c_str(), nullptr, 10);
        info.schema = ZS_SCHEMA_VERSION;
        copy_text(info.created, sizeof info.created, database.get_metadata(zs::META_CREATED));
        copy_text(info.updated, sizeof info.updated, database.get_metadata(zs::META_UPDATED));
        copy_text(info.made_by, sizeof info.made_by, database.get_metadata(zs::META_MADE_BY));
        copy_text(info.analyser, sizeof info.analyser, reader->analyser);
        zs_parts_print(reader->without, info.without);
        copy_text(info.backend, sizeof info.backend,
                  std::string("xapian ") + Xapian::version_string() + " glass");
        if (zs_status status = zs_directory_size(reader->directory.c_str(), reader->number,
                                                 &info.index_bytes, error)) {
            /* A writer has put another in the place of the one that is open here. */
            return status == ZS_ERROR_NOT_FOUND
                       ? zs_fail(error, ZS_ERROR_CHANGED,
                                 "the index %s changed faster than it could be read; try again",
                                 reader->directory.c_str())
                       : status;
        }
        *out = info;
        return ZS_OK;
    });
}
