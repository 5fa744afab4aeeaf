package io.gennaker.pipeline.planning;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who started the executions that led to one, as its trigger says it: none of them may decide where four eyes are
/// asked for.
///
/// The first has an attribute of its own, which expressions read; the others share one, as a name may hold anything
/// but the end of a line.
public final class Starters {
    private static final String FIRST = "startedBy";
    private static final String OTHERS = "startedByOthers";

    private Starters() {}

    /// @param attributes of a trigger
    public static List<String> of(Map<String, String> attributes) {
        return Stream.concat(
                        Stream.ofNullable(attributes.get(FIRST)),
                        attributes.getOrDefault(OTHERS, "").lines())
                .filter(name -> !name.isBlank())
                .distinct()
                .toList();
    }

    /// The attributes of a trigger that say it; none where nobody did.
    public static Map<String, String> attributes(Collection<String> names) {
        var attributes = new TreeMap<String, String>();
        names.stream().findFirst().ifPresent(first -> attributes.put(FIRST, first));
        if (names.size() > 1) {
            attributes.put(OTHERS, names.stream().skip(1).collect(Collectors.joining("\n")));
        }
        return attributes;
    }
}
