package io.gennaker.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.MessageCodec;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes beans of what the core leaves plain.
class ConsoleWiring {
    /// The API speaks the contracts' JSON: the same names, times and durations, closed in the same way.
    @Produces
    @Singleton
    ObjectMapper json() {
        return MessageCodec.json();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
