/// One class per command. Start at [RunCommand] for a small one.
@NullMarked
package io.gennaker.cli.command;

import org.jspecify.annotations.NullMarked;
