package io.gennaker.analysis.exchange;

import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SourceConformance;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The suite for a source that speaks HTTP.
public abstract class HttpConformance extends SourceConformance {

    protected FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// The body of an answer.
    protected abstract String body(List<Series> series);

    @Override
    protected void holds(List<Series> series) {
        server.answers(200, body(series));
    }

    @Override
    protected void fails(Failure failure, String message) {
        server.answers(
                switch (failure) {
                    case NOT_AUTHORIZED -> 401;
                    case FORBIDDEN -> 403;
                    case TOO_MANY_QUESTIONS -> 429;
                    case BROKEN -> 500;
                    case OVERLOADED -> 503;
                },
                message);
    }

    @Override
    protected void answersWithSomethingElse() {
        server.answers(200, "<html>login</html>");
    }

    @Override
    protected void stalls() {
        server.answers(200, "{");
        server.stalls();
    }

    @Override
    protected void goesAway() {
        server.close();
    }
}
