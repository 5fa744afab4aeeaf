package io.gennaker.cli.demo;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.Style;
import io.gennaker.cli.display.Text;
import io.gennaker.cli.display.Word;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The demo's result for people. Pure.
final class DemoSummary {
    private static final int WIDEST = 120;
    private static final String INDENT = "    ";

    private final Style style;
    private final int width;

    /// @param columns of the terminal
    DemoSummary(Style style, int columns) {
        this.style = style;
        this.width = Math.clamp(columns, 40, WIDEST);
    }

    List<String> lines(DemoReport report) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(style.strong("Summary"));
        report.deliveries().forEach(delivery -> delivery(delivery, lines));
        String requests = String.format(
                Locale.ROOT,
                "%,d of %,d requests failed because of Gennaker",
                report.failedRequests(),
                report.requests());
        lines.add("");
        lines.add("  " + (report.failedRequests() == 0 ? style.good("✔ ") : style.bad("✖ ")) + requests);
        report.problems()
                .forEach(problem ->
                        Text.wrap("✖ " + problem, width - 2).forEach(line -> lines.add("  " + style.bad(line))));
        return lines;
    }

    private void delivery(DemoReport.DeliveryReport delivery, List<String> lines) {
        String head = ended(delivery) + "  " + delivery.executionId();
        String time = delivery.leadTime() == null ? "" : "  in " + Text.duration(delivery.leadTime());
        lines.add("");
        lines.add("  " + head + style.faint(time));
        faint(delivery.image().replaceFirst("@sha256:([0-9a-f]{12})[0-9a-f]*$", " @$1"), lines);
        if (!delivery.trafficSplits().isEmpty()) {
            faint(
                    "traffic "
                            + delivery.trafficSplits().stream()
                                    .map(DemoSummary::split)
                                    .collect(Collectors.joining(", ")),
                    lines);
        }
        delivery.verdicts().forEach(verdict -> verdict(verdict, lines));
        delivery.judgements().stream()
                .filter(judgement -> judgement.outcome() != null)
                .forEach(judgement -> faint(
                        "judgement " + Word.of(judgement.outcome()) + " by " + String.join(", ", judgement.decidedBy()),
                        lines));
    }

    /// Of a pass what decided; otherwise every reason.
    private void verdict(Execution.Verdicted verdict, List<String> lines) {
        String head = "verdict " + verdict.stage() + "/" + verdict.step() + " " + Word.of(verdict.verdict());
        if (verdict.verdict() == Verdict.PASS || verdict.reasons().isEmpty()) {
            faint(
                    head
                            + verdict.reasons().stream()
                                    .findFirst()
                                    .map(reason -> ": " + reason)
                                    .orElse(""),
                    lines);
            return;
        }
        faint(head, lines);
        for (String reason : verdict.reasons()) {
            List<String> wrapped = Text.wrap(reason, width - INDENT.length() - 2);
            for (int i = 0; i < wrapped.size(); i++) {
                lines.add(INDENT + style.faint((i == 0 ? "· " : "  ") + wrapped.get(i)));
            }
        }
    }

    private String ended(DemoReport.DeliveryReport delivery) {
        ExecutionStatus status = delivery.status();
        if (status == ExecutionStatus.SUCCEEDED) {
            return style.good("✔ promoted");
        }
        boolean back = delivery.trafficSplits().stream()
                .dropWhile(split -> split.release() == 100)
                .anyMatch(split -> split.release() == 100);
        return style.bad("✖ " + Word.of(status).toLowerCase(Locale.ROOT)) + (back ? style.bad(", taken back") : "");
    }

    private static String split(DemoReport.SplitReport split) {
        return split.release() + "/" + split.baseline() + "/" + split.canary()
                + (split.confirmedAt() == null ? " % (applied)" : " % (confirmed)");
    }

    private void faint(String text, List<String> lines) {
        Text.wrap(text, width - INDENT.length()).forEach(line -> lines.add(INDENT + style.faint(line)));
    }
}
