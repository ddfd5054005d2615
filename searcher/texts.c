/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/texts.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 256 };

void zs_texts_clear(zs_texts *texts)
{
    for (size_t i = 0; i < texts->slot_count; i++) {
        free(texts->slots[i].title.units); /* one block, which begins there */
        texts->slots[i] = (zs_kept_text){.docid = 0};
    }
    texts->count = texts->bytes = 0;
}

void zs_texts_release(zs_texts *texts)
{
    zs_texts_clear(texts);
    free(texts->slots);
    *texts = (zs_texts){.slots = NULL};
}

/* The slot that has the article, or the free one where it would go. */
static size_t slot_of(const zs_kept_text *slots, size_t slot_count, uint32_t docid)
{
    uint32_t spread = docid * 2654435769U; /* as in base/number_set.c */
    size_t slot = spread & (slot_count - 1);
    while (slots[slot].docid != 0 && slots[slot].docid != docid) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

const zs_kept_text *zs_texts_find(const zs_texts *texts, uint32_t docid)
{
    if (texts->count == 0) {
        return NULL;
    }
    const zs_kept_text *kept = &texts->slots[slot_of(texts->slots, texts->slot_count, docid)];
    return kept->docid == docid ? kept : NULL;
}

/* Keeps at least half of the slots free. */
static bool make_room(zs_texts *texts)
{
    if (2 * (texts->count + 1) <= texts->slot_count) {
        return true;
    }
    size_t slot_count = texts->slot_count > 0 ? 2 * texts->slot_count : FIRST_SLOTS;
    zs_kept_text *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < texts->slot_count; i++) {
        if (texts->slots[i].docid != 0) {
            slots[slot_of(slots, slot_count, texts->slots[i].docid)] = texts->slots[i];
        }
    }
    free(texts->slots);
    texts->slots = slots;
    texts->slot_count = slot_count;
    return true;
}

static size_t bytes_of(size_t length)
{
    return length * (sizeof(UChar) + 1) + 1;
}

/* Drops every second text; all, if there is no memory for less. */
static void drop_half(zs_texts *texts)
{
    zs_kept_text *slots = calloc(texts->slot_count, sizeof *slots);
    if (!slots) {
        zs_texts_clear(texts);
        return;
    }
    bool stays = false;
    for (size_t i = 0; i < texts->slot_count; i++) {
        zs_kept_text *kept = &texts->slots[i];
        if (kept->docid == 0) {
            continue;
        }
        stays = !stays;
        if (stays) {
            slots[slot_of(slots, texts->slot_count, kept->docid)] = *kept;
        } else {
            texts->bytes -= bytes_of(kept->title.length + kept->text.length);
            texts->count--;
            free(kept->title.units);
        }
    }
    free(texts->slots);
    texts->slots = slots;
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

void zs_texts_add(zs_texts *texts, uint32_t docid, const zs_folded *title,
                  const zs_folded *text)
{
    size_t length = title->length + text->length;
    size_t bytes = bytes_of(length);
    if (text->length < ZS_TEXTS_LEAST || bytes > ZS_TEXTS_BYTES / 4) {
        return;
    }
    while (texts->bytes + bytes > ZS_TEXTS_BYTES) {
        drop_half(texts);
    }
    UChar *units = malloc(bytes);
    if (!units || !make_room(texts)) {
        free(units);
        return;
    }
    uint8_t *classes = (uint8_t *)(units + length);
    zs_kept_text *kept = &texts->slots[slot_of(texts->slots, texts->slot_count, docid)];
    if (kept->docid == docid) {
        free(units);
        return;
    }
    kept->docid = docid;
    kept->title = copy_into(title, units, classes);
    kept->text = copy_into(text, units + title->length, classes + title->length);
    texts->count++;
    texts->bytes += bytes;
}
