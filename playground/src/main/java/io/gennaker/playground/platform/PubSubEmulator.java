package io.gennaker.playground.platform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// Google's Pub/Sub emulator, where a Google Cloud SDK with that component is installed.
///
/// @param jar the emulator
/// @param javaHome a JDK for it: 17 to 24 where there is one, because the emulator was not made for later ones and
///     fails there when a client resets a stream
record PubSubEmulator(Path jar, Path javaHome) {
    static final String PROJECT = "playground";
    static final String SUBSCRIPTION = "gennaker-gcr";
    static final String TOPIC = "gcr";
    static final String INSTALL = "Install it with `gcloud components install pubsub-emulator` or the Debian package"
            + " google-cloud-cli-pubsub-emulator; without it the demo publishes to Kafka itself.";

    static final String VARIABLE = "GENNAKER_PUBSUB_ENABLED";

    private static final String FOLDER = "platform/pubsub-emulator/lib";
    private static final int OLDEST = 17;
    private static final int NEWEST = 24;

    /// Whether it is to be part of the platform where it is installed.
    static boolean wanted(Map<String, String> environment) {
        var value = environment.getOrDefault(VARIABLE, "").strip();
        return switch (value) {
            case "", "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        VARIABLE + ": found '" + value + "', allowed are true (the default) and false");
        };
    }

    static Optional<PubSubEmulator> find(Map<String, String> environment) {
        return sdkFolders(environment)
                .map(sdk -> sdk.resolve(FOLDER))
                .filter(Files::isDirectory)
                .flatMap(folder -> children(folder).filter(PubSubEmulator::isEmulator))
                .findFirst()
                .map(jar -> new PubSubEmulator(jar, javaHome(environment)));
    }

    List<String> command(Port port) {
        return new JavaCommand(javaHome).emulator(jar, List.of("--host=127.0.0.1", "--port=" + port.number()));
    }

    private static boolean isEmulator(Path file) {
        var name = file.getFileName().toString();
        return name.startsWith("cloud-pubsub-emulator-") && name.endsWith("-all.jar");
    }

    private static Stream<Path> sdkFolders(Map<String, String> environment) {
        var named = Stream.ofNullable(environment.get("CLOUDSDK_ROOT_DIR")).map(Path::of);
        var besideProgram = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "gcloud"))
                .filter(Files::isExecutable)
                .map(PubSubEmulator::real)
                .flatMap(PubSubEmulator::home);
        var usual = Stream.of(
                Path.of("/usr/lib/google-cloud-sdk"),
                Path.of("/usr/share/google-cloud-sdk"),
                Path.of("/opt/google-cloud-sdk"),
                Path.of(environment.getOrDefault("HOME", "/"), "google-cloud-sdk"));
        return Stream.of(named, besideProgram, usual).flatMap(folders -> folders);
    }

    /// The folder that holds the program's `bin`.
    private static Stream<Path> home(Path program) {
        return Stream.ofNullable(program.getParent()).map(Path::getParent).filter(Objects::nonNull);
    }

    private static Path javaHome(Map<String, String> environment) {
        var onPath = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "java"))
                .filter(Files::isExecutable)
                .map(PubSubEmulator::real)
                .flatMap(PubSubEmulator::home);
        var usual = Stream.of(Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"))
                .flatMap(PubSubEmulator::children)
                .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")));
        return Stream.concat(onPath, usual)
                .filter(Objects::nonNull)
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .filter(PubSubEmulator::suits)
                .findFirst()
                .orElse(Path.of(System.getProperty("java.home")));
    }

    private static boolean suits(Path javaHome) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(javaHome.resolve("release"))) {
            properties.load(in);
            var version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
            var feature = Integer.parseInt(version.split("\\.")[0]);
            return feature >= OLDEST && feature <= NEWEST;
        } catch (IOException | IllegalArgumentException e) {
            return false; // no JDK's folder
        }
    }

    private static Stream<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // not ours to read
        }
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            return program.toAbsolutePath();
        }
    }
}
