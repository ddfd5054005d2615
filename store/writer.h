/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing to an index. The writer is given finished articles — terms with counts, the text to
 * keep — and knows nothing of how the terms were made. One process at a time.
 */
#ifndef ZS_STORE_WRITER_H
#define ZS_STORE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/term_count.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_writer zs_writer;

/* Opens the index in `directory` to write, and makes it if need be. With `rebuild` a new
 * and empty one is begun beside the old, which the first commit replaces. `analyser` is the
 * fingerprint of what makes the terms: an index made by another is refused as
 * ZS_ERROR_VERSION, since its terms would not be found. */
zs_status zs_writer_open(const char *directory, const char *analyser, bool rebuild,
                         zs_writer **out, zs_error *error);

/* Says which parts (store/parts.h) the index is to be without, which it is from then on.
 * ZS_ERROR_ARGUMENT if it has articles already, and was made otherwise. */
zs_status zs_writer_leave_out(zs_writer *writer, unsigned parts, zs_error *error);

/* How many bytes are used for the postings of articles that are built apart: those of an index
 * that is made from nothing, and of a large batch. Before the first article is put. */
void zs_writer_use_memory(zs_writer *writer, size_t bytes);

/* Commits what is pending and closes. Accepts NULL. */
void zs_writer_close(zs_writer *writer);

/* What a document comes to in the index, as far as that does not depend on what the index has.
 */
typedef struct zs_prepared zs_prepared;

/* An article ready to be written. All memory is the caller's. */
typedef struct zs_document {
    const char *key; /* unique in its group; a second put with it replaces the first */
    size_t key_length;
    const char
        *group; /* articles that can be deleted together, as those of one file; or NULL */
    const zs_article *article;
    const zs_term_count *terms; /* distinct, in any order */
    size_t term_count;
    uint64_t signature;    /* of the text (text/signature.h); 0: none */
    zs_prepared *prepared; /* what zs_prepare made of the article and its terms, which need not
                              be there any more then; or NULL */
} zs_document;

/* Prepares documents for a writer, in any thread, also while the writer is used; one thread at
 * a time. What is put is the same to the byte, prepared or not. Not to outlive the writer. */
typedef struct zs_preparer zs_preparer;
zs_status zs_preparer_new(const zs_writer *writer, zs_preparer **out, zs_error *error);
void zs_preparer_free(zs_preparer *preparer);

/* Makes *prepared of a document, whose key, group and signature do not matter. It is made if it
 * is NULL, and else its memory is used again. FULL if the counts of the terms are too much for
 * an index. */
zs_status zs_prepare(zs_preparer *preparer, const zs_document *document, zs_prepared **prepared,
                     zs_error *error);
size_t zs_prepared_memory(const zs_prepared *prepared); /* bytes, about; 0 if it is NULL */
void zs_prepared_free(zs_prepared *prepared);

typedef enum zs_put_outcome { ZS_PUT_ADDED, ZS_PUT_REPLACED, ZS_PUT_SAME } zs_put_outcome;

/* Writes an article. One that is there already with the same content is left as it is
 * (ZS_PUT_SAME) and costs one look-up. What was prepared is used up by being written, and
 * prepared here if it was used up before. *docid (may be NULL) is its number in the index.
 * Commits by itself when much is pending. */
zs_status zs_writer_put(zs_writer *writer, const zs_document *document, zs_put_outcome *outcome,
                        uint32_t *docid, zs_error *error);

/* Takes the article with this key and of no group away; ZS_ERROR_NOT_FOUND if there is none. */
zs_status zs_writer_delete(zs_writer *writer, const char *key, size_t key_length,
                           zs_error *error);

/* Takes all articles of a group away but those whose docid is in `keep` (ascending; may be
 * NULL). *deleted is how many that were. */
zs_status zs_writer_delete_group(zs_writer *writer, const char *group, const uint32_t *keep,
                                 size_t keep_count, uint64_t *deleted, zs_error *error);

/* Calls `visit` with the number and id of each article, or only of those of a group (NULL:
 * all). It may not change the writer. Ends early when it returns other than ZS_OK, with that.
 */
typedef zs_status (*zs_id_visitor)(void *context, uint32_t docid, const char *id,
                                   zs_error *error);
zs_status zs_writer_each_id(zs_writer *writer, const char *group, zs_id_visitor visit,
                            void *context, zs_error *error);

/* The id of an article into `out`, NUL-terminated. */
zs_status zs_writer_id(zs_writer *writer, uint32_t docid, zs_buffer *out, zs_error *error);

/* The path of an article into `out`, NUL-terminated; empty if it has none. */
zs_status zs_writer_article_path(zs_writer *writer, uint32_t docid, zs_buffer *out,
                                 zs_error *error);

/* Takes the article of this number away. */
zs_status zs_writer_delete_number(zs_writer *writer, uint32_t docid, zs_error *error);

/* A file has moved: its articles keep all but their path. In the article of the key `from`, or
 * in all of the group `from`, every id and path that is `from`, or begins with it and goes on
 * with "!" or "#", begins with `to` instead. `path_terms` are those of the path of a single
 * article, which take the place of the old ones; articles of a group have none of the group's
 * name. ZS_ERROR_NOT_FOUND if there is none. */
zs_status zs_writer_move(zs_writer *writer, const char *from, const char *to,
                         const zs_term_count *path_terms, size_t term_count, zs_error *error);
zs_status zs_writer_move_group(zs_writer *writer, const char *from, const char *to,
                               uint64_t *moved, zs_error *error);

/* Notes kept in the index beside the articles, committed together with them. Keys are any
 * bytes, of any length, and share one space. An empty value removes a note. */
zs_status zs_writer_set_note(zs_writer *writer, const char *key, size_t key_length,
                             const char *value, size_t value_length, zs_error *error);

/* The value of a note into `out`; empty if there is none. */
zs_status zs_writer_note(zs_writer *writer, const char *key, size_t key_length, zs_buffer *out,
                         zs_error *error);

/* Calls `visit` for each note whose key begins with `prefix`, in byte order of the keys, as
 * of the last change made; it may not change the writer. Ends early when it returns a status
 * other than ZS_OK, and returns that. */
typedef zs_status (*zs_note_visitor)(void *context, const char *key, size_t key_length,
                                     const char *value, size_t value_length, zs_error *error);
zs_status zs_writer_each_note(zs_writer *writer, const char *prefix, zs_note_visitor visit,
                              void *context, zs_error *error);

zs_status zs_writer_commit(zs_writer *writer, zs_error *error);

/* The share of the index that was put since it was opened, from 0 to 1. */
double zs_writer_share_new(const zs_writer *writer);

/* Commits, then rewrites the index into the least space. */
zs_status zs_writer_compact(zs_writer *writer, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
