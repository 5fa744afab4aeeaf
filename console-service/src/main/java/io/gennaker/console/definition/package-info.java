/// Definitions on their way in: pure. Start at [Submission].
@NullMarked
package io.gennaker.console.definition;

import org.jspecify.annotations.NullMarked;
