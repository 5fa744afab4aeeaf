package io.gennaker.cli.connect;

import io.fabric8.kubernetes.client.KubernetesClientException;

/// What became of one integration.
///
/// @param works whether it was seen to work; of a dry run: whether all that can be seen beforehand does
/// @param detail what was seen, or what is wrong
public record Outcome(String kind, String name, Change change, boolean works, String detail) {
    /// What one does for its outcome.
    @FunctionalInterface
    interface Step {
        Done run() throws InterruptedException;
    }

    /// @param detail what was seen
    record Done(Change change, String detail) {}

    /// Runs a step; what does not work is an outcome too.
    static Outcome of(String kind, String name, Step step) throws InterruptedException {
        try {
            Done done = step.run();
            return new Outcome(kind, name, done.change(), true, done.detail());
        } catch (NotWorking reason) {
            return new Outcome(kind, name, Change.NONE, false, reason.reason());
        } catch (IllegalArgumentException | KubernetesClientException malformed) {
            // A setting that nothing can be done with holds up no other, as what is away does not.
            return new Outcome(kind, name, Change.NONE, false, String.valueOf(malformed.getMessage()));
        }
    }
}
