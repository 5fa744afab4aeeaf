package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Steering.HeaderMatch;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules of HTTPRoutes and GRPCRoutes.
record GatewayForm(Drive drive) implements Form {
    private static final String BACKEND = "backendRef";
    private static final String FILTERS = "filters";
    private static final String HEADERS = "headers";
    private static final String MIRROR = "requestMirror";

    @Override
    public String destinations() {
        return "backendRefs";
    }

    @Override
    public Part part(Value backend) {
        boolean isService = backend.at("kind").textOr("Service").equals("Service")
                && backend.at("group").textOr("").isEmpty()
                && backend.at("namespace").textOr(drive.namespace()).equals(drive.namespace());
        return isService
                ? TrackNaming.serviceNamed(name(backend), drive.route().host(), drive.execution())
                : Part.FOREIGN;
    }

    @Override
    public String name(Value backend) {
        return backend.at("name").textOr("");
    }

    /// Weights are shares of their sum: one that is alone has all, whatever it says.
    @Override
    public int weight(Value backend, int siblings) {
        return siblings == 1 ? 100 : backend.at("weight").numberOr(1);
    }

    @Override
    public Value toward(Value model, Track track, int weight) {
        return model.put(Value.of(service(track)), "name").put(Value.of(weight), "weight");
    }

    private String service(Track track) {
        return track.service(drive.route().host(), drive.execution());
    }

    @Override
    public Value detour(Value rule, Steering.Detour detour, Value canary) {
        List<Value> matches = rule.at("matches").items();
        List<Value> narrowed = (matches.isEmpty() ? List.of((Value) Value.Fields.EMPTY) : matches)
                .stream().map(match -> narrowed(match, detour)).toList();
        return mirrored(rule, null)
                .drop("name")
                .put(Value.of(narrowed), "matches")
                .put(Value.of(List.of(canary)), destinations());
    }

    /// They have no names: a rule that has one is somebody else's.
    @Override
    public boolean isDetour(Value neighbour, Value rule, List<Value> all) {
        return !neighbour.at("name").isPresent();
    }

    private static Value narrowed(Value match, Steering.Detour detour) {
        var headers = new ArrayList<>(match.at(HEADERS).items());
        detour.headers().forEach(header -> headers.add(header(header)));
        return match.put(Value.of(headers), HEADERS);
    }

    private static Value header(HeaderMatch header) {
        boolean isExact = header.how() == HeaderMatch.How.EXACT;
        String value = header.how() == HeaderMatch.How.PREFIX ? Pattern.quote(header.value()) + ".*" : header.value();
        return Value.Fields.EMPTY
                .with("type", Value.of(isExact ? "Exact" : "RegularExpression"))
                .with("name", Value.of(header.header()))
                .with("value", Value.of(value));
    }

    /// Other mirrors of the rule stay: there may be several.
    @Override
    public Value mirrored(Value rule, @Nullable Integer percent) {
        var filters = new ArrayList<>(rule.at(FILTERS).items());
        boolean _ = filters.removeIf(this::isOurs);
        if (percent != null) {
            Value any = rule.at(destinations()).items().getFirst();
            Value backend = any.put(Value.of(service(Track.CANARY)), "name")
                    .drop("weight")
                    .drop(FILTERS);
            filters.add(Value.Fields.EMPTY
                    .with("type", Value.of("RequestMirror"))
                    .with(MIRROR, Value.Fields.EMPTY.with(BACKEND, backend).with("percent", Value.of(percent))));
        }
        return filtered(rule, filters);
    }

    private static Value filtered(Value rule, List<Value> filters) {
        return filters.isEmpty() ? rule.drop(FILTERS) : rule.put(Value.of(filters), FILTERS);
    }

    @Override
    public Value withoutOwnMirror(Value rule) {
        return filtered(
                rule,
                rule.at(FILTERS).items().stream()
                        .filter(filter -> !isOwnMirror(filter))
                        .toList());
    }

    private boolean isOwnMirror(Value filter) {
        return part(filter.at(MIRROR, BACKEND)).isVariant();
    }

    private boolean isOurs(Value filter) {
        Part part = part(filter.at(MIRROR, BACKEND));
        return filter.at(MIRROR).isPresent() && (part.isVariant() || part == Part.OTHER_VARIANT);
    }

    @Override
    public boolean isMirrored(Value rule) {
        return rule.at(FILTERS).items().stream().anyMatch(this::isOwnMirror);
    }
}
