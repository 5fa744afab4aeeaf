package io.gennaker.orchestrator.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// A text under the digest of its bytes.
@Entity
@Table(name = "content")
class ContentEntity {
    @Id
    String digest = "";

    @Column(nullable = false, columnDefinition = "text")
    String text = "";
}
