package io.gennaker.playground.cluster.controllers;

import io.gennaker.playground.registry.Image;
import io.gennaker.playground.registry.ImageBehaviour;
import java.time.Instant;

/// Where a pod stands in its life.
sealed interface PodStage {

    /// The image is being pulled, until then.
    record Creating(Instant until) implements PodStage {}

    /// The registry does not know the image.
    ///
    /// @param waiting whether it waits for the next try or just failed
    record PullFailing(boolean waiting, Instant until, int attempts) implements PodStage {}

    /// The containers run.
    ///
    /// @param restarts how often they ran before
    record Running(ImageBehaviour behaviour, Image image, Instant startedAt, boolean ready, int restarts)
            implements PodStage {
        Running toReady() {
            return new Running(behaviour, image, startedAt, true, restarts);
        }
    }

    /// The container ended although it should not have; it is started again then.
    record CrashLooping(Image image, int exitCode, Instant startedAt, Instant endedAt, Instant until, int restarts)
            implements PodStage {}

    /// The containers ended and stay so.
    record Finished(Image image, int exitCode, Instant startedAt, Instant endedAt, int restarts) implements PodStage {}

    /// The pod had ended when this process started; its status says how.
    record Over() implements PodStage {}
}
