/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>

#include "encoding/utf8.h"
#include "formats/complete.h"

/* So much of a text tells its language. */
enum { SAMPLE = 6000 };

/* Frequent characters that have another form in the other script, and are not used in it. */
static const char simplified[] =
    "们个国来时对说为过这还没后会发学经进动业现间问门关长开点当应实产东车马见书电话请"
    "认让该语议设计评证识试记许论讲访译词诉读课谁调谈谢负财责贝员质买卖费贵资赛赶"
    "线组细织终结给统继续维综总级约红纪纷纸练经网罗义习乡亲亿从仅仓众优传伤价"
    "体兴养军农决况净准减凭几击创别制剂则刚划办务劳势华单卫厂历压厅县参双变号听";
static const char traditional[] =
    "們個國來時對說為過這還沒後會發學經進動業現間問門關長開點當應實產東車馬見書電話請"
    "認讓該語議設計評證識試記許論講訪譯詞訴讀課誰調談謝負財責貝員質買賣費貴資賽趕"
    "線組細織終結給統繼續維綜總級約紅紀紛紙練經網羅義習鄉親億從僅倉眾優傳傷價"
    "體興養軍農決況淨準減憑幾擊創別製劑則剛劃辦務勞勢華單衛廠歷壓廳縣參雙變號聽";

/* Which of the lists have a Han character; those that are in both tell nothing. */
enum { FIRST = 0x4E00, LAST = 0x9FFF, SIMPLIFIED = 1, TRADITIONAL = 2 };
static unsigned char scripts[LAST - FIRST + 1];

static void take_up(const char *list, unsigned char script)
{
    for (; list[0]; list += 3) {
        scripts[zs_utf8_decode(list, 3) - FIRST] |= script;
    }
}

static void take_up_lists(void)
{
    take_up(simplified, SIMPLIFIED);
    take_up(traditional, TRADITIONAL);
}

struct evidence {
    size_t han, simplified, traditional, kana, hangul, latin;
};

static void weigh(const unsigned char *at, size_t size, struct evidence *evidence)
{
    if (size == 1) {
        evidence->latin += (at[0] | 0x20) >= 'a' && (at[0] | 0x20) <= 'z';
    }
    if (size != 3) {
        return;
    }
    uint32_t character = zs_utf8_decode((const char *)at, size);
    if (character >= FIRST && character <= LAST) {
        unsigned char script = scripts[character - FIRST];
        evidence->han++;
        evidence->simplified += script == SIMPLIFIED;
        evidence->traditional += script == TRADITIONAL;
    }
    evidence->kana += character >= 0x3041 && character <= 0x30FA;
    evidence->hangul += character >= 0xAC00 && character <= 0xD7A3;
}

const char *zs_language_of(const char *text, size_t length)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct evidence evidence = {.han = 0};
    (void)pthread_once(&once, take_up_lists); /* cannot fail with a good `once` */
    length = length < SAMPLE ? length : SAMPLE;
    for (size_t at = 0; at < length;) {
        size_t size = zs_utf8_character(text + at, length - at);
        size = size > 0 ? size : 1;
        weigh((const unsigned char *)text + at, size, &evidence);
        at += size;
    }
    size_t letters = evidence.han * 2 + evidence.kana + evidence.hangul + evidence.latin;
    if (letters < 2) {
        return NULL;
    }
    if (evidence.kana * 5 > evidence.han) {
        return evidence.kana * 4 > letters || evidence.kana > evidence.latin ? "ja" : NULL;
    }
    if (evidence.hangul > evidence.han) {
        return "ko";
    }
    if (evidence.han * 4 < evidence.latin) {
        return evidence.latin >= 40 ? "en" : NULL;
    }
    return evidence.simplified > 2 * evidence.traditional   ? "zh-Hans"
           : evidence.traditional > 2 * evidence.simplified ? "zh-Hant"
                                                            : "zh";
}
