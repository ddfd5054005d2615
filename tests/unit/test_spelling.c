/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a text spells in pinyin, against a slow and obvious one that tries every way to part it.
 */
#include "text/spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "support/test.h"
#include "text/utf.h"

static bool spell(const char *text, bool partial, zs_spelling *out)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_fold(text, strlen(text), ZS_PURPOSE_QUERY, &folded, &error), error);
    bool spelt = zs_spell(&folded, 0, folded.length, partial, out);
    zs_folded_release(&folded);
    return spelt;
}

/* All ways through what is spelt, in order, as "xi an|xian". */
static void add_ways(const zs_spelling *spelling, size_t place, const char *way, zs_buffer *out)
{
    if (place == spelling->places) {
        assert_true(zs_buffer_append_string(out, out->length > 0 ? "|" : "") &&
                    zs_buffer_append_string(out, way));
        return;
    }
    for (size_t i = 0; i < spelling->count; i++) {
        const zs_spelt *item = &spelling->items[i];
        char longer[300], character[5] = "";
        if (item->start != place) {
            continue;
        }
        if (item->character) {
            (void)zs_utf8_put(character, item->character);
        }
        bool range = item->high - item->low > 1;
        (void)snprintf(longer, sizeof longer, "%s%s%s%s%s", way, way[0] ? " " : "",
                       item->character ? character : zs_syllable_name(item->low),
                       range ? "-" : "",
                       range ? zs_syllable_name((zs_syllable)(item->high - 1)) : "");
        add_ways(spelling, item->end, longer, out);
    }
}

static const char *ways_of(const char *text, bool partial)
{
    static zs_buffer ways;
    zs_spelling spelling;
    zs_buffer_clear(&ways);
    if (!spell(text, partial, &spelling)) {
        return "";
    }
    add_ways(&spelling, 0, "", &ways);
    assert_true(zs_buffer_terminate(&ways));
    return ways.data;
}

static void test_syllables(void **state)
{
    (void)state;
    assert_string_equal(ways_of("qingnianrencai", false),
                        "qing ni an ren cai|qing nian ren cai");
    assert_string_equal(ways_of("qing nian ren cai", false),
                        "qing ni an ren cai|qing nian ren cai");
    assert_string_equal(ways_of("xian", false), "xi an|xian");
    assert_string_equal(ways_of("xi'an", false), "xi an");
    assert_string_equal(ways_of("xi’an", false), "xi an");
    assert_string_equal(ways_of("  Qing  Nan ", false), "qing nan");
    assert_string_equal(ways_of("ｑｉｎｇ", false), "qing");
    assert_string_equal(ways_of("shi-jie", false), "shi ji e|shi jie");
}

static void test_tones(void **state)
{
    (void)state;
    assert_string_equal(ways_of("qīngnián réncái", false),
                        "qing ni an ren cai|qing nian ren cai");
    assert_string_equal(ways_of("qing1nan2", false), "qing nan");
    assert_string_equal(ways_of("xi1an1", false), "xi an");
    assert_string_equal(ways_of("xi1an5", false), "xi an");
    assert_string_equal(ways_of("de0", false), "de");
    assert_string_equal(ways_of("qing9", false), "");
    assert_string_equal(ways_of("1qing", false), "");
    assert_string_equal(ways_of("qing12", false), "");
    assert_string_equal(ways_of("2023", false), "");
}

static void test_umlauts(void **state)
{
    (void)state;
    static const char *const forms[] = {"nǚ'er", "nü'er", "nv'er", "nv3er2", "NÜ ER"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_string_equal(ways_of(forms[i], false), "nv er");
    }
    assert_string_equal(ways_of("lüe", false), "lv e|lve");
    assert_string_equal(ways_of("celue", false), "ce lu e|ce lve");
    assert_string_equal(ways_of("jv", false), "ju");
    assert_string_equal(ways_of("nu", false), "nu");
}

static void test_ideographs_stand_for_themselves(void **state)
{
    (void)state;
    assert_string_equal(ways_of("qing年", false), "qing 年");
    assert_string_equal(ways_of("青nian人cai", false), "青 ni an 人 cai|青 nian 人 cai");
    assert_string_equal(ways_of("qing年r", false), "");
    assert_string_equal(ways_of("青年", false), "");
    assert_string_equal(ways_of("x光", false), "");
}

static void test_initials(void **state)
{
    (void)state;
    zs_spelling spelling;
    assert_true(spell("qnrc", false, &spelling));
    assert_true(spelling.initials);
    assert_int_equal(spelling.count, 4);
    for (size_t i = 0; i < 4; i++) {
        for (zs_syllable at = spelling.items[i].low; at < spelling.items[i].high; at++) {
            assert_int_equal(zs_syllable_name(at)[0], "qnrc"[i]);
        }
    }
    assert_true(spell("qingnian", false, &spelling));
    assert_false(spelling.initials);
    assert_false(spell("cpu", false, &spelling)); /* no syllable begins with u */
    assert_false(spell("q", false, &spelling));
    assert_false(spell("qqqqqqqqq", false, &spelling)); /* more than are taken */
}

