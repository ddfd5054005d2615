/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/real_text.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zstd.h>

#include "base/buffer.h"
#include "support/folder.h"
#include "support/test.h"

static const char sample[] =
    "国家中心城市建设要靠产业，更要靠人才。中原科技城引进了省科学院，青年人才有了落脚之处；"
    "国际消费中心城市的名单公布以后，几座城市都在比较彼此的营商环境。北京大学的研究生说：“这里"
    "的"
    "生活成本不高，机会却不少。”先进制造业集群沿着铁路伸展，上下游企业之间的距离不过半小时车程"
    "，"
    "产业链因此完整。\n\n"
    "研究所的所长研究生命起源，结合成分子时表面的和尚未知晓的性质各不相同。南京市长江大桥通车那"
    "天，"
    "乒乓球拍卖完了。他说的确实在理，和服务员说了一声就走了。\n\n"
    "臺灣的讀者習慣繁體字：圖書館裏的資料庫、軟體與網際網路，計程車司機也會說臺語。"
    "後來皇后發現頭髮白了，乾隆皇帝喝乾了一杯，幹部們在樹幹下乘涼。"
    "國際消費中心城市與營商環境，先進製造業與青年人才。\n"
    "一九九八年三月，第3期共有120页，售价人民币１２．５元；Ｗｉｎｄｏｗｓ与Linux都能读GB18030和"
    "Big5。"
    "你好！请问，怎么办理居住证？需要什么材料？多久能办好？";

static size_t next_character(const char *text, size_t at)
{
    do {
        at++;
    } while (((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

const char *test_sample_piece(uint64_t place, size_t wanted, size_t *length)
{
    size_t start = place % (sizeof sample - 1);
    while (((unsigned char)sample[start] & 0xC0) == 0x80) {
        start--;
    }
    size_t end = start;
    for (; wanted > 0 && end < sizeof sample - 1; wanted--) {
        end = next_character(sample, end);
    }
    *length = end - start;
    return sample + start;
}

static void add_text(test_texts *texts, const char *data, size_t length)
{
    test_text *items =
        zs_array_grow(texts->items, &texts->capacity, texts->count + 1, sizeof *items);
    char *copy = malloc(length + 1);
    check(items && copy, "out of memory");
    memcpy(copy, data, length);
    copy[length] = '\0';
    texts->items = items;
    items[texts->count++] = (test_text){.data = copy, .length = length};
}

void test_texts_release(test_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        free(texts->items[i].data);
    }
    free(texts->items);
    *texts = (test_texts){.count = 0};
}

/* Adds the texts of JSON Lines until there are `bytes` of them. The last line may be cut. */
static void add_lines(test_texts *texts, const char *data, size_t length, size_t bytes)
{
    size_t total = 0;
    for (size_t at = 0; at < length && total < bytes;) {
        const char *end = memchr(data + at, '\n', length - at);
        size_t line = end ? (size_t)(end - data) - at : length - at;
        json_t *article = json_loadb(data + at, line, 0, NULL);
        const json_t *text = json_object_get(article, "text");
        if (text) {
            add_text(texts, json_string_value(text), json_string_length(text));
            total += json_string_length(text);
        }
        json_decref(article);
        at += line + 1;
    }
}

static int without_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void add_folder(test_texts *texts, const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, without_hidden, alphasort);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        struct stat info;
        check(stat(path, &info) == 0, "%s is not there", path);
        if (S_ISDIR(info.st_mode)) {
            add_folder(texts, path);
        } else {
            zs_buffer content = ZS_BUFFER_INIT;
            test_read_file(path, &content);
            if (strstr(path, ".jsonl")) {
                add_lines(texts, content.data, content.length, SIZE_MAX);
            } else {
                add_text(texts, content.data, content.length);
            }
            zs_buffer_release(&content);
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
}

test_texts test_corpus_texts(void)
{
    test_texts texts = {.count = 0};
    add_text(&texts, sample, sizeof sample - 1);
    add_folder(&texts, ZSEARCH_SOURCE_DIR "/corpus");
    return texts;
}

/* Expands the beginning of a file of zstd: at least `wanted` bytes if it has them. */
static void expand(const zs_buffer *packed, size_t wanted, zs_buffer *out)
{
    ZSTD_DStream *stream = ZSTD_createDStream();
    check(stream, "out of memory");
    ZSTD_inBuffer in = {packed->data, packed->length, 0};
    while (in.pos < in.size && out->length < wanted) {
        check(zs_buffer_reserve(out, 1 << 17), "out of memory");
        ZSTD_outBuffer room = {out->data + out->length, 1 << 17, 0};
        size_t left = ZSTD_decompressStream(stream, &room, &in);
        check(!ZSTD_isError(left), "%s", ZSTD_getErrorName(left));
        out->length += room.pos;
    }
    ZSTD_freeDStream(stream);
}

test_texts test_collection_texts(const char *collection, size_t bytes)
{
    test_texts texts = {.count = 0};
    const char *folder = getenv("ZSEARCH_TEST_DATA");
    if (!folder) {
        return texts;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/corpus.jsonl.zst", folder, collection);
    zs_buffer packed = ZS_BUFFER_INIT;
    zs_buffer lines = ZS_BUFFER_INIT;
    test_read_file(path, &packed);
    expand(&packed, 2 * bytes, &lines); /* titles and JSON take some */
    add_lines(&texts, lines.data, lines.length, bytes);
    zs_buffer_release(&packed);
    zs_buffer_release(&lines);
    return texts;
}
