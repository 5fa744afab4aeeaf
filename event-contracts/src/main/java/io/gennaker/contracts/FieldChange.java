package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// One field that differs.
///
/// @param path such as `spec.template.spec.containers[name=app].image`
/// @param before as JSON, shortened; null when it was not there. Of a Secret's data: whether it differs, never what
///     it is
/// @param after as JSON, shortened; null when it is not there afterwards
public record FieldChange(
        String path, @Nullable String before, @Nullable String after) {
    /// In characters.
    public static final int LONGEST_VALUE = 500;

    public FieldChange {
        Check.text("path", path, 1_000);
        if (before != null) {
            Check.atMost("characters of before", before.length(), LONGEST_VALUE);
        }
        if (after != null) {
            Check.atMost("characters of after", after.length(), LONGEST_VALUE);
        }
    }
}
