/// Reads what Spinnaker saved, within bounds, and keeps account of what was read. Start at [Fields].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.json;
