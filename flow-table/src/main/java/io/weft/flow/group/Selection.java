package io.weft.flow.group;

import io.weft.flow.match.FieldMatch;
import java.util.List;

/**
 * How a {@link GroupType#SELECT} group chooses: the properties of ovs-ofctl(8), "Group Syntax".
 *
 * @param method which hash
 * @param parameter a number that the hash starts from, 64 bits unsigned
 * @param fields {@link Method#HASH} alone: the fields that the hash reads, in the order of the registry, the bits of the value being those
 *     that it reads; empty for the method's own choice
 */
public record Selection(Method method, long parameter, List<FieldMatch> fields) {
    /** Nothing said: as {@link Method#DP_HASH}. */
    public static final Selection DEFAULT = new Selection(Method.DEFAULT, 0, List.of());

    /** Which hash. */
    public enum Method {
        /** Not said. */
        DEFAULT(""),
        /** Over the fields named, or the addresses of Ethernet and IP, the protocol, VLAN and ports. */
        HASH("hash"),
        /** Over addresses and ports as the datapath computes it. */
        DP_HASH("dp_hash");

        private final String text;

        Method(String text) {
            this.text = text;
        }

        /** As written; empty for {@link #DEFAULT}. */
        public String text() {
            return text;
        }
    }

    public Selection {
        fields = List.copyOf(fields);
    }
}
