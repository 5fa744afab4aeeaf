package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.plan.Opening;
import io.gennaker.pipeline.plan.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads when a stage may begin: its keys `delay` and `window`.
final class WindowReader {
    private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
    private static final Pattern HOURS =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])");
    private static final String WHOLE_DAY = "00:00-24:00";
    private static final Map<String, DayOfWeek> DAYS = days();

    private WindowReader() {}

    static @Nullable Opening read(ObjectReader stage) {
        Duration delay = stage.optionalDuration("delay", SHORTEST_DELAY).orElse(null);
        Window window = stage.object("window", Shape.WINDOW)
                .flatMap(WindowReader::window)
                .orElse(null);
        return delay == null && window == null ? null : new Opening(delay, window);
    }

    static Optional<Window> window(ObjectReader object) {
        List<DayOfWeek> days = object.has("days") ? days(object) : List.of(DayOfWeek.values());
        Optional<ZoneId> zone = zone(object);
        String hours = object.text("hours", Words.LINE, WHOLE_DAY);
        Matcher times = HOURS.matcher(hours);
        if (!times.matches() || hours.startsWith("24", 6) && !hours.endsWith("24:00")) {
            object.problem("hours", quote(hours), "from and to as in 09:00-17:00; to may be on the next day, or 24:00");
            return Optional.empty();
        }
        return zone.filter(known -> !days.isEmpty())
                .map(known -> new Window(
                        days, time(times.group(1), times.group(2)), time(times.group(3), times.group(4)), known));
    }

    private static LocalTime time(String hour, String minute) {
        return hour.equals("24") ? LocalTime.MIDNIGHT : LocalTime.of(Integer.parseInt(hour), Integer.parseInt(minute));
    }

    private static List<DayOfWeek> days(ObjectReader object) {
        List<String> words = object.texts("days", Words.LINE);
        words.stream()
                .filter(word -> !DAYS.containsKey(word))
                .forEach(word -> object.problem("days", quote(word), String.join(", ", DAYS.keySet())));
        if (words.isEmpty()) {
            object.problem("days", "no days", String.join(", ", DAYS.keySet()));
        }
        return words.stream()
                .flatMap(word -> Optional.ofNullable(DAYS.get(word)).stream())
                .toList();
    }

    /// A place, not an offset: only a place knows when its clocks change.
    static Optional<ZoneId> zone(ObjectReader object) {
        String name = object.text("zone", Words.LINE, DefinitionReader.UNREAD);
        if (name.equals(DefinitionReader.UNREAD)) {
            return Optional.empty();
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            object.problem("zone", quote(name), "a time zone such as Europe/Berlin, America/Denver or UTC");
            return Optional.empty();
        }
        return Optional.of(ZoneId.of(name));
    }

    private static Map<String, DayOfWeek> days() {
        var days = new LinkedHashMap<String, DayOfWeek>();
        Arrays.stream(DayOfWeek.values())
                .forEach(day -> days.put(day.name().substring(0, 3).toLowerCase(Locale.ROOT), day));
        return days;
    }
}
