package io.gennaker.trigger.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Calls as the systems make them, cut to what they have in common.
public final class Calls {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final String DIGEST = "sha256:" + "0f".repeat(32);

    private Calls() {}

    public static Call call(Map<String, String> headers, String body) {
        return new Call("team", Optional.empty(), headers, body.replace("DIGEST", DIGEST), NOON);
    }

    public static Call registry() {
        return call(Map.of(), """
                {"events": [
                  {"id": "e1", "timestamp": "2026-11-23T11:59:58.123+01:00", "action": "push", "target":
                    {"mediaType": "application/octet-stream", "repository": "acme/shop", "digest": "DIGEST"},
                   "request": {"host": "registry.acme.io:5000"}},
                  {"id": "e2", "timestamp": "2026-11-23T11:59:59Z", "action": "push", "target":
                    {"mediaType": "application/vnd.oci.image.manifest.v1+json", "repository": "acme/shop",
                     "digest": "DIGEST", "tag": "v2"},
                   "request": {"host": "registry.acme.io:5000"}, "actor": {"name": "ci"}},
                  {"id": "e3", "timestamp": "2026-11-23T11:59:59Z", "action": "pull", "target":
                    {"mediaType": "application/vnd.oci.image.manifest.v1+json", "repository": "acme/shop",
                     "digest": "DIGEST"}, "request": {"host": "registry.acme.io:5000"}}]}
                """);
    }

    public static Call dockerHub() {
        return call(Map.of(), """
                {"callback_url": "https://registry.hub.docker.com/u/acme/shop/hook/1/", "push_data":
                  {"pushed_at": 1795435198, "pusher": "ada", "tag": "v2", "images": []},
                 "repository": {"repo_name": "acme/shop", "name": "shop", "namespace": "acme"}}
                """);
    }

    public static Call githubPackage() {
        return call(Map.of("x-github-event", "registry_package", "x-github-delivery", "d1"), """
                {"action": "published", "registry_package": {"name": "shop", "namespace": "Acme", "package_type":
                  "CONTAINER", "owner": {"login": "Acme"}, "updated_at": "2026-11-23T11:59:59Z", "package_version":
                  {"version": "DIGEST", "container_metadata": {"tag": {"name": "v2", "digest": "DIGEST"}}}},
                 "sender": {"login": "ada"}}
                """);
    }

    public static Call quay() {
        return call(Map.of(), """
                {"repository": "acme/shop", "namespace": "acme", "name": "shop", "docker_url": "quay.io/acme/shop",
                 "homepage": "https://quay.io/repository/acme/shop", "updated_tags": ["v2"]}
                """);
    }

    public static Call harbor() {
        return call(Map.of(), """
                {"type": "PUSH_ARTIFACT", "occur_at": 1795435199, "operator": "ci", "event_data": {"resources":
                  [{"digest": "DIGEST", "tag": "v2", "resource_url": "harbor.acme.io/team/shop:v2"}],
                 "repository": {"name": "shop", "namespace": "team", "repo_full_name": "team/shop"}}}
                """);
    }

    public static Call githubPush(String ref) {
        return call(Map.of("x-github-event", "push", "x-github-delivery", "d2"), """
                {"ref": "%s", "after": "832b83664c1f0c6d0c3a2a4a7bb1d3b0a8f1d7c2", "repository":
                  {"full_name": "acme/shop", "html_url": "https://github.com/acme/shop"}, "pusher": {"name": "ada"},
                 "commits": [{"added": ["src/Shop.java"], "modified": ["README.md"], "removed": []}]}
                """.formatted(ref));
    }

    public static Call githubRelease() {
        return call(Map.of("x-github-event", "release", "x-github-delivery", "d3"), """
                {"action": "published", "release": {"tag_name": "v2", "target_commitish": "main", "prerelease": false},
                 "repository": {"html_url": "https://github.com/acme/shop"}, "sender": {"login": "ada"}}
                """);
    }

    public static Call gitlabPush() {
        return call(Map.of("x-gitlab-event", "Push Hook", "x-gitlab-event-uuid", "u1", "idempotency-key", "k1"), """
                {"object_kind": "push", "ref": "refs/heads/main", "after": "832b83664c1f0c6d0c3a2a4a7bb1d3b0a8f1d7c2",
                 "checkout_sha": "832b83664c1f0c6d0c3a2a4a7bb1d3b0a8f1d7c2", "user_username": "ada",
                 "project": {"web_url": "https://gitlab.acme.io/team/shop"},
                 "commits": [{"added": [], "modified": ["src/Shop.java"], "removed": []}]}
                """);
    }

    public static Call gitlabRelease() {
        return call(Map.of("x-gitlab-event", "Release Hook", "x-gitlab-event-uuid", "u2"), """
                {"object_kind": "release", "action": "create", "tag": "v2", "commit": {"id": "832b8366"},
                 "project": {"web_url": "https://gitlab.acme.io/team/shop"}}
                """);
    }

    public static Call pubsub(String data) {
        String encoded = Base64.getEncoder()
                .encodeToString(data.replace("DIGEST", DIGEST).getBytes(StandardCharsets.UTF_8));
        return call(Map.of(), """
                {"message": {"data": "%s", "messageId": "m1", "publishTime": "2026-11-23T11:59:59Z",
                  "attributes": {"team": "shop"}}, "subscription": "projects/acme/subscriptions/gennaker"}
                """.formatted(encoded));
    }

    public static Call cdEvent(String contentType, String envelope) {
        return call(Map.of("content-type", contentType), envelope.formatted("""
                {"context": {"version": "0.4.1", "id": "c1", "source": "/ci", "type":
                  "dev.cdevents.testsuiterun.finished.0.2.0", "timestamp": "2026-11-23T11:59:59Z"},
                 "subject": {"id": "suite-1", "type": "testSuiteRun", "content": {"outcome": "pass"}}}
                """));
    }

    public static Call cdEventOfAnImage() {
        return call(Map.of("content-type", "application/json"), """
                {"context": {"version": "0.4.1", "id": "c2", "source": "/ci", "type":
                  "dev.cdevents.artifact.published.0.2.0", "timestamp": "2026-11-23T11:59:59Z"},
                 "subject": {"id": "us.gcr.io/acme/shop:v2@DIGEST", "type": "artifact", "content": {}}}
                """);
    }
}
