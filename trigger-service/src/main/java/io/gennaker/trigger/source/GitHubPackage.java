package io.gennaker.trigger.source;

import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.util.Locale;
import java.util.Optional;

/// The events `package` and `registry_package` of GitHub for images of ghcr.io.
final class GitHubPackage implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        String event = call.header("x-github-event").orElse("");
        if (event.equals("ping")) {
            return Reading.nothing("ping");
        }
        if (!event.equals("package") && !event.equals("registry_package")) {
            return Reading.nothing("event " + event);
        }
        Fields body = call.body();
        Fields item = body.at(event);
        String type = item.text("package_type").orElse("").toLowerCase(Locale.ROOT);
        String action = body.text("action").orElse("");
        if (!type.equals("container") && !type.equals("docker")) {
            return Reading.nothing("package of type " + type);
        }
        if (!action.equals("published") && !action.equals("updated")) {
            return Reading.nothing("action " + action);
        }
        Fields version = item.at("package_version");
        Fields tag = version.at("container_metadata").at("tag");
        String owner = item.at("owner")
                .text("login")
                .or(() -> item.text("namespace"))
                .orElseThrow(() -> new UnreadableCall("no text at owner.login"));
        return Reading.of(new TriggerEvent.ImageChanged(
                call.eventSource(),
                Call.shortened(call.header("x-github-delivery").orElseGet(call::madeUpId)),
                RegistryAction.INSERT,
                Images.image(
                        call.host().orElse("ghcr.io") + "/"
                                + (owner + "/" + item.required("name")).toLowerCase(Locale.ROOT),
                        tag.text("name"),
                        tag.text("digest").or(() -> digest(version))),
                new Attributes().with("user", body.at("sender").text("login")).all(),
                Images.time(item.text("updated_at"), call.at())));
    }

    private static Optional<String> digest(Fields version) {
        return version.text("version").filter(text -> text.startsWith("sha256:"));
    }
}
