package io.gennaker.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Actor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            ROLE,       VIEW,  RUN,   JUDGE, DEFINE, OPERATE, ADMINISTER
            viewer,     true,  false, false, false,  false,   false
            deployer,   true,  true,  false, false,  false,   false
            judge,      true,  false, true,  false,  false,   false
            maintainer, true,  true,  false, true,   true,    false
            admin,      true,  true,  true,  true,   true,    true
            """)
    void shouldAllowWhatTheRoleIsFor(
            String role,
            boolean view,
            boolean run,
            boolean judge,
            boolean define,
            boolean operate,
            boolean administer) {
        // Given
        var expected = List.of(view, run, judge, define, operate, administer);

        // When
        var everywhere = of(role);
        var inShop = of(role + "@shop");

        // Then
        assertThat(Arrays.stream(Permission.values()).map(each -> everywhere.allow(each, "shop")))
                .containsExactlyElementsOf(expected);
        assertThat(Arrays.stream(Permission.values()).map(each -> everywhere.allow(each, null)))
                .containsExactlyElementsOf(expected);
        assertThat(Arrays.stream(Permission.values()).map(each -> inShop.allow(each, "shop")))
                .containsExactlyElementsOf(expected);
        assertThat(Arrays.stream(Permission.values()).map(inShop::allowSomewhere))
                .containsExactlyElementsOf(expected);
        assertThat(Permission.values())
                .noneMatch(each -> inShop.allow(each, "cart"))
                .noneMatch(each -> inShop.allow(each, null));
    }

    @Test
    void shouldSeeTheNamedApplicationsWhenNoRoleIsForAll() {
        // When
        Applications seen = of("deployer@shop", "judge@cart", "sre").where(Permission.VIEW);

        // Then
        assertThat(seen).isEqualTo(new Applications.Named(Set.of("shop", "cart")));
        assertThat(seen.contain("shop")).isTrue();
        assertThat(seen.contain("search")).isFalse();
        assertThat(seen.contain(null)).isFalse();
    }

    @Test
    void shouldSeeAllWhenOneRoleIsForAll() {
        assertThat(of("deployer@shop", "viewer").where(Permission.VIEW).contain(null))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sre", "administrator", "admin@", "admin@Shop", "admin@shop@cart", "@shop", ""})
    void shouldAllowNothingWhenTheWordIsNoRole(String word) {
        assertThat(Permission.values()).noneMatch(of(word)::allowSomewhere);
        assertThatThrownBy(() -> Grant.parse(word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "role is '" + word + "'; allowed are viewer, deployer, judge, maintainer, admin");
    }

    @ParameterizedTest
    @CsvSource({
        "deployer, deployer@shop, true",
        "deployer@shop, deployer@shop, true",
        "deployer@shop, deployer, false",
        "deployer@shop, deployer@cart, false",
        "maintainer, admin, false",
        "admin@shop, judge@shop, true",
        "admin@shop, judge, false",
        "admin, admin, true"
    })
    void shouldLetGiveAwayOnlyWhatIsHeld(String own, String other, boolean expected) {
        assertThat(of(own).include(Grant.parse(other))).isEqualTo(expected);
    }

    private static Grants of(String... roles) {
        return Grants.of(new Actor("dana", List.of(roles)));
    }
}
