/* The CMS of a seal, written by hand in DER (X.690): OpenSSL's own writer always adds a signing
 * time, which PAdES forbids. There is one spelling of it, so it can be compared with what was read.
 */
#include "cert/cert_seal_internal.h"

#include "base/buf.h"

#include <openssl/cms.h>
#include <string.h>

#define DER_MAX ((size_t)64 << 10)
#define ECDSA_P256_MAX 72 /* bytes of the longest DER signature */
#define TAG_INTEGER 0x02
#define TAG_OCTETS 0x04
#define TAG_SEQUENCE 0x30
#define TAG_SET 0x31
#define TAG_0 0xa0 /* [0], constructed */

/* Object identifiers and algorithm identifiers, encoded. */
#define OID_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define OID_SIGNED_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define OID_CONTENT_TYPE "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"
#define OID_MESSAGE_DIGEST "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"
#define OID_SIGNING_CERTIFICATE_V2 "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f"
#define ALGORITHM_SHA256 "\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"
#define ALGORITHM_ECDSA "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define ALGORITHM_RSA "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00"

static str join3(struct arena *a, str x, str y, str z)
{
    return arena_join(a, arena_join(a, x, y), z);
}

/* One value: tag, length, content. */
static str der(struct arena *a, uint8_t tag, str content)
{
    struct buf b;
    int bytes = content.len < 0x80 ? 0 : content.len < 0x100 ? 1 : 2;

    buf_init(&b, a, DER_MAX);
    buf_add_char(&b, (char)tag);
    if (bytes > 0)
        buf_add_char(&b, (char)(0x80 | bytes));
    for (int i = bytes > 0 ? bytes : 1; i > 0; i--)
        buf_add_char(&b, (char)(uint8_t)(content.len >> 8 * (i - 1)));
    buf_add(&b, content);
    return buf_str(&b);
}

static str der_of_cert(struct arena *a, const X509 *cert)
{
    int len = i2d_X509(cert, NULL);
    unsigned char *at = arena_take(a, len > 0 ? (size_t)len : 1), *to = at;

    return len > 0 && i2d_X509(cert, &to) == len ? (str){(const char *)at, (size_t)len} : (str){0};
}

static str der_of_issuer(struct arena *a, const X509 *cert)
{
    const X509_NAME *name = X509_get_issuer_name(cert);
    const ASN1_INTEGER *serial = X509_get0_serialNumber(cert);
    int name_len = i2d_X509_NAME(name, NULL), serial_len = i2d_ASN1_INTEGER(serial, NULL);

    if (name_len <= 0 || serial_len <= 0)
        return (str){0};

    size_t len = (size_t)name_len + (size_t)serial_len;
    unsigned char *at = arena_take(a, len), *to = at;

    i2d_X509_NAME(name, &to);
    i2d_ASN1_INTEGER(serial, &to);
    return der(a, TAG_SEQUENCE, (str){(const char *)at, len});
}

static bool is_rsa(const EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "RSA");
}

bool cert_cms_may_sign(const EVP_PKEY *key)
{
    return is_rsa(key) ? EVP_PKEY_get_bits(key) >= 2048
                       : EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_bits(key) == 256;
}

static str attribute(struct arena *a, str oid, str value)
{
    return der(a, TAG_SEQUENCE, arena_join(a, oid, der(a, TAG_SET, value)));
}

/* The three signed attributes, in DER's order of a set: by their bytes. */
static str attributes(struct arena *a, const X509 *cert, const uint8_t digest[CRYPTO_SHA256_BYTES])
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    str id;

    crypto_sha256(der_of_cert(a, cert), hash);
    id = der(a, TAG_OCTETS, (str){(const char *)hash, sizeof hash});
    id = der(a, TAG_SEQUENCE, der(a, TAG_SEQUENCE, der(a, TAG_SEQUENCE, id)));
    return join3(a, attribute(a, S(OID_CONTENT_TYPE), S(OID_DATA)),
        attribute(a, S(OID_MESSAGE_DIGEST),
            der(a, TAG_OCTETS, (str){(const char *)digest, CRYPTO_SHA256_BYTES})),
        attribute(a, S(OID_SIGNING_CERTIFICATE_V2), id));
}

static str signer_info(struct arena *a, const X509 *cert, str attrs, str signature)
{
    bool rsa = is_rsa(X509_get0_pubkey(cert));
    str head = join3(a, S("\x02\x01\x01"), der_of_issuer(a, cert), S(ALGORITHM_SHA256));
    str tail = join3(a, der(a, TAG_0, attrs), rsa ? S(ALGORITHM_RSA) : S(ALGORITHM_ECDSA),
        der(a, TAG_OCTETS, signature));

    return der(a, TAG_SEQUENCE, arena_join(a, head, tail));
}

static str whole_cms(struct arena *a, const X509 *cert, str attrs, str signature)
{
    str head = join3(a, S("\x02\x01\x01"), der(a, TAG_SET, S(ALGORITHM_SHA256)),
        der(a, TAG_SEQUENCE, S(OID_DATA)));
    str tail = arena_join(a, der(a, TAG_0, der_of_cert(a, cert)),
        der(a, TAG_SET, signer_info(a, cert, attrs, signature)));
    str data = der(a, TAG_SEQUENCE, arena_join(a, head, tail));

    return der(a, TAG_SEQUENCE, arena_join(a, S(OID_SIGNED_DATA), der(a, TAG_0, data)));
}

