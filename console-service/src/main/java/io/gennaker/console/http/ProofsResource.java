package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.Proofs;
import io.gennaker.console.view.Proofs.ReplayResult;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Executions again: their signed provenance, a replay of their decisions, a rerun of their plan.
@Path("/api")
@RunOnVirtualThread
public class ProofsResource {
    private final Views views;
    private final Proofs proofs;
    private final PipelineOwners owners;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;

    ProofsResource(
            Views views,
            Proofs proofs,
            PipelineOwners owners,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.decision-patience", defaultValue = "10s") Duration patience) {
        this.views = views;
        this.proofs = proofs;
        this.owners = owners;
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    /// @param idempotencyKey the same key asks for the same execution; a new one each time when left out
    record RerunRequest(@Nullable String reason, @Nullable String idempotencyKey) {}

    record Rerun(ExecutionId executionId) {}

    /// The DSSE envelope as it was signed.
    @Needs(Permission.VIEW)
    @GET
    @Path("/executions/{id}/provenance")
    @Produces(MediaType.APPLICATION_JSON)
    public String provenance(@PathParam("id") String id) {
        find(id);
        return proofs.envelope(id)
                .orElseThrow(() -> Problem.exception(
                        404,
                        "not-found",
                        "execution " + id + " has no provenance: it is signed when an execution ends, and only where"
                                + " the orchestrator has a key (gennaker.provenance.key-file)"));
    }

    /// Lets the orchestrator decide the recorded moves once more, and waits for what that comes to.
    @Needs(Permission.VIEW)
    @POST
    @Path("/executions/{id}/replay")
    public Response replay(@PathParam("id") String id) throws InterruptedException {
        find(id);
        String requestId = UUID.randomUUID().toString();
        var command = new ExecutionCommand.Replay(new ExecutionId(id), requestId, caller.actor(), clock.instant());
        return awaiting.after(
                        () -> unitOfWork.run(outbox -> outbox.send(command)),
                        ChangeFeed.ANSWER + requestId,
                        () -> proofs.replay(id, requestId),
                        patience)
                .map(ProofsResource::answer)
                .orElseGet(() -> Problem.response(
                        504, "no-answer", "the orchestrator did not answer in " + patience.toSeconds() + " s"));
    }

    private static Response answer(ReplayResult result) {
        return Response.ok(result).build();
    }

    /// Starts the plan of an execution once more.
    @Needs(Permission.RUN)
    @POST
    @Path("/executions/{id}/rerun")
    public Response rerun(@PathParam("id") String id, @Nullable RerunRequest request) {
        ExecutionView execution = find(id);
        owners.requireDeliveringAgain(execution);
        String pipeline = execution.pipeline();
        if (pipeline == null || execution.planDigest() == null) {
            throw Problem.exception(409, "refused", "execution " + id + " was refused: there is no plan to run again");
        }
        String given = Given.remark("reason", request == null ? null : request.reason());
        String key = Given.requestKey("idempotencyKey", request == null ? null : request.idempotencyKey());
        var again =
                ExecutionId.of(pipeline, "rerun/" + id + "/" + caller.actor().user() + "/" + key);
        var command = new ExecutionCommand.Rerun(
                again,
                pipeline,
                new ExecutionId(id),
                caller.actor(),
                given == null ? "no reason given" : given,
                clock.instant());
        unitOfWork.run(outbox -> outbox.send(command));
        return Response.accepted(new Rerun(again)).build();
    }

    private ExecutionView find(String id) {
        return views.execution(id)
                .filter(found -> caller.visible().contain(found.application()))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no execution " + id));
    }
}
