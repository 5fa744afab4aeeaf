package io.gennaker.judgement.callout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules rules = new AddressRules(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "::1",
                "::",
                "fe80::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fd00:c1::a9fe:a9fe",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a9fe:a9fe",
                "2002:7f00:1::",
                "224.0.0.1",
                "255.255.255.255",
                "ff02::1",
                "100.100.100.200",
                "168.63.129.16",
            })
    void shouldRefuseThisMachineTheLinkAndMetadata(String address) throws UnknownHostException {
        assertThat(rules.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.1.2.3", "192.168.0.1", "93.184.216.34", "fd12::1", "2606:2800:220:1::1", "168.63.129.17"})
    void shouldAllowOthers(String address) throws UnknownHostException {
        assertThat(rules.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void shouldAllowWhatIsConfigured() throws UnknownHostException {
        // Given
        var configured = new AddressRules(List.of(Network.parse("127.0.0.0/30"), Network.parse("::1/128")));

        // Then
        assertThat(configured.allows(InetAddress.getByName("127.0.0.3"))).isTrue();
        assertThat(configured.allows(InetAddress.getByName("127.0.0.4"))).isFalse();
        assertThat(configured.allows(InetAddress.getByName("::1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost/8", "127.0.0.1", "127.0.0.1/33", "10.0.0.0/-1", "1.2.3/x", ":::/8"})
    void shouldRefuseMalformedNetworks(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
