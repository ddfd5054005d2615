/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases that are built without Xapian against those that its own writer makes of the same
 * articles: all that can be asked of them, and what they are once both have been compacted, to
 * the byte; and both once more after the same changes. And indexes of real articles that a
 * writer builds, against those that it writes by Xapian.
 */
#include <xapian.h> /* first: it has a function called check */

#include "support/test.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <sys/stat.h>
#define ZLIB_CONST /* input is not changed */
#include <zlib.h>

#include "store/bulk.h"
#include "store/glass_table.h"
#include "support/databases.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"

namespace
{
struct article {
    std::uint32_t docid;
    std::map<std::string, std::uint32_t> terms;
    std::map<std::uint32_t, std::string> values;
    std::string data;
    std::string amended; /* a term and a value that come later; empty: none */
};

constexpr std::uint32_t AMENDED_SLOT = 2;

using metadata = std::map<std::string, std::string>;

/* What a random database is like. */
struct shape {
    std::size_t articles = 0, terms = 0, vocabulary = 1, data = 0, values = 0;
    bool gaps = false;
    int block_size = ZS_GLASS_BLOCK;
};

std::string random_bytes(test_random *random, std::size_t length, unsigned kinds)
{
    std::string bytes;
    for (std::size_t i = 0; i < length; i++) {
        bytes += static_cast<char>(test_random_below(random, kinds));
    }
    return bytes;
}

/* Most are short; some are as long as a term can be, and some are full of zero bytes. */
std::string random_term(test_random *random, std::size_t vocabulary)
{
    if (test_random_once_in(random, 400)) {
        return random_bytes(random, 1 + test_random_below(random, 120), 2);
    }
    if (test_random_once_in(random, 400)) {
        return std::string(245, static_cast<char>('a' + test_random_below(random, 3)));
    }
    const std::size_t number =
        test_random_below(random, 1 + test_random_below(random, vocabulary));
    std::string term = std::to_string(number * 7919 % vocabulary);
    if (number % 3 == 0) {
        term.insert(0, 1, '\0');
    }
    return term;
}

std::uint32_t random_count(test_random *random)
{
    return static_cast<std::uint32_t>(
        test_random_below(random, test_random_once_in(random, 50) ? 1 << 20 : 4));
}

article random_article(test_random *random, const shape &shape, std::uint32_t docid)
{
    article made;
    made.docid = docid;
    const std::size_t terms = shape.terms > 0 ? test_random_below(random, shape.terms) : 0;
    for (std::size_t i = 0; i < terms; i++) {
        made.terms[random_term(random, shape.vocabulary)] = random_count(random);
    }
    const std::size_t values = test_random_below(random, 4);
    for (std::size_t i = 0; i < values && shape.values > 0; i++) {
        static const std::uint32_t slots[] = {0, 1, 3, 127, 128, 255, 256, 257, 1100, 70000};
        made.values[slots[test_random_below(random, 10)]] =
            random_bytes(random, 1 + test_random_below(random, shape.values), 256);
    }
    if (shape.data > 0 && !test_random_once_in(random, 10)) {
        /* Bytes that deflate makes little of, and those that it makes much of; but of these not
         * so many that Xapian could not read what it writes itself. */
        const bool plain = test_random_once_in(random, 2);
        const std::size_t most = plain ? std::min<std::size_t>(shape.data, 8000) : shape.data;
        made.data = random_bytes(random, test_random_below(random, most), plain ? 1 : 256);
    }
    return made;
}

std::vector<article> random_articles(test_random *random, const shape &shape)
{
    std::vector<article> articles;
    std::uint32_t docid = 0;
    std::size_t group = 0;
    for (std::size_t i = 0; i < shape.articles; i++) {
        docid +=
            1 + (shape.gaps ? static_cast<std::uint32_t>(test_random_below(random, 50)) : 0);
        articles.push_back(random_article(random, shape, docid));
        if (i > 0 && test_random_once_in(random, 20)) {
            article &one = articles[test_random_below(random, i)];
            if (one.amended.empty()) {
                one.amended = articles[i].amended = "XD" + std::to_string(++group);
            }
        }
    }
    return articles;
}

metadata random_metadata(test_random *random)
{
    metadata made;
    for (std::size_t i = test_random_below(random, 30); i > 0; i--) {
        made[random_bytes(random, 1 + test_random_below(random, 200), 256)] =
            random_bytes(random, 1 + test_random_below(random, 20000), 256);
    }
    return made;
}

Xapian::Document document_of(const article &article)
{
    Xapian::Document document;
    for (const auto &[term, count] : article.terms) {
        document.add_term(term, count);
    }
    for (const auto &[slot, value] : article.values) {
        document.add_value(slot, value);
    }
    if (!article.amended.empty()) {
        document.add_boolean_term(article.amended);
        document.add_value(AMENDED_SLOT, article.amended);
    }
    document.set_data(article.data);
    return document;
}

void write_by_xapian(const std::string &path, const std::vector<article> &articles,
                     const metadata &notes, int block_size)
{
    /* One commit, so that posting lists are cut into chunks from their beginning. */
    setenv("XAPIAN_FLUSH_THRESHOLD", "100000000", 1);
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS,
                                      block_size);
    for (const auto &[key, value] : notes) {
        database.set_metadata(key, value);
    }
    for (const article &article : articles) {
        database.replace_document(article.docid, document_of(article));
    }
    database.commit();
}

