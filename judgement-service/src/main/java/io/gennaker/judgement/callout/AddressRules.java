package io.gennaker.judgement.callout;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses may be called: not those of this machine, of the link, and of the metadata services of clouds,
/// unless they are allowed by configuration.
public final class AddressRules {
    private static final List<Network> REFUSED = Stream.of(
                    "0.0.0.0/8",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "224.0.0.0/3",
                    // metadata of Alibaba Cloud and of Azure
                    "100.100.100.200/32",
                    "168.63.129.16/32",
                    "::/128",
                    "::1/128",
                    "fe80::/10",
                    "ff00::/8",
                    // metadata of AWS, of Google and of Oracle
                    "fd00:ec2::/32",
                    "fd20:ce::254/128",
                    "fd00:c1::a9fe:a9fe/128",
                    // IPv4 inside IPv6: the address behind it is not seen here
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "2002::/16")
            .map(Network::parse)
            .toList();

    private final List<Network> allowed;

    public AddressRules(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    public boolean allows(InetAddress address) {
        return isIn(allowed, address) || !isIn(REFUSED, address);
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
