package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.pipeline.definition.Schedule;
import io.gennaker.spinnaker.json.Fields;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `cron`: times in Quartz' form, with seconds in front and days of the week counted from Sunday as 1.
final class CronTrigger implements TriggerTranslator {
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern DAY = Pattern.compile("(\\d)(L|#[1-5]|/\\d)?");
    private static final Pattern FROM_A_DAY = Pattern.compile("(?<day>\\d|[A-Z]{3})/(?<step>[1-7])");

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
        trigger.notNeeded(
                "a time brings no artifacts; what an execution takes, the definition says", "expectedArtifactIds");
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
        String schedule = String.join(
                " ",
                steps(fields[1], 59),
                steps(fields[2], 23),
                steps(any(fields[3]), 31),
                steps(any(fields[4]), 12),
                week.equals("L") ? "SAT" : week);
        return week.isEmpty() ? Optional.empty() : Optional.of(schedule).filter(CronTrigger::isReadable);
    }

    /// By Gennaker's own reader.
    private static boolean isReadable(String schedule) {
        try {
            return !new Schedule(schedule, ZoneOffset.UTC).expression().isEmpty();
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static String any(String field) {
        return field.equals("?") ? "*" : field;
    }

    /// From a number on, in steps, is up to the last one.
    private static String steps(String field, int last) {
        String[] parts = field.split("/", 2);
        boolean begins = parts.length == 2 && NUMBER.matcher(parts[0]).matches();
        if (!begins) {
            return field;
        }
        return parts[0].equals("0") ? "*/" + parts[1] : parts[0] + "-" + last + "/" + parts[1];
    }

    /// From a day on, in steps, is up to Saturday in Quartz, and up to Sunday here: each day is named.
    private static String everyFew(String day, int step) {
        int first = NUMBER.matcher(day).matches() ? Integer.parseInt(day) - 1 : DAYS.indexOf(day);
        return first < 0 || first >= DAYS.size()
                ? ""
                : IntStream.iterate(first, next -> next < DAYS.size(), next -> next + step)
                        .mapToObj(DAYS::get)
                        .collect(Collectors.joining(","));
    }

    /// Days by name, as Quartz counts them from Sunday as 1. What stands behind `#` and `/` is no day.
    private static String days(String field) {
        var named = new StringBuilder();
        for (String part : field.split("(?<=[,-])|(?=[,-])")) {
            Matcher steps = FROM_A_DAY.matcher(part);
            boolean endsRange = named.toString().endsWith("-");
            if (!endsRange && steps.matches()) {
                named.append(everyFew(steps.group("day"), Integer.parseInt(steps.group("step"))));
                continue;
            }
            Matcher day = DAY.matcher(part);
            if (!day.matches()) {
                named.append(part);
                continue;
            }
            int number = Integer.parseInt(day.group(1));
            if (number < 1 || number > DAYS.size()) {
                return "";
            }
            named.append(DAYS.get(number - 1)).append(day.group(2) == null ? "" : day.group(2));
        }
        return named.toString();
    }
}
