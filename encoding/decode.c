/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "encoding/decode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "base/error.h"
#include "encoding/double_byte.h"
#include "encoding/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"
#define MARK "\xEF\xBB\xBF"

typedef enum decoder_kind { KIND_UTF8, KIND_DOUBLE_BYTE, KIND_ICU } decoder_kind;

struct zs_decoder {
    const char *name;
    decoder_kind kind;
    zs_double_byte encoding; /* KIND_DOUBLE_BYTE */
    UConverter *converter;   /* KIND_ICU */
    bool any_order;          /* UTF-16 without a word about its order: a mark may tell */
    bool begun;
    bool at_beginning; /* nothing has been written: a byte order mark is left out */
    zs_buffer pending; /* what cannot be decoded before more is there */
    UChar surrogate;   /* the first half of a pair, or 0 */
    uint64_t damaged;
    uint64_t lines; /* ends of lines written so far */
    uint64_t first_line;
};

/* ---- Names ------------------------------------------------------------------------- */

/* Names that mean more than they say: what is called GB2312 or GBK may hold any of GB18030,
 * whose first part they are. In lower case, letters and digits alone. */
static const struct {
    const char *alias, *name;
} special[] = {
    {"gb2312", "GB18030"},     {"gbk", "GB18030"},      {"xgbk", "GB18030"},
    {"cp936", "GB18030"},      {"936", "GB18030"},      {"ms936", "GB18030"},
    {"windows936", "GB18030"}, {"euccn", "GB18030"},    {"gb18030", "GB18030"},
    {"gb231280", "GB18030"},   {"csgb2312", "GB18030"}, {"chinese", "GB18030"},
    {"big5", "Big5"},          {"cp950", "Big5"},       {"950", "Big5"},
    {"ms950", "Big5"},         {"windows950", "Big5"},  {"csbig5", "Big5"},
    {"big5eten", "Big5"},      {"big5tw", "Big5"},      {"utf8", "UTF-8"},
    {"utf8bom", "UTF-8"},      {"utf8sig", "UTF-8"},    {"ascii", "UTF-8"},
    {"usascii", "UTF-8"},      {"utf16", "UTF-16"},     {"unicode", "UTF-16"},
    {"ucs2", "UTF-16"},        {"utf16le", "UTF-16LE"}, {"utf16be", "UTF-16BE"},
    {"ucs2le", "UTF-16LE"},    {"ucs2be", "UTF-16BE"},
};

const char *zs_encoding_name(const char *alias)
{
    char plain[64];
    size_t length = 0;
    for (const char *at = alias; *at; at++) {
        if (isalnum((unsigned char)*at)) {
            if (length == sizeof plain - 1) {
                return NULL;
            }
            plain[length++] = (char)tolower((unsigned char)*at);
        }
    }
    plain[length] = '\0';
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (strcmp(plain, special[i].alias) == 0) {
            return special[i].name;
        }
    }
    UErrorCode code = U_ZERO_ERROR;
    const char *name = ucnv_getStandardName(alias, "MIME", &code);
    if (!name || U_FAILURE(code)) {
        code = U_ZERO_ERROR;
        name = ucnv_getStandardName(alias, "IANA", &code);
    }
    if (!name || U_FAILURE(code)) {
        code = U_ZERO_ERROR;
        name = length > 0 && ucnv_countAliases(alias, &code) > 0 && U_SUCCESS(code)
                   ? ucnv_getAlias(alias, 0, &code)
                   : NULL;
    }
    return name && U_SUCCESS(code) ? name : NULL;
}

/* ---- Opening ----------------------------------------------------------------------- */

/* Called by ICU for what it cannot decode: one U+FFFD, and it is counted. */
static void on_damage(const void *context, UConverterToUnicodeArgs *arguments,
                      const char *bytes, int32_t length, UConverterCallbackReason reason,
                      UErrorCode *code)
{
    (void)bytes;
    (void)length;
    if (reason <= UCNV_IRREGULAR) {
        /* ICU hands the context back as it was given, but for the const. */
        union {
            const void *given;
            zs_decoder *decoder;
        } of = {.given = context};
        static const UChar replacement = 0xFFFD;
        *code = U_ZERO_ERROR;
        of.decoder->damaged++;
        ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, code);
    }
}

static zs_status open_converter(zs_decoder *decoder, const char *name, zs_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    decoder->converter = ucnv_open(name, &code);
    if (U_SUCCESS(code)) {
        ucnv_setToUCallBack(decoder->converter, on_damage, decoder, NULL, NULL, &code);
    }
    if (code == U_MEMORY_ALLOCATION_ERROR) {
        return zs_fail_memory(error);
    }
    return U_SUCCESS(code)
               ? ZS_OK
               : zs_fail(error, ZS_ERROR_ENCODING, "ICU has no converter for %s", name);
}

