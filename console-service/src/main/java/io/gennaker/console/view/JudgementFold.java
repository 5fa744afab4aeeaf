package io.gennaker.console.view;

import io.gennaker.console.view.HistoryView.Kind;
import io.gennaker.console.view.JudgementView.AnswerView;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.JudgementEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Builds the view of a judgement from its events. Pure.
final class JudgementFold {
    private JudgementFold() {}

    static JudgementView apply(JudgementView view, JudgementEvent event) {
        return switch (event) {
            case JudgementEvent.Opened opened -> view.asked(opened);
            case JudgementEvent.DecisionRecorded recorded -> answered(view, recorded);
            case JudgementEvent.Revoked revoked ->
                view.answered(without(view.answers(), revoked.revoked()))
                        .told(entry(
                                Kind.Revoked,
                                revoked.at(),
                                revoked.by().user(),
                                revoked.channel(),
                                revoked.comment(),
                                null));
            case JudgementEvent.Delegated delegated ->
                view.told(entry(
                        Kind.Delegated,
                        delegated.at(),
                        delegated.by().user(),
                        delegated.channel(),
                        delegated.comment(),
                        delegated.to()));
            case JudgementEvent.Commented commented ->
                view.told(entry(
                        Kind.Commented,
                        commented.at(),
                        commented.by().user(),
                        commented.channel(),
                        commented.text(),
                        null));
            case JudgementEvent.Reminded reminded ->
                view.told(new HistoryView(
                        Kind.Reminded, reminded.at(), null, null, null, null, null, null, null, reminded.reminder()));
            // A refusal concerns its asker alone.
            case JudgementEvent.DecisionRefused _ -> view;
            case JudgementEvent.Concluded concluded -> view.concluded(concluded);
            case JudgementEvent.Cancelled cancelled -> view.withdrawn(cancelled.at());
        };
    }

    private static JudgementView answered(JudgementView view, JudgementEvent.DecisionRecorded recorded) {
        var answer = new AnswerView(
                recorded.by().user(),
                recorded.decision(),
                recorded.channel(),
                recorded.comment(),
                recorded.at(),
                recorded.requestId(),
                recorded.form(),
                recorded.onBehalfOf());
        if (view.answers().stream().anyMatch(answer::isSame)) {
            return view;
        }
        return view.answered(Stream.concat(view.answers().stream(), Stream.of(answer))
                        .toList())
                .told(new HistoryView(
                        Kind.Answered,
                        answer.at(),
                        answer.user(),
                        answer.channel(),
                        answer.comment(),
                        answer.decision(),
                        answer.form(),
                        answer.onBehalfOf(),
                        null,
                        null));
    }

    private static List<AnswerView> without(List<AnswerView> answers, String requestId) {
        return answers.stream()
                .filter(answer -> !requestId.equals(answer.requestId()))
                .toList();
    }

    private static HistoryView entry(
            Kind kind, Instant at, String user, Channel channel, @Nullable String text, @Nullable String to) {
        return new HistoryView(kind, at, user, channel, text, null, null, null, to, null);
    }
}
