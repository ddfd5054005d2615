/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Preparing articles before they are put: what comes to be in the index is the same to the
 * byte, whichever thread has prepared, and before or after the index has got its dictionary.
 */
#include "support/test.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/field.h"
#include "store/document.h"
#include "store/schema.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

namespace
{
/* ---- Lists of terms ---------------------------------------------------------------------- */

bool same_bytes(const zs_buffer &one, const zs_buffer &other)
{
    return one.length == other.length &&
           (one.length == 0 || std::memcmp(one.data, other.data, one.length) == 0);
}

std::string random_code(test_random *random)
{
    static const std::string first[] = {"1", "7b", "A", "B", "Kx", "Z", "[", "a", "ab", "\xA0"};
    std::string code = first[test_random_below(random, 10)];
    for (std::size_t left = test_random_below(random, 4); left > 0; left--) {
        code += static_cast<char>('a' + test_random_below(random, 3));
    }
    return code;
}

/* Terms with a prefix that come later, against all of them sorted and encoded at once. */
void test_list_in_the_making(void **)
{
    zs_term_places places{};
    zs::term_list list;
    for (std::size_t round = 0; round < test_rounds(3000); round++) {
        test_random random = test_random_new(round);
        zs::spelling early, all;
        for (std::size_t i = test_random_below(&random, 12); i > 0; i--) {
            const std::string code = random_code(&random);
            const auto count =
                static_cast<std::uint32_t>(test_random_below(&random, i % 3 ? 3 : 300));
            early.add_term(code, count);
            all.add_term(code, count);
        }
        early.sort(&places);
        assert_true(list.begin(early));
        for (std::size_t i = test_random_below(&random, 4); i > 0; i--) {
            const std::string code =
                static_cast<char>('A' + test_random_below(&random, 26)) + random_code(&random);
            list.add(code);
            all.add_term(code);
        }
        all.sort(&places);
        check(same_bytes(list.finish(&places), zs::list_of(all)), "round %zu", round);
    }
    zs_term_places_release(&places);
}

/* ---- Articles ---------------------------------------------------------------------------- */

constexpr std::size_t ARTICLES = 290;
constexpr std::size_t FEWER = 60; /* by Xapian's writer, which is slow, after a commit */

/* An article and its terms. */
struct counted {
    std::string id, title, text, author, tag;
    zs_field metadata[2]{};
    zs_article article{};
    std::vector<std::string> bytes;
    std::vector<zs_term_count> terms;
    std::uint64_t signature = 0;

