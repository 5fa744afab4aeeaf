package io.gennaker.console.kafka;

import io.gennaker.console.definition.DefinitionHistory;
import io.gennaker.console.definition.Submission;
import io.gennaker.console.definition.TemplateStore;
import io.gennaker.console.view.ExecutionFold;
import io.gennaker.console.view.Graphs;
import io.gennaker.console.view.Views;
import io.gennaker.console.view.Views.AnswerKey;
import io.gennaker.console.view.Views.AnswerResult;
import io.gennaker.console.view.Workloads;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Builds the read model from the events of all services.
@ApplicationScoped
public class ViewMessages implements MessageHandler {
    private final Views views;
    private final TemplateStore templates;
    private final DefinitionHistory history;
    private final Graphs graphs;
    private final Workloads workloads;
    private final OtherFacts others;

    ViewMessages(
            Views views,
            TemplateStore templates,
            DefinitionHistory history,
            Graphs graphs,
            Workloads workloads,
            OtherFacts others) {
        this.views = views;
        this.templates = templates;
        this.history = history;
        this.graphs = graphs;
        this.workloads = workloads;
        this.others = others;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(
                Topic.TRIGGER_OUTCOMES,
                Topic.DEFINITIONS,
                Topic.IMAGES,
                Topic.EXECUTION_EVENTS,
                Topic.EXECUTION_PROOFS,
                Topic.DEPLOYMENT_EVENTS,
                Topic.ANALYSIS_EVENTS,
                Topic.GRAPH_EVENTS,
                Topic.EVIDENCE_EVENTS,
                Topic.HEALTH_EVENTS,
                Topic.JUDGEMENT_EVENTS,
                Topic.CALLOUT_EVENTS,
                Topic.NOTICE_EVENTS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case DefinitionEvent event -> {
                String application = Submission.application(event);
                views.store(event, application);
                templates.store(event);
                history.store(event, application);
            }
            case ExecutionEvent event ->
                views.change(event.executionId().value(), view -> ExecutionFold.apply(view, event));
            // Of no execution, perhaps: anybody can answer a judgement that never was.
            case JudgementEvent.DecisionRefused refused ->
                views.answered(
                        new AnswerKey(
                                refused.operationId().value(), refused.by().user(), refused.requestId()),
                        new AnswerResult(refused.refusal(), refused.reason()));
            case GraphEvent event -> graphs.store(event);
            case OperationEvent event -> {
                views.change(event.executionId().value(), view -> ExecutionFold.apply(view, event));
                places(event);
                if (event instanceof JudgementEvent judgement) {
                    answered(judgement);
                }
            }
            default -> others.store(envelope);
        }
    }

    /// What is of the places that were delivered to.
    private void places(OperationEvent event) {
        switch (event) {
            case DeploymentEvent.TrafficShifted shifted -> graphs.store(shifted);
            case DeploymentEvent.WorkloadsSettled settled -> workloads.store(settled);
            case DeploymentEvent.ChangesPlanned planned -> workloads.store(planned);
            default -> {}
        }
    }

    /// For the request that waits for what becomes of its act.
    private void answered(JudgementEvent event) {
        switch (event) {
            case JudgementEvent.DecisionRecorded recorded -> taken(event, recorded.by(), recorded.requestId());
            case JudgementEvent.Revoked revoked -> taken(event, revoked.by(), revoked.requestId());
            case JudgementEvent.Delegated delegated -> taken(event, delegated.by(), delegated.requestId());
            case JudgementEvent.Commented commented -> taken(event, commented.by(), commented.requestId());
            case JudgementEvent.Opened _,
                    JudgementEvent.DecisionRefused _,
                    JudgementEvent.Reminded _,
                    JudgementEvent.Concluded _,
                    JudgementEvent.Cancelled _ -> {}
        }
    }

    private void taken(JudgementEvent event, Actor by, String requestId) {
        views.answered(new AnswerKey(event.operationId().value(), by.user(), requestId), new AnswerResult(null, null));
    }
}
