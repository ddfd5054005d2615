/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The inside of a writer, which the files that make it up share: writer_open.cc its life from
 * opening to closing, writer.cc articles put, moved and deleted, writer_queue.cc those that
 * wait for the dictionary, writer_fields.cc and writer_facets.cc values of fields,
 * writer_duplicates.cc those nearly the same, writer_notes.cc notes.
 */
#ifndef ZS_STORE_WRITER_STATE_H
#define ZS_STORE_WRITER_STATE_H

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <xapian.h>

#include "store/database.h"
#include "store/document.h"
#include "store/duplicates.h"
#include "store/exceptions.h"
#include "store/prepared.h"
#include "store/record.h"
#include "store/writer.h"

namespace zs
{
/* An article that waits for the dictionary: complete but for its record. */
struct waiting {
    Xapian::docid docid;
    zs::document document;
    draft record;
    std::string key_term;
    std::string group_term;
};

/* Values of a field that have a number, as far as they have been met. */
struct numbered_values {
    unsigned long last = 0; /* number given */
    std::unordered_map<std::string, unsigned long> numbers;
};

/* What those that prepare articles in other threads need to know of a writer. */
class shared_state
{
  public:
    shared_dictionary dictionary() const
    {
        const std::lock_guard<std::mutex> lock(mutex);
        return known;
    }
    void set_dictionary(shared_dictionary dictionary)
    {
        const std::lock_guard<std::mutex> lock(mutex);
        known = std::move(dictionary);
    }

  private:
    mutable std::mutex mutex;
    shared_dictionary known;
};

/* What a writer uses for postings if nobody says how much, and at the least. */
constexpr std::size_t USUAL_MEMORY = 256 << 20;
constexpr std::size_t LEAST_MEMORY = 1 << 20;
} // namespace zs

struct zs_writer {
    std::string directory;
    std::string analyser;
    int lock = -1;
    uint32_t number = 0; /* of the database that is open */
    zs::database database;
    std::size_t memory = zs::USUAL_MEMORY; /* bytes, for postings while an index is built */
    bool format_asked = false;             /* whether Xapian's format is known, */
    bool format_known = false;             /* and the answer */
    uint32_t built_number = 0; /* of what is built, until that is committed; else 0 */
    zs_codec *codec = nullptr;
    zs_buffer record = ZS_BUFFER_INIT;
    zs::shared_dictionary dictionary; /* which the codec has; null: none */
    zs::shared_state shared;
    zs::preparing room;   /* for preparing articles that are not */
    zs_prepared prepared; /* what that makes of one */

    bool in_place = false; /* the stub names the database */
    bool signatures_loaded = false;
    bool changed = false; /* since the last commit */
    bool dense = false;   /* there is no free space in what was committed */
    /* A change was broken off by an exception: what is in memory may be half of it, and must
     * not reach the disk. The reason is told to whoever goes on. */
    bool failed = false;
    zs_error failure{};

    std::vector<zs::waiting> queue;
    std::unordered_set<std::string> queued_keys;
    zs::signatures signatures;
    std::size_t queued_bytes = 0;  /* of samples, */
    std::size_t queued_memory = 0; /* and of all that waits */

    Xapian::docid next_docid = 1;
    std::unordered_map<std::string, unsigned long> keys; /* of metadata, and their numbers */
    std::unordered_map<unsigned, zs::numbered_values> values; /* by slot */
    unsigned without = 0;   /* parts that are left out (parts.h) */
    std::string group_name; /* the last that was asked for, and its number */
    std::string group_number;
    std::uint64_t postings = 0; /* since the last commit; */
    std::uint64_t replaced = 0; /* of these, of articles that were there before */
    std::uint64_t text_bytes = 0;
    std::uint64_t put = 0; /* articles, since it was opened */

    ~zs_writer();
};

namespace zs
{
/* Runs the body of a function that changes a writer. Once one has thrown, no other runs. */
template <typename Body>
zs_status changing(zs_writer *writer, zs_error *error, Body body) noexcept
{
    if (writer->failed) {
        return zs_fail(error, writer->failure.status, "%s", writer->failure.message);
    }
    try {
        return body();
    } catch (...) {
        writer->failed = true;
        const zs_status status = translate(writer->directory.c_str(), &writer->failure);
        return zs_fail(error, status, "%s", writer->failure.message);
    }
}

/* ---- writer_queue.cc ---- */

/* A codec with a dictionary, or with none if it is empty. */
zs_status new_codec(zs_writer *writer, const char *dictionary, std::size_t length,
                    zs_error *error);

/* Makes the record of an article, into writer->record. */
zs_status make_record(zs_writer *writer, const zs_record_draft &record, zs_error *error);

/* Writes an article that is complete but for its record, or lets it wait for the dictionary. */
zs_status write_or_queue(zs_writer *writer, waiting &article, zs_error *error);

/* Writes an article that is complete with its record. */
void write_article(zs_writer *writer, waiting &article, const zs_buffer &record);

/* Writes the articles that have waited, with a dictionary trained on them if they are enough
 * for one. */
zs_status write_queue(zs_writer *writer, zs_error *error);

/* The one that waits under this number; NULL if none does. */
waiting *find_waiting(zs_writer *writer, Xapian::docid docid);

/* ---- writer_fields.cc ---- */

/* The number of a key of metadata, from 1; 0 if it can have none. */
unsigned long key_number(zs_writer *writer, const std::string &key);

/* What the terms of a field of an article begin with; empty if it has none. */
std::string prefix_of_field(zs_writer *writer, const zs_article &article, uint32_t field);

/* Adds the values that ranges are asked of: the date, and metadata that is a number. */
void add_values(zs_writer *writer, const zs_article &article, document &document);

/* ---- writer_facets.cc ---- */

/* Adds the values that articles are counted and sorted by. */
void add_facets(zs_writer *writer, const zs_article &article, document &document);

/* ---- writer_open.cc ---- */

/* A new article is about to be put: has it and those to come built apart, if that can be and
 * the index is empty, or if many have come, which are committed. */
zs_status consider_building(zs_writer *writer, zs_error *error);

zs_status commit(zs_writer *writer, zs_error *error);

/* ---- writer_duplicates.cc ---- */

/* Finds the article that a new one is nearly the same as, and puts both into one group. */
void join_duplicates(zs_writer *writer, Xapian::docid docid, const zs_document &source,
                     document &document);
} // namespace zs

#endif
