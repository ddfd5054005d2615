/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/prepared.h"

#include "store/schema.h"
#include "store/writer_state.h"

/* Of a thread: */
struct zs_preparer {
    explicit zs_preparer(const zs_writer *of) : writer(of)
    {
    }
    zs_preparer(const zs_preparer &) = delete;
    zs_preparer &operator=(const zs_preparer &) = delete;
    ~zs_preparer()
    {
        zs_codec_free(codec);
    }

    const zs_writer *writer;
    zs::preparing room;
    zs_codec *codec = nullptr; /* with this dictionary; null as long as that is */
    zs::shared_dictionary dictionary;
};

namespace zs
{
namespace
{
/* Of a field other than metadata the prefix is known. The terms of one come one after another.
 */
void spell(const zs_document &source, spelling *terms, zs_prepared *out)
{
    std::uint32_t field = ZS_FIELD_TEXT;
    std::string prefix;
    for (std::size_t i = 0; i < source.term_count; i++) {
        const zs_term_count &term = source.terms[i];
        if (term.field == ZS_FIELD_TEXT) {
            terms->add_text_term(term.term, term.length, term.count);
            continue;
        }
        if (term.field >= ZS_FIELD_METADATA) {
            const std::string code = field_term({}, term.term, term.length);
            out->metadata.push_back({term.field, static_cast<std::uint32_t>(code.size())});
            out->metadata_codes += code;
            continue;
        }
        if (term.field != field) {
            field = term.field;
            prefix = field_prefix(static_cast<zs_field_id>(field));
        }
        if (!prefix.empty()) {
            terms->add_term(field_term(prefix, term.term, term.length));
        }
    }
}

/* The record, or only the draft of it. A draft that is finished stays the thread's. */
zs_status make_record(preparing *room, zs_codec *codec, const shared_dictionary &dictionary,
                      const zs_article *article, zs_prepared *out, zs_error *error)
{
    draft *record = dictionary ? &room->record : &out->draft;
    zs_status status = zs_record_begin(article, out->terms.length(), record, error);
    zs_buffer_clear(&out->record);
    if (!status && dictionary) {
        status = zs_record_finish(codec, record, &out->record, error);
    }
    out->hash = record->hash;
    out->dictionary = dictionary;
    return status;
}
} // namespace

zs_status prepare(preparing *room, zs_codec *codec, const shared_dictionary &dictionary,
                  const zs_document &source, zs_prepared *out, zs_error *error)
{
    out->complete = false;
    out->term_count = source.term_count;
    out->metadata.clear();
    out->metadata_codes.clear();
    room->terms.clear();
    spell(source, &room->terms, out);
    room->terms.sort(&room->places);
    if (!out->terms.begin(room->terms)) {
        return zs_fail(error, ZS_ERROR_FULL, "an article has more than %u terms", UINT32_MAX);
    }
    const zs_status status = make_record(room, codec, dictionary, source.article, out, error);
    out->complete = status == ZS_OK;
    return status;
}

namespace
{
/* The codec of a preparer is that of the writer's dictionary, which it gets once. */
zs_status follow_dictionary(zs_preparer *preparer, zs_error *error)
{
    const shared_dictionary now = preparer->writer->shared.dictionary();
    if (!now || now == preparer->dictionary) {
        return ZS_OK;
    }
    zs_codec *codec = nullptr;
    if (zs_status status = zs_codec_new(now->data(), now->size(), &codec, error)) {
        return status;
    }
    zs_codec_free(preparer->codec);
    preparer->codec = codec;
    preparer->dictionary = now;
    return ZS_OK;
}
} // namespace
} // namespace zs

zs_status zs_preparer_new(const zs_writer *writer, zs_preparer **out, zs_error *error)
{
    return zs::guarded(writer->directory, error, [&] {
        *out = new zs_preparer(writer);
        return ZS_OK;
    });
}

void zs_preparer_free(zs_preparer *preparer)
{
    delete preparer;
}

zs_status zs_prepare(zs_preparer *preparer, const zs_document *document, zs_prepared **prepared,
                     zs_error *error)
{
    return zs::guarded(preparer->writer->directory, error, [&] {
        if (zs_status status = zs::follow_dictionary(preparer, error)) {
            return status;
        }
        if (!*prepared) {
            *prepared = new zs_prepared;
        }
        return zs::prepare(&preparer->room, preparer->codec, preparer->dictionary, *document,
                           *prepared, error);
    });
}

size_t zs_prepared_memory(const zs_prepared *prepared)
{
    return prepared ? sizeof *prepared + prepared->terms.memory() +
                          prepared->metadata.capacity() * sizeof prepared->metadata[0] +
                          prepared->metadata_codes.capacity() + prepared->record.capacity +
                          prepared->draft.content.capacity
                    : 0;
}

void zs_prepared_free(zs_prepared *prepared)
{
    delete prepared;
}
