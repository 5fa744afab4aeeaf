package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `cron`: times in Quartz' form, with seconds in front and days of the week counted from Sunday as 1.
final class CronTrigger implements TriggerTranslator {
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final Pattern ATOM = Pattern.compile(
            "\\*|\\d{1,2}|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC" + "|SUN|MON|TUE|WED|THU|FRI|SAT");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public String type() {
        return "cron";
    }

    @Override
    public TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String expression = trigger.text("cronExpression").orElse("");
        Optional<String> schedule = schedule(expression);
        if (schedule.isEmpty()) {
            return new TriggerTranslation.Unsupported(
                    "its schedule '" + expression + "' has no equal of five fields: write a trigger of type cron");
        }
        ObjectNode keys = JsonNodeFactory.instance
                .objectNode()
                .put("type", "cron")
                .put("schedule", schedule.get())
                .put("zone", context.zone().orElse("UTC"));
        trigger.exact("type", "enabled");
        trigger.changed(
                "cronExpression",
                "five fields, on the clocks of " + context.zone().orElse("UTC"));
        if (context.zone().isEmpty()) {
            trigger.changed(
                    "enabled",
                    "off: the time zone is a setting of the Spinnaker server; import again with --zone, or write it");
        }
        return new TriggerTranslation.Written(
                "scheduled",
                keys,
                context.zone().isPresent() && trigger.at("enabled").asBoolean(true));
    }

    /// Minute, hour, day of month, month, day of week.
    static Optional<String> schedule(String quartz) {
        String[] fields = quartz.strip().toUpperCase(Locale.ROOT).split("\\s+");
        boolean everyYear = fields.length == 6 || fields.length == 7 && fields[6].equals("*");
        if (!everyYear || !NUMBER.matcher(fields[0]).matches()) {
            return Optional.empty();
        }
        String week = days(any(fields[5]));
        String schedule = String.join(" ", steps(fields[1]), steps(fields[2]), any(fields[3]), any(fields[4]), week);
        boolean known = Stream.of(schedule.split(" ")).allMatch(field -> isEven(field) && isKnown(field));
        return known && !week.isEmpty() ? Optional.of(schedule) : Optional.empty();
    }

    private static String any(String field) {
        return field.equals("?") ? "*" : field;
    }

    /// From zero on is always.
    private static String steps(String field) {
        return field.startsWith("0/") ? "*" + field.substring(1) : field;
    }

    /// No last day, no nearest weekday, no second Monday.
    private static boolean isKnown(String field) {
        return Stream.of(field.split("[,/-]", -1))
                .allMatch(atom -> ATOM.matcher(atom).matches());
    }

    /// Steps that begin elsewhere are not said the same way.
    private static boolean isEven(String field) {
        return !field.contains("/") || field.startsWith("*/");
    }

    private static String days(String field) {
        var named = new StringBuilder();
        for (String part : field.split("(?<=[,-])|(?=[,-])")) {
            if (NUMBER.matcher(part).matches()) {
                int day = Integer.parseInt(part.substring(0, Math.min(2, part.length())));
                if (day < 1 || day > DAYS.size()) {
                    return "";
                }
                named.append(DAYS.get(day - 1));
            } else {
                named.append(part);
            }
        }
        return named.toString();
    }
}
