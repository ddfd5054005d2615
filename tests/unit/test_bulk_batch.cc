/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Batches that a writer builds apart behind the articles that an index has, against the same
 * written by Xapian: the same changes are made to two indexes, one by a writer with so little
 * memory that it builds soon, one by a writer that waits for half a million postings, which are
 * more than there are. Whatever is done, all that can be asked of them is the same.
 */
#include "support/databases.h" /* first: Xapian has a function called check */

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "store/schema.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"
#include "support/test.h"

namespace
{
constexpr std::size_t LITTLE = 4 << 20; /* builds when some 8,000 postings are pending */

constexpr std::size_t ENOUGH_TEXT = 300 << 10; /* for a dictionary */

struct article {
    std::string id, group, text; /* the group is empty if there is none */
};

/* Two indexes to which the same is done. */
class twins
{
  public:
    explicit twins(const char *folder)
        : mine(std::string(folder) + "/mine"), theirs(std::string(folder) + "/theirs")
    {
        open();
    }
    twins(const twins &) = delete;
    twins &operator=(const twins &) = delete;
    ~twins()
    {
        close();
    }

    void open()
    {
        writers[0] = test_open_writer(mine.c_str(), false);
        writers[1] = test_open_writer(theirs.c_str(), false);
    }
    /* Of what comes from now on the first builds. Before, both are to get one dictionary. */
    void begin_building()
    {
        zs_writer_use_memory(writers[0], LITTLE);
    }
    void close()
    {
        for (zs_writer *&writer : writers) {
            zs_writer_close(writer);
            writer = nullptr;
        }
    }

    /* Does something with both writers, which has one outcome. */
    template <typename Body> auto both(Body body)
    {
        const auto first = body(writers[0]);
        const auto second = body(writers[1]);
        assert_true(first == second);
        return first;
    }

    void put(const article &source);
    void move(const std::string &from, const std::string &to);
    void commit(bool compact)
    {
        both([&](zs_writer *writer) {
            zs_error error;
            check_ok(compact ? zs_writer_compact(writer, &error)
                             : zs_writer_commit(writer, &error),
                     error);
            return true;
        });
    }
    void compare(bool with_bounds) const;
    bool has_dictionary() const
    {
        const Xapian::Database one(database_of(mine));
        return !one.get_metadata(zs::META_DICTIONARY).empty();
    }

    const std::string &folder() const
    {
        return mine;
    }

  private:
    std::string mine, theirs;
    zs_writer *writers[2] = {};
};

void twins::put(const article &source)
{
    const std::size_t number = std::strtoul(source.id.c_str() + 1, nullptr, 10);
    const zs_field tags[] = {{"tag", number % 3 == 0 ? "red" : "green"},
                             {"pages", number % 2 == 0 ? "12" : "7.5"},
                             {"tag", source.id.c_str()}};
    zs_article made{};
    made.id = source.id.c_str();
    made.path = source.group.empty() ? made.id : source.group.c_str();
    made.title = number % 4 == 0 ? "国际消费中心" : nullptr;
    made.text = source.text.data();
    made.text_length = source.text.size();
    made.date = number % 3 == 0 ? nullptr : "2020-03-04";
    made.source = number % 7 == 0 ? nullptr : "城市晚报";
    made.metadata = tags;
    made.metadata_count = number % 4;
    both([&](zs_writer *writer) {
        zs_put_outcome outcome;
        std::uint32_t docid = 0;
        zs_error error;
        check_ok(test_try_put_signed(writer,
                                     source.group.empty() ? nullptr : source.group.c_str(),
                                     &made, &outcome, &docid, &error),
                 error);
        return std::make_pair(outcome, docid);
    });
}

/* An article of no group gets another name. */
void twins::move(const std::string &from, const std::string &to)
{
    both([&](zs_writer *writer) {
        zs_error error;
        check_ok(test_try_move(writer, from.c_str(), to.c_str(), &error), error);
        return true;
    });
}

/* Weights and the best hits of terms that are in the index, of two each. */
void same_hits(const Xapian::Database &a, const Xapian::Database &b)
{
    std::size_t number = 0;
    std::string before = "国家";
    for (auto term = b.allterms_begin(); term != b.allterms_end(); ++term) {
        if (++number % 997 != 0) {
            continue;
        }
        const Xapian::Query query(Xapian::Query::OP_OR, Xapian::Query(before),
                                  Xapian::Query(*term));
        same_answer(a, b, query, 20);
        before = *term;
    }
}

void twins::compare(bool with_bounds) const
{
    const std::string place = database_of(mine);
    const Xapian::Database one(place), other(database_of(theirs));
    same_articles(one, other, true, with_bounds);
    same_metadata(one, other);
    same_hits(one, other);
    check_database(place);
    assert_int_equal(test_database_count(mine.c_str()), 1);
}

/* ---- Random changes ---------------------------------------------------------------------- */

/* Of a hundred changes, how many are of each kind; the others are new articles. */
struct habits {
    std::size_t copies, again, same, removed, moved, files, notes, commits;
    bool of_old; /* what changes was there before the batch */
};

class life
{
  public:
    life(std::uint64_t seed, const habits &given)
        : random(test_random_new(seed)), root(test_folder_new()), indexes(root), usual(given)
    {
    }
    life(const life &) = delete;
    life &operator=(const life &) = delete;
    ~life()
    {
        indexes.close();
        test_folder_remove(root);
    }

