/* CSV as RFC 4180 has it, and as spreadsheets write it. */
#include "base/csv.h"

#include "test.h"

/* The rows of `text` as "line:cell|cell|" each, so that a whole file is one comparison. */
static str rows_of(str text)
{
    struct csv c;
    str *cells, all = S("");
    size_t count;

    csv_init(&c, text);
    while (csv_next(&c, test_arena, &cells, &count)) {
        all = arena_join(test_arena, all, arena_printf(test_arena, "%d:", (int)c.line));
        for (size_t i = 0; i < count; i++)
            all = arena_join(test_arena, all, arena_printf(test_arena, "%.*s|", STR(cells[i])));
    }
    return all;
}

TEST(plain_rows)
{
    CHECK_STR(rows_of(S("a,b\n1,2\n")), S("1:a|b|2:1|2|"));
    CHECK_STR(rows_of(S("a,b\r\n1,2")), S("1:a|b|2:1|2|"));
    CHECK_STR(rows_of(S("a,,\n,\n")), S("1:a|||2:||"));
    CHECK_STR(rows_of(S("宁夏, 银川 \n")), S("1:宁夏| 银川 |"));
    CHECK_STR(rows_of(S("")), S(""));
    CHECK_STR(rows_of(S("x")), S("1:x|"));
}

TEST(empty_lines_and_a_mark_are_passed_over)
{
    CHECK_STR(rows_of(S("\n\na\n\r\n\nb\n\n")), S("3:a|6:b|"));
    CHECK_STR(rows_of(S("\xEF\xBB\xBF"
                        "a,b\n")),
        S("1:a|b|"));
    CHECK_STR(rows_of(S("\"\"\n")), S("1:|")); /* a row with one empty cell says so */
}

TEST(quotes)
{
    CHECK_STR(rows_of(S("\"a,b\",c\n")), S("1:a,b|c|"));
    CHECK_STR(rows_of(S("\"say \"\"yes\"\"\",x\n")), S("1:say \"yes\"|x|"));
    CHECK_STR(rows_of(S("\"\",\"\"\"\"\n")), S("1:|\"|"));
    CHECK_STR(rows_of(S("a\"b,c\n")), S("1:a\"b|c|"));
    CHECK_STR(rows_of(S("\"a\"b,c\n")), S("1:ab|c|"));
}

TEST(lines_inside_quotes_are_counted)
{
    CHECK_STR(rows_of(S("h\n\"two\nlines\",x\ny\n")), S("1:h|2:two\nlines|x|4:y|"));
    CHECK_STR(rows_of(S("\"a\r\nb\"\r\nc")), S("1:a\r\nb|3:c|"));
}

TEST(an_unclosed_quote_ends_with_the_text)
{
    CHECK_STR(rows_of(S("a,\"b\nc")), S("1:a|b\nc|"));
    CHECK_STR(rows_of(S("\"")), S("1:|"));
    CHECK_STR(rows_of(S("\"a\"\"")), S("1:a\"|"));
    CHECK_STR(rows_of(S("\"\"\"")), S("1:\"|"));
}

TEST(columns_are_found_by_name)
{
    str header[] = {S("code"), S(" name "), S("名称")};

    CHECK_I64(csv_column(header, 3, S("code")), 0);
    CHECK_I64(csv_column(header, 3, S("name")), 1);
    CHECK_I64(csv_column(header, 3, S("名称")), 2);
    CHECK_I64(csv_column(header, 3, S("nam")), -1);
    CHECK_I64(csv_column(header, 0, S("code")), -1);
}

TEST(whatever_comes_it_ends)
{
    static const char alphabet[] = "\",\n\ra";
    char text[6];

    /* Every text of five characters out of these; the sanitizers watch. */
    for (int n = 0; n < 3125; n++) {
        int rest = n;

        for (int i = 0; i < 5; i++, rest /= 5)
            text[i] = alphabet[rest % 5];
        CHECK(rows_of((str){text, 5}).len <= 60);
    }
}

TEST(another_separator)
{
    struct csv c;
    str *cells;
    size_t count;

    csv_init(&c, S("a,b|c\n"));
    c.separator = '|';
    CHECK(csv_next(&c, test_arena, &cells, &count) && count == 2);
    CHECK_STR(cells[0], S("a,b"));
}

TEST(whole_rows_of_a_text_that_goes_on)
{
    CHECK_I64((int64_t)csv_whole(S("a,b\nc"), ','), 4);
    CHECK_I64((int64_t)csv_whole(S("a,b"), ','), 0);
    CHECK_I64((int64_t)csv_whole(S("a\r\nb\r\nc"), ','), 6);
    CHECK_I64((int64_t)csv_whole(S("a\r"), ','), 0); /* a line feed may follow */
    CHECK_I64((int64_t)csv_whole(S("a\n\"b\nc"), ','), 2);
    CHECK_I64((int64_t)csv_whole(S("a\n\"b\nc\"\nd"), ','), 8);
    CHECK_I64((int64_t)csv_whole(S("a|\"x\ny\"\nd"), '|'), 8);
}

TESTS(T(another_separator), T(whole_rows_of_a_text_that_goes_on), T(plain_rows),
    T(empty_lines_and_a_mark_are_passed_over), T(quotes), T(lines_inside_quotes_are_counted),
    T(an_unclosed_quote_ends_with_the_text), T(columns_are_found_by_name),
    T(whatever_comes_it_ends))