static void test_what_is_begun(void **state)
{
    (void)state;
    assert_string_equal(ways_of("qingn", true), "qing n-nve");
    assert_string_equal(ways_of("qingni", true), "qing ni-niu");
    assert_string_equal(ways_of("qingni", false), "qing ni");
    assert_string_equal(ways_of("qing nan1", true), "qing nan");
    assert_string_equal(ways_of("zh", true), "zha-zhuo");
    zs_spelling spelling;
    assert_true(spell("guoji", true, &spelling));
    assert_true(spelling.items[spelling.count - 1].whole);
    assert_true(spell("guoj", true, &spelling));
    assert_false(spelling.items[spelling.count - 1].whole);
}

static void test_what_is_no_pinyin(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "'",
        "docker",
        "linux",
        "c++",
        "a.b",
        "qing_nian",
        "ng",
        "m",
        "hello",

        "ありがとう",
        "Ünal",
        "ﬀ",
        "5",
        "qing\xff",
        "x-ray",
        "qingnianqingnianqingnianqingnianqingnianqingnianqingnian"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        zs_spelling spelling;
        if (spell(texts[i], false, &spelling) && !spelling.initials) {
            fail_msg("%s is taken for pinyin", texts[i]);
        }
    }
}

/* Tries every way; items come out in the order of where they end, as in a net. */
static void add_slow_ways(const char *text, const char *way, zs_buffer *out)
{
    if (text[0] == '\0') {
        assert_true(zs_buffer_append_string(out, out->length > 0 ? "|" : "") &&
                    zs_buffer_append_string(out, way));
        return;
    }
    for (size_t length = 1; length <= strlen(text); length++) {
        for (size_t i = 0; i < zs_syllable_count(); i++) {
            const char *name = zs_syllable_name((zs_syllable)i);
            char longer[300];
            if (strlen(name) == length && strncmp(name, text, length) == 0 &&
                strpbrk(name, "aeiouv")) {
                (void)snprintf(longer, sizeof longer, "%s%s%s", way, way[0] ? " " : "", name);
                add_slow_ways(text + length, longer, out);
            }
        }
    }
}

static void test_random_letters(void **state)
{
    (void)state;
    test_random random = test_random_new(11);
    zs_buffer slow = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        char text[64] = "";
        bool letters = test_random_once_in(&random, 4);
        for (size_t i = 1 + test_random_below(&random, 5); i > 0; i--) {
            const char *name =
                zs_syllable_name((zs_syllable)test_random_below(&random, zs_syllable_count()));
            strncat(text, name, letters ? 1 + test_random_below(&random, 3) : 6);
        }
        if (strstr(text, "lue") || strstr(text, "nue") || strpbrk(text, "uv")) {
            continue; /* these are spelt in more ways than one */
        }
        zs_buffer_clear(&slow);
        add_slow_ways(text, "", &slow);
        assert_true(zs_buffer_terminate(&slow));
        zs_spelling spelling;
        bool whole = spell(text, false, &spelling) && !spelling.initials;
        if (strcmp(whole ? ways_of(text, false) : "", slow.data) != 0) {
            fail_msg("%s: seed %llu", text, (unsigned long long)random.seed);
        }
    }
    zs_buffer_release(&slow);
}

static void test_any_text_is_borne(void **state)
{
    (void)state;
    test_random random = test_random_new(12);
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(3000); round++) {
        zs_spelling spelling;
        zs_folded folded = ZS_FOLDED_INIT;
        zs_error error;
        zs_buffer_clear(&text);
        test_random_text(&random, test_random_below(&random, 60), TEST_EVERYTHING, &text);
        check_ok(zs_fold(text.data, text.length, ZS_PURPOSE_QUERY, &folded, &error), error);
        bool partial = test_random_once_in(&random, 2);
        if (zs_spell(&folded, 0, folded.length, partial, &spelling)) {
            assert_true(spelling.count > 0);
            for (size_t i = 0; i < spelling.count; i++) {
                const zs_spelt *item = &spelling.items[i];
                assert_true(item->start < item->end && item->end <= spelling.places);
                assert_true(item->character || item->low < item->high);
            }
        }
        zs_folded_release(&folded);
    }
    zs_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syllables),
        cmocka_unit_test(test_tones),
        cmocka_unit_test(test_umlauts),
        cmocka_unit_test(test_ideographs_stand_for_themselves),
        cmocka_unit_test(test_initials),
        cmocka_unit_test(test_what_is_begun),
        cmocka_unit_test(test_what_is_no_pinyin),
        cmocka_unit_test(test_random_letters),
        cmocka_unit_test(test_any_text_is_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
