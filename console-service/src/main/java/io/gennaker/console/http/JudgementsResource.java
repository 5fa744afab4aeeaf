package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.JudgementView;
import io.gennaker.console.view.Views;
import io.gennaker.console.view.Views.AnswerKey;
import io.gennaker.console.view.Views.AnswerResult;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FilledForm;
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
import java.util.Map;
import java.util.function.Function;
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

    /// @param choice where the question offers some
    /// @param inputs where the question asks for some
    /// @param requestId makes the answer repeatable; a new one each time when left out
    record Answer(
            @Nullable String judgementId,
            @Nullable Decision decision,
            @Nullable String choice,
            @Nullable Map<String, String> inputs,
            @Nullable String comment,
            @Nullable String requestId) {
        FilledForm form() {
            if (inputs != null && inputs.containsValue(null)) {
                throw new IllegalArgumentException("an input is null; allowed is text, also for numbers");
            }
            return new FilledForm(Given.name("choice", choice), Given.texts("inputs", inputs));
        }
    }

    record Revocation(
            @Nullable String judgementId,
            @Nullable String comment,
            @Nullable String requestId) {}

    /// @param to the name of who may decide instead
    record Delegation(
            @Nullable String judgementId,
            @Nullable String to,
            @Nullable String comment,
            @Nullable String requestId) {}

    record Comment(
            @Nullable String judgementId,
            @Nullable String text,
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
        Decision decision = answer.decision();
        FilledForm form = answer.form();
        String comment = Given.remark("comment", answer.comment());
        return sent(
                answer.judgementId(),
                answer.requestId(),
                to -> new JudgementCommand.Decide(
                        to.execution(),
                        to.judgement(),
                        to.requestId(),
                        decision,
                        caller.actor(),
                        caller.channel(),
                        comment,
                        clock.instant(),
                        form.orNull()));
    }

    /// Takes the caller's answer back, or else the right that the caller handed on.
    @Needs(Permission.JUDGE)
    @POST
    @Path("/revocations")
    public Response revoke(Revocation revocation) throws InterruptedException {
        String comment = Given.remark("comment", revocation.comment());
        return sent(
                needed(revocation.judgementId()),
                revocation.requestId(),
                to -> new JudgementCommand.Revoke(
                        to.execution(),
                        to.judgement(),
                        to.requestId(),
                        caller.actor(),
                        caller.channel(),
                        comment,
                        clock.instant()));
    }

    /// Hands the caller's right to decide on to another person.
    @Needs(Permission.JUDGE)
    @POST
    @Path("/delegations")
    public Response delegate(Delegation delegation) throws InterruptedException {
        String to = Given.name("to", delegation.to());
        if (to == null) {
            throw new IllegalArgumentException("to is needed: the name of who may decide instead");
        }
        String delegate = to.strip();
        String comment = Given.remark("comment", delegation.comment());
        return sent(
                needed(delegation.judgementId()),
                delegation.requestId(),
                address -> new JudgementCommand.Delegate(
                        address.execution(),
                        address.judgement(),
                        address.requestId(),
                        delegate,
                        caller.actor(),
                        caller.channel(),
                        comment,
                        clock.instant()));
    }

    /// Remarks something, and decides nothing.
    @Needs(Permission.JUDGE)
    @POST
    @Path("/comments")
    public Response comment(Comment comment) throws InterruptedException {
        String text = Given.remark("text", comment.text());
        if (text == null) {
            throw new IllegalArgumentException("text is needed");
        }
        return sent(
                needed(comment.judgementId()),
                comment.requestId(),
                to -> new JudgementCommand.Comment(
                        to.execution(),
                        to.judgement(),
                        to.requestId(),
                        text,
                        caller.actor(),
                        caller.channel(),
                        clock.instant()));
    }

    private static String needed(@Nullable String judgement) {
        if (judgement == null) {
            throw new IllegalArgumentException("judgementId is needed");
        }
        return judgement;
    }

    /// Whom a command concerns, and under which request.
    private record Address(ExecutionId execution, OperationId judgement, String requestId) {
        AnswerKey key(String user) {
            return new AnswerKey(judgement.value(), user, requestId);
        }
    }

    private Response sent(String judgement, @Nullable String requestId, Function<Address, JudgementCommand> command)
            throws InterruptedException {
        String execution = Given.storable("judgementId", judgement).split("/", 2)[0];
        requireJudge(execution);
        var to = new Address(
                new ExecutionId(execution), new OperationId(judgement), Given.requestKey("requestId", requestId));
        var made = command.apply(to);
        return awaiting.after(
                        () -> unitOfWork.run(outbox -> outbox.send(made)),
                        ChangeFeed.ANSWER + to.requestId(),
                        () -> views.answer(to.key(caller.actor().user())),
                        patience)
                .map(JudgementsResource::response)
                .orElseGet(() -> Problem.response(
                        504,
                        "no-answer",
                        "the judgement service did not answer in " + patience.toSeconds()
                                + " s; the request is not lost, repeat it with requestId " + to.requestId()));
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
