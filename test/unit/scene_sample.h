/* A small scene that is right, as text, for the tests that break it, and how to break it. */
#pragma once

#include "test.h"

#include "base/buf.h"
#include "scene/scene.h"

#define FILE_NAME S("scenes/sample.yaml")

/* A small scene that is right; every broken one below is this with one piece replaced. */
static const char sample[] = "scene: sample\n"
                             "version: 1\n"
                             "name: {zh: 样例, en: Sample}\n"
                             "about: {zh: 说明, en: About}\n"
                             "time:\n"
                             "  promise_minutes: 20\n"
                             "  statutory_days: 30\n"
                             "  valid_from: 2021-01-01\n"
                             "place:\n"
                             "  channels: [window, online]\n"
                             "  offices: [any]\n"
                             "people:\n"
                             "  - id: seller\n"
                             "    name: {zh: 卖方, en: Seller}\n"
                             "    side: giver\n"
                             "    kinds: [person]\n"
                             "    min: 1\n"
                             "    holds: true\n"
                             "  - id: buyer\n"
                             "    name: {zh: 买方, en: Buyer}\n"
                             "    side: taker\n"
                             "    kinds: [person, organisation]\n"
                             "    min: 1\n"
                             "    max: 9\n"
                             "    shares: true\n"
                             "event:\n"
                             "  register_type: 200\n"
                             "  right: ownership\n"
                             "  effect: transfer\n"
                             "  certificate: certificate\n"
                             "link:\n"
                             "  assess: sale\n"
                             "  one_officer: false\n"
                             "asks:\n"
                             "  - id: contract_number\n"
                             "    name: {zh: 合同号, en: Contract}\n"
                             "    kind: text\n"
                             "    required: true\n"
                             "    min: 1\n"
                             "    max: 60\n"
                             "  - id: price_fen\n"
                             "    name: {zh: 价格, en: Price}\n"
                             "    kind: money\n"
                             "    required: true\n"
                             "  - id: residential\n"
                             "    name: {zh: 住宅, en: Home}\n"
                             "    kind: boolean\n"
                             "    required: true\n"
                             "  - id: delivery\n"
                             "    name: {zh: 领证, en: Delivery}\n"
                             "    kind: choice\n"
                             "    required: true\n"
                             "    choices:\n"
                             "      - {id: window, name: {zh: 窗口, en: Window}}\n"
                             "      - {id: post, name: {zh: 寄递, en: Post}}\n"
                             "  - id: recipient_phone\n"
                             "    name: {zh: 电话, en: Phone}\n"
                             "    kind: text\n"
                             "    required: true\n"
                             "    when: {ask: delivery, is: post}\n"
                             "  - id: postal_address\n"
                             "    name: {zh: 地址, en: Address}\n"
                             "    kind: text\n"
                             "    required: true\n"
                             "    when: {ask: delivery, is: post}\n"
                             "papers:\n"
                             "  - id: sale-contract\n"
                             "    name: {zh: 合同, en: Contract}\n"
                             "    required: true\n"
                             "    share: share-contract\n"
                             "    receives: [registry, tax]\n"
                             "steps:\n"
                             "  - id: record\n"
                             "    name: {zh: 登簿, en: Entry}\n"
                             "    kind: record\n"
                             "    needs: [pay, review, check]\n"
                             "  - id: accept\n"
                             "    name: {zh: 受理, en: Acceptance}\n"
                             "    kind: accept\n"
                             "    role: clerk\n"
                             "    clock_minutes: 30\n"
                             "  - id: share-contract\n"
                             "    name: {zh: 合同, en: Contract}\n"
                             "    kind: share\n"
                             "    department: housing\n"
                             "    share: contract\n"
                             "    essential: true\n"
                             "    needs: [accept]\n"
                             "  - id: share-tax\n"
                             "    name: {zh: 税, en: Tax}\n"
                             "    kind: share\n"
                             "    department: tax\n"
                             "    share: record\n"
                             "    needs: [accept]\n"
                             "  - id: check\n"
                             "    name: {zh: 核验, en: Check}\n"
                             "    kind: check\n"
                             "    needs: [share-contract]\n"
                             "  - id: assess\n"
                             "    name: {zh: 核税, en: Assess}\n"
                             "    kind: assess\n"
                             "    needs: [share-tax]\n"
                             "  - id: review\n"
                             "    name: {zh: 审核, en: Review}\n"
                             "    kind: review\n"
                             "    role: reviewer-registry\n"
                             "    clock_minutes: 15\n"
                             "    needs: [check]\n"
                             "  - id: pay\n"
                             "    name: {zh: 缴费, en: Pay}\n"
                             "    kind: pay\n"
                             "    needs: [assess]\n"
                             "  - id: certify\n"
                             "    name: {zh: 缮证, en: Certify}\n"
                             "    kind: certify\n"
                             "    needs: [record]\n"
                             "  - id: issue\n"
                             "    name: {zh: 发证, en: Issue}\n"
                             "    kind: issue\n"
                             "    role: clerk\n"
                             "    clock_minutes: 5\n"
                             "    needs: [certify]\n"
                             "    when: {ask: delivery, is: window}\n"
                             "  - id: deliver\n"
                             "    name: {zh: 寄递, en: Deliver}\n"
                             "    kind: deliver\n"
                             "    department: post\n"
                             "    needs: [certify]\n"
                             "    when: {ask: delivery, is: post}\n"
                             "topic: trade\n";

static inline str replaced(str in, const char *find, const char *with)
{
    struct buf b;
    size_t at = 0;

    buf_init(&b, test_arena, (size_t)1 << 20);
    CHECK(str_find(in, str_of(find), &at));
    buf_add(&b, str_slice(in, 0, at));
    buf_add_z(&b, with);
    buf_add(&b, str_slice(in, at + str_of(find).len, in.len));
    return buf_str(&b);
}

static inline int64_t line_holding(str yaml, const char *piece)
{
    int64_t line = 1;
    size_t at = 0;

    if (piece[0] == '\0')
        return 0;
    if (!str_find(yaml, str_of(piece), &at))
        return -1;
    for (size_t i = 0; i < at; i++)
        line += yaml.at[i] == '\n';
    return line;
}

static inline err parse(str yaml, struct scene **ret, struct scene_fault **ret_faults)
{
    return scene_parse(test_arena, FILE_NAME, yaml, ret, ret_faults);
}

static inline size_t count_faults(const struct scene_fault *f)
{
    size_t count = 0;

    for (; f != NULL; f = f->next)
        count++;
    return count;
}

static inline bool contains(str in, const char *piece)
{
    size_t at;

    return str_find(in, str_of(piece), &at);
}
