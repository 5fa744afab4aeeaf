/// What people see of an execution, built from events: pure. Start at [ExecutionFold].
@NullMarked
package io.gennaker.console.view;

import org.jspecify.annotations.NullMarked;
