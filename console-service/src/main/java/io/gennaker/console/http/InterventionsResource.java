package io.gennaker.console.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.InterventionView;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Does something to an execution in the caller's name, and waits for what the orchestrator says to it.
@Path("/api/executions/{id}/interventions")
@RunOnVirtualThread
public class InterventionsResource {
    private final Views views;
    private final PipelineOwners owners;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;

    InterventionsResource(
            Views views,
            PipelineOwners owners,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.decision-patience", defaultValue = "10s") Duration patience) {
        this.views = views;
        this.owners = owners;
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    enum Act {
        pause,
        resume,
        retry,
        skip,
        ignore,
        restart,
        @JsonProperty("override-freeze")
        overrideFreeze;

        /// A freeze is for all who deploy: who may define it may let one pass.
        Permission needs() {
            return this == overrideFreeze ? Permission.DEFINE : Permission.RUN;
        }
    }

    /// @param stage that it is about; none for pause, resume and override-freeze
    /// @param requestId makes the request repeatable; a new one each time when left out
    record Request(
            @Nullable Act act,
            @Nullable String stage,
            @Nullable String reason,
            @Nullable String requestId) {}

    @Needs(Permission.RUN)
    @POST
    public Response intervene(@PathParam("id") String id, @Nullable Request request) throws InterruptedException {
        ExecutionView execution = views.execution(id)
                .filter(found -> caller.visible().contain(found.application()))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no execution " + id));
        if (execution.finishedAt() == null) {
            caller.require(Permission.RUN, execution.application());
        } else {
            owners.requireDeliveringAgain(execution);
        }
        if (request == null || request.act() == null) {
            throw new IllegalArgumentException(
                    "act is needed: pause, resume, retry, skip, ignore, restart or override-freeze");
        }
        caller.require(request.act().needs(), execution.application());
        String given = Given.remark("reason", request.reason());
        if (given == null && request.act() == Act.overrideFreeze) {
            throw new IllegalArgumentException("override-freeze needs a reason");
        }
        var command = new ExecutionCommand.Intervene(
                new ExecutionId(id),
                Given.requestKey("requestId", request.requestId()),
                intervention(request.act(), Given.name("stage", request.stage())),
                caller.actor(),
                given == null ? "no reason given" : given,
                clock.instant());
        return sendAndAwait(command)
                .map(InterventionsResource::response)
                .orElseGet(() -> Problem.response(
                        504,
                        "no-answer",
                        "the orchestrator did not answer in " + patience.toSeconds()
                                + " s; the request is not lost, repeat it with requestId " + command.requestId()));
    }

    private static Intervention intervention(Act act, @Nullable String stage) {
        boolean ofStage =
                switch (act) {
                    case pause, resume, overrideFreeze -> false;
                    case retry, skip, ignore, restart -> true;
                };
        if (ofStage != (stage != null)) {
            throw new IllegalArgumentException(
                    act + (ofStage ? " needs a stage" : " is about the whole execution; allowed is no stage"));
        }
        String of = String.valueOf(stage);
        return switch (act) {
            case pause -> new Intervention.Pause();
            case resume -> new Intervention.Resume();
            case retry -> new Intervention.Retry(of);
            case skip -> new Intervention.Skip(of);
            case ignore -> new Intervention.Ignore(of);
            case restart -> new Intervention.Restart(of);
            case overrideFreeze -> new Intervention.OverrideFreeze();
        };
    }

    private Optional<InterventionView> sendAndAwait(ExecutionCommand.Intervene command) throws InterruptedException {
        Optional<InterventionView> known = answer(command);
        return known.isPresent()
                ? known
                : awaiting.after(
                        () -> unitOfWork.run(outbox -> outbox.send(command)),
                        command.executionId().value(),
                        () -> answer(command),
                        patience);
    }

    private Optional<InterventionView> answer(ExecutionCommand.Intervene command) {
        return views.execution(command.executionId().value()).map(ExecutionView::interventions).stream()
                .flatMap(answers -> answers.stream())
                .filter(answer ->
                        answer.answers(command.requestId(), command.by().user()))
                .findFirst();
    }

    private static Response response(InterventionView answer) {
        if (answer.refusal() == null) {
            return Response.ok(answer).build();
        }
        String allowed = answer.allowed().isEmpty() ? "nothing" : String.join(", ", answer.allowed());
        return Problem.response(409, "refused", answer.refusal() + "; allowed now: " + allowed);
    }
}
