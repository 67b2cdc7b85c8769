/* 地籍: codes, shapes read and kept, what GEOS makes of them, features one by one, states of units.
 */
#include "cadastre/cadastre_table.h"
#include "cadastre/plane.h"
#include "test.h"

static struct ctx ctx_new(void)
{
    return (struct ctx){.arena = test_arena};
}

static struct tree *tree_of(const char *json)
{
    struct tree *t = NULL;
    str fault = {0};

    if (tree_parse(test_arena, str_of(json), &t, &fault) != OK)
        printf("# %.*s\n", STR(fault));
    return t;
}

static bool read_shape(struct ctx *ctx, const char *json, struct shape *ret)
{
    return shape_read(ctx, tree_of(json), S("geometry"), ret);
}

static str shown(const struct shape *s)
{
    struct tree *o = tree_new(test_arena, TREE_OBJECT);

    shape_show(s, o);
    return tree_to_json(o);
}

#define SQUARE                                                                                     \
    "{\"type\":\"Polygon\",\"coordinates\":[[[106.23,38.48],[106.231,38.48],[106.231,38.481],"     \
    "[106.23,38.481],[106.23,38.48]]]}"

/* ---- codes ---- */

TEST(a_parcel_code_has_nineteen_characters)
{
    CHECK(cadastre_parcel_code_is_valid(S("640104001001GB00001")));
    CHECK(!cadastre_parcel_code_is_valid(S("640104001001GB0001")));
    CHECK(!cadastre_parcel_code_is_valid(S("640104001001GB000011")));
    CHECK(!cadastre_parcel_code_is_valid(S("640104001001XB00001")));
    CHECK(!cadastre_parcel_code_is_valid(S("640104001001GB0000A")));
    CHECK(!cadastre_parcel_code_is_valid(S("")));
}

TEST(a_building_code_is_a_parcel_f_and_four_digits)
{
    CHECK(cadastre_building_code_is_valid(S("640104001001GB00001F0001")));
    CHECK(!cadastre_building_code_is_valid(S("640104001001GB00001L0001")));
    CHECK(!cadastre_building_code_is_valid(S("640104001001GB00001W0000")));
    CHECK(!cadastre_building_code_is_valid(S("640104001001GB00001F00")));
    CHECK(!cadastre_building_code_is_valid(S("640104001001GB00001F00x1")));
}

TEST(areas_agree_within_either_limit)
{
    struct cadastre_limits limits = {.area_cm2 = 10000, .area_ppm = 10000};

    CHECK(cadastre_areas_agree(&limits, 1000000, 1010000));
    CHECK(!cadastre_areas_agree(&limits, 1000000, 1010001));
    CHECK(cadastre_areas_agree(&limits, 100000000, 101000000));
    CHECK(!cadastre_areas_agree(&limits, 100000000, 98999999));
}

/* ---- shapes ---- */

TEST(what_is_read_is_shown_again_to_the_last_digit)
{
    const char *two = "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[-0.123456789,-5.5],[1,-5.5],"
                      "[1,5],[-0.123456789,-5.5]],[[0.5,-1],[0.5,-0.5],[0.75,-1],[0.5,-1]]],"
                      "[[[10,10],[11,10],[11,11],[10,10]]]]}";
    struct ctx ctx = ctx_new();
    struct shape s, kept;

    CHECK(read_shape(&ctx, SQUARE, &s));
    CHECK(ctx.why_first == NULL);
    CHECK_STR(shown(&s), S(SQUARE));
    CHECK(read_shape(&ctx, two, &s));
    CHECK_STR(shown(&s), str_of(two));
    CHECK(shape_parse(test_arena, shape_write(test_arena, &s), &kept));
    CHECK_STR(shown(&kept), str_of(two));
}

TEST(a_ring_is_closed_and_turned)
{
    struct ctx ctx = ctx_new();
    struct shape s;

    CHECK(read_shape(&ctx,
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1],[1,1],[1,0]],"
        "[[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.2]]]}",
        &s));
    CHECK(why_has(&ctx, &RING_OPEN));
    CHECK(why_has(&ctx, &RING_TURNED));
    CHECK(why_refuse(&ctx) == OK);
    CHECK_STR(shown(&s), S("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1],[0,0]],"
                           "[[0.2,0.2],[0.4,0.4],[0.4,0.2],[0.2,0.2]]]}"));
}

TEST(what_is_no_polygon_is_refused_with_its_reason)
{
    static const struct {
        const char *json;
        const struct rule *rule;
    } bad[] = {
        {"{}", &SHAPE_KIND},
        {"[]", &SHAPE_KIND},
        {"1", &SHAPE_KIND},
        {"{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}", &SHAPE_KIND},
        {"{\"type\":\"Polygon\"}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":{\"a\":1}}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[1]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[1]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1],[2],[3],[1]]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,\"1\"],[1,0],[0,0]]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[181,1],[1,0],[0,0]]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1e300,1],[1,0],[0,0]]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,91],[1,0],[0,0]]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"Polygon\",\"coordinates\":[[]]}", &RING_SHORT},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}", &RING_SHORT},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[]]}", &SHAPE_NUMBERS},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]],3]}",
            &SHAPE_NUMBERS},
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct ctx ctx = ctx_new();
        struct shape s;

        CHECK(!read_shape(&ctx, bad[i].json, &s));
        CHECK(why_has(&ctx, bad[i].rule));
        CHECK(why_refuse(&ctx) == E_REFUSED);
        if (!why_has(&ctx, bad[i].rule))
            printf("# %s\n", bad[i].json);
    }
}

