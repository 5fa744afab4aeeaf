package io.gennaker.playground.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresBinariesTest {
    @Test
    void shouldKnowTheArchiveOfEachMachine() {
        assertThat(PostgresBinaries.archiveName("Linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "aarch64")).isEqualTo("/postgres-darwin-arm_64.txz");
    }

    @Test
    void shouldNameTheProcessorWhenThereAreNoBinariesForIt() {
        assertThatThrownBy(() -> PostgresBinaries.archiveName("Linux", "riscv64"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContainingAll("riscv64", "amd64", "aarch64");
    }
}
