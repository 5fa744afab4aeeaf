package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageOutline;
import io.gennaker.contracts.StepOutline;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.access.CommandRights;
import io.gennaker.orchestrator.admission.Admission;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.Watch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers those who ask for an execution: plan, place, first move; or a refusal with the reason.
public final class Starts {
    private static final int MOST_PROBLEMS = 20;
    /// Executions that are asked which routes they shared.
    private static final int MOST_EARLIER = 50;

    private final DefinitionStore definitions;
    private final Planning planning;
    private final PlanStore plans;
    private final ExecutionStore store;
    private final Executions executions;
    private final Intent intent;
    private final FileTexts texts;
    private final Function<String, Optional<String>> applications;

    /// @param applications of pipelines
    public Starts(
            DefinitionStore definitions,
            Planning planning,
            PlanStore plans,
            ExecutionStore store,
            Executions executions,
            Withdrawals withdrawals,
            FileTexts texts,
            Function<String, Optional<String>> applications) {
        this.definitions = definitions;
        this.planning = planning;
        this.plans = plans;
        this.store = store;
        this.executions = executions;
        this.intent = new Intent(store, plans, withdrawals);
        this.texts = texts;
        this.applications = applications;
    }

    /// Told of pipelines that are about to be started.
    void expect(Collection<String> pipelines) {
        definitions.expect(DefinitionKind.PIPELINE, pipelines);
        store.expectPlaces(pipelines);
    }

    /// Starts or refuses an execution, unless it lacks files. One that exists already stays as it is.
    ///
    /// @return what must be brought first
    Optional<Planning.Missing> start(ExecutionCommand.Start command, FileAnswers files, Instant at, Outgoing outgoing) {
        if (store.exists(command.executionId())) {
            return Optional.empty();
        }
        return switch (plan(command, files)) {
            case Planning.Missing missing -> Optional.of(missing);
            case Planning.Refused(var problems) -> {
                refuse(asked(command), words(problems), at, outgoing);
                yield Optional.empty();
            }
            case Planning.Planned(var plan, var digest) -> {
                admitAllowed(command, files, plan, digest, at, outgoing);
                yield Optional.empty();
            }
        };
    }

    /// Refuses a start by hand of somebody who may not, before files are asked for.
    ///
    /// @return whether it was
    boolean refuses(ExecutionCommand.Start command, Instant at, Outgoing outgoing) {
        boolean byHand = command.by() != null || command.trigger().kind().equals(Origin.MANUAL);
        if (!byHand || store.exists(command.executionId())) {
            return false;
        }
        var refusal = applications.apply(command.pipeline()).flatMap(application -> refusal(command, application));
        refusal.ifPresent(reason -> refuse(asked(command), reason, at, outgoing));
        return refusal.isPresent();
    }

    /// A person names themselves with their roles: those are asked again, as others than the console may write here.
    private static Optional<String> refusal(ExecutionCommand.Start command, String application) {
        var claim = CommandRights.of(command);
        return claim.isEmpty() && command.trigger().kind().equals(Origin.MANUAL)
                ? Optional.of("a start by hand must name who asks, with roles")
                : claim.flatMap(asked -> asked.refusal(application));
    }

    /// What was planned may be of another application than the pipeline was when the start came.
    private void admitAllowed(
            ExecutionCommand.Start command,
            FileAnswers files,
            Plan plan,
            Digest digest,
            Instant at,
            Outgoing outgoing) {
        var refusal = refusal(command, plan.application());
        if (refusal.isPresent()) {
            refuse(asked(command), plan, refusal.get(), at, outgoing);
        } else {
            var prepared = new Prepared(asked(command), plan, digest);
            admit(prepared, replaced -> succeeding(replaced, command, files, plan), at, outgoing);
        }
    }

    /// What must be brought before an execution can start.
    Optional<Planning.Missing> missing(ExecutionCommand.Start command, FileAnswers files) {
        return plan(command, files) instanceof Planning.Missing missing ? Optional.of(missing) : Optional.empty();
    }

    private Planning.Outcome plan(ExecutionCommand.Start command, FileAnswers files) {
        return plan(command, new Planning.Known(() -> meant(command.pipeline()), files, texts));
    }

    private Planning.Outcome plan(ExecutionCommand.Start command, Planning.Known known) {
        return definitions
                .find(DefinitionKind.PIPELINE, command.pipeline())
                .map(pipeline -> planning.plan(pipeline, definitions.all(DefinitionKind.CLUSTER), command, known))
                .orElseGet(() -> new Planning.Refused(List.of("pipeline '" + command.pipeline() + "' is not known")));
    }

    /// Read when the places are held: one that is about to end may be delivering what is taken over.
    private Optional<Plan> meant(String pipeline) {
        store.lockPlaces(pipeline);
        return intent.meant(pipeline);
    }

