package io.gennaker.contracts.asyncapi;

import java.util.Locale;

/// The services that write or read the bus.
public enum Service {
    TRIGGER("Turns facts from outside into executions that are asked for."),
    ORCHESTRATOR("Runs executions: decides each next step, keeps the state of every delivery."),
    DEPLOYER("Changes clusters: applies manifests, waits, shifts traffic, runs jobs, takes back."),
    ANALYSIS("Measures: confirms the observed split of traffic, judges a canary against its baseline."),
    JUDGEMENT("Puts questions to people and records who decided what."),
    CONSOLE("The front door for people and programs: commands in, a read model built from events out.");

    private final String purpose;

    Service(String purpose) {
        this.purpose = purpose;
    }

    public String purpose() {
        return purpose;
    }

    /// Name in documents and file names.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
