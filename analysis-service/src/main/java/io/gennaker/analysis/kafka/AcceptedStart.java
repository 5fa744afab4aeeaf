package io.gennaker.analysis.kafka;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.StoredJson;
import java.time.Instant;

/// What an operation is recorded with: the command and the time from which its windows are counted.
record AcceptedStart(AnalysisCommand.Start start, Instant acceptedAt) {

    static AcceptedStart parse(String text) {
        return StoredJson.read(text, AcceptedStart.class);
    }

    String format() {
        return StoredJson.write(this);
    }
}
