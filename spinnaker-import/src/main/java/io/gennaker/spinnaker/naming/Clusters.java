package io.gennaker.spinnaker.naming;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Names of clusters for Spinnaker's accounts, the same in all pipelines of an import.
public final class Clusters {
    private static final int LONGEST = 60;

    private final Map<String, String> names = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    public String of(String account) {
        return names.computeIfAbsent(account, name -> Slug.unique(Slug.of(name, LONGEST), LONGEST, "-", taken));
    }

    /// The clusters that were asked for, by account.
    public Map<String, String> byAccount() {
        return Collections.unmodifiableMap(names);
    }
}
