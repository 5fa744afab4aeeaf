package io.gennaker.cli.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.pipeline.Written;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Calls the console. Every failure is a [CliFailure] that says what the server said.
public final class ConsoleClient {
    /// The server may know more than this version of the command line.
    private static final JsonMapper JSON = MessageCodec.json()
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// The console waits some seconds for the service that decides; then it says 504.
    private static final int REPEATS = 2;

    private final ConsoleHttp http;

    public ConsoleClient(URI server, String token) {
        this(server, token, Timing.INTERACTIVE);
    }

    ConsoleClient(URI server, String token, Timing timing) {
        this(new ConsoleHttp(server, token, timing));
    }

    private ConsoleClient(ConsoleHttp http) {
        this.http = http;
    }

    /// The same, but calls are repeated for that long while the console is away. Every call may be repeated: each that
    /// changes something carries a key of its own.
    public ConsoleClient persisting(Duration time) {
        return new ConsoleClient(http.persisting(time));
    }

    /// @throws IllegalArgumentException when it is no address of a console
    public static URI address(String url) {
        URI server = URI.create(url);
        ConsoleHttp.requireAddress(server);
        return server;
    }

    /// The mapper by which answers are read, and by which commands print JSON.
    public static JsonMapper json() {
        return JSON;
    }

    public Optional<Execution> execution(String id) {
        HttpResponse<String> response =
                http.send(http.request("/api/executions/" + encoded(id)).GET());
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(ConsoleHttp.read(response, new TypeReference<>() {}));
    }

