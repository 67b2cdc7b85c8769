/* Secrets that the store keeps: sealed with AES-256-GCM (NIST SP 800-38D) by OpenSSL. A sealed
 * secret is a random nonce, the hidden text and the tag, in that order. */
#include "base/crypto_internal.h"

#include "base/ids.h"

#include <openssl/evp.h>
#include <stdlib.h>

#define NONCE_BYTES 12
#define TAG_BYTES 16

static unsigned char *at_of(const char *at)
{
    return (unsigned char *)(uintptr_t)at;
}

/* Sealing cannot fail but for memory; a secret stored open would be worse than a stopped process.
 */
static void must(bool is_done)
{
    if (!is_done)
        abort();
}

str crypto_seal(struct arena *a, const uint8_t key[CRYPTO_SEAL_KEY_BYTES], str about, str plain)
{
    EVP_CIPHER_CTX *c;
    char *at = arena_take(a, NONCE_BYTES + plain.len + TAG_BYTES);
    unsigned char *hidden = at_of(at) + NONCE_BYTES;
    int len = 0;

    id_random_bytes(at, NONCE_BYTES);
    c = EVP_CIPHER_CTX_new();
    must(c != NULL && EVP_EncryptInit_ex2(c, EVP_aes_256_gcm(), key, at_of(at), NULL) == 1);
    must(EVP_EncryptUpdate(c, NULL, &len, bytes_of(about), (int)about.len) == 1);
    must(EVP_EncryptUpdate(c, hidden, &len, bytes_of(plain), (int)plain.len) == 1);
    must(EVP_EncryptFinal_ex(c, hidden + plain.len, &len) == 1);
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, hidden + plain.len) == 1);
    EVP_CIPHER_CTX_free(c);
    return (str){at, NONCE_BYTES + plain.len + TAG_BYTES};
}

bool crypto_unseal(struct arena *a, const uint8_t key[CRYPTO_SEAL_KEY_BYTES], str about, str sealed,
    str *ret_plain)
{
    EVP_CIPHER_CTX *c;
    size_t hidden;
    char *at;
    int len = 0;
    bool good;

    if (sealed.len < NONCE_BYTES + TAG_BYTES)
        return false;
    hidden = sealed.len - NONCE_BYTES - TAG_BYTES;
    at = arena_take(a, hidden + 1);
    c = EVP_CIPHER_CTX_new();
    must(c != NULL && EVP_DecryptInit_ex2(c, EVP_aes_256_gcm(), key, bytes_of(sealed), NULL) == 1);
    good =
        EVP_CIPHER_CTX_ctrl(
            c, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, at_of(sealed.at + NONCE_BYTES + hidden)) == 1 &&
        EVP_DecryptUpdate(c, NULL, &len, bytes_of(about), (int)about.len) == 1 &&
        EVP_DecryptUpdate(c, at_of(at), &len, bytes_of(sealed) + NONCE_BYTES, (int)hidden) == 1 &&
        EVP_DecryptFinal_ex(c, at_of(at) + hidden, &len) == 1;
    EVP_CIPHER_CTX_free(c);
    *ret_plain = (str){at, good ? hidden : 0};
    return good;
}
