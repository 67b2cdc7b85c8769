/* Tokens of certificates: made once, checked anywhere. The check builds the claims again from what
 * it has read and compares the bytes, so no second spelling of a token passes. */
#include "cert/cert_token.h"

#include "base/tree.h"

#include <string.h>

#define VERSION 1
#define PREFIX CERT_TOKEN_MARK "."
#define PROOF_HEAD_BYTES (8 + 8 + MERKLE_HASH_BYTES + CRYPTO_ED25519_SIGNATURE_BYTES)
#define DIGEST_BYTES 32

/* The four parts between the points, as text. */
struct parts {
    str signed_text; /* mark and claims: what the signature is over */
    str claims, signature, proof;
};

/* The third part, as values. */
struct proof_read {
    struct cert_token_proof proof;
    int64_t index;
    uint8_t checkpoint_signature[CRYPTO_ED25519_SIGNATURE_BYTES];
};

static str str_of_bytes(const uint8_t *at, size_t len)
{
    return (str){(const char *)at, len};
}

static void put_u64(struct buf *b, int64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buf_add_char(b, (char)(uint8_t)((uint64_t)value >> shift));
}

/* False for what no log of this world reaches: the numbers are signed in C. */
static bool take_u64(str *s, int64_t *ret)
{
    uint64_t value = 0;

    for (size_t i = 0; i < 8; i++)
        value = value << 8 | (uint8_t)s->at[i];
    *s = str_slice(*s, 8, s->len - 8);
    *ret = (int64_t)value;
    return value <= INT64_MAX;
}

static void take_bytes(str *s, uint8_t *to, size_t len)
{
    memcpy(to, s->at, len);
    *s = str_slice(*s, len, s->len - len);
}

static str claims_print(struct arena *a, const struct cert_claims *c)
{
    struct tree *t = tree_new(a, TREE_OBJECT);
    struct tree *holders;

    tree_i64(t, S("v"), VERSION);
    tree_text(t, S("o"), c->origin);
    tree_text(t, S("k"), c->kind);
    tree_text(t, S("n"), c->number);
    tree_text(t, S("u"), c->unit);
    holders = tree_list(t, S("h"));
    for (size_t i = 0; i < c->holders_count; i++) {
        struct tree *pair = tree_list(holders, S(""));

        tree_text(pair, S(""), c->holders[i].name);
        tree_text(pair, S(""), c->holders[i].last4);
    }
    tree_text(t, S("r"), c->right);
    tree_text(t, S("s"), c->share);
    tree_i64(t, S("e"), c->entry);
    tree_text(t, S("d"), c->digest);
    tree_i64(t, S("t"), c->issued_ms);
    tree_text(t, S("i"), c->licence);
    return tree_to_json(t);
}

static bool holders_read(struct arena *a, const struct tree *list, struct cert_claims *c)
{
    struct cert_claims_holder *holders;
    size_t count = 0;

    if (list == NULL || list->kind != TREE_LIST || list->count > CERT_TOKEN_HOLDERS_MAX)
        return false;
    holders = ARENA_MANY(a, list->count, struct cert_claims_holder);
    for (const struct tree *pair = list->first; pair != NULL; pair = pair->next) {
        if (pair->kind != TREE_LIST || pair->count != 2)
            return false;
        holders[count].name = pair->first->text;
        holders[count++].last4 = pair->last->text;
    }
    c->holders = holders;
    c->holders_count = count;
    return true;
}

static bool claims_read(struct arena *a, str json, struct cert_claims *c)
{
    struct tree *t;
    str fault;

    if (tree_parse(a, json, &t, &fault) != OK)
        return false;
    if (t->kind != TREE_OBJECT || !holders_read(a, tree_get(t, S("h")), c))
        return false;
    c->origin = tree_get_text(t, S("o"));
    c->kind = tree_get_text(t, S("k"));
    c->number = tree_get_text(t, S("n"));
    c->unit = tree_get_text(t, S("u"));
    c->right = tree_get_text(t, S("r"));
    c->share = tree_get_text(t, S("s"));
    c->entry = tree_get_i64(t, S("e"), 0);
    c->digest = tree_get_text(t, S("d"));
    c->issued_ms = tree_get_i64(t, S("t"), 0);
    c->licence = tree_get_text(t, S("i"));
    return str_eq(claims_print(a, c), json);
}

/* The leaf that the claims speak of. */
static bool leaf_of(struct arena *a, const struct cert_claims *c, struct merkle_hash *ret)
{
    str bytes;

    if (!crypto_hex_decode(a, c->digest, &bytes) || bytes.len != DIGEST_BYTES)
        return false;
    if (!str_eq(crypto_hex(a, bytes), c->digest))
        return false;
    *ret = merkle_leaf(bytes);
    return true;
}

static str checkpoint_message(
    struct arena *a, str origin, int64_t size, const struct merkle_hash *root)
{
    struct checkpoint c = {.origin = origin, .size = size, .root = *root};

    return checkpoint_text(a, &c);
}

static str proof_print(struct arena *a, int64_t index, const struct cert_token_proof *p,
    const uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES])
{
    struct buf b;

    buf_init(&b, a, PROOF_HEAD_BYTES + MERKLE_PROOF_MAX * MERKLE_HASH_BYTES);
    put_u64(&b, index);
    put_u64(&b, p->size);
    buf_add(&b, str_of_bytes(p->root.at, MERKLE_HASH_BYTES));
    buf_add(&b, str_of_bytes(signature, CRYPTO_ED25519_SIGNATURE_BYTES));
    for (size_t i = 0; i < p->path.count; i++)
        buf_add(&b, str_of_bytes(p->path.hash[i].at, MERKLE_HASH_BYTES));
    return buf_str(&b);
}

