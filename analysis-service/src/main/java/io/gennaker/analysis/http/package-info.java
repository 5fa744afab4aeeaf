/// The service's REST interface. Start reading at [io.gennaker.analysis.http.ReportsResource].
@NullMarked
package io.gennaker.analysis.http;

import org.jspecify.annotations.NullMarked;
