package io.weft.vswitch.program;

import io.weft.flow.key.FlowKey;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** Writes one program; see {@link ProgramText}. One owner. */
final class ProgramWriter {
    private static final long TCI = 0xFFFF;
    private static final int TPID_8021Q = 0x8100;
    private static final int INNER_SHIFT = 32;

    private final PacketState packet;
    private final IntFunction<String> portName;
    private final boolean isTrace;
    private final StringJoiner text = new StringJoiner(",");

    /**
     * @param isTrace whether nothing is really sent, which is how Open vSwitch tells the packets to the controller of a trace
     */
    ProgramWriter(PacketState packet, IntFunction<String> portName, boolean isTrace) {
        this.packet = packet;
        this.portName = portName;
        this.isTrace = isTrace;
    }

    String write(Program program) {
        if (program.isDrop()) {
            return "drop";
        }
        for (int i = 0; i < program.length(); i = program.next(i)) {
            long operand = Program.operand(program.word(i));
            switch (Program.opcode(program.word(i))) {
                case Program.OUTPUT -> act(portName.apply((int) operand));
                case Program.CONTROLLER -> act(controller(operand));
                case Program.PUSH_VLAN -> push((int) (operand >>> 16) & 0xFFFF, (int) operand & 0xFFFF);
                case Program.POP_VLAN -> pop();
                case Program.SET -> set((int) operand, program.word(i + 1), program.word(i + 2));
                default -> act("drop");
            }
        }
        return text.toString();
    }

    private void act(String action) {
        packet.show(text);
        text.add(action);
    }

    private String controller(long operand) {
        if (!packet.hasKey()) {
            return "userspace(controller(reason=" + (operand >>> 32) + ",max_len=" + (operand & 0xFFFF) + "))";
        }
        return "userspace(pid=0,controller(reason=" + (operand >>> 32)
                + ",dont_send=" + (isTrace ? 1 : 0)
                + ",continuation=0,recirc_id=0,rule_cookie=0,controller_id=0,max_len=" + (operand & 0xFFFF)
                + "))";
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
