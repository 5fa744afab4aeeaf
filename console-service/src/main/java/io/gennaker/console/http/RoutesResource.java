package io.gennaker.console.http;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Routes that get back what they were before a pipeline shared their traffic.
@Path("/api/pipelines/{name}/restore-routes")
@RunOnVirtualThread
public class RoutesResource {
    private final PipelineOwners owners;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;

    RoutesResource(PipelineOwners owners, UnitOfWork unitOfWork, Caller caller, Clock clock) {
        this.owners = owners;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param idempotencyKey the same key asks for the same execution; a new one each time when left out
    record RestoreRoutesRequest(
            @Nullable String reason, @Nullable String idempotencyKey) {}

    record RestoreRoutes(ExecutionId executionId) {}

    /// Starts an execution that gives them back. The pipeline need not be in force any more.
    @Needs(Permission.DEFINE)
    @POST
    public Response restore(@PathParam("name") String pipeline, @Nullable RestoreRoutesRequest request) {
        caller.require(Permission.DEFINE, owners.application(pipeline));
        String given = Given.remark("reason", request == null ? null : request.reason());
        String key = Given.requestKey("idempotencyKey", request == null ? null : request.idempotencyKey());
        var execution =
                ExecutionId.of(pipeline, "restore-routes/" + caller.actor().user() + "/" + key);
        var command = new ExecutionCommand.RestoreRoutes(
                execution, pipeline, caller.actor(), given == null ? "no reason given" : given, clock.instant());
        unitOfWork.run(outbox -> outbox.send(command));
        return Response.accepted(new RestoreRoutes(execution)).build();
    }
}
