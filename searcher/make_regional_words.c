/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes regional_words.inc while zsearch is built, from OpenCC's table as text: a line for
 * each word, a TAB, and what it is elsewhere, several with a space between. What is folded, put
 * in order and looked up at run time is so by the same code.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/synonym_table.h"

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "make_regional_words: %s\n", what);
    exit(1);
}

/* Either may be written as the other. */
static void add_pair(zs_synonym_list *list, const char *mainland, const char *taiwan)
{
    size_t length = strlen(mainland), other = strlen(taiwan);
    if (zs_synonym_list_add(list, mainland, length, taiwan, other, false, NULL) ||
        zs_synonym_list_add(list, taiwan, other, mainland, length, true, NULL)) {
        give_up("out of memory");
    }
}

static void read_table(FILE *in, zs_synonym_list *list)
{
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, in) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *rest = strchr(line, '\t');
        if (!rest || strpbrk(line, "\"\\")) {
            give_up("a line is not a word, a TAB and others");
        }
        *rest++ = '\0';
        for (char *word; (word = strsep(&rest, " ")) != NULL;) {
            if (*word && strcmp(word, line) != 0) {
                add_pair(list, line, word);
            }
        }
    }
    free(line);
}

/* Words that are left out at the end keep their places: nothing points there. */
static void write_table(FILE *out, const zs_synonym_list *list)
{
    fprintf(out, "enum { LONGEST = %u };\nstatic const UChar units[] = {", list->longest);
    for (size_t i = 0; i < list->unit_count; i++) {
        fprintf(out, "0x%X,", list->units[i]);
    }
    fprintf(out, "};\nstatic const char shown[] =\n");
    for (size_t at = 0; at < list->shown.length; at += strlen(list->shown.data + at) + 1) {
        fprintf(out, "\"%s\\0\"\n", list->shown.data + at);
    }
    fprintf(out, ";\nstatic const zs_synonym_entry entries[] = {\n");
    for (size_t i = 0; i < list->count; i++) {
        const zs_synonym_entry *entry = &list->entries[i];
        fprintf(out, "{%u, %u, %u, %u, %u},\n", entry->phrase, entry->synonym, entry->shown,
                entry->phrase_length, entry->synonym_length);
    }
    fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        give_up("usage: make_regional_words TABLE FILE");
    }
    FILE *in = fopen(argv[1], "r");
    FILE *out = fopen(argv[2], "w");
    if (!in || !out) {
        give_up("cannot open the table, or the file to write");
    }
    zs_synonym_list list = {.count = 0};
    read_table(in, &list);
    zs_synonym_list_end(&list, NULL);
    write_table(out, &list);
    fclose(in);
    if (list.count == 0 || fclose(out) != 0) {
        give_up("the table is empty, or cannot be written");
    }
    zs_synonym_list_release(&list);
    return 0;
}
