package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.JudgementView;
import io.gennaker.console.view.Views;
import io.gennaker.console.view.Views.AnswerKey;
import io.gennaker.console.view.Views.AnswerResult;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Judgements: list, and answer in the caller's name.
@Path("/api/judgements")
@RunOnVirtualThread
public class JudgementsResource {
    private static final int PAGE = 50;

    private final Views views;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;

    JudgementsResource(
            Views views,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.decision-patience", defaultValue = "10s") Duration patience) {
        this.views = views;
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    /// @param requestId makes the answer repeatable; a new one each time when left out
    record Answer(
            @Nullable String judgementId,
            @Nullable Decision decision,
            @Nullable String comment,
            @Nullable String requestId) {}

    record Answered(String result) {}

    @Needs(Permission.VIEW)
    @GET
    public List<JudgementView> list(
            @QueryParam("open") @DefaultValue("false") boolean openOnly, @QueryParam("limit") @Nullable String limit) {
        return views.judgements(openOnly, caller.visible(), Given.limit(limit, PAGE));
    }

    /// Answers and waits until the judgement service has decided what the answer means.
    @Needs(Permission.JUDGE)
    @POST
    @Path("/decisions")
    public Response decide(Answer answer) throws InterruptedException {
        if (answer.judgementId() == null || answer.decision() == null) {
            throw new IllegalArgumentException("judgementId and decision (Approve or Reject) are needed");
        }
        String execution = answer.judgementId().split("/", 2)[0];
        requireJudge(execution);
        String requestId = answer.requestId() == null ? UUID.randomUUID().toString() : answer.requestId();
        var command = new JudgementCommand.Decide(
                new ExecutionId(execution),
                new OperationId(answer.judgementId()),
                requestId,
                answer.decision(),
                caller.actor(),
                caller.channel(),
                Given.remark("comment", answer.comment()),
                clock.instant());
        return sendAndAwait(command)
                .map(JudgementsResource::response)
                .orElseGet(() -> Problem.response(
                        504,
                        "no-answer",
                        "the judgement service did not answer in " + patience.toSeconds()
                                + " s; the decision is not lost, repeat it with requestId " + requestId));
    }

    /// What is not known here is left to the judgement service, which knows all questions, for those who judge
    /// anywhere.
    private void requireJudge(String execution) {
        String application =
                views.execution(execution).map(ExecutionView::application).orElse(null);
        if (!caller.visible().contain(application)) {
            throw Problem.exception(404, "not-found", "no execution " + execution);
        }
        caller.require(Permission.JUDGE, application);
    }

    private Optional<AnswerResult> sendAndAwait(JudgementCommand.Decide command) throws InterruptedException {
        var key = new AnswerKey(command.operationId().value(), command.by().user(), command.requestId());
        return awaiting.after(
                () -> unitOfWork.run(outbox -> outbox.send(command)),
                ChangeFeed.ANSWER + command.requestId(),
                () -> views.answer(key),
                patience);
    }

    private static Response response(AnswerResult result) {
        if (result.refusal() == null) {
            return Response.ok(new Answered("recorded")).build();
        }
        int status =
                switch (result.refusal()) {
                    case FORBIDDEN -> 403;
                    case UNKNOWN_JUDGEMENT -> 404;
                    case ALREADY_CONCLUDED -> 409;
                    case INVALID -> 422;
                };
        return Problem.response(status, "refused", String.valueOf(result.reason()));
    }
}
