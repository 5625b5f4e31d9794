package io.weft.cli.demo;

import io.weft.cli.host.HostCommandException;
import io.weft.cli.host.NetworkNamespace;
import java.util.List;

/** The namespaces and wires of the demo. Its names are the demo's own, so what a killed run left behind can be removed. */
final class DemoTopology implements AutoCloseable {
    static final String HOST = "weft-demo";

    /** The trunk's two ends, in the host namespace. */
    static final String TRUNK_LEFT = "trunk-left";

    static final String TRUNK_RIGHT = "trunk-right";

    /**
     * A pod: a namespace with one interface {@code eth0}, whose other end is a port of the switch.
     *
     * @param name also the name of the port
     */
    record Pod(String name, String bridge, int vlan, String address) {
        NetworkNamespace namespace() {
            return new NetworkNamespace(HOST + "-" + name);
        }
    }

    static final Pod BLUE1 = new Pod("blue1", "br-left", 10, "10.77.0.1");
    static final Pod BLUE2 = new Pod("blue2", "br-right", 10, "10.77.0.2");
    static final Pod RED1 = new Pod("red1", "br-left", 20, "10.77.0.3");
    static final Pod RED2 = new Pod("red2", "br-right", 20, "10.77.0.4");
    static final List<Pod> PODS = List.of(BLUE1, BLUE2, RED1, RED2);

    private final NetworkNamespace host = new NetworkNamespace(HOST);

    /** Where the switch runs. */
    NetworkNamespace host() {
        return host;
    }

    /** Builds everything from nothing. */
    void create() throws HostCommandException {
        NetworkNamespace.create(HOST);
        host.veth(TRUNK_LEFT, host, TRUNK_RIGHT);
        for (Pod pod : PODS) {
            NetworkNamespace namespace = NetworkNamespace.create(pod.namespace().name());
            namespace.veth("eth0", host, pod.name());
            namespace.ip("address", "add", pod.address() + "/24", "dev", "eth0").orThrow();
        }
    }

    /** Whether an earlier run left something behind. */
    static boolean hasLeftovers() {
        return NetworkNamespace.exists(HOST)
                || PODS.stream()
                        .anyMatch(pod -> NetworkNamespace.exists(pod.namespace().name()));
    }

    @Override
    public void close() {
        for (Pod pod : PODS) {
            if (NetworkNamespace.exists(pod.namespace().name())) {
                pod.namespace().close();
            }
        }
        if (NetworkNamespace.exists(HOST)) {
            host.close();
        }
    }
}
