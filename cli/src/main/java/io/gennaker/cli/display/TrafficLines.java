package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.Style.Tone;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.TrafficSplit;
import java.util.List;
import java.util.Locale;

/// Each split of the traffic as a bar with its numbers, and whether requests were seen to follow it.
final class TrafficLines {
    private static final String RELEASE = "█";
    private static final String BASELINE = "▒";
    private static final String CANARY = "░";
    /// As wide as `100/0/0`, `80/10/10`.
    private static final int NUMBERS = 8;

    private final Page page;
    private final int cells;
    private final boolean over;

    /// @param over whether nothing follows
    TrafficLines(Page page, boolean over) {
        this.page = page;
        this.over = over;
        this.cells = page.width() >= 96 ? 30 : page.width() >= 72 ? 20 : page.width() >= 56 ? 10 : 6;
    }

    void write(List<Execution.Shift> shifts) {
        if (shifts.isEmpty()) {
            return;
        }
        page.blank();
        Style style = page.style();
        String legend = style.good(RELEASE)
                + style.faint(" release ")
                + style.paint(Tone.BASELINE, BASELINE)
                + style.faint(" baseline ")
                + style.warn(CANARY)
                + style.faint(" canary");
        page.painted(
                style.faint(Page.label("traffic %")) + legend,
                Text.width(Page.label("traffic %") + "█ release ▒ baseline ░ canary"));
        for (int i = 0; i < shifts.size(); i++) {
            shift(shifts.get(i), i == shifts.size() - 1);
        }
    }

    private void shift(Execution.Shift shift, boolean current) {
        String label = Page.label("");
        String numbers = Text.pad(shift.split().toString(), NUMBERS);
        int left = page.width() - label.length() - cells - NUMBERS - 4;
        ObservedSplit observed = shift.observed();
        boolean awaited = observed == null && current && !over;
        String seen =
                observed == null ? Text.cut(awaited ? "applied, not seen yet" : "applied", left) : seen(observed, left);
        Tone tone = awaited ? Tone.WARN : Tone.FAINT;
        page.painted(
                label + bar(shift.split()) + "  " + (current ? page.style().strong(numbers) : numbers) + "  "
                        + page.style().paint(tone, seen),
                label.length() + cells + NUMBERS + 4 + Text.width(seen));
    }

    private static String seen(ObservedSplit observed, int columns) {
        String shares = "seen " + shares(observed);
        String all = shares + " of " + observed.requests();
        return all.length() <= columns ? all : Text.cut(shares, columns);
    }

    private static String shares(ObservedSplit observed) {
        return String.format(Locale.ROOT, "%.1f/%.1f/%.1f", observed.release(), observed.baseline(), observed.canary());
    }

    private String bar(TrafficSplit split) {
        int canary = cells(split.canary());
        int baseline = cells(split.baseline());
        return page.style().good(RELEASE.repeat(Math.max(0, cells - canary - baseline)))
                + page.style().paint(Tone.BASELINE, BASELINE.repeat(baseline))
                + page.style().warn(CANARY.repeat(canary));
    }

    /// A share that is not nothing is seen; halves go down, so that two of them never take more than all.
    private int cells(int percent) {
        return percent == 0 ? 0 : Math.max(1, (percent * cells * 2 + 99) / 200);
    }
}
