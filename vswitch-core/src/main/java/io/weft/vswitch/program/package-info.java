/**
 * Programs: what translation emits and the datapath executes, and the rewriting of headers in packet memory.
 *
 * <pre>
 *   Translator --ProgramBuilder--> Program (interned by each PMD) --opcodes--> datapath: per group of packets
 *                                                                   SET, PUSH, POP --> Rewriter: bytes and checksums of one packet
 *                                                                   TRACK with nat --> NatRewriter: what the tracker found
 * </pre>
 *
 * A program writes whole key words under a mask instead of naming fields: sets of several fields become one instruction, equal effects become
 * equal code, and a new field in an existing header needs no opcode. Checksums are right after every instruction, by difference
 * (RFC 1624), so no later stage repairs them.
 *
 * <p>Blocks are flat, too: between CLONE_BEGIN and CLONE_END a copy stands in for the packet, and a CHECK_LENGTH says where longer packets
 * go on and where the others.
 *
 * <p>Constants that are whole objects, as what the tracker is asked for and where a packet goes on, are compared by value: programs of all threads are equal
 * when what they do is.
 *
 * <p>Start at {@link io.weft.vswitch.program.Program}, then {@link io.weft.vswitch.program.Rewriter}. Threads: programs are immutable;
 * a builder or rewriter belongs to one agent.
 */
package io.weft.vswitch.program;