void put_in_bulk(zs_bulk *bulk, const article &article)
{
    std::vector<zs_glass_term> terms;
    std::vector<zs_bulk_value> values;
    std::uint32_t length = 0;
    zs_buffer list = ZS_BUFFER_INIT;
    zs_error error;
    for (const auto &[term, count] : article.terms) {
        terms.push_back({term.data(), static_cast<std::uint32_t>(term.size()), count});
        length += count;
    }
    assert_true(zs_glass_termlist_append(&list, terms.data(), terms.size(), length));
    for (const auto &[slot, value] : article.values) {
        values.push_back({slot, value.data(), value.size()});
    }
    const zs_bulk_article given = {article.docid,      list.data,     list.length,
                                   values.data(),      values.size(), article.data.data(),
                                   article.data.size()};
    check_ok(zs_bulk_put(bulk, &given, &error), error);
    zs_buffer_release(&list);
}

void amend(zs_bulk *bulk, const article &article)
{
    zs_error error;
    const zs_bulk_value value = {AMENDED_SLOT, article.amended.data(), article.amended.size()};
    check_ok(zs_bulk_amend(bulk, article.docid, article.amended.data(), article.amended.size(),
                           &value, &error),
             error);
}

bool next_pair(void *context, zs_bulk_pair *out)
{
    auto *range =
        static_cast<std::pair<metadata::const_iterator, metadata::const_iterator> *>(context);
    if (range->first == range->second) {
        return false;
    }
    const auto &[key, value] = *range->first;
    *out = {key.data(), value.data(), key.size(), value.size()};
    ++range->first;
    return true;
}

/* What has been put can be read back. */
void check_reading_back(zs_bulk *bulk, const article &article)
{
    zs_error error;
    zs_buffer read = ZS_BUFFER_INIT;
    check_ok(zs_bulk_data(bulk, article.docid, &read, &error), error);
    assert_true(std::string(read.data ? read.data : "", read.length) == article.data);
    check_ok(zs_bulk_terms(bulk, article.docid, &read, &error), error);
    zs_glass_termlist list;
    assert_true(zs_glass_termlist_begin(&list, read.data, read.length));
    auto term = article.terms.begin();
    while (zs_glass_termlist_next(&list)) {
        assert_true(term != article.terms.end());
        assert_true(std::string(list.term.bytes, list.term.length) == term->first);
        assert_int_equal(list.term.count, term->second);
        ++term;
    }
    assert_true(term == article.terms.end());
    zs_buffer_release(&read);
}

