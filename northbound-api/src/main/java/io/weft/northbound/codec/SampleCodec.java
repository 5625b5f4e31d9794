package io.weft.northbound.codec;

import com.google.protobuf.ByteString;
import io.weft.northbound.control.PacketSample;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.OptionalInt;

/** Sampled packets, both ways. */
public final class SampleCodec {
    private SampleCodec() {}

    public static SwitchProto.PacketSample encode(PacketSample sample) {
        SwitchProto.PacketSample.Builder to = SwitchProto.PacketSample.newBuilder()
                .setProbability(sample.probability())
                .setCollectorSetId((int) sample.collectorSet())
                .setObsDomainId((int) sample.domain())
                .setObsPointId((int) sample.point())
                .setDirection(SwitchProto.PacketSample.Direction.valueOf(
                        sample.direction().name()))
                .setInPort(sample.inPort())
                .setTotalLength(sample.totalLength())
                .setFrame(ByteString.copyFrom(sample.frame()))
                .setLost(sample.lost());
        sample.samplingPort().ifPresent(to::setSamplingPort);
        return to.build();
    }

    public static PacketSample decode(SwitchProto.PacketSample from) {
        return new PacketSample(
                from.getProbability(),
                Integer.toUnsignedLong(from.getCollectorSetId()),
                Integer.toUnsignedLong(from.getObsDomainId()),
                Integer.toUnsignedLong(from.getObsPointId()),
                from.hasSamplingPort() ? OptionalInt.of(from.getSamplingPort()) : OptionalInt.empty(),
                EnumCodec.decode(
                        PacketSample.Direction.values(), from.getDirectionValue(), PacketSample.Direction.DEFAULT),
                from.getInPort(),
                from.getTotalLength(),
                from.getFrame().toByteArray(),
                from.getLost());
    }
}
