package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.regex.Pattern;

/// What tells tracks apart in Istio's destinations.
sealed interface TrackNaming {
    Pattern VARIANT = Pattern.compile("(baseline|canary)-[0-9a-f]{10}");

    Part part(Value destination);

    Value toward(Value destination, Track track);

    /// The part whose name this is, among those of one host.
    static Part named(String name, ExecutionId execution) {
        for (Track track : Track.values()) {
            if (name.equals(track.subset(execution))) {
                return Part.of(track);
            }
        }
        return VARIANT.matcher(name).matches() ? Part.OTHER_VARIANT : Part.FOREIGN;
    }

    /// Subsets of one host.
    record BySubset(String host, String namespace, ExecutionId execution) implements TrackNaming {
        @Override
        public Part part(Value destination) {
            if (!Hosts.areSame(destination.at("host").textOr(""), host, namespace)) {
                return Part.FOREIGN;
            }
            String subset = destination.at("subset").text();
            return subset == null ? Part.PLAIN : named(subset, execution);
        }

        @Override
        public Value toward(Value destination, Track track) {
            return destination.put(Value.of(track.subset(execution)), "subset");
        }
    }

    /// A host for each track: `shop-release`, `shop-canary-0123456789` beside `shop`.
    record ByService(String host, String namespace, ExecutionId execution) implements TrackNaming {
        @Override
        public Part part(Value destination) {
            return destination.at("subset").isPresent()
                    ? Part.FOREIGN
                    : part(destination.at("host").textOr(""));
        }

        private Part part(String found) {
            String[] labels = found.split("\\.", 2);
            String beside = labels.length == 1 ? host : host + "." + labels[1];
            if (!Hosts.areSame(beside, host, namespace)) {
                return Part.FOREIGN;
            }
            return serviceNamed(labels[0], host, execution);
        }

        @Override
        public Value toward(Value destination, Track track) {
            return destination.put(Value.of(track.service(host, execution)), "host");
        }
    }

    /// Whose the Service of this name is, where each track of a host has one.
    static Part serviceNamed(String name, String host, ExecutionId execution) {
        if (name.equals(host)) {
            return Part.PLAIN;
        }
        return name.startsWith(host + "-") ? named(name.substring(host.length() + 1), execution) : Part.FOREIGN;
    }
}
