package io.gennaker.judgement.postgres;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/// A row of `judgement`. Null rules are those of the table; the core's records carry them for everyone else.
@Entity
@Table(name = "judgement")
@NullUnmarked
public class JudgementRow extends PanacheEntityBase {
    /// States as stored; what an ended judgement means is in `decision`.
    public enum Status {
        OPEN,
        APPROVED,
        REJECTED,
        EXPIRED,
        WITHDRAWN
    }

    @Id
    public String id;

    @Column(name = "execution_id")
    public String executionId;

    public String pipeline;
    public String requester;
    public String application;
    public String spec;

    @Column(name = "opened_at")
    public Instant openedAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Enumerated(EnumType.STRING)
    public Status status;

    public String decision;

    @Column(name = "decided_by")
    public String decidedBy;

    public String comment;

    @Column(name = "ended_at")
    public Instant endedAt;
}
