package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How traffic returns to release.
public enum WayBack {
    /// As fast as release can carry it: it is scaled first where it has shrunk meanwhile, and gets traffic as its pods
    /// become ready.
    @JsonProperty("Bounded")
    BOUNDED,
    /// All of it in one write as soon as release has one ready pod.
    @JsonProperty("AtOnce")
    AT_ONCE
}
