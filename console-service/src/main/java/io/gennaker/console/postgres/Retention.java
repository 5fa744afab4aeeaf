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

/// Forgets what became of old answers, whose callers do not wait any more, dead letters that the bus has forgotten,
/// old events, old notices and old reports.
@ApplicationScoped
public class Retention {
    static final Duration ANSWERS_KEPT = Duration.ofDays(1);
    /// As long as the topic keeps them.
    static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);

    /// As long as the trigger service keeps them, unless it is told otherwise.
    static final Duration TRIGGER_EVENTS_KEPT = Duration.ofDays(30);
    static final Duration LOGINS_KEPT = Duration.ofDays(30);

    static final Duration NOTICES_KEPT = Duration.ofDays(30);
    static final Duration REPORTS_KEPT = Duration.ofDays(180);
    /// Of a replica that is not heard any more, unless a service would be forgotten with its last one.
    static final Duration HEALTH_KEPT = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    // Small, so that no lock is held for long.
    private static final int BATCH = 500;

    private final DataSource source;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("console-retention").factory());

    Retention(DataSource source) {
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
            forgetAnswers();
            forgetReplays();
            forgetDeadLetters();
            forgetTriggerEvents();
            forgetLogins();
            forgetNotices();
            forgetReports();
            forgetHealth();
        } catch (IllegalStateException failed) {
            LOG.warnf("what is old is not removed now, trying again later reason=\"%s\"", failed.getMessage());
        }
    }

    /// @return how many were forgotten
    int forgetAnswers() {
        return forget("""
                delete from answer_result where (judgement, user_name, request_id) in (
                    select judgement, user_name, request_id from answer_result
                    where at < now() - ? * interval '1 second' order by at limit ?)
                """, ANSWERS_KEPT);
    }

    /// @return how many were forgotten
    int forgetTriggerEvents() {
        return forget("""
                delete from trigger_event where event in (
                    select event from trigger_event
                    where at < now() - ? * interval '1 second' order by at limit ?)
                """, TRIGGER_EVENTS_KEPT);
    }

    /// @return how many were forgotten
    int forgetReplays() {
        return forget("""
                delete from replay_result where (execution, request_id) in (
                    select execution, request_id from replay_result
                    where at < now() - ? * interval '1 second' order by at limit ?)
                """, ANSWERS_KEPT);
    }

    /// Log-ins that ended; what was done in them stays in the audit.
    ///
    /// @return how many were forgotten
    int forgetLogins() {
        return forget("""
                delete from access_token where sha256 in (
                    select sha256 from access_token
                    where by_login and expires_at < now() - ? * interval '1 second' order by expires_at limit ?)
                """, LOGINS_KEPT);
    }

    /// @return how many were forgotten
    int forgetNotices() {
        return forget("""
                delete from notice where id in (
                    select id from notice where at < now() - ? * interval '1 second' order by at limit ?)
                """, NOTICES_KEPT);
    }

    /// What the verdicts said stays with the executions.
    ///
    /// @return how many were forgotten
    int forgetReports() {
        return forget("""
                delete from analysis_report where operation_id in (
                    select operation_id from analysis_report
                    where at < now() - ? * interval '1 second' order by at limit ?)
                """, REPORTS_KEPT);
    }

    /// The last word of a service stays: without it nothing would say that it is not heard.
    ///
    /// @return how many were forgotten
    int forgetHealth() {
        return forget("""
                delete from health where (service, replica, kind, name) in (
                    select service, replica, kind, name from health
                    where at < now() - ? * interval '1 second'
                      and (kind <> 'SERVICE' or exists (
                          select from health as newer
                          where newer.service = health.service and newer.kind = health.kind
                            and newer.name = health.name and newer.at > health.at))
                    order by at limit ?)
                """, HEALTH_KEPT);
    }

    /// With their replays.
    ///
    /// @return how many were forgotten
    int forgetDeadLetters() {
        return forget("""
                delete from dead_letter where id in (
                    select id from dead_letter
                    where kept_at < now() - ? * interval '1 second' order by kept_at limit ?)
                """, DEAD_LETTERS_KEPT);
    }

    /// @param sql takes the age in seconds and the most rows to remove at once
    private int forget(String sql, Duration age) {
        int total = 0;
        int last;
        do {
            last = Sql.run(source, sql, statement -> {
                statement.setLong(1, age.toSeconds());
                statement.setInt(2, BATCH);
                return statement.executeUpdate();
            });
            total += last;
        } while (last == BATCH);
        return total;
    }
}
