/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requests that are answered without Xapian's matcher, against that matcher where it has no
 * reason to leave anything out: the same articles, weights and totals.
 */
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "store/match_query.h" /* first: Xapian, too, has a check() */
#include "store/schema.h"
#include "store/weigh.h"

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"
#include "support/test.h"

namespace
{
constexpr std::uint32_t ARTICLES = 400;
constexpr std::size_t TERMS = 24;

struct ground {
    char *folder;
    zs_writer *writer;
    zs_reader *reader;
    std::vector<std::string> terms;
};

ground *here;

/* The first terms are in most articles, the last in few; some are there without counting. Every
 * fifth article is nearly the same as the one before. */
void put_articles(std::uint32_t first, std::uint32_t end, test_random *random)
{
    std::vector<zs_term_count> listed;
    for (std::uint32_t i = first; i < end; i++) {
        const bool same = i % 5 == 4 && !listed.empty();
        if (!same) {
            listed.clear();
            for (std::size_t j = 0; j < TERMS; j++) {
                if (test_random_once_in(random, 1 + j)) {
                    zs_term_count term{};
                    term.term = here->terms[j].data();
                    term.length = static_cast<std::uint32_t>(here->terms[j].size());
                    term.count =
                        static_cast<std::uint32_t>(test_random_below(random, 2 + i % 5));
                    listed.push_back(term);
                }
            }
        }
        const std::string id = std::to_string(i);
        zs_article article{};
        article.id = id.c_str();
        article.text = "";
        zs_document document{};
        document.key = id.c_str();
        document.key_length = id.size();
        document.article = &article;
        document.terms = listed.data();
        document.term_count = listed.size();
        document.signature = (i - same + std::uint64_t{1}) * 0x9E3779B97F4A7C15;
        zs_put_outcome outcome;
        zs_error error;
        check_ok(zs_writer_put(here->writer, &document, &outcome, nullptr, &error), error);
    }
    test_commit(here->writer);
}

int set_up(void **)
{
    here = new ground{};
    here->folder = test_folder_new();
    for (std::size_t i = 0; i < TERMS; i++) {
        here->terms.push_back("t" + std::to_string(i));
    }
    here->writer = test_open_writer(here->folder, false);
    test_random random = test_random_new(1);
    put_articles(0, ARTICLES, &random);
    here->reader = test_open_reader(here->folder);
    return 0;
}

int tear_down(void **)
{
    zs_reader_close(here->reader);
    zs_writer_close(here->writer);
    test_folder_remove(here->folder);
    delete here;
    return 0;
}

zs_match_term random_term(test_random *random)
{
    const std::size_t number = test_random_below(random, TERMS + 1); /* the last there is not */
    zs_match_term term{};
    term.term = number < TERMS ? here->terms[number].data() : "none";
    term.length = number < TERMS ? here->terms[number].size() : 4;
    return term;
}

/* A request of terms, some of which have synonyms of one term or of two together. */
struct trial {
    static constexpr std::size_t MOST = 6;

    zs_match_term terms[MOST];
    zs_match_node also[MOST][3];
    zs_match_node needed[MOST][3][2];
    zs_match_request request{};

    trial(test_random *random, bool synonyms)
    {
        const std::size_t count = 1 + test_random_below(random, MOST);
        for (std::size_t i = 0; i < count; i++) {
            terms[i] = random_term(random);
            terms[i].factor = static_cast<double>(test_random_below(random, 20)) / 10;
            terms[i].also = also[i];
            terms[i].also_count = synonyms ? test_random_below(random, 4) : 0;
            for (std::size_t j = 0; j < terms[i].also_count; j++) {
                make(random, &also[i][j], needed[i][j]);
            }
        }
        request.terms = terms;
        request.count = count;
        request.limit = ARTICLES;
    }

  private:
    static void make(test_random *random, zs_match_node *node, zs_match_node *children)
    {
        for (std::size_t i = 0; i < 2; i++) {
            children[i] = zs_match_node{};
            children[i].kind = ZS_MATCH_TERM;
            children[i].term = random_term(random);
        }
        *node = children[0];
        if (test_random_once_in(random, 2)) {
            *node = zs_match_node{};
            node->kind = ZS_MATCH_ALL;
            node->children = children;
            node->count = 2;
        }
    }
};

/* What Xapian finds, all of it, so that nothing is pruned. */
std::vector<zs_match> by_xapian(const zs_match_request &request)
{
    Xapian::Enquire enquire(here->reader->database);
    enquire.set_query(zs::request_query(*here->reader, request));
    enquire.set_weighting_scheme(Xapian::BM25Weight(ZS_BM25_K1, 0, 0, ZS_BM25_B, 0));
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    if (request.duplicates == ZS_MATCH_BEST) {
        enquire.set_collapse_key(zs::SLOT_DUPLICATES);
    }
    const Xapian::doccount all = here->reader->database.get_doccount();
    const Xapian::MSet found = enquire.get_mset(0, all, all);
    std::vector<zs_match> matches;
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
        const std::string number = hit.get_document().get_value(zs::SLOT_DUPLICATES);
        matches.push_back(zs_match{*hit, static_cast<std::uint32_t>(zs::number_of(number)),
                                   hit.get_weight(), ZS_NO_ID, ZS_NO_LOOK});
    }
    return matches;
}

