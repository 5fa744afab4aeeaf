package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What was looked at.
public enum HealthKind {
    /// The service itself, with the bus and the database that it stands on.
    @JsonProperty("Service")
    SERVICE,
    @JsonProperty("Cluster")
    CLUSTER,
    /// Where metrics are asked for.
    @JsonProperty("Metrics")
    METRICS,
    /// A registry that is asked for tags and digests.
    @JsonProperty("Registry")
    REGISTRY,
    /// A subscription from which messages are taken.
    @JsonProperty("Subscription")
    SUBSCRIPTION,
    /// An address at which Git hosts, registries and others call.
    @JsonProperty("Webhook")
    WEBHOOK,
    /// A way by which people are told.
    @JsonProperty("Channel")
    CHANNEL,
    /// Where people log in.
    @JsonProperty("IdentityProvider")
    IDENTITY_PROVIDER
}
