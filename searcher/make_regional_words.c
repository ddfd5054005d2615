/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes regional_words.inc while zsearch is built, from OpenCC's table as text: a line for
 * each word, a TAB, and what it is elsewhere, several with a space between.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "make_regional_words: %s\n", what);
    exit(1);
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
    char *line = NULL;
    size_t capacity = 0, written = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, in)) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *rest = strchr(line, '\t');
        if (!rest || strpbrk(line, "\"\\")) {
            give_up("a line is not a word, a TAB and others");
        }
        *rest++ = '\0';
        for (char *word; (word = strsep(&rest, " ")) != NULL;) {
            if (*word && strcmp(word, line) != 0) {
                fprintf(out, "{\"%s\", \"%s\"},\n", line, word);
                written++;
            }
        }
    }
    free(line);
    fclose(in);
    if (written == 0 || fclose(out) != 0) {
        give_up("the table is empty, or cannot be written");
    }
    return 0;
}
