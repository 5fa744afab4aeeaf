/// What verdicts on canaries rest on. Starts at [io.gennaker.console.canary.CanaryReport].
@org.jspecify.annotations.NullMarked
package io.gennaker.console.canary;
