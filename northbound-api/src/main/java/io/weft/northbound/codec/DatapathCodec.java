package io.weft.northbound.codec;

import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.Megaflow;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.OptionalLong;

/** What a switch says about its inside, both ways. */
public final class DatapathCodec {
    private DatapathCodec() {}

    public static SwitchProto.Megaflow encode(Megaflow megaflow) {
        SwitchProto.Megaflow.Builder to = SwitchProto.Megaflow.newBuilder()
                .setPmd(megaflow.pmd())
                .setUfid(megaflow.ufid())
                .setMatch(megaflow.match())
                .setActions(megaflow.actions())
                .setPackets(megaflow.packets())
                .setBytes(megaflow.bytes());
        megaflow.idleNs().ifPresent(to::setIdleNs);
        return to.build();
    }

    public static Megaflow decode(SwitchProto.Megaflow from) {
        return new Megaflow(
                from.getPmd(),
                from.getUfid(),
                from.getMatch(),
                from.getActions(),
                from.getPackets(),
                from.getBytes(),
                from.hasIdleNs() ? OptionalLong.of(from.getIdleNs()) : OptionalLong.empty());
    }

    public static SwitchProto.Pmd encode(PmdStatistics pmd) {
        SwitchProto.Pmd.Builder to = SwitchProto.Pmd.newBuilder()
                .setPmd(pmd.pmd())
                .setCpu(pmd.cpu())
                .setElapsedNs(pmd.elapsedNs())
                .putAllCounters(pmd.counters());
        pmd.rxQueues()
                .forEach(queue -> to.addRxQueues(SwitchProto.RxQueue.newBuilder()
                        .setPort(queue.port())
                        .setQueue(queue.queue())
                        .setUsagePercent(queue.usagePercent())));
        return to.build();
    }

    public static PmdStatistics decode(SwitchProto.Pmd from) {
        return new PmdStatistics(
                from.getPmd(),
                from.getCpu(),
                from.getElapsedNs(),
                from.getCountersMap(),
                from.getRxQueuesList().stream()
                        .map(queue ->
                                new PmdStatistics.RxQueue(queue.getPort(), queue.getQueue(), queue.getUsagePercent()))
                        .toList());
    }

    public static SwitchProto.CoverageCounter encode(CoverageCounter counter) {
        return SwitchProto.CoverageCounter.newBuilder()
                .setName(counter.name())
                .setTotal(counter.total())
                .setPerSecond5S(counter.perSecond5s())
                .setPerSecond1M(counter.perSecond1m())
                .setPerSecond1H(counter.perSecond1h())
                .build();
    }

    public static CoverageCounter decode(SwitchProto.CoverageCounter from) {
        return new CoverageCounter(
                from.getName(), from.getTotal(), from.getPerSecond5S(), from.getPerSecond1M(), from.getPerSecond1H());
    }

    public static SwitchProto.DropCount encode(DropCount drop) {
        return SwitchProto.DropCount.newBuilder()
                .setReason(drop.reason())
                .setDescription(drop.description())
                .setPackets(drop.packets())
                .build();
    }

    public static DropCount decode(SwitchProto.DropCount from) {
        return new DropCount(from.getReason(), from.getDescription(), from.getPackets());
    }

    public static SwitchProto.GetVersionResponse encode(SwitchVersion version) {
        return SwitchProto.GetVersionResponse.newBuilder()
                .setVersion(version.version())
                .setPid(version.pid())
                .setUptimeNs(version.uptimeNs())
                .setJava(version.java())
                .build();
    }

    public static SwitchVersion decode(SwitchProto.GetVersionResponse from) {
        return new SwitchVersion(from.getVersion(), from.getPid(), from.getUptimeNs(), from.getJava());
    }
}
