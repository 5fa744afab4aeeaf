/// The front door: REST API, live updates and a page of executions. Wiring only; start at
/// [io.gennaker.console.view.ExecutionFold].
@NullMarked
package io.gennaker.console;

import org.jspecify.annotations.NullMarked;
