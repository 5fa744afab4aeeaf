package io.gennaker.cli.demo;

import io.gennaker.cli.api.Execution;
import io.gennaker.contracts.ImageReference;

/// Is told of the demo's progress, each time before the demo goes on: what an observer does to the platform, the demo
/// meets.
public interface DemoObserver {
    /// Only watches.
    DemoObserver NONE = new DemoObserver() {
        @Override
        public void published(ImageReference image) {}

        @Override
        public void seen(Execution snapshot) {}
    };

    /// The registry's event of this image is on its way.
    void published(ImageReference image);

    /// The console showed this; open judgements are not answered yet.
    void seen(Execution snapshot);

    /// Whether somebody who watches answers this question; else the demo does.
    default boolean answers(String judgement) {
        return false;
    }
}
