package io.gennaker.playground.platform;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command lines of this platform's own JVMs: small heaps, one collector thread, the quick compiler. Many of them
/// share one machine.
final class JavaCommand {
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:MetaspaceSize=128m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    /// For programs that log through `java.util.logging`: one line for each message.
    private static final String ONE_LINE_LOG =
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$-7s %3$s: %5$s%6$s%n";

    /// Options that come after those here, and so replace them: a heap, a compiler.
    static final String OPTIONS_VARIABLE = "GENNAKER_JAVA_OPTIONS";

    private final Path java;
    private final List<String> options;

    /// @param javaHome of the JDK that runs them
    JavaCommand(Path javaHome) {
        this(javaHome, List.of());
    }

    private JavaCommand(Path javaHome, List<String> options) {
        this.java = javaHome.resolve("bin").resolve("java");
        this.options = options;
    }

    /// The JDK that runs this code.
    ///
    /// @param environment may have [#OPTIONS_VARIABLE]
    static JavaCommand ofThisJdk(Map<String, String> environment) {
        String options = environment.getOrDefault(OPTIONS_VARIABLE, "").strip();
        return new JavaCommand(
                Path.of(System.getProperty("java.home")),
                options.isEmpty() ? List.of() : List.of(options.split("\\s+")));
    }

    /// The class path of this JVM, good in every working directory.
    private static String ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A program on the class path of this JVM.
    List<String> main(String heap, String mainClass, List<String> arguments) {
        return command(heap, List.of(ONE_LINE_LOG, "-cp", ownClassPath(), mainClass), arguments);
    }

    List<String> jar(String heap, Path jar) {
        return command(heap, List.of("-jar", jar.toString()), List.of());
    }

    /// A program that other JDKs may run: only flags that all of them know.
    List<String> emulator(Path jar, List<String> arguments) {
        List<String> whole = new ArrayList<>(
                List.of(java.toString(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"));
        whole.add(jar.toString());
        whole.addAll(arguments);
        return whole;
    }

    private List<String> command(String heap, List<String> program, List<String> arguments) {
        List<String> whole = new ArrayList<>();
        whole.add(java.toString());
        whole.add("-Xmx" + heap);
        whole.addAll(SMALL);
        whole.addAll(options);
        whole.addAll(program);
        whole.addAll(arguments);
        return whole;
    }
}
