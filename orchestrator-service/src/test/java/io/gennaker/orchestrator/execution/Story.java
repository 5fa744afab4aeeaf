package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An execution driven by hand: tells inputs, shows what the last one caused, in short words.
final class Story {
    static final ExecutionId ID = new ExecutionId("shop-1");
    static final Actor BOB = new Actor("bob", List.of());

    private final Plan plan;
    private final Conditions conditions;
    private ExecutionState state = new ExecutionState.Queued(ID);
    private Instant now = Instant.parse("2026-01-01T10:00:00Z");
    private List<Effect> last = List.of();
    private boolean ignored;
    private final Map<Timer, Instant> timers = new LinkedHashMap<>();

    Story(Plan plan) {
        this(plan, (expression, ofPlan, stages) -> new ConditionResult.Failed("no conditions here"));
    }

    Story(Plan plan, Conditions conditions) {
        this.plan = plan;
        this.conditions = conditions;
    }

    static Story begun(Plan plan) {
        return new Story(plan).started();
    }

    Story started() {
        return tell(new Input.Started(now));
    }

    Story cancelled() {
        return tell(new Input.CancelRequested(BOB, "wrong version", now));
    }

    Story told(Intervention intervention) {
        return told(intervention, null);
    }

    Story told(Intervention intervention, @Nullable String noPlace) {
        return tell(new Input.InterventionRequested("request-1", intervention, BOB, "incident 17", noPlace, now));
    }

    Story replaced() {
        return tell(new Input.Replaced(new ExecutionId("shop-2"), now));
    }

    Story succeeds(String... operations) {
        for (String operation : operations) {
            reports(operation, new Report.Succeeded(Map.of()));
        }
        return this;
    }

    Story fails(String operation, String reason) {
        return reports(operation, new Report.Failed(reason, Map.of()));
    }

    Story isCancelled(String operation) {
        return reports(operation, new Report.Cancelled());
    }

    Story reports(String operation, Report report) {
        return tell(new Input.Reported(operation(operation), report, now));
    }

    Story fires(Timer timer) {
        return tell(new Input.TimerFired(timer, now));
    }

    Story later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Story tell(Input input) {
        var before = state;
        Decision decision = Saga.decide(before, input, plan, conditions);
        state = decision.next();
        last = decision.effects();
        ignored = decision.ignored(before);
        last.forEach(this::keepTimers);
        return this;
    }

    private void keepTimers(Effect effect) {
        switch (effect) {
            case Effect.SetTimer(var timer, var due) -> timers.put(timer, due);
            case Effect.CancelTimer(var timer) -> timers.remove(timer);
            case Effect.ReleaseSlot release -> timers.clear();
            case Effect.SendCommand send -> {}
            case Effect.Emit emit -> {}
        }
    }

    /// `stage/step` or `stage/step/attempt`.
    static OperationId operation(String name) {
        String full = name.chars().filter(letter -> letter == '/').count() == 1 ? name + "/1" : name;
        return new OperationId(ID + "/" + full);
    }

    ExecutionState state() {
        return state;
    }

    StageState stage(String id) {
        return StageState.of(id, state.underWay().orElseThrow().stages());
    }

    Instant now() {
        return now;
    }

    List<Effect> effects() {
        return last;
    }

    boolean ignored() {
        return ignored;
    }

    /// Timers that are set, with the time until they are due.
    Map<Timer, Duration> timers() {
        var waiting = new LinkedHashMap<Timer, Duration>();
        timers.forEach((timer, due) -> waiting.put(timer, Duration.between(now, due)));
        return waiting;
    }

    List<Message> messages() {
        var messages = new ArrayList<Message>();
        for (Effect effect : last) {
            if (effect instanceof Effect.SendCommand(var command)) {
                messages.add(command);
            }
        }
        return messages;
    }

    /// Commands of the last decision, for example `start canary/shift-10/1`.
    List<String> commands() {
        return messages().stream().map(Story::words).toList();
    }

    private static String words(Message command) {
        return switch (command) {
            case DeploymentCommand.Start start -> "start " + words(start.operationId());
            case DeploymentCommand.Cancel cancel -> "cancel " + words(cancel.operationId());
            case AnalysisCommand.Start start -> "start " + words(start.operationId());
            case AnalysisCommand.Hold hold -> "hold " + words(hold.operationId());
            case AnalysisCommand.Resume resume -> "resume " + words(resume.operationId());
            case AnalysisCommand.Cancel cancel -> "cancel " + words(cancel.operationId());
            case CalloutCommand.Start start -> "call " + words(start.operationId());
            case CalloutCommand.Cancel cancel -> "cancel " + words(cancel.operationId());
            case ExecutionCommand.Start start -> "run " + start.executionId();
            case ExecutionCommand.CancelNested cancel -> "stop " + cancel.executionId();
            case JudgementCommand.Open open -> "ask " + words(open.operationId());
            case JudgementCommand.Cancel cancel -> "cancel " + words(cancel.operationId());
            default -> throw new IllegalArgumentException("no command of the orchestrator: " + command);
        };
    }

    private static String words(OperationId operation) {
        return operation.value().substring(ID.value().length() + 1);
    }

    /// Events of the last decision, for example `stage canary FAILED: reason`.
    List<String> events() {
        var events = new ArrayList<String>();
        for (Effect effect : last) {
            if (effect instanceof Effect.Emit(var event)) {
                events.add(words(event));
            }
        }
        return events;
    }

    private static String words(ExecutionEvent event) {
        return switch (event) {
            case ExecutionEvent.Started started -> "started";
            case ExecutionEvent.StageChanged stage ->
                "stage " + stage.stage() + " " + stage.status() + because(stage.reason());
            case ExecutionEvent.StepChanged step ->
                (step.compensation() ? "compensation " : "step ") + step.stage() + "/" + step.step() + " "
                        + step.status() + because(step.reason());
            case ExecutionEvent.CancelRequested cancel ->
                "cancel requested by " + cancel.by().user();
            case ExecutionEvent.Intervened intervened ->
                Words.of(intervened.intervention()) + " by " + intervened.by().user() + ": " + intervened.reason();
            case ExecutionEvent.InterventionRefused refused -> refused.refusal() + "; allowed: " + refused.allowed();
            case ExecutionEvent.Stalled stalled -> "stalled: " + stalled.waitsFor();
            case ExecutionEvent.Finished finished -> "finished " + finished.status() + because(finished.reason());
            case ExecutionEvent.Frozen frozen ->
                "frozen until " + frozen.until() + " by " + frozen.freeze() + ": " + frozen.reason();
            case ExecutionEvent.Thawed thawed -> "thawed";
            case ExecutionEvent.Accepted accepted -> "accepted";
            case ExecutionEvent.FilesAwaited awaited -> awaited.words();
            case ExecutionEvent.Refused refused -> "refused";
        };
    }

    private static String because(@Nullable String reason) {
        return reason == null ? "" : ": " + reason;
    }
}
