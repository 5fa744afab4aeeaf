package io.gennaker.cli.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
    @Test
    void shouldCountGenerationsAndNotTheirSpaces() {
        // Given
        String info = """
                77:
                 DefNew     total 78656K, used 2048K [0x01, 0x02, 0x03)
                  eden space 69952K,   1% used [0x01, 0x02, 0x03)
                 Tenured    total 174784K, used 30720K [0x01, 0x02, 0x03)
                  the  space 174784K,  17% used [0x01, 0x02, 0x03)
                 Metaspace       used 60012K, committed 60864K, reserved 1114112K
                """;

        // When
        long used = Heap.used(info);

        // Then
        assertThat(used).isEqualTo((2048 + 30720) * 1024);
    }

    @Test
    void shouldReadItsOwnHeap() throws InterruptedException {
        assertThat(Heap.kept(ProcessHandle.current().pid())).isPositive();
    }
}
