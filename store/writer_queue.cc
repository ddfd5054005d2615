/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <algorithm>
#include <utility>

#include "store/schema.h"

namespace zs
{
namespace
{
/* The first articles of an index without a dictionary wait until there is this much text to
 * train one on. Of a long article the beginning is enough. */
constexpr std::size_t SAMPLE_SIZE = 2 << 20;
constexpr std::size_t SAMPLE_OF_ONE = 8 << 10;
constexpr std::size_t QUEUE_MEMORY = 32 << 20;

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
            writer->database.set_metadata(META_DICTIONARY,
                                          std::string(dictionary.data, dictionary.length));
        }
    }
    zs_buffer_release(&dictionary);
    return status;
}
} // namespace

zs_status new_codec(zs_writer *writer, const char *dictionary, std::size_t length,
                    zs_error *error)
{
    zs_codec *codec = nullptr;
    if (zs_status status = zs_codec_new(dictionary, length, &codec, error)) {
        return status;
    }
    zs_codec_free(writer->codec);
    writer->codec = codec;
    writer->dictionary =
        length > 0 ? std::make_shared<const std::string>(dictionary, length) : nullptr;
    writer->shared.set_dictionary(writer->dictionary);
    return ZS_OK;
}

zs_status make_record(zs_writer *writer, const zs_record_draft &record, zs_error *error)
{
    zs_buffer_clear(&writer->record);
    return zs_record_finish(writer->codec, &record, &writer->record, error);
}

void write_article(zs_writer *writer, waiting &article, const zs_buffer &record)
{
    article.document.data = {record.data, record.length};
    writer->database.put(article.docid, article.document, article.key_term, article.group_term);
}

namespace
{
zs_status finish_article(zs_writer *writer, waiting &article, zs_error *error)
{
    const zs_status status = make_record(writer, article.record, error);
    if (!status) {
        write_article(writer, article, writer->record);
    }
    return status;
}
} // namespace

zs_status write_queue(zs_writer *writer, zs_error *error)
{
    if (writer->queue.empty()) {
        return ZS_OK;
    }
    if (zs_status status = train_dictionary(writer, error)) {
        return status;
    }
    for (waiting &article : writer->queue) {
        if (zs_status status = finish_article(writer, article, error)) {
            return status;
        }
    }
    writer->queue.clear();
    writer->queued_keys.clear();
    writer->queued_bytes = 0;
    writer->queued_memory = 0;
    return ZS_OK;
}

zs_status write_or_queue(zs_writer *writer, waiting &article, zs_error *error)
{
    if (writer->dictionary) {
        return finish_article(writer, article, error);
    }
    const std::size_t length = article.record.content.length;
    writer->queued_bytes += std::min(length, SAMPLE_OF_ONE);
    writer->queued_memory += length;
    writer->queued_keys.insert(article.key_term);
    writer->queue.push_back(std::move(article));
    const bool full =
        writer->queued_bytes >= SAMPLE_SIZE || writer->queued_memory >= QUEUE_MEMORY;
    return full ? write_queue(writer, error) : ZS_OK;
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
} // namespace zs