/* Whatever single byte is altered, cut or doubled, a geometry is read or refused, never worse. */
TEST(altered_geometries_do_no_harm)
{
    static const char alphabet[] = "\"[]{},:.-0e9\\ \n";
    size_t len = strlen(SQUARE);

    for (size_t i = 0; i < len; i++)
        for (size_t j = 0; j < sizeof(alphabet) - 1; j++) {
            struct arena_mark mark = arena_mark(test_arena);
            char *text = arena_take(test_arena, len + 1);
            struct ctx ctx = ctx_new();
            struct tree *t;
            struct shape s;
            str fault;

            memcpy(text, SQUARE, len);
            text[i] = alphabet[j];
            if (tree_parse(test_arena, (str){text, len}, &t, &fault) == OK &&
                shape_read(&ctx, t, S("geometry"), &s)) {
                struct plane_measure m;

                plane_measure(&s, &m);
                CHECK(shape_parse(test_arena, shape_write(test_arena, &s), &s));
            }
            arena_rewind(test_arena, mark);
        }
}

TEST(what_was_not_kept_so_is_not_parsed)
{
    static const char *const bad[] = {"", ";", "p", "p 1 2", "h 1 2 3 4 5 6;", "p 1 2 3 4 5;",
        "p 1 2 3 x 5 6;", "q 1 2 3 4 5 6;", "p 1 2 9223372036854775807 4 5 6;",
        "p 180000000001 0 1 1 1 1;", "p 1 2 3 4;"};

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct shape s;

        CHECK(!shape_parse(test_arena, str_of(bad[i]), &s));
    }
}

/* ---- the plane ---- */

static struct shape shape_of(const char *json)
{
    struct ctx ctx = ctx_new();
    struct shape s;

    CHECK(read_shape(&ctx, json, &s));
    return s;
}

/* A square of a thousandth of a degree: the ellipsoid's radii of curvature, M N cos(latitude),
 * summed up over 2000 strips, are 9685.93466 m2. */
TEST(an_area_is_that_of_the_ellipsoid)
{
    struct shape s = shape_of(SQUARE);
    struct plane_measure m;

    plane_measure(&s, &m);
    CHECK(m.valid);
    CHECK_I64(m.area_cm2, 96859347);
}

TEST(a_bow_tie_is_invalid_where_it_crosses)
{
    struct shape s = shape_of("{\"type\":\"Polygon\",\"coordinates\":[[[106.24,38.48],"
                              "[106.241,38.481],[106.241,38.48],[106.24,38.481],[106.24,38.48]]]}");
    struct plane_measure m;

    plane_measure(&s, &m);
    CHECK(!m.valid);
    CHECK_STR(str_of(m.fault), S("Self-intersection"));
    CHECK(m.at.x >= 106 * SHAPE_DEGREE && m.at.y >= 38 * SHAPE_DEGREE);
    CHECK(m.area_cm2 > 0); /* of what can be made of it */
}

TEST(what_two_shapes_have_in_common)
{
    struct shape s = shape_of(SQUARE);
    struct shape half = shape_of("{\"type\":\"Polygon\",\"coordinates\":[[[106.2305,38.48],"
                                 "[106.2315,38.48],[106.2315,38.481],[106.2305,38.481],"
                                 "[106.2305,38.48]]]}");
    struct shape beside = shape_of("{\"type\":\"Polygon\",\"coordinates\":[[[106.231,38.48],"
                                   "[106.232,38.48],[106.232,38.481],[106.231,38.481],"
                                   "[106.231,38.48]]]}");
    const struct shape *others[] = {&half, &beside, &s};
    struct plane_measure m;
    int64_t common[3];

    plane_measure(&s, &m);
    plane_common(&s, others, 3, common);
    CHECK(common[0] > m.area_cm2 / 2 - 10 && common[0] < m.area_cm2 / 2 + 10);
    CHECK_I64(common[1], 0);
    CHECK_I64(common[2], m.area_cm2);
}

/* ---- the index ---- */

