/* The one seam to cryptography. OpenSSL does digests (it uses the processor's SHA instructions) and
 * key files; libsodium does Ed25519 and Argon2id, because its signatures need neither an object per
 * call nor the public key computed anew: 30 us a signature against 148 us, measured in one run. */
#include "base/crypto_internal.h"

#include "base/file.h"
#include "base/ids.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PEM_BYTES_MAX 4096

/* What has been looked up of OpenSSL, once for the process and for its whole life: a look-up by
 * name costs more than the digest of a short text. */
static struct {
    pthread_once_t once;
    EVP_MD *sha256, *sm3;
} known = {.once = PTHREAD_ONCE_INIT};

/* A digest cannot fail but for memory; one left out would be worse than a stopped process. */
static void must(bool is_done)
{
    if (!is_done)
        abort();
}

static void look_up(void)
{
    known.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    known.sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    must(known.sha256 && known.sm3);
}

static const EVP_MD *sha256(void)
{
    must(pthread_once(&known.once, look_up) == 0);
    return known.sha256;
}

static const EVP_MD *sm3(void)
{
    must(pthread_once(&known.once, look_up) == 0);
    return known.sm3;
}

void crypto_sha256(str message, uint8_t ret[CRYPTO_SHA256_BYTES])
{
    const EVP_MD *method = sha256();

    must(EVP_Digest(bytes_of(message), message.len, ret, NULL, method, NULL) == 1);
}

void crypto_sha256_two(str first, str second, uint8_t ret[CRYPTO_SHA256_BYTES])
{
    const EVP_MD *method = sha256();
    EVP_MD_CTX *digest = EVP_MD_CTX_new();

    must(digest && EVP_DigestInit_ex2(digest, method, NULL) == 1);
    must(EVP_DigestUpdate(digest, bytes_of(first), first.len) == 1);
    must(EVP_DigestUpdate(digest, bytes_of(second), second.len) == 1);
    must(EVP_DigestFinal_ex(digest, ret, NULL) == 1);
    EVP_MD_CTX_free(digest);
}

/* The library's own context under our name. */
struct crypto_running *crypto_sha256_begin(void)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();

    must(c && EVP_DigestInit_ex2(c, sha256(), NULL));
    return (struct crypto_running *)c;
}

void crypto_sha256_add(struct crypto_running *r, str piece)
{
    must(EVP_DigestUpdate((EVP_MD_CTX *)r, piece.at, piece.len));
}

void crypto_sha256_end(struct crypto_running *r, uint8_t ret[CRYPTO_SHA256_BYTES])
{
    must(EVP_DigestFinal_ex((EVP_MD_CTX *)r, ret, NULL));
    EVP_MD_CTX_free((EVP_MD_CTX *)r);
}

str crypto_sha256_hex(struct arena *a, str message)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];

    crypto_sha256(message, hash);
    return crypto_hex(a, (str){(const char *)hash, sizeof(hash)});
}

void crypto_sm3(str message, uint8_t ret[32])
{
    const EVP_MD *method = sm3();

    must(EVP_Digest(bytes_of(message), message.len, ret, NULL, method, NULL) == 1);
}

void crypto_hmac_sha256(str key, str message, uint8_t ret[CRYPTO_SHA256_BYTES])
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.len);
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.len);
    crypto_auth_hmacsha256_final(&state, ret);
    sodium_memzero(&state, sizeof(state));
}

void crypto_hmac_sha1(str key, str message, uint8_t ret[CRYPTO_SHA1_BYTES])
{
    unsigned len = CRYPTO_SHA1_BYTES;

    must(HMAC(EVP_sha1(), bytes_of(key), (int)key.len, bytes_of(message), message.len, ret, &len) !=
         NULL);
}

/* Chooses libsodium's fastest code for this processor, once; nine nanoseconds afterwards. */
static void sodium_ready(void)
{
    must(sodium_init() >= 0);
}

void crypto_key_make(struct crypto_key *ret)
{
    uint8_t seed[CRYPTO_ED25519_SECRET_BYTES];

    id_random_bytes(seed, sizeof(seed));
    crypto_key_from_seed(seed, ret);
    sodium_memzero(seed, sizeof(seed));
}

