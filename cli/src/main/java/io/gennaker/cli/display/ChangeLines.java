package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.Style.Tone;
import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.ObjectChange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What steps change in clusters, object by object and field by field.
final class ChangeLines {
    private static final int LONGEST_VALUE = 60;

    private final Page page;
    private final Detail detail;

    ChangeLines(Page page, Detail detail) {
        this.page = page;
        this.detail = detail;
    }

    void write(List<Execution.Changes> all) {
        if (all.isEmpty() || detail.atLeast(Detail.OPEN_STAGES)) {
            return;
        }
        page.blank();
        String label = Page.label("changes");
        for (Execution.Changes changes : all) {
            page.line(label, Tone.FAINT, changes.stage() + "/" + changes.step() + unchanged(changes));
            label = Page.label("");
            changes.objects().stream()
                    .filter(object -> object.effect() != ObjectChange.Effect.UNCHANGED)
                    .forEach(this::object);
        }
    }

    private static String unchanged(Execution.Changes changes) {
        long same = changes.objects().stream()
                .filter(object -> object.effect() == ObjectChange.Effect.UNCHANGED)
                .count();
        return (same > 0 ? ", " + same + " unchanged" : "")
                + (changes.moreObjects() > 0 ? ", " + changes.moreObjects() + " more not shown" : "");
    }

    private void object(ObjectChange object) {
        String indent = Page.label("") + "  ";
        page.line(indent, Tone.PLAIN, sign(object) + " " + object.kind() + " " + object.name());
        if (detail.atLeast(Detail.SHORT_VERDICTS)) {
            return;
        }
        object.fields().forEach(field -> page.line(indent + "    ", Tone.FAINT, text(field)));
        if (object.moreFields() > 0) {
            page.line(indent + "    ", Tone.FAINT, "and " + object.moreFields() + " more fields");
        }
    }

    private static String sign(ObjectChange object) {
        return switch (object.effect()) {
            case CREATED -> "+";
            case CHANGED -> "~";
            case UNCHANGED -> "=";
            case REMOVED -> "-";
        };
    }

    /// One object in a few words, for a single line.
    static String brief(ObjectChange object) {
        String name = sign(object) + " " + object.kind() + " " + object.name();
        if (object.fields().isEmpty()) {
            return name;
        }
        int more = object.fields().size() - 1 + object.moreFields();
        return name + " (" + text(object.fields().getFirst()) + (more > 0 ? ", and " + more + " more" : "") + ")";
    }

    private static String text(FieldChange field) {
        if (field.before() == null) {
            return field.path() + ": + " + value(field.after());
        }
        if (field.after() == null) {
            return field.path() + ": - " + value(field.before());
        }
        return field.path() + ": " + value(field.before()) + " → " + value(field.after());
    }

    private static String value(@Nullable String json) {
        String text = Objects.requireNonNullElse(json, "");
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
