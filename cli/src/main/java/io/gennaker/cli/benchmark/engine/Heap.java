package io.gennaker.cli.benchmark.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The heap of another Java process, asked by the JDK's `jcmd`.
final class Heap {
    /// A generation, or a heap that has none; not the spaces below it.
    private static final Pattern PART = Pattern.compile("total .*used (\\d+)K");

    private Heap() {}

    /// Bytes in use after a full collection.
    static long kept(long pid) throws InterruptedException {
        ask(pid, "GC.run");
        return used(ask(pid, "GC.heap_info"));
    }

    /// @param info as `jcmd PID GC.heap_info` prints it
    static long used(String info) {
        return PART.matcher(info)
                .results()
                .mapToLong(part -> Long.parseLong(part.group(1)) * 1024)
                .sum();
    }

    private static String ask(long pid, String what) throws InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var process = new ProcessBuilder(jcmd, Long.toString(pid), what)
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + pid + " " + what + " said: " + answer.strip());
            }
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + jcmd, failure);
        }
    }
}
