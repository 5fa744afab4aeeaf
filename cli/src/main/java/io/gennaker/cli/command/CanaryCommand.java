package io.gennaker.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.judges.kayenta.CaseMode;
import io.gennaker.judges.kayenta.JudgeCase;
import io.gennaker.judges.kayenta.WatchedCase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// What can be judged without a platform.
@Command(
        name = "canary",
        description = "Judge canaries from files or of the past, and show why they were judged so.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CanaryCommand.Judge.class, RetroCommand.class, ReportCommand.class})
public final class CanaryCommand {
    @ParentCommand
    private Gennaker gennaker;

    Session session() {
        return gennaker.session();
    }

    /// The judges that cases from a file can be given to.
    enum JudgeName {
        MANN_WHITNEY,
        SEQUENTIAL,
        THRESHOLD;

        /// Reads the name as pipelines write it.
        static final class Parser implements CommandLine.ITypeConverter<JudgeName> {
            @Override
            public JudgeName convert(String text) {
                return switch (text) {
                    case "mann-whitney" -> MANN_WHITNEY;
                    case "sequential" -> SEQUENTIAL;
                    case "threshold" -> THRESHOLD;
                    default ->
                        throw new CommandLine.TypeConversionException(
                                "found '" + text + "', must be one of [mann-whitney, sequential, threshold]");
                };
            }
        }
    }

    /// Whose behaviour is copied.
    enum Compatibility {
        KAYENTA
    }

    /// Judges a file of cases, line by line.
    @Command(
            name = "judge",
            description = {
                "Judge cases from a file: one JSON object a line with canaryConfig, scoreThresholds and metricSetPairs"
                        + " in, one JSON result a line out, in the same order.",
                "A line that cannot be judged gives {\"error\": ..., \"line\": ...} in its place and a message on the"
                        + " error output; the others are judged all the same, and the exit code is then 3."
            },
            mixinStandardHelpOptions = true)
    static final class Judge implements Callable<Integer> {
        /// In characters; a line is held in memory as a whole.
        private static final int LONGEST_LINE = 64 * 1024 * 1024;

        private static final ObjectMapper JSON = new ObjectMapper();

        @ParentCommand
        private CanaryCommand parent;

        @Option(
                names = {"-i", "--input"},
                required = true,
                paramLabel = "FILE",
                description = "the cases; - is the standard input")
        private Path input;

        @Option(
                names = "--judge",
                paramLabel = "JUDGE",
                converter = JudgeName.Parser.class,
                description = "mann-whitney (the default), sequential or threshold; for those a case has sequential"
                        + " (alpha, atHorizon, minimumSamples, margins) or limits by metric, and its result a verdict")
        private JudgeName judge = JudgeName.MANN_WHITNEY;

        @Option(
                names = "--compat",
                paramLabel = "SYSTEM",
                description = "kayenta: labels, reasons and scores as that system gives them")
        private @Nullable Compatibility compatibility;

        @Override
        public Integer call() throws IOException {
            if (compatibility != null && judge != JudgeName.MANN_WHITNEY) {
                throw new IllegalArgumentException("found --compat with another judge, must be with mann-whitney");
            }
            UnaryOperator<JsonNode> judged =
                    switch (judge) {
                        case MANN_WHITNEY ->
                            new JudgeCase(compatibility == null ? CaseMode.STRICT : CaseMode.KAYENTA)::judge;
                        case SEQUENTIAL -> new WatchedCase(WatchedCase.By.SEQUENTIAL)::judge;
                        case THRESHOLD -> new WatchedCase(WatchedCase.By.THRESHOLD)::judge;
                    };
            try (var lines = open()) {
                return (judgeAll(lines, judged) ? ExitCode.OK : ExitCode.INVALID).code();
            }
        }

        private BufferedReader open() throws IOException {
            if (input.toString().equals("-")) {
                return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            }
            if (!Files.isReadable(input) || Files.isDirectory(input)) {
                throw new CliFailure(ExitCode.NOT_FOUND, "found no readable file " + input);
            }
            return new BufferedReader(new InputStreamReader(Files.newInputStream(input), StandardCharsets.UTF_8));
        }

        private boolean judgeAll(BufferedReader lines, UnaryOperator<JsonNode> judged) throws IOException {
            var session = parent.gennaker.session();
            skipMark(lines);
            var allGood = true;
            var number = 0L;
            for (var line = new StringBuilder(); read(lines, line); line.setLength(0)) {
                number++;
                if (!line.chars().allMatch(Character::isWhitespace)) {
                    allGood &= judgeLine(session, judged, number, line);
                }
            }
            return allGood;
        }

        private static boolean judgeLine(
                Session session, UnaryOperator<JsonNode> judged, long number, StringBuilder line) {
            try {
                if (line.length() > LONGEST_LINE) {
                    throw new IllegalArgumentException(
                            "found more than " + LONGEST_LINE + " characters, a case must be shorter");
                }
                session.print(judged.apply(parsed(line.toString())).toString());
                return true;
            } catch (IllegalArgumentException bad) {
                session.error("line " + number + ": " + bad.getMessage());
                session.print(JSON.createObjectNode()
                        .put("error", bad.getMessage())
                        .put("line", number)
                        .toString());
                return false;
            }
        }

        private static JsonNode parsed(String line) {
            try (var parser = JSON.createParser(line)) {
                JsonNode tree = JSON.readTree(parser);
                if (parser.nextToken() != null) {
                    throw new IllegalArgumentException("found more after the JSON object, must be one object a line");
                }
                return tree;
            } catch (JsonProcessingException malformed) {
                throw new IllegalArgumentException("found no JSON: " + malformed.getOriginalMessage(), malformed);
            } catch (IOException impossible) {
                throw new IllegalStateException("cannot read a text", impossible);
            }
        }

        /// Files from Windows may begin with a byte order mark.
        private static void skipMark(BufferedReader from) throws IOException {
            from.mark(1);
            if (from.read() != '\uFEFF') {
                from.reset();
            }
        }

        /// Reads on to the line's end, but keeps no more than makes it too long.
        ///
        /// @return false at the end of the input
        private static boolean read(BufferedReader from, StringBuilder line) throws IOException {
            var character = from.read();
            if (character < 0) {
                return false;
            }
            for (; character >= 0 && character != '\n'; character = from.read()) {
                if (line.length() <= LONGEST_LINE) {
                    line.append((char) character);
                }
            }
            return true;
        }
    }
}
