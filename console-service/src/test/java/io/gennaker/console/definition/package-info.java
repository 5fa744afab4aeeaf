/// Tests of submissions. Start at [SubmissionTest].
@NullMarked
package io.gennaker.console.definition;

import org.jspecify.annotations.NullMarked;