zs_status zs_decoder_new(const char *encoding, zs_decoder **out, zs_error *error)
{
    const char *name = zs_encoding_name(encoding);
    if (!name) {
        return zs_fail(error, ZS_ERROR_ENCODING,
                       "there is no encoding \"%s\"; among those there are GB18030 (also for "
                       "GBK and GB2312), Big5, Big5-HKSCS, UTF-8, UTF-16LE and UTF-16BE",
                       encoding);
    }
    zs_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) {
        return zs_fail_memory(error);
    }
    decoder->name = name;
    decoder->any_order = strcmp(name, "UTF-16") == 0;
    zs_status status = ZS_OK;
    if (strcmp(name, "UTF-8") == 0) {
        decoder->kind = KIND_UTF8;
    } else if (strcmp(name, "GB18030") == 0 || strcmp(name, "Big5") == 0) {
        decoder->kind = KIND_DOUBLE_BYTE;
        decoder->encoding = name[0] == 'G' ? ZS_GB18030 : ZS_BIG5;
    } else {
        decoder->kind = KIND_ICU;
        status = open_converter(decoder, decoder->any_order ? "UTF-16LE" : name, error);
    }
    if (status) {
        zs_decoder_free(decoder);
        return status;
    }
    zs_decoder_begin(decoder);
    *out = decoder;
    return ZS_OK;
}

void zs_decoder_free(zs_decoder *decoder)
{
    if (decoder) {
        if (decoder->converter) {
            ucnv_close(decoder->converter);
        }
        zs_buffer_release(&decoder->pending);
        free(decoder);
    }
}

void zs_decoder_begin(zs_decoder *decoder)
{
    if (decoder->converter) {
        ucnv_resetToUnicode(decoder->converter);
    }
    zs_buffer_clear(&decoder->pending);
    decoder->begun = false;
    decoder->at_beginning = true;
    decoder->surrogate = 0;
    decoder->damaged = decoder->lines = decoder->first_line = 0;
}

uint64_t zs_decoder_damaged(const zs_decoder *decoder, uint64_t *first_line)
{
    *first_line = decoder->first_line;
    return decoder->damaged;
}

/* ---- UTF-8 --------------------------------------------------------------------------- */

/* Decodes; *used is how many bytes were. */
static bool decode_utf8(zs_decoder *decoder, const char *data, size_t length, bool last,
                        zs_buffer *out, size_t *used)
{
    size_t at = 0;
    bool kept = true;
    while (kept && at < length) {
        size_t valid = zs_utf8_valid(data + at, length - at);
        kept = zs_buffer_append(out, data + at, valid);
        at += valid;
        if (at == length || (!last && zs_utf8_begins(data + at, length - at))) {
            break;
        }
        at += zs_utf8_subpart(data + at, length - at);
        kept = kept && zs_buffer_append_string(out, REPLACEMENT);
        decoder->damaged++;
    }
    *used = at;
    return kept;
}

/* ---- By ICU ---------------------------------------------------------------------------- */

static void put_damage(zs_decoder *decoder, zs_buffer *out)
{
    zs_utf8_put(out, 0xFFFD);
    decoder->damaged++;
}

/* Some of ICU's converters, as that of UTF-7, let half a pair through. */
static bool append_units(zs_decoder *decoder, const UChar *units, size_t count, bool last,
                         zs_buffer *out)
{
    if (!zs_buffer_reserve(out, 3 * count + 4)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        UChar lead = decoder->surrogate;
        decoder->surrogate = 0;
        if (lead && U16_IS_TRAIL(units[i])) {
            zs_utf8_put(out, (uint32_t)U16_GET_SUPPLEMENTARY(lead, units[i]));
            continue;
        }
        if (lead) {
            put_damage(decoder, out);
        }
        if (U16_IS_LEAD(units[i])) {
            decoder->surrogate = units[i];
        } else if (U16_IS_TRAIL(units[i])) {
            put_damage(decoder, out);
        } else {
            zs_utf8_put(out, units[i]);
        }
    }
    if (last && decoder->surrogate) {
        put_damage(decoder, out);
        decoder->surrogate = 0;
    }
    return true;
}

