package io.weft.vswitch.datapath;

import io.weft.vswitch.program.Program;

/** A program interned by one PMD: its number, and what execution wants to know beforehand. */
final class PreparedProgram {
    final Program program;
    final int number;

    /** The only thing it does is to send to this port; -1 when it does more or less. */
    final int onlyOutput;

    /** Index of the OUTPUT that may have the packet itself, because nothing is done to it afterwards; -1 without one. */
    final int lastOutput;

    int users;

    PreparedProgram(Program program, int number) {
        this.program = program;
        this.number = number;
        this.onlyOutput = program.onlyOutput();
        this.lastOutput = lastOutput(program);
    }

    private static int lastOutput(Program program) {
        int last = -1;
        for (int i = 0; i < program.length(); i = program.next(i)) {
            int opcode = Program.opcode(program.word(i));
            if (opcode == Program.OUTPUT) {
                last = i;
            } else if (opcode == Program.CONTROLLER) {
                last = -1;
            }
        }
        return last;
    }
}
