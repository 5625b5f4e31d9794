package io.weft.vswitch.datapath;

import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.tunnel.TunnelOrder;
import io.weft.vswitch.tunnel.TunnelOrders;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The programs of one PMD, each once, numbered densely so that packets can be grouped by number. Slow path only, but {@link #get}. */
final class ProgramStore {
    private final Map<Program, PreparedProgram> byProgram = new HashMap<>();
    private PreparedProgram[] byNumber = new PreparedProgram[64];
    private int[] freeNumbers = new int[64];
    private int freeCount;
    private Recirculation recirculation;
    private final TunnelOrders tunnels;
    private int next;

    /** @param tunnels where the headers of tunnels get their numbers */
    ProgramStore(TunnelOrders tunnels) {
        this.tunnels = tunnels;
    }

    /** Where the programs may send packets round. Before the first program. */
    void recirculateBy(Recirculation here) {
        recirculation = here;
    }

    /** One user of a place where packets go round less. */
    void release(RecirculationNode node) {
        recirculation.release(node);
    }

    private void acquireNodes(PreparedProgram prepared) {
        Program program = prepared.program;
        for (int i = 0; i < program.length(); i = program.next(i)) {
            if (Program.opcode(program.word(i)) == Program.RECIRCULATE) {
                int constant = (int) Program.operand(program.word(i));
                if (constant >= prepared.nodes.length) {
                    prepared.nodes = Arrays.copyOf(prepared.nodes, constant + 1);
                }
                if (prepared.nodes[constant] == null) {
                    prepared.nodes[constant] = recirculation.acquire((FrozenState) program.constant(constant));
                }
            }
        }
    }

    private void acquireTunnels(PreparedProgram prepared) {
        Program program = prepared.program;
        for (int i = 0; i < program.length(); i = program.next(i)) {
            if (Program.opcode(program.word(i)) == Program.TUNNEL) {
                int constant = (int) Program.operand(program.word(i));
                if (constant >= prepared.tunnels.length) {
                    prepared.tunnels = Arrays.copyOf(prepared.tunnels, constant + 1);
                }
                if (prepared.tunnels[constant] == TunnelOrders.NONE) {
                    int order = tunnels.acquire((TunnelOrder) program.constant(constant));
                    prepared.tunnels[constant] = order == TunnelOrders.NONE ? TunnelTag.OVERFLOW : order;
                }
            }
        }
    }

    PreparedProgram get(int number) {
        return byNumber[number];
    }

    /** The interned program, with one more user. */
    PreparedProgram acquire(Program program) {
        PreparedProgram prepared = byProgram.get(program);
        if (prepared == null) {
            int number = freeCount > 0 ? freeNumbers[--freeCount] : next++;
            if (number == byNumber.length) {
                byNumber = Arrays.copyOf(byNumber, 2 * number);
            }
            prepared = new PreparedProgram(program, number);
            if (prepared.tracks) {
                acquireNodes(prepared);
            }
            acquireTunnels(prepared);
            byNumber[number] = prepared;
            byProgram.put(program, prepared);
        }
        prepared.users++;
        return prepared;
    }

    /** One user less; a program without users is forgotten. Not while a burst is being executed. */
    void release(PreparedProgram prepared) {
        if (--prepared.users == 0) {
            byProgram.remove(prepared.program);
            for (RecirculationNode node : prepared.nodes) {
                recirculation.release(node);
            }
            for (int tunnel : prepared.tunnels) {
                if (tunnel > TunnelOrders.NONE) {
                    tunnels.release(tunnel);
                }
            }
            byNumber[prepared.number] = null;
            if (freeCount == freeNumbers.length) {
                freeNumbers = Arrays.copyOf(freeNumbers, 2 * freeCount);
            }
            freeNumbers[freeCount++] = prepared.number;
        }
    }

    /** All numbers are below this. */
    int limit() {
        return next;
    }

    int size() {
        return byProgram.size();
    }
}
