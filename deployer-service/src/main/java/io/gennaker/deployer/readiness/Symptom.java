package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;

/// Something that may pass by itself, and is a failure when it does not.
///
/// @param subject what has it: the same trouble of another pod of one workload is the same symptom
/// @param description in words for people
public record Symptom(FailureCode code, String subject, String description) {}
