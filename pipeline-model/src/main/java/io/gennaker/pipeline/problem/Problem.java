package io.gennaker.pipeline.problem;

import java.util.Comparator;
import java.util.regex.Pattern;

/// One thing that is wrong with a file.
///
/// @param file name of the file as the reader was given it
/// @param line counts from 1
/// @param column counts from 1
/// @param path of the value in the document, for example `spec.stages[2].kind`; empty for the document itself
/// @param found what is there
/// @param allowed what may be there
/// @param objection whether what is there says what it means, and a rule forbids it: that is a reason not to take it,
/// and none not to read what was taken before
public record Problem(String file, int line, int column, String path, String found, String allowed, boolean objection) {
    /// Order of a file's problems: from its top to its bottom.
    public static final Comparator<Problem> IN_ORDER =
            Comparator.comparing(Problem::file).thenComparing(Problem::line).thenComparing(Problem::column);

    private static final int LONGEST_QUOTE = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    /// What cannot be read, or not be run.
    public Problem(String file, int line, int column, String path, String found, String allowed) {
        this(file, line, column, path, found, allowed, false);
    }

    /// The problem in one line, in the form that editors and terminals turn into a link.
    public String text() {
        String place = file + ":" + line + ":" + column + ": ";
        String text = place + (path.isEmpty() ? "" : path + ": ") + "found " + found + "; allowed: " + allowed;
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /// A user's text in quotes, on one line and shortened where it is long.
    public static String quote(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return "'" + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line) + "'";
    }

    @Override
    public String toString() {
        return text();
    }
}
