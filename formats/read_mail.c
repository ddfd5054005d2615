/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Mail: a message, or a mailbox of them. What is attached is read as if it were a file.
 */
#include <gmime/gmime.h>
#include <libxml/HTMLparser.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/container.h"
#include "formats/format.h"
#include "formats/markup.h"

enum { CHUNK = 1 << 18, PARTS_MOST = 1000, DEPTH_MOST = 30 };
#define MESSAGE_LIMIT ((size_t)256 << 20)

/* gmime keeps what it knows in globals, made once for the whole process and never given back:
 * the program that uses the library may use gmime as well. */
static void init_gmime(void)
{
    g_mime_init();
}

static void ensure_gmime(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, init_gmime);
}

/* ---- Headers --------------------------------------------------------------------------------
 */

/* Sets a member, or adds metadata, to a value in UTF-8 or, as old mail has it, in raw bytes of
 * any encoding. */
static zs_status keep_value(zs_reading *reading, zs_draft *draft, zs_member member,
                            const char *name, const char *value, zs_error *error)
{
    size_t length = value ? strlen(value) : 0;
    if (length == 0) {
        return ZS_OK;
    }
    if (zs_utf8_valid(value, length) != length) {
        char encoding[sizeof reading->encoding];
        memcpy(encoding, reading->encoding, sizeof encoding);
        zs_status status =
            zs_reading_decode(reading, value, length, NULL, &value, &length, error);
        memcpy(reading->encoding, encoding, sizeof encoding);
        if (status == ZS_ERROR_ENCODING) {
            return ZS_OK; /* a header that is no text says nothing */
        }
        if (status) {
            return status;
        }
    }
    bool kept = name ? zs_draft_add(draft, name, value, length)
                     : zs_draft_set(draft, member, value, length);
    return kept ? ZS_OK : zs_fail_memory(error);
}

/* The raw value of a header if that has bytes that are neither ASCII nor UTF-8: gmime would
 * guess at them. NULL else. */
static char *raw_header(GMimeObject *message, const char *name)
{
    GMimeHeader *header =
        g_mime_header_list_get_header(g_mime_object_get_header_list(message), name);
    const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
    if (!raw || zs_utf8_valid(raw, strlen(raw)) == strlen(raw)) {
        return NULL;
    }
    return g_strstrip(g_strdup(raw));
}

static zs_status keep_addresses(zs_reading *reading, zs_draft *draft, GMimeMessage *message,
                                GMimeAddressType type, const char *header, const char *name,
                                zs_error *error)
{
    InternetAddressList *list = g_mime_message_get_addresses(message, type);
    char *raw = raw_header(GMIME_OBJECT(message), header);
    char *value = raw ? raw : list ? internet_address_list_to_string(list, NULL, FALSE) : NULL;
    InternetAddress *first = list && internet_address_list_length(list) == 1
                                 ? internet_address_list_get_address(list, 0)
                                 : NULL;
    const char *person = first && !name ? internet_address_get_name(first) : NULL;
    zs_status status = keep_value(reading, draft, ZS_MEMBER_AUTHOR, name,
                                  !raw && person && person[0] ? person : value, error);
    g_free(value);
    return status;
}

static zs_status keep_headers(zs_reading *reading, zs_draft *draft, GMimeMessage *message,
                              zs_error *error)
{
    char *raw = raw_header(GMIME_OBJECT(message), "Subject");
    const char *subject = raw ? raw : g_mime_message_get_subject(message);
    zs_status status = keep_value(reading, draft, ZS_MEMBER_TITLE, NULL, subject, error);
    g_free(raw);
    if (!status) {
        status = keep_addresses(reading, draft, message, GMIME_ADDRESS_TYPE_FROM, "From", NULL,
                                error);
    }
    if (!status) {
        status =
            keep_addresses(reading, draft, message, GMIME_ADDRESS_TYPE_TO, "To", "to", error);
    }
    GDateTime *time = g_mime_message_get_date(message);
    char *date = time ? g_date_time_format_iso8601(time) : NULL;
    if (!status) {
        status = keep_value(reading, draft, ZS_MEMBER_DATE, NULL, date, error);
    }
    g_free(date);
    if (!status) {
        status = keep_value(reading, draft, 0, "message-id",
                            g_mime_message_get_message_id(message), error);
    }
    return status;
}

