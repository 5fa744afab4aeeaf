package io.gennaker.pipeline.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gennaker.contracts.PatchStyle;
import org.jspecify.annotations.Nullable;

/// What an [Stage.Operate] does with its object. Numbers may be expressions.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.Scale.class, name = "Scale"),
    @JsonSubTypes.Type(value = Operation.Patch.class, name = "Patch"),
    @JsonSubTypes.Type(value = Operation.Delete.class, name = "Delete"),
    @JsonSubTypes.Type(value = Operation.Undo.class, name = "Undo"),
    @JsonSubTypes.Type(value = Operation.Restart.class, name = "Restart"),
    @JsonSubTypes.Type(value = Operation.Find.class, name = "Find"),
})
public sealed interface Operation {
    /// @param replicas a number, or an expression that gives one
    /// @param undoOnFailure whether the former number is restored when the execution fails later
    record Scale(String replicas, boolean undoOnFailure) implements Operation {}

    /// @param file that holds the patch
    /// @param undoOnFailure whether what was patched gets its former values when the execution fails later
    record Patch(String file, PatchStyle style, boolean undoOnFailure) implements Operation {}

    /// Removes it and waits until it is gone.
    record Delete() implements Operation {}

    /// @param revision a number, or an expression that gives one; null for the one before the current
    record Undo(@Nullable String revision) implements Operation {}

    record Restart() implements Operation {}

    /// Finds the image that runs now.
    record Find() implements Operation {}

    /// The word that stands for it in the language.
    default String kind() {
        return switch (this) {
            case Scale _ -> "scale";
            case Patch _ -> "patch";
            case Delete _ -> "delete";
            case Undo _ -> "undo";
            case Restart _ -> "restart";
            case Find _ -> "find";
        };
    }
}
