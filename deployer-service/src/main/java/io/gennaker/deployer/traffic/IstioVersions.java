package io.gennaker.deployer.traffic;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// The versions of Istio's networking kinds, newest first.
public final class IstioVersions {
    public static final List<String> ALL =
            List.of("networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3");

    private IstioVersions() {}

    /// The newest that a cluster serves of a kind.
    ///
    /// @param serves told version and kind
    public static Optional<String> newest(String kind, BiPredicate<String, String> serves) {
        return ALL.stream().filter(version -> serves.test(version, kind)).findFirst();
    }
}