    public List<ExecutionLine> executions(
            @Nullable String pipeline, @Nullable String status, @Nullable String before, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/executions"
                                + query("pipeline", pipeline, "status", status, "before", before, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    /// @param refs branch, tag or commit of files that are taken from Git
    /// @param key asked for again with the same key, nothing new starts; null for a start of its own
    /// @return the execution's id
    public String start(
            String pipeline,
            Map<String, String> parameters,
            Map<String, String> artifacts,
            Map<String, String> refs,
            @Nullable String key) {
        String once = key == null ? UUID.randomUUID().toString() : key;
        var body = JSON.createObjectNode().put("idempotencyKey", once);
        body.set("parameters", JSON.valueToTree(parameters));
        body.set("artifacts", JSON.valueToTree(artifacts));
        body.set("refs", JSON.valueToTree(refs));
        JsonNode started = ConsoleHttp.read(
                http.send(http.request("/api/pipelines/" + encoded(pipeline) + "/executions")
                        .POST(json(body))),
                new TypeReference<>() {});
        return started.path("executionId").asText();
    }

    public void cancel(String execution, String reason) {
        ConsoleHttp.read(
                http.send(http.request("/api/executions/" + encoded(execution) + "/cancel")
                        .POST(json(JSON.createObjectNode().put("reason", reason)))),
                new TypeReference<JsonNode>() {});
    }

    /// Does something to an execution.
    ///
    /// @param stage null for the whole execution
    public Intervened intervene(String execution, String act, @Nullable String stage, String reason) {
        var body = JSON.createObjectNode()
                .put("act", act)
                .put("stage", stage)
                .put("reason", reason)
                .put("requestId", UUID.randomUUID().toString());
        return ConsoleHttp.read(
                postOnce("/api/executions/" + encoded(execution) + "/interventions", body), new TypeReference<>() {});
    }

    /// Runs the plan of an execution once more.
    ///
    /// @return the new execution's id
    public String rerun(String execution, String reason) {
        var body = JSON.createObjectNode()
                .put("reason", reason)
                .put("idempotencyKey", UUID.randomUUID().toString());
        JsonNode started = ConsoleHttp.read(
                http.send(http.request("/api/executions/" + encoded(execution) + "/rerun")
                        .POST(json(body))),
                new TypeReference<>() {});
        return started.path("executionId").asText();
    }

    /// Gives the routes of a pipeline back what they were before their first canary.
    ///
    /// @return the id of the execution that does it
    public String restoreRoutes(String pipeline, String reason) {
        var body = JSON.createObjectNode()
                .put("reason", reason)
                .put("idempotencyKey", UUID.randomUUID().toString());
        JsonNode started = ConsoleHttp.read(
                http.send(http.request("/api/pipelines/" + encoded(pipeline) + "/restore-routes")
                        .POST(json(body))),
                new TypeReference<>() {});
        return started.path("executionId").asText();
    }

    public List<WithdrawnImage> withdrawnImages(@Nullable String pipeline, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/images/withdrawn" + query("pipeline", pipeline, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    public WithdrawnImage.Change withdrawImage(String pipeline, String image, String reason) {
        return changeImage("/api/images/withdrawn", pipeline, image, reason);
    }

    public WithdrawnImage.Change reinstateImage(String pipeline, String image, String reason) {
        return changeImage("/api/images/withdrawn/reinstate", pipeline, image, reason);
    }

    private WithdrawnImage.Change changeImage(String path, String pipeline, String image, String reason) {
        var body = JSON.createObjectNode()
                .put("pipeline", pipeline)
                .put("image", image)
                .put("reason", reason);
        return ConsoleHttp.read(http.send(http.request(path).POST(json(body))), new TypeReference<>() {});
    }

    /// What deciding an execution's recorded moves once more came to.
    ///
    /// @param difference the first, where they are not the same
    public record Replay(int moves, boolean same, @Nullable String difference) {}

    public Replay replay(String execution) {
        return ConsoleHttp.read(
                http.send(http.request("/api/executions/" + encoded(execution) + "/replay")
                        .POST(HttpRequest.BodyPublishers.noBody())),
                new TypeReference<>() {});
    }

    /// The signed provenance of an execution, as it was signed.
    public JsonNode provenance(String execution) {
        return ConsoleHttp.read(
                http.send(http.request("/api/executions/" + encoded(execution) + "/provenance")
                        .GET()),
                new TypeReference<>() {});
    }

    public List<DefinitionLine> definitions() {
        return ConsoleHttp.read(http.send(http.request("/api/definitions").GET()), new TypeReference<>() {});
    }

    public Optional<DefinitionLine> definition(String kind, String name) {
        HttpResponse<String> response =
                http.send(http.request("/api/definitions/" + encoded(kind) + "/" + encoded(name))
                        .GET());
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(ConsoleHttp.read(response, new TypeReference<>() {}));
    }

    /// Stores definitions: all, or none.
    ///
    /// @param channel that templates are put on; null: `next`
    /// @param source that marks them; null: none
    public List<Applied> apply(List<Written> definitions, @Nullable String channel, @Nullable String source) {
        var body = JSON.createObjectNode().put("channel", channel).put("source", source);
        body.set("submissions", JSON.valueToTree(definitions));
        AllApplied answer =
                ConsoleHttp.read(http.send(http.request("/api/definitions").PUT(json(body))), new TypeReference<>() {});
        return answer.definitions();
    }

    public void remove(String kind, String name) {
        ConsoleHttp.read(
                http.send(http.request("/api/definitions/" + encoded(kind) + "/" + encoded(name))
                        .DELETE()),
                new TypeReference<JsonNode>() {});
    }

    /// A definition in force as it was written, and the template that makes it.
    ///
    /// @param template null for what names none
    public record Source(Written written, @Nullable Written template) {}

    public Source source(String kind, String name) {
        return ConsoleHttp.read(
                http.send(http.request("/api/definitions/" + encoded(kind) + "/" + encoded(name) + "/source")
                        .GET()),
                new TypeReference<>() {});
    }

    public TemplateHistory templateHistory(String name) {
        return ConsoleHttp.read(
                http.send(http.request("/api/templates/" + encoded(name)).GET()), new TypeReference<>() {});
    }

    public List<TemplateLag> templateLag(@Nullable String name) {
        return ConsoleHttp.read(
                http.send(
                        http.request("/api/templates" + query("template", name)).GET()),
                new TypeReference<>() {});
    }

    public TemplatePromotion promote(String template, TemplatePromotion.Request asked) {
        return ConsoleHttp.read(
                http.send(http.request("/api/templates/" + encoded(template) + "/promote")
                        .POST(json(JSON.valueToTree(asked)))),
                new TypeReference<>() {});
    }

    /// A definition that the server took.
    public record Applied(String kind, String name, String digest) {}

    private record AllApplied(List<Applied> definitions) {}

    public List<Judgement> judgements(boolean openOnly, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/judgements?open=" + openOnly + "&limit=" + limit)
                        .GET()),
                new TypeReference<>() {});
    }

    /// One judgement, as its execution has it.
    public Judgement judgement(String id) {
        return execution(id.split("/", 2)[0]).stream()
                .flatMap(execution -> execution.judgements().stream())
                .filter(judgement -> judgement.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new CliFailure(ExitCode.NOT_FOUND, "no judgement " + id + "; gennaker judgements lists them"));
    }

    /// Answers a judgement in the name of the token's holder.
    public void decide(
            String judgement,
            Decision decision,
            @Nullable String choice,
            Map<String, String> inputs,
            @Nullable String comment) {
        var body = about(judgement).put("choice", choice).put("comment", comment);
        body.set("decision", JSON.valueToTree(decision));
        body.set("inputs", JSON.valueToTree(inputs));
        postAct("decisions", body);
    }

    /// Takes the answer of the token's holder back, or else the right that they handed on.
    public void revoke(String judgement, @Nullable String comment) {
        postAct("revocations", about(judgement).put("comment", comment));
    }

