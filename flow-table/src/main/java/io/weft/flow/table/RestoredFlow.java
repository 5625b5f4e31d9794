package io.weft.flow.table;

/**
 * An entry that lived in another process.
 *
 * @param mod that would add it, to its table
 * @param createdNs when it was made, on the switch's clock now: mostly before it began
 * @param modifiedNs when it was last modified or taught again
 * @param usedNs when a packet last matched, or when it was made
 * @param packets that matched
 * @param bytes of them
 */
public record RestoredFlow(FlowMod mod, long createdNs, long modifiedNs, long usedNs, long packets, long bytes) {}
