/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/front_matter.h"

#include <string.h>
#include <yaml.h>

#include "base/error.h"

/* More than anyone writes by hand; libyaml takes its time for hostile input. */
enum { MATTER_LIMIT = 1 << 16 };

/* Where the line at `at` ends, its end included. */
static size_t line_end(const char *text, size_t length, size_t at)
{
    const char *newline = memchr(text + at, '\n', length - at);
    return newline ? (size_t)(newline - text) + 1 : length;
}

/* Whether the line is `marks` and white space behind. */
static bool line_is(const char *text, size_t begin, size_t end, const char *marks)
{
    size_t size = strlen(marks);
    if (end - begin < size || memcmp(text + begin, marks, size) != 0) {
        return false;
    }
    for (size_t i = begin + size; i < end; i++) {
        if (!strchr(" \t\r\n", text[i]) || text[i] == '\0') {
            return false;
        }
    }
    return true;
}

size_t zs_front_matter_length(const char *text, size_t length)
{
    size_t limit = length < MATTER_LIMIT ? length : MATTER_LIMIT;
    size_t end = line_end(text, limit, 0);
    if (!line_is(text, 0, end, "---")) {
        return 0;
    }
    while (end < limit) {
        size_t begin = end;
        end = line_end(text, limit, begin);
        if (line_is(text, begin, end, "---") || line_is(text, begin, end, "...")) {
            return end;
        }
    }
    return 0;
}

/* A YAML parser that gives one event after another. */
struct events {
    yaml_parser_t parser;
    yaml_event_t event; /* the latest; belongs to the parser's user */
    bool failed;
};

static yaml_event_type_t next(struct events *events)
{
    yaml_event_delete(&events->event);
    if (!yaml_parser_parse(&events->parser, &events->event)) {
        events->failed = true;
        return YAML_NO_EVENT;
    }
    return events->event.type;
}

/* What began with the latest event goes by. */
static void pass_over(struct events *events)
{
    size_t depth = 0;
    yaml_event_type_t type = events->event.type;
    for (;;) {
        if (type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT) {
            depth++;
        } else if (type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT) {
            depth--;
        }
        if (depth == 0) {
            return;
        }
        type = next(events);
        if (type == YAML_NO_EVENT) {
            return;
        }
    }
}

/* Appends a scalar without the line ends behind it; nothing for a null. */
static bool append_scalar(zs_buffer *value, const yaml_event_t *event)
{
    const char *data = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (plain && (strcmp(data, "~") == 0 || strcmp(data, "null") == 0)) {
        return true;
    }
    while (length > 0 && data[length - 1] == '\n') {
        length--;
    }
    return zs_buffer_append(value, data, length);
}

/* The value that the latest event is or begins, as one string. */
static bool append_value(struct events *events, zs_buffer *value)
{
    if (events->event.type == YAML_SCALAR_EVENT) {
        return append_scalar(value, &events->event);
    }
    if (events->event.type != YAML_SEQUENCE_START_EVENT) {
        pass_over(events);
        return true;
    }
    for (;;) {
        yaml_event_type_t type = next(events);
        if (type == YAML_NO_EVENT || type == YAML_SEQUENCE_END_EVENT) {
            return true;
        }
        if (type != YAML_SCALAR_EVENT) {
            pass_over(events);
            continue;
        }
        if ((value->length > 0 && !zs_buffer_append_string(value, ", ")) ||
            !append_scalar(value, &events->event)) {
            return false;
        }
    }
}

static bool keep(zs_draft *draft, const char *name, const zs_buffer *value)
{
    static const struct {
        const char *name;
        zs_member member;
    } known[] = {{"title", ZS_MEMBER_TITLE},
                 {"date", ZS_MEMBER_DATE},
                 {"author", ZS_MEMBER_AUTHOR},
                 {"source", ZS_MEMBER_SOURCE},
                 {"url", ZS_MEMBER_URL}};
    if (value->length == 0 || strcasecmp(name, "id") == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(name, known[i].name) == 0) {
            return zs_draft_set(draft, known[i].member, value->data, value->length);
        }
    }
    return zs_draft_add(draft, name, value->data, value->length);
}

/* The pairs of the mapping that has begun. False if out of memory. */
static bool read_pairs(struct events *events, zs_draft *draft)
{
    zs_buffer name = ZS_BUFFER_INIT, value = ZS_BUFFER_INIT;
    bool kept = true;
    while (kept) {
        yaml_event_type_t type = next(events);
        if (type == YAML_NO_EVENT || type == YAML_MAPPING_END_EVENT) {
            break;
        }
        zs_buffer_clear(&name);
        zs_buffer_clear(&value);
        if (type == YAML_SCALAR_EVENT) {
            kept = append_scalar(&name, &events->event);
        } else {
            pass_over(events);
        }
        kept = kept && zs_buffer_terminate(&name);
        if (kept && next(events) != YAML_NO_EVENT) {
            kept = append_value(events, &value);
        }
        if (kept && name.length > 0) {
            kept = keep(draft, name.data, &value);
        }
    }
    zs_buffer_release(&name);
    zs_buffer_release(&value);
    return kept;
}

/* False if out of memory. */
static bool read_document(struct events *events, zs_draft *draft, bool *found)
{
    yaml_event_type_t type;
    do {
        type = next(events);
    } while (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT);
    *found = type == YAML_MAPPING_START_EVENT || type == YAML_STREAM_END_EVENT;
    if (type != YAML_MAPPING_START_EVENT) {
        return true;
    }
    if (!read_pairs(events, draft)) {
        return false;
    }
    /* There may still be an error behind the mapping. */
    while (!events->failed && next(events) != YAML_STREAM_END_EVENT) {
    }
    return true;
}

zs_status zs_read_front_matter(const char *matter, size_t length, zs_reading *reading,
                               zs_draft **out, bool *found, zs_error *error)
{
    size_t begin = line_end(matter, length, 0);
    size_t end = length;
    do {
        end--;
    } while (end > begin && matter[end - 1] != '\n');

    zs_status status = zs_reading_begin(reading, out, error);
    if (status) {
        return status;
    }
    struct events events = {.failed = false};
    if (!yaml_parser_initialize(&events.parser)) {
        return zs_fail_memory(error);
    }
    yaml_parser_set_encoding(&events.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&events.parser, (const unsigned char *)matter + begin,
                                 end - begin);
    bool enough =
        read_document(&events, *out, found) && events.parser.error != YAML_MEMORY_ERROR;
    yaml_event_delete(&events.event);
    if (!enough) {
        status = zs_fail_memory(error);
    } else if (events.failed) {
        *found = true;
        /* libyaml counts lines from 0, and the line of hyphens stands before. */
        status = zs_reading_remark(
            reading, (uint64_t)events.parser.problem_mark.line + 2, error, ZS_ERROR_FORMAT,
            "the front matter is not YAML and was left out: %s",
            events.parser.problem ? events.parser.problem : "it cannot be read");
        if (!status) {
            status = zs_reading_begin(reading, out, error);
        }
    }
    yaml_parser_delete(&events.parser);
    return status;
}
