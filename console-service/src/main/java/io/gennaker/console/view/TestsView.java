package io.gennaker.console.view;

import io.gennaker.contracts.TestRecord;
import java.time.Instant;
import java.util.List;

/// The tests of a Job, those that did not pass first.
public record TestsView(
        String operationId,
        String stage,
        String step,
        String pod,
        String container,
        int passed,
        int failed,
        int skipped,
        List<TestRecord> tests,
        Instant at) {
    public TestsView {
        tests = List.copyOf(tests);
    }
}
