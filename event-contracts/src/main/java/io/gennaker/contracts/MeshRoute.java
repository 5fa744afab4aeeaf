package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One route of an Istio VirtualService. A VirtualService without hosts, to which others delegate, is named like any.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MeshRoute.Http.class, name = "Http"),
    @JsonSubTypes.Type(value = MeshRoute.Tls.class, name = "Tls"),
    @JsonSubTypes.Type(value = MeshRoute.Tcp.class, name = "Tcp"),
})
public sealed interface MeshRoute {
    String virtualService();

    /// @param name of the HTTP route; null when there is only one
    record Http(String virtualService, @Nullable String name) implements MeshRoute {
        public Http {
            Check.text("virtual service", virtualService, 253);
        }
    }

    /// @param port that its match names; null: any
    /// @param sniHosts that its match names, all of them; empty: any
    record Tls(String virtualService, @Nullable Integer port, List<String> sniHosts) implements MeshRoute {
        public Tls {
            Check.text("virtual service", virtualService, 253);
            checkPort(port);
            sniHosts = List.copyOf(sniHosts);
        }
    }

    /// @param port that its match names; null: any
    record Tcp(String virtualService, @Nullable Integer port) implements MeshRoute {
        public Tcp {
            Check.text("virtual service", virtualService, 253);
            checkPort(port);
        }
    }

    private static void checkPort(@Nullable Integer port) {
        if (port != null) {
            int _ = Check.between("port", port, 1, 65_535);
        }
    }
}
