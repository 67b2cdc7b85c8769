/* What the files of the seam to cryptography share. */
#pragma once

#include "base/crypto.h"

/* The bytes as the libraries take them, which want an address even of none. */
static inline const unsigned char *bytes_of(str s)
{
    return (const unsigned char *)(s.len > 0 ? s.at : "");
}
