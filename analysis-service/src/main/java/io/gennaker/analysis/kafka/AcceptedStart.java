package io.gennaker.analysis.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.MessageCodec;
import java.time.Instant;

/// What an operation is recorded with: the command and the time from which its windows are counted.
record AcceptedStart(AnalysisCommand.Start start, Instant acceptedAt) {

    static AcceptedStart parse(String text) {
        try {
            return MessageCodec.json().readValue(text, AcceptedStart.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("recorded operation is not readable", malformed);
        }
    }

    String format() {
        try {
            return MessageCodec.json().writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + start.operationId(), impossible);
        }
    }
}
