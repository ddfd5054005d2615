/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Putting articles straight into the store, as the indexer does, and reading them back.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_STORE_H
#define ZS_TESTS_UNIT_SUPPORT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/reader.h"
#include "store/writer.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

zs_writer *test_open_writer(const char *directory, bool rebuild);
zs_reader *test_open_reader(const char *directory);

/* The path of the database in use of an index, to be freed. */
char *test_database(const char *directory);

/* How many databases there are in the folder of an index: in use, or being built. */
size_t test_database_count(const char *directory);

/* Analyses title and text, and puts the article under its id as key. */
zs_status test_try_put(zs_writer *writer, const char *group, const zs_article *article,
                       zs_put_outcome *outcome, uint32_t *docid, zs_error *error);

/* The same with a signature, by which those nearly the same are found, as the indexer does. */
zs_status test_try_put_signed(zs_writer *writer, const char *group, const zs_article *article,
                              zs_put_outcome *outcome, uint32_t *docid, zs_error *error);

/* Gives the article of no group another path, which it is known by. */
zs_status test_try_move(zs_writer *writer, const char *from, const char *to, zs_error *error);

/* As test_try_put, which must succeed. Returns the docid. */
uint32_t test_put(zs_writer *writer, const char *group, const zs_article *article,
                  zs_put_outcome wanted);

/* The same for an article of a text alone. */
uint32_t test_put_text(zs_writer *writer, const char *id, const char *text);

void test_commit(zs_writer *writer);

/* Fails the test unless an article has this id, stored and shown, and this text. */
void test_check_article(zs_reader *reader, uint32_t docid, const char *id, const char *text);

/* How many articles have a term that is a whole word or pair; 0 if none. */
uint32_t test_frequency(zs_reader *reader, const char *term);

/* The docid of the one article that a query of one term finds; 0 if none does. */
uint32_t test_find(zs_reader *reader, const char *term);

#ifdef __cplusplus
}
#endif

#endif
