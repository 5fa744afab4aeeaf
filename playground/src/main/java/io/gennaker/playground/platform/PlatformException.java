package io.gennaker.playground.platform;

/// The platform could not do what it was asked; the message is meant for the person who asked, and says what to do.
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlatformException(String message) {
        super(message);
    }

    public PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
