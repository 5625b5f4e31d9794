package io.weft.vswitch.tunnel;

import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of tunnel ports, by the names and with the meanings of ovs-vswitchd.conf.db(5), "Tunnel Options". */
public final class TunnelOptions {
    private static final String FLOW = "flow";
    private static final String INHERIT = "inherit";
    private static final int MOST_KEY = (1 << 24) - 1;
    private static final int DEFAULT_TTL = 64;
    private static final int DSCP = 0xFC;

    private static final List<PortOption> COMMON = List.of(
            new PortOption(
                    "remote_ip",
                    "an IPv4 or IPv6 address, or flow",
                    "",
                    "The other end; required. With flow the flow entries set tun_dst."),
            new PortOption(
                    "local_ip",
                    "an IPv4 or IPv6 address, or flow",
                    "any",
                    "This end: where packets must arrive, and the source of what is sent."),
            new PortOption("key", "0 to 16777215, or flow", "0", "in_key and out_key in one."),
            new PortOption("in_key", "0 to 16777215, or flow", "0", "The VNI that packets must arrive with."),
            new PortOption("out_key", "0 to 16777215, or flow", "0", "The VNI of what is sent."),
            new PortOption("dst_port", "1 to 65535", "4789 for vxlan, 6081 for geneve", "The UDP port of both ends."),
            new PortOption("tos", "0 to 252 in steps of 4, or inherit", "0", "The DSCP of the outer header, in place."),
            new PortOption("ttl", "1 to 255, or inherit", "64", "TTL or hop limit of the outer header."),
            new PortOption("df_default", "true or false", "true", "Routers must not fragment the outer packet."),
            new PortOption(
                    "csum",
                    "true or false",
                    "false over IPv4, true over IPv6",
                    "The outer packet has a UDP checksum."));

    private static final PortOption EXTENSIONS =
            new PortOption("exts", "gbp", "", "The Group Policy extension of VXLAN: tun_gbp_id and tun_gbp_flags.");

    private final TunnelType type;
    private final Map<String, String> options;

    private TunnelOptions(TunnelType type, Map<String, String> options) {
        this.type = type;
        this.options = options;
    }

    /** What a port of this type may be told. */
    public static List<PortOption> of(TunnelType type) {
        List<PortOption> all = new ArrayList<>(COMMON);
        if (type == TunnelType.VXLAN) {
            all.add(EXTENSIONS);
        }
        return all;
    }

    /**
     * Reads options, of which every name is one of {@link #of}.
     *
     * @throws PortException naming the option, its value and what is allowed
     */
    public static TunnelConfig read(TunnelType type, Map<String, String> options) throws PortException {
        return new TunnelOptions(type, options).read();
    }

    private TunnelConfig read() throws PortException {
        boolean remoteFlow = isFlow("remote_ip");
        boolean localFlow = isFlow("local_ip");
        if (!options.containsKey("remote_ip")) {
            throw new PortException("options:remote_ip", "", "an IPv4 or IPv6 address, or flow; it is required");
        }
        TunnelAddress remote = remoteFlow ? TunnelAddress.NONE : address("remote_ip");
        TunnelAddress local = localFlow || !options.containsKey("local_ip") ? TunnelAddress.NONE : address("local_ip");
        if (localFlow && !remoteFlow) {
            throw new PortException("options:local_ip", FLOW, "flow only together with remote_ip=flow");
        }
        if (!local.isNone() && !remote.isNone() && local.isIpv4() != remote.isIpv4()) {
            throw new PortException(
                    "options:local_ip", local.toString(), "an address of the family of remote_ip, " + remote);
        }
        return new TunnelConfig(
                type,
                number("dst_port", 1, 65_535, type.port()),
                localFlow,
                local,
                remoteFlow,
                remote,
                isFlow(keyOption("in_key")),
                key(keyOption("in_key")),
                isFlow(keyOption("out_key")),
                key(keyOption("out_key")),
                tos(),
                ttl(),
                flag("df_default", true),
                flag("csum", false),
                flag("csum", true),
                hasPolicy());
    }

    private boolean isFlow(String name) {
        return FLOW.equals(options.get(name));
    }

    /** {@code in_key} and {@code out_key} go before {@code key}. */
    private String keyOption(String name) {
        return options.containsKey(name) ? name : "key";
    }

    private int key(String name) throws PortException {
        return isFlow(name) ? 0 : number(name, 0, MOST_KEY, 0);
    }

    private int ttl() throws PortException {
        return INHERIT.equals(options.get("ttl")) ? TunnelConfig.INHERIT : number("ttl", 1, 255, DEFAULT_TTL);
    }

    private int tos() throws PortException {
        if (INHERIT.equals(options.get("tos"))) {
            return TunnelConfig.INHERIT;
        }
        int tos = number("tos", 0, DSCP, 0);
        if ((tos & ~DSCP) != 0) {
            throw refusal("tos");
        }
        return tos;
    }

    private boolean hasPolicy() throws PortException {
        String text = options.get("exts");
        if (text != null && !text.equals("gbp")) {
            throw new PortException("options:exts", text, "gbp");
        }
        return text != null;
    }

    private TunnelAddress address(String name) throws PortException {
        TunnelAddress address = TunnelAddress.parse(options.get(name));
        if (address == null || address.isNone() || address.isMulticast()) {
            throw new PortException(
                    "options:" + name, options.get(name), "the IPv4 or IPv6 address of one host, or flow");
        }
        return address;
    }

    private boolean flag(String name, boolean defaultValue) throws PortException {
        String text = options.get(name);
        if (text == null) {
            return defaultValue;
        }
        if (!Set.of("true", "false").contains(text)) {
            throw refusal(name);
        }
        return text.equals("true");
    }

    private int number(String name, int min, int max, int defaultValue) throws PortException {
        String text = options.get(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            long value = Long.decode(text.trim());
            if (value >= min && value <= max) {
                return (int) value;
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence below
        }
        throw refusal(name);
    }

    private PortException refusal(String name) {
        String allowed = of(type).stream()
                .filter(option -> option.name().equals(name))
                .map(PortOption::allowed)
                .findFirst()
                .orElseThrow();
        return new PortException("options:" + name, options.get(name), allowed);
    }
}
