/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/format_check.h"
#include "store/identity.h"
#include "store/parts.h"
#include "store/schema.h"

using zs::changing;
using zs::guarded;

namespace
{
std::string database_path(const zs_writer *writer, uint32_t number)
{
    const std::unique_ptr<char, decltype(&std::free)> path(
        zs_directory_database(writer->directory.c_str(), number), std::free);
    if (!path) {
        throw std::bad_alloc();
    }
    return path.get();
}

void open_database(zs_writer *writer, uint32_t number, int flags)
{
    writer->database.open(database_path(writer, number), flags);
    writer->number = number;
    writer->next_docid = writer->database.last_docid() + 1;
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
        open_database(writer, current, Xapian::DB_OPEN);
        writer->in_place = true;
        if (zs_status status = zs::check_identity(writer->database.xapian(), writer->directory,
                                                  writer->analyser, error)) {
            return status;
        }
        std::string dictionary = writer->database.metadata(zs::META_DICTIONARY);
        std::string text = writer->database.metadata(zs::META_TEXT_BYTES);
        writer->text_bytes = std::strtoull(text.c_str(), nullptr, 10);
        writer->without = zs::parts_of(writer->database.xapian());
        return zs::new_codec(writer, dictionary.data(), dictionary.size(), error);
    }
    open_database(writer, current + 1, Xapian::DB_CREATE_OR_OVERWRITE);
    zs::set_identity(writer->database.xapian(), writer->analyser);
    writer->changed = true;
    if (zs_status status = zs::new_codec(writer, nullptr, 0, error)) {
        return status;
    }
    if (rebuild) {
        return ZS_OK;
    }
    /* So that an index that is interrupted before its first commit answers, with nothing. */
    writer->database.xapian().commit();
    return put_in_place(writer, error);
}
} // namespace

zs_writer::~zs_writer()
{
    try {
        if (failed) {
            database.abandon();
        }
        database.close();
    } catch (...) {
        /* Whoever wants to know has committed. */
    }
    if (failed && in_place) {
        /* What was being built is of no use to anyone. */
        zs_directory_clean(directory.c_str(), number);
    }
    zs_codec_free(codec);
    zs_buffer_release(&record);
    if (lock >= 0) {
        ::close(lock); /* after the database, which the next writer opens at once */
    }
}

namespace
{
/* If what was built apart has become another database, that is still to be put in place. */
void commit_database(zs_writer *writer)
{
    const bool only_built =
        writer->database.is_being_built() && writer->database.old_changed() == 0;
    writer->database.xapian().commit();
    const bool moved = writer->database.path() != database_path(writer, writer->number);
    writer->dense = only_built && moved;
    if (moved) {
        writer->number = writer->built_number;
        writer->in_place = false;
    } else if (writer->built_number != 0) {
        zs_directory_clean(writer->directory.c_str(), writer->number);
    }
    writer->built_number = 0;
}

/* New articles are built apart once so much is pending. Before, it is a small update, which
 * is not to wait for more than it changes; it is not much more with much memory, since a writer
 * commits in any case when two million are pending. */
std::uint64_t postings_before_building(const zs_writer *writer)
{
    return std::min<std::uint64_t>(writer->memory / 512, 1'000'000);
}

/* Articles that are replaced are not built: a batch of which they are a larger part is not
 * worth it. */
bool is_worth_building(const zs_writer *writer)
{
    return writer->next_docid == 1 || (writer->postings >= postings_before_building(writer) &&
                                       writer->replaced <= writer->postings / 8);
}

/* The number of a database that is not there: what an interrupted run has left may be. */
std::uint32_t free_number(const zs_writer *writer, std::uint32_t after)
{
    struct stat info;
    std::uint32_t number = after;
    do {
        number++;
    } while (stat(database_path(writer, number).c_str(), &info) == 0);
    return number;
}

bool knows_format(zs_writer *writer)
{
    if (!writer->format_asked) {
        writer->format_asked = true;
        writer->format_known = zs::format_is_known(writer->directory);
    }
    return writer->format_known;
}
} // namespace