void crypto_key_from_seed(const uint8_t seed[CRYPTO_ED25519_SECRET_BYTES], struct crypto_key *ret)
{
    uint8_t pair[crypto_sign_SECRETKEYBYTES];

    sodium_ready();
    crypto_sign_seed_keypair(ret->public_key, pair, seed);
    memcpy(ret->secret_key, seed, CRYPTO_ED25519_SECRET_BYTES);
    ret->has_secret = true;
    sodium_memzero(pair, sizeof(pair));
}

void crypto_ed25519_sign(
    const struct crypto_key *key, str message, uint8_t ret[CRYPTO_ED25519_SIGNATURE_BYTES])
{
    uint8_t pair[crypto_sign_SECRETKEYBYTES];

    /* Signing with a public key is a fault of the program, never of its input. */
    must(key->has_secret);
    sodium_ready();
    memcpy(pair, key->secret_key, CRYPTO_ED25519_SECRET_BYTES);
    memcpy(pair + CRYPTO_ED25519_SECRET_BYTES, key->public_key, CRYPTO_ED25519_PUBLIC_BYTES);
    crypto_sign_detached(ret, NULL, bytes_of(message), message.len, pair);
    sodium_memzero(pair, sizeof(pair));
}

bool crypto_ed25519_verify(const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES], str message,
    const uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES])
{
    sodium_ready();
    return crypto_sign_verify_detached(signature, bytes_of(message), message.len, public_key) == 0;
}

/* Never asks at the terminal: a key file under a pass phrase is refused. */
static int no_pass_phrase(char *at, int size, int is_writing, void *arg)
{
    (void)at;
    (void)size;
    (void)is_writing;
    (void)arg;
    return -1;
}

/* The PEM text of a key, on the stack of the caller. */
static bool print_pem(const struct crypto_key *key, bool is_secret, char *at, size_t *ret_len)
{
    EVP_PKEY *object = is_secret ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
                                       key->secret_key, CRYPTO_ED25519_SECRET_BYTES)
                                 : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
                                       key->public_key, CRYPTO_ED25519_PUBLIC_BYTES);
    BIO *out = BIO_new(BIO_s_secmem());
    bool is_done =
        object && out &&
        (is_secret ? PEM_write_bio_PKCS8PrivateKey(out, object, NULL, NULL, 0, NULL, NULL)
                   : PEM_write_bio_PUBKEY(out, object)) == 1;
    int len = is_done ? BIO_read(out, at, PEM_BYTES_MAX) : 0;

    BIO_free(out);
    EVP_PKEY_free(object);
    ERR_clear_error();
    *ret_len = len > 0 ? (size_t)len : 0;
    return len > 0;
}

err crypto_key_save(const struct crypto_key *key, const char *path)
{
    char pem[PEM_BYTES_MAX];
    size_t len;

    if (!key->has_secret)
        return E_INVALID;
    if (!print_pem(key, true, pem, &len))
        return E_FAULT;

    err fault = file_create(path, (str){pem, len});

    sodium_memzero(pem, sizeof(pem));
    return fault;
}

err crypto_public_save(const struct crypto_key *key, const char *path)
{
    char pem[PEM_BYTES_MAX];
    size_t len;

    if (!print_pem(key, false, pem, &len))
        return E_FAULT;

    struct arena *a = arena_new((size_t)64 << 10);
    err fault = file_write(a, path, (str){pem, len});

    arena_free(a);
    TRY(fault);
    return chmod(path, 0644) == 0 ? OK : E_FAULT;
}

static bool take_secret(EVP_PKEY *object, struct crypto_key *ret)
{
    uint8_t seed[CRYPTO_ED25519_SECRET_BYTES];
    size_t len = sizeof(seed);

    if (EVP_PKEY_get_raw_private_key(object, seed, &len) != 1 || len != sizeof(seed))
        return false;
    crypto_key_from_seed(seed, ret);
    sodium_memzero(seed, sizeof(seed));
    return true;
}

static bool take_public(EVP_PKEY *object, struct crypto_key *ret)
{
    struct crypto_key key = {.has_secret = false};
    size_t len = sizeof(key.public_key);

    if (EVP_PKEY_get_raw_public_key(object, key.public_key, &len) != 1 ||
        len != sizeof(key.public_key))
        return false;
    *ret = key;
    return true;
}

