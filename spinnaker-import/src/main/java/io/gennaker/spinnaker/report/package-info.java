/// What became of each field of a pipeline. Start at [Findings].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.report;
