package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps traffic as it flows when routing objects are applied or restored as a whole.
///
/// A manifest knows the host of a route, never the tracks that share its traffic at this moment, and a recorded older
/// version knows tracks that may be gone. Of a written object, tracks and their shares are therefore always those of
/// the live one, with the rules that pick requests out for a canary and mirrors to it; all else is as written.
public final class CarriedTraffic {
    private static final Pattern VARIANT = TrackNaming.VARIANT;
    private static final String RELEASE = "release";
    private static final String ISTIO = "networking.istio.io";
    private static final String GATEWAY = "gateway.networking.k8s.io";

    private CarriedTraffic() {}

    /// The written object with the live one's tracks. Objects that carry no traffic come back as they are.
    ///
    /// @param live null when there is none
    public static Resource into(Resource written, @Nullable Resource live) {
        if (live == null || !concerns(written)) {
            return written;
        }
        return switch (written.kind()) {
            case "VirtualService" -> {
                Resource carried = written;
                for (String protocol : List.of("http", "tls", "tcp")) {
                    carried = new CarriedRules(carried, live, protocol, "route").carried();
                }
                yield carried;
            }
            case "DestinationRule" -> withSubsets(written, live);
            default -> new CarriedRules(written, live, "rules", "backendRefs").carried();
        };
    }

    /// Whether applying it asks for a look at the live object first.
    public static boolean concerns(Resource written) {
        return switch (written.key().group()) {
            case ISTIO ->
                written.kind().equals("VirtualService") || written.kind().equals("DestinationRule");
            case GATEWAY -> written.kind().equals("HTTPRoute") || written.kind().equals("GRPCRoute");
            default -> false;
        };
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
