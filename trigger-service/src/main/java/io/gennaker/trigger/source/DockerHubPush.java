package io.gennaker.trigger.source;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.util.Optional;

/// `{"push_data": {"tag", "pushed_at", "pusher"}, "repository": {"repo_name"}}`: no digest, no id.
final class DockerHubPush implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        Fields body = call.body();
        Fields push = body.at("push_data");
        String repository = "docker.io/" + body.at("repository").required("repo_name");
        ImageReference image = Images.image(repository, Optional.of(push.required("tag")), Optional.empty());
        return Reading.of(new TriggerEvent.ImageChanged(
                call.eventSource(),
                Call.shortened(image + "@" + push.text("pushed_at").orElseGet(call::madeUpId)),
                RegistryAction.INSERT,
                image,
                new Attributes().with("user", push.text("pusher")).all(),
                Images.seconds(push.text("pushed_at"), call.at())));
    }
}