/* ---- Parts
 * ------------------------------------------------------------------------------------- */

/* The parts of a message, by what they are for. */
struct parts {
    GMimePart *plain, *html; /* the first of each that is no attachment */
    GPtrArray *attached;     /* GMimeObject, not ours */
    int count;
};

static bool is_attachment(GMimeObject *part)
{
    const char *disposition = g_mime_object_get_disposition(part);
    const char *name = GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;
    return (disposition && g_ascii_strcasecmp(disposition, "attachment") == 0) ||
           (name && name[0] != '\0');
}

static void sort_part(struct parts *parts, GMimeObject *part, int depth)
{
    if (parts->count++ > PARTS_MOST || depth > DEPTH_MOST) {
        return;
    }
    if (GMIME_IS_MULTIPART(part)) {
        int count = g_mime_multipart_get_count(GMIME_MULTIPART(part));
        for (int i = 0; i < count; i++) {
            sort_part(parts, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
        }
    } else if (GMIME_IS_MESSAGE_PART(part)) {
        g_ptr_array_add(parts->attached, part);
    } else if (GMIME_IS_PART(part)) {
        GMimeContentType *type = g_mime_object_get_content_type(part);
        bool plain = g_mime_content_type_is_type(type, "text", "plain");
        bool html = g_mime_content_type_is_type(type, "text", "html");
        if (is_attachment(part) || !(plain || html)) {
            g_ptr_array_add(parts->attached, part);
        } else if (plain && !parts->plain) {
            parts->plain = GMIME_PART(part);
        } else if (html && !parts->html) {
            parts->html = GMIME_PART(part);
        }
    }
}

/* The content of a part, its transfer encoding undone. */
static GByteArray *content_of(GMimePart *part)
{
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    GByteArray *bytes = g_byte_array_new();
    if (wrapper) {
        GMimeStream *stream = g_mime_stream_mem_new();
        g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
        g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), bytes);
        (void)g_mime_data_wrapper_write_to_stream(wrapper, stream); /* memory takes all */
        g_object_unref(stream);
    }
    return bytes;
}

static bool keep_html(const char *text, size_t length, zs_draft *draft)
{
    htmlDocPtr document =
        length <= INT_MAX ? htmlReadMemory(text, (int)length, NULL, "UTF-8", ZS_HTML_OPTIONS)
                          : NULL;
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    zs_buffer_clear(&draft->text);
    bool kept = !root || zs_markup_text(root, &draft->text);
    xmlFreeDoc(document);
    return kept;
}

static zs_status keep_body(zs_reading *reading, zs_draft *draft, const struct parts *parts,
                           zs_error *error)
{
    GMimePart *part = parts->plain ? parts->plain : parts->html;
    if (!part) {
        return ZS_OK;
    }
    const char *text;
    size_t length;
    GByteArray *bytes = content_of(part);
    zs_status status = zs_reading_decode(
        reading, (const char *)bytes->data, bytes->len,
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset"), &text, &length,
        error);
    if (!status && !(part == parts->plain ? zs_draft_set_text(draft, text, length, 0)
                                          : keep_html(text, length, draft))) {
        status = zs_fail_memory(error);
    }
    g_byte_array_unref(bytes);
    if (status == ZS_ERROR_ENCODING) {
        status = ZS_OK; /* its subject is text all the same */
    }
    return status;
}

/* ---- Messages
 * -------------------------------------------------------------------------------------- */

