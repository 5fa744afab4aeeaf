/// What the sources that speak HTTP share: the exchange, bounded, and secrets by file. Start reading at
/// [io.gennaker.analysis.exchange.HttpStore].
@NullMarked
package io.gennaker.analysis.exchange;

import org.jspecify.annotations.NullMarked;
