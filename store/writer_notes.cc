/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <map>

#include "store/schema.h"

using zs::changing;

zs_status zs_writer_set_note(zs_writer *writer, const char *key, size_t key_length,
                             const char *value, size_t value_length, zs_error *error)
{
    return changing(writer, error, [&] {
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
    return changing(writer, error, [&] {
        const std::string name(key, key_length);
        const std::string metadata_key = zs::note_key(name);
        std::string found_name;
        std::string value;
        zs_buffer_clear(out);
        const std::string stored = writer->database.metadata(metadata_key);
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
    return changing(writer, error, [&] {
        const std::string wanted(prefix);
        std::map<std::string, std::string> notes;
        for (const std::string &from : {zs::short_notes(wanted), zs::long_notes(wanted)}) {
            for (const std::string &name : writer->database.metadata_keys(from)) {
                std::string key;
                std::string value;
                if (!zs::read_note(name, writer->database.metadata(name), &key, &value)) {
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