    /// Hands the right of the token's holder on.
    public void delegate(String judgement, String to, @Nullable String comment) {
        postAct("delegations", about(judgement).put("to", to).put("comment", comment));
    }

    /// Remarks something, and decides nothing.
    public void comment(String judgement, String text) {
        postAct("comments", about(judgement).put("text", text));
    }

    private static ObjectNode about(String judgement) {
        return JSON.createObjectNode()
                .put("judgementId", judgement)
                .put("requestId", UUID.randomUUID().toString());
    }

    private void postAct(String path, JsonNode body) {
        ConsoleHttp.read(postOnce("/api/judgements/" + path, body), new TypeReference<JsonNode>() {});
    }

    /// Any number of times: of one request id it counts once.
    private HttpResponse<String> postOnce(String path, JsonNode body) {
        HttpResponse<String> answer = http.send(http.request(path).POST(json(body)));
        for (int again = 0; again < REPEATS && answer.statusCode() == 504; again++) {
            answer = http.send(http.request(path).POST(json(body)));
        }
        return answer;
    }

    public Token.Me me() {
        return ConsoleHttp.read(http.send(http.request("/api/me").GET()), new TypeReference<>() {});
    }

    /// @param user null for the caller's own; all, for an administrator
    public List<Token> tokens(@Nullable String user, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/tokens" + query("user", user, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    /// @param user null for the caller
    /// @param roles null, and no groups: those of the caller
    /// @param validFor null for the server's usual time
    public Token.Made createToken(
            @Nullable String user,
            @Nullable List<String> roles,
            @Nullable List<String> groups,
            @Nullable String description,
            @Nullable Duration validFor) {
        var body = JSON.createObjectNode().put("user", user).put("description", description);
        body.set("roles", JSON.valueToTree(roles));
        body.set("groups", JSON.valueToTree(groups));
        body.put("validFor", validFor == null ? null : validFor.toString());
        return ConsoleHttp.read(http.send(http.request("/api/tokens").POST(json(body))), new TypeReference<>() {});
    }

    public Token revokeToken(String id) {
        return ConsoleHttp.read(
                http.send(http.request("/api/tokens/" + encoded(id)).DELETE()), new TypeReference<>() {});
    }

    public List<AuditEntry> audit(@Nullable String user, @Nullable Long before, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/audit" + query("user", user, "before", before, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    public List<DeadLetterLine> deadLetters(
            @Nullable String service, @Nullable String topic, @Nullable String before, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/dead-letters"
                                + query("service", service, "topic", topic, "before", before, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    public DeadLetter deadLetter(String id) {
        return ConsoleHttp.read(
                http.send(http.request("/api/dead-letters/" + encoded(id)).GET()), new TypeReference<>() {});
    }

    /// Sends a dead letter back to where it came from.
    ///
    /// @param force also when it was sent back before
    public DeadLetter.Replayed replayDeadLetter(String id, boolean force) {
        var body = JSON.createObjectNode()
                .put("force", force)
                .put("requestId", UUID.randomUUID().toString());
        return ConsoleHttp.read(
                http.send(http.request("/api/dead-letters/" + encoded(id) + "/replay")
                        .POST(json(body))),
                new TypeReference<>() {});
    }

    public List<NoticeLine> notices(@Nullable String execution, boolean failed, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/notices" + query("execution", execution, "failed", failed, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    public List<TriggerEvent> triggerEvents(@Nullable String before, int limit) {
        return ConsoleHttp.read(
                http.send(http.request("/api/trigger-events" + query("before", before, "limit", limit))
                        .GET()),
                new TypeReference<>() {});
    }

    public TriggerEvent triggerEvent(String event) {
        return ConsoleHttp.read(
                http.send(http.request("/api/trigger-events/" + encoded(event)).GET()), new TypeReference<>() {});
    }

    public TriggerEvent.Replayed replayTriggerEvent(String event) {
        var body = JSON.createObjectNode().put("requestId", UUID.randomUUID().toString());
        return ConsoleHttp.read(
                http.send(http.request("/api/trigger-events/" + encoded(event) + "/replay")
                        .POST(json(body))),
                new TypeReference<>() {});
    }

    /// Follows an execution: calls `until` with each snapshot, and returns the one for which it says true.
    ///
    /// @throws CliFailure with TIMEOUT when that takes longer than `patience`, with UNREACHABLE when the console
    /// stays away
    public Execution follow(String id, Duration patience, Predicate<Execution> until) {
        return new LiveStream(http, id, "/api/executions/" + encoded(id) + "/events").await(patience, until);
    }

    private static HttpRequest.BodyPublisher json(JsonNode body) {
        return HttpRequest.BodyPublishers.ofString(body.toString());
    }

    private static String query(@Nullable Object... namesAndValues) {
        var query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(namesAndValues[i])
                        .append("=")
                        .append(encoded(String.valueOf(namesAndValues[i + 1])));
            }
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
