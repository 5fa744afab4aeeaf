package io.gennaker.judgement.callout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final byte[] OUTSIDE = {93, (byte) 184, (byte) 216, 34};
    private static final byte[] HERE = {127, 0, 0, 1};

    private final Addresses addresses = new Addresses(new AddressRules(List.of()), host -> new InetAddress[] {
        InetAddress.getByAddress(host, HERE), InetAddress.getByAddress(host, OUTSIDE),
    });

    @Test
    void shouldKeepToThoseThatMayBeCalled() throws Exception {
        assertThat(addresses.allowed("two.example")).containsExactly(InetAddress.getByAddress("two.example", OUTSIDE));
    }

    @Test
    void shouldRefuseAHostOfWhichAnyAddressMayNotBeCalledWhereOthersChoose() {
        assertThatThrownBy(() -> addresses.requireAllAllowed("two.example"))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        failed -> assertThat(failed.isRefused()).isTrue())
                .hasMessageStartingWith("host 'two.example' is 127.0.0.1, which may not be called");
    }
}
