package io.gennaker.console.view;

import java.time.Instant;
import java.util.List;

/// What an execution waits for that has not moved for longer than it should.
///
/// @param since when it moved last
public record StallView(List<String> waitsFor, Instant since) {
    public StallView {
        waitsFor = List.copyOf(waitsFor);
    }
}
