/// Templates filled in. Start at [Expansion]; [StageExpansion] makes the stages, [Splice] the texts.
@NullMarked
package io.gennaker.pipeline.template;

import org.jspecify.annotations.NullMarked;
