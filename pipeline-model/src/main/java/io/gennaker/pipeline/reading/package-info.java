/// From YAML nodes to definitions, every problem at once. Start at [DefinitionReader].
@NullMarked
package io.gennaker.pipeline.reading;

import org.jspecify.annotations.NullMarked;
