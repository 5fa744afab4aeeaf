package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The way by which a decision came in.
public enum Channel {
    @JsonProperty("Cli")
    CLI,
    @JsonProperty("Web")
    WEB,
    @JsonProperty("Webhook")
    WEBHOOK,
    @JsonProperty("Slack")
    SLACK
}
