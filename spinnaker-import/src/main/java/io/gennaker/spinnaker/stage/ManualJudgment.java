package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.report.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `manualJudgment` becomes `judgement`.
final class ManualJudgment implements StageTranslator {
    private static final int LONGEST_TITLE = 200;

    @Override
    public Set<String> types() {
        return Set.of("manualJudgment");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.put("title", title(stage.text("name").orElse(context.id())));
        stage.text("instructions").ifPresent(text -> keys.put("instructions", instructions(stage, context, text)));
        if (!stage.says("instructions")) {
            stage.notNeeded("empty", "instructions");
        }
        List<String> roles = roles(stage);
        if (!roles.isEmpty()) {
            roles.forEach(keys.putArray("roles")::add);
        }
        keys.put("requesterMayDecide", !stage.flag("preventSelfApproval"));
        stage.changed("preventSelfApproval", "enforced by the service, not only by the page");
        stage.whole("stageTimeoutMs")
                .map(Duration::ofMillis)
                .filter(Durations::isAllowed)
                .ifPresent(time -> {
                    keys.put("expiresAfter", Durations.text(time));
                    stage.exact("stageTimeoutMs");
                });
        noteOthers(stage);
        return new Translation.Exact(new Draft("judgement", keys, Map.of(), Optional.empty()));
    }

    /// One line, without anything that would be read as an expression.
    static String title(String text) {
        String line = plain(text).strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() > LONGEST_TITLE ? line.substring(0, LONGEST_TITLE - 1) + "…" : line;
    }

    static String plain(String text) {
        return text.replace("${{", "$ {{");
    }

    private static String instructions(Fields stage, StageContext context, String text) {
        try {
            Translated translated = new Texts(context.names()).template(text);
            stage.note(
                    "instructions",
                    translated.changes().isEmpty() ? Outcome.EXACT : Outcome.CHANGED,
                    String.join("; ", translated.changes()));
            return translated.text();
        } catch (Untranslatable expression) {
            stage.notCarried("instructions", "people see the text as it is: expression " + expression.getMessage());
            return plain(text);
        }
    }

    private static List<String> roles(Fields stage) {
        String key = stage.says("selectedStageRoles") ? "selectedStageRoles" : "requiredJudgmentRoles";
        List<String> roles = stage.texts(key).stream()
                .filter(role -> !role.isBlank() && role.length() <= 200 && !Texts.hasExpression(role))
                .toList();
        if (roles.size() == stage.at(key).size()) {
            stage.exact(key);
        } else {
            stage.notCarried(key, "not all of it are names of roles");
        }
        stage.notNeededUnlessSaid("empty", "selectedStageRoles", "requiredJudgmentRoles");
        return roles;
    }

    private static void noteOthers(Fields stage) {
        if (stage.says("judgmentInputs")) {
            stage.notCarried("judgmentInputs", "choices are not carried over; write them by hand as `choices`");
        } else {
            stage.notNeeded("no choices", "judgmentInputs");
        }
        if (stage.flag("propagateAuthenticationContext")) {
            stage.notCarried("propagateAuthenticationContext", "later stages do not run as the person who decided");
        } else {
            stage.notNeeded("off", "propagateAuthenticationContext");
        }
        for (String button : List.of("continueButtonLabel", "stopButtonLabel")) {
            stage.notCarried(button, "the buttons say Approve and Reject");
        }
    }
}
