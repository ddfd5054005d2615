/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How often the encoding of a file is told right: pieces of real text (ZSEARCH_TEST_DATA, or
 * the articles of corpus/), encoded by ICU, clean and with a thousandth of the bytes wrong.
 *
 *     encodings [SAMPLES [COLLECTION…]]
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "encoding/decode.h"
#include "encoding/detect.h"
#include "encoding/utf8.h"
#include "support/random.h"
#include "support/real_text.h"

static const struct kind {
    const char *name, *converter, *detected;
    const char *mark;
    size_t mark_length;
    bool traditional; /* only of text in that script */
} kinds[] = {
    {"UTF-8", "UTF-8", "UTF-8", "", 0, false},
    {"GB18030", "gb18030", "GB18030", "", 0, false},
    {"GBK", "GBK", "GB18030", "", 0, false},
    {"Big5", "Big5", "Big5", "", 0, true},
    {"UTF-16LE", "UTF-16LE", "UTF-16LE", "", 0, false},
    {"UTF-16BE", "UTF-16BE", "UTF-16BE", "", 0, false},
    {"UTF-16LE+BOM", "UTF-16LE", "UTF-16LE", "\xFF\xFE", 2, false},
    {"UTF-16BE+BOM", "UTF-16BE", "UTF-16BE", "\xFE\xFF", 2, false},
};
static const size_t lengths[] = {20, 50, 200, 1000, 10000, 50000};

enum { KINDS = sizeof kinds / sizeof *kinds, LENGTHS = sizeof lengths / sizeof *lengths };

/* A piece of about so many characters, from anywhere in the texts, one joined to the next. */
static void take_piece(const test_texts *texts, test_random *random, size_t characters,
                       zs_buffer *out)
{
    size_t item = test_random_below(random, texts->count);
    const test_text *text = &texts->items[item];
    size_t at = text->length > 0 ? test_random_below(random, text->length) : 0;
    zs_buffer_clear(out);
    while (at < text->length && ((unsigned char)text->data[at] & 0xC0) == 0x80) {
        at++;
    }
    while (characters > 0) {
        for (; at < text->length && characters > 0; characters--) {
            size_t size = zs_utf8_character(text->data + at, text->length - at);
            size = size > 0 ? size : 1;
            (void)zs_buffer_append(out, text->data + at, size);
            at += size;
        }
        (void)zs_buffer_append_byte(out, '\n');
        text = &texts->items[++item % texts->count];
        at = 0;
    }
}

/* False if the encoding has not all of the characters. */
static bool encode(UConverter *converter, const zs_buffer *text, const struct kind *kind,
                   zs_buffer *out)
{
    UErrorCode code = U_ZERO_ERROR;
    static UChar units[1 << 17];
    int32_t count;
    u_strFromUTF8(units, 1 << 17, &count, text->data, (int32_t)text->length, &code);
    zs_buffer_clear(out);
    (void)zs_buffer_append(out, kind->mark, kind->mark_length);
    (void)zs_buffer_reserve(out, (size_t)count * 4 + 10);
    ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    ucnv_reset(converter);
    int32_t size =
        ucnv_fromUChars(converter, out->data + out->length, count * 4 + 9, units, count, &code);
    out->length += U_SUCCESS(code) ? (size_t)size : 0;
    return U_SUCCESS(code);
}

static void measure(const char *collection, const test_texts *texts, size_t samples,
                    bool traditional)
{
    zs_error error;
    zs_detector *detector;
    zs_buffer text = ZS_BUFFER_INIT, bytes = ZS_BUFFER_INIT;
    test_random random = test_random_new(1);
    if (zs_detector_new(&detector, &error)) {
        return;
    }
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].traditional && !traditional) {
            continue;
        }
        UErrorCode code = U_ZERO_ERROR;
        UConverter *converter = ucnv_open(kinds[i].converter, &code);
        printf("%-10s %-13s", collection, kinds[i].name);
        for (size_t j = 0; j < LENGTHS; j++) {
            for (int damaged = 0; damaged < 2; damaged++) {
                size_t right = 0, tried = 0;
                size_t wanted = lengths[j] > 1000 ? samples / 20 + 1 : samples;
                for (size_t k = 0; k < 3 * wanted && tried < wanted; k++) {
                    take_piece(texts, &random, lengths[j], &text);
                    if (!encode(converter, &text, &kinds[i], &bytes)) {
                        continue;
                    }
                    for (size_t b = kinds[i].mark_length; damaged && b < bytes.length; b++) {
                        if (test_random_once_in(&random, 1000)) {
                            bytes.data[b] = (char)test_random_below(&random, 256);
                        }
                    }
                    zs_detector_begin(detector);
                    zs_detector_add(detector, bytes.data, bytes.length);
                    const char *name = zs_detector_end(detector, NULL);
                    /* What is ASCII alone is in any of them. */
                    bool ok = name && (strcmp(name, kinds[i].detected) == 0 ||
                                       zs_utf8_ascii(bytes.data, bytes.length) == bytes.length);
                    if (!ok && getenv("SHOW")) {
                        printf("\n<%s> %.*s\n", name ? name : "none", (int)text.length,
                               text.data);
                    }
                    right += ok;
                    tried++;
                }
                printf(" %s%6.2f", damaged ? "/" : " ",
                       tried > 0 ? 100.0 * (double)right / (double)tried : -1);
            }
        }
        printf("\n");
        fflush(stdout);
        ucnv_close(converter);
    }
    zs_detector_free(detector);
    zs_buffer_release(&text);
    zs_buffer_release(&bytes);
}

int main(int argc, char **argv)
{
    static const char *const usual[] = {"stard",  "cmrc2018", "laws_zh", "lctt",
                                        "poetry", "drcd",     "laws_tw"};
    size_t samples = argc > 1 ? (size_t)atoi(argv[1]) : 1000;
    size_t count = argc > 2 ? (size_t)argc - 2 : sizeof usual / sizeof *usual;
    printf("per cent right, clean / damaged, at");
    for (size_t j = 0; j < LENGTHS; j++) {
        printf(" %zu", lengths[j]);
    }
    printf(" characters\n");
    for (size_t i = 0; i < count; i++) {
        const char *name = argc > 2 ? argv[i + 2] : usual[i];
        test_texts texts = test_collection_texts(name, 8 << 20);
        bool traditional = strcmp(name, "drcd") == 0 || strcmp(name, "laws_tw") == 0;
        if (texts.count > 0) {
            measure(name, &texts, samples, traditional);
        }
        test_texts_release(&texts);
    }
    return 0;
}
