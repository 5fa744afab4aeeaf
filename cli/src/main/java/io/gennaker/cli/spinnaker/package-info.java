/// Files and reports of an import from Spinnaker. Start at [SpinnakerFiles].
@org.jspecify.annotations.NullMarked
package io.gennaker.cli.spinnaker;
