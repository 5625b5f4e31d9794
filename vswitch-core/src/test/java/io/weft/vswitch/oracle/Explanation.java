package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Why datapath actions may differ. Each reason says when it applies, and is believed only where nothing else differs. ADR 6 has the list. */
enum Explanation {
    /** The same sets, tags and outputs, written or merged differently. */
    SYNTAX {
        @Override
        boolean explains(TraceText ours, TraceText theirs) {
            return outputs(ours.flow(), ours.actions()).equals(outputs(ours.flow(), theirs.actions()));
        }
    },

    /** A packet that goes to many ports reaches them in the order of Open vSwitch's hash table, ours by number and tag. */
    FLOOD_ORDER {
        @Override
        boolean explains(TraceText ours, TraceText theirs) {
            return theirs.flooded()
                    && sorted(ours.flow(), ours.actions()).equals(sorted(ours.flow(), theirs.actions()));
        }
    },

    /**
     * NORMAL on a packet with a tag of VID 0 and priority 0 over another tag: Open vSwitch sends it without the inner one, since an outer
     * TCI of 0 is how it remembers that there are no tags. We take off or change the outer one alone: the inner one is not ours to lose.
     * Without it, the packet also reaches access ports, and mirrors see it in another VLAN.
     */
    INNER_TAG_UNDER_VLAN_0 {
        @Override
        boolean explains(TraceText ours, TraceText theirs) {
            return TagsOnTheWay.of(ours).isLostByNormal() && (theirs.isMirrored() || isInnerTagMissing(ours, theirs));
        }
    },

    /** A packet with two tags that goes to a known address on an access port, or is copied to one: they take off both. */
    INNER_TAG_TO_ACCESS_PORT {
        @Override
        boolean explains(TraceText ours, TraceText theirs) {
            return TagsOnTheWay.of(ours).isTwiceTaggedAtNormal() && isInnerTagMissing(ours, theirs);
        }
    },

    /**
     * A mirror that floods copies of a packet of VLAN 0 with a priority: the copy after one without a tag has lost it there. Which one that is
     * depends on the order of the ports.
     */
    MIRROR_PRIORITY {
        @Override
        boolean explains(TraceText ours, TraceText theirs) {
            return theirs.isMirrored()
                    && withoutPriority(sorted(ours.flow(), ours.actions()))
                            .equals(withoutPriority(sorted(ours.flow(), theirs.actions())));
        }
    },

    /** Setting a field of a transport header that a later fragment does not have: they list the set, which has nothing to set. */
    LATER_FRAGMENT {
        @Override
        boolean explains(TraceText ours, TraceText theirs) {
            String without = theirs.actions().replaceAll("set\\((tcp|udp|sctp|icmp|icmpv6|nd)\\([^)]*\\)\\),?", "");
            return ours.flow().contains("nw_frag=later")
                    && sorted(ours.flow(), ours.actions()).equals(sorted(ours.flow(), without));
        }
    };

