package io.weft.northbound.codec;

import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;
import io.weft.northbound.proto.v1.SwitchProto;

/** Timeouts, importance and flags, both ways. */
final class LifeCodec {
    private LifeCodec() {}

    static SwitchProto.FlowLife encode(FlowLife life) {
        return SwitchProto.FlowLife.newBuilder()
                .setIdleTimeout(life.idleTimeoutS())
                .setHardTimeout(life.hardTimeoutS())
                .setImportance(life.importance())
                .setSendFlowRem(life.has(FlowFlag.SEND_FLOW_REM))
                .setCheckOverlap(life.has(FlowFlag.CHECK_OVERLAP))
                .setResetCounts(life.has(FlowFlag.RESET_COUNTS))
                .setNoPacketCounts(life.has(FlowFlag.NO_PACKET_COUNTS))
                .setNoByteCounts(life.has(FlowFlag.NO_BYTE_COUNTS))
                .build();
    }

    /** Of an answer, whose values are believed. */
    static FlowLife decode(SwitchProto.FlowLife from) {
        int flags = bit(from.getSendFlowRem(), FlowFlag.SEND_FLOW_REM)
                | bit(from.getCheckOverlap(), FlowFlag.CHECK_OVERLAP)
                | bit(from.getResetCounts(), FlowFlag.RESET_COUNTS)
                | bit(from.getNoPacketCounts(), FlowFlag.NO_PACKET_COUNTS)
                | bit(from.getNoByteCounts(), FlowFlag.NO_BYTE_COUNTS);
        return FlowLife.of(from.getIdleTimeout(), from.getHardTimeout(), from.getImportance(), flags);
    }

    /** Of a request. */
    static FlowLife decode(SwitchProto.FlowLife from, String at, RequestCheck check) {
        check.unsigned(at + "idle_timeout", from.getIdleTimeout(), 0, FlowLife.MAX);
        check.unsigned(at + "hard_timeout", from.getHardTimeout(), 0, FlowLife.MAX);
        check.unsigned(at + "importance", from.getImportance(), 0, FlowLife.MAX);
        return decode(from);
    }

    private static int bit(boolean set, FlowFlag flag) {
        return set ? flag.bit() : 0;
    }
}
