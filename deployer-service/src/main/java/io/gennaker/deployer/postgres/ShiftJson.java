package io.gennaker.deployer.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.Route;

/// Shifts and routes as JSON, in the form of the contracts.
final class ShiftJson {
    private static final JsonMapper JSON = MessageCodec.json();

    private ShiftJson() {}

    static String text(Route route) {
        return write(route);
    }

    static String text(ShiftTraffic shift) {
        return write(shift);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    static ShiftTraffic shift(String json) {
        try {
            return (ShiftTraffic) JSON.readValue(json, DeploymentTask.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a recorded shift cannot be read", unreadable);
        }
    }
}
