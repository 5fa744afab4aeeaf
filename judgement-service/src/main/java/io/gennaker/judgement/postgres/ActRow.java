package io.gennaker.judgement.postgres;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/// A row of `answer`, which holds all that people did: inserted once, never changed. What a kind lacks is null.
@Entity
@Table(name = "answer")
@IdClass(ActRow.Key.class)
@NullUnmarked
public class ActRow extends PanacheEntityBase {
    public enum Kind {
        ANSWER,
        REVOCATION,
        DELEGATION,
        REMARK
    }

    public record Key(String judgementId, String requestId) implements Serializable {}

    @Id
    @Column(name = "judgement_id")
    public String judgementId;

    @Id
    @Column(name = "request_id")
    public String requestId;

    public int position;

    @Enumerated(EnumType.STRING)
    public Kind kind;

    public String decision;
    public String form;

    @Column(name = "on_behalf_of")
    public String onBehalfOf;

    @Column(name = "revoked_request")
    public String revokedRequest;

    public String delegate;

    @Column(name = "user_name")
    public String userName;

    public String roles;
    public String channel;
    public String comment;

    @Column(name = "answered_at")
    public Instant answeredAt;

    static List<ActRow> of(String judgementId) {
        return list("judgementId = ?1 order by position", judgementId);
    }
}
