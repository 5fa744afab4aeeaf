/// Tests of the fold. Start at [ExecutionFoldTest].
@NullMarked
package io.gennaker.console.view;

import org.jspecify.annotations.NullMarked;
