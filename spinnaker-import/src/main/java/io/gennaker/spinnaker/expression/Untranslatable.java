package io.gennaker.spinnaker.expression;

/// An expression that has no equal in CEL, with the reason.
public final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    Untranslatable(String expression, String reason) {
        super("`" + expression.strip() + "`: " + reason);
        this.reason = reason;
    }

    /// The same reason for the whole expression, of which only a part was known where it was found.
    Untranslatable in(String whole) {
        return new Untranslatable(whole, reason);
    }
}
