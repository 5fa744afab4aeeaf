package io.gennaker.playground.cluster.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often an API server was asked what, by which program: namespaces and names are left out.
public final class RequestCounts {
    /// Paths outside the kinds that are served are made up by callers: so many of them are told apart.
    private static final int MOST = 2_000;
    private static final int LONGEST = 60;

    private record Asked(String program, String what) {}

    private final Map<Asked, LongAdder> counts = new ConcurrentHashMap<>();

    void count(Call call) {
        String verb = call.flag("watch")
                ? "WATCH"
                : call.method() + (call.parameter("dryRun").isEmpty() ? "" : " dry");
        var asked = new Asked(program(call.header("User-Agent")), verb + " " + withoutNames(call.path()));
        if (counts.size() < MOST || counts.containsKey(asked)) {
            counts.computeIfAbsent(asked, _ -> new LongAdder()).increment();
        }
    }

    private static String program(String agent) {
        String program = agent.split("/", 2)[0];
        return program.isEmpty() ? "unknown" : program.substring(0, Math.min(program.length(), LONGEST));
    }

    static String withoutNames(String path) {
        return path.replaceAll("(/namespaces/)[^/]+(/[^/]+)/[^/]+", "$1NAMESPACE$2/NAME")
                .replaceAll("(/namespaces/)[^/]+", "$1NAMESPACE");
    }

    /// By program, then by what was asked.
    public Map<String, Map<String, Long>> byProgram() {
        var result = new TreeMap<String, Map<String, Long>>();
        counts.forEach((asked, count) ->
                result.computeIfAbsent(asked.program(), _ -> new TreeMap<>()).put(asked.what(), count.sum()));
        return result;
    }
}