    zs_document document(zs_prepared *prepared) const
    {
        zs_document document{};
        document.key = id.data();
        document.key_length = id.size();
        document.article = &article;
        document.signature = signature;
        document.prepared = prepared;
        document.terms = terms.data();
        document.term_count = terms.size();
        return document;
    }
};

std::size_t next_character(const std::string &text, std::size_t at)
{
    do {
        at++;
    } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

/* Pairs of characters, and a term of each field. */
void count_terms(counted *made)
{
    std::map<std::string, std::uint32_t> pairs;
    const std::string &text = made->text;
    for (std::size_t at = 0; at < text.size(); at = next_character(text, at)) {
        pairs[text.substr(at, next_character(text, next_character(text, at)) - at)]++;
    }
    made->bytes.reserve(pairs.size() + 3);
    const auto add = [made](const std::string &bytes, std::uint32_t count,
                            std::uint32_t field) {
        made->bytes.push_back(bytes);
        made->terms.push_back({made->bytes.back().data(),
                               static_cast<std::uint32_t>(bytes.size()), count, field});
    };
    for (const auto &[pair, count] : pairs) {
        add(pair, count, ZS_FIELD_TEXT);
    }
    add(made->author, 1, ZS_FIELD_AUTHOR);
    add(made->tag, 1, ZS_FIELD_METADATA);
    add(made->metadata[1].value, 1, ZS_FIELD_METADATA + 1);
}

/* Enough text that the index makes its dictionary before the last; every seventh is nearly
 * another. */
using library = std::vector<std::unique_ptr<counted>>;

library make_articles()
{
    library articles;
    zs_buffer text = ZS_BUFFER_INIT;
    test_random random = test_random_new(3);
    for (std::size_t i = 0; i < ARTICLES; i++) {
        auto made = std::make_unique<counted>();
        zs_buffer_clear(&text);
        test_random_text(&random, 3000, TEST_HAN | TEST_LATIN | TEST_LINE_END, &text);
        made->text =
            i % 7 == 6 ? articles[i - 3]->text + "补充。" : std::string(text.data, text.length);
        made->id = "article " + std::to_string(i);
        made->title = "国际消费中心 " + std::to_string(i);
        made->author = i % 2 ? "王小明" : "Zhao Qian";
        made->tag = "城市" + std::to_string(i % 5);
        made->metadata[0] = {i % 4 ? "tag" : "栏目", made->tag.c_str()};
        made->metadata[1] = {"number", i % 2 ? "12" : "a"};
        made->article.id = made->id.c_str();
        made->article.title = made->title.c_str();
        made->article.text = made->text.data();
        made->article.text_length = made->text.size();
        made->article.author = made->author.c_str();
        made->article.metadata = made->metadata;
        made->article.metadata_count = 2;
        count_terms(made.get());
        made->signature = i % 7 == 6 ? articles[i - 3]->signature : test_random_next(&random);
        articles.push_back(std::move(made));
    }
    zs_buffer_release(&text);
    return articles;
}

const library &all_articles()
{
    static const library articles = make_articles();
    return articles;
}

void put(zs_writer *writer, const zs_document &document, zs_put_outcome wanted)
{
    zs_put_outcome outcome;
    zs_error error;
    check_ok(zs_writer_put(writer, &document, &outcome, nullptr, &error), error);
    assert_int_equal(outcome, wanted);
}

/* The files of the articles themselves, in which nothing is random and no time. */
void check_same_tables(const char *one, const char *other)
{
    char *mine = test_database(one), *theirs = test_database(other);
    for (const char *name : {"docdata.glass", "termlist.glass"}) {
        char *a = test_path(mine, name), *b = test_path(theirs, name);
        zs_buffer left = ZS_BUFFER_INIT, right = ZS_BUFFER_INIT;
        test_read_file(a, &left);
        test_read_file(b, &right);
        check(same_bytes(left, right), "%s", name);
        zs_buffer_release(&left);
        zs_buffer_release(&right);
        free(a);
        free(b);
    }
    free(mine);
    free(theirs);
}

struct index {
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);

    index() = default;
    index(const index &) = delete;
    index &operator=(const index &) = delete;
    void close()
    {
        zs_writer_close(writer);
        writer = nullptr;
    }
    ~index()
    {
        close();
        test_folder_remove(folder);
    }
};

/* Of a thread that runs ahead of what is put. */
struct ahead {
    const library *articles;
    zs_writer *writer;
    std::vector<zs_prepared *> prepared = std::vector<zs_prepared *>(ARTICLES);
    std::atomic<std::size_t> count{0};
    std::atomic<bool> failed{false};
};

void prepare_all(ahead *work)
{
    zs_preparer *preparer = nullptr;
    zs_error error;
    bool fine = zs_preparer_new(work->writer, &preparer, &error) == ZS_OK;
    for (std::size_t i = 0; i < ARTICLES; i++) {
        const zs_document document = (*work->articles)[i]->document(nullptr);
        fine = fine && zs_prepare(preparer, &document, &work->prepared[i], &error) == ZS_OK;
        work->failed = work->failed || !fine;
        work->count++;
    }
    zs_preparer_free(preparer);
}

/* `commit_at`: a commit comes before this article, by which the index gets its dictionary. */
void put_plain(zs_writer *writer, const library &articles, std::size_t commit_at)
{
    for (std::size_t i = 0; i < (commit_at < ARTICLES ? FEWER : ARTICLES); i++) {
        if (i == commit_at) {
            test_commit(writer);
        }
        put(writer, articles[i]->document(nullptr), ZS_PUT_ADDED);
    }
    test_commit(writer);
}

void put_prepared(zs_writer *writer, const library &articles, std::size_t commit_at)
{
    ahead work;
    work.articles = &articles;
    work.writer = writer;
    std::thread thread(prepare_all, &work);
    for (std::size_t i = 0; i < (commit_at < ARTICLES ? FEWER : ARTICLES); i++) {
        while (work.count <= i) {
            std::this_thread::yield();
        }
        if (i == commit_at) {
            test_commit(writer);
        }
        zs_document document = articles[i]->document(work.prepared[i]);
        if (!work.failed) {
            document.terms = nullptr; /* nobody needs them any more */
            document.term_count = 0;
            put(writer, document, ZS_PUT_ADDED);
        }
    }
    thread.join();
    assert_false(work.failed);
    for (zs_prepared *prepared : work.prepared) {
        assert_true(zs_prepared_memory(prepared) > 0);
        zs_prepared_free(prepared);
    }
    test_commit(writer);
}

void test_prepared_in_another_thread(void **)
{
    const library &articles = all_articles();
    for (const std::size_t commit_at : {ARTICLES, std::size_t{40}}) {
        index plain, prepared;
        put_plain(plain.writer, articles, commit_at);
        put_prepared(prepared.writer, articles, commit_at);
        plain.close();
        prepared.close();
        check_same_tables(plain.folder, prepared.folder);
    }
}

/* What was prepared for an index with another dictionary is of no use to this one, and what is
 * put after all was prepared anew. */
void test_prepared_for_another_index(void **)
{
    const library &articles = all_articles();
    index other, plain, prepared;
    put_plain(other.writer, articles, 50);
    put_plain(plain.writer, articles, 40);
    zs_preparer *preparer = nullptr;
    zs_error error;
    check_ok(zs_preparer_new(other.writer, &preparer, &error), error);
    zs_prepared *made = nullptr;
    for (std::size_t i = 0; i < FEWER; i++) {
        if (i == 40) {
            test_commit(prepared.writer);
        }
        zs_document document = articles[i]->document(nullptr);
        check_ok(zs_prepare(preparer, &document, &made, &error), error);
        put(prepared.writer, articles[i]->document(made), ZS_PUT_ADDED);
    }
    test_commit(prepared.writer);
    zs_prepared_free(made);
    zs_preparer_free(preparer);
    plain.close();
    prepared.close();
    check_same_tables(plain.folder, prepared.folder);
    zs_reader *reader = test_open_reader(prepared.folder);
    for (std::size_t i = 0; i < FEWER; i++) {
        test_check_article(reader, static_cast<std::uint32_t>(i + 1), articles[i]->id.c_str(),
                           articles[i]->text.c_str());
    }
    zs_reader_close(reader);
}

void test_putting_twice(void **)
{
    const library &articles = all_articles();
    index made;
    zs_preparer *preparer = nullptr;
    zs_prepared *prepared = nullptr;
    zs_error error;
    check_ok(zs_preparer_new(made.writer, &preparer, &error), error);
    assert_int_equal(zs_prepared_memory(prepared), 0);
    zs_document document = articles[0]->document(nullptr);
    check_ok(zs_prepare(preparer, &document, &prepared, &error), error);
    document.prepared = prepared;
    put(made.writer, document, ZS_PUT_ADDED);
    put(made.writer, document, ZS_PUT_SAME); /* it is used up */
    check_ok(zs_prepare(preparer, &document, &prepared, &error), error);
    put(made.writer, document, ZS_PUT_SAME); /* it is not */
    document.key_length = 3;
    put(made.writer, document, ZS_PUT_ADDED);
    document.key_length = 2;
    put(made.writer, document, ZS_PUT_ADDED); /* it is used up */
    test_commit(made.writer);
    zs_preparer_free(preparer);
    zs_prepared_free(prepared);
    zs_preparer_free(nullptr);
    zs_prepared_free(nullptr);
    zs_reader *reader = test_open_reader(made.folder);
    for (std::uint32_t docid = 1; docid <= 3; docid++) {
        test_check_article(reader, docid, articles[0]->id.c_str(), articles[0]->text.c_str());
    }
    const std::string &pair = articles[0]->bytes.front();
    assert_int_equal(test_frequency(reader, pair.c_str()), 3);
    zs_reader_close(reader);
}

void test_more_terms_than_an_article_can_have(void **)
{
    index made;
    const zs_term_count terms[] = {{"a", 1, UINT32_MAX, 0}, {"b", 1, 1, 0}};
    counted large;
    large.id = "a";
    large.article.id = "a";
    large.article.text = "";
    large.terms.assign(terms, terms + 2);
    const zs_document document = large.document(nullptr);
    zs_preparer *preparer = nullptr;
    zs_prepared *prepared = nullptr;
    zs_put_outcome outcome;
    zs_error error;
    check_ok(zs_preparer_new(made.writer, &preparer, &error), error);
    check_status(zs_prepare(preparer, &document, &prepared, &error), ZS_ERROR_FULL, error);
    check_status(zs_writer_put(made.writer, &document, &outcome, nullptr, &error),
                 ZS_ERROR_FULL, error);
    zs_prepared_free(prepared);
    zs_preparer_free(preparer);
}
} // namespace

int main()
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list_in_the_making),
        cmocka_unit_test(test_prepared_in_another_thread),
        cmocka_unit_test(test_prepared_for_another_index),
        cmocka_unit_test(test_putting_twice),
        cmocka_unit_test(test_more_terms_than_an_article_can_have),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
