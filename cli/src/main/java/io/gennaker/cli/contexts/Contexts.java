package io.gennaker.cli.contexts;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Servers by name, one of which may be the usual one.
///
/// @param current null: the local platform
public record Contexts(@Nullable String current, SortedMap<String, Context> contexts) {
    /// Where to call, and the file that holds the token.
    public record Context(String server, String tokenFile) {}

    /// Stands for the local platform, and is in no file.
    public static final String LOCAL = "local";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public Contexts {
        contexts = Collections.unmodifiableSortedMap(new TreeMap<>(contexts));
    }

    public Context named(String name) {
        Context context = contexts.get(name);
        if (context == null) {
            throw new CliFailure(
                    ExitCode.NOT_FOUND,
                    "no context " + name + "; there are " + LOCAL
                            + (contexts.isEmpty() ? "" : ", " + String.join(", ", contexts.keySet()))
                            + ". Make one: gennaker login --context " + name + " --server URL");
        }
        return context;
    }

    public Contexts using(String name) {
        if (!name.equals(LOCAL)) {
            named(name);
        }
        return new Contexts(name.equals(LOCAL) ? null : name, contexts);
    }

    /// @return the name
    /// @throws IllegalArgumentException when no context can have it
    public static String allowed(String name) {
        if (!NAME.matcher(name).matches() || name.equals(LOCAL)) {
            throw new IllegalArgumentException(
                    "context is '" + name + "'; allowed is " + NAME.pattern() + ", but not " + LOCAL);
        }
        return name;
    }

    public Contexts with(String name, Context context) {
        var more = new TreeMap<>(contexts);
        more.put(allowed(name), context);
        return new Contexts(current, more);
    }

    public Contexts without(String name) {
        named(name);
        var fewer = new TreeMap<>(contexts);
        fewer.remove(name);
        return new Contexts(name.equals(current) ? null : current, fewer);
    }
}