    /// Runs the plan of an earlier execution once more, or refuses to. One that exists already stays as it is.
    public void rerun(ExecutionCommand.Rerun command, Instant at, Outgoing outgoing) {
        if (store.exists(command.executionId())) {
            return;
        }
        var earlier = store.lock(command.of());
        var trigger = Reruns.trigger(command, earlier.map(known -> store.origin(known.id())));
        var asked = new Asked(command.executionId(), command.pipeline(), trigger, null);
        if (earlier.isEmpty()) {
            refuse(asked, "execution '" + command.of() + "' is not known", at, outgoing);
        } else if (!earlier.get().pipeline().equals(command.pipeline())) {
            refuse(asked, command.of() + " is of pipeline '" + earlier.get().pipeline() + "'", at, outgoing);
        } else {
            Digest digest = earlier.get().plan();
            Plan plan = plans.get(digest);
            refusal(command, plan)
                    .ifPresentOrElse(
                            refusal -> refuse(asked, refusal, at, outgoing),
                            () -> admit(new Prepared(asked, plan, digest), _ -> Optional.empty(), at, outgoing));
        }
    }

    /// Who runs it once more must be allowed to in the application that the plan is of, and in the one that the
    /// pipeline is of by now.
    private Optional<String> refusal(ExecutionCommand.Rerun command, Plan plan) {
        return Stream.concat(Stream.of(plan.application()), applications.apply(command.pipeline()).stream())
                .flatMap(application -> CommandRights.of(command).flatMap(claim -> claim.refusal(application)).stream())
                .findFirst();
    }

    /// Runs an execution that gives the pipeline's routes back what they were, or refuses to. The pipeline need not be
    /// in force.
    public void restoreRoutes(ExecutionCommand.RestoreRoutes command, Instant at, Outgoing outgoing) {
        if (store.exists(command.executionId())) {
            return;
        }
        var trigger = new TriggerInfo(
                Origin.RESTORE_ROUTES,
                command.pipeline(),
                command.executionId().value(),
                command.by().user(),
                Map.of(Origin.REASON, command.reason()));
        var asked = new Asked(command.executionId(), command.pipeline(), trigger, null);
        var earlier = store.latestPlans(command.pipeline(), MOST_EARLIER).stream()
                .map(plans::get)
                .toList();
        var plan = RouteRestoring.plan(trigger, earlier);
        if (plan.isEmpty()) {
            String reason = "none of the last " + MOST_EARLIER + " executions of pipeline '" + command.pipeline()
                    + "' shares the traffic of a route";
            refuse(asked, reason, at, outgoing);
        } else {
            var prepared = new Prepared(asked, plan.get(), PlanDigest.of(plan.get()));
            admit(prepared, _ -> Optional.empty(), at, outgoing);
        }
    }

    /// @param trigger who asks, or what
    /// @param given images that come with it; null where an earlier plan, or none, decides
    private record Asked(
            ExecutionId executionId,
            String pipeline,
            TriggerInfo trigger,
            @Nullable List<Artifact> given) {
        /// What is kept of it.
        Origin origin(Plan plan, Instant at) {
            return new Origin(trigger, at, given == null ? null : notGiven(plan, given));
        }

        private static List<String> notGiven(Plan plan, List<Artifact> given) {
            return plan.artifacts().stream()
                    .map(Artifact::name)
                    .filter(name ->
                            given.stream().noneMatch(artifact -> artifact.name().equals(name)))
                    .toList();
        }
    }

    /// What is to be run for somebody.
    private record Prepared(Asked asked, Plan plan, Digest digest) {
        Origin origin(Instant at) {
            return asked.origin(plan, at);
        }
    }

    private static Asked asked(ExecutionCommand.Start command) {
        return new Asked(command.executionId(), command.pipeline(), command.trigger(), command.artifacts());
    }

    /// @param succeeding the same with what one leaves to it that it replaces; empty where that is nothing
    private void admit(
            Prepared prepared, Function<ExecutionId, Optional<Prepared>> succeeding, Instant at, Outgoing outgoing) {
        var asked = prepared.asked();
        var plan = prepared.plan();
        var objection = Nested.objection(asked.trigger(), plan);
        if (objection.isPresent()) {
            refuse(asked, plan, objection.get(), at, outgoing);
            return;
        }
        var answer = executions.ask(
                asked.pipeline(),
                plan.application(),
                Nested.is(asked.trigger()),
                asked.trigger().user() != null,
                at,
                outgoing);
        var unwanted = unwanted(asked, plan);
        if (unwanted.isPresent()) {
            refuse(asked, plan, unwanted.get(), at, outgoing);
            return;
        }
        switch (answer) {
            case Admission.Refused(var reason) -> refuse(asked, plan, reason, at, outgoing);
            case Admission.StartsNow now -> add(prepared, ExecutionStatus.RUNNING, answer, at, outgoing);
            case Admission.Waits(var replaced, var _, var _) -> {
                var last = replaced.isEmpty() ? Optional.<Prepared>empty() : succeeding.apply(replaced.getLast());
                add(last.orElse(prepared), ExecutionStatus.QUEUED, answer, at, outgoing);
            }
        }
    }

