/// Spinnaker pipelines into Gennaker definitions, with a report on every field. Start at [SpinnakerImport].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker;
