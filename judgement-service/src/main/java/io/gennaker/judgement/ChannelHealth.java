package io.gennaker.judgement;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.HealthKind;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Step;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.LastAnswer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came last of telling people, by channel.
final class ChannelHealth implements HealthProbe {
    private static final Map<NoticeChannel, String> ADVICE = Map.of(
            NoticeChannel.SLACK, "look at gennaker.slack.bot-token-file, and whether the app is in the conversation",
            NoticeChannel.EMAIL, "look at gennaker.mail.*, and at the mail server's log",
            NoticeChannel.TEAMS, "look at gennaker.teams.*, and whether the workflow is there",
            NoticeChannel.WEBHOOK, "look at the address, and at gennaker.callout.secret-file",
            NoticeChannel.CDEVENTS, "look at the address of the broker");

    private final Map<NoticeChannel, LastAnswer> answers = new EnumMap<>(NoticeChannel.class);

    ChannelHealth() {
        ADVICE.keySet().forEach(channel -> answers.put(channel, new LastAnswer()));
    }

    /// Notes what each channel comes to.
    Notices observing(Notices channels) {
        return (notice, progress) -> {
            Step step = channels.next(notice, progress);
            LastAnswer answer = answers.get(notice.what().channel());
            if (answer != null) {
                note(answer, step);
            }
            return step;
        };
    }

    private static void note(LastAnswer answer, Step step) {
        switch (step) {
            case Step.Succeed _ -> answer.good();
            case Step.Fail failed -> answer.bad(failed.reason());
            case Step.Later _ -> {}
            case Step.AwaitCallback _ -> answer.good();
        }
    }

    @Override
    public List<Finding> look() {
        return answers.entrySet().stream()
                .map(channel -> channel.getValue()
                        .finding(
                                HealthKind.CHANNEL,
                                channel.getKey().name().toLowerCase(Locale.ROOT),
                                ADVICE.getOrDefault(channel.getKey(), "")))
                .toList();
    }
}
