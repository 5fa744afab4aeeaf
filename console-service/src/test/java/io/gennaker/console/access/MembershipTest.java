package io.gennaker.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Actor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
    private static final Membership MEMBERSHIP = new Membership(
            Map.of("payments", List.of("deployer@shop", "judge@shop"), "platform team", List.of("maintainer")),
            List.of());

    @Test
    void shouldGiveTheRolesOfAllGroupsAndTheGroupsThemselves() {
        // When
        var decision = MEMBERSHIP.decide("ann@acme.io", List.of("payments", "platform team", "release"));

        // Then
        assertThat(decision)
                .isEqualTo(new Membership.Known(new Actor(
                        "ann@acme.io", List.of("deployer@shop", "judge@shop", "maintainer", "payments", "release"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "admin@shop", "maintainer"})
    void shouldGiveNoRoleWhenAGroupIsOnlyCalledLikeOne(String group) {
        // When
        var decision = MEMBERSHIP.decide("ann@acme.io", List.of(group));

        // Then
        assertThat(decision).isInstanceOfSatisfying(Membership.Stranger.class, stranger -> {
            assertThat(stranger.code()).isEqualTo("no-roles");
            assertThat(stranger.reason()).contains("ann@acme.io", group);
        });
    }

    @Test
    void shouldGiveTheRolesOfEveryoneWhenThereAreNoGroups() {
        // Given
        var membership = new Membership(Map.of(), List.of("viewer"));

        // When
        var decision = membership.decide("bob@acme.io", List.of());

        // Then
        assertThat(decision).isEqualTo(new Membership.Known(new Actor("bob@acme.io", List.of("viewer"))));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"admin", "an n", "<script>", "-ann"})
    void shouldKnowNobodyWhenTheNameIsNotOneOfAUser(String user) {
        // When
        var decision = MEMBERSHIP.decide(user, List.of("payments"));

        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Membership.Stranger.class,
                        stranger -> assertThat(stranger.code()).isEqualTo("no-user"));
    }

    @Test
    void shouldRefuseAMappingToWhatIsNoRole() {
        assertThatThrownBy(() -> new Membership(Map.of("ops", List.of("boss")), List.of()))
                .hasMessageContaining("'boss'")
                .hasMessageContaining("viewer, deployer, judge, maintainer, admin");
    }
}
