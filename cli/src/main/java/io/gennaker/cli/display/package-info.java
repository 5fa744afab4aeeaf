/// What people see: trees, tables, progress. Start at [ExecutionTree].
@NullMarked
package io.gennaker.cli.display;

import org.jspecify.annotations.NullMarked;
