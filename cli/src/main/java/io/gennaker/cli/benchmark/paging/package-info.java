/// How long a page of executions takes.
@NullMarked
package io.gennaker.cli.benchmark.paging;

import org.jspecify.annotations.NullMarked;
