package io.gennaker.contracts;

import java.util.List;

/// A workload with what its pods run.
///
/// @param images of its containers, as the pod template names them; none: it is gone
public record RunningWorkload(String kind, String name, List<String> images) {
    public static final int MOST_IMAGES = 30;

    public RunningWorkload {
        Check.text("kind", kind, 63);
        Check.text("name", name, 253);
        Check.atMost("images", images.size(), MOST_IMAGES);
        images = List.copyOf(images);
    }
}
