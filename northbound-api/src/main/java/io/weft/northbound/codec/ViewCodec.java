package io.weft.northbound.codec;

import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.MacStatistics;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.PortQueue;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a switch says about bridges, ports, records and addresses, both ways. */
public final class ViewCodec {
    private ViewCodec() {}

    public static SwitchProto.BridgeView encode(BridgeView bridge) {
        return SwitchProto.BridgeView.newBuilder()
                .setName(bridge.name())
                .addAllPorts(bridge.ports())
                .setDatapathId(bridge.datapathId())
                .setMac(bridge.mac())
                .setFlows(bridge.flows())
                .putAllOtherConfig(bridge.otherConfig())
                .putAllExternalIds(bridge.externalIds())
                .setFragments(
                        SwitchProto.FragmentMode.valueOf(bridge.fragments().name()))
                .build();
    }

    public static BridgeView decode(SwitchProto.BridgeView from) {
        return new BridgeView(
                from.getName(),
                from.getPortsList(),
                from.getDatapathId(),
                from.getMac(),
                from.getFlows(),
                from.getOtherConfigMap(),
                from.getExternalIdsMap(),
                EnumCodec.decode(FragmentMode.values(), from.getFragmentsValue(), FragmentMode.NORMAL));
    }

    public static SwitchProto.PortView encode(PortView port) {
        return SwitchProto.PortView.newBuilder()
                .setBridge(port.bridge())
                .setConfig(ConfigCodec.encode(port.config()))
                .setOfport(port.ofport())
                .setMacInUse(port.macInUse())
                .setAdminUp(port.adminUp())
                .setLinkUp(port.linkUp())
                .setMtu(port.mtu())
                .putAllStatus(port.status())
                .setError(port.error())
                .putAllStatistics(port.statistics())
                .addAllFlags(encode(port.flags()))
                .addAllQueues(port.queues().stream().map(ViewCodec::encode).toList())
                .build();
    }

    public static PortView decode(SwitchProto.PortView from) {
        return new PortView(
                from.getBridge(),
                ConfigCodec.decode(from.getConfig()),
                from.getOfport(),
                from.getMacInUse(),
                from.getAdminUp(),
                from.getLinkUp(),
                from.getMtu(),
                from.getStatusMap(),
                from.getError(),
                from.getStatisticsMap(),
                decode(from.getFlagsValueList()),
                from.getQueuesList().stream().map(ViewCodec::decode).toList());
    }

    private static SwitchProto.PortQueue encode(PortQueue queue) {
        return SwitchProto.PortQueue.newBuilder()
                .setNumber(queue.number())
                .setMinRate(queue.minRate())
                .setMaxRate(queue.maxRate())
                .setTxBytes(queue.txBytes())
                .setTxPackets(queue.txPackets())
                .setTxErrors(queue.txErrors())
                .setDurationNs(queue.durationNs())
                .build();
    }

    private static PortQueue decode(SwitchProto.PortQueue from) {
        return new PortQueue(
                from.getNumber(),
                from.getMinRate(),
                from.getMaxRate(),
                from.getTxBytes(),
                from.getTxPackets(),
                from.getTxErrors(),
                from.getDurationNs());
    }

    public static List<SwitchProto.PortFlag> encode(Set<PortFlag> flags) {
        return flags.stream()
                .sorted()
                .map(flag -> SwitchProto.PortFlag.valueOf(flag.name()))
                .toList();
    }

    /** Those that are known here. */
    public static Set<PortFlag> decode(List<Integer> numbers) {
        Set<PortFlag> flags = EnumSet.noneOf(PortFlag.class);
        for (int number : numbers) {
            PortFlag flag = EnumCodec.decode(PortFlag.values(), number, null);
            if (flag != null) {
                flags.add(flag);
            }
        }
        return flags;
    }

    public static SwitchProto.ConfigRecord encode(ConfigRecord record) {
        SwitchProto.ConfigRecord.Builder to =
                SwitchProto.ConfigRecord.newBuilder().setUuid(record.uuid()).setName(record.name());
        for (Column column : record.columns()) {
            to.addColumns(SwitchProto.Column.newBuilder()
                    .setName(column.name())
                    .setShape(SwitchProto.Column.Shape.valueOf(column.shape().name()))
                    .setType(SwitchProto.Column.Type.valueOf(column.type().name()))
                    .addAllAtoms(column.atoms())
                    .putAllEntries(column.entries()));
        }
        return to.build();
    }

    public static ConfigRecord decode(SwitchProto.ConfigRecord from) {
        return new ConfigRecord(
                from.getUuid(),
                from.getName(),
                from.getColumnsList().stream().map(ViewCodec::decode).toList());
    }

    private static Column decode(SwitchProto.Column from) {
        return new Column(
                from.getName(),
                EnumCodec.decode(Column.Shape.values(), from.getShapeValue(), Column.Shape.SCALAR),
                EnumCodec.decode(Column.Type.values(), from.getTypeValue(), Column.Type.STRING),
                from.getAtomsList(),
                from.getEntriesMap());
    }

    public static SwitchProto.PortStatistics encode(PortStatistics port) {
        return SwitchProto.PortStatistics.newBuilder()
                .setNumber(port.number())
                .setName(port.name())
                .setRxPackets(port.rxPackets())
                .setRxBytes(port.rxBytes())
                .setRxDropped(port.rxDropped())
                .setRxErrors(port.rxErrors())
                .setTxPackets(port.txPackets())
                .setTxBytes(port.txBytes())
                .setTxDropped(port.txDropped())
                .setTxErrors(port.txErrors())
                .setDurationNs(port.durationNs())
                .build();
    }

    public static PortStatistics decode(SwitchProto.PortStatistics from) {
        return new PortStatistics(
                from.getNumber(),
                from.getName(),
                from.getRxPackets(),
                from.getRxBytes(),
                from.getRxDropped(),
                from.getRxErrors(),
                from.getTxPackets(),
                from.getTxBytes(),
                from.getTxDropped(),
                from.getTxErrors(),
                from.getDurationNs());
    }

    public static SwitchProto.MacEntry encode(MacEntry mac) {
        return SwitchProto.MacEntry.newBuilder()
                .setPort(mac.port())
                .setPortName(mac.portName())
                .setVlan(mac.vlan())
                .setMac(mac.mac())
                .setAgeS(mac.ageS())
                .setIsStatic(mac.isStatic())
                .build();
    }

    public static MacEntry decode(SwitchProto.MacEntry from) {
        return new MacEntry(
                from.getPort(), from.getPortName(), from.getVlan(), from.getMac(), from.getAgeS(), from.getIsStatic());
    }

    public static SwitchProto.MacStatisticsResponse encode(MacStatistics macs) {
        return SwitchProto.MacStatisticsResponse.newBuilder()
                .setCurrent(macs.current())
                .setMaximum(macs.maximum())
                .setStaticEntries(macs.staticEntries())
                .setLearned(macs.learned())
                .setExpired(macs.expired())
                .setEvicted(macs.evicted())
                .setMoved(macs.moved())
                .build();
    }

    public static MacStatistics decode(SwitchProto.MacStatisticsResponse from) {
        return new MacStatistics(
                from.getCurrent(),
                from.getMaximum(),
                from.getStaticEntries(),
                from.getLearned(),
                from.getExpired(),
                from.getEvicted(),
                from.getMoved());
    }
}
