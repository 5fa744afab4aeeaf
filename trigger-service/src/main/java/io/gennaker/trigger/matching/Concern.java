package io.gennaker.trigger.matching;

import io.gennaker.contracts.FactKind;
import io.gennaker.pipeline.definition.Trigger;

/// What an event is about, and what a trigger waits for: only where both are equal is more looked at.
///
/// @param kind of the event
/// @param name the repository, the source or the pipeline
public record Concern(String kind, String name) {
    static final String REGISTRY = "registry";

    static Concern of(String pipeline, Trigger trigger) {
        return switch (trigger) {
            case Trigger.Registry registry -> new Concern(REGISTRY, registry.repository());
            case Trigger.Git git -> new Concern(FactKind.GIT.word(), git.repository());
            case Trigger.Fact fact -> new Concern(fact.kind().word(), fact.source());
            case Trigger.Cron _ -> ofCron(pipeline, trigger.name());
            case Trigger.Ended ended -> ofPipeline(ended.pipeline());
        };
    }

    /// A schedule is one trigger's own.
    public static Concern ofCron(String pipeline, String trigger) {
        return new Concern(FactKind.CRON.word(), pipeline + "/" + trigger);
    }

    public static Concern ofPipeline(String pipeline) {
        return new Concern(FactKind.PIPELINE.word(), pipeline);
    }
}
