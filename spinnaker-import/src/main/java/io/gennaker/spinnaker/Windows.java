package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Optional;

/// `restrictedExecutionWindow` becomes `window`: the hours in which a stage may begin.
final class Windows {
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private Windows() {}

    /// Empty where the language cannot say it: more than one time of the day, or nobody knows on whose clocks.
    static Optional<ObjectNode> of(Fields window, Optional<String> zone) {
        List<Fields> times = window.objects("whitelist");
        List<String> days = window.texts("days").stream()
                .map(String::strip)
                .filter(day -> day.matches("[1-7]"))
                .map(day -> DAYS.get(Integer.parseInt(day) - 1))
                .toList();
        if (zone.isEmpty()
                || times.size() > 1
                || days.size() != window.at("days").size()) {
            return Optional.empty();
        }
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        if (!days.isEmpty()) {
            days.forEach(written.putArray("days")::add);
        }
        if (!times.isEmpty()) {
            Optional<String> begin = clock(times.getFirst(), "startHour", "startMin");
            Optional<String> end = clock(times.getFirst(), "endHour", "endMin");
            if (begin.isEmpty() || end.isEmpty() || begin.equals(end)) {
                return Optional.empty();
            }
            written.put("hours", begin.get() + "-" + end.get());
            times.getFirst().exact("startHour", "startMin", "endHour", "endMin");
        }
        written.put("zone", zone.get());
        window.exact("days");
        window.notNeededUnlessSaid("none", "jitter", "whitelist");
        if (window.says("jitter")) {
            window.notCarried("jitter", "the stage begins as soon as the window opens");
        }
        return Optional.of(written);
    }

    private static Optional<String> clock(Fields time, String hour, String minute) {
        Optional<Long> hours = time.whole(hour).filter(value -> value >= 0 && value <= 23);
        long minutes = time.whole(minute).orElse(0L);
        return hours.filter(_ -> minutes >= 0 && minutes <= 59).map(value -> "%02d:%02d".formatted(value, minutes));
    }
}
