package io.gennaker.orchestrator;

import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.orchestrator.intake.Applications;
import io.gennaker.orchestrator.intake.Arrivals;
import io.gennaker.orchestrator.intake.Attestation;
import io.gennaker.orchestrator.intake.Decider;
import io.gennaker.orchestrator.intake.DefinitionChanges;
import io.gennaker.orchestrator.intake.DefinitionRights;
import io.gennaker.orchestrator.intake.DefinitionStore;
import io.gennaker.orchestrator.intake.DeliveryFacts;
import io.gennaker.orchestrator.intake.ExecutionStore;
import io.gennaker.orchestrator.intake.Executions;
import io.gennaker.orchestrator.intake.FileTexts;
import io.gennaker.orchestrator.intake.Freezes;
import io.gennaker.orchestrator.intake.ImageChanges;
import io.gennaker.orchestrator.intake.PipelineLanguage;
import io.gennaker.orchestrator.intake.PlanStore;
import io.gennaker.orchestrator.intake.Planning;
import io.gennaker.orchestrator.intake.Reading;
import io.gennaker.orchestrator.intake.Renewal;
import io.gennaker.orchestrator.intake.Replays;
import io.gennaker.orchestrator.intake.Starts;
import io.gennaker.orchestrator.intake.TakingOver;
import io.gennaker.orchestrator.intake.WaitingStarts;
import io.gennaker.orchestrator.intake.Watchdog;
import io.gennaker.orchestrator.intake.Withdrawals;
import io.gennaker.pipeline.Conditions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Puts the core together.
class OrchestratorBeans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    PipelineLanguage language() {
        return new PipelineLanguage();
    }

    @Produces
    @Singleton
    Executions executions(
            ExecutionStore store,
            PlanStore plans,
            MeterRegistry registry,
            DeliveryFacts facts,
            Withdrawals withdrawals,
            Freezes freezes,
            Renewal renewal,
            ProvenanceConfiguration provenance) {
        return new Executions(
                store,
                plans,
                timed(Timer.builder("gennaker.decide").register(registry)),
                facts,
                withdrawals,
                freezes,
                renewal,
                provenance.keyFile().map(file -> new Attestation(SigningKeyFile.readOrMake(file), store)));
    }

    @Produces
    @Singleton
    Renewal renewal(DefinitionStore definitions, Planning planning, ExecutionStore store, FileTexts texts) {
        return new TakingOver(definitions, planning, store, texts);
    }

    @Produces
    @Singleton
    Replays replays(ExecutionStore store, PlanStore plans) {
        return new Replays(store, plans, (state, input, plan) -> Saga.decide(state, input, plan, Conditions::evaluate));
    }

    @Produces
    @Singleton
    DeliveryFacts deliveryFacts(CdEventsConfiguration configuration) {
        return new DeliveryFacts(configuration
                .consoleUrl()
                .map(url -> url.toString().replaceFirst("/+$", ""))
                .orElse(""));
    }

    @Produces
    @Singleton
    Freezes freezes(DefinitionStore definitions, Reading reading) {
        return new Freezes(definitions, reading);
    }

    private static Decider timed(Timer timer) {
        return (state, input, plan) -> timer.record(() -> Saga.decide(state, input, plan, Conditions::evaluate));
    }

    @Produces
    @Singleton
    Starts starts(
            DefinitionStore definitions,
            Planning planning,
            PlanStore plans,
            ExecutionStore store,
            Executions executions,
            Withdrawals withdrawals,
            FileTexts texts,
            Applications applications) {
        return new Starts(definitions, planning, plans, store, executions, withdrawals, texts, applications::of);
    }

    @Produces
    @Singleton
    Arrivals arrivals(
            Starts starts,
            WaitingStarts waiting,
            FileTexts texts,
            ExecutionStore store,
            @ConfigProperty(name = "gennaker.orchestrator.files-within", defaultValue = "2m") Duration within) {
        return new Arrivals(starts, waiting, texts, store, within);
    }

    @Produces
    @Singleton
    Applications applications(
            DefinitionStore definitions, Reading reading, ExecutionStore executions, PlanStore plans) {
        return new Applications(definitions, reading, executions, plans);
    }

    @Produces
    @Singleton
    ImageChanges imageChanges(Withdrawals withdrawals) {
        return new ImageChanges(withdrawals);
    }

    @Produces
    @Singleton
    Watchdog watchdog(ExecutionStore store, PlanStore plans) {
        return new Watchdog(store, plans);
    }

    @Produces
    @Singleton
    DefinitionChanges definitionChanges(
            Reading reading, DefinitionStore definitions, ExecutionStore store, Executions executions) {
        return new DefinitionChanges(reading, definitions, store, executions);
    }

    @Produces
    @Singleton
    DefinitionRights definitionRights(Reading reading, DefinitionStore definitions) {
        return new DefinitionRights(reading, definitions);
    }
}
