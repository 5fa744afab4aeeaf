/// The service's tables. Start reading at [io.gennaker.analysis.postgres.PostgresReportStore].
@NullMarked
package io.gennaker.analysis.postgres;

import org.jspecify.annotations.NullMarked;
