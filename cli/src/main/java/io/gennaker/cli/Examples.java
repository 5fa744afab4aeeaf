package io.gennaker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Command lines to begin with, one a line in `examples.txt`: the help of each command shows its own.
final class Examples {
    private static final String FILE = "examples.txt";

    private Examples() {}

    static List<String> all() {
        try (InputStream file = Examples.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Those of a command itself, not of the commands below it.
    static List<String> of(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        return all().stream()
                .filter(line -> line.equals(name) || line.startsWith(name + " "))
                .filter(line -> command.getSubcommands().keySet().stream()
                        .noneMatch(below -> (line + " ").startsWith(name + " " + below + " ")))
                .toList();
    }

    /// Written only when a command's help is: reading them would cost every start.
    static void show(CommandLine root) {
        root.setHelpFactory((spec, colors) -> {
            List<String> examples = of(spec.commandLine());
            if (!examples.isEmpty() && spec.parent() != null) {
                var footer = new ArrayList<>(List.of("", examples.size() == 1 ? "Example:" : "Examples:"));
                examples.forEach(line -> footer.add("  " + line.replace("%", "%%")));
                Stream.of(spec.usageMessage().footer())
                        .filter(line -> !footer.contains(line) || line.isEmpty())
                        .forEach(footer::add);
                spec.usageMessage().footer(footer.toArray(String[]::new));
            }
            return new CommandLine.Help(spec, colors);
        });
    }
}
