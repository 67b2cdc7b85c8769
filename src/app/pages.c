/* The pages: files of web/dist, built into the program. A file under assets/ has its content's hash
 * in its name and may be kept for a year; all others are asked for again with their ETag. */
#include "app/pages.h"
#include "base/crypto.h"
#include "base/embed.h"

#define DIST "web/dist/"
#define SHELL "index.html"

/* Only what this service itself sends is run, shown or asked; blob: is for scans and certificates
 * that the page has fetched. W3C Content Security Policy Level 3. */
#define POLICY                                                                                     \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "        \
    "font-src 'self'; connect-src 'self'; media-src 'self' blob:; frame-src 'self' blob:; "        \
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static const char *const page_roots[] = {
#define PAGE(root) root,
#include "app/pages.def"
#undef PAGE
};

static const struct {
    const char *ending, *type;
} page_types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
};

struct page_file {
    str path; /* "/assets/index-1a2b3c4d.js" */
    str plain, gzip, brotli;
    str type, etag;
    bool lasting; /* its name changes with its content */
};

struct pages {
    struct page_file *files;
    size_t count;
    const struct page_file *shell;
};

static str type_of(str path)
{
    for (size_t i = 0; i < COUNT(page_types); i++)
        if (str_ends(path, str_of(page_types[i].ending)))
            return str_of(page_types[i].type);
    return (str){0};
}

static str packed(struct arena *a, const char *path, const char *ending)
{
    str content = {0};

    (void)embed_find(arena_z(a, arena_printf(a, "%s%s", path, ending)), &content);
    return content;
}

static void add_file(struct arena *a, struct pages *p, const struct embed_file *f)
{
    str name = str_of(f->path), content = {(const char *)f->bytes, f->len};
    str path = str_slice(name, sizeof(DIST) - 2, name.len);
    str type = type_of(path), hash;

    if (type.len == 0)
        return;
    hash = str_slice(crypto_sha256_hex(a, content), 0, 24);
    p->files[p->count++] = (struct page_file){.path = path,
        .plain = content,
        .gzip = packed(a, f->path, ".gz"),
        .brotli = packed(a, f->path, ".br"),
        .type = type,
        .etag = arena_printf(a, "W/\"%.*s\"", STR(hash)),
        .lasting = str_starts(path, S("/assets/"))};
}

static const struct page_file *find_file(const struct pages *p, str path)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_eq(p->files[i].path, path))
            return &p->files[i];
    return NULL;
}

struct pages *pages_new(struct arena *a)
{
    struct pages *p = ARENA_NEW(a, struct pages);
    size_t count = 0;

    for (const struct embed_file *f = embed_files; f->path != NULL; f++)
        count += str_starts(str_of(f->path), S(DIST));
    p->files = ARENA_MANY(a, count + 1, struct page_file);
    for (const struct embed_file *f = embed_files; f->path != NULL; f++)
        if (str_starts(str_of(f->path), S(DIST)))
            add_file(a, p, f);
    p->shell = find_file(p, S("/" SHELL));
    return p;
}

static bool is_page(str path)
{
    str rest = str_slice(path, 1, path.len), root = str_cut(&rest, '/');

    for (size_t i = 0; i < COUNT(page_roots); i++)
        if (str_is(root, page_roots[i]))
            return true;
    return false;
}

const struct page_file *pages_find(const struct pages *p, str method, str path)
{
    if (p->shell == NULL || path.len == 0 || !(str_is(method, "GET") || str_is(method, "HEAD")))
        return NULL;
    return is_page(path) ? p->shell : find_file(p, path);
}

/* True when the list of RFC 9110 12.5.3 names the coding and does not forbid it with q=0. */
static bool takes(str accepted, const char *coding)
{
    while (accepted.len > 0) {
        str item = str_trim(str_cut(&accepted, ','));
        str name = str_trim(str_cut(&item, ';'));

        if (str_is(name, coding))
            return !str_is(str_trim(item), "q=0");
    }
    return false;
}

static void choose(const struct page_file *f, str accepted, struct http_reply *reply)
{
    reply->body = f->plain;
    if (f->brotli.len > 0 && takes(accepted, "br")) {
        http_reply_header(reply, S("Content-Encoding"), S("br"));
        reply->body = f->brotli;
    } else if (f->gzip.len > 0 && takes(accepted, "gzip")) {
        http_reply_header(reply, S("Content-Encoding"), S("gzip"));
        reply->body = f->gzip;
    }
}

void pages_answer(
    const struct page_file *f, const struct http_request *request, struct http_reply *reply)
{
    http_reply_header(reply, S("ETag"), f->etag);
    http_reply_header(reply, S("Vary"), S("Accept-Encoding"));
    http_reply_header(reply, S("Cache-Control"),
        f->lasting ? S("public, max-age=31536000, immutable") : S("no-cache"));
    http_reply_header(reply, S("X-Content-Type-Options"), S("nosniff"));
    http_reply_header(reply, S("Content-Security-Policy"), S(POLICY));
    http_reply_header(reply, S("Referrer-Policy"), S("no-referrer"));
    http_reply_header(reply, S("Cross-Origin-Opener-Policy"), S("same-origin"));
    http_reply_header(
        reply, S("Permissions-Policy"), S("camera=(self), microphone=(), geolocation=()"));
    if (str_eq(http_header(request, S("if-none-match")), f->etag)) {
        reply->status = 304;
        return;
    }
    reply->status = 200;
    reply->type = f->type;
    choose(f, http_header(request, S("accept-encoding")), reply);
}