    /** What leaves from the ports of the bridge where the packet arrived: in those behind patch ports it is in another VLAN for each. */
    private static List<String> inFirstBridge(TraceText trace, String actions) {
        int bridge = Bridges.NAMES.indexOf(trace.body().getFirst().replaceAll("bridge\\(\"|\"\\)", ""));
        String ports = Bridges.port(bridge, 0).replaceFirst("0$", "[1-9]") + "|" + Bridges.NAMES.get(bridge);
        return sorted(trace.flow(), actions).stream()
                .filter(output -> output.matches("(" + ports + ") <- .*"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Whether what they send differs from what we do by an inner tag alone. */
    private static boolean isInnerTagMissing(TraceText ours, TraceText theirs) {
        List<String> onlyOurs = inFirstBridge(ours, ours.actions());
        List<String> onlyTheirs = inFirstBridge(ours, theirs.actions());
        for (String both : List.copyOf(onlyOurs)) {
            if (onlyTheirs.remove(both)) {
                onlyOurs.remove(both);
            }
        }
        return onlyOurs.stream().allMatch(output -> onlyTheirs.remove(withoutInnerTag(output)))
                && onlyTheirs.stream().allMatch(output -> output.contains(" <- [] "));
    }

    /** An output of a packet with tags, which stand there innermost first, without the innermost. */
    private static String withoutInnerTag(String output) {
        return output.replaceFirst("\\[tpid=[^\\],]*,vid=[0-9]+,pcp=[0-9](, )?", "[");
    }

    /** {@link #INNER_TAG_UNDER_VLAN_0}, and the bridge behind the patch port then sees another VLAN. */
    static boolean isInnerTagLostOnTheWay(TraceText ours, TraceText theirs) {
        return ours.bridges() > 1
                && TagsOnTheWay.of(ours).isLostByNormal()
                && !ours.said().equals(theirs.said());
    }

    /** {@link #INNER_TAG_UNDER_VLAN_0} where the TCI is set to 0: from there on their packet has no tag, ours the inner one. */
    static boolean isInnerTagForgotten(TraceText ours, TraceText theirs) {
        return TagsOnTheWay.of(ours).isForgotten()
                && (!ours.visits().equals(theirs.visits())
                        || !ours.finalFlow().equals(theirs.finalFlow())
                                && withoutTags(ours.finalFlow()).equals(withoutTags(theirs.finalFlow()))
                        || !sorted(ours.flow(), ours.actions()).equals(sorted(ours.flow(), theirs.actions()))
                                && tagless(ours, ours.actions()).equals(tagless(ours, theirs.actions())));
    }

    private static List<String> tagless(TraceText trace, String actions) {
        return sorted(trace.flow(), actions).stream()
                .map(output -> output.replaceFirst("\\[[^\\]]*\\]", ""))
                .sorted()
                .toList();
    }

    private static String withoutTags(String flow) {
        return flow.replaceAll("(dl_vlan1?|dl_vlan_pcp1?|vlan_tci1?)=[0-9a-fx]+,", "");
    }

    /** A loop through clones: each is a level of depth for us and none for them, so that both give up, we after fewer lookups. */
    static boolean isDepthOfClones(TraceText ours, TraceText theirs) {
        return isTooDeep(ours)
                && isTooDeep(theirs)
                && ours.body().stream().anyMatch(line -> line.contains("clone("))
                && ours.actions().equals(theirs.actions());
    }

    /**
     * A limit that is met in the bridge behind a patch port ends what that bridge does, there; the packet, here: they go on where we have given it
     * up.
     */
    static boolean isGivenUpBehindPatch(TraceText ours, TraceText theirs) {
        int common = Math.min(ours.visits().size(), theirs.visits().size());
        return isTooDeep(ours)
                && isTooDeep(theirs)
                && ours.bridges() > 1
                && ours.actions().equals("drop")
                && ours.visits().equals(theirs.visits().subList(0, common))
                && !(ours.said().equals(theirs.said()) && ours.actions().equals(theirs.actions()));
    }

    private static boolean isTooDeep(TraceText trace) {
        return trace.body().stream().anyMatch(line -> line.contains("over max translation depth"));
    }

    /** {@link #LATER_FRAGMENT} in the final flow: there alone type and code of ICMPv6 are shown and changed. */
    static boolean isFragmentShown(TraceText ours, TraceText theirs) {
        return ours.flow().contains("nw_frag=later")
                && ours.body().stream().anyMatch(line -> line.contains("unmet prerequisites"))
                && !ours.finalFlow().equals(theirs.finalFlow())
                && withoutIcmp(ours.finalFlow()).equals(withoutIcmp(theirs.finalFlow()));
    }

    private static String withoutIcmp(String flow) {
        return flow.replaceAll(",icmp_(type|code)=[0-9]+", "");
    }

    /**
     * Pushing a third tag: Open vSwitch knows two tags and forgets the innermost; we drop the packet, with a reason, rather than send it
     * without a tag that it had.
     */
    static boolean isThirdTag(TraceText ours) {
        return ours.body().stream().anyMatch(line -> line.contains("push_vlan on a packet with two VLAN tags"));
    }

    /**
     * A packet that comes in where a mirror sends: both drop it, and they, who have looked at table 0 before they know, count it there.
     */
    static boolean isFromMirror(TraceText ours, TraceText theirs) {
        return Stream.of(ours, theirs)
                .allMatch(trace -> trace.actions().equals("drop")
                        && trace.body().stream()
                                .limit(4)
                                .anyMatch(line -> line.contains("reserved exclusively for mirroring")));
    }

    /**
     * A packet that teaches and meets NORMAL again: there it can meet what it taught, or teach another address; ours meets the table as it was,
     * and teaches a bridge one address.
     */
    static boolean isLearnedOnTheWay(TraceText ours, TraceText theirs) {
        boolean isTwice =
                theirs.body().stream().filter(line -> line.endsWith(" NORMAL")).count() > 1;
        boolean isToItself =
                theirs.body().stream().anyMatch(line -> line.endsWith("learned port is input port, dropping"));
        return theirs.learned() > 0 && (isTwice || isToItself) && !ours.said().equals(theirs.said());
    }

    /** A packet that teaches twice what has a limit: there the second lesson finds the first, ours finds the table as it was. */
    static boolean isLimitReachedOnTheWay(TraceText ours, TraceText theirs) {
        return limitsReached(theirs) > limitsReached(ours)
                && theirs.body().stream()
                                .filter(line -> line.strip().startsWith("learn("))
                                .count()
                        > 1;
    }

    private static long limitsReached(TraceText trace) {
        return trace.body().stream()
                .filter(line -> line.endsWith("Limit exceeded, learn failed"))
                .count();
    }

    /** What a table that a bucket leads to writes into the action set: theirs has it after the group, ours is gone with the bucket's copy. */
    static boolean isWrittenInBucket(TraceText ours, TraceText theirs) {
        boolean isInBucket = false;
        int bucket = 0;
        for (String line : ours.body()) {
            int indentation = line.length() - line.stripLeading().length();
            if (line.strip().matches("bucket [0-9]+")) {
                bucket = bucket == 0 ? indentation : Math.min(bucket, indentation);
            } else if (bucket > 0 && indentation <= bucket) {
                bucket = 0;
            }
            isInBucket |= bucket > 0 && line.matches(" +(write_actions\\(|clear_actions).*");
        }
        return isInBucket && !ours.said().equals(theirs.said());
    }

    /**
     * {@code fin_timeout} for a neighbour solicitation: they keep the type of its first option, 1, where the flags of TCP are, and take it for FIN.
     */
    static boolean isNeighbourForFin(TraceText ours) {
        return ours.body().stream().anyMatch(line -> line.strip().startsWith("fin_timeout("))
                && ours.flow().matches(".*,nd_sll=(?!00:00:00:00:00:00).*");
    }

    /** After {@code check_pkt_larger} they go on twice in the same trace, we trace the packet once for each length. */
    static boolean isSameForEveryLength(TraceText ours, TraceText theirs) {
        PacketText packet = PacketText.of(ours.flow());
        return IntStream.of(100, 101, 1500, 1501)
                .allMatch(length ->
                        sorted(packet, ours.actions(), length).equals(sorted(packet, theirs.actions(), length)));
    }

    /**
     * Where a list asked for the length that another one called, they forget the answer, and what the list did with it, when the caller goes on;
     * ours holds to the end.
     */
    static boolean isLengthForgotten(TraceText theirs) {
        List<String> body = theirs.body();
        int asked = IntStream.range(0, body.size())
                .filter(i -> body.get(i).contains("check_pkt_larger("))
                .findFirst()
                .orElseThrow();
        return body.subList(asked, body.size()).stream()
                .anyMatch(line -> !line.isBlank() && indentation(line) < indentation(body.get(asked)));
    }

    /** A mirror copies what is longer, and believes then that it has copied the packet: copies of the others are missing there. */
    static boolean isLengthMirrored(TraceText ours, TraceText theirs) {
        PacketText packet = PacketText.of(ours.flow());
        return theirs.isMirrored()
                && IntStream.of(100, 101, 1500, 1501).allMatch(length -> {
                    List<String> copied = sorted(packet, ours.actions(), length);
                    boolean allThere =
                            sorted(packet, theirs.actions(), length).stream().allMatch(copied::remove);
                    return allThere && (length < 1501 || copied.isEmpty());
                });
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static List<String> sorted(PacketText packet, String actions, int length) {
        return DatapathActions.outputs(packet, actions, length).stream()
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    abstract boolean explains(TraceText ours, TraceText theirs);

    private static List<String> outputs(String flow, String actions) {
        return DatapathActions.outputs(PacketText.of(flow), actions);
    }

    private static List<String> withoutPriority(List<String> outputs) {
        return outputs.stream()
                .map(output -> output.replaceAll("pcp=[0-7]", ""))
                .sorted()
                .toList();
    }

    private static List<String> sorted(String flow, String actions) {
        return new ArrayList<>(outputs(flow, actions).stream().sorted().toList());
    }
}
