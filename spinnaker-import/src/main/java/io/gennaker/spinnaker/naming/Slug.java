package io.gennaker.spinnaker.naming;

import java.util.Locale;
import java.util.Set;

/// Makes names that the language allows.
public final class Slug {
    private Slug() {}

    /// Lower-case letters, digits and `-`.
    ///
    /// @param longest in characters
    public static String of(String text, int longest) {
        String lower = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = lower.length() > longest + 1 ? lower.substring(0, longest + 1) : lower;
        String slug = cut.replaceAll("^-+", "");
        slug = slug.substring(0, Math.min(longest, slug.length())).replaceAll("-+$", "");
        return slug.isEmpty() ? "unnamed" : slug;
    }

    /// As [#of], starting with a letter.
    public static String ofStage(String text, int longest) {
        String slug = of(text, longest);
        return Character.isDigit(slug.charAt(0)) ? of("stage-" + slug, longest) : slug;
    }

    /// Letters, digits and `_`.
    public static String identifier(String text) {
        String name = text.replaceAll("[^A-Za-z0-9_]", "_");
        String begun = name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
        return begun.substring(0, Math.min(60, begun.length()));
    }

    /// The name, with a number behind it when it is taken; takes it.
    public static String unique(String name, int longest, String between, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            String end = between + i;
            free = name.substring(0, Math.min(name.length(), longest - end.length())) + end;
        }
        return free;
    }
}