void write_by_bulk(const std::string &path, const std::vector<article> &articles,
                   const metadata &notes, const shape &shape, std::size_t memory,
                   test_random *random)
{
    zs_error error;
    zs_bulk *bulk = nullptr;
    std::map<std::string, const article *> waiting;
    check_ok(zs_bulk_new(path.c_str(), memory, static_cast<std::size_t>(shape.block_size),
                         &bulk, &error),
             error);
    for (std::size_t i = 0; i < articles.size(); i++) {
        const article &article = articles[i];
        put_in_bulk(bulk, article);
        if (!article.amended.empty()) {
            /* Both of a pair are amended when the second comes, the first first. */
            const auto first = waiting.find(article.amended);
            if (first == waiting.end()) {
                waiting[article.amended] = &article;
            } else {
                amend(bulk, *first->second);
                amend(bulk, article);
            }
        }
        if (test_random_once_in(random, 5)) {
            check_reading_back(bulk, articles[test_random_below(random, i + 1)]);
        }
    }
    std::pair<metadata::const_iterator, metadata::const_iterator> range(notes.begin(),
                                                                        notes.end());
    zs_bulk_summary summary;
    check_ok(zs_bulk_finish(bulk, next_pair, &range, &summary, &error), error);
    assert_int_equal(summary.articles, articles.size());
    zs_bulk_free(bulk);
}

/* ---- Comparing --------------------------------------------------------------------------- */

void same_answers(const Xapian::Database &a, const Xapian::Database &b, test_random *random)
{
    for (int round = 0; round < 20; round++) {
        std::vector<std::string> terms;
        for (int i = 0; i < 4; i++) {
            terms.push_back(random_term(random, 300));
        }
        const Xapian::Query query(round % 2 ? Xapian::Query::OP_OR : Xapian::Query::OP_AND,
                                  terms.begin(), terms.end());
        same_answer(a, b, query, 50);
    }
}

void same(const Xapian::Database &a, const Xapian::Database &b, test_random *random)
{
    same_articles(a, b, true, true);
    same_metadata(a, b);
    same_answers(a, b, random);
}

std::string content_of(const std::string &path)
{
    zs_buffer content = ZS_BUFFER_INIT;
    test_read_file(path.c_str(), &content);
    std::string string(content.data ? content.data : "", content.length);
    zs_buffer_release(&content);
    return string;
}

unsigned pair_at(const std::string &block, std::size_t at)
{
    return static_cast<unsigned char>(block[at]) << 8 |
           static_cast<unsigned char>(block[at + 1]);
}

std::string inflated(const std::string &tag)
{
    z_stream stream{};
    std::string out;
    char part[4096];
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    stream.next_in = reinterpret_cast<const Bytef *>(tag.data());
    stream.avail_in = static_cast<uInt>(tag.size());
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(part);
        stream.avail_out = sizeof part;
        result = inflate(&stream, Z_NO_FLUSH);
        out.append(part, sizeof part - stream.avail_out);
    }
    assert_int_equal(result, Z_STREAM_END);
    inflateEnd(&stream);
    return out;
}

/* The keys and tags of a table that was compacted, whose leaves lie in order. */
std::map<std::string, std::string> tags_of(const std::string &path)
{
    constexpr std::size_t size = 8192, header = 11;
    const std::string content = content_of(path);
    std::map<std::string, std::string> tags, packed;
    for (std::size_t begin = 0; begin + size <= content.size(); begin += size) {
        const std::string block = content.substr(begin, size);
        for (std::size_t at = header; block[4] == 0 && at < pair_at(block, 9); at += 2) {
            const std::size_t item = pair_at(block, at);
            const unsigned head = pair_at(block, item);
            const std::size_t key = static_cast<unsigned char>(block[item + 2]);
            const std::size_t frame = 3 + key + (head & 0x2000 ? 0 : 2);
            const std::string name = block.substr(item + 3, key);
            (head & 0x8000 ? packed : tags)[name] +=
                block.substr(item + frame, (head & 0x1FFF) + 3 - frame);
        }
    }
    for (const auto &[name, tag] : packed) {
        tags[name] = inflated(tag);
    }
    return tags;
}

