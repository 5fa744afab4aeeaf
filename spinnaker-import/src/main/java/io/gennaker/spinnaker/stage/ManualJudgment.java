package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Reading;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.ValueType;
import io.gennaker.spinnaker.report.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `manualJudgment` becomes `judgement`; its options become choices.
final class ManualJudgment implements StageTranslator {
    private static final int LONGEST_TITLE = 200;
    private static final int MOST_CHOICES = 20;
    private static final Pattern CHOICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");
    private static final String STOP = "stop";

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
        choices(stage, keys);
        noteOthers(stage);
        Map<String, ValueType> outputs = asksForChoice(stage) ? Map.of("choice", ValueType.TEXT) : Map.of();
        return new Translation.Exact(new Draft("judgement", keys, Map.of(), outputs, Optional.empty()));
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
            Translated translated = new Texts(context.names(), Reading.DIRECTLY).template(text);
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

    /// Whether its options can be the names of choices as they are, so that conditions may compare with them.
    private static boolean asksForChoice(Fields stage) {
        List<String> values = values(stage);
        return !values.isEmpty()
                && values.size() == stage.at("judgmentInputs").size()
                && values.size() < MOST_CHOICES
                && values.stream().distinct().count() == values.size()
                && values.stream().allMatch(value -> CHOICE.matcher(value).matches() && !value.equals(STOP));
    }

    private static List<String> values(Fields stage) {
        return stage.objects("judgmentInputs").stream()
                .flatMap(input -> input.text("value").stream())
                .toList();
    }

    /// Each option goes on; one more stops. Labels of the buttons are titles of choices, too.
    private static void choices(Fields stage, ObjectNode keys) {
        boolean labelled = stage.says("continueButtonLabel") || stage.says("stopButtonLabel");
        if (asksForChoice(stage)) {
            ArrayNode choices = keys.putArray("choices");
            values(stage)
                    .forEach(value -> choices.addObject().put("name", value).put("title", value));
            stop(stage, choices);
            stage.objects("judgmentInputs").forEach(input -> input.exact("value"));
            stage.changed("continueButtonLabel", "there is a button for each choice");
        } else if (stage.says("judgmentInputs")) {
            stage.notCarried(
                    "judgmentInputs",
                    "a choice is named by letters, digits, '_' and '-', at most 40, 'stop' aside: write `choices` by"
                            + " hand, and what compares with them");
            stage.notCarried("continueButtonLabel", "the choices are to be written by hand");
            stage.notCarried("stopButtonLabel", "the choices are to be written by hand");
        } else if (labelled) {
            ArrayNode choices = keys.putArray("choices");
            choices.addObject()
                    .put("name", "continue")
                    .put("title", title(stage.text("continueButtonLabel").orElse("Continue")));
            stop(stage, choices);
            stage.exact("continueButtonLabel");
        }
        stage.notNeededUnlessSaid("none", "judgmentInputs", "continueButtonLabel", "stopButtonLabel");
    }

    private static void stop(Fields stage, ArrayNode choices) {
        choices.addObject()
                .put("name", STOP)
                .put("title", title(stage.text("stopButtonLabel").orElse("Stop")))
                .put("decision", "reject");
        stage.exact("stopButtonLabel");
    }

    private static void noteOthers(Fields stage) {
        if (stage.flag("propagateAuthenticationContext")) {
            stage.notCarried("propagateAuthenticationContext", "later stages do not run as the person who decided");
        } else {
            stage.notNeeded("off", "propagateAuthenticationContext");
        }
    }
}
