package io.gennaker.cli.benchmark.paging;

import io.gennaker.cli.benchmark.engine.Samples;
import java.util.Map;

/// What was measured.
///
/// @param pageMillis from the request to the page read, by what was asked for
/// @param loadBefore of the machine in the last minute, when the benchmark began
public record PagingReport(int finished, int page, Map<String, Samples.Summary> pageMillis, double loadBefore) {}