/* Compacting copies keys and tags, and packs them the same way whoever wrote them. Lists of
 * terms are compressed otherwise than by Xapian. */
void same_bytes(const std::string &a, const std::string &b)
{
    Xapian::Database(a).compact(a + ".compact", Xapian::DBCOMPACT_NO_RENUMBER);
    Xapian::Database(b).compact(b + ".compact", Xapian::DBCOMPACT_NO_RENUMBER);
    for (const char *table : {"/postlist.glass", "/termlist.glass", "/docdata.glass"}) {
        struct stat info;
        const std::string mine = a + ".compact" + table, theirs = b + ".compact" + table;
        const bool mine_there = stat(mine.c_str(), &info) == 0;
        check(mine_there == (stat(theirs.c_str(), &info) == 0), "%s", table);
        const bool lists = std::strcmp(table, "/termlist.glass") == 0;
        check(!mine_there || (lists ? tags_of(mine) == tags_of(theirs)
                                    : content_of(mine) == content_of(theirs)),
              "%s differs", table);
    }
}

void change(const std::string &path, const std::vector<article> &articles, const shape &shape,
            std::uint64_t seed)
{
    test_random random = test_random_new(seed);
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    for (const article &article : articles) {
        if (test_random_once_in(&random, 4)) {
            database.delete_document(article.docid);
        } else if (test_random_once_in(&random, 4)) {
            database.replace_document(
                article.docid, document_of(random_article(&random, shape, article.docid)));
        }
    }
    for (int i = 0; i < 20; i++) {
        database.add_document(document_of(random_article(&random, shape, 1)));
    }
    database.set_metadata("later", "value");
    database.commit();
}

void delete_all(const std::string &path)
{
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    std::vector<Xapian::docid> docids(database.postlist_begin(""), database.postlist_end(""));
    for (const Xapian::docid docid : docids) {
        database.delete_document(docid);
    }
    database.commit();
    assert_int_equal(database.get_doccount(), 0);
}

void compare(std::uint64_t seed, const shape &shape, std::size_t memory)
{
    test_random random = test_random_new(seed);
    char *folder = test_folder_new();
    const std::string mine = std::string(folder) + "/mine",
                      theirs = std::string(folder) + "/theirs";
    const std::vector<article> articles = random_articles(&random, shape);
    const metadata notes = random_metadata(&random);
    write_by_xapian(theirs, articles, notes, shape.block_size);
    write_by_bulk(mine, articles, notes, shape, memory, &random);
    check_database(mine);
    same(Xapian::Database(mine), Xapian::Database(theirs), &random);
    same_bytes(mine, theirs);
    change(mine, articles, shape, seed);
    change(theirs, articles, shape, seed);
    check_database(mine);
    same(Xapian::Database(mine), Xapian::Database(theirs), &random);
    delete_all(mine);
    check_database(mine);
    test_folder_remove(folder);
}

constexpr std::size_t PLENTY = 64 << 20;

void test_small(void **)
{
    for (std::uint64_t seed = 0; seed < test_rounds(40); seed++) {
        test_random random = test_random_new(seed + 1000);
        const shape shape = {
            test_random_below(&random, 60),       test_random_below(&random, 100),
            1 + test_random_below(&random, 2000), test_random_below(&random, 20000),
            test_random_below(&random, 3000),     test_random_once_in(&random, 2)};
        compare(seed, shape, test_random_once_in(&random, 2) ? PLENTY : 1 << 14);
    }
}

