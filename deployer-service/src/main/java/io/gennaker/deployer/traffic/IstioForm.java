package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Steering.HeaderMatch;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules of VirtualServices.
record IstioForm(TrackNaming naming) implements Form {
    private static final String DESTINATION = "destination";
    private static final String MIRROR = "mirror";
    private static final String PERCENTAGE = "mirrorPercentage";

    @Override
    public String destinations() {
        return "route";
    }

    @Override
    public Part part(Value entry) {
        return naming.part(entry.at(DESTINATION));
    }

    @Override
    public String name(Value entry) {
        return entry.at(DESTINATION, "subset")
                .textOr(entry.at(DESTINATION, "host").textOr(""));
    }

    /// A destination without a weight gets all when it is alone, and nothing beside others.
    @Override
    public int weight(Value entry, int siblings) {
        return entry.at("weight").numberOr(siblings == 1 ? 100 : 0);
    }

    @Override
    public Value toward(Value model, Track track, int weight) {
        return model.put(naming.toward(model.at(DESTINATION), track), DESTINATION)
                .put(Value.of(weight), "weight");
    }

    @Override
    public Value detour(Value rule, Steering.Detour detour, Value canary) {
        List<Value> matches = rule.at("match").items();
        List<Value> narrowed = (matches.isEmpty() ? List.of((Value) Value.Fields.EMPTY) : matches)
                .stream().map(match -> narrowed(match, detour)).toList();
        return mirrored(rule, null)
                .put(Value.of(DetourName.of(detour, rule)), "name")
                .put(Value.of(narrowed), "match")
                .put(Value.of(List.of(canary)), destinations());
    }

    @Override
    public boolean isDetour(Value neighbour, Value rule, List<Value> all) {
        return DetourName.fits(neighbour, rule, all);
    }

    private static Value narrowed(Value match, Steering.Detour detour) {
        Value narrowed = match;
        for (HeaderMatch header : detour.headers()) {
            String how =
                    switch (header.how()) {
                        case EXACT -> "exact";
                        case PREFIX -> "prefix";
                        case REGEX -> "regex";
                    };
            narrowed = narrowed.put(Value.Fields.EMPTY.with(how, Value.of(header.value())), "headers", header.header());
        }
        return narrowed;
    }

    @Override
    public Value mirrored(Value rule, @Nullable Integer percent) {
        Value found = rule.at(MIRROR);
        if (percent == null) {
            return isOurs(found) ? withoutMirror(rule) : rule;
        }
        if (found.isPresent() && !isOurs(found) || rule.at("mirrors").isPresent()) {
            throw new RouteRefusal("its rule is mirrored to " + found.at("host").textOr("other hosts")
                    + " already; a second mirror is not possible");
        }
        Value any = rule.at(destinations()).items().getFirst().at(DESTINATION);
        return rule.put(naming.toward(any, Track.CANARY), MIRROR)
                .put(Value.Fields.EMPTY.with("value", Value.of(percent)), PERCENTAGE);
    }

    @Override
    public Value withoutOwnMirror(Value rule) {
        return isMirrored(rule) ? withoutMirror(rule) : rule;
    }

    private static Value withoutMirror(Value rule) {
        return rule.drop(MIRROR).drop(PERCENTAGE);
    }

    @Override
    public boolean isMirrored(Value rule) {
        return naming.part(rule.at(MIRROR)).isVariant();
    }

    /// What an execution that ended badly left behind is ours to replace.
    private boolean isOurs(Value mirror) {
        Part part = naming.part(mirror);
        return part.isVariant() || part == Part.OTHER_VARIANT;
    }
}
