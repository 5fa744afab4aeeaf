package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One list of rules of a routing object that is written anew, with the tracks of the live one.
///
/// @param list the rules' key below `spec`
/// @param destinations the key of a rule's destinations
record CarriedRules(Resource written, Resource live, String list, String destinations) {
    private static final String MIRROR = "mirror";
    private static final Pattern TRACK = Pattern.compile("-(release|" + TrackNaming.VARIANT.pattern() + ")$");
    private static final Pattern VARIANT = Pattern.compile("(.*-)?" + TrackNaming.VARIANT.pattern() + "(\\..*)?");

    Resource carried() {
        List<Value> rules = written.at("spec", list).items();
        List<Value> shared = live.at("spec", list).items().stream()
                .filter(rule -> !isDetour(rule))
                .toList();
        var carried = new ArrayList<Value>();
        for (int place = 0; place < rules.size(); place++) {
            Value rule = rules.get(place);
            Optional<Value> standing = counterpart(rule, place, shared);
            Value withTracks = standing.map(found -> withTracks(rule, found)).orElse(rule);
            if (!withTracks.equals(rule)) {
                carried.addAll(detours(withTracks));
            }
            carried.add(standing.map(found -> withMirror(withTracks, found)).orElse(withTracks));
        }
        return carried.isEmpty() ? written : written.put(Value.of(carried), "spec", list);
    }

    /// The live rule of the same name; of rules without a name that in the same place.
    private static Optional<Value> counterpart(Value rule, int place, List<Value> shared) {
        String name = rule.at("name").text();
        if (name != null) {
            return shared.stream().filter(live -> live.at("name").is(name)).findFirst();
        }
        return place < shared.size() && !shared.get(place).at("name").isPresent()
                ? Optional.of(shared.get(place))
                : Optional.empty();
    }

    /// A rule above others that leads to one variant alone. The last of all is none: its canary may have everything.
    private boolean isDetour(Value rule) {
        List<Value> entries = rule.at(destinations).items();
        boolean isOwn = isIstio()
                ? DetourName.isOne(rule)
                : !rule.at("name").isPresent()
                        && !rule.equals(live.at("spec", list).items().getLast());
        return isOwn && entries.size() == 1 && isVariant(entries.getFirst());
    }

    /// Those that stand above this rule: they have its host and, where they say one, its name.
    private List<Value> detours(Value rule) {
        List<String> hosts =
                rule.at(destinations).items().stream().map(this::host).toList();
        return live.at("spec", list).items().stream()
                .filter(this::isDetour)
                .filter(detour -> !isIstio()
                        || DetourName.fits(detour, rule, live.at("spec", list).items()))
                .filter(detour ->
                        hosts.contains(host(detour.at(destinations).items().getFirst())))
                .toList();
    }

    private Value withMirror(Value rule, Value standing) {
        Value mirror = standing.at(MIRROR);
        if (mirror.isPresent()
                && (isVariantName(mirror.at("subset").text())
                        || isVariantName(mirror.at("host").text()))) {
            return rule.put(mirror, MIRROR).put(standing.at("mirrorPercentage"), "mirrorPercentage");
        }
        List<Value> mirrors = standing.at("filters").items().stream()
                .filter(filter -> isVariantName(
                        filter.at("requestMirror", "backendRef", "name").text()))
                .toList();
        if (mirrors.isEmpty()) {
            return rule;
        }
        var filters = new ArrayList<>(rule.at("filters").items());
        filters.addAll(mirrors);
        return rule.put(Value.of(filters), "filters");
    }

    private Value withTracks(Value rule, Value standing) {
        List<Value> entries = rule.at(destinations).items();
        var hosts = new LinkedHashSet<String>();
        entries.forEach(entry -> hosts.add(host(entry)));
        for (String host : hosts) {
            List<Value> tracks = standing.at(destinations).items().stream()
                    .filter(entry -> isTrackOf(entry, host))
                    .toList();
            if (tracks.stream().anyMatch(this::isDriven) && weight(tracks) > 0) {
                entries = replaced(entries, tracks, host);
            }
        }
        return entries.isEmpty() ? rule : rule.put(Value.of(entries), destinations);
    }

    private List<Value> replaced(List<Value> entries, List<Value> tracks, String host) {
        List<Value> ours =
                entries.stream().filter(entry -> isTrackOf(entry, host)).toList();
        var replaced = new ArrayList<Value>();
        for (Value entry : entries) {
            if (!isTrackOf(entry, host)) {
                replaced.add(entry);
            } else if (entry.equals(ours.getFirst())) {
                int share = entries.size() == 1 ? 100 : weight(ours);
                replaced.addAll(shared(entry, tracks, share));
            }
        }
        return replaced;
    }

    /// The tracks' weights in the live proportion; what rounding leaves goes to the first, which is the release.
    private List<Value> shared(Value model, List<Value> tracks, int share) {
        int total = weight(tracks);
        var weights = tracks.stream()
                .mapToInt(entry -> weight(entry, tracks.size()) * share / total)
                .toArray();
        int rest = share;
        for (int weight : weights) {
            rest -= weight;
        }
        weights[0] += rest;
        var entries = new ArrayList<Value>();
        for (int index = 0; index < weights.length; index++) {
            entries.add(toward(model, tracks.get(index)).put(Value.of(weights[index]), "weight"));
        }
        return entries;
    }

    private Value toward(Value model, Value track) {
        if (!isIstio()) {
            return model.put(track.at("name"), "name");
        }
        Value subset = track.at("destination", "subset");
        Value hosted = isOwnService(track) ? model.put(track.at("destination", "host"), "destination", "host") : model;
        return subset.isPresent() ? hosted.put(subset, "destination", "subset") : hosted.drop("destination", "subset");
    }

    private boolean isIstio() {
        return destinations.equals("route");
    }

    private int weight(List<Value> entries) {
        return entries.stream().mapToInt(entry -> weight(entry, entries.size())).sum();
    }

    private int weight(Value entry, int siblings) {
        return entry.at("weight").numberOr(siblings == 1 ? 100 : isIstio() ? 0 : 1);
    }

    /// The host that all tracks of a destination belong to.
    private String host(Value entry) {
        String found = isIstio()
                ? entry.at("destination", "host").textOr("")
                : entry.at("name").textOr("");
        int end = found.indexOf('.');
        String name = end < 0 ? found : found.substring(0, end);
        return TRACK.matcher(name).replaceFirst("") + found.substring(name.length());
    }

    private boolean isTrackOf(Value entry, String host) {
        String subset = entry.at("destination", "subset").text();
        String namespace = Optional.ofNullable(live.namespace()).orElse("");
        return Hosts.areSame(host(entry), host, namespace)
                && (subset == null || subset.equals("release") || isVariantName(subset));
    }

    private boolean isDriven(Value entry) {
        return entry.at("destination", "subset").isPresent() || isOwnService(entry);
    }

    /// Whether it leads to a Service that was made for one track.
    private boolean isOwnService(Value entry) {
        String found = isIstio()
                ? entry.at("destination", "host").textOr("")
                : entry.at("name").textOr("");
        return !found.equals(host(entry));
    }

    private boolean isVariant(Value entry) {
        return isVariantName(entry.at("destination", "subset").text())
                || isVariantName(entry.at("destination", "host").text())
                || isVariantName(entry.at("name").text());
    }

    private static boolean isVariantName(@Nullable String name) {
        return name != null && VARIANT.matcher(name).matches();
    }
}
