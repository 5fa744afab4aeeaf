package io.gennaker.playground.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The process whose life the infrastructure shares: the Maven that runs this test, else the topmost Java process above
/// it (an editor that runs tests by itself), else this process.
final class BuildProcess {
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    private BuildProcess() {}

    /// What is known of one process in the line from this one upwards.
    record Ancestor(long pid, String command, String commandLine) {
        boolean isJava() {
            return command.endsWith("/java");
        }

        boolean isMaven() {
            return isJava() && commandLine.contains(MAVEN);
        }
    }

    static long find() {
        List<Ancestor> line = new ArrayList<>();
        var process = Optional.of(ProcessHandle.current());
        while (process.isPresent()) {
            var info = process.get().info();
            line.add(new Ancestor(
                    process.get().pid(),
                    info.command().orElse(""),
                    info.commandLine().orElse("")));
            process = process.get().parent();
        }
        return choose(line);
    }

    /// @param line from this process upwards, never empty
    static long choose(List<Ancestor> line) {
        return line.stream()
                .filter(Ancestor::isMaven)
                .findFirst()
                .or(() -> line.stream().filter(Ancestor::isJava).reduce((_, upper) -> upper))
                .orElse(line.getFirst())
                .pid();
    }
}
