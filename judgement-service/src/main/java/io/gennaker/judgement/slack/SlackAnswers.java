package io.gennaker.judgement.slack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.decision.Answer;
import io.gennaker.judgement.decision.Judgement;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.decision.Ruling;
import io.gennaker.outbox.UnitOfWork;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What a verified interaction does. Slack waits for three seconds, so words and forms are sent after the answer to it.
@Singleton
class SlackAnswers {
    private static final Logger LOG = Logger.getLogger(SlackAnswers.class);
    private static final int LONGEST_ID = 100;

    private final SlackAccess access;
    private final Judgements judgements;
    private final JudgementStore store;
    private final UnitOfWork unitOfWork;
    private final Clock clock;

    SlackAnswers(SlackAccess access, Judgements judgements, JudgementStore store, UnitOfWork unitOfWork, Clock clock) {
        this.access = access;
        this.judgements = judgements;
        this.store = store;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /// Whoever did something, and where they are told of it.
    private record Person(String slackUser, String channel) {}

    /// What keeps a form open, with the reason beside a field.
    record FormErrors(@JsonProperty("response_action") String action, Map<String, String> errors) {
        FormErrors(String field, String reason) {
            this("errors", Map.of(field, reason));
        }
    }

    Response take(JsonNode payload) {
        String user = id(payload.path("user").path("id"));
        return switch (payload.path("type").asText("")) {
            case "block_actions" ->
                pressed(payload, new Person(user, id(payload.path("channel").path("id"))));
            case "view_submission" -> submitted(payload, user);
            // such as a form that was closed
            default -> Response.ok().build();
        };
    }

    private Response pressed(JsonNode payload, Person person) {
        JsonNode action = payload.path("actions").path(0);
        String name = action.path("action_id").asText("");
        if (!name.startsWith("gennaker_")) {
            return Response.ok().build();
        }
        var judgement = new OperationId(action.path("value").asText(""));
        switch (name) {
            case SlackMessages.APPROVE -> decide(judgement, Decision.APPROVE, request(person, action), person);
            case SlackMessages.REJECT -> decide(judgement, Decision.REJECT, request(person, action), person);
            case SlackMessages.FORM ->
                open(judgement, payload.path("trigger_id").asText(""), person);
            default -> throw new IllegalArgumentException("action '" + id(action.path("action_id")) + "' is not known");
        }
        return Response.ok().build();
    }

    private static String request(Person person, JsonNode action) {
        return "slack-" + person.slackUser() + "-" + id(action.path("action_ts"));
    }

    private void decide(OperationId judgement, Decision decision, String request, Person person) {
        objection(judgement, new SlackForm.Filled(decision, FilledForm.EMPTY, null), request, person.slackUser())
                .ifPresent(reason -> whisper(person, reason));
    }

    private Response submitted(JsonNode payload, String user) {
        JsonNode view = payload.path("view");
        if (!view.path("callback_id").asText("").equals(SlackForm.CALLBACK)) {
            return Response.ok().build();
        }
        var judgement = new OperationId(view.path("private_metadata").asText(""));
        @Nullable Judgement found = unitOfWork.call(_ -> store.find(judgement).orElse(null));
        if (found == null) {
            return keepOpen("There is no such judgement.");
        }
        SlackForm.Filled filled;
        try {
            filled = SlackForm.read(found.question(), view.path("state").path("values"));
        } catch (IllegalArgumentException incomplete) {
            return keepOpen(String.valueOf(incomplete.getMessage()));
        }
        return objection(judgement, filled, "slack-" + user + "-" + id(view.path("id")), user)
                .map(SlackAnswers::keepOpen)
                .orElseGet(() -> Response.ok().build());
    }

    private static Response keepOpen(String reason) {
        return Response.ok(new FormErrors(SlackForm.DECISION, reason)).build();
    }

    /// Answers in the name of the person.
    ///
    /// @return why that changed nothing; empty when it counts
    private Optional<String> objection(
            OperationId judgement, SlackForm.Filled filled, String request, String slackUser) {
        Optional<Actor> actor = access.users().find(slackUser);
        if (actor.isEmpty()) {
            LOG.warnf("slack answer refused judgement=%s slackUser=%s reason=\"not known\"", judgement, slackUser);
            return Optional.of(
                    "You (" + slackUser + ") are not known to Gennaker: gennaker.slack.users-file has no entry");
        }
        var answer = new Answer(
                request,
                filled.decision(),
                filled.form(),
                actor.get(),
                Channel.SLACK,
                filled.comment(),
                clock.instant());
        Ruling ruling = unitOfWork.call(outbox -> judgements.act(judgement, answer, outbox::send));
        LOG.infof(
                "slack answered judgement=%s user=\"%s\" ruling=%s",
                judgement, actor.get().user(), ruling.getClass().getSimpleName());
        return ruling instanceof Ruling.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    private void open(OperationId judgement, String trigger, Person person) {
        @Nullable Judgement found = unitOfWork.call(_ -> store.find(judgement).orElse(null));
        if (found instanceof Judgement.Open open) {
            later("form", client -> client.open(trigger, SlackForm.of(open.question())));
        } else {
            whisper(person, found == null ? "There is no such judgement." : "The judgement has ended.");
        }
    }

    private void whisper(Person person, String words) {
        later("words", client -> client.whisper(person.channel(), person.slackUser(), SlackText.escape(words, 1_000)));
    }

    @FunctionalInterface
    private interface Sending {
        void by(SlackClient client) throws SlackFailed;
    }

    private void later(String what, Sending sending) {
        access.client()
                .ifPresent(client -> Thread.ofVirtual().name("slack-" + what).start(() -> {
                    try {
                        sending.by(client);
                    } catch (SlackFailed failed) {
                        LOG.warnf("slack %s not sent reason=\"%s\"", what, failed.getMessage());
                    }
                }));
    }

    private static String id(JsonNode node) {
        String id = node.asText("");
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "an id has " + id.length() + " characters; allowed are 1 to " + LONGEST_ID + " of ASCII");
        }
        return id;
    }
}
