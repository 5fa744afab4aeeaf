package io.gennaker.contracts;

/// Anything that crosses the bus. One topic per stream carries one sealed family of messages.
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
                JudgementCommand,
                CalloutCommand,
                NoticeEvent,
                OperationEvent {

    /// Key of the record: messages with the same key keep their order.
    String key();
}
