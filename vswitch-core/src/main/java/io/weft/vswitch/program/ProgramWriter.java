package io.weft.vswitch.program;

import io.weft.flow.key.FlowKey;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.track.TrackOrder;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** Writes one program; see {@link ProgramText}. One owner. */
final class ProgramWriter {
    private static final long TCI = 0xFFFF;
    private static final int TPID_8021Q = 0x8100;
    private static final int INNER_SHIFT = 32;

    private final PacketState packet;
    private final RecirculationIds ids;
    private final IntFunction<String> portName;
    private final boolean isTrace;
    private final StringJoiner text = new StringJoiner(",");

    /**
     * @param isTrace whether nothing is really sent, which is how Open vSwitch tells the packets to the controller of a trace
     */
    ProgramWriter(PacketState packet, RecirculationIds ids, IntFunction<String> portName, boolean isTrace) {
        this.ids = ids;
        this.packet = packet;
        this.portName = portName;
        this.isTrace = isTrace;
    }

    String write(Program program) {
        if (program.isDrop()) {
            return "drop";
        }
        String actions = write(program, 0, program.length());
        return actions.isEmpty() ? "drop" : actions;
    }

    private String write(Program program, int from, int end) {
        for (int i = from; i < end; ) {
            int next = program.next(i);
            long operand = Program.operand(program.word(i));
            switch (Program.opcode(program.word(i))) {
                case Program.OUTPUT -> act(portName.apply((int) operand));
                case Program.CONTROLLER -> controller(program.upcall((int) operand));
                case Program.PUSH_VLAN -> push((int) (operand >>> 16) & 0xFFFF, (int) operand & 0xFFFF);
                case Program.POP_VLAN -> pop();
                case Program.SET -> set((int) operand, program.word(i + 1), program.word(i + 2));
                case Program.TRACK -> act(TrackText.of((TrackOrder) program.constant((int) operand)));
                case Program.UNTRACK -> act("ct_clear");
                case Program.RECIRCULATE ->
                    act("recirc(" + ids.text((FrozenState) program.constant((int) operand)) + ")");
                case Program.METER -> act("meter(" + operand + ")");
                case Program.TUNNEL -> act("set(" + program.constant((int) operand) + ")");
                case Program.TRUNCATE -> act("trunc(" + operand + ")");
                case Program.SET_MARK -> act("set(skb_mark(" + hex(operand) + "))");
                case Program.SET_PRIORITY -> act("set(skb_priority(" + hex(operand) + "))");
                case Program.SAMPLE -> act(program.constant((int) operand).toString());
                case Program.REJECT -> act(reject((RejectOrder) program.constant((int) operand)));
                case Program.CLONE_BEGIN -> {
                    next = endOfClone(program, i);
                    act("clone(" + block(program, i + 1, next - 1) + ")");
                }
                case Program.CHECK_LENGTH -> {
                    int elseAt = Program.elseOf(program.word(i + 1));
                    next = Program.endOf(program.word(i + 1));
                    act("check_pkt_len(size=" + operand + ",gt(" + block(program, i + 2, elseAt) + "),le("
                            + block(program, elseAt, next) + "))");
                }
                default -> {
                    if (text.length() == 0) {
                        act("drop");
                    }
                }
            }
            i = next;
        }
        return text.toString();
    }

    private static String reject(RejectOrder order) {
        String answer = order.answer().text();
        return answer.isEmpty() ? "reject" : "reject(" + answer + ")";
    }

    /** What happens to a copy of the packet. */
    private String block(Program program, int from, int end) {
        StringJoiner before = new StringJoiner(",");
        packet.show(before);
        if (before.length() > 0) {
            text.add(before.toString());
        }
        return from == end
                ? "drop"
                : new ProgramWriter(packet.copy(), ids, portName, isTrace).write(program, from, end);
    }

    /** Index behind the CLONE_END that belongs to the CLONE_BEGIN at {@code begin}. */
    private static int endOfClone(Program program, int begin) {
        int depth = 0;
        int i = begin;
        do {
            int opcode = Program.opcode(program.word(i));
            depth += opcode == Program.CLONE_BEGIN ? 1 : opcode == Program.CLONE_END ? -1 : 0;
            i = program.next(i);
        } while (depth > 0);
        return i;
    }

    private static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }

    private void act(String action) {
        packet.show(text);
        text.add(action);
    }

    @SuppressWarnings("EnumOrdinal") // the order of the reasons is that of their numbers
    private void controller(Upcall upcall) {
        int reason = upcall.reason().ordinal();
        if (!packet.hasKey()) {
            act("userspace(controller(reason=" + reason + ",max_len=" + upcall.maxLength() + "))");
            return;
        }
        boolean pauses = upcall.frozen() != null;
        if (pauses && isTrace) {
            packet.show(text); // a trace pauses nothing, and Open vSwitch shows nothing
            return;
        }
        String cookie = upcall.cookie() == Upcall.NO_COOKIE ? "0" : hex(upcall.cookie());
        act("userspace(pid=0,controller(reason=" + reason
                + ",dont_send=" + (isTrace ? 1 : 0)
                + ",continuation=" + (pauses ? 1 : 0)
                + ",recirc_id=0,rule_cookie=" + cookie
                + ",controller_id=" + upcall.controllerId()
                + ",max_len=" + upcall.maxLength()
                + "))");
    }

    private void set(int word, long value, long mask) {
        boolean tci = word == 1 && (mask & TCI) != 0;
        packet.set(word, value, word <= 2 ? mask & ~TCI : mask);
        if (tci) {
            setTci((int) (value & TCI), (int) (mask & TCI));
        }
    }

    /** Open vSwitch takes a tag off and puts another on; where the bits that stay are not known, the text says which are set. */
    private void setTci(int value, int mask) {
        int rest = (int) TCI & ~mask & ~FlowKey.VLAN_PRESENT;
        if (packet.knows(1, rest)) {
            int tci = (int) packet.word(1) & rest | value & mask;
            int tpid = (int) (packet.word(2) & TCI);
            if (((tci ^ packet.word(1)) & mask & ~FlowKey.VLAN_PRESENT) != 0 || !packet.knows(1, mask)) {
                act("pop_vlan");
                text.add(tag(packet.knows(2, TCI) ? tpid : TPID_8021Q, tci));
                packet.put(1, tci, TCI & ~FlowKey.VLAN_PRESENT);
            }
        } else {
            String suffix = mask == TCI ? "" : "/0x" + Integer.toHexString(mask);
            act("set(vlan(tci=" + (value & mask) + suffix + "))");
            packet.put(1, value, mask);
        }
    }

    private void push(int tpid, int tci) {
        act(tag(tpid, tci));
        long inner = (packet.word(1) & TCI) << (INNER_SHIFT + 16) | (packet.word(2) & TCI) << INNER_SHIFT;
        packet.put(6, inner, -1L << INNER_SHIFT);
        packet.put(1, tci | FlowKey.VLAN_PRESENT, TCI);
        packet.put(2, tpid, TCI);
    }

    private void pop() {
        act("pop_vlan");
        long inner = packet.word(6);
        packet.put(1, inner >>> (INNER_SHIFT + 16), TCI);
        packet.put(2, inner >>> INNER_SHIFT, TCI);
        packet.put(6, 0, -1L << INNER_SHIFT);
    }

    private static String tag(int tpid, int tci) {
        String type = tpid == TPID_8021Q ? "" : String.format("tpid=0x%04x,", tpid);
        return "push_vlan(" + type + "vid=" + (tci & 0xFFF) + ",pcp=" + (tci >>> 13) + ")";
    }
}
