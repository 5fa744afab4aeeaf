package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// The route whose weights a canary drives.
///
/// @param virtualService name of the Istio VirtualService
/// @param http name of its HTTP route; null when it has only one
/// @param host the destination host inside that route whose subsets are driven; others are left alone
/// @param destinationRule name of the DestinationRule that holds the subsets
public record Route(String virtualService, @Nullable String http, String host, String destinationRule) {
    public Route {
        Check.text("virtual service", virtualService, 253);
        Check.text("host", host, 253);
        Check.text("destination rule", destinationRule, 253);
    }
}
