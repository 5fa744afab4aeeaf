package io.gennaker.contracts;

/// The streams of the bus. A deployment may put a prefix before each name.
public enum Topic {
    TRIGGERS("gennaker.triggers"),
    TRIGGER_COMMANDS("gennaker.trigger-commands"),
    TRIGGER_OUTCOMES("gennaker.trigger-outcomes"),
    DEFINITION_COMMANDS("gennaker.definition-commands"),
    /// Compacted.
    DEFINITIONS("gennaker.definitions", true),
    IMAGE_COMMANDS("gennaker.image-commands"),
    /// Which are withdrawn. Compacted.
    IMAGES("gennaker.images", true),
    EXECUTION_COMMANDS("gennaker.execution-commands"),
    EXECUTION_EVENTS("gennaker.execution-events"),
    /// Signed provenance, and what replays came to.
    EXECUTION_PROOFS("gennaker.execution-proofs"),
    DEPLOYMENT_COMMANDS("gennaker.deployment-commands"),
    DEPLOYMENT_EVENTS("gennaker.deployment-events"),
    ANALYSIS_COMMANDS("gennaker.analysis-commands"),
    ANALYSIS_EVENTS("gennaker.analysis-events"),
    /// What verdicts rest on; large.
    EVIDENCE_EVENTS("gennaker.evidence-events"),
    GRAPH_COMMANDS("gennaker.graph-commands"),
    GRAPH_EVENTS("gennaker.graph-events"),
    JUDGEMENT_COMMANDS("gennaker.judgement-commands"),
    JUDGEMENT_EVENTS("gennaker.judgement-events"),
    CALLOUT_COMMANDS("gennaker.callout-commands"),
    CALLOUT_EVENTS("gennaker.callout-events"),
    NOTICE_EVENTS("gennaker.notice-events"),
    HEALTH_EVENTS("gennaker.health-events"),
    /// What the outside world is told, in the vocabulary of CDEvents.
    CDEVENTS("gennaker.cdevents"),
    /// What could not be handled, as received, with the reason in its headers.
    DEAD_LETTERS("gennaker.dead-letters");

    private final String topicName;
    private final boolean compacted;

    Topic(String topicName) {
        this(topicName, false);
    }

    Topic(String topicName, boolean compacted) {
        this.topicName = topicName;
        this.compacted = compacted;
    }

    public String topicName() {
        return topicName;
    }

    /// Whether the newest record of a key is the whole truth about it, so that the others need not be kept.
    public boolean isCompacted() {
        return compacted;
    }
}