namespace zs
{
zs_status consider_building(zs_writer *writer, zs_error *error)
{
    if (writer->database.is_being_built() || !is_worth_building(writer) ||
        !knows_format(writer)) {
        return ZS_OK;
    }
    if (writer->next_docid > 1) {
        if (zs_status status = commit(writer, error)) {
            return status;
        }
    }
    writer->built_number = free_number(writer, writer->number);
    const std::uint32_t apart = free_number(writer, writer->built_number);
    writer->database.build(database_path(writer, writer->built_number),
                           database_path(writer, apart), writer->memory);
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
        commit_database(writer);
        writer->changed = false;
        writer->postings = 0;
        writer->replaced = 0;
    }
    return writer->in_place ? ZS_OK : put_in_place(writer, error);
}
} // namespace zs

zs_status zs_writer_open(const char *directory, const char *analyser, bool rebuild,
                         zs_writer **out, zs_error *error)
{
    return guarded(directory, error, [&] {
        auto writer = std::make_unique<zs_writer>();
        writer->directory = directory;
        writer->analyser = analyser;
        const zs_status status = changing(writer.get(), error, [&] {
            return open_for_writing(writer.get(), rebuild, error);
        });
        if (!status) {
            *out = writer.release();
        }
        return status;
    });
}

zs_status zs_writer_leave_out(zs_writer *writer, unsigned parts, zs_error *error)
{
    return changing(writer, error, [&] {
        if (writer->without == parts) {
            return ZS_OK;
        }
        if (writer->next_docid > 1) {
            char names[ZS_PARTS_NAMES];
            zs_parts_print(writer->without, names);
            return zs_fail(error, ZS_ERROR_ARGUMENT,
                           "the index %s was made %s%s, which stays so until it is made anew "
                           "with: zsearch index --rebuild",
                           writer->directory.c_str(),
                           writer->without != 0 ? "without " : "with all parts", names);
        }
        char names[ZS_PARTS_NAMES];
        zs_parts_print(parts, names);
        writer->database.set_metadata(zs::META_WITHOUT, names);
        writer->without = parts;
        writer->changed = true;
        return ZS_OK;
    });
}

void zs_writer_use_memory(zs_writer *writer, size_t bytes)
{
    writer->memory = std::max(bytes, zs::LEAST_MEMORY);
}

void zs_writer_close(zs_writer *writer)
{
    if (writer) {
        (void)zs_writer_commit(writer, nullptr); /* whoever wants to know has committed */
        delete writer;
    }
}

zs_status zs_writer_commit(zs_writer *writer, zs_error *error)
{
    return changing(writer, error, [&] { return zs::commit(writer, error); });
}

double zs_writer_share_new(const zs_writer *writer)
{
    double articles = writer->database.articles();
    return articles > 0 ? std::min(1.0, static_cast<double>(writer->put) / articles) : 0;
}

namespace
{
/* Writes the database anew, as the one of the next number, and opens that. */
zs_status write_compacted(zs_writer *writer, uint32_t number, zs_error *error)
{
    const std::string path = database_path(writer, number);
    Xapian::WritableDatabase &database = writer->database.xapian();
    const Xapian::doccount articles = database.get_doccount();
    database.compact(path, Xapian::DBCOMPACT_NO_RENUMBER);
    if (Xapian::Database(path).get_doccount() != articles) {
        return zs_fail(error, ZS_ERROR_INTERNAL,
                       "compacting the index %s lost articles; it is left as it was",
                       writer->directory.c_str());
    }
    writer->database.close();
    writer->database.open(path, Xapian::DB_OPEN);
    writer->number = number;
    writer->in_place = false;
    writer->dense = true;
    return put_in_place(writer, error);
}
} // namespace

zs_status zs_writer_compact(zs_writer *writer, zs_error *error)
{
    const zs_status status = changing(writer, error, [&] {
        const zs_status committed = zs::commit(writer, error);
        return committed || writer->dense ? committed
                                          : write_compacted(writer, writer->number + 1, error);
    });
    if (status && writer->in_place) {
        /* What was written until the disk was full is of no use to anyone. */
        zs_directory_clean(writer->directory.c_str(), writer->number);
    }
    return status;
}
