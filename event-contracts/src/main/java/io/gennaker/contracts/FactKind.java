package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// By which way a fact came in that is no image's.
public enum FactKind {
    /// A push, tag or release in a Git host.
    @JsonProperty("Git")
    GIT,
    /// A call by a system of the user's own.
    @JsonProperty("Webhook")
    WEBHOOK,
    /// A message of a subscription or topic of the user's own.
    @JsonProperty("Message")
    MESSAGE,
    /// An event in the vocabulary of CDEvents.
    @JsonProperty("CdEvent")
    CDEVENT,
    /// A time of a schedule.
    @JsonProperty("Cron")
    CRON,
    /// The end of an execution.
    @JsonProperty("Pipeline")
    PIPELINE;

    /// As definitions and expressions write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
