/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Function and question words: what a question in Chinese is made of besides what it is about.
 * They are searched for, but count little.
 */
#ifndef ZS_SEARCHER_FUNCTION_WORDS_H
#define ZS_SEARCHER_FUNCTION_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a folded word (UTF-8, `length` bytes) is one. */
bool zs_is_function_word(const char *word, size_t length);

/* Whether it is one that asks: 什么, 谁, 是否, 多少 … */
bool zs_is_question_word(const char *word, size_t length);

#endif
