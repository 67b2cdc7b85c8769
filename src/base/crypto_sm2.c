/* SM2 signatures with SM3 (GB/T 32918.2, GB/T 32918.5). This file is the seam for national
 * cryptography: what signs is whatever provider OpenSSL's own configuration has put in place, and
 * the key is a file or an object of a module that the provider knows by a URI, in which case it
 * never leaves the module. */
#include "base/crypto_internal.h"

#include "base/file.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/store.h>
#include <openssl/ui.h>

#define SIGNATURE_MAX 80
#define CURVE "SM2"

struct crypto_sm2 {
    EVP_PKEY *key;
    uint8_t public_key[CRYPTO_SM2_PUBLIC_BYTES];
};

/* ---- the key ---- */

static err write_key(EVP_PKEY *key, const char *path, bool secret)
{
    struct arena *a = arena_new((size_t)64 << 10);
    BIO *out = BIO_new(BIO_s_secmem());
    char *at = NULL;
    long len = 0;
    err e = E_FAULT;

    if (out != NULL && (secret ? PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL)
                               : PEM_write_bio_PUBKEY(out, key)) == 1)
        len = BIO_get_mem_data(out, &at);
    if (len > 0)
        e = secret ? file_create(path, (str){at, (size_t)len})
                   : file_write(a, path, (str){at, (size_t)len});
    BIO_free(out);
    arena_free(a);
    return e;
}

err crypto_sm2_make(const char *secret_path, const char *public_path)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, CURVE);
    err e = key == NULL ? E_FAULT : OK;

    if (e == OK)
        e = write_key(key, public_path, false);
    if (e == OK) /* last: its presence says that both are there */
        e = write_key(key, secret_path, true);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return e;
}

static EVP_PKEY *load_key(const char *uri)
{
    OSSL_STORE_CTX *store = OSSL_STORE_open(uri, UI_null(), NULL, NULL, NULL);
    EVP_PKEY *key = NULL;

    while (store != NULL && key == NULL && !OSSL_STORE_eof(store)) {
        OSSL_STORE_INFO *info = OSSL_STORE_load(store);

        if (info == NULL)
            continue;
        if (OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY)
            key = OSSL_STORE_INFO_get1_PKEY(info);
        OSSL_STORE_INFO_free(info);
    }
    OSSL_STORE_close(store);
    return key;
}

err crypto_sm2_open(struct arena *a, const char *uri, struct crypto_sm2 **ret)
{
    struct crypto_sm2 *k = ARENA_NEW(a, struct crypto_sm2);
    size_t len = 0;

    k->key = load_key(uri);
    ERR_clear_error();
    if (k->key == NULL)
        return E_MISSING;
    if (EVP_PKEY_is_a(k->key, CURVE) == 1 &&
        EVP_PKEY_get_octet_string_param(
            k->key, OSSL_PKEY_PARAM_PUB_KEY, k->public_key, sizeof(k->public_key), &len) == 1 &&
        len == sizeof(k->public_key) && k->public_key[0] == POINT_CONVERSION_UNCOMPRESSED) {
        *ret = k;
        return OK;
    }
    crypto_sm2_close(k);
    ERR_clear_error();
    return E_INVALID;
}

void crypto_sm2_close(struct crypto_sm2 *k)
{
    if (k == NULL)
        return;
    EVP_PKEY_free(k->key);
    k->key = NULL;
}

const uint8_t *crypto_sm2_public(const struct crypto_sm2 *k)
{
    return k->public_key;
}

/* ---- signing ---- */

/* A digest context bound to the key and to the signer's id, which goes into what is hashed. */
static EVP_MD_CTX *context_of(EVP_PKEY *key, str id, EVP_PKEY_CTX **ret_inner)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);

    *ret_inner = inner;
    if (c != NULL && inner != NULL && EVP_PKEY_CTX_set1_id(inner, bytes_of(id), (int)id.len) == 1) {
        EVP_MD_CTX_set_pkey_ctx(c, inner);
        return c;
    }
    EVP_MD_CTX_free(c);
    return NULL;
}

err crypto_sm2_sign(struct arena *a, const struct crypto_sm2 *k, str message, str *ret)
{
    unsigned char at[SIGNATURE_MAX];
    size_t len = sizeof(at);
    EVP_PKEY_CTX *inner;
    EVP_MD_CTX *c = context_of(k->key, S(CRYPTO_SM2_ID), &inner);
    bool good = c != NULL && EVP_DigestSignInit_ex(c, NULL, "SM3", NULL, NULL, k->key, NULL) == 1 &&
                EVP_DigestSign(c, at, &len, bytes_of(message), message.len) == 1;

    EVP_MD_CTX_free(c);
    EVP_PKEY_CTX_free(inner);
    ERR_clear_error();
    if (!good)
        return E_FAULT;
    *ret = arena_str(a, (str){(const char *)at, len});
    return OK;
}

static EVP_PKEY *public_of(const uint8_t public_key[CRYPTO_SM2_PUBLIC_BYTES])
{
    char group[] = CURVE;
    uint8_t point[CRYPTO_SM2_PUBLIC_BYTES];
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, CURVE, NULL);
    EVP_PKEY *key = NULL;

    for (size_t i = 0; i < sizeof(point); i++)
        point[i] = public_key[i];

    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)),
        OSSL_PARAM_construct_end()};

    if (c == NULL || EVP_PKEY_fromdata_init(c) != 1 ||
        EVP_PKEY_fromdata(c, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(c);
    return key;
}

bool crypto_sm2_verify(
    const uint8_t public_key[CRYPTO_SM2_PUBLIC_BYTES], str id, str message, str signature)
{
    EVP_PKEY *key = public_of(public_key);
    EVP_PKEY_CTX *inner = NULL;
    EVP_MD_CTX *c = key != NULL ? context_of(key, id, &inner) : NULL;
    bool good = c != NULL && EVP_DigestVerifyInit_ex(c, NULL, "SM3", NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(
                    c, bytes_of(signature), signature.len, bytes_of(message), message.len) == 1;

    EVP_MD_CTX_free(c);
    EVP_PKEY_CTX_free(inner);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return good;
}
