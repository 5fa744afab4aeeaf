/// The servers that a person works with, by name. Start with [ContextsFile].
@NullMarked
package io.gennaker.cli.contexts;

import org.jspecify.annotations.NullMarked;
