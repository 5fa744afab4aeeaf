package io.gennaker.judgement.decision;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.AnswerForm.InputType;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.JudgementSpec.Reminder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions of the tests.
public final class Questions {
    public static final AnswerForm FORM = new AnswerForm(
            List.of(
                    new Choice("all", "Release to all", Decision.APPROVE),
                    new Choice("half", "Half of the fleet", Decision.APPROVE),
                    new Choice("back", "Take it back", Decision.REJECT)),
            List.of(
                    new Input("ticket", InputType.STRING, null, true, null, "regex:[A-Z]+-[0-9]+", List.of()),
                    new Input("batch", InputType.INT, null, false, "4", null, List.of()),
                    new Input("loud", InputType.BOOL, null, false, null, null, List.of()),
                    new Input("zone", InputType.ENUM, null, false, null, null, List.of("a", "b"))));

    private Questions() {}

    public static JudgementSpec anyone(int quorum) {
        return spec(List.of(), List.of(), quorum, null, List.of(), List.of());
    }

    public static JudgementSpec of(List<String> users, List<String> roles, int quorum) {
        return spec(users, roles, quorum, null, List.of(), List.of());
    }

    public static JudgementSpec withForm(int quorum) {
        return spec(List.of(), List.of(), quorum, FORM, List.of(), List.of());
    }

    public static JudgementSpec barring(String user) {
        return spec(List.of(), List.of(), 1, null, List.of(user), List.of());
    }

    /// For role sre, and after ten minutes for grace and role head, too.
    public static JudgementSpec escalating() {
        return spec(
                List.of(),
                List.of("sre"),
                1,
                null,
                List.of(),
                List.of(new Reminder(
                        Duration.ofMinutes(10),
                        NoticeChannel.LOG,
                        null,
                        "It still waits.",
                        List.of("grace"),
                        List.of("head"))));
    }

    public static JudgementSpec spec(
            List<String> users,
            List<String> roles,
            int quorum,
            @Nullable AnswerForm form,
            List<String> barred,
            List<Reminder> reminders) {
        return new JudgementSpec(
                "Promote?",
                "Look.",
                users,
                roles,
                quorum,
                false,
                Duration.ofHours(1),
                Decision.REJECT,
                List.of(),
                form,
                barred,
                reminders);
    }
}
