package io.gennaker.cli.display;

import io.gennaker.cli.api.DeadLetter;
import io.gennaker.cli.api.DeadLetter.Content;
import io.gennaker.cli.api.DeadLetterLine.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A dead letter as lines for people. Pure; what came from outside cannot steer the terminal.
public final class DeadLetterPage {
    private static final int LABEL = 10;
    /// Of the value; all of it is in the JSON.
    private static final int SHOWN = 4_000;

    private DeadLetterPage() {}

    public static List<String> lines(DeadLetter letter) {
        var lines = new ArrayList<String>();
        field("id", letter.id(), lines);
        field("at", letter.at().toString(), lines);
        field("service", orUnknown(letter.service()), lines);
        field("from", letter.topic() == null ? "unknown" : place(letter), lines);
        field("type", orUnknown(letter.type()), lines);
        field("reason", letter.reason(), lines);
        field("key", letter.key() == null ? "none" : shown(letter.key()), lines);
        letter.headers()
                .forEach(header -> field(
                        "header", header.name() + ": " + shown(new Content(header.text(), header.base64())), lines));
        letter.replays().forEach(replay -> field("replayed", replay(replay), lines));
        field("value", letter.bytes() + " bytes" + (letter.complete() ? "" : ", not all of it kept"), lines);
        if (letter.value() != null) {
            value(shown(letter.value())).forEach(lines::add);
        }
        return lines;
    }

    private static String place(DeadLetter letter) {
        return letter.topic() + ", partition " + letter.partition() + ", offset " + letter.offset();
    }

    private static String replay(Replay replay) {
        return replay.at() + " by " + replay.by();
    }

    private static String shown(Content content) {
        return content.text() != null ? content.text() : "base64 " + content.base64();
    }

    private static Stream<String> value(String text) {
        Stream<String> lines = text.substring(0, Math.min(text.length(), SHOWN)).lines();
        Stream<String> rest = text.length() > SHOWN ? Stream.of("... (all of it with -o json)") : Stream.empty();
        return Stream.concat(lines, rest).map(line -> "  " + Text.clean(line));
    }

    private static String orUnknown(@Nullable String text) {
        return text == null ? "unknown" : text;
    }

    private static void field(String name, String text, List<String> lines) {
        lines.add(Text.pad(name, LABEL) + Text.clean(text));
    }
}