void test_nothing(void **)
{
    compare(1, {0, 0, 1, 0, 0, false}, PLENTY);
}

void test_many(void **)
{
    compare(2, {test_rounds(8000), 40, 3000, 200, 20, false}, PLENTY);
    compare(3, {test_rounds(8000), 40, 3000, 200, 20, true}, 1 << 20); /* several runs */
}

void test_large_articles(void **)
{
    compare(4, {20, 20000, 40000, 300000, 30000, false}, PLENTY);
}

/* Docids at which their spelling becomes longer. */
void test_high_docids(void **)
{
    test_random random = test_random_new(9);
    char *folder = test_folder_new();
    const std::string mine = std::string(folder) + "/mine",
                      theirs = std::string(folder) + "/theirs";
    std::vector<article> articles;
    for (const std::uint32_t edge : {0x8000U, 1U << 22, 1U << 29, 0xFFFFFFF0U}) {
        for (std::uint32_t i = 0; i < 6; i++) {
            articles.push_back(
                random_article(&random, {1, 60, 100, 100, 20, false}, edge - 3 + i));
        }
    }
    write_by_xapian(theirs, articles, {}, ZS_GLASS_BLOCK);
    write_by_bulk(mine, articles, {}, {}, PLENTY, &random);
    same(Xapian::Database(mine), Xapian::Database(theirs), &random);
    test_folder_remove(folder);
}

/* A tag that Xapian writes and cannot read: 8193 equal letters. */
void test_what_compresses_well(void **)
{
    char *folder = test_folder_new();
    const std::string mine = std::string(folder) + "/mine";
    test_random random = test_random_new(9);
    std::vector<article> articles;
    for (std::uint32_t i = 0; i < 40; i++) {
        article made;
        made.docid = i + 1;
        made.data = std::string(8180 + i, 'a');
        for (std::size_t j = 0; j < 34; j++) { /* of lists of terms about as long */
            made.terms[std::string(240, 'b') + static_cast<char>('0' + j)] = i + 200;
        }
        articles.push_back(made);
    }
    write_by_bulk(mine, articles, {}, {}, PLENTY, &random);
    const Xapian::Database database(mine);
    for (const article &article : articles) {
        assert_true(database.get_document(article.docid).get_data() == article.data);
        assert_int_equal(database.get_unique_terms(article.docid), article.terms.size());
    }
    test_folder_remove(folder);
}

/* Puts an article of these terms alone. */
zs_status put_terms(zs_bulk *bulk, std::uint32_t docid, const std::vector<zs_glass_term> &terms,
                    zs_error *error)
{
    zs_buffer list = ZS_BUFFER_INIT;
    assert_true(zs_glass_termlist_append(&list, terms.data(), terms.size(), 1));
    const zs_bulk_article article = {docid, list.data, list.length, nullptr, 0, "", 0};
    const zs_status status = zs_bulk_put(bulk, &article, error);
    zs_buffer_release(&list);
    return status;
}

bool no_note(void *, zs_bulk_pair *)
{
    return false;
}

/* What is wrong with terms is said at the end at the latest. */
void test_terms_that_cannot_be_are_refused(void **)
{
    const std::string zeros(200, '\0');
    const std::vector<std::vector<zs_glass_term>> wrong = {
        {{"a", 1, 1}, {"b", 1, 1}, {"b", 1, 1}},
        {{"b", 1, 1}, {"a", 1, 1}},
        {{"ab", 2, 1}, {"a", 1, 1}},
        {{zeros.data(), 200, 1}}};
    for (const std::vector<zs_glass_term> &terms : wrong) {
        char *folder = test_folder_new();
        const std::string path = std::string(folder) + "/mine";
        zs_error error;
        zs_bulk *bulk = nullptr;
        zs_bulk_summary summary;
        check_ok(zs_bulk_new(path.c_str(), PLENTY, ZS_GLASS_BLOCK, &bulk, &error), error);
        check_ok(put_terms(bulk, 4, {{"a", 1, 1}}, &error), error);
        check_ok(put_terms(bulk, 5, terms, &error), error);
        check_status(zs_bulk_finish(bulk, no_note, nullptr, &summary, &error),
                     ZS_ERROR_INTERNAL, error);
        zs_bulk_free(bulk);
        test_folder_remove(folder);
    }
}

