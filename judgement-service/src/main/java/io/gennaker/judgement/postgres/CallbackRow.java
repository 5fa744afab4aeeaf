package io.gennaker.judgement.postgres;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/// A row of `callback`. Null rules are those of the table.
@Entity
@Table(name = "callback")
@NullUnmarked
public class CallbackRow extends PanacheEntityBase {
    @Id
    public String id;

    @Column(name = "execution_id")
    public String executionId;

    public String task;

    public Integer status;

    public boolean unwanted;

    @Column(name = "ended_at")
    public Instant endedAt;
}