static size_t signature_max(const EVP_PKEY *key)
{
    return is_rsa(key) ? (size_t)EVP_PKEY_get_size(key) : ECDSA_P256_MAX;
}

size_t cert_cms_room(const struct cert_sealer *s, struct arena *a)
{
    static const uint8_t nothing[CRYPTO_SHA256_BYTES];
    size_t max = signature_max(s->key);

    return whole_cms(a, s->cert, attributes(a, s->cert, nothing), (str){arena_take(a, max), max})
        .len;
}

static bool sign(EVP_PKEY *key, str message, unsigned char *at, size_t *len)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good = c != NULL && EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestSign(c, at, len, (const unsigned char *)message.at, message.len) == 1;

    EVP_MD_CTX_free(c);
    return good;
}

err cert_cms_sign(const struct cert_sealer *s, struct arena *a,
    const uint8_t digest[CRYPTO_SHA256_BYTES], str *ret)
{
    str attrs = attributes(a, s->cert, digest);
    size_t len = signature_max(s->key);
    unsigned char *at = arena_take(a, len);

    if (!sign(s->key, der(a, TAG_SET, attrs), at, &len))
        return E_FAULT;
    *ret = whole_cms(a, s->cert, attrs, (str){(const char *)at, len});
    return OK;
}

/* ---- reading ---- */

static str str_of_octets(struct arena *a, const ASN1_OCTET_STRING *o)
{
    return arena_str(
        a, (str){(const char *)ASN1_STRING_get0_data(o), (size_t)ASN1_STRING_length(o)});
}

/* OpenSSL finds the parts; whether they are all there is, is seen by writing it again. */
static bool read_signer(struct arena *a, struct cert_cms *c)
{
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(c->cms);
    STACK_OF(X509) *certs = CMS_get1_certs(c->cms);
    CMS_SignerInfo *signer = signers == NULL ? NULL : sk_CMS_SignerInfo_value(signers, 0);
    ASN1_OCTET_STRING *digest = NULL;

    c->signer = certs == NULL ? NULL : sk_X509_shift(certs);
    sk_X509_pop_free(certs, X509_free);
    if (signer == NULL || c->signer == NULL || X509_get0_pubkey(c->signer) == NULL)
        return false;
    digest = CMS_signed_get0_data_by_OBJ(
        signer, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
    if (digest == NULL || ASN1_STRING_length(digest) != sizeof c->digest)
        return false;
    memcpy(c->digest, ASN1_STRING_get0_data(digest), sizeof c->digest);
    c->signature = str_of_octets(a, CMS_SignerInfo_get0_signature(signer));
    return cert_cms_may_sign(X509_get0_pubkey(c->signer));
}

static bool is_zero(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != 0)
            return false;
    return true;
}

bool cert_cms_read(struct arena *a, str bytes, struct cert_cms *c)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    str again;

    c->cms = d2i_CMS_ContentInfo(NULL, &at, (long)bytes.len);
    if (c->cms == NULL || OBJ_obj2nid(CMS_get0_type(c->cms)) != NID_pkcs7_signed ||
        !read_signer(a, c))
        return false;
    again = whole_cms(a, c->signer, attributes(a, c->signer, c->digest), c->signature);
    return str_starts(bytes, again) && is_zero(str_slice(bytes, again.len, bytes.len));
}

bool cert_cms_holds(struct arena *a, const struct cert_cms *cms)
{
    str message = der(a, TAG_SET, attributes(a, cms->signer, cms->digest));
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good =
        c != NULL &&
        EVP_DigestVerifyInit(c, NULL, EVP_sha256(), NULL, X509_get0_pubkey(cms->signer)) == 1 &&
        EVP_DigestVerify(c, (const unsigned char *)cms->signature.at, cms->signature.len,
            (const unsigned char *)message.at, message.len) == 1;

    EVP_MD_CTX_free(c);
    return good;
}

/* `at_s` in seconds; 0 asks for the present. */
static bool leads_to(X509 *cert, X509_STORE *store, int64_t at_s)
{
    X509_STORE_CTX *c = X509_STORE_CTX_new();
    bool good = c != NULL && X509_STORE_CTX_init(c, store, cert, NULL) == 1;

    if (good) {
        X509_VERIFY_PARAM_set_purpose(X509_STORE_CTX_get0_param(c), X509_PURPOSE_ANY);
        if (at_s != 0)
            X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(c), (time_t)at_s);
        good = X509_verify_cert(c) == 1;
    }
    X509_STORE_CTX_free(c);
    return good;
}

bool cert_cms_is_trusted(const struct cert_cms *cms, const char *ca_path, int64_t at_ms)
{
    X509_STORE *store = X509_STORE_new();
    bool good = store != NULL && (X509_get_key_usage(cms->signer) & KU_DIGITAL_SIGNATURE) != 0 &&
                X509_STORE_load_file(store, ca_path) == 1 &&
                (leads_to(cms->signer, store, at_ms / 1000) || leads_to(cms->signer, store, 0));

    X509_STORE_free(store);
    return good;
}

void cert_cms_close(struct cert_cms *cms)
{
    X509_free(cms->signer);
    CMS_ContentInfo_free(cms->cms);
    cms->signer = NULL;
    cms->cms = NULL;
}
