/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass_code.h"

#include <string.h>

/* Two bytes take 15 bits; of more, the first has a 1 for each byte beyond the second, and a 0.
 */
size_t zs_glass_put_ordered(uint8_t *out, uint32_t number)
{
    size_t length = number < 0x8000 ? 2 : number < 1U << 22 ? 3 : number < 1U << 29 ? 4 : 5;
    uint32_t rest = number;
    for (size_t i = length; i-- > 0;) {
        out[i] = (uint8_t)(rest & 0xFF);
        rest >>= 8;
    }
    out[0] = (uint8_t)(out[0] | (0xFFU << (10 - length) & 0xFF));
    return length;
}

bool zs_glass_append_ordered(zs_buffer *out, uint32_t number)
{
    uint8_t bytes[ZS_GLASS_ORDERED_MOST];
    return zs_buffer_append(out, bytes, zs_glass_put_ordered(bytes, number));
}

bool zs_glass_append_term(zs_buffer *out, const char *term, size_t length)
{
    if (!zs_buffer_reserve(out, 2 * length)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        out->data[out->length++] = term[i];
        if (term[i] == '\0') {
            out->data[out->length++] = '\xFF';
        }
    }
    return true;
}

bool zs_glass_term_fits(const char *term, size_t length)
{
    size_t spelt = length;
    for (size_t i = 0; i < length; i++) {
        spelt += term[i] == '\0';
    }
    return length > 0 && length <= ZS_GLASS_TERM_MOST &&
           spelt + 1 + ZS_GLASS_ORDERED_MOST <= ZS_GLASS_KEY_MOST;
}

int zs_glass_compare(const void *a, size_t a_length, const void *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}
