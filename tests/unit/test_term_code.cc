/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The spelling of terms in the index: it can be read back, keeps beginnings together, stays
 * clear of the capitals that mark other terms, and fits into what Xapian takes.
 */
#include "support/test.h"

#include <string>
#include <vector>

#include "store/schema.h"
#include "store/term_code.h"
#include "support/random.h"

namespace
{
/* The longest term that Xapian's glass takes. */
constexpr std::size_t XAPIAN_LIMIT = 245;

std::string utf8(std::uint32_t character)
{
    zs_buffer bytes = ZS_BUFFER_INIT;
    test_put_character(&bytes, character);
    std::string text(bytes.data, bytes.length);
    zs_buffer_release(&bytes);
    return text;
}

std::string encode(const std::string &term)
{
    return zs::encode_term(term.data(), term.size());
}

bool begins_with(const std::string &text, const std::string &beginning)
{
    return text.compare(0, beginning.size(), beginning) == 0;
}

std::string random_term(test_random *random, std::size_t characters)
{
    std::string term;
    while (characters-- > 0) {
        static const std::uint32_t bases[] = {'a',    'A',    1,       0x7F,    0x80,   0x7FF,
                                              0x4DFF, 0x4E00, 0x9FFF,  0xA000,  0xE000, 0xFFFD,
                                              0x4E01, 0x5000, 0x20000, 0x10FFF0};
        term += utf8(bases[test_random_below(random, 16)] +
                     static_cast<std::uint32_t>(test_random_below(random, 3)));
    }
    return term;
}

void test_every_character_comes_back(void **)
{
    for (std::uint32_t character = 1; character < 0x110000; character++) {
        if (character >= 0xD800 && character <= 0xDFFF) {
            continue;
        }
        const std::string term = utf8(character);
        const std::string code = encode(term);
        check(zs::decode_term(code) == term, "U+%04X does not come back", character);
        const std::size_t wanted = character < 0x80 ? 1
                                   : character >= 0x4E00 && character <= 0x9FFF
                                       ? 2
                                       : term.size() + 1;
        check(code.size() == wanted, "U+%04X takes %zu bytes", character, code.size());
    }
}

void test_random_terms_come_back(void **)
{
    test_random random = test_random_new(1);
    for (std::size_t round = 0; round < test_rounds(50000); round++) {
        const std::string term = random_term(&random, test_random_below(&random, 20));
        check(zs::decode_term(encode(term)) == term, "seed %llu, round %zu",
              static_cast<unsigned long long>(random.seed), round);
    }
}

/* Terms that begin with the same characters begin with the same bytes, and no others do. */
void test_beginnings_stay_beginnings(void **)
{
    test_random random = test_random_new(2);
    for (std::size_t round = 0; round < test_rounds(50000); round++) {
        const std::string one = random_term(&random, test_random_below(&random, 4));
        const std::string other = test_random_once_in(&random, 2)
                                      ? one + random_term(&random, 2)
                                      : random_term(&random, test_random_below(&random, 4));
        check(begins_with(other, one) == begins_with(encode(other), encode(one)),
              "round %zu: %s and %s", round, one.c_str(), other.c_str());
    }
}

/* The terms of a text, as the analyser makes them. */
std::vector<std::string> terms_of(const std::string &text)
{
    zs_analysis *analysis = nullptr;
    zs_error error;
    check_ok(zs_analyze(text.data(), text.size(), ZS_PURPOSE_INDEX, &analysis, &error), error);
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < zs_analysis_token_count(analysis); i++) {
        terms.emplace_back(zs_analysis_token(analysis, i).term);
    }
    zs_analysis_free(analysis);
    return terms;
}

void test_no_term_looks_like_another_kind(void **)
{
    std::string text;
    for (std::uint32_t character = 1; character < 0x110000; character++) {
        if (character < 0xD800 || character > 0xDFFF) {
            text += utf8(character) + " . ";
        }
    }
    const std::vector<std::string> terms = terms_of(text);
    assert_true(terms.size() > 200000);
    for (const std::string &term : terms) {
        const std::string code = encode(term);
        check(code[0] < 'A' || code[0] > 'Z', "%s has the code %s", term.c_str(), code.c_str());
        check(zs::decode_term(code) == term, "%s does not come back", term.c_str());
    }
}

/* A word without end, in every script, makes a term that can be written. */
void test_the_longest_terms_fit(void **)
{
    for (const char *letter : {"a", "é", "я", "ا", "ก", "カ", "中", "一", "𠀀", "𞤀", "가"}) {
        std::string text;
        while (text.size() < 2000) {
            text += letter;
        }
        for (const std::string &term : terms_of(text)) {
            check(encode(term).size() <= XAPIAN_LIMIT, "a term of %zu bytes, of %s, takes %zu",
                  term.size(), letter, encode(term).size());
        }
    }
}

/* Bytes that are not what encode_term makes are no reason to read beyond them. */
void test_any_bytes_can_be_decoded(void **)
{
    test_random random = test_random_new(3);
    for (std::size_t round = 0; round < test_rounds(20000); round++) {
        std::vector<char> bytes(test_random_below(&random, 8));
        for (char &byte : bytes) {
            byte = static_cast<char>(test_random_next(&random));
        }
        const std::string code(bytes.data(), bytes.size());
        const std::string term = zs::decode_term(code);
        const std::string back = zs::encode_term(bytes.data(), bytes.size());
        assert_true(term.size() <= 2 * code.size());
        assert_true(back.size() <= 2 * code.size());
    }
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_every_character_comes_back),
        cmocka_unit_test(test_random_terms_come_back),
        cmocka_unit_test(test_beginnings_stay_beginnings),
        cmocka_unit_test(test_no_term_looks_like_another_kind),
        cmocka_unit_test(test_the_longest_terms_fit),
        cmocka_unit_test(test_any_bytes_can_be_decoded),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
