/* One-time codes by time (RFC 6238). All three steps are computed and compared whatever the first
 * says, so the time that it takes tells nothing. */
#include "base/totp.h"

#include "base/crypto.h"

#define DRIFT_STEPS 1

int64_t totp_step_of(int64_t now_ms)
{
    return now_ms / TOTP_STEP_MS;
}

/* RFC 4226 5.3: four bytes from where the last nibble points, without the sign. */
int64_t totp_code(str secret, int64_t step, int digits)
{
    uint8_t hash[CRYPTO_SHA1_BYTES], counter[8];
    int64_t number, limit = 1;
    size_t at;

    for (size_t i = 0; i < sizeof(counter); i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    crypto_hmac_sha1(secret, (str){(const char *)counter, sizeof(counter)}, hash);
    at = hash[sizeof(hash) - 1] & 15;
    number = (int64_t)(hash[at] & 127) << 24 | (int64_t)hash[at + 1] << 16 |
             (int64_t)hash[at + 2] << 8 | (int64_t)hash[at + 3];
    for (int i = 0; i < digits; i++)
        limit *= 10;
    return number % limit;
}

static bool read_code(str code, int64_t *ret)
{
    for (size_t i = 0; i < code.len; i++)
        if (!char_is_digit(code.at[i]))
            return false;
    return code.len == TOTP_DIGITS && str_to_i64(code, ret);
}

bool totp_check(str secret, str code, int64_t now_ms, int64_t used_step, int64_t *ret_step)
{
    int64_t now = totp_step_of(now_ms), given;
    bool found = false;

    if (!read_code(code, &given))
        return false;
    for (int64_t step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
        bool same = totp_code(secret, step, TOTP_DIGITS) == given;

        if (!same || step <= used_step || found)
            continue;
        *ret_step = step;
        found = true;
    }
    return found;
}
