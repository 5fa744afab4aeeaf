package io.gennaker.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When freezes are in force. Berlin: clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on
/// 2026-10-25; both are Sundays.
class FreezeDefinitionTest {
    private static final String WEEKENDS = "{days: [fri], hours: \"16:00-24:00\", zone: Europe/Berlin},"
            + " {days: [sat, sun], zone: Europe/Berlin}, {days: [mon], hours: \"00:00-08:00\", zone: Europe/Berlin}";
    private static final String NIGHTS = "{hours: \"22:00-02:30\", zone: Europe/Berlin}";
    private static final String CHRISTMAS = "{from: 2026-12-23T18:00:00+01:00, to: 2026-12-27T09:00:00+01:00}";

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            TIMES,     AT (UTC),                 UNTIL (UTC)
            CHRISTMAS, 2026-12-23T16:59:59.999Z, -
            CHRISTMAS, 2026-12-23T17:00:00Z,     2026-12-27T08:00:00Z
            CHRISTMAS, 2026-12-27T07:59:59.999Z, 2026-12-27T08:00:00Z
            CHRISTMAS, 2026-12-27T08:00:00Z,     -
            WEEKENDS,  2026-01-09T14:59:59Z,     -
            WEEKENDS,  2026-01-09T15:00:00Z,     2026-01-12T07:00:00Z
            WEEKENDS,  2026-01-11T23:30:00Z,     2026-01-12T07:00:00Z
            WEEKENDS,  2026-01-12T07:00:00Z,     -
            WEEKENDS,  2026-03-27T15:00:00Z,     2026-03-30T06:00:00Z
            WEEKENDS,  2026-10-23T14:00:00Z,     2026-10-26T07:00:00Z
            NIGHTS,    2026-01-09T20:59:59Z,     -
            NIGHTS,    2026-01-09T21:00:00Z,     2026-01-10T01:30:00Z
            NIGHTS,    2026-01-10T01:29:59Z,     2026-01-10T01:30:00Z
            NIGHTS,    2026-03-29T00:30:00Z,     2026-03-29T01:00:00Z
            NIGHTS,    2026-03-29T01:00:00Z,     -
            NIGHTS,    2026-10-25T00:30:00Z,     2026-10-25T01:30:00Z
            NIGHTS,    2026-10-25T01:29:59Z,     2026-10-25T01:30:00Z
            NIGHTS,    2026-10-25T01:30:00Z,     -
            BOTH,      2026-12-24T21:00:00Z,     2026-12-28T07:00:00Z
            """)
    void shouldBeInForceInItsTimesOnTheClocksOfTheirZone(String times, Instant at, @Nullable Instant until) {
        // Given
        String written =
                switch (times) {
                    case "CHRISTMAS" -> CHRISTMAS;
                    case "WEEKENDS" -> WEEKENDS;
                    case "NIGHTS" -> NIGHTS;
                    default -> CHRISTMAS + ", " + WEEKENDS;
                };

        // When
        var inForce = read(freeze("times: [" + written + "]")).at(at);

        // Then
        assertThat(inForce.map(FreezeDefinition.InForce::until).orElse(null)).isEqualTo(until);
        assertThat(inForce.isPresent()).isEqualTo(until != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arriving: hold", "times: [{zone: UTC}]"})
    void shouldEndOnlyByItsRemovalWhenItsTimesDoNotEnd(String times) {
        // When
        var inForce = read(freeze(times)).at(Instant.parse("2026-01-09T12:00:00Z"));

        // Then
        assertThat(inForce).contains(new FreezeDefinition.InForce("christmas", "calm", null, false));
        assertThat(inForce.orElseThrow().words()).isEqualTo("frozen until the freeze is removed by christmas: calm");
    }

    @ParameterizedTest
    @CsvSource({"shop, true", "shop-eu, true", "cart, true", "carts, false", "workshop, false"})
    void shouldConcernTheApplicationsThatItsPatternsFit(String application, boolean concerned) {
        // Given
        var freeze = read(freeze("arriving: reject"));

        // Then
        assertThat(freeze.concerns(application)).isEqualTo(concerned);
        assertThat(freeze.rejects()).isTrue();
    }

    @Test
    void shouldEndAfterEveryOtherWhenItsEndIsNotKnown() {
        // Given
        var endless = new FreezeDefinition.InForce("a", "r", null, false);
        var ending = new FreezeDefinition.InForce("b", "r", Instant.parse("2026-01-09T12:00:00Z"), false);

        // Then
        assertThat(endless.endsAfter(ending)).isTrue();
        assertThat(ending.endsAfter(endless)).isFalse();
        assertThat(ending.endsAfter(ending)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            times: [] | spec.times: found no time; allowed: at least one, or no key 'times' for a freeze until it is removed
            times: [{}] | spec.times[0]: found hours of a week without a zone; allowed: from and to; or zone with days, hours or both
            times: [{from: 2026-12-23T18:00:00Z}] | spec.times[0]: found an interval without its end or beginning; allowed: from and to; or zone with days, hours or both
            times: [{days: [fri]}] | spec.times[0]: found hours of a week without a zone; allowed: from and to; or zone with days, hours or both
            times: [{from: 2026-12-23T18:00:00Z, to: 2026-12-24T18:00:00Z, zone: UTC}] | spec.times[0]: found an interval and hours of a week together; allowed: from and to; or zone with days, hours or both
            times: [{from: 2026-12-23T18:00:00Z, to: 2026-12-23T18:00:00Z}] | spec.times[0].to: found '2026-12-23T18:00:00Z'; allowed: later than from, 2026-12-23T18:00:00Z
            times: [{from: 2026-12-23T18:00:00Z, to: 2026-13-23T18:00:00Z}] | spec.times[0].to: found '2026-13-23T18:00:00Z'; allowed: an instant such as 2026-05-01T08:00:00Z or 2026-05-01T08:00:00+02:00
            times: [{from: "18:00", to: 2026-12-23T18:00:00Z}] | spec.times[0].from: found '18:00'; allowed: an instant such as 2026-05-01T08:00:00Z or 2026-05-01T08:00:00+02:00
            times: [{zone: Mars}] | spec.times[0].zone: found 'Mars'; allowed: a time zone such as Europe/Berlin, America/Denver or UTC
            times: [{zone: UTC, until: x}] | spec.times[0]: found unknown key 'until'; allowed: from, to, days, hours, zone
            arriving: drop | spec.arriving: found 'drop'; allowed: hold, reject
            """)
    void shouldSayWhatIsWrong(String line, String problem) {
        assertThat(problems(freeze(line))).singleElement().asString().endsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | spec.applications: found no application; allowed: at least one; '*' is all of them
            ["regex:("] | spec.applications[0]: found 'regex:('; allowed: 'regex:' and a regular expression as RE2 knows it; missing closing )
            """)
    void shouldSayWhatIsWrongWithTheApplications(String applications, String problem) {
        // Given
        String document = freeze("arriving: hold").replace("[\"shop*\", cart]", applications);

        // Then
        assertThat(problems(document)).singleElement().asString().endsWith(problem);
    }

    private static String freeze(String line) {
        return """
                apiVersion: gennaker/v1
                kind: Freeze
                metadata: {name: christmas}
                spec:
                  applications: ["shop*", cart]
                  reason: calm
                  %s
                """.formatted(line);
    }

    private static FreezeDefinition read(String document) {
        return (FreezeDefinition) ((ReadResult.Read) Definitions.read("freeze.yaml", document))
                .documents()
                .getFirst()
                .definition();
    }

    private static List<String> problems(String document) {
        return ((ReadResult.Invalid) Definitions.read("freeze.yaml", document))
                .problems().stream().map(Problem::text).toList();
    }
}
