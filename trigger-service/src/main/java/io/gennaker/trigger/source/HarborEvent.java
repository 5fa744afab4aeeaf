package io.gennaker.trigger.source;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `{"type": "PUSH_ARTIFACT", "occur_at", "operator", "event_data": {"resources": [{"digest", "tag",
/// "resource_url"}]}}`.
final class HarborEvent implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        Fields body = call.body();
        String type = body.required("type");
        RegistryAction action;
        switch (type) {
            case "PUSH_ARTIFACT" -> action = RegistryAction.INSERT;
            case "DELETE_ARTIFACT" -> action = RegistryAction.DELETE;
            default -> {
                return Reading.nothing("event " + type);
            }
        }
        var facts = new ArrayList<TriggerEvent>();
        for (Fields resource : body.at("event_data").many("resources")) {
            facts.add(fact(call, body, action, resource));
        }
        return facts.isEmpty() ? Reading.nothing("no resources") : new Reading(facts, List.of());
    }

    private static TriggerEvent fact(Call call, Fields body, RegistryAction action, Fields resource)
            throws UnreadableCall {
        Optional<String> digest = resource.text("digest");
        // without a tag, the address ends with the digest, and the tag repeats it
        Optional<String> tag = resource.text("tag").filter(text -> !text.contains(":"));
        String repository = Images.image(resource.required("resource_url")).repository();
        ImageReference image = Images.image(repository, tag, digest);
        return new TriggerEvent.ImageChanged(
                call.eventSource(),
                Call.shortened(
                        action + " " + image + "@" + body.text("occur_at").orElseGet(call::madeUpId)),
                action,
                image,
                new Attributes().with("user", body.text("operator")).all(),
                Images.seconds(body.text("occur_at"), call.at()));
    }
}
