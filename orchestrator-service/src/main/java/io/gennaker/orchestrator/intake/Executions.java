package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.orchestrator.admission.Admission;
import io.gennaker.orchestrator.admission.Asking;
import io.gennaker.orchestrator.admission.Occupancy;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.Effect;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Freezing;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.orchestrator.execution.Patience;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Moves executions: loads the state, lets it be decided, stores and sends, all in the caller's transaction.
public final class Executions {
    private static final Actor GENNAKER = new Actor("gennaker", List.of());

    /// Longer than a change of a freeze takes.
    private static final Duration SECOND_LOOK = Duration.ofSeconds(30);

    private final ExecutionStore store;
    private final PlanStore plans;
    private final Decider decider;
    private final DeliveryFacts facts;
    private final Intent intent;
    private final Freezes freezes;
    private final Renewal renewal;
    private final Optional<Attestation> attestation;

    /// @param attestation empty: what was delivered is not signed
    public Executions(
            ExecutionStore store,
            PlanStore plans,
            Decider decider,
            DeliveryFacts facts,
            Withdrawals withdrawals,
            Freezes freezes,
            Renewal renewal,
            Optional<Attestation> attestation) {
        this.store = store;
        this.plans = plans;
        this.decider = decider;
        this.facts = facts;
        this.intent = new Intent(store, plans, withdrawals);
        this.freezes = freezes;
        this.renewal = renewal;
        this.attestation = attestation;
    }

    /// Told of executions that are about to be told something, to read them together.
    public void expect(Collection<ExecutionId> ids) {
        store.expect(ids);
    }

    /// Tells an execution an input.
    ///
    /// @return whether the execution is known
    public boolean tell(ExecutionId id, Input input, Outgoing outgoing) {
        var execution = store.lock(id);
        execution.ifPresent(known -> {
            if (known.state() instanceof ExecutionState.Ended && input instanceof Input.InterventionRequested request) {
                reopen(known, request, outgoing);
            } else if (move(known, input, outgoing)) {
                fillPlaces(known.pipeline(), input.at(), outgoing);
            } else if (overridesFreeze(known.state(), input)) {
                // In a transaction of its own: who holds one that waits may not take the places.
                outgoing.fillPlacesSoon(known.pipeline(), input.at());
                var within = store.startWithin(known.pipeline()).orElse(null);
                startBy(known.id(), within, input.at(), outgoing);
            }
        });
        return execution.isPresent();
    }

    /// Whose the execution is; empty when it is not known.
    public Optional<String> application(ExecutionId id) {
        return store.lock(id).map(known -> plans.get(known.plan()).application());
    }

    /// The pipeline of an execution that is over, so that what a person does to it opens it again.
    public Optional<String> pipelineOfEnded(ExecutionId id) {
        return store.lock(id)
                .filter(known -> known.state() instanceof ExecutionState.Ended)
                .map(StoredExecution::pipeline);
    }

    private static boolean overridesFreeze(ExecutionState before, Input input) {
        return before instanceof ExecutionState.Queued queued
                && queued.freezing() instanceof Freezing.Frozen
                && input instanceof Input.InterventionRequested request
                && request.intervention() instanceof Intervention.OverrideFreeze;
    }

    /// One that ended and is opened again takes a place like a new one, and does not deliver either what a person
    /// withdrew.
    private void reopen(StoredExecution ended, Input.InterventionRequested request, Outgoing outgoing) {
        Plan plan = plans.get(ended.plan());
        var answer = ask(ended.pipeline(), plan.application(), false, true, request.at(), outgoing);
        var objection = intent.objection(ended.pipeline(), true, plan.artifacts());
        if (objection.isPresent()) {
            answer = new Admission.Refused(objection.get());
        }
        move(ended, answer instanceof Admission.Refused(var reason) ? request.withoutPlace(reason) : request, outgoing);
        var now = store.lock(ended.id()).orElseThrow();
        if (now.state() instanceof ExecutionState.Queued) {
            store.queueLast(now.id());
            admit(now, plan, answer, request.at(), outgoing);
        }
    }

    /// What becomes of one more execution of a pipeline, whose places are held from now on.
    ///
    /// @param exempt whether no freeze holds it
    /// @param person whether a person asks
    Admission.Answer ask(
            String pipeline, String application, boolean exempt, boolean person, Instant at, Outgoing outgoing) {
        var freeze = freezes.of(application, at);
        var places = store.lockPlaces(pipeline);
        var occupancy = places.occupancy();
        if (freeze.isEmpty() && occupancy.frozen()) {
            // The freeze has ended, and its timer is still to fire: nobody overtakes those that waited.
            fillPlaces(pipeline, at, outgoing);
            occupancy = store.occupancy(pipeline);
        }
        return Admission.answer(places.concurrency(), occupancy, new Asking(freeze.orElse(null), exempt, person));
    }