    void begin();
    void change();
    void compare()
    {
        const std::string before = database_of(indexes.folder());
        const bool compact = test_random_once_in(&random, 8);
        indexes.commit(compact);
        indexes.compare(false);
        merged += !compact && before != database_of(indexes.folder());
        if (test_random_once_in(&random, 4)) {
            indexes.close();
            indexes.open();
            indexes.begin_building();
        }
    }

    std::size_t merged = 0; /* batches, for sure */

  private:
    article new_article();
    article copy_of(const article &source);
    article &any()
    {
        return known[test_random_below(&random, usual.of_old ? old : known.size())];
    }
    void remove();
    void move();
    void change_files();
    void note();

    test_random random;
    char *root;
    twins indexes;
    habits usual;
    std::vector<article> known;
    std::size_t made = 0;
    std::size_t old = 0; /* of those known, the first */
};

article life::new_article()
{
    zs_buffer text = ZS_BUFFER_INIT;
    test_random_text(&random, 50 + test_random_below(&random, 500), TEST_HAN | TEST_LATIN,
                     &text);
    static const char *const groups[] = {"", "", "a.jsonl", "b.jsonl", "c.jsonl"};
    article one{"n" + std::to_string(made++), groups[test_random_below(&random, 5)],
                std::string(text.data ? text.data : "", text.length)};
    zs_buffer_release(&text);
    return one;
}

/* Nearly the same, or quite. */
article life::copy_of(const article &source)
{
    article one = new_article();
    one.text = source.text;
    if (test_random_once_in(&random, 2)) {
        one.text.resize(one.text.size() * 19 / 20);
    }
    return one;
}

/* There is a dictionary then, for which articles would wait. */
void life::begin()
{
    std::size_t bytes = 0;
    while (bytes < ENOUGH_TEXT) {
        known.push_back(new_article());
        indexes.put(known.back());
        if (bytes == 0) {
            indexes.commit(false); /* it is not empty now, and is not built from nothing */
        }
        bytes += known.back().text.size();
    }
    indexes.commit(false);
    assert_true(indexes.has_dictionary());
    indexes.begin_building();
    old = known.size();
}

void life::remove()
{
    const article &one = any();
    if (one.group.empty()) {
        const std::string id = one.id;
        indexes.both([&](zs_writer *writer) {
            zs_error error;
            check_ok(zs_writer_delete(writer, id.data(), id.size(), &error), error);
            return true;
        });
        known.erase(known.begin() + (&one - known.data()));
        old--;
    }
}

void life::move()
{
    article &one = any();
    if (one.group.empty()) {
        const std::string to = "n" + std::to_string(made++);
        indexes.move(one.id, to);
        one.id = to;
    }
}

/* A file vanishes, or is called otherwise. */
void life::change_files()
{
    const std::string from = any().group;
    const bool vanishes = test_random_once_in(&random, 2);
    const std::string to = from + "+";
    if (from.empty()) {
        return;
    }
    indexes.both([&](zs_writer *writer) {
        zs_error error;
        std::uint64_t count = 0;
        check_ok(vanishes
                     ? zs_writer_delete_group(writer, from.c_str(), nullptr, 0, &count, &error)
                     : zs_writer_move_group(writer, from.c_str(), to.c_str(), &count, &error),
                 error);
        return count;
    });
    std::vector<article> left;
    for (article &one : known) {
        if (one.group == from && vanishes) {
            continue;
        }
        left.push_back(one);
        left.back().group = one.group == from ? to : one.group;
    }
    known = left;
}

zs_status add_note(void *context, const char *key, std::size_t key_length, const char *value,
                   std::size_t value_length, zs_error *)
{
    auto *all = static_cast<std::string *>(context);
    all->append(key, key_length).append("=").append(value, value_length).append("\n");
    return ZS_OK;
}

void life::note()
{
    const std::string key = std::string(1 + test_random_below(&random, 2) * 300, 'k') +
                            std::to_string(test_random_below(&random, 20));
    const std::string value =
        test_random_once_in(&random, 3) ? "" : std::to_string(test_random_below(&random, 9));
    indexes.both([&](zs_writer *writer) {
        zs_error error;
        std::string all;
        check_ok(zs_writer_set_note(writer, key.data(), key.size(), value.data(), value.size(),
                                    &error),
                 error);
        check_ok(zs_writer_each_note(writer, "k", add_note, &all, &error), error);
        return all;
    });
}

void life::change()
{
    std::size_t kind = test_random_below(&random, 100);
    const auto is = [&](std::size_t share) {
        const bool hit = kind < share;
        kind -= hit ? 0 : share;
        return hit;
    };
    if (known.empty()) {
        known.push_back(new_article());
        indexes.put(known.back());
    } else if (is(usual.again)) {
        article &one = any();
        one.text = new_article().text;
        indexes.put(one);
    } else if (is(usual.same)) {
        indexes.put(any());
    } else if (is(usual.removed)) {
        remove();
    } else if (is(usual.moved)) {
        move();
    } else if (is(usual.files)) {
        change_files();
    } else if (is(usual.notes)) {
        note();
    } else if (is(usual.commits)) {
        compare();
    } else {
        known.push_back(is(usual.copies) ? copy_of(any()) : new_article());
        indexes.put(known.back());
    }
}

std::size_t live(std::uint64_t seed, const habits &habits, std::size_t changes)
{
    life life(seed, habits);
    life.begin();
    for (std::size_t i = 0; i < changes; i++) {
        life.change();
    }
    life.compare();
    return life.merged;
}

void test_new_articles(void **)
{
    for (std::uint64_t seed = 0; seed < test_rounds(3); seed++) {
        assert_true(live(seed, {10, 0, 0, 0, 0, 0, 10, 0, false}, 400) > 0);
    }
}

/* The changes are few enough to be made once more when both have been merged. */
void test_few_changes_among_many_articles(void **)
{
    for (std::uint64_t seed = 10; seed < 10 + test_rounds(4); seed++) {
        assert_true(live(seed, {3, 1, 3, 1, 1, 0, 5, 0, true}, 400) > 0);
    }
}

void test_many_changes(void **)
{
    for (std::uint64_t seed = 20; seed < 20 + test_rounds(6); seed++) {
        (void)live(seed, {10, seed % 3 * 5, 5, 5, 4, 2, 5, 2, false}, 300);
    }
}

/* ---- Real articles ----------------------------------------------------------------------- */

/* Half of them are in the index when the others come, in two batches. */
void test_real_articles(void **)
{
    test_texts texts = test_corpus_texts(), more = test_collection_texts("lctt", 2 << 20);
    std::vector<article> all;
    for (const test_texts *some : {&texts, &more}) {
        for (std::size_t i = 0; i < some->count; i++) {
            const std::string text(some->items[i].data, some->items[i].length);
            all.push_back(
                {"n" + std::to_string(all.size()), i % 3 == 0 ? "" : "a.jsonl", text});
        }
    }
    char *root = test_folder_new();
    {
        twins indexes(root);
        const std::size_t half = all.size() / 2;
        for (std::size_t i = 0; i < half; i++) {
            indexes.put(all[i]);
            if (i == 0 || i + 1 == half) {
                indexes.commit(false);
            }
        }
        const std::string before = database_of(indexes.folder());
        indexes.begin_building();
        for (std::size_t i = half; i < all.size(); i++) {
            indexes.put(all[i]);
        }
        indexes.commit(false);
        indexes.compare(true);
        assert_true(more.count == 0 || before != database_of(indexes.folder()));
        for (std::size_t i = 0; i < all.size(); i++) { /* copies of all */
            article copy = all[i];
            copy.id += "0000";
            copy.text.resize(copy.text.size() * 19 / 20);
            indexes.put(copy);
        }
        indexes.commit(false);
        indexes.compare(true);
        indexes.commit(true);
        indexes.compare(false);
    }
    test_texts_release(&texts);
    test_texts_release(&more);
    test_folder_remove(root);
}

/* Whether a batch of so many articles behind so many others makes another database. */
bool is_merged(std::size_t first, std::size_t batch)
{
    test_random random = test_random_new(first);
    char *root = test_folder_new();
    std::string before, after;
    {
        twins indexes(root);
        for (std::size_t i = 0; i < first + batch; i++) {
            zs_buffer text = ZS_BUFFER_INIT;
            test_random_text(&random, 300, TEST_HAN | TEST_LATIN, &text);
            indexes.put({"n" + std::to_string(i), "", std::string(text.data, text.length)});
            zs_buffer_release(&text);
            if (i == 0 || i + 1 == first) {
                indexes.commit(i > 0);
            }
            if (i + 1 == first) {
                indexes.begin_building();
            }
        }
        assert_true(indexes.has_dictionary());
        before = database_of(indexes.folder());
        indexes.commit(false);
        indexes.compare(false);
        after = database_of(indexes.folder());
    }
    test_folder_remove(root);
    return before != after;
}

/* One that is small beside the index is handed to Xapian's writer, so that it costs what it
 * changes. */
void test_what_is_cheaper_is_done(void **)
{
    assert_false(is_merged(1000, 40));
    assert_true(is_merged(300, 500));
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {cmocka_unit_test(test_new_articles),
                                cmocka_unit_test(test_few_changes_among_many_articles),
                                cmocka_unit_test(test_many_changes),
                                cmocka_unit_test(test_real_articles),
                                cmocka_unit_test(test_what_is_cheaper_is_done)};
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
