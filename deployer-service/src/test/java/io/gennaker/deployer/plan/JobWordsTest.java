package io.gennaker.deployer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.TestRecord;
import io.gennaker.contracts.TestRecord.Outcome;
import io.gennaker.deployer.testing.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a Job says beside its exit code.
class JobWordsTest {
    private final JobOutputs outputs = new JobOutputs(Yaml::value, Yaml.READER::text);

    @Test
    void shouldReadTheTerminationMessageBeforeTheLog() {
        assertThat(outputs.of("{\"version\": 7}", "{\"version\": 8}")).isEqualTo(Map.of("version", "7"));
        assertThat(outputs.of("", "done\n{\"url\": \"http://x\", \"ok\": true, \"rows\": [1, 2]}\n\n"))
                .isEqualTo(Map.of("url", "http://x", "ok", "true", "rows", "[1,2]"));
    }

    @Test
    void shouldTakeNothingFromAnyOtherText() {
        assertThat(outputs.of("migrated", "3 rows\n{not json}")).isEmpty();
        assertThat(outputs.of("", "[1, 2]")).isEmpty();
        assertThat(outputs.of("", "{\"bad name\": 1, \"long\": \"" + "x".repeat(5_000) + "\", \"none\": null}"))
                .isEmpty();
    }

    @Test
    void shouldFindTheTestsOfAReportAmongOtherLines() {
        // Given
        String log = """
                starting
                <?xml version="1.0"?>
                <testsuites><testsuite name="cart">
                  <testcase classname="CartTest" name="isEmpty" time="0.25"/>
                  <testcase name="keeps"><failure message="expected 2">at line 3</failure><system-out>x</system-out></testcase>
                  <testcase name="breaks"><error>no connection</error></testcase>
                  <testcase name="later"><skipped/></testcase>
                </testsuite></testsuites>
                done
                """;

        // When
        JunitReport report = JunitReport.in(log).orElseThrow();

        // Then
        assertThat(report.tests())
                .containsExactly(
                        new TestRecord("cart", "keeps", Outcome.FAILED, null, "expected 2"),
                        new TestRecord("cart", "breaks", Outcome.ERRORED, null, "no connection"),
                        new TestRecord("CartTest", "isEmpty", Outcome.PASSED, 0.25, null),
                        new TestRecord("cart", "later", Outcome.SKIPPED, null, null));
        assertThat(report.count(Outcome.FAILED, Outcome.ERRORED)).isEqualTo(2);
        assertThat(report.first(1, 1_000)).hasSize(1);
    }

    @Test
    void shouldKeepWhatWasReadBeforeAReportBreaksOff() {
        assertThat(JunitReport.in("<testsuite name=\"a\"><testcase name=\"b\"/><testcase na")
                        .orElseThrow()
                        .tests())
                .containsExactly(new TestRecord("a", "b", Outcome.PASSED, null, null));
        assertThat(JunitReport.in("nothing here")).isEmpty();
    }

    @Test
    void shouldNotFollowEntities() {
        assertThat(JunitReport.in("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                        + "<testsuite name=\"a\"><testcase name=\"b\"><failure>&e;</failure></testcase></testsuite>"))
                .satisfies(found -> found.ifPresent(
                        report -> assertThat(report.tests().toString()).doesNotContain("root")));
    }
}
