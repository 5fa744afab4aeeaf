package io.gennaker.trigger.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Removes what is older than its retention, in small batches. Every replica does so; rows that another one is removing
/// are left to it.
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration EVERY = Duration.ofMinutes(10);

    /// Longer than executions last. Whoever has not ended then never will, or its end was not told.
    private static final Duration LONGEST_EXECUTION = Duration.ofDays(2 * 365);

    /// A table, the column that tells the age of its rows, and how old they get.
    private record Aging(String table, String column, Duration age) {}

    private final DataSource source;
    private final List<Aging> tables;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    Retention(
            DataSource source,
            @ConfigProperty(name = "gennaker.triggers.retention") Duration retention,
            @ConfigProperty(name = "gennaker.triggers.duplicate-window") Duration window) {
        if (retention.compareTo(window) <= 0) {
            throw new IllegalArgumentException("gennaker.triggers.retention is " + retention
                    + "; it must be longer than gennaker.triggers.duplicate-window, which is " + window);
        }
        this.source = source;
        this.tables = List.of(
                new Aging("trigger_event", "taken_at", retention),
                new Aging("started", "at", retention),
                new Aging("running_execution", "ended_at", retention),
                new Aging("running_execution", "at", retention.plus(LONGEST_EXECUTION)),
                new Aging("pubsub_message", "taken_at", retention));
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::removeAndGoOn, 1, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void removeAndGoOn() {
        try {
            int removed = removeOld();
            LOG.debugf("old rows removed rows=%d", removed);
        } catch (RuntimeException failed) {
            LOG.warnf("old rows not removed, trying again later reason=\"%s\"", failed.getMessage());
        }
    }

    /// Removes all rows that are old enough.
    ///
    /// @return how many
    public int removeOld() {
        return tables.stream().mapToInt(this::removeOld).sum();
    }

    private int removeOld(Aging aging) {
        int total = 0;
        int removed;
        do {
            removed = removeBatch(aging);
            total += removed;
        } while (removed == BATCH);
        return total;
    }

    private int removeBatch(Aging aging) {
        String sql = """
                delete from TABLE where ctid = any (array(
                    select ctid from TABLE where COLUMN < now() - make_interval(secs => ?)
                    order by COLUMN limit ? for update skip locked))
                """;
        return Sql.run(source, sql.replace("TABLE", aging.table()).replace("COLUMN", aging.column()), statement -> {
            statement.setDouble(1, aging.age().toSeconds());
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        });
    }
}
