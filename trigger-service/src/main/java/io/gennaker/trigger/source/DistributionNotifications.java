package io.gennaker.trigger.source;

import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `{"events": [{"id", "timestamp", "action", "target": {"mediaType", "repository", "tag", "digest"}, "request":
/// {"host"}}]}`: one event for each layer too, told apart by its media type.
final class DistributionNotifications implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        Fields body = call.body();
        if (body.many("events").isEmpty()) {
            throw new UnreadableCall("no events; expected is a notification of a registry");
        }
        var facts = new ArrayList<TriggerEvent>();
        var ignored = new ArrayList<String>();
        for (Fields event : body.many("events")) {
            String action = event.text("action").orElse("");
            String mediaType = event.at("target").text("mediaType").orElse("");
            boolean manifest = mediaType.contains("manifest") || mediaType.contains("image.index");
            if (action.equals("push") && manifest) {
                add(call, event, RegistryAction.INSERT, facts, ignored);
            } else if (action.equals("delete")) {
                add(call, event, RegistryAction.DELETE, facts, ignored);
            } else {
                ignored.add(action + " of " + (mediaType.isEmpty() ? "something" : mediaType));
            }
        }
        return new Reading(facts, ignored);
    }

    /// A registry sends what was refused again and again, before all else: one odd event must not hold up the others.
    private static void add(
            Call call, Fields event, RegistryAction action, List<TriggerEvent> facts, List<String> ignored) {
        try {
            facts.add(fact(call, event, action));
        } catch (UnreadableCall unreadable) {
            ignored.add(unreadable.reason());
        }
    }

    private static TriggerEvent fact(Call call, Fields event, RegistryAction action) throws UnreadableCall {
        Fields target = event.at("target");
        Optional<String> host = call.host().or(() -> event.at("request").text("host"));
        String repository = target.required("repository");
        return new TriggerEvent.ImageChanged(
                call.eventSource(),
                Call.shortened(event.required("id")),
                action,
                Images.image(
                        host.map(name -> name + "/" + repository).orElse(repository),
                        target.text("tag"),
                        target.text("digest")),
                new Attributes().with("user", event.at("actor").text("name")).all(),
                Images.time(event.text("timestamp"), call.at()));
    }
}
