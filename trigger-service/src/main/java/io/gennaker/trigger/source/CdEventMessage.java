package io.gennaker.trigger.source;

import io.gennaker.contracts.CdContext;
import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerEvent.PublishedArtifact;
import io.gennaker.contracts.TriggerEvent.PublishedContent;
import java.time.Instant;

/// CDEvents as CloudEvents over HTTP: in binary mode the body is the event, in structured mode it is under `data`. A
/// published artifact says what a registry says.
final class CdEventMessage implements Format {
    private static final String PUBLISHED = "dev.cdevents.artifact.published.";

    @Override
    public Reading read(Call call) throws UnreadableCall {
        Fields body = call.body();
        boolean structured = call.header("content-type").orElse("").startsWith("application/cloudevents+json");
        Fields event = structured ? body.at("data") : body;
        Fields context = event.at("context");
        String type = context.required("type");
        if (!type.startsWith("dev.cdevents.")) {
            throw new UnreadableCall("context.type is '" + type + "'; expected is a type of dev.cdevents");
        }
        String id = context.required("id");
        Instant at = Images.time(context.text("timestamp"), call.at());
        try {
            return Reading.of(
                    type.startsWith(PUBLISHED)
                            ? published(context, event.at("subject"), id, at)
                            : fact(call, context, event.at("subject"), id, at));
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableCall(String.valueOf(malformed.getMessage()));
        }
    }

    private static TriggerEvent published(Fields context, Fields subject, String id, Instant at) throws UnreadableCall {
        return new TriggerEvent.ArtifactPublished(
                new CdContext(
                        context.required("version"), id, context.required("source"), context.required("type"), at),
                new PublishedArtifact(
                        subject.required("id"),
                        subject.text("type").orElse("artifact"),
                        new PublishedContent(subject.at("content").text("user").orElse(null))));
    }

    private static TriggerEvent fact(Call call, Fields context, Fields subject, String id, Instant at)
            throws UnreadableCall {
        return new TriggerEvent.FactReceived(
                FactKind.CDEVENT,
                "cdevents:" + call.source(),
                Call.shortened(context.text("source").orElse("") + "/" + id),
                new Attributes()
                        .with("type", context.text("type"))
                        .with("source", context.text("source"))
                        .with("subject", subject.text("id"))
                        .with("subjectType", subject.text("type").orElse(""))
                        .all(),
                call.payload(),
                at);
    }
}