/* Whatever touches a window stands in the cells that are looked at, on every level. */
TEST(no_shape_escapes_a_window)
{
    uint64_t state = 7;

    for (int i = 0; i < 20000; i++) {
        int64_t r[8];
        struct shape_box b, w;
        struct shape_cell c, first, last;

        for (int j = 0; j < 8; j++) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            r[j] = (int64_t)(state >> 33) % SHAPE_DEGREE;
        }
        b = (struct shape_box){r[0], r[1], r[0] + (r[2] >> (i % 24)), r[1] + (r[3] >> (i % 17))};
        w = (struct shape_box){r[4], r[5], r[4] + (r[6] >> (i % 9)), r[5] + (r[7] >> (i % 13))};
        if (b.west > w.east || b.east < w.west || b.south > w.north || b.north < w.south)
            continue;
        c = shape_cell_of(&b);
        shape_cells_around(&w, c.level, &first, &last);
        CHECK(c.row >= first.row && c.row <= last.row);
        CHECK(c.column >= first.column && c.column <= last.column);
    }
}

TEST(a_window_is_four_degrees_in_order)
{
    struct shape_box b;

    CHECK(shape_box_read(S("106.1, 38.1,106.2,38.2"), &b));
    CHECK_I64(b.west, INT64_C(106100000000));
    CHECK(!shape_box_read(S("106.2,38.1,106.1,38.2"), &b));
    CHECK(!shape_box_read(S("106.1,38.1,106.2"), &b));
    CHECK(!shape_box_read(S("106.1,38.1,106.2,38.2,1"), &b));
    CHECK(!shape_box_read(S("106.1,38.1,106.2,91"), &b));
    CHECK(!shape_box_read(S("a,b,c,d"), &b));
    CHECK(!shape_box_read(S(""), &b));
}

/* ---- features one by one ---- */

static size_t count_features(str text, bool *ret_failed)
{
    struct cadastre_reader r;
    size_t count = 0;
    str feature;

    cadastre_reader_begin(&r, text);
    while (cadastre_reader_next(&r, &feature))
        count++;
    *ret_failed = r.failed;
    return count;
}

TEST(features_are_found_whatever_stands_around_them)
{
    bool failed;

    CHECK_I64(
        (int64_t)count_features(
            S("{ \"type\":\"FeatureCollection\", \"note\":\"\\\"features\\\":[{}]\",\n"
              "\"crs\":{\"features\":[1]}, \"features\" : [ {\"a\":\"}{[\"} ,\n{\"b\":[{}]}]}"),
            &failed),
        2);
    CHECK(!failed);
    CHECK_I64((int64_t)count_features(S("{\"features\":[]}"), &failed), 0);
    CHECK(!failed);
}

TEST(a_text_that_ends_too_early_says_so)
{
    str whole = S("{\"features\":[{\"a\":\"x\\\"\"},{\"b\":[1,2]}]}");
    bool failed;

    CHECK_I64((int64_t)count_features(whole, &failed), 2);
    for (size_t len = 0; len + 2 < whole.len; len++) {
        CHECK(count_features(str_slice(whole, 0, len), &failed) <= 2);
        CHECK(failed);
    }
    (void)count_features(S("{\"features\":[1]}"), &failed);
    CHECK(failed);
    (void)count_features(S("[]"), &failed);
    CHECK(failed);
}

/* ---- states ---- */

TEST(the_gravest_state_is_shown)
{
    struct registry_right rights[] = {{.kind = S("seizure")},
        {.kind = S("ownership"), .previous = S("r")}, {.kind = S("mortgage")}};
    struct registry_page page = {.rights = rights, .rights_count = 3};

    CHECK_STR(str_of(cadastre_state_of(&page, false)->id), S("seized"));
    rights[0].kind = S("objection");
    CHECK_STR(str_of(cadastre_state_of(&page, false)->id), S("disputed"));
    page.rights++;
    page.rights_count--;
    CHECK_STR(str_of(cadastre_state_of(&page, true)->id), S("mortgaged"));
    page.rights_count--;
    CHECK_STR(str_of(cadastre_state_of(&page, false)->id), S("owned"));
    CHECK_STR(str_of(cadastre_state_of(&page, true)->id), S("owned")); /* sold once already */
    rights[1].previous = S("");
    CHECK_STR(str_of(cadastre_state_of(&page, true)->id), S("available"));
    page.rights_count = 0;
    CHECK_STR(str_of(cadastre_state_of(&page, true)->id), S("available"));
    CHECK_STR(str_of(cadastre_state_of(&page, false)->id), S("none"));
    CHECK_STR(str_of(cadastre_state_of(NULL, false)->id), S("none"));
}

TESTS(T(a_parcel_code_has_nineteen_characters), T(a_building_code_is_a_parcel_f_and_four_digits),
    T(areas_agree_within_either_limit), T(what_is_read_is_shown_again_to_the_last_digit),
    T(a_ring_is_closed_and_turned), T(what_is_no_polygon_is_refused_with_its_reason),
    T(altered_geometries_do_no_harm), T(what_was_not_kept_so_is_not_parsed),
    T(an_area_is_that_of_the_ellipsoid), T(a_bow_tie_is_invalid_where_it_crosses),
    T(what_two_shapes_have_in_common), T(no_shape_escapes_a_window),
    T(a_window_is_four_degrees_in_order), T(features_are_found_whatever_stands_around_them),
    T(a_text_that_ends_too_early_says_so), T(the_gravest_state_is_shown))