void test_what_cannot_be_is_refused(void **)
{
    char *folder = test_folder_new();
    const std::string path = std::string(folder) + "/mine";
    zs_error error;
    zs_bulk *bulk = nullptr;
    check_ok(zs_bulk_new(path.c_str(), PLENTY, ZS_GLASS_BLOCK, &bulk, &error), error);
    const zs_bulk_article damaged = {5, "\xFF", 1, nullptr, 0, "", 0};
    check_status(zs_bulk_put(bulk, &damaged, &error), ZS_ERROR_INTERNAL, error);
    check_ok(put_terms(bulk, 5, {{"a", 1, 1}, {"b", 1, 1}}, &error), error);
    check_status(put_terms(bulk, 4, {{"a", 1, 1}}, &error), ZS_ERROR_INTERNAL, error);
    zs_bulk_free(bulk);
    check_status(zs_bulk_new(path.c_str(), PLENTY, ZS_GLASS_BLOCK, &bulk, &error), ZS_ERROR_IO,
                 error);
    test_folder_remove(folder);
}
/* ---- Of a writer ------------------------------------------------------------------------- */

/* Articles of real texts: some in files of several, with dates, fields and repeated tags, and
 * copies of others with a sentence less. */
struct library {
    test_texts texts = test_corpus_texts();
    test_texts more = test_collection_texts("lctt", 2 << 20);

    ~library()
    {
        test_texts_release(&texts);
        test_texts_release(&more);
    }
    std::size_t count() const
    {
        return 2 * (texts.count + more.count);
    }
    const test_text &text(std::size_t number) const
    {
        const std::size_t at = number / 2;
        return at < texts.count ? texts.items[at] : more.items[at - texts.count];
    }
    void put(zs_writer *writer, std::size_t number) const
    {
        const test_text &whole = text(number);
        const std::string id = "article " + std::to_string(number);
        const std::string date = std::to_string(2000 + number % 20) + "-03-04";
        const zs_field tags[] = {{"tag", number % 3 == 0 ? "red" : "green"},
                                 {"tag", number % 5 == 0 ? "red" : "blue"},
                                 {"pages", number % 2 == 0 ? "12" : "7.5"}};
        zs_article article{};
        article.id = id.c_str();
        article.title = number % 4 == 0 ? "国际消费中心" : nullptr;
        article.text = whole.data;
        article.text_length = whole.length;
        while (number % 2 == 1 && article.text_length > whole.length * 9 / 10) {
            article.text_length--; /* what is cut within a character is taken all the same */
        }
        article.date = number % 3 == 0 ? nullptr : date.c_str();
        article.source = number % 7 == 0 ? nullptr : "城市晚报";
        article.metadata = tags;
        article.metadata_count = number % 3;
        test_put(writer,
                 number % 5 == 0   ? nullptr
                 : number % 2 == 0 ? "a.jsonl"
                                   : "b.jsonl",
                 &article, ZS_PUT_ADDED);
    }
};

/* A note is written, taken back and written again, as the indexer does of files. */
void note(zs_writer *writer, const char *key, const std::string &value)
{
    zs_error error;
    zs_buffer read = ZS_BUFFER_INIT;
    check_ok(
        zs_writer_set_note(writer, key, std::strlen(key), value.data(), value.size(), &error),
        error);
    check_ok(zs_writer_note(writer, key, std::strlen(key), &read, &error), error);
    assert_true(std::string(read.data ? read.data : "", read.length) == value);
    zs_buffer_release(&read);
}

