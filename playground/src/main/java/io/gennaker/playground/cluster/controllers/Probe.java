package io.gennaker.playground.cluster.controllers;

/// Sends requests of a job's container into the cluster's mesh.
@FunctionalInterface
public interface Probe {

    /// What came of one request.
    ///
    /// @param passed whether it was answered with success
    /// @param detail status and answering pod, or the error
    record Attempt(boolean passed, String detail) {}

    /// Sends one request and waits for its answer; an error is an answer too.
    Attempt send(String host, String path) throws InterruptedException;
}
