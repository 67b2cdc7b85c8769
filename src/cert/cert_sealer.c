/* The sealing key: read from its folder, or made with a certificate authority of the registry's
 * own. */
#include "cert/cert_seal_internal.h"

#include "base/file.h"
#include "base/ids.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define CA_YEARS 20
#define SEAL_YEARS 5
#define CURVE "P-256" /* signs in 20 us, RSA of the same strength in 1 ms */
#define PEM_MAX ((size_t)64 << 10)

static const char *path_in(struct arena *a, const char *dir, const char *name)
{
    return arena_printf(a, "%s/%s", dir, name).at;
}

/* ---- writing PEM ---- */

static err write_pem(struct arena *a, const char *path, EVP_PKEY *key, X509 *cert)
{
    BIO *b = BIO_new(BIO_s_mem());
    char *at = NULL;
    long len = 0;
    bool good = b != NULL && (cert != NULL ? PEM_write_bio_X509(b, cert)
                                           : PEM_write_bio_PKCS8PrivateKey(
                                                 b, key, NULL, NULL, 0, NULL, NULL)) == 1;

    if (good)
        len = BIO_get_mem_data(b, &at);
    if (len > 0)
        at = (char *)(uintptr_t)arena_z(a, (str){at, (size_t)len});
    BIO_free(b);
    return len > 0 ? file_write(a, path, (str){at, (size_t)len}) : E_FAULT;
}

/* ---- making ---- */

static bool add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX ctx;
    X509_EXTENSION *e;
    bool good;

    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
    e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    good = e != NULL && X509_add_ext(cert, e, -1) == 1;
    X509_EXTENSION_free(e);
    return good;
}

struct subject {
    const char *name;
    int years;
    bool authority;
};

static bool describe(X509 *cert, const struct subject *s, EVP_PKEY *key)
{
    X509_NAME *name = X509_get_subject_name(cert);
    unsigned char serial[16];
    BIGNUM *number;

    id_random_bytes(serial, sizeof(serial));
    serial[0] &= 0x7f;
    number = BN_bin2bn(serial, sizeof(serial), NULL);
    if (number == NULL || BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert)) == NULL) {
        BN_free(number);
        return false;
    }
    BN_free(number);
    return X509_set_version(cert, X509_VERSION_3) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(cert), -86400) != NULL &&
           X509_time_adj_ex(X509_getm_notAfter(cert), s->years * 365, 0, NULL) != NULL &&
           X509_set_pubkey(cert, key) == 1 &&
           X509_NAME_add_entry_by_txt(
               name, "C", MBSTRING_UTF8, (const unsigned char *)"CN", -1, -1, 0) == 1 &&
           X509_NAME_add_entry_by_txt(
               name, "CN", MBSTRING_UTF8, (const unsigned char *)s->name, -1, -1, 0) == 1;
}

/* A certificate of `key`, signed by the issuer or, without one, by itself. */
static X509 *make_cert(const struct subject *s, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
    X509 *cert = X509_new(), *by = issuer != NULL ? issuer : cert;

    if (cert != NULL && describe(cert, s, key) &&
        X509_set_issuer_name(cert, X509_get_subject_name(by)) == 1 &&
        add_extension(cert, by, NID_basic_constraints,
            s->authority ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
        add_extension(cert, by, NID_key_usage,
            s->authority ? "critical,keyCertSign,cRLSign"
                         : "critical,digitalSignature,nonRepudiation") &&
        add_extension(cert, by, NID_subject_key_identifier, "hash") &&
        X509_sign(cert, issuer_key, EVP_sha256()) > 0)
        return cert;
    X509_free(cert);
    return NULL;
}

static err make_all(struct arena *a, const char *dir)
{
    static const struct subject authority = {"Yichuang Registry Seal CA", CA_YEARS, true};
    static const struct subject seal = {"Yichuang Registry Seal", SEAL_YEARS, false};
    EVP_PKEY *ca_key = EVP_EC_gen(CURVE), *key = EVP_EC_gen(CURVE);
    X509 *ca = ca_key != NULL ? make_cert(&authority, ca_key, NULL, ca_key) : NULL;
    X509 *cert = ca != NULL && key != NULL ? make_cert(&seal, key, ca, ca_key) : NULL;
    err e = cert == NULL ? E_FAULT : OK;

    if (e == OK)
        e = write_pem(a, path_in(a, dir, "seal-ca.key"), ca_key, NULL);
    if (e == OK)
        e = write_pem(a, path_in(a, dir, "seal-ca.pem"), NULL, ca);
    if (e == OK)
        e = write_pem(a, path_in(a, dir, "seal.pem"), NULL, cert);
    if (e == OK) /* last: its presence says that all is there */
        e = write_pem(a, path_in(a, dir, "seal.key"), key, NULL);
    X509_free(cert);
    X509_free(ca);
    EVP_PKEY_free(key);
    EVP_PKEY_free(ca_key);
    return e;
}

/* ---- reading ---- */

static err read_all(struct arena *a, const char *dir, struct cert_sealer *ret)
{
    BIO *b;
    str pem;

    TRY(file_read(a, path_in(a, dir, "seal.key"), PEM_MAX, &pem));
    b = BIO_new_mem_buf(pem.at, (int)pem.len);
    ret->key = PEM_read_bio_PrivateKey(b, NULL, NULL, (void *)(uintptr_t) "");
    BIO_free(b);
    TRY(file_read(a, path_in(a, dir, "seal.pem"), PEM_MAX, &pem));
    b = BIO_new_mem_buf(pem.at, (int)pem.len);
    ret->cert = PEM_read_bio_X509(b, NULL, NULL, NULL);
    BIO_free(b);
    return ret->key != NULL && ret->cert != NULL && cert_cms_may_sign(ret->key) &&
                   X509_check_private_key(ret->cert, ret->key) == 1
               ? OK
               : E_INVALID;
}

err cert_sealer_open(struct arena *a, const char *dir, struct cert_sealer **ret)
{
    struct cert_sealer *s = ARENA_NEW(a, struct cert_sealer);
    err e = OK;

    if (!file_exists(path_in(a, dir, "seal.key")))
        TRY(make_all(a, dir));
    e = read_all(a, dir, s);
    if (e != OK)
        cert_sealer_close(s);
    else
        *ret = s;
    return e;
}

void cert_sealer_close(struct cert_sealer *s)
{
    if (s == NULL)
        return;
    X509_free(s->cert);
    EVP_PKEY_free(s->key);
    s->cert = NULL;
    s->key = NULL;
}
