package io.weft.vswitch.program;

import java.util.StringJoiner;
import java.util.function.IntFunction;

/** Writes a program as the action list of {@code dpctl/dump-flows}. */
public final class ProgramText {
    private ProgramText() {}

    /** The actions, comma-separated, ports by {@code portName}; {@code drop} for a program that sends nothing. */
    public static String format(Program program, IntFunction<String> portName) {
        if (program.isDrop()) {
            return "drop";
        }
        StringJoiner text = new StringJoiner(",");
        for (int i = 0; i < program.length(); i = program.next(i)) {
            long operand = Program.operand(program.word(i));
            switch (Program.opcode(program.word(i))) {
                case Program.OUTPUT -> text.add(portName.apply((int) operand));
                case Program.CONTROLLER ->
                    text.add("userspace(controller(reason=" + (operand >>> 32) + ",max_len=" + (operand & 0xFFFF)
                            + "))");
                case Program.PUSH_VLAN -> text.add(pushVlan((int) (operand >>> 16) & 0xFFFF, (int) operand & 0xFFFF));
                case Program.POP_VLAN -> text.add("pop_vlan");
                case Program.SET -> SetText.append(text, (int) operand, program.word(i + 1), program.word(i + 2));
                default -> text.add("drop");
            }
        }
        return text.toString();
    }

    private static String pushVlan(int tpid, int tci) {
        String type = tpid == 0x8100 ? "" : String.format("tpid=0x%04x,", tpid);
        return "push_vlan(" + type + "vid=" + (tci & 0xFFF) + ",pcp=" + (tci >>> 13) + ")";
    }
}
