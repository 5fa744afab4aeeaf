package io.gennaker.console.kafka;

import io.gennaker.console.definition.DefinitionHistory;
import io.gennaker.console.definition.Submission;
import io.gennaker.console.definition.TemplateStore;
import io.gennaker.console.view.ExecutionFold;
import io.gennaker.console.view.Graphs;
import io.gennaker.console.view.Notices;
import io.gennaker.console.view.Proofs;
import io.gennaker.console.view.TriggerEvents;
import io.gennaker.console.view.Views;
import io.gennaker.console.view.Views.AnswerKey;
import io.gennaker.console.view.Views.AnswerResult;
import io.gennaker.console.view.WithdrawnImages;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerOutcome;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Builds the read model from the events of all services.
@ApplicationScoped
public class ViewMessages implements MessageHandler {
    private final Views views;
    private final TriggerEvents triggerEvents;
    private final TemplateStore templates;
    private final Proofs proofs;
    private final DefinitionHistory history;
    private final Graphs graphs;
    private final Notices notices;
    private final WithdrawnImages images;

    ViewMessages(
            Views views,
            TriggerEvents triggerEvents,
            TemplateStore templates,
            Proofs proofs,
            DefinitionHistory history,
            Graphs graphs,
            Notices notices,
            WithdrawnImages images) {
        this.views = views;
        this.triggerEvents = triggerEvents;
        this.templates = templates;
        this.proofs = proofs;
        this.history = history;
        this.graphs = graphs;
        this.notices = notices;
        this.images = images;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(
                Topic.TRIGGER_OUTCOMES,
                Topic.DEFINITIONS,
                Topic.EXECUTION_EVENTS,
                Topic.EXECUTION_PROOFS,
                Topic.DEPLOYMENT_EVENTS,
                Topic.ANALYSIS_EVENTS,
                Topic.GRAPH_EVENTS,
                Topic.JUDGEMENT_EVENTS,
                Topic.CALLOUT_EVENTS,
                Topic.NOTICE_EVENTS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case TriggerOutcome.EventTaken event -> triggerEvents.store(event);
            case DefinitionEvent event -> {
                String application = Submission.application(event);
                views.store(event, application);
                templates.store(event);
                history.store(event, application);
            }
            case ImageEvent event -> images.store(event);
            case NoticeEvent event -> notices.store(event);
            case ExecutionEvent event ->
                views.change(event.executionId().value(), view -> ExecutionFold.apply(view, event));
            case ExecutionProof proof -> proofs.keep(proof);
            // Of no execution, perhaps: anybody can answer a judgement that never was.
            case JudgementEvent.DecisionRefused refused ->
                views.answered(
                        new AnswerKey(
                                refused.operationId().value(), refused.by().user(), refused.requestId()),
                        new AnswerResult(refused.refusal(), refused.reason()));
            case GraphEvent event -> graphs.store(event);
            case OperationEvent event -> {
                views.change(event.executionId().value(), view -> ExecutionFold.apply(view, event));
                if (event instanceof DeploymentEvent.TrafficShifted shifted) {
                    graphs.store(shifted);
                }
                if (event instanceof JudgementEvent judgement) {
                    answered(judgement);
                }
            }
            default -> throw new RejectedMessage("found " + envelope.type().type() + "; only events are allowed here");
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
