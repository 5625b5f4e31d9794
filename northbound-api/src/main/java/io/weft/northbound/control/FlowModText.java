package io.weft.northbound.control;

import io.weft.flow.table.FlowMod;

/**
 * A change of the tables whose flow is text, as in ovs-ofctl(8), "Flow Syntax". Port names of the bridge may stand where numbers do.
 *
 * @param text at most 65,536 bytes
 */
public record FlowModText(FlowMod.Kind kind, String text) implements BundleText {}
