package io.gennaker.trigger.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.definition.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileRefsTest {
    private static final String SHOP = "github.com/acme/shop";
    private static final String COMMIT = "832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static Event event(String repository, Map<String, String> more) {
        var attributes = new TreeMap<>(more);
        attributes.put("repository", repository);
        return Event.of(new TriggerEvent.FactReceived(FactKind.GIT, "github:main", "d1", attributes, "{}", NOON));
    }

    private static ExpectedFile file(String ref) {
        return new ExpectedFile("config", new ExpectedFile.InGit(SHOP, ref, "config.yaml"), false, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            push    | branch | main | main    | 832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f
            push    | branch | main | none    | 832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f
            push    | branch | main | release | none
            tag     | tag    | v1   | v1      | 832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f
            tag     | tag    | v1   | main    | none
            """)
    void shouldGiveTheCommitOfTheBranchOrTagThatIsWanted(
            String action, String kind, String moved, String wanted, String given) {
        // When
        var found = FileRefs.of(
                event(SHOP, Map.of("action", action, kind, moved, "revision", COMMIT)),
                List.of(file(wanted)),
                Map.of());

        // Then
        assertThat(found.refs().get("config")).isEqualTo(given);
    }

    @Test
    void shouldGiveTheTagOfAReleaseThatNamesNoCommit() {
        // When
        var found = FileRefs.of(event(SHOP, Map.of("action", "release", "tag", "v2")), List.of(file(null)), Map.of());

        // Then
        assertThat(found.refs()).isEqualTo(Map.of("config", "v2"));
    }

    @Test
    void shouldNotTakeARevisionThatIsNoCommit() {
        // When
        var found = FileRefs.of(
                event(SHOP, Map.of("action", "push", "branch", "main", "revision", "../../etc")),
                List.of(file("main")),
                Map.of());

        // Then
        assertThat(found.refs()).isEmpty();
    }

    @Test
    void shouldSayWhatEachFileIsTakenFrom() {
        // Given
        var files = List.of(
                file("main"),
                new ExpectedFile(
                        "other", new ExpectedFile.InGit("github.com/acme/other", "main", "a.yaml"), false, null),
                new ExpectedFile("before", new ExpectedFile.InGit("github.com/acme/other", null, "a.yaml"), true, null),
                new ExpectedFile("web", new ExpectedFile.AtUrl("https://a.example/b", null, Map.of()), false, null));

        // When
        var found = FileRefs.of(
                event(SHOP, Map.of("action", "push", "branch", "main", "revision", COMMIT)), files, Map.of());

        // Then
        assertThat(found.words())
                .isEqualTo(Map.of(
                        "config", COMMIT + " of github.com/acme/shop push main",
                        "other", "github.com/acme/other a.yaml at main, as the event is of github.com/acme/shop",
                        "before", "the one of before, as the event is of github.com/acme/shop",
                        "web", "https://a.example/b"));
    }

    @Test
    void shouldTakeTheCommitThatACallNames() throws Exception {
        // Given
        var terms = new Trigger.Terms(
                "ci", true, null, Map.of(), Map.of(), Map.of(), Map.of("config", "${{ event.payload.commit }}"), null);
        var trigger = new PipelineTrigger(
                "shop", "shop", new Trigger.Fact(terms, FactKind.WEBHOOK, "ci"), List.of(), List.of(file("main")));

        // When
        ExecutionCommand.Start start = new StartBuilder(call("{\"commit\": \"" + COMMIT + "\"}"), trigger).start();

        // Then
        assertThat(start.refs()).isEqualTo(Map.of("config", COMMIT));
        assertThat(start.trigger().attributes()).containsEntry("file.config", COMMIT + ", as the trigger says");
        assertThatThrownBy(() -> new StartBuilder(call("{\"commit\": \"--upload-pack=x\"}"), trigger).start())
                .hasMessageContaining("it gives '--upload-pack=x'; allowed: a branch, a tag or a commit");
    }

    private static Event call(String payload) {
        return Event.of(new TriggerEvent.FactReceived(FactKind.WEBHOOK, "webhook:ci", "c1", Map.of(), payload, NOON));
    }

    @Test
    void shouldStartWithTheCommitOfThePush() throws Exception {
        // Given
        var rule = new Trigger.Git(
                Trigger.Terms.none("main"),
                SHOP,
                Set.of(Trigger.GitAction.PUSH),
                TextPattern.parse("main"),
                TextPattern.ANY,
                List.of());
        var trigger = new PipelineTrigger("shop", "shop", rule, List.of(), List.of(file("main")));

        // When
        ExecutionCommand.Start start = new StartBuilder(
                        event(SHOP, Map.of("action", "push", "branch", "main", "revision", COMMIT)), trigger)
                .start();

        // Then
        assertThat(start.refs()).isEqualTo(Map.of("config", COMMIT));
        assertThat(start.trigger().attributes())
                .containsEntry("file.config", COMMIT + " of github.com/acme/shop push main");
    }
}