static zs_status read_attached(zs_reading *reading, GMimeObject *object, guint number,
                               zs_error *error)
{
    char unnamed[40];
    GByteArray *bytes;
    const char *name = NULL;
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        char *written = inner ? g_mime_object_to_string(GMIME_OBJECT(inner), NULL) : NULL;
        bytes = g_byte_array_new();
        if (written) {
            g_byte_array_append(bytes, (const guint8 *)written, (guint)strlen(written));
        }
        g_free(written);
        (void)snprintf(unnamed, sizeof unnamed, "%u.eml", number + 1);
    } else {
        name = g_mime_part_get_filename(GMIME_PART(object));
        bytes = content_of(GMIME_PART(object));
        (void)snprintf(unnamed, sizeof unnamed, "part %u", number + 1);
    }
    bool named = name && name[0] && zs_utf8_valid(name, strlen(name)) == strlen(name) &&
                 !strchr(name, '/');
    zs_bytes content = {.data = bytes->data ? (const char *)bytes->data : "",
                        .length = bytes->len};
    const zs_stream stream = zs_bytes_stream(&content);
    const zs_container_member member = {
        .name = named ? name : unnamed, .modified = reading->modified, .stream = &stream};
    zs_status status = ZS_OK;
    /* Pictures and signatures are part of nearly every message: only what can be read counts.
     */
    const zs_format *format = zs_format_with(reading->options, member.name);
    if (format && zs_format_can_read(format)) {
        reading->budget->members -= reading->budget->members > 0;
        status = zs_budget_take(reading->budget, bytes->len, error);
        status = status == ZS_ERROR_FORMAT ? ZS_OK : zs_read_member(reading, &member, error);
    }
    g_byte_array_unref(bytes);
    return status;
}

static zs_status put_message(zs_reading *reading, GMimeMessage *message, uint64_t line,
                             zs_error *error)
{
    zs_draft *draft;
    struct parts parts = {.attached = g_ptr_array_new()};
    GMimeObject *body = g_mime_message_get_mime_part(message);
    if (body) {
        sort_part(&parts, body, 0);
    }
    zs_status status = zs_reading_begin(reading, &draft, error);
    if (!status) {
        status = keep_headers(reading, draft, message, error);
    }
    if (!status) {
        status = keep_body(reading, draft, &parts, error);
    }
    if (!status) {
        status = zs_reading_put(reading, line, error);
    }
    bool used_up = false;
    for (guint i = 0; !status && !used_up && i < parts.attached->len; i++) {
        status = zs_check_budget(reading, &used_up, error);
        if (!status && !used_up) {
            status = read_attached(reading, g_ptr_array_index(parts.attached, i), i, error);
        }
    }
    g_ptr_array_unref(parts.attached);
    return status;
}

/* Parses and puts one message. */
static zs_status read_message(const char *data, size_t length, zs_reading *reading,
                              uint64_t line, zs_error *error)
{
    ensure_gmime();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    if (!message) {
        return zs_fail(error, ZS_ERROR_FORMAT, "it does not begin as a message does");
    }
    zs_status status = put_message(reading, message, line, error);
    g_object_unref(message);
    return status;
}

/* Whether there is a header line at the beginning, which all messages have. */
static bool begins_as_message(const char *data, size_t length)
{
    size_t at = 0;
    while (at < length && data[at] > ' ' && data[at] != ':' && data[at] < 0x7F) {
        at++;
    }
    return at > 0 && at < length && data[at] == ':';
}

zs_status zs_read_mail(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    if (!begins_as_message(data, length)) {
        return zs_fail(error, ZS_ERROR_FORMAT, "it does not begin as a message does");
    }
    return read_message(data, length, reading, 0, error);
}

/* ---- Mailboxes
 * --------------------------------------------------------------------------------------- */

/* A mailbox, of which the message at hand is in memory. */
struct mailbox {
    const zs_stream *stream;
    zs_reading *reading;
    zs_buffer buffer;
    bool ended;
    uint64_t number; /* of the message, from 1 */
};

/* Where the message that begins the buffer ends: at the next line that begins with "From "
 * behind an empty one. 0 if that is not in the buffer. */
static size_t message_end(const zs_buffer *buffer, size_t from)
{
    static const char mark[] = "\nFrom ";
    const char *at = buffer->data + from, *end = buffer->data + buffer->length;
    while ((at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1)) != NULL) {
        if (at > buffer->data &&
            (at[-1] == '\n' || (at[-1] == '\r' && at - 1 > buffer->data && at[-2] == '\n'))) {
            return (size_t)(at - buffer->data) + 1;
        }
        at++;
    }
    return 0;
}

