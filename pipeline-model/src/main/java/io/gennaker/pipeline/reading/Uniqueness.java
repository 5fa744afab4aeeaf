package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.problem.Location;
import java.util.HashMap;
import java.util.Map;

/// Finds names that are used twice in a list.
final class Uniqueness {
    private final Map<String, Location> first = new HashMap<>();

    void check(ObjectReader object, String key, String name) {
        if (!object.has(key)) {
            return;
        }
        Location earlier = first.putIfAbsent(name, object.at(key).location());
        if (earlier != null) {
            object.problem(key, quote(name) + " a second time", "a unique " + key + " (first at " + earlier + ")");
        }
    }
}