void test_a_writer_builds_what_it_writes(void **)
{
    const library library;
    char *folder = test_folder_new();
    const std::string built = std::string(folder) + "/built",
                      written = std::string(folder) + "/written";
    zs_writer *builder = test_open_writer(built.c_str(), false);
    zs_writer *writer = test_open_writer(written.c_str(), false);
    library.put(writer, 0);
    test_commit(writer); /* it is not empty now, and nothing more is built */
    for (std::size_t number = 0; number < library.count(); number++) {
        library.put(builder, number);
        if (number > 0) {
            library.put(writer, number);
        }
    }
    for (zs_writer *one : {builder, writer}) {
        note(one, "a", "1");
        note(one, "a", "");
        note(one, "b", "2");
        test_commit(one);
    }
    same_articles(Xapian::Database(database_of(built)), Xapian::Database(database_of(written)),
                  false, true);
    check_database(database_of(built));
    for (zs_writer *one : {builder, writer}) {
        std::uint64_t deleted = 0;
        zs_error error;
        check_ok(zs_writer_delete_group(one, "a.jsonl", nullptr, 0, &deleted, &error), error);
        assert_true(deleted > 0);
        test_commit(one);
        zs_writer_close(one);
    }
    same_articles(Xapian::Database(database_of(built)), Xapian::Database(database_of(written)),
                  false, true);
    test_folder_remove(folder);
}

/* What only Xapian's database can do ends the building, whenever it is asked for. */
void test_building_ends_where_it_must(void **)
{
    const library library;
    for (int way = 0; way < 4; way++) {
        char *folder = test_folder_new();
        zs_error error;
        std::uint64_t deleted = 0;
        zs_writer *writer = test_open_writer(folder, false);
        for (std::size_t number = 0; number < 40; number++) {
            library.put(writer, number);
        }
        if (way == 0) { /* an article is put again, otherwise */
            zs_article article{};
            article.id = "article 0";
            article.text = "改过的文章";
            article.text_length = std::strlen(article.text);
            test_put(writer, nullptr, &article, ZS_PUT_REPLACED);
        } else if (way == 1) { /* or taken away */
            check_ok(zs_writer_delete(writer, "article 0", 9, &error), error);
        } else if (way == 2) { /* with its file */
            check_ok(zs_writer_delete_group(writer, "b.jsonl", nullptr, 0, &deleted, &error),
                     error);
        } else { /* or its file has moved */
            check_ok(zs_writer_move_group(writer, "b.jsonl", "c.jsonl", &deleted, &error),
                     error);
        }
        for (std::size_t number = 40; number < 60; number++) {
            library.put(writer, number);
        }
        test_commit(writer);
        check_database(database_of(folder));
        zs_reader *reader = test_open_reader(folder);
        const std::uint32_t expected = way == 0 || way == 3 ? 60
                                       : way == 1           ? 59
                                                  : 60 - static_cast<std::uint32_t>(deleted);
        assert_int_equal(zs_reader_collection(reader).articles, expected);
        assert_int_equal(test_find(reader, "改过") != 0, way == 0);
        zs_reader_close(reader);
        zs_writer_close(writer);
        assert_int_equal(test_database_count(folder), 1);
        test_folder_remove(folder);
    }
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {cmocka_unit_test(test_nothing),
                                cmocka_unit_test(test_small),
                                cmocka_unit_test(test_many),
                                cmocka_unit_test(test_large_articles),
                                cmocka_unit_test(test_high_docids),
                                cmocka_unit_test(test_what_compresses_well),
                                cmocka_unit_test(test_terms_that_cannot_be_are_refused),
                                cmocka_unit_test(test_what_cannot_be_is_refused),
                                cmocka_unit_test(test_a_writer_builds_what_it_writes),
                                cmocka_unit_test(test_building_ends_where_it_must)};
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
