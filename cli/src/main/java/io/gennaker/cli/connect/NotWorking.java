package io.gennaker.cli.connect;

/// Why an integration does not work, for people. Never holds a secret.
final class NotWorking extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    NotWorking(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
