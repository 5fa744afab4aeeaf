package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/// The help is complete: it says of every command, option and parameter what it is for, and shows how each is called.
class ExamplesTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private static CommandLine root() {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Gennaker.commandLine(new Gennaker(new Session(Map.of(), nowhere, nowhere)), nowhere, nowhere);
    }

    private static Stream<CommandLine> commands() {
        return below(root());
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream().flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    private static Stream<String> examples() {
        return Examples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldSayOfEveryCommandAndOptionWhatItIsFor(CommandLine command) {
        // When
        var spec = command.getCommandSpec();
        List<String> silent = spec.args().stream()
                .filter(argument -> !argument.hidden())
                .filter(argument -> String.join("", argument.description()).isBlank())
                .map(ArgSpec::paramLabel)
                .toList();

        // Then
        assertThat(String.join("", spec.usageMessage().description()))
                .as(spec.qualifiedName())
                .isNotBlank();
        assertThat(silent).as(spec.qualifiedName()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldShowHowEveryCommandIsCalled(CommandLine command) {
        // Given
        boolean onlyGroups = !command.getSubcommands().isEmpty()
                && !command.getCommandSpec().qualifiedName().matches("gennaker (contexts|judgements)");

        // Then
        if (!onlyGroups) {
            assertThat(Examples.of(command))
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotEmpty();
            // Lines that are too long are broken.
            assertThat(command.getUsageMessage().replaceAll("\\s+", " "))
                    .contains(Examples.of(command).getFirst());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldTakeEveryExample(String example) {
        assertThatCode(() -> root().parseArgs(words(example))).doesNotThrowAnyException();
    }

    @Test
    void shouldKnowNoExampleTwice() {
        assertThat(Examples.all()).doesNotHaveDuplicates().allMatch(line -> line.startsWith("gennaker "));
    }

    /// As a shell reads them, without the program itself.
    private static String[] words(String example) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(example);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.subList(1, words.size()).toArray(String[]::new);
    }
}
