/// What users write, as typed records. Start at [PipelineDefinition].
@NullMarked
package io.gennaker.pipeline.definition;

import org.jspecify.annotations.NullMarked;
