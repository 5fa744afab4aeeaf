package io.gennaker.console.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Forgets what became of old answers: their callers do not wait any more.
@ApplicationScoped
public class AnswerRetention {
    static final Duration KEPT = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(AnswerRetention.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    // Small, so that no lock is held for long.
    private static final int BATCH = 500;

    private final DataSource source;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("console-retention").factory());

    AnswerRetention(DataSource source) {
        this.source = source;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::turn, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void turn() {
        try {
            forget();
        } catch (IllegalStateException failed) {
            LOG.warnf("old answers are not removed now, trying again later reason=\"%s\"", failed.getMessage());
        }
    }

    /// @return how many were forgotten
    int forget() {
        int total = 0;
        int last;
        do {
            last = Sql.run(source, """
                    delete from answer_result where (judgement, user_name, request_id) in (
                        select judgement, user_name, request_id from answer_result
                        where at < now() - ? * interval '1 second' order by at limit ?)
                    """, statement -> {
                statement.setLong(1, KEPT.toSeconds());
                statement.setInt(2, BATCH);
                return statement.executeUpdate();
            });
            total += last;
        } while (last == BATCH);
        return total;
    }
}
