package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps traffic as it flows when routing objects are applied or restored as a whole.
///
/// A manifest knows the host of a route, never the tracks that share its traffic at this moment, and a recorded older
/// version knows tracks that may be gone. Of a written object, tracks and their shares are therefore always those of
/// the live one; all else is as written.
public final class CarriedTraffic {
    private static final Pattern VARIANT = Pattern.compile("(baseline|canary)-[0-9a-f]{10}");
    private static final String RELEASE = "release";
    private static final String ISTIO = "networking.istio.io";

    private CarriedTraffic() {}

    /// The written object with the live one's tracks. Objects that carry no traffic come back as they are.
    ///
    /// @param live null when there is none
    public static Resource into(Resource written, @Nullable Resource live) {
        if (live == null || !written.key().group().equals(ISTIO)) {
            return written;
        }
        return switch (written.kind()) {
            case "VirtualService" -> withRoutes(written, live);
            case "DestinationRule" -> withSubsets(written, live);
            default -> written;
        };
    }

    /// Whether applying it asks for a look at the live object first.
    public static boolean concerns(Resource written) {
        return written.key().group().equals(ISTIO)
                && (written.kind().equals("VirtualService") || written.kind().equals("DestinationRule"));
    }

    private static Resource withRoutes(Resource written, Resource live) {
        List<Value> liveRoutes = live.at("spec", "http").items();
        String namespace = Optional.ofNullable(live.namespace()).orElse("");
        var routes = new ArrayList<Value>();
        for (Value route : written.at("spec", "http").items()) {
            routes.add(counterpart(route, routes.size(), liveRoutes)
                    .map(found -> withTracks(route, found, namespace))
                    .orElse(route));
        }
        return routes.isEmpty() ? written : written.put(Value.of(routes), "spec", "http");
    }

    /// The live route of the same name; of routes without a name that in the same place.
    private static Optional<Value> counterpart(Value route, int place, List<Value> liveRoutes) {
        String name = route.at("name").text();
        if (name != null) {
            return liveRoutes.stream().filter(live -> live.at("name").is(name)).findFirst();
        }
        return place < liveRoutes.size() && !liveRoutes.get(place).at("name").isPresent()
                ? Optional.of(liveRoutes.get(place))
                : Optional.empty();
    }

    private static Value withTracks(Value route, Value live, String namespace) {
        List<Value> destinations = route.at("route").items();
        var hosts = new LinkedHashSet<String>();
        destinations.forEach(entry -> hosts.add(host(entry)));
        for (String host : hosts) {
            List<Value> tracks = live.at("route").items().stream()
                    .filter(entry -> isTrackOf(entry, host, namespace))
                    .toList();
            boolean driven = tracks.stream()
                    .anyMatch(entry -> entry.at("destination", "subset").isPresent());
            if (driven && weight(tracks) > 0) {
                destinations = replaced(destinations, tracks, host, namespace);
            }
        }
        return destinations.isEmpty() ? route : route.put(Value.of(destinations), "route");
    }

    private static List<Value> replaced(List<Value> written, List<Value> tracks, String host, String namespace) {
        List<Value> ours = written.stream()
                .filter(entry -> isTrackOf(entry, host, namespace))
                .toList();
        var destinations = new ArrayList<Value>();
        for (Value entry : written) {
            if (!isTrackOf(entry, host, namespace)) {
                destinations.add(entry);
            } else if (entry.equals(ours.getFirst())) {
                int share = written.size() == 1 ? entry.at("weight").numberOr(100) : weight(ours);
                destinations.addAll(shared(entry, tracks, share));
            }
        }
        return destinations;
    }

    /// The tracks' weights in the live proportion; what rounding leaves goes to the first, which is the release.
    private static List<Value> shared(Value model, List<Value> tracks, int share) {
        int total = weight(tracks);
        var weights = tracks.stream()
                .mapToInt(entry -> weight(List.of(entry), tracks.size()) * share / total)
                .toArray();
        int rest = share;
        for (int weight : weights) {
            rest -= weight;
        }
        weights[0] += rest;
        var entries = new ArrayList<Value>();
        for (int index = 0; index < weights.length; index++) {
            Value subset = tracks.get(index).at("destination", "subset");
            Value entry = subset.isPresent()
                    ? model.put(subset, "destination", "subset")
                    : model.drop("destination", "subset");
            entries.add(entry.put(Value.of(weights[index]), "weight"));
        }
        return entries;
    }

    private static int weight(List<Value> entries) {
        return weight(entries, entries.size());
    }

    private static int weight(List<Value> entries, int siblings) {
        return entries.stream()
                .mapToInt(entry -> entry.at("weight").numberOr(siblings == 1 ? 100 : 0))
                .sum();
    }

    private static boolean isTrackOf(Value entry, String host, String namespace) {
        String subset = entry.at("destination", "subset").text();
        return Hosts.areSame(host(entry), host, namespace)
                && (subset == null
                        || subset.equals(RELEASE)
                        || VARIANT.matcher(subset).matches());
    }

    private static String host(Value entry) {
        return entry.at("destination", "host").textOr("");
    }

    private static Resource withSubsets(Resource written, Resource live) {
        var subsets = new ArrayList<Value>();
        boolean hasLiveRelease = hasRelease(live);
        for (Value subset : written.at("spec", "subsets").items()) {
            boolean isRelease = subset.at("name").is(RELEASE);
            if (!isVariant(subset) && !(isRelease && hasLiveRelease)) {
                subsets.add(subset);
            }
        }
        live.at("spec", "subsets").items().stream()
                .filter(subset -> isVariant(subset) || subset.at("name").is(RELEASE))
                .forEach(subsets::add);
        return subsets.isEmpty() ? written.drop("spec", "subsets") : written.put(Value.of(subsets), "spec", "subsets");
    }

    private static boolean hasRelease(Resource rule) {
        return rule.at("spec", "subsets").items().stream()
                .anyMatch(subset -> subset.at("name").is(RELEASE));
    }

    private static boolean isVariant(Value subset) {
        return VARIANT.matcher(subset.at("name").textOr("")).matches();
    }
}