    /// A start with what one leaves to it that it replaces, where that may start. As if the other had been
    /// delivered before it: its images stand in for those of before, where that is allowed.
    private Optional<Prepared> succeeding(
            ExecutionId replaced, ExecutionCommand.Start command, FileAnswers files, Plan planned) {
        var before = store.lock(replaced).orElseThrow();
        return Succession.of(before, store.origin(replaced), plans.get(before.plan()))
                .filter(succession -> succession.concerns(command, planned))
                .flatMap(succession -> succeeding(succession, succession.naming(command), files))
                .filter(last -> unwanted(last.asked(), last.plan()).isEmpty());
    }

    private Optional<Prepared> succeeding(Succession before, ExecutionCommand.Start command, FileAnswers files) {
        var known = new Planning.Known(() -> Optional.of(before.plan()), files, texts);
        if (!(plan(command, known) instanceof Planning.Planned(var plan, var digest))) {
            return Optional.empty();
        }
        var taken = before.taken(command, plan);
        var given = Stream.concat(command.artifacts().stream(), taken.stream()).toList();
        var asked = new Asked(command.executionId(), command.pipeline(), command.trigger(), given);
        return taken.isEmpty() ? Optional.empty() : Optional.of(new Prepared(asked, plan, digest));
    }

    /// What was taken back starts only when a person asks for it; what a person withdrew does not start at all.
    ///
    /// To be asked when the places are held: one that is about to end may be taking it back.
    private Optional<String> unwanted(Asked asked, Plan plan) {
        return RouteRestoring.is(plan)
                ? Optional.empty()
                : intent.objection(asked.pipeline(), asked.trigger().user() != null, plan.artifacts());
    }

    private void add(
            Prepared prepared, ExecutionStatus status, Admission.Answer answer, Instant at, Outgoing outgoing) {
        var asked = prepared.asked();
        var plan = prepared.plan();
        var queued = Nested.queued(asked.executionId(), asked.trigger());
        var execution = new StoredExecution(asked.pipeline(), prepared.digest(), queued, 0);
        plans.put(prepared.digest(), plan);
        var origin = prepared.origin(at);
        store.add(execution, origin);
        if (RouteRestoring.is(plan)) {
            // It delivers nothing: what ran before is meant to run on.
            store.takenBack(execution.id(), true);
        }
        outgoing.send(accepted(asked.executionId(), plan, prepared.digest(), status, origin));
        executions.admit(execution, plan, answer, at, outgoing);
    }

    static ExecutionEvent accepted(
            ExecutionId execution, Plan plan, Digest digest, ExecutionStatus status, Origin origin) {
        return new ExecutionEvent.Accepted(
                execution,
                plan.pipeline(),
                plan.application(),
                status,
                plan.definition(),
                digest,
                origin.trigger(),
                plan.parameters(),
                plan.artifacts(),
                plan.stages().stream().map(Starts::outline).toList(),
                origin.acceptedAt());
    }

    private static StageOutline outline(PlannedStage stage) {
        var steps = Stream.concat(
                        stage.steps().stream(), Stream.ofNullable(stage.watch()).map(Watch::step))
                .map(step -> new StepOutline(step.id(), step.title()))
                .toList();
        return new StageOutline(stage.id(), stage.kind(), stage.needs(), steps);
    }

    /// Tells what a start waits for.
    void awaitsFiles(ExecutionCommand.Start command, List<String> files, Instant at, Outgoing outgoing) {
        outgoing.send(new ExecutionEvent.FilesAwaited(
                command.executionId(),
                command.pipeline(),
                applications.apply(command.pipeline()).orElse(null),
                command.trigger(),
                files,
                at));
    }

    /// Tells that one does not run.
    void refuse(ExecutionCommand.Start command, String reason, Instant at, Outgoing outgoing) {
        refuse(asked(command), reason, at, outgoing);
    }

    private void refuse(Asked asked, String reason, Instant at, Outgoing outgoing) {
        refuse(asked, applications.apply(asked.pipeline()).orElse(null), reason, at, outgoing);
    }

    private static void refuse(Asked asked, Plan plan, String reason, Instant at, Outgoing outgoing) {
        refuse(asked, plan.application(), reason, at, outgoing);
    }

    private static void refuse(
            Asked asked, @Nullable String application, String reason, Instant at, Outgoing outgoing) {
        outgoing.send(new ExecutionEvent.Refused(
                asked.executionId(), asked.pipeline(), asked.trigger(), reason, at, application));
        Nested.refused(asked.executionId(), asked.trigger(), reason, at).ifPresent(outgoing::send);
    }

    private static String words(List<String> problems) {
        String first = String.join("; ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
        int more = problems.size() - MOST_PROBLEMS;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}