static zs_status take_message(struct mailbox *mailbox, const char *data, size_t length,
                              zs_error *error)
{
    char number[24];
    zs_buffer path = ZS_BUFFER_INIT;
    mailbox->number++;
    int size = snprintf(number, sizeof number, "!%llu", (unsigned long long)mailbox->number);
    if (!zs_buffer_append_string(&path, mailbox->reading->path) ||
        !zs_buffer_append(&path, number, (size_t)size) || !zs_buffer_terminate(&path)) {
        zs_buffer_release(&path);
        return zs_fail_memory(error);
    }
    /* The line of the mailbox itself is none of the message. */
    const char *newline = memchr(data, '\n', length);
    size_t skipped = newline ? (size_t)(newline - data) + 1 : length;
    zs_reading reading = *mailbox->reading;
    zs_error reason;
    reading.path = path.data;
    reading.articles = 0;
    reading.derived = true;
    zs_status status =
        begins_as_message(data + skipped, length - skipped)
            ? read_message(data + skipped, length - skipped, &reading, 0, &reason)
            : zs_fail(&reason, ZS_ERROR_FORMAT, "it does not begin as a message does");
    mailbox->reading->articles += reading.articles;
    mailbox->reading->named_title = mailbox->reading->named_title || reading.named_title;
    mailbox->reading->named_date = mailbox->reading->named_date || reading.named_date;
    if (status == ZS_ERROR_FORMAT || status == ZS_ERROR_ENCODING) {
        status = zs_reading_remark(mailbox->reading, 0, error, status, "message %llu: %s",
                                   (unsigned long long)mailbox->number, reason.message);
    } else if (status) {
        status = zs_fail(error, status, "%s", reason.message);
    }
    zs_buffer_release(&path);
    return status;
}

static zs_status read_more(struct mailbox *mailbox, zs_error *error)
{
    zs_buffer *buffer = &mailbox->buffer;
    size_t size;
    if (!zs_buffer_reserve(buffer, CHUNK)) {
        return zs_fail_memory(error);
    }
    zs_status status = mailbox->stream->read(
        mailbox->stream->context, buffer->data + buffer->length, CHUNK, &size, error);
    if (!status) {
        buffer->length += size;
        mailbox->ended = size == 0;
    }
    return status;
}

static zs_status read_mailbox(struct mailbox *mailbox, zs_error *error)
{
    zs_buffer *buffer = &mailbox->buffer;
    zs_status status = read_more(mailbox, error);
    if (!status && (buffer->length < 5 || memcmp(buffer->data, "From ", 5) != 0)) {
        return zs_fail(error, ZS_ERROR_FORMAT,
                       "not a mailbox: it does not begin with \"From \"");
    }
    size_t searched = 0;
    while (!status && buffer->length > 0) {
        size_t end = message_end(buffer, searched > 8 ? searched - 8 : 0);
        bool too_long = buffer->length > MESSAGE_LIMIT;
        if (end == 0 && !mailbox->ended && !too_long) {
            searched = buffer->length;
            status = read_more(mailbox, error);
            continue;
        }
        if (end == 0 && too_long) {
            return zs_reading_remark(mailbox->reading, 0, error, ZS_ERROR_FORMAT,
                                     "message %llu is larger than 256 MiB; what stands before "
                                     "it is kept",
                                     (unsigned long long)mailbox->number + 1);
        }
        end = end == 0 ? buffer->length : end;
        status = take_message(mailbox, buffer->data, end, error);
        memmove(buffer->data, buffer->data + end, buffer->length - end);
        buffer->length -= end;
        searched = 0;
    }
    return status;
}

zs_status zs_read_mbox(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    struct mailbox mailbox = {.stream = stream, .reading = reading};
    zs_status status = read_mailbox(&mailbox, error);
    zs_buffer_release(&mailbox.buffer);
    return status;
}
