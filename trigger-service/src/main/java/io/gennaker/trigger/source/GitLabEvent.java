package io.gennaker.trigger.source;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import java.util.Map;

/// Pushes, tags and created releases of GitLab.
final class GitLabEvent implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        String event = call.header("x-gitlab-event")
                .orElseThrow(() -> new UnreadableCall("no header X-Gitlab-Event; expected is a webhook of GitLab"));
        return switch (event) {
            case "Push Hook", "Tag Push Hook" ->
                GitRef.read(call.body().required("ref"), call.body().text("after"), ref -> push(call, ref));
            case "Release Hook" -> release(call);
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
                        .with("revision", body.text("checkout_sha").or(() -> body.text("after")))
                        .with("user", body.text("user_username"))
                        .all());
    }

    private static Reading release(Call call) throws UnreadableCall {
        Fields body = call.body();
        String action = body.text("action").orElse("");
        if (!action.equals("create")) {
            return Reading.nothing("release " + action);
        }
        return fact(
                call,
                new Attributes()
                        .with("repository", repository(body))
                        .with("action", "release")
                        .with("tag", body.required("tag"))
                        .with("revision", body.at("commit").text("id"))
                        .all());
    }

    private static String repository(Fields body) throws UnreadableCall {
        return GitHubEvent.withHost(body.at("project").required("web_url"));
    }

    /// GitLab calls again under the same key; older versions name only the event.
    private static Reading fact(Call call, Map<String, String> attributes) throws UnreadableCall {
        return Reading.of(new TriggerEvent.FactReceived(
                FactKind.GIT,
                call.eventSource(),
                Call.shortened(call.header("idempotency-key")
                        .or(() -> call.header("x-gitlab-webhook-uuid")
                                .flatMap(hook ->
                                        call.header("x-gitlab-event-uuid").map(id -> hook + "/" + id)))
                        .or(() -> call.header("x-gitlab-event-uuid"))
                        .orElseGet(call::madeUpId)),
                attributes,
                call.payload(),
                call.at()));
    }
}
