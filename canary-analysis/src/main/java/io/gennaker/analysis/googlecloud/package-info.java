/// Google Cloud Monitoring. Start reading at [io.gennaker.analysis.googlecloud.CloudMonitoringSource].
@NullMarked
package io.gennaker.analysis.googlecloud;

import org.jspecify.annotations.NullMarked;
