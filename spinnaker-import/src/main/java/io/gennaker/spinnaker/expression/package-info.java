/// Expressions of Spinnaker (SpEL) into CEL. Start at [Texts]; the grammar is in [SpelParser], the meaning in
/// [CelTranslator].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.expression;
