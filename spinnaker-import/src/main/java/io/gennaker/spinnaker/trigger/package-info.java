/// One class for each type of trigger. Start at [TriggerTranslators].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.trigger;
