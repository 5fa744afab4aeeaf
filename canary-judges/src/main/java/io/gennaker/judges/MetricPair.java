package io.gennaker.judges;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The samples of one metric on both sides.
///
/// @param id tells several pairs of one name apart
/// @param tags the labels that this pair was grouped by
public record MetricPair(String name, String id, Map<String, String> tags, Samples control, Samples experiment) {

    public MetricPair {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
