package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.Style.Tone;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TestRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The stages of an execution, each with its steps where they matter.
final class StageLines {
    private static final String INDENT = "   ";
    private static final int LOG_LINES = 5;

    private final Page page;
    private final Execution execution;
    private final Instant now;
    private final Detail detail;

    StageLines(Page page, Execution execution, Instant now, Detail detail) {
        this.page = page;
        this.execution = execution;
        this.now = now;
        this.detail = detail;
    }

    void write() {
        int name = execution.stages().stream()
                .mapToInt(stage -> Text.width(stage.id()))
                .max()
                .orElse(0);
        for (int i = 0; i < execution.stages().size(); i++) {
            Execution.Stage stage = execution.stages().get(i);
            boolean last = i == execution.stages().size() - 1;
            page.timed(
                    last ? "└─ " : "├─ ",
                    page.style().sign(stage.status()),
                    new Page.Span(stage.status() == StageStatus.WAITING ? Tone.FAINT : Tone.PLAIN, stage.id(), name),
                    new Page.Span(Tone.FAINT, stage.kind().equals(stage.id()) ? "" : Text.clean(stage.kind())),
                    Text.between(stage.startedAt(), stage.endedAt(), now));
            below(stage, last ? INDENT : "│  ");
        }
    }

    private void below(Execution.Stage stage, String trunk) {
        if (worthOpening(stage)) {
            steps(stage, trunk + "  ");
        }
        if (stage.reason() != null && stage.steps().stream().noneMatch(step -> tells(step, stage.reason()))) {
            page.paragraph(trunk + "  ", tone(stage.status()), ExecutionTree.brief(stage.reason(), execution));
        }
        if (failed(stage)) {
            execution.jobLogs().stream()
                    .filter(log -> log.stage().equals(stage.id()))
                    .forEach(log -> log(log, trunk + "  "));
            execution.tests().stream()
                    .filter(tests -> tests.stage().equals(stage.id()))
                    .forEach(tests -> tests(tests, trunk + "  "));
        }
    }

    /// Steps are shown where something happens or went wrong, and for every stage that has more than one.
    private boolean worthOpening(Execution.Stage stage) {
        return switch (stage.status()) {
            case RUNNING, PAUSED, FAILED, FAILED_CONTINUED, TIMED_OUT, CANCELLED -> true;
            case SUCCEEDED -> stage.steps().size() > 1 && !detail.atLeast(Detail.OPEN_STAGES);
            case WAITING, SKIPPED -> false;
        };
    }

    private static boolean tells(Execution.Step step, String stageReason) {
        return step.reason() != null && stageReason.contains(step.reason());
    }

    private void steps(Execution.Stage stage, String trunk) {
        List<Execution.Step> done = with(stage, StepStatus.SUCCEEDED);
        List<Execution.Step> toCome = with(stage, StepStatus.WAITING);
        if (detail.atLeast(Detail.BARE) && !done.isEmpty()) {
            page.timed(trunk, page.style().good("✔"), Tone.FAINT, steps(done) + " done", "");
        }
        stage.steps().stream()
                .filter(step -> step.status() != StepStatus.WAITING)
                .filter(step -> step.status() != StepStatus.SUCCEEDED || !detail.atLeast(Detail.BARE))
                .forEach(step -> step(step, trunk));
        if (stage.status() != StageStatus.RUNNING && stage.status() != StageStatus.PAUSED) {
            // What was to come does not come any more.
            return;
        }
        if (detail.atLeast(Detail.CURRENT_STEPS) && toCome.size() > 1) {
            page.timed(trunk, page.style().faint("○"), Tone.FAINT, steps(toCome) + " to come", "");
        } else {
            toCome.forEach(step -> step(step, trunk));
        }
    }

    private static List<Execution.Step> with(Execution.Stage stage, StepStatus status) {
        return stage.steps().stream().filter(step -> step.status() == status).toList();
    }

    private static String steps(List<Execution.Step> steps) {
        return steps.size() + (steps.size() == 1 ? " step" : " steps");
    }

    private void step(Execution.Step step, String trunk) {
        page.timed(
                trunk,
                page.style().sign(step.status()),
                step.status() == StepStatus.WAITING ? Tone.FAINT : Tone.PLAIN,
                (step.compensation() ? "↩ " : "") + step.title(),
                Text.between(step.startedAt(), step.endedAt(), now));
        if (step.reason() != null) {
            page.paragraph(trunk + "  ", tone(step.status()), ExecutionTree.brief(step.reason(), execution));
        } else if (step.status() == StepStatus.RUNNING && step.operationId() != null) {
            String words = execution.progress().getOrDefault(step.operationId(), "");
            if (!words.isEmpty()) {
                page.line(trunk + "  ", Tone.FAINT, words);
            }
        }
    }

    /// The last words of a failed stage's job.
    private void log(Execution.JobLog log, String trunk) {
        List<String> lines = log.log().lines().filter(line -> !line.isBlank()).toList();
        page.line(trunk, Tone.FAINT, "log of " + log.pod() + "/" + log.container() + ", exit code " + log.exitCode());
        Stream<String> shown = lines.stream().skip(Math.max(0, lines.size() - LOG_LINES));
        shown.forEach(line -> page.line(trunk + "│ ", Tone.PLAIN, line));
    }

    /// The tests that did not pass, each with why.
    private void tests(Execution.Tests tests, String trunk) {
        int all = tests.passed() + tests.failed() + tests.skipped();
        page.line(trunk, Tone.FAINT, "tests of " + tests.pod() + ": " + tests.failed() + " of " + all + " failed");
        tests.tests().stream()
                .filter(test ->
                        test.outcome() == TestRecord.Outcome.FAILED || test.outcome() == TestRecord.Outcome.ERRORED)
                .limit(LOG_LINES)
                .forEach(test -> page.line(
                        trunk + "✖ ",
                        Tone.PLAIN,
                        test.suite() + " " + test.name() + (test.message() == null ? "" : ": " + test.message())));
    }

    private static boolean failed(Execution.Stage stage) {
        return switch (stage.status()) {
            case FAILED, FAILED_CONTINUED, TIMED_OUT -> true;
            case WAITING, RUNNING, PAUSED, SUCCEEDED, SKIPPED, CANCELLED -> false;
        };
    }

    private static Tone tone(StageStatus status) {
        return switch (status) {
            case FAILED, TIMED_OUT -> Tone.BAD;
            case FAILED_CONTINUED, CANCELLED -> Tone.WARN;
            case WAITING, RUNNING, PAUSED, SUCCEEDED, SKIPPED -> Tone.FAINT;
        };
    }

    private static Tone tone(StepStatus status) {
        return switch (status) {
            case FAILED, TIMED_OUT -> Tone.BAD;
            case CANCELLED -> Tone.WARN;
            case WAITING, RUNNING, SUCCEEDED -> Tone.FAINT;
        };
    }
}
