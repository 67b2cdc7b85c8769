# Starts and stops a demo city: the service and, in the place of the departments, the sandbox. For
# tools/run and tools/demo, which source this file.
#   city_start BUILD DIR PORT     sets city_url and city_sandbox; PORT + 1000 ... are the sandbox's
#   city_stop                     also on exit
city_service_pid=
city_sandbox_pid=

city_end() {
    [ -n "$1" ] || return 0
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

city_stop() {
    trap - INT TERM EXIT
    city_end "$city_service_pid"
    city_end "$city_sandbox_pid"
    city_service_pid=
    city_sandbox_pid=
}

# city_await PID FILE WORD NAME: until the program has said the word, at most thirty seconds.
city_await() {
    city_tries=0
    until grep -q "$3" "$2" 2>/dev/null; do
        city_tries=$((city_tries + 1))
        if [ $city_tries -gt 300 ] || ! kill -0 "$1" 2>/dev/null; then
            tail -n 20 "${2%.ready}.log" >&2
            echo "$4 did not start; is its port taken?" >&2
            exit 1
        fi
        sleep 0.1
    done
}

city_start() {
    city_build=$1
    city_dir=$2
    city_url=http://127.0.0.1:$3
    city_sandbox=http://127.0.0.1:$(($3 + 1000))
    city_store=sqlite:$city_dir/store.db
    mkdir -p "$city_dir/sandbox"
    chmod 700 "$city_dir"
    trap city_stop EXIT
    trap 'exit 130' INT TERM

    if [ ! -e "$city_dir/made" ]; then
        rm -f "$city_dir/store.db" "$city_dir/store.db-wal" "$city_dir/store.db-shm"
        "$city_build/yichuang" init --demo --store "$city_store" --dir "$city_dir"
        : >"$city_dir/made"
    fi
    "$city_build/yichuang-sandbox" --dir "$city_dir/sandbox" --service-key "$city_dir/service.pub" \
        --port $(($3 + 1000)) --json ${YICHUANG_PAY_URL:+--public-url "$YICHUANG_PAY_URL"} \
        >"$city_dir/sandbox.ready" 2>"$city_dir/sandbox.log" &
    city_sandbox_pid=$!
    city_await "$city_sandbox_pid" "$city_dir/sandbox.ready" departments_file "the sandbox"
    "$city_build/yichuang" serve --store "$city_store" --dir "$city_dir" \
        --listen "127.0.0.1:$3" --departments "$city_dir/sandbox/departments.json" \
        --second-factor optional \
        >"$city_dir/service.ready" 2>"$city_dir/service.log" &
    city_service_pid=$!
    city_await "$city_service_pid" "$city_dir/service.ready" '"url"' "the service"
}
