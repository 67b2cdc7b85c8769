/* The command line: one table of verbs. */
#include "app/options.h"

#include <stdio.h>
#include <string.h>

#define EXIT_USAGE 2

struct verb {
    const char *name, *word; /* the word that follows some verbs */
    int (*run)(const struct options *o);
    const char *zh, *en;
};

static const struct verb verbs[] = {
    {"init", NULL, verb_init, "建立存储、密钥和城市数据", "make the store, the keys and the city"},
    {"serve", NULL, verb_serve, "运行服务", "run the service"},
    {"replay", NULL, verb_replay, "把真实交易文件走完全流程",
        "put a file of real sales through the service"},
    {"import", NULL, verb_import, "按映射文件导入存量登记簿",
        "bring a legacy register in by a mapping file"},
    {"verify", NULL, verb_verify, "核查整个存储", "check a whole store"},
    {"verify-certificate", NULL, verb_verify_certificate, "离线核验证书文件或二维码",
        "check a certificate's file or code offline"},
    {"rules", NULL, verb_rules, "列出并检查核验规则（可给出本市规则文件）",
        "list the rules and check them (and a file of a city's own)"},
    {"witness", NULL, verb_witness, "从外部见证登记日志：留存副本、核对、会签",
        "watch a log from outside: keep a copy, check, cosign"},
    {"report", NULL, verb_report, "汇交：写出某日全部接入报文和登簿日志",
        "write out a day's messages to the nation and its log"},
    {"message", "read", verb_message_read, "读取一份接入报文并指出问题",
        "read a national message and say what is odd"},
    {"cadastre", "import", verb_cadastre, "导入宗地或自然幢（GeoJSON）",
        "read parcels or buildings in (GeoJSON)"},
    {"staff", "appoint", verb_staff_appoint, "任命首位安全管理员（本市尚无时）",
        "appoint the first security administrator of a city that has none"},
    {"docs", NULL, verb_docs, "由表生成手册：api openapi errors states settings rules-list",
        "print a manual from its tables"},
};

static int print_help(void)
{
    puts("yichuang " YICHUANG_VERSION " 一窗: immovable-property registration at one window\n\n"
         "usage: yichuang VERB [options]\n");
    for (size_t i = 0; i < COUNT(verbs); i++)
        printf("  %s %-*s %s / %s\n", verbs[i].name, (int)(19 - strlen(verbs[i].name)),
            verbs[i].word != NULL ? verbs[i].word : "", verbs[i].zh, verbs[i].en);
    puts("\noptions (also as YICHUANG_NAME in the environment):\n");
    options_print();
    puts("  --demo         init: 示范城市 / the demo city\n"
         "  --check        import, rules: 试运行，不写入 / a trial that writes nothing\n"
         "  --once         witness: 只看一次 / look once\n"
         "  --json         以 JSON 输出 / print data as JSON\n\n"
         "exit codes: 0 good, 1 something was found or failed, 2 wrong usage,\n"
         "            3 witness: the log was rolled back, edited or forked");
    return 0;
}

int main(int argc, char **argv)
{
    struct options_taken taken = {0};
    struct options o;

    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help();
        return argc < 2 ? EXIT_USAGE : 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("yichuang " YICHUANG_VERSION);
        return 0;
    }
    for (size_t i = 0; i < COUNT(verbs); i++) {
        int words = verbs[i].word != NULL ? 3 : 2;

        if (strcmp(argv[1], verbs[i].name) != 0 ||
            (words == 3 && (argc < 3 || strcmp(argv[2], verbs[i].word) != 0)))
            continue;
        taken.json_to_file = verbs[i].run == verb_replay;
        taken.many_files = verbs[i].run == verb_import;
        if (!options_read(argc - words, argv + words, &taken, &o))
            return EXIT_USAGE;
        return o.help ? print_help() : verbs[i].run(&o);
    }
    fprintf(stderr, "yichuang: there is no verb '%s'; see yichuang --help\n", argv[1]);
    return EXIT_USAGE;
}
