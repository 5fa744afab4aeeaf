/// Expressions in CEL: checked when they are written, evaluated in a sandbox, never passed through as text.
///
/// Start at [Template] for texts with `${{ }}` and at [Expression] for the language itself. The only package that knows
/// the CEL library.
@NullMarked
package io.gennaker.pipeline.expression;

import org.jspecify.annotations.NullMarked;