static zs_status decode_by_icu(zs_decoder *decoder, const char *data, size_t length, bool last,
                               zs_buffer *out, zs_error *error)
{
    UChar units[4096] = {0};
    const char *at = data, *end = data + length;
    UErrorCode code;
    do {
        UChar *target = units;
        code = U_ZERO_ERROR;
        ucnv_toUnicode(decoder->converter, &target, units + sizeof units / sizeof *units, &at,
                       end, NULL, last, &code);
        bool ended = last && code != U_BUFFER_OVERFLOW_ERROR;
        if (!append_units(decoder, units, (size_t)(target - units), ended, out)) {
            return zs_fail_memory(error);
        }
    } while (code == U_BUFFER_OVERFLOW_ERROR);
    if (code == U_MEMORY_ALLOCATION_ERROR) {
        return zs_fail_memory(error);
    }
    return U_FAILURE(code) ? zs_fail(error, ZS_ERROR_ENCODING, "ICU cannot decode %s: %s",
                                     decoder->name, u_errorName(code))
                           : ZS_OK;
}

/* UTF-16 begins with its order, or else is as on Windows. Both bytes of the mark are waited
 * for. */
static zs_status begin_any_order(zs_decoder *decoder, const char *data, size_t length,
                                 bool last, zs_buffer *out, zs_error *error)
{
    zs_buffer *pending = &decoder->pending;
    bool waits = length < 2 && !last;
    if (waits || pending->length > 0) {
        if (!zs_buffer_append(pending, data, length)) {
            return zs_fail_memory(error);
        }
        if (pending->length < 2 && !last) {
            return ZS_OK;
        }
        data = pending->data;
        length = pending->length;
    }
    bool big = length >= 2 && memcmp(data, "\xFE\xFF", 2) == 0;
    ucnv_close(decoder->converter);
    decoder->converter = NULL;
    zs_status status = open_converter(decoder, big ? "UTF-16BE" : "UTF-16LE", error);
    if (!status) {
        status = decode_by_icu(decoder, data, length, last, out, error);
    }
    decoder->begun = true;
    zs_buffer_clear(pending);
    return status;
}

/* ---- Any --------------------------------------------------------------------------------- */

/* What was appended to `out` from `begin` on: leaves a byte order mark out, counts lines, and
 * finds the first damage if there was none before. */
static void look_over(zs_decoder *decoder, zs_buffer *out, size_t begin, uint64_t damaged)
{
    size_t mark = strlen(MARK);
    if (decoder->at_beginning && out->length > begin) {
        decoder->at_beginning = false;
        if (out->length - begin >= mark && memcmp(out->data + begin, MARK, mark) == 0) {
            memmove(out->data + begin, out->data + begin + mark, out->length - begin - mark);
            out->length -= mark;
        }
    }
    if (out->length == begin) {
        return;
    }
    const char *at = out->data + begin, *end = out->data + out->length;
    if (damaged == 0 && decoder->damaged > 0) {
        const char *first = memmem(at, (size_t)(end - at), REPLACEMENT, strlen(REPLACEMENT));
        uint64_t line = decoder->lines + 1;
        for (const char *i = at; first && i < first; i++) {
            line += *i == '\n';
        }
        decoder->first_line = line;
    }
    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        decoder->lines++;
        at++;
    }
}

/* Decodes what lies in memory; keeps what is not whole for the next call. */
static zs_status decode_kept(zs_decoder *decoder, const char *data, size_t length, bool last,
                             zs_buffer *out, zs_error *error)
{
    zs_buffer *pending = &decoder->pending;
    bool joined = pending->length > 0;
    if (joined) {
        if (!zs_buffer_append(pending, data, length)) {
            return zs_fail_memory(error);
        }
        data = pending->data;
        length = pending->length;
    }
    size_t used = 0;
    zs_status status = ZS_OK;
    if (decoder->kind == KIND_UTF8) {
        status = decode_utf8(decoder, data, length, last, out, &used) ? ZS_OK
                                                                      : zs_fail_memory(error);
    } else {
        status = zs_double_byte_decode(decoder->encoding, data, length, last, out, &used,
                                       &decoder->damaged, error);
    }
    if (status) {
        return status;
    }
    if (joined) {
        memmove(pending->data, pending->data + used, pending->length - used);
        pending->length -= used;
        return ZS_OK;
    }
    return zs_buffer_append(pending, data + used, length - used) ? ZS_OK
                                                                 : zs_fail_memory(error);
}

zs_status zs_decoder_add(zs_decoder *decoder, const char *data, size_t length, bool last,
                         zs_buffer *out, zs_error *error)
{
    size_t begin = out->length;
    uint64_t damaged = decoder->damaged;
    zs_status status = ZS_OK;
    if (decoder->kind == KIND_ICU) {
        status = decoder->any_order && !decoder->begun
                     ? begin_any_order(decoder, data, length, last, out, error)
                     : decode_by_icu(decoder, data, length, last, out, error);
    } else {
        status = decode_kept(decoder, data, length, last, out, error);
    }
    if (!status) {
        look_over(decoder, out, begin, damaged);
    }
    return status;
}
