package io.gennaker.playground.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A program in a session of its own: neither the end of the command line that started it nor an interrupt typed there
/// reaches it.
final class DetachedProcess implements Launcher {
    /// @param environment added to this process's own
    record Invocation(List<String> command, Path directory, Map<String, String> environment) {
        Invocation {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Supplier<Invocation> invocation;

    /// @param invocation asked at each start; may prepare files
    DetachedProcess(Supplier<Invocation> invocation) {
        this.invocation = invocation;
    }

    @Override
    public ProcessHandle start(Path log) throws IOException {
        var what = invocation.get();
        Files.createDirectories(what.directory());
        var builder = new ProcessBuilder(detached(what.command()))
                .directory(what.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(what.environment());
        return builder.start().toHandle();
    }

    @Override
    public void stop(ProcessHandle process, Duration bound) {
        process.destroy();
    }

    /// Both ways replace themselves by the program, so that the process id is the program's.
    private static List<String> detached(List<String> command) {
        List<String> whole = new ArrayList<>(
                Files.isExecutable(SETSID)
                        ? List.of(SETSID.toString())
                        : List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        whole.addAll(command);
        return whole;
    }
}
