package io.weft.vswitch.tunnel;

import io.weft.flow.action.Bytes;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.GeneveHeader;
import io.weft.flow.wire.VxlanHeader;

/**
 * The headers to put in front of packets: the constant of a TUNNEL instruction. Immutable; equal orders give equal headers, but for the source
 * port, which is the packet's.
 *
 * @param source {@link TunnelAddress#NONE}: as the route says
 * @param vni 24 bits
 * @param tos ToS or traffic class, with its ECN bits
 * @param group of the VXLAN policy, where {@code gbp}
 * @param policyFlags of the VXLAN policy, where {@code gbp}
 * @param oam the Geneve packet is for the tunnel's end
 * @param options Geneve options as they are sent
 */
public record TunnelOrder(
        TunnelType type,
        TunnelAddress source,
        TunnelAddress destination,
        int dstPort,
        int vni,
        int tos,
        int ttl,
        boolean df,
        boolean checksum,
        boolean gbp,
        int group,
        int policyFlags,
        boolean oam,
        Bytes options) {

    /** Bytes of the VXLAN or Geneve header. */
    public int headerLength() {
        return type == TunnelType.VXLAN ? VxlanHeader.LENGTH : GeneveHeader.LENGTH + options.length();
    }

    /** Bytes of the longest header. */
    public static int mostHeader() {
        return GeneveHeader.LENGTH + GeneveHeader.MAX_OPTIONS;
    }

    /** Writes the VXLAN or Geneve header. */
    public void write(long address) {
        if (type == TunnelType.GENEVE) {
            GeneveHeader.write(address, vni, oam, hasCritical(), options.length());
            Memory.copyFrom(options.toArray(), 0, address + GeneveHeader.LENGTH, options.length());
        } else if (gbp) {
            VxlanHeader.write(address, vni, group, policyFlags);
        } else {
            VxlanHeader.write(address, vni);
        }
    }

    private boolean hasCritical() {
        boolean critical = false;
        for (int at = 0; at < options.length(); ) {
            critical |= (options.at(at + 2) & GeneveHeader.CRITICAL) != 0;
            at += GeneveHeader.OPTION_LENGTH + (options.at(at + 3) & 0x1F) * 4;
        }
        return critical;
    }

    /** As Open vSwitch writes it: {@code tunnel(tun_id=0x64,dst=10.0.0.2,ttl=64,tp_dst=4789,flags(df|key))}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("tunnel(tun_id=0x").append(Integer.toHexString(vni));
        String six = destination.isIpv4() ? "" : "ipv6_";
        if (!source.isNone()) {
            text.append(',').append(six).append("src=").append(source);
        }
        text.append(',').append(six).append("dst=").append(destination);
        if (tos != 0) {
            text.append(",tos=0x").append(Integer.toHexString(tos));
        }
        text.append(",ttl=").append(ttl).append(",tp_dst=").append(dstPort);
        if (type == TunnelType.GENEVE && options.length() > 0) {
            text.append(",geneve(").append(optionsText()).append(')');
        }
        if (gbp && (group | policyFlags) != 0) {
            text.append(",vxlan(gbp(id=").append(group).append(",flags=0x");
            text.append(Integer.toHexString(policyFlags)).append("))");
        }
        return text.append(",flags(").append(flags()).append("))").toString();
    }

    private String flags() {
        return (df ? "df|" : "") + (checksum ? "csum|" : "") + (oam ? "oam|" : "") + "key";
    }

    private String optionsText() {
        StringBuilder text = new StringBuilder();
        byte[] bytes = options.toArray();
        for (int at = 0; at < bytes.length; ) {
            int length = (bytes[at + 3] & 0x1F) * 4;
            text.append(String.format(
                    "{class=0x%x,type=0x%x,len=%d",
                    (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF, bytes[at + 2] & 0xFF, length));
            StringBuilder data = new StringBuilder();
            for (int i = 0; i < length; i++) {
                data.append(String.format("%02x", bytes[at + GeneveHeader.OPTION_LENGTH + i]));
            }
            String digits = data.toString().replaceFirst("^0+(?=.)", "");
            text.append(length == 0 ? "}" : digits.equals("0") ? ",0}" : ",0x" + digits + "}");
            at += GeneveHeader.OPTION_LENGTH + length;
        }
        return text.toString();
    }
}
