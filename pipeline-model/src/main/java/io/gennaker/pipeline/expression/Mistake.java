package io.gennaker.pipeline.expression;

/// Something wrong with an expression, found without evaluating it.
///
/// @param offset in characters from the start of the text that was checked
/// @param found what is there
/// @param allowed what may be there
public record Mistake(int offset, String found, String allowed) {}