    /// Starts those that wait, as far as there are free places and no freeze holds them: after an end, when the limit
    /// was raised, when a freeze came, ended or went.
    public void fillPlaces(String pipeline, Instant at, Outgoing outgoing) {
        var places = store.lockPlaces(pipeline);
        var concurrency = places.concurrency();
        Occupancy occupancy = places.occupancy();
        if (occupancy.waiting().isEmpty()) {
            return;
        }
        var freeze = freeze(store.lock(occupancy.waiting().getFirst().id()).orElseThrow(), at);
        // One that ends as soon as it starts frees its place at once, so look again until nobody fits.
        List<ExecutionId> next = Admission.next(concurrency, occupancy, freeze.isPresent());
        while (!next.isEmpty()) {
            for (ExecutionId id : next) {
                startWaiting(store.lock(id).orElseThrow(), at, outgoing);
            }
            occupancy = store.occupancy(pipeline);
            next = Admission.next(concurrency, occupancy, freeze.isPresent());
        }
        if (freeze.isPresent()) {
            freeze(pipeline, occupancy, concurrency.startWithin(), freeze.get(), at, outgoing);
        } else {
            thaw(occupancy, concurrency.startWithin(), at, outgoing);
        }
    }

    private Optional<FreezeDefinition.InForce> freeze(StoredExecution execution, Instant at) {
        return freezes.of(plans.get(execution.plan()).application(), at);
    }

    private void freeze(
            String pipeline,
            Occupancy occupancy,
            @Nullable Duration within,
            FreezeDefinition.InForce freeze,
            Instant at,
            Outgoing outgoing) {
        List<ExecutionId> held = occupancy.waiting().stream()
                .filter(waiting -> waiting.freezing() != Occupancy.Freezing.EXEMPT)
                .map(Occupancy.Waiting::id)
                .toList();
        held.forEach(id -> hold(id, within, freeze, at, outgoing));
        if (!held.isEmpty() && freeze.until() != null) {
            outgoing.fillPlaces(pipeline, freeze.until());
        }
    }

    private void hold(
            ExecutionId id, @Nullable Duration within, FreezeDefinition.InForce freeze, Instant at, Outgoing outgoing) {
        moveHeld(id, new Input.Frozen(freeze.name(), freeze.reason(), freeze.until(), at), outgoing);
        startBy(id, within, freeze.until(), outgoing);
    }

    private void thaw(Occupancy occupancy, @Nullable Duration within, Instant at, Outgoing outgoing) {
        for (Occupancy.Waiting waiting : occupancy.waiting()) {
            if (waiting.freezing() == Occupancy.Freezing.FROZEN) {
                moveHeld(waiting.id(), new Input.Thawed(at), outgoing);
                startBy(waiting.id(), within, at, outgoing);
            }
        }
    }

    /// @param within null where it may wait for ever
    /// @param from when the time begins to count; null when nobody knows
    private static void startBy(ExecutionId id, @Nullable Duration within, @Nullable Instant from, Outgoing outgoing) {
        if (within == null || from == null) {
            outgoing.cancelTimer(id, new Timer.StartBy(Duration.ZERO));
        } else {
            outgoing.setTimer(id, new Timer.StartBy(within), from.plus(within));
        }
    }

    /// What was delivered while it waited may be what it takes over.
    private void startWaiting(StoredExecution waiting, Instant at, Outgoing outgoing) {
        Plan plan = plans.get(waiting.plan());
        var outcome = isReopened(waiting)
                ? new Renewal.Stays()
                : renewal.of(waiting, plan, () -> intent.meant(waiting.pipeline()));
        switch (outcome) {
            case Renewal.Stays _ -> startWanted(waiting, at, outgoing);
            case Renewal.Outdated(var reason) ->
                move(waiting, new Input.CancelRequested(GENNAKER, reason, at), outgoing);
            case Renewal.Anew(var renewed, var digest, var origin) -> {
                plans.put(digest, renewed);
                outgoing.send(Starts.accepted(waiting.id(), renewed, digest, ExecutionStatus.QUEUED, origin));
                startWanted(store.renew(waiting, digest), at, outgoing);
            }
        }
    }

    /// What it waited to deliver may have been taken back meanwhile.
    private void startWanted(StoredExecution waiting, Instant at, Outgoing outgoing) {
        boolean byPerson =
                isReopened(waiting) || store.origin(waiting.id()).trigger().user() != null;
        Input input = intent.objection(
                        waiting.pipeline(), byPerson, plans.get(waiting.plan()).artifacts())
                .<Input>map(reason -> new Input.CancelRequested(GENNAKER, reason, at))
                .orElseGet(() -> new Input.Started(at));
        move(waiting, input, outgoing);
    }