bool near(double one, double other)
{
    return std::fabs(one - other) <= 1e-9 * std::fabs(other);
}

/* Where weights are the same but for rounding, any order will do, and any of those that are
 * nearly the same. */
void check_matches(const zs_matches &matches, const std::vector<zs_match> &expected,
                   const zs_match_request &request, std::size_t round)
{
    const std::size_t begin = std::min(request.offset, expected.size());
    const std::size_t count = std::min(request.limit, expected.size() - begin);
    check(matches.count == count && matches.total == expected.size() && matches.exact,
          "round %zu: %zu of %zu, in all %zu of %zu", round, matches.count, count,
          static_cast<std::size_t>(matches.total), expected.size());
    for (std::size_t i = 0; i < count; i++) {
        const zs_match &match = matches.items[i];
        const std::size_t place = begin + i;
        const zs_match &wanted = expected[place];
        check(match.weight == wanted.weight || near(match.weight, wanted.weight),
              "round %zu: hit %zu weighs %.17g, not %.17g", round, i, match.weight,
              wanted.weight);
        const bool tie =
            (place > 0 && near(expected[place - 1].weight, wanted.weight)) ||
            (place + 1 < expected.size() && near(expected[place + 1].weight, wanted.weight)) ||
            (wanted.duplicates != 0 && match.duplicates == wanted.duplicates);
        check(match.docid == wanted.docid || tie, "round %zu: hit %zu is %u, not %u", round, i,
              match.docid, wanted.docid);
    }
}

void compare(std::size_t rounds, bool synonyms, zs_match_duplicates duplicates)
{
    zs_matches matches{};
    for (std::size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        trial made(&random, synonyms);
        made.request.duplicates = duplicates;
        assert_true(zs::can_weigh(made.request));
        const std::vector<zs_match> expected = by_xapian(made.request);
        zs_error error;
        check_ok(zs_reader_find(here->reader, &made.request, &matches, &error), error);
        check_matches(matches, expected, made.request, round);
        made.request.limit = test_random_below(&random, ARTICLES / 4);
        made.request.offset = test_random_below(&random, ARTICLES / 2);
        check_ok(zs_reader_find(here->reader, &made.request, &matches, &error), error);
        check_matches(matches, expected, made.request, round);

        made.request.offset = 0;
        check_ok(zs_reader_find_all(here->reader, &made.request, &matches, &error), error);
        check(matches.count == expected.size(), "round %zu: %zu of %zu", round, matches.count,
              expected.size());
        std::sort(matches.items + std::min(made.request.limit, matches.count),
                  matches.items + matches.count,
                  [](const zs_match &one, const zs_match &other) {
                      return one.weight != other.weight ? one.weight > other.weight
                                                        : one.docid < other.docid;
                  });
        made.request.limit = ARTICLES * 2;
        check_matches(matches, expected, made.request, round);
    }
    zs_matches_release(&matches);
}

void test_terms(void **)
{
    compare(test_rounds(1000), false, ZS_MATCH_EACH);
}

void test_synonyms(void **)
{
    compare(test_rounds(1000), true, ZS_MATCH_EACH);
}

void test_the_best_of_those_nearly_the_same(void **)
{
    assert_true(here->reader->database.get_value_freq(zs::SLOT_DUPLICATES) > ARTICLES / 5);
    compare(test_rounds(1000), true, ZS_MATCH_BEST);
}

/* What was kept of the index is forgotten when it is seen anew. */
void test_what_is_written_is_found(void **)
{
    test_random random = test_random_new(2);
    for (std::uint32_t i = 0; i < 5; i++) {
        put_articles(ARTICLES + 20 * i, ARTICLES + 20 * (i + 1), &random);
        compare(test_rounds(20), true, ZS_MATCH_BEST);
        zs_error error;
        check_ok(zs_reader_refresh(here->reader, &error), error);
        compare(test_rounds(50), true, ZS_MATCH_BEST);
        const std::string gone = std::to_string(7 * i);
        check_ok(zs_writer_delete(here->writer, gone.data(), gone.size(), &error), error);
    }
}

