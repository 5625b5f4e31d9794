package io.weft.northbound.codec;

import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterBand;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.text.MeterText;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MeterView;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;

/** Meters and their changes, both ways. */
public final class MeterCodec {
    private MeterCodec() {}

    /** @param text ovs-ofctl(8), "Meter Syntax" */
    public static SwitchProto.MeterMod encode(MeterMod.Kind kind, String text) {
        return SwitchProto.MeterMod.newBuilder()
                .setCommand(SwitchProto.MeterMod.Command.valueOf(kind.name()))
                .setText(text)
                .build();
    }

    public static SwitchProto.MeterMod encode(MeterMod mod) {
        boolean deletes = mod.kind() == MeterMod.Kind.DELETE;
        String id = "meter=" + MeterText.printId(mod.meter().id());
        return encode(mod.kind(), deletes ? id : MeterText.print(mod.meter()));
    }

    /** Decodes and checks a batch, up to the first change that is wrong. */
    public static List<MeterMod> decode(SwitchProto.MeterModBatch batch) {
        RequestCheck check = new RequestCheck();
        check.size("meter_mods", batch.getMeterModsCount(), 1, Limits.FLOW_MODS);
        check.done();
        List<MeterMod> mods = new ArrayList<>(batch.getMeterModsCount());
        for (int i = 0; i < batch.getMeterModsCount(); i++) {
            mods.add(decode(batch.getMeterMods(i), "meter_mods[" + i + "]."));
        }
        return mods;
    }

    private static MeterMod decode(SwitchProto.MeterMod from, String path) {
        MeterMod.Kind kind = EnumCodec.decode(MeterMod.Kind.values(), from.getCommandValue(), null);
        RequestCheck check = new RequestCheck();
        if (kind == null) {
            check.refuse(path + "command", from.getCommandValue(), "a command of MeterMod");
        }
        check.text(path + "text", from.getText());
        check.done();
        return Refusal.locate(path + "text", from.getText(), () -> MeterText.parse(kind, from.getText()));
    }

    public static SwitchProto.MeterView encode(MeterView view) {
        Meter meter = view.meter();
        SwitchProto.MeterView.Builder to = SwitchProto.MeterView.newBuilder()
                .setMeterId((int) meter.id())
                .setPktps(meter.unit() == Meter.Unit.PKTPS)
                .setBurst(meter.burst())
                .setStats(meter.stats())
                .setDurationNs(view.durationNs())
                .setReferences(view.references())
                .setPackets(view.packets())
                .setBytes(view.bytes());
        for (int i = 0; i < meter.bands().size(); i++) {
            MeterBand band = meter.bands().get(i);
            to.addBands(SwitchProto.MeterBandView.newBuilder()
                    .setKind(SwitchProto.MeterBandView.Kind.valueOf(band.kind().name()))
                    .setRate((int) band.rate())
                    .setBurstSize((int) band.burstSize())
                    .setPrecLevel(band.precedence())
                    .setPackets(view.bands().get(i).packets())
                    .setBytes(view.bands().get(i).bytes()));
        }
        return to.build();
    }

    public static MeterView decode(SwitchProto.MeterView from) {
        List<MeterBand> bands = new ArrayList<>();
        List<GroupView.Traffic> traffic = new ArrayList<>();
        for (SwitchProto.MeterBandView band : from.getBandsList()) {
            bands.add(new MeterBand(
                    EnumCodec.decode(MeterBand.Kind.values(), band.getKindValue(), MeterBand.Kind.DROP),
                    Integer.toUnsignedLong(band.getRate()),
                    Integer.toUnsignedLong(band.getBurstSize()),
                    band.getPrecLevel()));
            traffic.add(new GroupView.Traffic(band.getPackets(), band.getBytes()));
        }
        Meter meter = new Meter(
                Integer.toUnsignedLong(from.getMeterId()),
                from.getPktps() ? Meter.Unit.PKTPS : Meter.Unit.KBPS,
                from.getBurst(),
                from.getStats(),
                bands);
        return new MeterView(
                meter, from.getDurationNs(), from.getReferences(), from.getPackets(), from.getBytes(), traffic);
    }
}
