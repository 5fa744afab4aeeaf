package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.Style.Tone;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An execution as a tree of lines: stages, the steps of what matters now, traffic, verdicts, judgements. Pure.
public final class ExecutionTree {
    private static final int SHORT_DIGEST = 12;

    private final Style style;
    private final int columns;

    /// @param columns of the terminal; below 40 lines are as for 40
    public ExecutionTree(Style style, int columns) {
        this.style = style;
        this.columns = columns;
    }

    /// Everything that is worth showing.
    public List<String> render(Execution execution, Instant now) {
        return render(execution, now, Detail.ALL);
    }

    /// As much as `rows` can hold: less and less of what is over or far away, and at the very least the heading with
    /// the newest lines.
    List<String> fit(Execution execution, Instant now, int rows) {
        List<String> lines = List.of();
        for (Detail detail : Detail.values()) {
            lines = render(execution, now, detail);
            if (lines.size() <= rows) {
                return lines;
            }
        }
        if (rows < 3) {
            return lines.subList(0, Math.max(0, rows));
        }
        var shown = new ArrayList<String>();
        shown.add(lines.getFirst());
        shown.add(style.faint("⋮"));
        shown.addAll(lines.subList(lines.size() - (rows - 2), lines.size()));
        return shown;
    }

    private List<String> render(Execution execution, Instant now, Detail detail) {
        var page = new Page(style, columns);
        heading(page, execution, now);
        new StageLines(page, execution, now, detail).write();
        new ChangeLines(page, detail).write(execution.changes());
        new TrafficLines(page, execution.finished()).write(execution.trafficSplits());
        var evidence = new EvidenceLines(page, now, detail);
        evidence.verdicts(execution.verdicts());
        evidence.judgements(execution.judgements());
        end(page, execution);
        return page.lines();
    }

    private void heading(Page page, Execution execution, Instant now) {
        Tone tone = style.tone(execution.status());
        String elapsed = Text.between(execution.acceptedAt(), execution.finishedAt(), now);
        page.timed(
                "",
                style.paint(tone, "▶"),
                new Page.Span(Tone.STRONG, execution.id()),
                new Page.Span(tone, Word.of(execution.status())),
                elapsed);
        if (execution.stalled() != null) {
            page.paragraph("  ", Tone.WARN, stall(execution.stalled(), now));
        }
        execution.artifacts().forEach(artifact -> page.line("  ", Tone.FAINT, image(artifact)));
        page.blank();
    }

    private static String stall(Execution.Stall stalled, Instant now) {
        return "stands still for " + Text.duration(Duration.between(stalled.since(), now)) + "; waits for "
                + String.join("; ", stalled.waitsFor());
    }

    /// The digest is shortened as people do; all of it is in the JSON.
    private static String image(Artifact artifact) {
        Digest digest = artifact.image().digest();
        String tag = artifact.image().tag();
        return artifact.image().repository()
                + (tag == null ? "" : ":" + tag)
                + (digest == null ? "" : " @" + digest.hex().substring(0, SHORT_DIGEST));
    }

    private static void end(Page page, Execution execution) {
        if (execution.reason() != null) {
            page.blank();
            page.paragraph("  ", page.style().tone(execution.status()), brief(execution.reason(), execution));
        }
    }

    /// A reason in which the list of a verdict's reasons is only its first: all of them are shown with the verdict.
    static String brief(String reason, Execution execution) {
        String shorter = reason;
        for (Execution.Verdicted verdict : execution.verdicts()) {
            if (verdict.reasons().size() > 1) {
                shorter = shorter.replace(
                        String.join("; ", verdict.reasons()), verdict.reasons().getFirst());
            }
        }
        return shorter;
    }
}
