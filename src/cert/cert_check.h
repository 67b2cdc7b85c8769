/* What outsiders may learn of certificates: in tracking, and by verification. */
#pragma once

#include "base/output.h"
#include "cert/cert.h"
#include "cert/cert_out.h"

#define CERT_TRACK_OUT(F, O)                                                                       \
    F(text, certificate, "证照编号", "certificate")                                                \
    F(words("certificate proof"), kind, "证书或证明", "certificate or proof")                      \
    F(text, number, "证书或证明号（部分隐去）", "number, masked")                                  \
    F(boolean, in_force, "现行有效", "in force")                                                   \
    F(ms, made_ms, "制证时间", "made at")
OUTPUT(cert_track_out)

/* How it is known. */
#define CERT_HOW_OUT(F, O)                                                                         \
    F(words("signature inclusion seal holder registry"), check, "核验项目", "what was checked")    \
    F(boolean, ok, "是否通过", "does it hold")                                                     \
    F(text, zh, "说明", "in words, Chinese")                                                       \
    F(text, en, "说明（英文）", "in words, English")                                               \
    O(i64, size, "检查点的日志大小", "size of the log at the checkpoint")
/* valid: in force. superseded: a later right has taken the place of its own. void: its right has
 * ended. unknown: genuine, but the registry has none such. forged: not what the registry gave out.
 */
#define CERT_VERDICT_OUT(F, O)                                                                     \
    F(words("valid superseded void unknown forged"), verdict, "结论", "verdict")                   \
    F(list(cert_how_out), how, "依据", "how it is known")
#define CERT_VERIFY_OUT(F, O)                                                                      \
    CERT_STATE_OUT(F, O)                                                                           \
    CERT_VERDICT_OUT(F, O)
/* What a code says; what the book says of it now stands under `now`, when code and file are
 * genuine and the book knows it. */
#define CERT_CODE_OUT(F, O)                                                                        \
    CERT_CLAIMS_OUT(F, O)                                                                          \
    CERT_VERDICT_OUT(F, O)                                                                         \
    F(ms, as_of_ms, "查询时间", "as of")                                                           \
    O(object(cert_state_out), now, "目前状态", "its state now")
#define CERT_FILE_OUT(F, O)                                                                        \
    CERT_CODE_OUT(F, O)                                                                            \
    F(boolean, seal_valid, "印章有效", "the seal is valid")                                        \
    F(boolean, changed_after_seal, "盖章后被改动", "changed after it was sealed")
OUTPUT(cert_how_out)
OUTPUT(cert_verify_out)
OUTPUT(cert_code_out)
OUTPUT(cert_file_out)

/* One row of `how`. */
struct tree *cert_how_add(struct tree *how, const char *check, bool ok);
/* What the registry says of a genuine certificate, NULL when it has none such; `how` is out's. */
MUST_CHECK err cert_show_verdict(
    struct ctx *ctx, const struct cert *c, struct tree *how, struct tree *out);

/* A filing's certificates for who follows it: no names, numbers masked. */
MUST_CHECK err cert_track(struct ctx *ctx, str filing, struct tree *list);
/* The number with all but its last three digits starred: 宁（2026）银川市不动产权第****123号. */
str cert_mask_number(struct arena *a, str number);
/* *ret_may: the certificate is one of the filing's, and `holder` is the end of the document number
 * of somebody whom it names. */
MUST_CHECK err cert_may_be_seen(
    struct ctx *ctx, str certificate, str filing, str holder, bool *ret_may);
