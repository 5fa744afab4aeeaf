package io.gennaker.judgement.postgres;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/// A row of `answer`: inserted once, never changed.
@Entity
@Table(name = "answer")
@IdClass(AnswerRow.Key.class)
@NullUnmarked
public class AnswerRow extends PanacheEntityBase {
    public record Key(String judgementId, String requestId) implements Serializable {}

    @Id
    @Column(name = "judgement_id")
    public String judgementId;

    @Id
    @Column(name = "request_id")
    public String requestId;

    public int position;
    public String decision;

    @Column(name = "user_name")
    public String userName;

    public String roles;
    public String channel;
    public String comment;

    @Column(name = "answered_at")
    public Instant answeredAt;

    static List<AnswerRow> of(String judgementId) {
        return list("judgementId = ?1 order by position", judgementId);
    }
}
