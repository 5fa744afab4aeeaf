package io.gennaker.analysis.postgres;

import io.gennaker.contracts.ReleaseHistory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Removes old reports and standstills, in small batches. Reports with which later releases are compared stay, however
/// old. Every replica does so; rows that another one is removing are left to it.
@ApplicationScoped
public class Retention {

    /// No analysis lasts so long, even one that was paused for weeks: it still needs its standstills.
    private static final Duration SHORTEST = Duration.ofDays(180);

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration EVERY = Duration.ofMinutes(15);

    /// One release more than are compared, as the one that is judged is not compared with itself.
    private static final String REPORTS = """
            DELETE FROM analysis_report WHERE operation_id = ANY (ARRAY(
                SELECT operation_id FROM analysis_report AS old
                 WHERE judged_at < now() - make_interval(secs => ?)
                   AND (verdict <> 'PASS' OR %d < (
                       SELECT count(DISTINCT execution_id) FROM analysis_report AS later
                        WHERE later.report -> 'cluster' ->> 'name' = old.report -> 'cluster' ->> 'name'
                          AND later.report ->> 'namespace' = old.report ->> 'namespace'
                          AND later.report ->> 'workload' = old.report ->> 'workload'
                          AND later.verdict = 'PASS' AND later.judged_at > old.judged_at))
                 ORDER BY judged_at LIMIT ? FOR UPDATE SKIP LOCKED))
            """.formatted(ReleaseHistory.MOST_RELEASES);
    private static final String STANDSTILLS = """
            DELETE FROM analysis_standstill WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM analysis_standstill WHERE since < now() - make_interval(secs => ?)
                 LIMIT ? FOR UPDATE SKIP LOCKED))
            """;

    private final DataSource dataSource;
    private final Duration retention;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    Retention(
            DataSource dataSource,
            @ConfigProperty(name = "gennaker.reports.retention", defaultValue = "730d") Duration retention) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "gennaker.reports.retention: found %s, must be at least %s".formatted(retention, SHORTEST));
        }
        this.dataSource = dataSource;
        this.retention = retention;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::removeAndGoOn, 1, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void removeAndGoOn() {
        try {
            var removed = removeOld();
            LOG.debugf("old reports and standstills removed rows=%d", removed);
        } catch (IllegalStateException failed) {
            LOG.warnf("what is old is not removed now, trying again later reason=\"%s\"", failed.getMessage());
        }
    }

    /// @return how many rows were removed
    int removeOld() {
        return remove(REPORTS) + remove(STANDSTILLS);
    }

    private int remove(String sql) {
        var total = 0;
        int last;
        do {
            last = removeBatch(sql);
            total += last;
        } while (last == BATCH);
        return total;
    }

    private int removeBatch(String sql) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setDouble(1, retention.toSeconds());
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot remove what is old: " + failed.getMessage(), failed);
        }
    }
}
