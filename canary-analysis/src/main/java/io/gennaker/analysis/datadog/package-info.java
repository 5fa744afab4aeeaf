/// Datadog's query API, version 1. Start reading at [io.gennaker.analysis.datadog.DatadogSource].
@NullMarked
package io.gennaker.analysis.datadog;

import org.jspecify.annotations.NullMarked;
