/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/tokens.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "answers/memory.h"

void zs_api_tokens_release(zs_api_tokens *tokens)
{
    if (tokens->items) {
        explicit_bzero(tokens->items, tokens->count * sizeof *tokens->items);
    }
    free(tokens->items);
    *tokens = (zs_api_tokens){.items = NULL};
}

/* Takes a line: a name, blanks, a token. False if it is something else. */
static bool take_line(zs_api_tokens *tokens, char *line)
{
    static const char blank[] = " \t\r\n";
    char *rest = NULL;
    const char *name = strtok_r(line, blank, &rest);
    if (!name || name[0] == '#') {
        return true;
    }
    const char *secret = strtok_r(NULL, blank, &rest);
    size_t length = secret ? strlen(secret) : 0;
    zs_api_token token = {.name = ""};
    if (length < ZS_TOKEN_LEAST || length >= ZS_TOKEN_MOST || strtok_r(NULL, blank, &rest) ||
        strlen(name) >= sizeof token.name) {
        return false;
    }
    memcpy(token.name, name, strlen(name));
    memcpy(token.secret, secret, length);
    tokens->items = zs_reallocate(tokens->items, tokens->count + 1, sizeof token);
    tokens->items[tokens->count++] = token;
    return true;
}

const char *zs_api_tokens_read(zs_api_tokens *tokens, const char *path, zs_builder *fault)
{
    *tokens = (zs_api_tokens){.items = NULL};
    FILE *file = fopen(path, "re");
    if (!file) {
        zs_append_format(fault, "the tokens in %s cannot be read: %s", path, strerror(errno));
        return zs_builder_string(fault);
    }
    char *line = NULL;
    size_t capacity = 0;
    for (unsigned number = 1; fault->length == 0 && getline(&line, &capacity, file) > 0;
         number++) {
        if (!take_line(tokens, line)) {
            zs_append_format(fault,
                             "%s, line %u: a line is a name, a space and a token of %d to %d "
                             "characters",
                             path, number, ZS_TOKEN_LEAST, ZS_TOKEN_MOST - 1);
        }
    }
    if (line) {
        explicit_bzero(line, capacity);
    }
    free(line);
    if (fault->length == 0 && ferror(file)) {
        zs_append_format(fault, "the tokens in %s cannot be read: %s", path, strerror(errno));
    } else if (fault->length == 0 && tokens->count == 0) {
        zs_append_format(
            fault, "there are no tokens in %s: a line is a name, a space and a token", path);
    }
    (void)fclose(file); /* it was only read */
    return fault->length > 0 ? zs_builder_string(fault) : NULL;
}

/* Whether two of the same room are equal, in the same time wherever they differ. */
static bool is_equal(const char *one, const char *other)
{
    uint8_t differing = 0;
    for (size_t i = 0; i < ZS_TOKEN_MOST; i++) {
        differing = (uint8_t)(differing | (uint8_t)(one[i] ^ other[i]));
    }
    return differing == 0;
}

const char *zs_api_tokens_name(const zs_api_tokens *tokens, const char *authorization)
{
    static const char scheme[] = "Bearer ";
    char given[ZS_TOKEN_MOST] = "";
    const char *name = NULL;
    if (!authorization || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0) {
        return NULL;
    }
    const char *secret = authorization + sizeof scheme - 1;
    secret += strspn(secret, " ");
    if (snprintf(given, sizeof given, "%s", secret) >= ZS_TOKEN_MOST) {
        return NULL;
    }
    for (size_t i = 0; i < tokens->count; i++) {
        name = is_equal(tokens->items[i].secret, given) ? tokens->items[i].name : name;
    }
    explicit_bzero(given, sizeof given);
    return name;
}
