/* The sealing key and its certificates, for this folder alone. */
#pragma once

#include "base/crypto.h"
#include "cert/cert_seal.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

struct cert_sealer {
    EVP_PKEY *key;
    X509 *cert;
};
