package io.gennaker.spinnaker.expression;

import java.util.List;

/// The part of Spring's expression language that pipelines use, as a tree.
sealed interface Spel {
    record Text(String value) implements Spel {}

    record Whole(long value) implements Spel {}

    /// @param digits as written, with a point
    record Decimal(String digits) implements Spel {}

    record Truth(boolean value) implements Spel {}

    record Nothing() implements Spel {}

    /// A name at the beginning of a path.
    record Root(String name) implements Spel {}

    record Member(Spel of, String name) implements Spel {}

    record Index(Spel of, Spel key) implements Spel {}

    record Method(Spel of, String name, List<Spel> arguments) implements Spel {
        public Method {
            arguments = List.copyOf(arguments);
        }
    }

    /// `#name(...)`
    record Function(String name, List<Spel> arguments) implements Spel {
        public Function {
            arguments = List.copyOf(arguments);
        }
    }

    /// `{a, b}`
    record Many(List<Spel> items) implements Spel {
        public Many {
            items = List.copyOf(items);
        }
    }

    /// @param operator `!` or `-`
    record Unary(String operator, Spel operand) implements Spel {}

    /// @param operator as CEL writes it, or `matches`
    record Binary(String operator, Spel left, Spel right) implements Spel {}

    /// `condition ? yes : no`
    record Choice(Spel condition, Spel yes, Spel no) implements Spel {}

    /// `value ?: otherwise`
    record Elvis(Spel value, Spel otherwise) implements Spel {}
}
