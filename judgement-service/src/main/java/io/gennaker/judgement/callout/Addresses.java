package io.gennaker.judgement.callout;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// The addresses of hosts, as far as they may be called.
public final class Addresses {
    private final AddressRules rules;
    private final Lookup lookup;

    public Addresses(AddressRules rules, Lookup lookup) {
        this.rules = rules;
        this.lookup = lookup;
    }

    /// The addresses of a host: at least one.
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /// Those of a host that may be called: at least one.
    public List<InetAddress> allowed(String host) throws CallFailed {
        InetAddress[] known = lookUp(host);
        List<InetAddress> allowed = Arrays.stream(known).filter(rules::allows).toList();
        if (allowed.isEmpty()) {
            throw refused(host, known[0]);
        }
        return allowed;
    }

    /// Refuses a host that has any address that may not be called: for clients that choose the address themselves.
    public void requireAllAllowed(String host) throws CallFailed {
        for (InetAddress address : lookUp(host)) {
            if (!rules.allows(address)) {
                throw refused(host, address);
            }
        }
    }

    private InetAddress[] lookUp(String host) throws CallFailed {
        try {
            return lookup.of(host);
        } catch (UnknownHostException unknown) {
            throw CallFailed.noAnswer("host '" + host + "' is not known");
        }
    }

    private static CallFailed refused(String host, InetAddress address) {
        return CallFailed.refused("host '" + host + "' is " + address.getHostAddress()
                + ", which may not be called: addresses of this machine, of the link and of metadata services"
                + " are refused unless gennaker.callout.allowed-networks has them");
    }
}
