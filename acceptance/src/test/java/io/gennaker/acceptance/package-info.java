/// Runs the packaged services and kills them meanwhile. Start at [KillIT].
@NullMarked
package io.gennaker.acceptance;

import org.jspecify.annotations.NullMarked;
