/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/field.h"
#include "store/schema.h"
#include "store/term_code.h"

using zs::changing;
using zs::document;
using zs::draft;
using zs::write_queue;

namespace
{
/* Xapian keeps what has not been committed in maps of some 60 bytes a posting. */
constexpr std::uint64_t POSTINGS_A_COMMIT = 2'000'000;

/* The terms of one field of metadata come one after another. */
void add_metadata_terms(zs_writer *writer, const zs_article &article, zs_prepared *prepared)
{
    std::uint32_t field = ZS_FIELD_TEXT;
    std::string prefix;
    std::size_t at = 0;
    for (const zs::metadata_term &term : prepared->metadata) {
        if (term.field != field) {
            field = term.field;
            prefix = zs::prefix_of_field(writer, article, field);
        }
        if (!prefix.empty()) {
            prepared->terms.add(prefix + prepared->metadata_codes.substr(at, term.length));
        }
        at += term.length;
    }
}

document make_document(zs_writer *writer, const zs_document &source, zs_prepared *prepared,
                       const std::string &key_term, const std::string &group_term)
{
    document made;
    add_metadata_terms(writer, *source.article, prepared);
    zs::add_values(writer, *source.article, made);
    zs::add_facets(writer, *source.article, made);
    prepared->terms.add(key_term);
    if (!group_term.empty()) {
        prepared->terms.add(group_term);
    }
    made.values[zs::SLOT_ID] = zs::id_value(source.signature, source.article->id);
    made.length = prepared->terms.length();
    made.terms = prepared->terms.finish(&writer->room.places);
    return made;
}

/* The hash of a stored article, and the size of its title and text. */
zs_status peek(const zs_writer *writer, Xapian::docid docid, uint64_t *hash,
               uint64_t *text_bytes, zs_error *error)
{
    const std::string data = writer->database.data(docid);
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
    writer->database.remove(docid);
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

/* What changes of the terms of a single article that has moved. */
struct new_names {
    std::string old_key;
    std::string key;
    const zs_term_count *path_terms;
    std::size_t term_count;
};

void rename(Xapian::Document &document, const new_names &names)
{
    document.remove_term(names.old_key);
    document.add_boolean_term(names.key);
    std::vector<std::string> old;
    auto term = document.termlist_begin();
    term.skip_to(zs::PREFIX_PATH);
    for (; term != document.termlist_end() &&
           (*term).compare(0, std::char_traits<char>::length(zs::PREFIX_PATH),
                           zs::PREFIX_PATH) == 0;
         ++term) {
        old.push_back(*term);
    }
    for (const std::string &name : old) {
        document.remove_term(name);
    }
    for (std::size_t i = 0; i < names.term_count; i++) {
        const zs_term_count &made = names.path_terms[i];
        document.add_boolean_term(zs::field_term(zs::PREFIX_PATH, made.term, made.length));
    }
}

/* Gives an article the path that its file has moved to; of a group, no names change. */
zs_status move_article(zs_writer *writer, Xapian::docid docid, const std::string &from,
                       const std::string &to, const new_names *names, zs_error *error)
{
    Xapian::Document document = writer->database.whole(docid);
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
    if (names) {
        rename(document, *names);
    }
    if ((status = zs::make_record(writer, moved, error)) != ZS_OK) {
        return status;
    }
    document.set_data(std::string(writer->record.data, writer->record.length));
    writer->database.replace(docid, document);
    writer->changed = true;
    return ZS_OK;
}

/* The number of a group as it stands in terms; empty if there is no such group and none is
 * to be made. Articles of a group come one after another, so the last is remembered. */
std::string group_number(zs_writer *writer, const char *name, bool make)
{
    if (writer->group_name == name && !writer->group_number.empty()) {
        return writer->group_number;
    }
    const std::string key = zs::group_key(name);
    std::string number = writer->database.metadata(key);
    if (number.empty() && make) {
        const std::string last = writer->database.metadata(zs::META_GROUPS);
        const unsigned long next = std::strtoul(last.c_str(), nullptr, 10) + 1;
        number = zs::number_code(next);
        writer->database.set_metadata(zs::META_GROUPS, std::to_string(next));
        writer->database.set_metadata(key, number);
    }
    writer->group_name = name;
    writer->group_number = number;
    return number;
}

bool is_prepared(const zs_document &source)
{
    return source.prepared && source.prepared->complete;
}

uint64_t hash_of(const zs_document &source)
{
    return is_prepared(source) ? source.prepared->hash : zs_article_hash(source.article);
}

/* What was prepared of an article, or is now. */
zs_status take_prepared(zs_writer *writer, const zs_document &source, zs_prepared **out,
                        zs_error *error)
{
    *out = is_prepared(source) ? source.prepared : &writer->prepared;
    return is_prepared(source) ? ZS_OK
                               : zs::prepare(&writer->room, writer->codec, writer->dictionary,
                                             source, *out, error);
}

/* Writes an article whose number is settled. */
zs_status put_numbered(zs_writer *writer, Xapian::docid docid, const zs_document &source,
                       zs_prepared *prepared, const std::string &key_term,
                       const std::string &group_term, zs_error *error)
{
    prepared->complete = false;
    zs::waiting article{docid,
                        make_document(writer, source, prepared, key_term, group_term),
                        {},
                        key_term,
                        group_term};
    zs::join_duplicates(writer, docid, source, article.document);
    if (prepared->dictionary && prepared->dictionary == writer->dictionary) {
        zs::write_article(writer, article, prepared->record);
        return ZS_OK;
    }
    if (prepared->dictionary) {
        /* That of another index: the record is of no use here, and its draft is gone. */
        if (zs_status status = zs_record_begin(source.article, article.document.length,
                                               &prepared->draft, error)) {
            return status;
        }
    }
    article.record = std::move(prepared->draft);
    return zs::write_or_queue(writer, article, error);
}
} // namespace

zs_status zs_writer_put(zs_writer *writer, const zs_document *source, zs_put_outcome *outcome,
                        uint32_t *docid, zs_error *error)
{
    return changing(writer, error, [&] {
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
        const Xapian::docid existing = writer->database.find_key(key_term);
        uint64_t text_bytes = 0;
        if (existing != 0) {
            uint64_t hash;
            if (zs_status status = peek(writer, existing, &hash, &text_bytes, error)) {
                return status;
            }
            if (hash == hash_of(*source)) {
                *outcome = ZS_PUT_SAME;
                if (docid) {
                    *docid = existing;
                }
                return ZS_OK;
            }
        } else if (zs_status status = zs::consider_building(writer, error)) {
            return status;
        }
        zs_prepared *prepared;
        if (zs_status status = take_prepared(writer, *source, &prepared, error)) {
            return status;
        }
        forget_text(writer, text_bytes);
        const Xapian::docid number = existing != 0 ? existing : writer->next_docid++;
        const std::string group_term = group.empty() ? group : zs::PREFIX_GROUP + group;
        if (zs_status status =
                put_numbered(writer, number, *source, prepared, key_term, group_term, error)) {
            return status;
        }
        writer->text_bytes +=
            article->text_length +
            (article->title ? std::char_traits<char>::length(article->title) : 0);
        writer->changed = true;
        writer->put++;
        writer->postings += prepared->term_count;
        writer->replaced += existing != 0 ? prepared->term_count : 0;
        if (writer->postings >= POSTINGS_A_COMMIT && !writer->database.is_being_built()) {
            if (zs_status status = zs::commit(writer, error)) {
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
    return changing(writer, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const Xapian::docid docid = writer->database.find_key(
            zs::name_term(zs::PREFIX_KEY, std::string(key, key_length)));
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
    return changing(writer, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string number = group_number(writer, group, false);
        if (number.empty()) {
            *deleted = 0;
            return ZS_OK;
        }
        std::vector<Xapian::docid> gone;
        for (const Xapian::docid docid : writer->database.members(zs::PREFIX_GROUP + number)) {
            if (!keep || !std::binary_search(keep, keep + keep_count, docid)) {
                gone.push_back(docid);
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
    return changing(writer, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const Xapian::Database &database = writer->database.xapian();
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

zs_status zs_writer_move(zs_writer *writer, const char *from, const char *to,
                         const zs_term_count *path_terms, size_t term_count, zs_error *error)
{
    return changing(writer, error, [&] {
        const new_names names{zs::name_term(zs::PREFIX_KEY, from),
                              zs::name_term(zs::PREFIX_KEY, to), path_terms, term_count};
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const Xapian::docid docid = writer->database.find_key(names.old_key);
        if (docid == 0) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND, "the index %s has no article %s",
                           writer->directory.c_str(), from);
        }
        if (const Xapian::docid other = writer->database.find_key(names.key)) {
            if (zs_status status = remove_article(writer, other, error)) {
                return status;
            }
        }
        return move_article(writer, docid, from, to, &names, error);
    });
}

zs_status zs_writer_move_group(zs_writer *writer, const char *from, const char *to,
                               uint64_t *moved, zs_error *error)
{
    return changing(writer, error, [&] {
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
        const std::vector<Xapian::docid> articles =
            writer->database.members(zs::PREFIX_GROUP + number);
        for (const Xapian::docid docid : articles) {
            if (zs_status status = move_article(writer, docid, from, to, nullptr, error)) {
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
    return changing(writer, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string id =
            zs::id_of(writer->database.xapian().get_document(docid).get_value(zs::SLOT_ID));
        zs_buffer_clear(out);
        return zs_buffer_append(out, id.data(), id.size()) && zs_buffer_terminate(out)
                   ? ZS_OK
                   : zs_fail_memory(error);
    });
}

zs_status zs_writer_article_path(zs_writer *writer, uint32_t docid, zs_buffer *out,
                                 zs_error *error)
{
    return changing(writer, error, [&] {
        if (zs_status status = write_queue(writer, error)) {
            return status;
        }
        const std::string data = writer->database.data(docid);
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
    return changing(writer, error, [&] {
        zs_status status = write_queue(writer, error);
        return status ? status : remove_article(writer, docid, error);
    });
}