    /// Only a person opens again what had ended.
    private static boolean isReopened(StoredExecution waiting) {
        return waiting.state() instanceof ExecutionState.Queued queued && queued.standing() != null;
    }

    /// Lets an execution in that was just added, in the place that `answer` gives it; its pipeline's places are held.
    void admit(StoredExecution execution, Plan plan, Admission.Answer answer, Instant at, Outgoing outgoing) {
        outgoing.send(facts.queued(execution.id(), plan, at));
        switch (answer) {
            case Admission.StartsNow now -> {
                if (move(execution, new Input.Started(at), outgoing)) {
                    fillPlaces(execution.pipeline(), at, outgoing);
                }
            }
            case Admission.Waits(var replaced, var within, var freeze) -> {
                replaced.forEach(id -> moveHeld(id, new Input.Replaced(execution.id(), at), outgoing));
                if (freeze == null) {
                    startBy(execution.id(), within, at, outgoing);
                }
                if (freeze != null) {
                    hold(execution.id(), within, freeze, at, outgoing);
                    // Who is just removing the freeze does not see this one yet. The look sets the end of the freeze.
                    Instant look = at.plus(SECOND_LOOK);
                    Instant end = freeze.until();
                    outgoing.fillPlaces(execution.pipeline(), end != null && end.isBefore(look) ? end : look);
                }
            }
            case Admission.Refused refused ->
                throw new IllegalArgumentException(execution.id() + " is refused: " + refused.reason());
        }
    }

    private void moveHeld(ExecutionId id, Input input, Outgoing outgoing) {
        move(store.lock(id).orElseThrow(), input, outgoing);
    }

    /// @return whether a place became free
    private boolean move(StoredExecution execution, Input input, Outgoing outgoing) {
        if (execution.state() instanceof ExecutionState.Ended && !(input instanceof Input.InterventionRequested)) {
            return false;
        }
        Plan plan = plans.get(execution.plan());
        Decision decision = decider.decide(execution.state(), input, plan);
        if (decision.ignored(execution.state())) {
            return false;
        }
        StoredExecution moved = execution.moved(decision.next());
        var fact = new Fact(moved.id(), moved.sequence(), input, decision);
        store.save(moved, fact, Patience.until(moved.state(), plan, input.at()).orElse(null));
        List<ExecutionEvent> events = fact.events();
        perform(moved.id(), decision.effects(), outgoing);
        var told = intent.ofBrought(execution, facts.of(execution.state(), events, plan), plan);
        told.forEach(outgoing::send);
        intent.follow(execution, fact, told, plan, outgoing);
        boolean ends = !(execution.state() instanceof ExecutionState.Ended);
        if (ends && moved.state() instanceof ExecutionState.Ended ended) {
            Nested.report(moved.id(), ended.ending(), plan, lastStages(execution.state(), events), input.at())
                    .ifPresent(outgoing::send);
            attestation.ifPresent(
                    attests -> outgoing.sendLast(() -> attests.of(moved, ended.ending(), plan, input.at())));
        }
        return execution.state().status() != ExecutionStatus.QUEUED && releases(decision);
    }

    private void perform(ExecutionId id, List<Effect> effects, Outgoing outgoing) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendCommand(var command) -> outgoing.send(Reruns.naming(command, () -> store.origin(id)));
                case Effect.Emit(var event) -> outgoing.send(event);
                case Effect.SetTimer(var timer, var due) -> outgoing.setTimer(id, timer, due);
                case Effect.CancelTimer(var timer) -> outgoing.cancelTimer(id, timer);
                // The place itself is free with the status that was saved.
                case Effect.ReleaseSlot release -> outgoing.cancelTimers(id);
            }
        }
    }

    /// The stages of an execution that ends, as they stood before and what the last decision made of them.
    private static Map<String, StageState> lastStages(ExecutionState before, List<ExecutionEvent> events) {
        var stages = new TreeMap<String, StageState>();
        switch (before) {
            case ExecutionState.Running running -> stages.putAll(running.stages());
            case ExecutionState.Paused paused -> stages.putAll(paused.held().stages());
            case ExecutionState.Queued _, ExecutionState.Compensating _, ExecutionState.Ended _ -> {}
        }
        for (ExecutionEvent event : events) {
            if (event instanceof ExecutionEvent.StageChanged changed
                    && !changed.outputs().isEmpty()) {
                stages.put(
                        changed.stage(), new StageState.Ended(changed.status(), changed.reason(), changed.outputs()));
            }
        }
        return stages;
    }

    private static boolean releases(Decision decision) {
        return decision.effects().contains(new Effect.ReleaseSlot());
    }
}
