package io.gennaker.pipeline.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes one stage out of each item of a list.
///
/// @param variable name of the variable that holds the item
/// @param items as written; empty where an expression gives them
/// @param from text that is one expression, which gives a list; null where the items are written
/// @param maxParallel items under way at once
/// @param continues whether the others begin all the same after one has failed
public record ForEach(
        String variable, List<String> items, @Nullable String from, int maxParallel, boolean continues) {
    /// Most items of a list.
    public static final int MOST = 50;
    /// As long as the ids that interventions name may be.
    public static final int LONGEST_ID = 60;

    public ForEach {
        items = List.copyOf(items);
    }

    /// Id of the stage that an item makes of a stage.
    public static String id(String stage, String item) {
        return stage + "[" + item + "]";
    }
}
