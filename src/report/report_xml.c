/* Reading a message's XML with libxml2, whose tree is copied into the arena and given back at once.
 */
#include "report/report_message.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

/* No network, no entities put in, no external parts, no limits lifted. */
#define PARSE_OPTIONS                                                                              \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

struct reading {
    struct ctx *ctx;
    str xml;
    xmlParserCtxtPtr parser;
    xmlDocPtr doc;
    struct report_message *message;
};

static str fault_at(struct ctx *ctx, const xmlNode *node)
{
    return arena_printf(
        ctx->arena, "<%s>, line %ld", (const char *)node->name, xmlGetLineNo((xmlNodePtr)node));
}

static str copy(const struct reading *r, const xmlChar *text)
{
    return arena_str(r->ctx->arena, str_of((const char *)text));
}

static const xmlNode *next_element(const xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

/* An element's own text; elements within it are not of this shape. */
static str text_of(struct reading *r, const xmlNode *node)
{
    str whole = {0};

    for (const xmlNode *t = node->children; t != NULL; t = t->next) {
        if (t->type == XML_TEXT_NODE || t->type == XML_CDATA_SECTION_NODE)
            whole = arena_join(r->ctx->arena, whole, str_of((const char *)t->content));
        else if (t->type != XML_COMMENT_NODE)
            why_add(r->ctx, &REPORT_XML_SHAPE, S("Head"), fault_at(r->ctx, node));
    }
    return whole;
}

static void read_head(struct reading *r, const xmlNode *head)
{
    const xmlNode *node = next_element(head->children);

    for (; node != NULL; node = next_element(node->next)) {
        if (r->message->head.count == REPORT_ATTRS_MAX) {
            why_add(r->ctx, &REPORT_XML_LONG, S("Head"), fault_at(r->ctx, node));
            return;
        }
        if (node->properties != NULL)
            why_add(r->ctx, &REPORT_XML_SHAPE, S("Head"), fault_at(r->ctx, node));
        report_pair_add(r->message, &r->message->head, copy(r, node->name), text_of(r, node));
        r->message->head.last->line = xmlGetLineNo((xmlNodePtr)node);
    }
}

static str attribute_text(struct reading *r, const xmlAttr *attr)
{
    str whole = {0};

    for (const xmlNode *t = attr->children; t != NULL; t = t->next)
        if (t->type == XML_TEXT_NODE)
            whole = arena_join(r->ctx->arena, whole, str_of((const char *)t->content));
    return whole;
}

static void read_row(struct reading *r, const xmlNode *node)
{
    struct report_row *row = report_row_add(r->message, copy(r, node->name));

    row->line = xmlGetLineNo((xmlNodePtr)node);
    if (next_element(node->children) != NULL || node->nsDef != NULL)
        why_add(r->ctx, &REPORT_XML_SHAPE, S("Data"), fault_at(r->ctx, node));
    for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next) {
        if (row->count == REPORT_ATTRS_MAX) {
            why_add(r->ctx, &REPORT_XML_LONG, S("Data"), fault_at(r->ctx, node));
            return;
        }
        report_pair_add(r->message, row, copy(r, attr->name), attribute_text(r, attr));
        row->last->line = row->line;
    }
}

static void read_rows(struct reading *r, const xmlNode *list)
{
    const xmlNode *node = next_element(list->children);

    for (; node != NULL; node = next_element(node->next)) {
        if (r->message->count == REPORT_ROWS_MAX) {
            why_add(r->ctx, &REPORT_XML_LONG, S("Data"), fault_at(r->ctx, node));
            return;
        }
        read_row(r, node);
    }
}

static err read_tree(void *arg)
{
    struct reading *r = arg;
    const xmlNode *root = xmlDocGetRootElement(r->doc), *head, *list;

    head = root != NULL ? next_element(root->children) : NULL;
    list = head != NULL ? next_element(head->next) : NULL;
    if (list == NULL || !str_is(str_of((const char *)root->name), "Message") ||
        !str_is(str_of((const char *)head->name), "Head") ||
        !str_is(str_of((const char *)list->name), "Data") || next_element(list->next) != NULL) {
        why_add(r->ctx, &REPORT_XML_SHAPE, S("Message"), (str){0});
        return OK;
    }
    r->message = report_message_new(r->ctx->arena);
    read_head(r, head);
    read_rows(r, list);
    return OK;
}

/* "<!" begins nothing that a message needs but a comment or CDATA. Refused before parsing, so that
 * no entity is ever declared. */
static bool has_declaration(str xml)
{
    size_t at;

    for (str rest = xml; str_find(rest, S("<!"), &at); rest = str_slice(rest, at + 2, rest.len)) {
        str after = str_slice(rest, at + 2, 7);

        if (!str_starts(after, S("--")) && !str_eq(after, S("[CDATA[")))
            return true;
    }
    return false;
}

static bool may_parse(struct ctx *ctx, str xml)
{
    if (xml.len > REPORT_XML_MAX)
        why_add(ctx, &REPORT_XML_LARGE, S("body"), arena_printf(ctx->arena, "%zu bytes", xml.len));
    else if (!str_is_utf8(xml))
        why_add(ctx, &REPORT_XML_ENCODING, S("body"), (str){0});
    else if (has_declaration(xml))
        why_add(ctx, &REPORT_XML_DECLARATION, S("body"), (str){0});
    return why_refuse(ctx) == OK;
}

static bool parse(struct reading *r)
{
    const xmlError *error;

    r->doc = xmlCtxtReadMemory(
        r->parser, r->xml.at, (int)r->xml.len, "message.xml", "UTF-8", PARSE_OPTIONS);
    if (r->doc != NULL && r->doc->intSubset == NULL && r->doc->extSubset == NULL)
        return true;
    error = xmlCtxtGetLastError(r->parser);
    why_add(r->ctx, &REPORT_XML_FORM, S("body"),
        error == NULL || error->message == NULL
            ? (str){0}
            : arena_printf(r->ctx->arena, "line %d: %.*s", error->line,
                  STR(str_trim(arena_str(r->ctx->arena, str_of(error->message))))));
    return false;
}

static err parse_and_copy(void *arg)
{
    struct reading *r = arg;

    if (!parse(r))
        return OK;
    return read_tree(r);
}

/* What libxml2 owns is given back also when the arena's ceiling ends the copying. */
err report_message_read(struct ctx *ctx, str xml, struct report_message **ret)
{
    struct reading r = {.ctx = ctx, .xml = xml};
    err e;

    if (!may_parse(ctx, xml))
        return E_REFUSED;
    r.parser = xmlNewParserCtxt();
    if (r.parser == NULL)
        return E_FAULT;
    e = arena_try(ctx->arena, parse_and_copy, &r);
    if (r.doc != NULL)
        xmlFreeDoc(r.doc);
    xmlFreeParserCtxt(r.parser);
    TRY(e);
    TRY(why_refuse(ctx));
    *ret = r.message;
    return OK;
}
