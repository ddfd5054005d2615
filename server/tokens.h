/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tokens of those who may use the API: a file with a line for each, a name and its token.
 */
#ifndef ZS_SERVER_TOKENS_H
#define ZS_SERVER_TOKENS_H

#include <stddef.h>

#include "answers/builder.h"

enum { ZS_TOKEN_MOST = 256, ZS_TOKEN_LEAST = 16 };

typedef struct zs_api_token {
    char name[64];
    char secret[ZS_TOKEN_MOST]; /* zeros behind it */
} zs_api_token;

typedef struct zs_api_tokens {
    zs_api_token *items;
    size_t count;
} zs_api_tokens;

/* NULL, or what is wrong with the file, which has been appended to `fault`. */
const char *zs_api_tokens_read(zs_api_tokens *tokens, const char *path, zs_builder *fault);
void zs_api_tokens_release(zs_api_tokens *tokens);

/* The name of whom an Authorization header (RFC 6750) speaks for; NULL if for nobody. Takes as
 * long whatever the token is. The header may be NULL. */
const char *zs_api_tokens_name(const zs_api_tokens *tokens, const char *authorization);

#endif
