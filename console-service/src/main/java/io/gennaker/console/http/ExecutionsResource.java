package io.gennaker.console.http;

import io.gennaker.console.view.ExecutionSummary;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Executions: list, look at, start, cancel.
@Path("/api")
@Blocking
public class ExecutionsResource {
    private static final int PAGE = 20;

    private final Views views;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;

    ExecutionsResource(Views views, UnitOfWork unitOfWork, Caller caller, Clock clock) {
        this.views = views;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param artifacts images by expected name, each with a digest
    /// @param idempotencyKey the same key asks for the same execution; a new one each time when left out
    /// @param refs branch, tag or commit of files that are taken from Git, by expected name
    record StartRequest(
            @Nullable Map<String, @Nullable String> parameters,
            @Nullable Map<String, @Nullable String> artifacts,
            @Nullable String idempotencyKey,
            @Nullable Map<String, @Nullable String> refs) {}

    record Started(ExecutionId executionId) {}

    record CancelRequest(@Nullable String reason) {}

    @Needs(Permission.VIEW)
    @GET
    @Path("/executions")
    public List<ExecutionSummary> list(
            @QueryParam("pipeline") @Nullable String pipeline,
            @QueryParam("status") @Nullable String status,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        if (before != null && find(before).isEmpty()) {
            throw new IllegalArgumentException("before is '" + before + "'; allowed is the id of an execution");
        }
        return views.executions(pipeline, status(status), before, caller.visible(), Given.limit(limit, PAGE));
    }

    @Needs(Permission.VIEW)
    @GET
    @Path("/executions/{id}")
    public ExecutionView one(@PathParam("id") String id) {
        return find(id).orElseThrow(() -> Problem.exception(404, "not-found", "no execution " + id));
    }

    @Needs(Permission.RUN)
    @POST
    @Path("/pipelines/{name}/executions")
    public Response start(@PathParam("name") String pipeline, @Nullable StartRequest request) {
        String application = views.definition(DefinitionKind.PIPELINE, pipeline)
                .filter(found -> found.isVisible(caller.visible()))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no pipeline " + pipeline))
                .application();
        caller.require(Permission.RUN, application);
        StartRequest asked = request == null ? new StartRequest(null, null, null, null) : request;
        String key = Given.requestKey("idempotencyKey", asked.idempotencyKey());
        String user = caller.actor().user();
        ExecutionId execution = ExecutionId.of(pipeline, "manual/" + user + "/" + key);
        var command = new ExecutionCommand.Start(
                execution,
                pipeline,
                new TriggerInfo("manual", "console", key, user, Map.of()),
                Given.texts("parameters", asked.parameters()),
                artifacts(Given.texts("artifacts", asked.artifacts())),
                clock.instant(),
                caller.actor(),
                Given.texts("refs", asked.refs()));
        unitOfWork.run(outbox -> outbox.send(command));
        return Response.accepted(new Started(execution)).build();
    }

    @Needs(Permission.RUN)
    @POST
    @Path("/executions/{id}/cancel")
    public Response cancel(@PathParam("id") String id, @Nullable CancelRequest request) {
        ExecutionView execution = one(id);
        caller.require(Permission.RUN, execution.application());
        if (execution.finishedAt() != null) {
            String end = execution.status() == null ? "" : " " + word(execution.status());
            throw Problem.exception(
                    409, "finished", "execution " + id + " ended" + end + " at " + execution.finishedAt());
        }
        String given = Given.remark("reason", request == null ? null : request.reason());
        String reason = given == null ? "no reason given" : given;
        unitOfWork.run(outbox ->
                outbox.send(new ExecutionCommand.Cancel(new ExecutionId(id), caller.actor(), reason, clock.instant())));
        return Response.accepted(new Started(new ExecutionId(id))).build();
    }

    private Optional<ExecutionView> find(String id) {
        return views.execution(id).filter(found -> caller.visible().contain(found.application()));
    }

    private static List<Artifact> artifacts(Map<String, String> images) {
        return images.entrySet().stream()
                .map(entry -> {
                    ImageReference image = ImageReference.parse(entry.getValue());
                    if (image.digest() == null) {
                        throw new IllegalArgumentException("artifact " + entry.getKey() + " is '" + image
                                + "'; a digest is needed: repository[:tag]@sha256:...");
                    }
                    return new Artifact(entry.getKey(), image);
                })
                .toList();
    }

    private static @Nullable String status(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(ExecutionStatus.values())
                .filter(status -> word(status).equalsIgnoreCase(text))
                .findFirst()
                .map(Enum::name)
                .orElseThrow(() -> new IllegalArgumentException("status is '" + text + "'; allowed are "
                        + Arrays.stream(ExecutionStatus.values())
                                .map(ExecutionsResource::word)
                                .collect(Collectors.joining(", "))));
    }

    /// As in answers.
    private static String word(ExecutionStatus status) {
        return MessageCodec.json().convertValue(status, String.class);
    }
}
