/// Definitions on disk. Start at [DefinitionFiles].
@NullMarked
package io.gennaker.cli.definitions;

import org.jspecify.annotations.NullMarked;
