package io.gennaker.playground.platform;

/// Is told what happens; called from several threads, one call at a time.
@FunctionalInterface
public interface ProgressListener {
    void onProgress(Progress progress);

    static ProgressListener silent() {
        return _ -> {};
    }
}
