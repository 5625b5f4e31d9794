package io.weft.northbound.client;

import com.google.protobuf.ByteString;
import io.weft.northbound.codec.FlowCodec;
import io.weft.northbound.codec.GroupCodec;
import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.BundleText;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.control.GroupModText;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends changes of the tables in messages that fit; those that are to be atomic and do not fit in one go as a bundle. */
final class FlowBatches {
    /** Room for the bridge, tags and lengths. */
    private static final int MARGIN = 1_024;

    private static final Pattern PLACE = Pattern.compile("flow_mods\\[([0-9]{1,8})\\](.*)");

    private FlowBatches() {}

    static int send(
            Connection connection, String bridge, java.util.stream.Stream<SwitchProto.FlowMod> mods, boolean atomic) {
        int applied = 0;
        int bytes = MARGIN;
        SwitchProto.FlowModBatch.Builder batch = open(bridge, atomic);
        for (Iterator<SwitchProto.FlowMod> rest = mods.iterator(); rest.hasNext(); ) {
            SwitchProto.FlowMod mod = rest.next();
            int size = mod.getSerializedSize() + 8;
            boolean full = bytes + size > Limits.MESSAGE || batch.getFlowModsCount() == Limits.FLOW_MODS;
            if (full && atomic) {
                return bundle(connection, bridge, batch, mod, rest);
            }
            if (full) {
                applied += call(connection, batch, applied);
                batch = open(bridge, false);
                bytes = MARGIN;
            }
            batch.addFlowMods(mod);
            bytes += size;
        }
        return applied + (batch.getFlowModsCount() == 0 ? 0 : call(connection, batch, applied));
    }

    /** Sends what is too large for one message as a bundle: {@code first}, {@code next} and the {@code rest}. */
    private static int bundle(
            Connection connection,
            String bridge,
            SwitchProto.FlowModBatch.Builder first,
            SwitchProto.FlowMod next,
            Iterator<SwitchProto.FlowMod> rest) {
        try (Upload<SwitchProto.BundlePart, SwitchProto.FlowModResult> upload =
                connection.upload(SwitchGrpc.getBundleMethod())) {
            BundleParts parts = new BundleParts(bridge, upload::send);
            boolean goesOn = parts.addAll(first.getFlowModsList()) && parts.add(next);
            while (goesOn && rest.hasNext()) {
                goesOn = parts.add(rest.next());
            }
            parts.flush();
            return upload.finish().getApplied();
        }
    }

    /** Sends changes of several kinds. */
    static int bundle(Connection connection, String bridge, List<BundleText> items) {
        try (Upload<SwitchProto.BundlePart, SwitchProto.FlowModResult> upload =
                connection.upload(SwitchGrpc.getBundleMethod())) {
            BundleParts parts = new BundleParts(bridge, upload::send);
            boolean goesOn = true;
            for (int i = 0; goesOn && i < items.size(); i++) {
                goesOn = switch (items.get(i)) {
                    case FlowModText mod -> parts.add(FlowCodec.encode(mod));
                    case GroupModText mod -> parts.add(GroupCodec.encode(mod));
                    case BundleText.Packet packet ->
                        parts.add(SwitchProto.PacketOutRequest.newBuilder()
                                .setInPort(packet.inPort())
                                .setActions(packet.actions())
                                .setFrame(ByteString.copyFrom(packet.frame().toArray()))
                                .build());
                };
            }
            parts.flush();
            return upload.finish().getApplied();
        }
    }

    /** Sends the lines of a file as a bundle, as they are read; each of its parts says what {@code every} says. */
    static int bundle(Connection connection, SwitchProto.BundlePart.Builder every, InputStream lines)
            throws IOException {
        try (Upload<SwitchProto.BundlePart, SwitchProto.FlowModResult> upload =
                connection.upload(SwitchGrpc.getBundleMethod())) {
            LineChunks chunks = new LineChunks(lines);
            ByteString chunk = chunks.next();
            do {
                SwitchProto.BundlePart.Builder part = every.clone();
                if (chunk != null) {
                    part.setFlowLines(chunk);
                    chunk = chunks.next();
                }
                if (!upload.send(part.build())) {
                    break;
                }
            } while (chunk != null);
            return upload.finish().getApplied();
        }
    }

    private static SwitchProto.FlowModBatch.Builder open(String bridge, boolean atomic) {
        return SwitchProto.FlowModBatch.newBuilder().setBridge(bridge).setAtomic(atomic);
    }

    /** Sends one message; what it says about a change is told by its place among all changes. */
    private static int call(Connection connection, SwitchProto.FlowModBatch.Builder batch, int before) {
        try {
            return connection
                    .call(SwitchGrpc.getModifyFlowsMethod(), batch.build())
                    .getApplied();
        } catch (ControlException e) {
            if (before == 0) {
                throw e;
            }
            throw new ControlException(
                    e.kind(),
                    e.getMessage(),
                    e.violations().stream().map(one -> move(one, before)).toList(),
                    e.span(),
                    e);
        }
    }

    private static FieldViolation move(FieldViolation violation, int before) {
        Matcher place = PLACE.matcher(violation.field());
        if (!place.matches()) {
            return violation;
        }
        int index = Integer.parseInt(place.group(1)) + before;
        return new FieldViolation(
                "flow_mods[" + index + "]" + place.group(2),
                violation.value(),
                violation.allowed(),
                violation.message());
    }
}
