package io.weft.vswitch;

import io.weft.flow.match.Match;
import io.weft.vswitch.program.Program;

/**
 * An entry of a PMD's megaflow cache.
 *
 * @param pmd its PMD
 * @param match the packet words that it matches; {@code in_port} is a datapath port
 * @param packets since it was installed
 * @param bytes since it was installed
 * @param idleNs since a packet last used it
 * @param program what it does
 * @param text the line of {@code dpctl/dump-flows}
 */
public record MegaflowView(int pmd, Match match, long packets, long bytes, long idleNs, Program program, String text) {}
