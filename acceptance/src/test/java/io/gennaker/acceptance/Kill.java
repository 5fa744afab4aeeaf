package io.gennaker.acceptance;

/// A kill that is planned.
///
/// @param service ended by SIGKILL, and started again at once
/// @param moment of the delivery
record Kill(String service, Moment moment) {
    @Override
    public String toString() {
        return service + " while " + moment;
    }
}
