package io.gennaker.pipeline.render;

/// A manifest could not be rendered; the message says where and why.
public final class RenderingFailed extends Exception {
    RenderingFailed(String message) {
        super(message);
    }
}
