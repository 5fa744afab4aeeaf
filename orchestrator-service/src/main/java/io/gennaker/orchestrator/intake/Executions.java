package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.orchestrator.admission.Admission;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.Effect;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.orchestrator.execution.Patience;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Moves executions: loads the state, lets it be decided, stores and sends, all in the caller's transaction.
public final class Executions {
    private final ExecutionStore store;
    private final PlanStore plans;
    private final Decider decider;
    private final DeliveryFacts facts;
    private final Intent intent;
    private final Optional<Attestation> attestation;

    /// @param attestation empty: what was delivered is not signed
    public Executions(
            ExecutionStore store,
            PlanStore plans,
            Decider decider,
            DeliveryFacts facts,
            Withdrawals withdrawals,
            Optional<Attestation> attestation) {
        this.store = store;
        this.plans = plans;
        this.decider = decider;
        this.facts = facts;
        this.intent = new Intent(withdrawals);
        this.attestation = attestation;
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
            }
        });
        return execution.isPresent();
    }

    /// Whose the execution is; empty when it is not known.
    public Optional<String> application(ExecutionId id) {
        return store.lock(id).map(known -> plans.get(known.plan()).application());
    }

    /// One that ended and is opened again takes a place like a new one.
    private void reopen(StoredExecution ended, Input.InterventionRequested request, Outgoing outgoing) {
        var answer = Admission.answer(store.lockPlaces(ended.pipeline()), store.occupancy(ended.pipeline()));
        move(ended, answer instanceof Admission.Refused(var reason) ? request.withoutPlace(reason) : request, outgoing);
        var now = store.lock(ended.id()).orElseThrow();
        if (now.state() instanceof ExecutionState.Queued) {
            admit(now, plans.get(now.plan()), answer, request.at(), outgoing);
        }
    }

    /// Starts those that wait, as far as there are free places: after an end, or when the limit was raised.
    public void fillPlaces(String pipeline, Instant at, Outgoing outgoing) {
        var concurrency = store.lockPlaces(pipeline);
        // One that ends as soon as it starts frees its place at once, so look again until nobody fits.
        List<ExecutionId> next = Admission.next(concurrency, store.occupancy(pipeline));
        while (!next.isEmpty()) {
            for (ExecutionId id : next) {
                moveHeld(id, new Input.Started(at), outgoing);
            }
            next = Admission.next(concurrency, store.occupancy(pipeline));
        }
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
            case Admission.Waits(var replaced, var within) -> {
                replaced.forEach(id -> moveHeld(id, new Input.Replaced(execution.id(), at), outgoing));
                if (within != null) {
                    outgoing.setTimer(execution.id(), new Timer.StartBy(within), at.plus(within));
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
        List<DeliveryFact> told = facts.of(execution.state(), events, plan);
        told.forEach(outgoing::send);
        intent.follow(moved, told, plan, input.at());
        boolean ends = !(execution.state() instanceof ExecutionState.Ended);
        if (ends && moved.state() instanceof ExecutionState.Ended ended) {
            Nested.report(moved.id(), ended.ending(), plan, lastStages(execution.state(), events), input.at())
                    .ifPresent(outgoing::send);
            attestation.ifPresent(attests -> outgoing.send(attests.of(moved, ended.ending(), plan, input.at())));
        }
        return execution.state().status() != ExecutionStatus.QUEUED && releases(decision);
    }

    private static void perform(ExecutionId id, List<Effect> effects, Outgoing outgoing) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendCommand(var command) -> outgoing.send(command);
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
