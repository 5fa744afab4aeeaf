package io.gennaker.cli.display;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.Execution;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveDisplayTest {
    private static final Instant NOW = Samples.START.plusSeconds(75);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final List<Execution> DELIVERY =
            List.of(Samples.queued(), Samples.running(), Samples.asking(), Samples.running(), Samples.succeeded());

    private static LiveDisplay on(Screen screen, int columns, int rows) {
        return new LiveDisplay(
                screen.stream(), new Terminal(true, () -> new Size(columns, rows), new Style(true)), CLOCK);
    }

    private static List<String> picture(Execution execution, int columns, int rows) {
        return new ExecutionTree(new Style(false), columns - 1).fit(execution, NOW, rows - 1);
    }

    @ParameterizedTest
    @CsvSource({"100,40", "80,24", "60,12", "120,60", "41,5"})
    void shouldDrawEachPictureOverTheOneBefore(int columns, int rows) {
        // Given
        var screen = new Screen(columns, rows);
        screen.stream().append("earlier output\r\n").flush();

        try (var display = on(screen, columns, rows)) {
            for (Execution execution : DELIVERY) {
                // When
                display.accept(execution);

                // Then
                List<String> seen = Stream.concat(screen.history().stream(), screen.lines().stream())
                        .toList();
                assertThat(seen.getFirst()).isEqualTo("earlier output");
                assertThat(seen.subList(1, seen.size())).containsExactlyElementsOf(picture(execution, columns, rows));
            }
        }
    }

    @Test
    void shouldLeaveTheWholeLastPictureAndTheTerminalAsItWas() {
        // Given
        var screen = new Screen(80, 24);
        var display = on(screen, 80, 24);
        DELIVERY.forEach(display);

        // When
        display.close();

        // Then
        List<String> seen = Stream.concat(screen.history().stream(), screen.lines().stream())
                .toList();
        assertThat(seen)
                .containsExactlyElementsOf(new ExecutionTree(new Style(false), 79).render(DELIVERY.getLast(), NOW));
        assertThat(screen.isAsBefore()).isTrue();
    }

    @Test
    void shouldBeginAnewWhenTheWindowIsResized() {
        // Given
        var screen = new Screen(100, 40);
        var size = new AtomicReference<>(new Size(100, 40));
        try (var display = new LiveDisplay(screen.stream(), new Terminal(true, size::get, new Style(false)), CLOCK)) {
            display.accept(Samples.running());

            // When
            size.set(new Size(70, 40));
            display.accept(Samples.running());

            // Then
            assertThat(screen.lines()).containsExactlyElementsOf(picture(Samples.running(), 70, 40));
        }
    }

    @Test
    void shouldPrintWhatIsNewOnAPlainOutputAndTheTreeAtTheEnd() {
        // Given
        var bytes = new ByteArrayOutputStream();
        var display = new LiveDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), Terminal.plain(), CLOCK);

        // When
        Stream.of(Samples.running(), Samples.running(), Samples.succeeded()).forEach(display);
        display.close();

        // Then
        List<String> lines =
                new ArrayList<>(bytes.toString(StandardCharsets.UTF_8).lines().toList());
        List<String> tree = new ExecutionTree(new Style(false), 120).render(Samples.succeeded(), NOW);
        assertThat(lines).noneMatch(line -> line.contains("\u001b")).endsWith(tree.toArray(String[]::new));
        List<String> changes = lines.subList(0, lines.size() - tree.size());
        assertThat(changes).doesNotHaveDuplicates().allMatch(line -> line.startsWith(Samples.ID + " "));
    }
}
