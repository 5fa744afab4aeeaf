package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    Path folder;

    private final List<Progress> progress = new ArrayList<>();
    private final List<Component> started = new ArrayList<>();
    private PlatformHome home;
    private Supervisor supervisor;

    @BeforeEach
    void open() {
        home = new PlatformHome(folder).prepare();
        supervisor = new Supervisor(home, Duration.ofSeconds(2));
    }

    @AfterEach
    void killAll() {
        started.forEach(supervisor::kill);
    }

    @Test
    void shouldStartWhatIsNeededFirst() {
        // Given
        var bus = fake("bus", Set.of());
        var service = fake("service", Set.of("bus", "not-part-of-this-platform"));

        // When
        supervisor.up(List.of(service, bus), progress::add);

        // Then
        assertThat(progress)
                .extracting(step -> step.component() + " " + step.state())
                .containsSubsequence("bus STARTING", "bus READY", "service STARTING", "service READY");
        assertThat(supervisor.status(service).state()).isEqualTo(ComponentStatus.State.READY);
        assertThat(supervisor.status(service).residentBytes()).isPresent();
    }

    @Test
    void shouldLeaveWhatRunsWhenStartedAgainByAnotherCommandLine() {
        // Given
        var component = fake("service", Set.of());
        supervisor.up(List.of(component), progress::add);
        var before = supervisor.status(component).pid();

        // When
        new Supervisor(home, Duration.ofSeconds(2)).up(List.of(component), progress::add);

        // Then
        assertThat(supervisor.status(component).pid()).isEqualTo(before);
        assertThat(progress.getLast().state()).isEqualTo(Progress.State.ALREADY_RUNNING);
    }

    @Test
    void shouldStartAgainWhatCrashed() {
        // Given
        var crashed = fake("crashed", Set.of());
        var sound = fake("sound", Set.of());
        supervisor.up(List.of(crashed, sound), progress::add);
        var pidOfCrashed = supervisor.status(crashed).pid();
        var pidOfSound = supervisor.status(sound).pid();
        supervisor.kill(crashed);
        assertThat(supervisor.status(crashed).state()).isEqualTo(ComponentStatus.State.CRASHED);

        // When
        supervisor.up(List.of(crashed, sound), progress::add);

        // Then
        assertThat(supervisor.status(crashed).state()).isEqualTo(ComponentStatus.State.READY);
        assertThat(supervisor.status(crashed).pid()).isNotEqualTo(pidOfCrashed);
        assertThat(supervisor.status(sound).pid()).isEqualTo(pidOfSound);
    }

    @Test
    void shouldNotTouchAnotherProcessThatGotTheSameId() {
        // Given
        var other = fake("other", Set.of());
        supervisor.up(List.of(other), progress::add);
        var innocent = supervisor.process(other).orElseThrow();
        var component = fake("service", Set.of());
        home.pidFile("service")
                .write(new PidFile.Entry(new ProcessIdentity(innocent.pid(), "an earlier boot:17"), component.ports()));

        // When
        supervisor.down(List.of(component), progress::add);

        // Then
        assertThat(innocent.isAlive()).isTrue();
        assertThat(home.started()).containsExactly("other");
    }

    @Test
    void shouldNameComponentPortAndVariableWhenAPortIsTaken() throws IOException {
        // Given
        var component = fake("service", Set.of());
        try (var _ = new ServerSocket(component.ports().getFirst().number(), 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            assertThatThrownBy(() -> supervisor.up(List.of(component), progress::add))
                    // Then
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContainingAll(
                            "service",
                            Integer.toString(component.ports().getFirst().number()),
                            "GENNAKER_PORT_SERVICE",
                            "GENNAKER_PORT_BASE");
        }
        assertThat(progress).isEmpty();
    }

    @Test
    void shouldShowTheEndOfTheLogAndLeaveOutWhatNeedsItWhenAProcessEnds() {
        // Given
        var broken = fake("broken", Set.of(), "broken");
        var needing = fake("needing", Set.of("broken"));
        var other = fake("other", Set.of());

        // When
        assertThatThrownBy(() -> supervisor.up(List.of(broken, needing, other), progress::add))
                // Then
                .isInstanceOf(PlatformException.class)
                .hasMessageContainingAll(
                        "broken: its process ended before it was ready",
                        "the configuration is wrong: colour is missing",
                        "needing: left out, because of broken");
        assertThat(supervisor.status(other).state()).isEqualTo(ComponentStatus.State.READY);
        assertThat(supervisor.status(needing).state()).isEqualTo(ComponentStatus.State.STOPPED);
    }

    @Test
    void shouldStopTheReverseWayAndByForceWhatDoesNotEnd() {
        // Given
        var bus = fake("bus", Set.of());
        var deaf = fake("deaf", Set.of("bus"), "deaf");
        supervisor.up(List.of(bus, deaf), progress::add);
        var process = supervisor.process(deaf).orElseThrow();

        // When
        supervisor.down(List.of(bus, deaf), progress::add);

        // Then
        await().until(() -> !process.isAlive());
        assertThat(progress)
                .extracting(step -> step.component() + " " + step.state())
                .containsSubsequence("deaf STOPPING", "deaf STOPPED", "bus STOPPING", "bus STOPPED");
        assertThat(home.started()).isEmpty();
        assertThat(supervisor.status(deaf).state()).isEqualTo(ComponentStatus.State.STOPPED);
    }

    @Test
    void shouldRefuseOtherPortsWhenItRuns() {
        // Given
        var component = fake("service", Set.of());
        supervisor.up(List.of(component), progress::add);
        var moved = fake("service", Set.of());

        // When
        assertThatThrownBy(() -> supervisor.up(List.of(moved), progress::add))
                // Then
                .isInstanceOf(PlatformException.class)
                .hasMessageContainingAll("service runs on", "gennaker down");
    }

    private Component fake(String name, Set<String> needs, String... mode) {
        var port = new Port(name, FreePorts.next());
        var arguments = new ArrayList<>(List.of(Integer.toString(port.number())));
        arguments.addAll(List.of(mode));
        var command = JavaCommand.ofThisJdk(Map.of()).main("32m", FakeServer.class.getName(), arguments);
        var component = new Component(
                name,
                List.of(port),
                needs,
                Optional.empty(),
                new DetachedProcess(() -> new DetachedProcess.Invocation(command, home.data(name), Map.of())),
                new HttpProbe(port, "/"),
                Duration.ofSeconds(30));
        started.add(component);
        return component;
    }
}
