package io.gennaker.trigger.source;

import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `{"docker_url": "quay.io/acme/shop", "updated_tags": ["v1"]}`: no digest, no id, no time.
final class QuayPush implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        Fields body = call.body();
        String repository = body.required("docker_url");
        var facts = new ArrayList<TriggerEvent>();
        for (String tag : body.texts("updated_tags")) {
            facts.add(new TriggerEvent.ImageChanged(
                    call.eventSource(),
                    Call.shortened(tag + "@" + call.madeUpId()),
                    RegistryAction.INSERT,
                    Images.image(repository, Optional.of(tag), Optional.empty()),
                    Map.of(),
                    call.at()));
        }
        return facts.isEmpty() ? Reading.nothing("no updated tags") : new Reading(facts, List.of());
    }
}
