/// The command line. Start at [Gennaker].
@NullMarked
package io.gennaker.cli;

import org.jspecify.annotations.NullMarked;
