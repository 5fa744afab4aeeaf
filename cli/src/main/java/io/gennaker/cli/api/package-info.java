/// The console's REST API as the command line sees it. Start at [ConsoleClient].
@NullMarked
package io.gennaker.cli.api;

import org.jspecify.annotations.NullMarked;
