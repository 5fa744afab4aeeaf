package io.gennaker.cli.display;

import io.gennaker.cli.display.Style.Tone;
import java.util.ArrayList;
import java.util.List;

/// Collects lines of which none is wider than the terminal: a line that wraps would break drawing over it.
final class Page {
    private static final int NARROWEST = 40;
    /// Longer lines are hard to read.
    private static final int WIDEST = 120;
    /// Right edge of the times: near to what they belong to, also on a wide terminal.
    private static final int TIMES_END = 66;
    /// Width of the labels at the left of the sections below the tree.
    private static final int LABEL = 11;

    private final Style style;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    Page(Style style, int columns) {
        this.style = style;
        this.width = Math.clamp(columns, NARROWEST, WIDEST);
    }

    Style style() {
        return style;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void blank() {
        lines.add("");
    }

    /// A line with a time at its right.
    ///
    /// @param trunk drawn faint
    /// @param sign painted, one column wide
    void timed(String trunk, String sign, Tone tone, String text, String time) {
        timed(trunk, sign, new Span(tone, text), new Span(Tone.PLAIN, ""), time);
    }

    /// A line with a time at its right and a second text, which is left out where there is no room.
    void timed(String trunk, String sign, Span text, Span note, String time) {
        int room = Math.min(width, TIMES_END) - Text.width(trunk) - 2 - time.length() - 1;
        String shown = Text.cut(text.text(), room);
        String aligned = Text.pad(shown, Math.min(text.columns(), room));
        boolean noted = !note.text().isEmpty() && Text.width(aligned) + 2 + Text.width(note.text()) <= room;
        String gap = noted ? aligned.substring(shown.length()) + "  " : "";
        int used = Text.width(shown) + (noted ? gap.length() + Text.width(note.text()) : 0);
        lines.add(style.faint(trunk) + sign + " " + style.paint(text.tone(), shown) + gap
                + (noted ? style.paint(note.tone(), note.text()) : "")
                + (time.isEmpty() ? "" : " ".repeat(room - used + 1) + style.faint(time)));
    }

    /// A text in one tone.
    ///
    /// @param columns that it takes at least when something follows
    record Span(Tone tone, String text, int columns) {
        Span(Tone tone, String text) {
            this(tone, text, 0);
        }
    }

    /// A text over as many lines as it takes.
    ///
    /// @param trunk drawn faint at the left of every line
    void paragraph(String trunk, Tone tone, String text) {
        Text.wrap(text, width - Text.width(trunk))
                .forEach(line -> lines.add(style.faint(trunk) + style.paint(tone, line)));
    }

    /// A text on one line, cut where it is too long.
    void line(String trunk, Tone tone, String text) {
        lines.add(style.faint(trunk) + style.paint(tone, Text.cut(text, width - Text.width(trunk))));
    }

    /// A line whose parts are painted already.
    ///
    /// @param visible columns that it takes; must not be more than [#width()]
    void painted(String line, int visible) {
        if (visible > width) {
            throw new IllegalArgumentException("a line of " + visible + " columns; at most " + width + " are allowed");
        }
        lines.add(line);
    }

    /// The beginning of a section's first line, `name` once and then spaces of the same width.
    static String label(String name) {
        return Text.pad(name, LABEL);
    }

    int width() {
        return width;
    }
}
