package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.Judgement;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.StepStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is new in each snapshot of an execution, as plain lines: for logs and pipes, where nothing can be drawn over.
/// Each line stands for itself: execution, time since its acceptance, what happened.
final class Changes {
    private static final int TIME = 10;

    private final Set<String> told = new HashSet<>();

    List<String> since(Execution execution, Instant now) {
        var news = new ArrayList<String>();
        if (execution.status() != null && !execution.finished()) {
            String why = because(execution.reason());
            tell(news, "status " + execution.status() + why, Word.of(execution.status()) + why);
        }
        execution.stages().forEach(stage -> stage(stage, execution, now, news));
        execution.changes().forEach(changes -> changes(changes, news));
        execution.trafficSplits().forEach(shift -> shift(shift, news));
        execution.verdicts().forEach(verdict -> verdict(verdict, news));
        execution.judgements().forEach(judgement -> judgement(judgement, news));
        if (execution.finished()) {
            tell(news, "end", Word.of(execution.status()) + because(execution.reason()));
        }
        String time = Text.between(execution.acceptedAt(), execution.finishedAt(), now);
        String start = execution.id() + " " + " ".repeat(Math.max(0, TIME - time.length())) + time + "  ";
        return news.stream().map(line -> start + line).toList();
    }

    private void stage(Execution.Stage stage, Execution execution, Instant now, List<String> news) {
        for (Execution.Step step : stage.steps()) {
            if (step.status() == StepStatus.WAITING) {
                continue;
            }
            String name = stage.id() + ": " + (step.compensation() ? "↩ " : "") + step.title();
            String took =
                    step.endedAt() == null ? "" : " (" + Text.between(step.startedAt(), step.endedAt(), now) + ")";
            // An attempt at a step has an operation of its own.
            String key = stage.id() + "/" + step.id() + "/" + step.compensation() + "/" + step.operationId();
            tell(news, key + " " + step.status(), name + ": " + Word.of(step.status()) + took + because(step.reason()));
            String words = execution.progress().get(String.valueOf(step.operationId()));
            if (step.status() == StepStatus.RUNNING && words != null) {
                tell(news, key + " says " + words, name + ": " + words);
            }
        }
        if (stage.steps().isEmpty() && stage.reason() != null) {
            tell(news, stage.id() + " " + stage.status(), stage.id() + ": " + stage.reason());
        }
    }

    private void changes(Execution.Changes changes, List<String> news) {
        changes.objects().stream()
                .filter(object -> object.effect() != ObjectChange.Effect.UNCHANGED)
                .forEach(object -> tell(
                        news,
                        "changes " + changes.operationId() + " " + object.kind() + " " + object.name(),
                        changes.stage() + ": " + ChangeLines.brief(object)));
    }

    private void shift(Execution.Shift shift, List<String> news) {
        String split = "traffic " + shift.split() + " % (release/baseline/canary)";
        tell(news, "applied " + shift.operationId(), split + ": applied");
        ObservedSplit observed = shift.observed();
        if (observed != null) {
            String shares = String.format(
                    Locale.ROOT, "%.1f/%.1f/%.1f %%", observed.release(), observed.baseline(), observed.canary());
            tell(
                    news,
                    "seen " + shift.operationId(),
                    split + ": seen as " + shares + " of " + observed.requests() + " requests");
        }
    }

    private void verdict(Execution.Verdicted verdict, List<String> news) {
        String place = verdict.stage() + "/" + verdict.step();
        tell(
                news,
                "verdict " + place + " " + verdict.at(),
                "verdict " + Word.of(verdict.verdict()) + ", score " + Text.number(verdict.score()) + " (" + place
                        + "): " + String.join("; ", verdict.reasons()));
    }

    private void judgement(Judgement judgement, List<String> news) {
        String title = "judgement '" + judgement.title() + "': ";
        if (judgement.open()) {
            tell(news, "asks " + judgement.id(), title + "waits for an answer: gennaker approve " + judgement.id());
        } else if (judgement.endedAt() != null) {
            tell(news, "answered " + judgement.id(), title + EvidenceLines.outcome(judgement));
        }
    }

    private static String because(@Nullable String reason) {
        return reason == null ? "" : ": " + reason;
    }

    private void tell(List<String> news, String key, String line) {
        if (told.add(key)) {
            news.add(Text.clean(line));
        }
    }
}
