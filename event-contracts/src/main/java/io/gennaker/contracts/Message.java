package io.gennaker.contracts;

/// Anything that crosses the bus. One topic per stream carries one sealed family of messages; those of definitions
/// carry images, too, which are kept from pipelines.
public sealed interface Message
        permits TriggerEvent,
                TriggerCommand,
                TriggerOutcome,
                DefinitionCommand,
                DefinitionEvent,
                ExecutionCommand,
                ExecutionEvent,
                ExecutionProof,
                DeliveryFact,
                DeploymentCommand,
                AnalysisCommand,
                GraphCommand,
                GraphEvent,
                ImageCommand,
                ImageEvent,
                EvidenceEvent,
                HealthEvent,
                JudgementCommand,
                CalloutCommand,
                NoticeEvent,
                OperationEvent {

    /// Key of the record: messages with the same key keep their order.
    String key();
}
