/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/terms.h"
#include "text/utf.h"

static void release_node(zs_match_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        release_node(&node->children[i]);
    }
    free(node->children);
    *node = (zs_match_node){.kind = ZS_MATCH_EVERY};
}

void zs_candidates_release(zs_candidates *candidates)
{
    release_node(&candidates->node);
}

/* Room for children, which are counted as they are made, so that they are released. */
static bool begin_node(zs_match_node *node, zs_match_kind kind, size_t room)
{
    *node = (zs_match_node){.kind = kind};
    node->children = calloc(room + 1, sizeof *node->children);
    return node->children != NULL;
}

static zs_match_node *next_child(zs_match_node *node)
{
    zs_match_node *child = &node->children[node->count++];
    *child = (zs_match_node){.kind = ZS_MATCH_EVERY};
    return child;
}

/* An ALL that every article is in lets all through; so does an ANY with one that does. */
static void simplify(zs_match_node *node)
{
    bool all = node->kind == ZS_MATCH_ALL;
    size_t kept = 0;
    for (size_t i = 0; i < node->count; i++) {
        if (node->children[i].kind != ZS_MATCH_EVERY) {
            node->children[kept++] = node->children[i];
        } else if (!all) {
            release_node(node);
            return;
        }
    }
    node->count = all ? kept : node->count;
    if (all && kept == 0) {
        release_node(node);
    }
}

static void set_term(zs_match_node *node, const zs_requirement *requirement, const char *bytes,
                     size_t length, bool prefix)
{
    node->kind = ZS_MATCH_TERM;
    node->term = (zs_match_term){
        .term = bytes,
        .length = length,
        .prefix = prefix,
        .field = requirement->field == ZS_FIELD_TITLE ? ZS_FIELD_TEXT : requirement->field,
        .key = requirement->key};
}

static bool make_terms(const zs_requirement *requirement, zs_match_kind kind,
                       zs_match_node *node)
{
    if (!begin_node(node, kind, requirement->term_count)) {
        return false;
    }
    for (size_t i = 0; i < requirement->term_count; i++) {
        const zs_requirement_term *term = &requirement->terms[i];
        set_term(next_child(node), requirement, term->bytes, term->length, term->prefix);
    }
    return true;
}

/* The terms, or one of the groups: of an article in a group only the end of its path has
 * terms. */
static bool make_phrase(const zs_requirement *requirement, zs_match_node *node)
{
    if (requirement->frequent) {
        return true; /* any article may have it */
    }
    if (requirement->group_count == 0) {
        bool made = make_terms(requirement, ZS_MATCH_ALL, node);
        if (made && node->count == 0) {
            release_node(node);
        }
        return made;
    }
    if (!begin_node(node, ZS_MATCH_ANY, requirement->group_count + 1) ||
        !make_terms(requirement, ZS_MATCH_ALL, next_child(node))) {
        return false;
    }
    if (node->children[0].count == 0) {
        release_node(node); /* it has nothing to be found by */
        return true;
    }
    for (size_t i = 0; i < requirement->group_count; i++) {
        zs_match_node *group = next_child(node);
        group->kind = ZS_MATCH_GROUP;
        group->number = requirement->groups[i];
    }
    return true;
}

static bool make_node(const zs_requirement *requirement, zs_match_node *node, bool *exact);

/* What must not be there narrows down only if the index decides it. */
static bool make_parts(const zs_requirement *requirement, zs_match_node *node, bool *exact)
{
    bool all = requirement->kind == ZS_REQUIRE_ALL || requirement->kind == ZS_REQUIRE_NEAR;
    if (!begin_node(node, all ? ZS_MATCH_ALL : ZS_MATCH_ANY, requirement->count)) {
        return false;
    }
    *exact = requirement->kind == ZS_REQUIRE_ALL || requirement->kind == ZS_REQUIRE_ANY;
    for (size_t i = 0; i < requirement->count; i++) {
        const zs_requirement *part = requirement->parts[i];
        zs_match_node made = {.kind = ZS_MATCH_EVERY};
        bool decided = false;
        if (!make_node(part, &made, &decided)) {
            release_node(&made);
            return false;
        }
        zs_match_node *child = next_child(node);
        *exact = *exact && decided;
        if (!part->negated) {
            *child = made;
        } else if (!decided || !all || made.kind == ZS_MATCH_EVERY) {
            *exact = false;
            release_node(&made);
        } else if (begin_node(child, ZS_MATCH_NOT, 1)) {
            *next_child(child) = made;
        } else {
            release_node(&made);
            return false;
        }
    }
    simplify(node);
    return true;
}

/* The pieces of an alternative point to characters, not to terms: their terms are made in one
 * block behind the node's children. */
static bool make_pattern(const zs_requirement *requirement, zs_match_node *node)
{
    return requirement->count > 0 ? make_node(requirement->parts[0], node, &(bool){false})
                                  : true;
}

static bool make_node(const zs_requirement *requirement, zs_match_node *node, bool *exact)
{
    *node = (zs_match_node){.kind = ZS_MATCH_EVERY};
    *exact = requirement->decided;
    switch (requirement->kind) {
    case ZS_REQUIRE_ALL:
    case ZS_REQUIRE_ANY:
    case ZS_REQUIRE_SHARE:
    case ZS_REQUIRE_NEAR: return make_parts(requirement, node, exact);
    case ZS_REQUIRE_PHRASE: return make_phrase(requirement, node);
    case ZS_REQUIRE_LANGUAGE: return make_phrase(requirement, node);
    case ZS_REQUIRE_PATTERN:
    case ZS_REQUIRE_VALUE: return make_pattern(requirement, node);
    case ZS_REQUIRE_TERMS: return make_terms(requirement, ZS_MATCH_ANY, node);
    case ZS_REQUIRE_ID:
        node->kind = ZS_MATCH_ID;
        node->term =
            (zs_match_term){.term = requirement->key, .length = strlen(requirement->key)};
        return true;
    case ZS_REQUIRE_DATES:
        node->kind = ZS_MATCH_DATES;
        node->low = requirement->low;
        node->high = requirement->high;
        return true;
    case ZS_REQUIRE_NUMBERS:
        node->kind = ZS_MATCH_NUMBERS;
        node->term = (zs_match_term){.key = requirement->key};
        node->least = requirement->least;
        node->most = requirement->most;
        return true;
    }
    return true;
}

zs_status zs_candidates_make(const zs_requirement *requirement, zs_candidates *out,
                             zs_error *error)
{
    zs_candidates made = {.exact = false};
    if (!make_node(requirement, &made.node, &made.exact)) {
        release_node(&made.node);
        return zs_fail_memory(error);
    }
    *out = made;
    return ZS_OK;
}
