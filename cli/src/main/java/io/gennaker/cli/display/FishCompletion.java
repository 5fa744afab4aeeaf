package io.gennaker.cli.display;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the fish shell needs to complete command lines: a `complete` line for each command and option.
public final class FishCompletion {
    private final String program;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    public static String of(CommandLine root) {
        var script = new FishCompletion(root.getCommandName());
        script.lines.add("complete -c " + script.program + " -f");
        script.add(root.getCommandSpec(), List.of());
        return String.join("\n", script.lines);
    }

    private void add(CommandSpec spec, List<String> path) {
        String where = condition(path, spec);
        spec.subcommands().forEach((name, command) -> {
            CommandSpec sub = command.getCommandSpec();
            if (!sub.usageMessage().hidden()) {
                line(where, "-a " + name, first(sub.usageMessage().description()));
            }
        });
        String inside = path.isEmpty() ? "" : " -n '" + seen(path) + "'";
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !(option.inherited() && !path.isEmpty())) {
                lines.add("complete -c " + program + inside + names(option) + description(first(option.description())));
            }
        }
        spec.subcommands().forEach((name, command) -> {
            var deeper = new ArrayList<>(path);
            deeper.add(name);
            add(command.getCommandSpec(), deeper);
        });
    }

    private void line(String where, String what, String description) {
        lines.add("complete -c " + program + " -n '" + where + "' " + what + description(description));
    }

    /// A command is offered after its parents, and until one of its siblings was chosen.
    private static String condition(List<String> path, CommandSpec spec) {
        if (path.isEmpty()) {
            return "__fish_use_subcommand";
        }
        return seen(path) + "; and not __fish_seen_subcommand_from "
                + String.join(" ", spec.subcommands().keySet());
    }

    private static String seen(List<String> path) {
        return "__fish_seen_subcommand_from " + String.join("; and __fish_seen_subcommand_from ", path);
    }

    private static String names(OptionSpec option) {
        var text = new StringBuilder();
        for (String name : option.names()) {
            text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        // A file is the one kind of value that fish can find by itself.
        if (option.arity().max() > 0) {
            boolean file =
                    option.paramLabel().contains("FILE") || option.paramLabel().contains("FOLDER");
            text.append(file ? " -r -F" : " -x");
        }
        return text.toString();
    }

    private static String description(String text) {
        return text.isEmpty() ? "" : " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0].strip();
    }
}
