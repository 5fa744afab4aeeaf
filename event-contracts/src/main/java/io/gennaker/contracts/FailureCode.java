package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Countable reason why an operation failed.
public enum FailureCode {
    @JsonProperty("ImageNotFound")
    IMAGE_NOT_FOUND,
    @JsonProperty("CrashLoop")
    CRASH_LOOP,
    /// Did not become ready in time.
    @JsonProperty("NotReady")
    NOT_READY,
    @JsonProperty("QuotaExceeded")
    QUOTA_EXCEEDED,
    @JsonProperty("Unschedulable")
    UNSCHEDULABLE,
    /// The API server or an admission webhook refused the object, or the command itself is invalid.
    @JsonProperty("Refused")
    REFUSED,
    /// Another field manager owns a field.
    @JsonProperty("Conflict")
    CONFLICT,
    @JsonProperty("JobFailed")
    JOB_FAILED,
    /// There is no release to compare with or to go back to.
    @JsonProperty("NoRelease")
    NO_RELEASE,
    /// The route is missing, ambiguous, or driven by someone else.
    @JsonProperty("RouteInvalid")
    ROUTE_INVALID,
    /// The observed share of requests never matched the weights.
    @JsonProperty("TrafficNotConfirmed")
    TRAFFIC_NOT_CONFIRMED,
    @JsonProperty("UnknownCluster")
    UNKNOWN_CLUSTER,
    @JsonProperty("MetricsUnavailable")
    METRICS_UNAVAILABLE,
    @JsonProperty("QueryRefused")
    QUERY_REFUSED,
    /// A system outside did not take the call, or said that what it began failed.
    @JsonProperty("CalloutFailed")
    CALLOUT_FAILED,
    @JsonProperty("TimedOut")
    TIMED_OUT,
    @JsonProperty("Internal")
    INTERNAL
}