zs_match_node node_of(const zs_match_term &term)
{
    zs_match_node node{};
    node.kind = ZS_MATCH_TERM;
    node.term = term;
    return node;
}

/* A query of one word asks for that word and weighs it. */
void test_one_term_that_must_be_there(void **)
{
    zs_matches matches{};
    for (std::size_t round = 0; round < 2 * (TERMS + 1); round++) {
        test_random random = test_random_new(round);
        zs_match_term term = random_term(&random);
        zs_match_node node = node_of(term), around{};
        around.kind = round % 3 == 0 ? ZS_MATCH_ANY : ZS_MATCH_ALL;
        around.children = &node;
        around.count = 1;
        term.factor = 0.7;
        zs_match_request request{};
        request.terms = &term;
        request.count = 1;
        request.within = round % 2 == 0 ? &node : &around;
        request.limit = ARTICLES;
        request.duplicates = round % 4 < 2 ? ZS_MATCH_BEST : ZS_MATCH_EACH;
        assert_true(zs::can_weigh(request));
        zs_error error;
        check_ok(zs_reader_find(here->reader, &request, &matches, &error), error);
        check_matches(matches, by_xapian(request), request, round);
    }
    zs_matches_release(&matches);
}

void test_what_else_must_be_there_is_left_to_xapian(void **)
{
    zs_match_term terms[2] = {};
    for (std::size_t i = 0; i < 2; i++) {
        terms[i].term = here->terms[i].data();
        terms[i].length = here->terms[i].size();
    }
    zs_match_node nodes[] = {node_of(terms[0]), node_of(terms[1])};
    zs_match_request request{};
    request.terms = terms;
    request.count = 1;
    request.within = &nodes[1]; /* another */
    assert_false(zs::can_weigh(request));
    request.within = &nodes[0];
    assert_true(zs::can_weigh(request));
    request.count = 2;
    assert_false(zs::can_weigh(request));
    request.count = 1;
    nodes[0].term.prefix = true;
    assert_false(zs::can_weigh(request));
    nodes[0] = node_of(terms[0]);
    nodes[0].term.field = ZS_FIELD_TITLE;
    assert_false(zs::can_weigh(request));
    nodes[0] = node_of(terms[0]);
    terms[0].also = &nodes[1];
    terms[0].also_count = 1;
    assert_false(zs::can_weigh(request)); /* what counts as it need not do */
    terms[0].also_count = 0;
    zs_match_node both{};
    both.kind = ZS_MATCH_ALL;
    both.children = nodes;
    both.count = 2;
    request.within = &both;
    assert_false(zs::can_weigh(request));
}

void test_others_are_left_to_xapian(void **)
{
    zs_match_term term{};
    zs_match_node node{};
    zs_match_request request{};
    term.term = here->terms[0].data();
    term.length = here->terms[0].size();
    request.terms = &term;
    request.count = 1;
    assert_true(zs::can_weigh(request));
    request.within = &node;
    assert_false(zs::can_weigh(request));
    request.within = nullptr;
    request.without = &node;
    assert_false(zs::can_weigh(request));
    request.without = nullptr;
    term.prefix = true;
    assert_false(zs::can_weigh(request));
    term.prefix = false;
    node.kind = ZS_MATCH_DATES;
    term.also = &node;
    term.also_count = 1;
    assert_false(zs::can_weigh(request));
}

/* ---- What is kept ---- */

zs::posting_list list_of_size(std::size_t size)
{
    return std::make_shared<const zs::postings>(size);
}

/* What is used stays; of the rest no more than fits. */
void test_lists_that_are_used_are_kept(void **)
{
    constexpr std::size_t SIZE = 100'000, LISTS = 100;
    zs::kept_postings kept;
    kept.keep("used", list_of_size(SIZE));
    for (std::size_t i = 0; i < LISTS; i++) {
        kept.keep(std::to_string(i), list_of_size(SIZE));
        assert_true(kept.find("used") != nullptr);
    }
    std::size_t there = 0;
    for (std::size_t i = 0; i < LISTS; i++) {
        there += kept.find(std::to_string(i)) != nullptr;
    }
    assert_true(there > 0 && there * SIZE * sizeof(zs::posting) <= 32 << 20);
    kept.clear();
    assert_true(kept.find("used") == nullptr);
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_synonyms),
        cmocka_unit_test(test_the_best_of_those_nearly_the_same),
        cmocka_unit_test(test_what_is_written_is_found),
        cmocka_unit_test(test_one_term_that_must_be_there),
        cmocka_unit_test(test_what_else_must_be_there_is_left_to_xapian),
        cmocka_unit_test(test_others_are_left_to_xapian),
        cmocka_unit_test(test_lists_that_are_used_are_kept),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
