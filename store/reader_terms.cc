/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/reader_state.h"

#include <cstdlib>

#include "store/schema.h"
#include "store/term_code.h"

using zs::reading;

namespace zs
{
unsigned long metadata_key(const zs_reader &reader, const char *name)
{
    const std::string key = name ? name : "";
    if (key.empty() || key.size() > METADATA_KEY_LIMIT) {
        return 0;
    }
    return std::strtoul(reader.database.get_metadata(META_KEY + key).c_str(), nullptr, 10);
}

std::string prefix_to_read(const zs_reader &reader, zs_field_id field, const char *name)
{
    if (field < ZS_FIELD_METADATA) {
        return field_prefix(field);
    }
    const unsigned long key = metadata_key(reader, name);
    return key > 0 ? metadata_prefix(key) : std::string();
}
} // namespace zs

zs_status zs_reader_each_term(zs_reader *reader, const char *prefix, size_t length,
                              bool without_han, zs_term_visitor visit, void *context,
                              zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        const std::string begin = zs::encode_term(prefix, length);
        const auto end = database.allterms_end(begin);
        for (auto code = database.allterms_begin(begin); code != end; ++code) {
            const unsigned char first = static_cast<unsigned char>((*code)[0]);
            /* Terms of the text do not begin with capitals. */
            const bool named = first >= 'A' && first <= 'Z';
            if (named ||
                (without_han && first >= zs::HAN_FIRST_BYTE && first < zs::HAN_END_BYTE)) {
                code.skip_to(named ? "[" : std::string(1, static_cast<char>(zs::HAN_END_BYTE)));
                if (code == end) {
                    break;
                }
            }
            const std::string term = zs::decode_term(*code);
            if (visit(context, term.data(), term.size(), code.get_termfreq())) {
                break;
            }
        }
        return ZS_OK;
    });
}

zs_status zs_reader_each_term_of(zs_reader *reader, uint32_t docid, const char *prefix,
                                 size_t length, zs_term_visitor visit, void *context,
                                 zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string begin = zs::encode_term(prefix, length);
        const auto end = reader->database.termlist_end(docid);
        auto listed = reader->database.termlist_begin(docid);
        for (listed.skip_to(begin); listed != end; ++listed) {
            const std::string code = *listed;
            if (code.compare(0, begin.size(), begin) != 0) {
                break;
            }
            const std::string term = zs::decode_term(code);
            if (visit(context, term.data(), term.size(), listed.get_wdf())) {
                break;
            }
        }
        return ZS_OK;
    });
}

zs_status zs_reader_has_term(zs_reader *reader, uint32_t docid, const char *term, size_t length,
                             bool prefix, bool *has, zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string code = zs::encode_term(term, length);
        auto listed = reader->database.termlist_begin(docid);
        listed.skip_to(code);
        if (listed == reader->database.termlist_end(docid)) {
            *has = false;
        } else {
            *has = prefix ? (*listed).compare(0, code.size(), code) == 0 : *listed == code;
        }
        return ZS_OK;
    });
}

zs_status zs_reader_each_group(zs_reader *reader, zs_group_visitor visit, void *context,
                               zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        const std::string prefix(1, zs::META_GROUP);
        for (auto key = database.metadata_keys_begin(prefix);
             key != database.metadata_keys_end(prefix); ++key) {
            const std::string name = (*key).substr(1);
            const unsigned long number = zs::number_of(database.get_metadata(*key));
            if (visit(context, number, name.c_str(), !zs::is_shortened(name))) {
                break;
            }
        }
        return ZS_OK;
    });
}

zs_status zs_reader_metadata_names(zs_reader *reader, zs_buffer *out, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        const std::string prefix(1, zs::META_KEY);
        for (auto key = database.metadata_keys_begin(prefix);
             key != database.metadata_keys_end(prefix); ++key) {
            const std::string name = (*key).substr(1);
            if (!zs_buffer_append(out, name.c_str(), name.size() + 1)) {
                return zs_fail_memory(error);
            }
        }
        return ZS_OK;
    });
}