err crypto_key_load(const char *path, struct crypto_key *ret)
{
    BIO *in = file_exists(path) ? BIO_new_file(path, "r") : NULL;

    if (!in) {
        ERR_clear_error();
        return file_exists(path) ? E_FAULT : E_MISSING;
    }

    EVP_PKEY *object = PEM_read_bio_PrivateKey(in, NULL, no_pass_phrase, NULL);
    bool is_secret = object != NULL;

    if (!object && BIO_seek(in, 0) == 0)
        object = PEM_read_bio_PUBKEY(in, NULL, no_pass_phrase, NULL);

    bool is_ours = object && EVP_PKEY_get_id(object) == EVP_PKEY_ED25519;
    bool is_taken = is_ours && (is_secret ? take_secret(object, ret) : take_public(object, ret));

    EVP_PKEY_free(object);
    BIO_free(in);
    ERR_clear_error();
    return is_taken ? OK : E_INVALID;
}

str crypto_password_hash(struct arena *a, str password)
{
    char text[crypto_pwhash_STRBYTES];

    sodium_ready();
    if (crypto_pwhash_str(text, password.len > 0 ? password.at : "", password.len,
            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return S("");
    return arena_str(a, str_of(text));
}

bool crypto_password_is(str hash, str password)
{
    char text[crypto_pwhash_STRBYTES] = {0};

    if (hash.len == 0 || hash.len >= sizeof(text))
        return false;
    sodium_ready();
    memcpy(text, hash.at, hash.len);
    return crypto_pwhash_str_verify(text, password.len > 0 ? password.at : "", password.len) == 0;
}

static str encode(struct arena *a, str bytes, int variant)
{
    size_t room = sodium_base64_encoded_len(bytes.len, variant);
    char *at = arena_take(a, room);

    sodium_bin2base64(at, room, bytes_of(bytes), bytes.len, variant);
    return (str){at, room - 1};
}

/* Strict: one text per value, so nothing can hide in padding or in unused bits. */
static bool decode(struct arena *a, str text, int variant, str *ret)
{
    size_t room = text.len / 4 * 3 + 3;
    char *at = arena_take(a, room);
    size_t len = 0;

    if (sodium_base642bin((unsigned char *)at, room, text.len > 0 ? text.at : "", text.len, NULL,
            &len, NULL, variant) != 0)
        return false;
    *ret = (str){at, len};
    return true;
}

str crypto_base64(struct arena *a, str bytes)
{
    return encode(a, bytes, sodium_base64_VARIANT_ORIGINAL);
}

bool crypto_base64_decode(struct arena *a, str text, str *ret)
{
    return decode(a, text, sodium_base64_VARIANT_ORIGINAL, ret);
}

str crypto_base64url(struct arena *a, str bytes)
{
    return encode(a, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool crypto_base64url_decode(struct arena *a, str text, str *ret)
{
    return decode(a, text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, ret);
}

str crypto_base32(struct arena *a, str bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    size_t len = (bytes.len * 8 + 4) / 5;
    char *at = arena_take(a, len + 1);

    for (size_t i = 0; i < len; i++) {
        size_t bit = i * 5, byte = bit / 8;
        unsigned two = (unsigned)bytes_of(bytes)[byte] << 8;

        if (byte + 1 < bytes.len)
            two |= bytes_of(bytes)[byte + 1];
        at[i] = letters[two >> (11 - bit % 8) & 31];
    }
    return (str){at, len};
}

str crypto_hex(struct arena *a, str bytes)
{
    char *at = arena_take_many(a, bytes.len + 1, 2);

    sodium_bin2hex(at, bytes.len * 2 + 1, bytes_of(bytes), bytes.len);
    return (str){at, bytes.len * 2};
}

bool crypto_hex_decode(struct arena *a, str text, str *ret)
{
    char *at = arena_take(a, text.len / 2 + 1);
    size_t len = 0;

    if (text.len % 2 != 0 || sodium_hex2bin((unsigned char *)at, text.len / 2 + 1,
                                 text.len > 0 ? text.at : "", text.len, NULL, &len, NULL) != 0)
        return false;
    *ret = (str){at, len};
    return true;
}
