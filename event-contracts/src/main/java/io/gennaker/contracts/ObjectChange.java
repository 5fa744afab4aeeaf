package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// What writing an object would change, or has changed.
///
/// @param fields the first [#MOST_FIELDS] that differ
/// @param moreFields how many differ besides
public record ObjectChange(
        String apiVersion, String kind, String name, Effect effect, List<FieldChange> fields, int moreFields) {
    public static final int MOST_FIELDS = 50;

    /// What becomes of the object as a whole.
    public enum Effect {
        @JsonProperty("Created")
        CREATED,
        @JsonProperty("Changed")
        CHANGED,
        @JsonProperty("Unchanged")
        UNCHANGED,
        @JsonProperty("Removed")
        REMOVED
    }

    public ObjectChange {
        Check.text("apiVersion", apiVersion, 253);
        Check.text("kind", kind, 63);
        Check.text("name", name, 253);
        Check.atMost("fields", fields.size(), MOST_FIELDS);
        Check.between("moreFields", moreFields, 0, Integer.MAX_VALUE);
        fields = List.copyOf(fields);
    }
}
