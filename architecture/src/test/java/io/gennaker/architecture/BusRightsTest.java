package io.gennaker.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.asyncapi.Participants;
import io.gennaker.contracts.asyncapi.Service;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A service makes only messages that the table of writers lets it write. The broker's users are made from the same
/// table, so a message that is made and not in it would be refused where those are in force.
class BusRightsTest {
    private static final Map<String, MessageType> TYPES = Arrays.stream(MessageType.values())
            .collect(Collectors.toMap(type -> type.record().getName(), Function.identity()));
    /// What is made and never sent.
    private static final Map<Service, Set<MessageType>> KEPT = Map.of(
            // read from the call of a webhook
            Service.TRIGGER, Set.of(MessageType.ARTIFACT_PUBLISHED),
            // an operation that it gives to itself, to correct a route
            Service.DEPLOYER, Set.of(MessageType.DEPLOYMENT_START),
            // an operation that it gives to itself, to remind; CDEvents that go out by HTTP
            Service.JUDGEMENT,
                    Set.of(
                            MessageType.CALLOUT_START,
                            MessageType.PIPELINERUN_STARTED,
                            MessageType.PIPELINERUN_FINISHED),
            // cut to what a reader may see
            Service.CONSOLE, Set.of(MessageType.EVENT_TAKEN));

    private static JavaClasses gennaker;

    @BeforeAll
    static void importClasses() {
        gennaker = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.gennaker");
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldMakeOnlyMessagesThatTheServiceMayWrite(Service service) {
        // When
        var made = new TreeSet<MessageType>();
        gennaker.that(resideInAPackage("io.gennaker." + service.word() + ".."))
                .forEach(from -> made(from).map(TYPES::get).forEach(made::add));

        // Then
        assertThat(made).isNotEmpty();
        made.removeIf(type -> Participants.of(type).writers().contains(service));
        assertThat(made)
                .as("made by %s, which is none of their writers", service.word())
                .containsExactlyInAnyOrderElementsOf(KEPT.getOrDefault(service, Set.of()));
    }

    private static Stream<String> made(JavaClass from) {
        return Stream.concat(
                        from.getConstructorCallsFromSelf().stream(), from.getConstructorReferencesFromSelf().stream())
                .map(JavaAccess::getTargetOwner)
                .map(JavaClass::getName)
                .filter(TYPES::containsKey);
    }
}
