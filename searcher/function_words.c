/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/function_words.h"

#include <stdlib.h>
#include <string.h>

/* In byte order, for bsearch; a test makes sure. */
static const char *const function_words[] = {
    "一个", "一些", "一种",   "上",     "下",     "不",     "不是",   "与",       "且",
    "个",   "中",   "为",     "为了",   "为什么", "为何",   "么",     "之",       "之后",
    "也",   "了",   "于",     "什么",   "从",     "他",     "他们",   "以",       "以及",
    "以后", "会",   "会不会", "但",     "但是",   "何",     "何地",   "何时",     "何种",
    "你",   "你们", "使",     "关于",   "其",     "内",     "再",     "几",       "则",
    "到",   "前",   "即使",   "又",     "及",     "只有",   "只要",   "可不可以", "可以",
    "可否", "各",   "同",     "后",     "向",     "吗",     "吧",     "呀",       "呢",
    "和",   "咱们", "哪",     "哪一",   "哪个",   "哪些",   "哪位",   "哪儿",     "哪种",
    "哪里", "啊",   "嘛",     "因",     "因为",   "因此",   "在",     "地",       "外",
    "多久", "多大", "多少",   "多长",   "大家",   "太",     "她",     "如",       "如何",
    "如果", "它",   "对",     "对于",   "将",     "就",     "属于",   "并",       "并且",
    "应",   "应当", "应该",   "很",     "得",     "怎么",   "怎么办", "怎么样",   "怎样",
    "情况", "想",   "我",     "我们",   "或",     "或者",   "所以",   "才",       "把",
    "按照", "时",   "时候",   "是",     "是不是", "是什么", "是否",   "更",       "最",
    "有",   "有些", "有什么", "有哪些", "有没有", "某",     "根据",   "此",       "每",
    "比",   "没",   "没有",   "由",     "由于",   "的",     "的话",   "着",       "等",
    "等等", "算",   "给",     "而",     "而且",   "能",     "能不能", "能否",     "能够",
    "自",   "自己", "至",     "若",     "虽然",   "被",     "要",     "要不要",   "让",
    "该",   "请",   "请问",   "谁",     "跟",     "过",     "还",     "还是",     "这",
    "这个", "这些", "这样",   "这里",   "通过",   "那",     "那个",   "那些",     "那样",
    "那里", "都",   "里",     "除了",   "需",     "需要",
};

struct key {
    const char *word;
    size_t length;
};

static int compare(const void *key, const void *element)
{
    const struct key *wanted = key;
    const char *word = *(const char *const *)element;
    size_t length = strlen(word);
    int order = memcmp(wanted->word, word, wanted->length < length ? wanted->length : length);
    return order != 0 ? order : (wanted->length > length) - (wanted->length < length);
}

bool zs_is_function_word(const char *word, size_t length)
{
    struct key wanted = {.word = word, .length = length};
    return bsearch(&wanted, function_words, sizeof function_words / sizeof *function_words,
                   sizeof *function_words, compare) != NULL;
}

bool zs_is_question_word(const char *word, size_t length)
{
    /* What the words among those above that ask something have in them, and no others. */
    static const char *const asking[] = {"何",     "谁",     "哪",     "怎",     "几",
                                         "吗",     "呢",     "么",     "否",     "请问",
                                         "多少",   "多久",   "多大",   "多长",   "是不是",
                                         "能不能", "会不会", "要不要", "有没有", "可不可以"};
    if (!zs_is_function_word(word, length)) {
        return false;
    }
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++) {
        if (memmem(word, length, asking[i], strlen(asking[i]))) {
            return true;
        }
    }
    return false;
}
