/// Measurements over real processes.
@NullMarked
package io.gennaker.cli.benchmark;

import org.jspecify.annotations.NullMarked;
