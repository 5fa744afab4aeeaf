package io.gennaker.cli.spinnaker;

import io.gennaker.cli.display.Table;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.spinnaker.ImportedPipeline;
import io.gennaker.spinnaker.report.Finding;
import io.gennaker.spinnaker.report.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What became of each field, for people and for scripts.
public final class ImportReport {
    /// One field.
    ///
    /// @param outcome `exact`, `changed`, `notCarried` or `notNeeded`
    public record Line(String stage, String field, String found, String outcome, String reason) {}

    /// One pipeline.
    ///
    /// @param pipeline its name in Spinnaker
    /// @param definition its name here
    public record Section(
            String pipeline, String definition, boolean written, List<String> problems, List<Line> fields) {}

    /// @param files what was written
    public record Document(List<Section> pipelines, List<String> files) {}

    private ImportReport() {}

    public static Document document(SpinnakerFiles imported, List<Path> written) {
        return new Document(
                imported.pipelines().stream()
                        .map(pipeline -> section(pipeline, !written.isEmpty()))
                        .toList(),
                written.stream().map(Path::toString).toList());
    }

    private static Section section(ImportedPipeline pipeline, boolean written) {
        return new Section(
                pipeline.source(),
                pipeline.name(),
                written
                        && pipeline.definition().isPresent()
                        && pipeline.problems().isEmpty(),
                pipeline.problems().stream().map(Problem::text).toList(),
                pipeline.findings().stream().map(ImportReport::line).toList());
    }

    private static Line line(Finding finding) {
        String outcome =
                switch (finding.outcome()) {
                    case EXACT -> "exact";
                    case CHANGED -> "changed";
                    case NOT_CARRIED -> "notCarried";
                    case NOT_NEEDED -> "notNeeded";
                };
        return new Line(finding.stage(), finding.field(), finding.found(), outcome, finding.reason());
    }

    /// What a person must look at: changed and not carried, with the counts of the rest.
    public static List<String> summary(SpinnakerFiles imported) {
        var lines = new ArrayList<String>();
        for (ImportedPipeline pipeline : imported.pipelines()) {
            lines.add(heading(pipeline));
            pipeline.problems().forEach(problem -> lines.add("  " + problem.text()));
            var table = new Table("  STAGE", "FIELD", "OUTCOME", "REASON");
            pipeline.findings().stream()
                    .filter(finding -> finding.outcome().compareTo(Outcome.CHANGED) >= 0)
                    .forEach(finding -> table.row(
                            finding.stage().isEmpty() ? "-" : finding.stage(),
                            finding.field(),
                            finding.outcome().words(),
                            finding.reason()));
            lines.addAll(table.lines());
            lines.add("");
        }
        return lines;
    }

    private static String heading(ImportedPipeline pipeline) {
        String counts = Arrays.stream(Outcome.values())
                .map(outcome -> pipeline.count(outcome) + " " + outcome.words())
                .collect(Collectors.joining(", "));
        String became = pipeline.definition().isPresent() ? "pipeline/" + pipeline.name() : "no definition";
        return "'" + pipeline.source() + "' is " + became + ": " + counts;
    }

    /// Every field, as Markdown.
    public static String markdown(SpinnakerFiles imported) {
        var text = new StringBuilder("# Import from Spinnaker\n");
        for (ImportedPipeline pipeline : imported.pipelines()) {
            text.append("\n## ").append(cell(heading(pipeline))).append("\n\n");
            pipeline.problems()
                    .forEach(problem ->
                            text.append("- ").append(cell(problem.text())).append('\n'));
            text.append("| Stage | Field | Found | Outcome | Reason |\n|---|---|---|---|---|\n");
            for (Finding finding : pipeline.findings()) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s |%n",
                        cell(finding.stage()),
                        cell(finding.field()),
                        cell(finding.found()),
                        finding.outcome().words(),
                        cell(finding.reason())));
            }
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|");
    }
}
