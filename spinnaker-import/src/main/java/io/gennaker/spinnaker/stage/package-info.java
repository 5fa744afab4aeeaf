/// One class for each type of stage. Start at [StageTranslators].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.stage;