static bool proof_read(str bytes, struct proof_read *ret)
{
    struct merkle_proof *path = &ret->proof.path;

    if (bytes.len < PROOF_HEAD_BYTES || (bytes.len - PROOF_HEAD_BYTES) % MERKLE_HASH_BYTES != 0)
        return false;
    path->count = (bytes.len - PROOF_HEAD_BYTES) / MERKLE_HASH_BYTES;
    if (path->count > MERKLE_PROOF_MAX)
        return false;
    if (!take_u64(&bytes, &ret->index) || !take_u64(&bytes, &ret->proof.size))
        return false;
    take_bytes(&bytes, ret->proof.root.at, MERKLE_HASH_BYTES);
    take_bytes(&bytes, ret->checkpoint_signature, CRYPTO_ED25519_SIGNATURE_BYTES);
    for (size_t i = 0; i < path->count; i++)
        take_bytes(&bytes, path->hash[i].at, MERKLE_HASH_BYTES);
    return true;
}

err cert_token_make(struct arena *a, const struct cert_claims *claims,
    const struct cert_token_proof *proof, const struct crypto_key *key, str *ret)
{
    uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES];
    uint8_t checkpoint[CRYPTO_ED25519_SIGNATURE_BYTES];
    struct merkle_hash leaf;
    struct cert_claims read;
    str json = claims_print(a, claims);

    if (!claims_read(a, json, &read) || !leaf_of(a, claims, &leaf))
        return E_INVALID;
    if (claims->entry < 1 ||
        !merkle_inclusion_holds(claims->entry - 1, proof->size, &leaf, &proof->path, &proof->root))
        return E_INVALID;

    str head = arena_join(a, S(PREFIX), crypto_base64url(a, json));

    crypto_ed25519_sign(key, head, signature);
    crypto_ed25519_sign(
        key, checkpoint_message(a, claims->origin, proof->size, &proof->root), checkpoint);

    str second = crypto_base64url(a, str_of_bytes(signature, sizeof signature));
    str third = crypto_base64url(a, proof_print(a, claims->entry - 1, proof, checkpoint));
    str token = arena_printf(a, "%.*s.%.*s.%.*s", STR(head), STR(second), STR(third));

    if (token.len > CERT_TOKEN_MAX)
        return E_TOO_LARGE;
    *ret = token;
    return OK;
}

/* Decodes and insists on the one spelling: unused bits of the last character are zero. */
static bool decode(struct arena *a, str text, str *ret)
{
    return crypto_base64url_decode(a, text, ret) && str_eq(crypto_base64url(a, *ret), text);
}

static bool parts_read(struct arena *a, str token, struct parts *ret)
{
    str rest = token, mark, claims, signature;

    if (token.len > CERT_TOKEN_MAX)
        return false;
    mark = str_cut(&rest, '.');
    claims = str_cut(&rest, '.');
    signature = str_cut(&rest, '.');
    if (!str_eq(mark, S(CERT_TOKEN_MARK)) || claims.len == 0)
        return false;
    ret->signed_text = str_slice(token, 0, mark.len + 1 + claims.len);
    return decode(a, claims, &ret->claims) && decode(a, signature, &ret->signature) &&
           decode(a, rest, &ret->proof) && ret->signature.len == CRYPTO_ED25519_SIGNATURE_BYTES;
}

bool cert_token_check(
    struct arena *a, str token, const struct cert_token_trust *trust, struct cert_token_result *ret)
{
    struct proof_read proof = {0};
    struct merkle_hash leaf;
    struct parts parts;

    *ret = (struct cert_token_result){0};
    if (!parts_read(a, token, &parts) || !claims_read(a, parts.claims, &ret->claims))
        return false;
    if (!proof_read(parts.proof, &proof) || !leaf_of(a, &ret->claims, &leaf))
        return false;
    ret->form = true;
    ret->index = proof.index;
    ret->size = proof.proof.size;
    ret->root = proof.proof.root;
    ret->signature = crypto_ed25519_verify(
        trust->public_key, parts.signed_text, (const uint8_t *)parts.signature.at);
    ret->origin = str_eq(ret->claims.origin, trust->origin);
    ret->inclusion =
        ret->claims.entry - 1 == proof.index &&
        merkle_inclusion_holds(proof.index, ret->size, &leaf, &proof.proof.path, &ret->root);
    ret->checkpoint = crypto_ed25519_verify(trust->public_key,
        checkpoint_message(a, ret->claims.origin, ret->size, &ret->root),
        proof.checkpoint_signature);
    return ret->signature && ret->origin && ret->inclusion && ret->checkpoint;
}

bool cert_token_from_pdf(str pdf, str *ret_token)
{
    str found = {0};
    size_t at;

    while (str_find(pdf, S("/Keywords"), &at)) {
        str value;

        pdf = str_trim(str_slice(pdf, at + S("/Keywords").len, pdf.len));
        if (!str_starts(pdf, S("(" PREFIX)))
            continue;
        value = pdf;
        str_cut(&value, '(');
        value = str_cut(&value, ')');
        if (found.len > 0 && !str_eq(found, value))
            return false;
        found = value;
    }
    if (found.len == 0)
        return false;
    *ret_token = found;
    return true;
}
