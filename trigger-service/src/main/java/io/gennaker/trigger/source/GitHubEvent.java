package io.gennaker.trigger.source;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import java.net.URI;
import java.util.Map;

/// Pushes, tags and published releases of GitHub.
final class GitHubEvent implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        String event = call.header("x-github-event")
                .orElseThrow(() -> new UnreadableCall("no header X-GitHub-Event; expected is a webhook of GitHub"));
        return switch (event) {
            case "push" -> GitRef.read(call.body().required("ref"), call.body().text("after"), ref -> push(call, ref));
            case "release" -> release(call);
            default -> Reading.nothing("event " + event);
        };
    }

    private static Reading push(Call call, GitRef ref) throws UnreadableCall {
        Fields body = call.body();
        return fact(
                call,
                new Attributes()
                        .with("repository", repository(body))
                        .with("action", ref.action())
                        .with(ref.kind(), ref.name())
                        .with("revision", body.text("after"))
                        .with("user", body.at("pusher").text("name"))
                        .all());
    }

    private static Reading release(Call call) throws UnreadableCall {
        Fields body = call.body();
        String action = body.text("action").orElse("");
        if (!action.equals("published")) {
            return Reading.nothing("release " + action);
        }
        Fields release = body.at("release");
        return fact(
                call,
                new Attributes()
                        .with("repository", repository(body))
                        .with("action", "release")
                        .with("tag", release.required("tag_name"))
                        .with("branch", release.text("target_commitish"))
                        .with("prerelease", release.text("prerelease"))
                        .with("user", body.at("sender").text("login"))
                        .all());
    }

    private static String repository(Fields body) throws UnreadableCall {
        return withHost(body.at("repository").required("html_url"));
    }

    /// `github.com/acme/shop` of `https://github.com/acme/shop`.
    static String withHost(String url) throws UnreadableCall {
        try {
            URI address = URI.create(url);
            if (address.getRawAuthority() != null) {
                return address.getRawAuthority() + address.getPath();
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new UnreadableCall("'" + url + "' is no address of a repository");
    }

    private static Reading fact(Call call, Map<String, String> attributes) throws UnreadableCall {
        return Reading.of(new TriggerEvent.FactReceived(
                FactKind.GIT,
                call.eventSource(),
                Call.shortened(call.header("x-github-delivery").orElseGet(call::madeUpId)),
                attributes,
                call.payload(),
                call.at()));
    }
}
