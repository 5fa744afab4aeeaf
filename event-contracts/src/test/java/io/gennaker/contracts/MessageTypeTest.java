package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTypeTest {
    @Test
    void shouldHaveOneRowPerRecordOfTheSealedFamilies() {
        // Given
        var records = leaves(Message.class).toList();

        // When
        var rows = Arrays.stream(MessageType.values()).map(MessageType::record).toList();

        // Then
        assertThat(rows).doesNotHaveDuplicates().hasSize(records.size());
        assertThat(records).allMatch(rows::contains);
    }

    @Test
    void shouldCarryOneFamilyPerTopic() {
        // When
        var families = Arrays.stream(MessageType.values())
                .collect(Collectors.groupingBy(
                        MessageType::topic,
                        Collectors.mapping(type -> type.record().getEnclosingClass(), Collectors.toSet())));

        // Then
        assertThat(families.values()).allMatch(family -> family.size() == 1);
        assertThat(families).hasSize(Topic.values().length - 1).doesNotContainKey(Topic.DEAD_LETTERS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameSubjectPredicateAndVersion(MessageType type) {
        // When
        var name = type.type();

        // Then
        assertThat(name)
                .matches("io\\.gennaker\\.[a-z]+\\.[a-z]+(-[a-z]+)*\\.v1|dev\\.cdevents\\.[a-z]+\\.[a-z]+\\.0\\.2\\.0");
        assertThat(name).contains(type.shortName());
        assertThat(MessageType.ofType(name)).contains(type);
    }

    @ParameterizedTest
    @ValueSource(classes = {DeploymentTask.class, AnalysisTask.class})
    void shouldNameEveryMemberOfAUnionAsItsRecord(Class<?> union) {
        // Given
        var permitted = Arrays.asList(union.getPermittedSubclasses());

        // When
        var named = Arrays.asList(union.getAnnotation(JsonSubTypes.class).value());

        // Then
        assertThat(named).hasSize(permitted.size()).allSatisfy(member -> {
            assertThat(permitted).anyMatch(type -> type == member.value());
            assertThat(member.name()).isEqualTo(member.value().getSimpleName());
        });
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(MessageTypeTest::leaves)
                : Stream.of(type);
    }
}
