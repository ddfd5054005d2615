/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/parameters.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "answers/memory.h"

void zs_parameters_release(zs_parameters *parameters)
{
    free(parameters->text);
    *parameters = (zs_parameters){.count = 0};
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool is_utf8(const char *text, size_t length)
{
    utf8proc_int32_t point;
    for (size_t at = 0; at < length;) {
        utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                  (utf8proc_ssize_t)(length - at), &point);
        if (taken <= 0) {
            return false;
        }
        at += (size_t)taken;
    }
    return true;
}

const char *zs_percent_decode(char *text, size_t *length, bool plus)
{
    size_t kept = 0;
    for (size_t at = 0; at < *length; at++) {
        char c = text[at];
        if (c == '%') {
            int high = *length - at > 2 ? digit_of(text[at + 1]) : -1;
            int low = high >= 0 ? digit_of(text[at + 2]) : -1;
            if (low < 0) {
                return "has a % without two hexadecimal digits behind it";
            }
            c = (char)(high * 16 + low);
            at += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (c == '\0') {
            return "holds a NUL";
        }
        text[kept++] = c;
    }
    text[kept] = '\0';
    *length = kept;
    return is_utf8(text, kept) ? NULL : "is not UTF-8";
}

/* Takes one parameter, "name=value", and ends it where it ends. */
static const char *add(zs_parameters *parameters, char *text, size_t length)
{
    char *equals = memchr(text, '=', length);
    size_t name_length = equals ? (size_t)(equals - text) : length;
    char *value = equals ? equals + 1 : text + length;
    size_t value_length = (size_t)(text + length - value);
    if (parameters->count == ZS_PARAMETERS_MOST) {
        return "has too many parameters";
    }
    const char *fault = zs_percent_decode(value, &value_length, true);
    if (!fault) {
        fault = zs_percent_decode(text, &name_length, true);
    }
    if (!fault) {
        /* Without an = the value would begin at the NUL of the name, which is as good. */
        parameters->items[parameters->count++] =
            (zs_parameter){.name = text, .value = equals ? value : text + name_length};
    }
    return fault;
}

const char *zs_parameters_parse(zs_parameters *parameters, const char *raw, size_t length)
{
    *parameters = (zs_parameters){.text = zs_allocate(length + 1, 1)};
    memcpy(parameters->text, raw, length);
    char *end = parameters->text + length;
    for (char *at = parameters->text; at < end;) {
        char *next = memchr(at, '&', (size_t)(end - at));
        next = next ? next : end;
        const char *fault = next > at ? add(parameters, at, (size_t)(next - at)) : NULL;
        if (fault) {
            zs_parameters_release(parameters);
            return fault;
        }
        at = next + 1;
    }
    return NULL;
}

const char *zs_parameters_take(zs_parameters *parameters, const char *name)
{
    for (size_t i = 0; i < parameters->count; i++) {
        zs_parameter *parameter = &parameters->items[i];
        if (!parameter->taken && strcmp(parameter->name, name) == 0) {
            parameter->taken = true;
            return parameter->value;
        }
    }
    return NULL;
}

void zs_parameters_put_back(zs_parameters *parameters)
{
    for (size_t i = 0; i < parameters->count; i++) {
        parameters->items[i].taken = false;
    }
}

const char *zs_parameters_left(const zs_parameters *parameters)
{
    for (size_t i = 0; i < parameters->count; i++) {
        if (!parameters->items[i].taken) {
            return parameters->items[i].name;
        }
    }
    return NULL;
}
