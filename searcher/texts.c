/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/field.h"

enum { FIRST_SLOTS = 256 };

static zs_text_facts facts_of(const zs_record *record)
{
    const zs_article *article = &record->article;
    char digits[ZS_DATE_DIGITS + 1];
    bool dated = zs_article_date(article, digits);
    return (zs_text_facts){.term_count = record->term_count,
                           .script = zs_script_of_language(article->language),
                           .dated = dated,
                           .day = dated ? zs_days_of_date(digits) : 0,
                           .id = article->id};
}

zs_kept_text zs_kept_text_of(uint32_t docid, size_t limit, const zs_record *record,
                             const zs_folded *title, const zs_folded *text)
{
    return (zs_kept_text){.docid = docid,
                          .limit = record->whole ? SIZE_MAX : limit,
                          .bytes = record->article.text_length,
                          .title = *title,
                          .text = *text,
                          .facts = facts_of(record)};
}

void zs_texts_clear(zs_texts *texts)
{
    for (size_t i = 0; i < texts->slot_count; i++) {
        free(texts->slots[i]);
        texts->slots[i] = NULL;
    }
    texts->count = texts->bytes = 0;
}

void zs_texts_release(zs_texts *texts)
{
    zs_texts_clear(texts);
    free(texts->slots);
    *texts = (zs_texts){.slots = NULL};
}

/* The slot that has so much of an article, or the free one where it would go. */
static size_t slot_of(zs_kept_text *const *slots, size_t slot_count, uint32_t docid,
                      size_t limit)
{
    uint32_t spread = (docid ^ (uint32_t)limit) * 2654435769U; /* as in base/number_set.c */
    size_t slot = spread & (slot_count - 1);
    while (slots[slot] && (slots[slot]->docid != docid || slots[slot]->limit != limit)) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

static const zs_kept_text *find(const zs_texts *texts, uint32_t docid, size_t limit)
{
    return texts->slots[slot_of(texts->slots, texts->slot_count, docid, limit)];
}

const zs_kept_text *zs_texts_find(const zs_texts *texts, uint32_t docid, size_t limit)
{
    if (texts->count == 0) {
        return NULL;
    }
    const zs_kept_text *whole = find(texts, docid, SIZE_MAX);
    return whole && whole->bytes <= limit ? whole
           : limit != SIZE_MAX            ? find(texts, docid, limit)
                                          : NULL;
}

static bool set_slots(zs_texts *texts, size_t slot_count)
{
    zs_kept_text **slots = calloc(slot_count + 1, sizeof(zs_kept_text *));
    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < texts->slot_count; i++) {
        zs_kept_text *kept = texts->slots[i];
        if (kept) {
            slots[slot_of(slots, slot_count, kept->docid, kept->limit)] = kept;
        }
    }
    free(texts->slots);
    texts->slots = slots;
    texts->slot_count = slot_count;
    return true;
}

/* Keeps at least half of the slots free. */
static bool make_room(zs_texts *texts)
{
    if (2 * (texts->count + 1) <= texts->slot_count) {
        return true;
    }
    return set_slots(texts, texts->slot_count > 0 ? 2 * texts->slot_count : FIRST_SLOTS);
}

static size_t units_of(const zs_kept_text *text)
{
    return text->title.length + text->text.length;
}

static size_t bytes_of(const zs_kept_text *text)
{
    return sizeof *text + units_of(text) * (sizeof(UChar) + 1) + strlen(text->facts.id) + 1;
}

/* Drops every second text; all, if there is no memory for less. */
static void drop_half(zs_texts *texts)
{
    bool stays = false;
    for (size_t i = 0; i < texts->slot_count; i++) {
        zs_kept_text *kept = texts->slots[i];
        stays = kept ? !stays : stays;
        if (kept && !stays) {
            texts->slots[i] = NULL;
            texts->bytes -= bytes_of(kept);
            texts->count--;
            free(kept);
        }
    }
    if (!set_slots(texts, texts->slot_count)) {
        zs_texts_clear(texts); /* what is left would not be found */
    }
}

/* Puts a copy of a folded text into a block. */
static zs_folded copy_into(const zs_folded *folded, UChar *units, uint8_t *classes)
{
    if (folded->length > 0) {
        memcpy(units, folded->units, folded->length * sizeof *units);
        memcpy(classes, folded->class, folded->length);
    }
    return (zs_folded){
        .units = units, .class = classes, .length = folded->length, .plain = true};
}

/* All of it in one block: itself, units, classes, id. */
static zs_kept_text *copy_of(const zs_kept_text *text)
{
    zs_kept_text *copy = malloc(bytes_of(text));
    if (!copy) {
        return NULL;
    }
    UChar *units = (UChar *)(copy + 1);
    uint8_t *classes = (uint8_t *)(units + units_of(text));
    char *id = (char *)(classes + units_of(text));
    *copy = *text;
    copy->title = copy_into(&text->title, units, classes);
    copy->text =
        copy_into(&text->text, units + text->title.length, classes + text->title.length);
    memcpy(id, text->facts.id, strlen(text->facts.id) + 1);
    copy->facts.id = id;
    return copy;
}

void zs_texts_add(zs_texts *texts, const zs_kept_text *text)
{
    size_t bytes = bytes_of(text);
    if (bytes > ZS_TEXTS_BYTES / 4) {
        return;
    }
    while (texts->bytes + bytes > ZS_TEXTS_BYTES) {
        drop_half(texts);
    }
    if (!make_room(texts)) {
        return;
    }
    zs_kept_text **slot =
        &texts->slots[slot_of(texts->slots, texts->slot_count, text->docid, text->limit)];
    zs_kept_text *copy = *slot ? NULL : copy_of(text);
    if (copy) {
        *slot = copy;
        texts->count++;
        texts->bytes += bytes;
    }
}
