package io.weft.northbound.codec;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.FlowModText;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Changes of the tables and filters, both ways; text goes through the grammar of {@code io.weft.flow.text}. */
public final class FlowCodec {
    private FlowCodec() {}

    public static SwitchProto.FlowMod encode(FlowModText mod) {
        return SwitchProto.FlowMod.newBuilder()
                .setCommand(SwitchProto.FlowMod.Command.valueOf(mod.kind().name()))
                .setText(mod.text())
                .setResetCounts(mod.resetsCounts())
                .setFirstTable(mod.firstTable())
                .build();
    }

    public static SwitchProto.FlowMod encode(FlowMod mod) {
        SwitchProto.FlowSpec.Builder spec = SwitchProto.FlowSpec.newBuilder()
                .setTable(mod.table())
                .setPriority(mod.priority())
                .setCookieMask(mod.cookieMask())
                .addAllMatch(MatchCodec.encode(mod.match()))
                .addAllActions(ActionCodec.encode(mod.actions()));
        if (mod.cookie() != FlowMod.KEEP_COOKIE) {
            spec.setCookie(mod.cookie());
        }
        if (mod.cookieMask() != 0 && mod.newCookie() != FlowMod.KEEP_COOKIE) {
            spec.setNewCookie(mod.newCookie());
        }
        if (mod.outPort() != Ports.NONE) {
            spec.setOutPort(mod.outPort());
        }
        if (mod.outGroup() != FlowMod.ANY_GROUP) {
            spec.setOutGroup(mod.outGroup());
        }
        if (!mod.life().equals(FlowLife.FOREVER)) {
            spec.setLife(LifeCodec.encode(mod.life()));
        }
        return SwitchProto.FlowMod.newBuilder()
                .setCommand(SwitchProto.FlowMod.Command.valueOf(mod.kind().name()))
                .setTyped(spec)
                .build();
    }

    public static SwitchProto.FlowFilter encode(FlowFilter filter) {
        SwitchProto.FlowSpec.Builder spec = SwitchProto.FlowSpec.newBuilder()
                .setCookie(filter.cookie())
                .setCookieMask(filter.cookieMask())
                .addAllMatch(MatchCodec.encode(filter.match()));
        if (filter.table() != FlowMod.ALL_TABLES) {
            spec.setTable(filter.table());
        }
        if (filter.outPort() != Ports.NONE) {
            spec.setOutPort(filter.outPort());
        }
        if (filter.outGroup() != FlowMod.ANY_GROUP) {
            spec.setOutGroup(filter.outGroup());
        }
        return SwitchProto.FlowFilter.newBuilder().setTyped(spec).build();
    }

    /** Decodes and checks a batch, up to the first flow that is wrong. */
    public static List<FlowMod> decode(SwitchProto.FlowModBatch batch, PortNames ports) {
        RequestCheck check = new RequestCheck();
        check.size("flow_mods", batch.getFlowModsCount(), 1, Limits.FLOW_MODS);
        check.done();
        List<FlowMod> mods = new ArrayList<>(batch.getFlowModsCount());
        for (int i = 0; i < batch.getFlowModsCount(); i++) {
            mods.add(decode(batch.getFlowMods(i), "flow_mods[" + i + "].", ports));
        }
        return mods;
    }

    /** Decodes and checks the changes of a part of a bundle, of which {@code before} were in earlier parts, into {@code mods}. */
    public static void decode(List<SwitchProto.FlowMod> part, int before, PortNames ports, Consumer<FlowMod> mods) {
        int index = before;
        for (SwitchProto.FlowMod mod : part) {
            mods.accept(decode(mod, "flow_mods[" + index++ + "].", ports));
        }
    }

    private static FlowMod decode(SwitchProto.FlowMod from, String at, PortNames ports) {
        RequestCheck check = new RequestCheck();
        FlowMod.Kind[] kinds = FlowMod.Kind.values();
        int command = from.getCommandValue();
        if (command < 0 || command >= kinds.length) {
            check.refuse(at + "command", command, "0 to " + (kinds.length - 1));
        }
        check.text(at + "text", from.getText());
        if (from.getFlowCase() == SwitchProto.FlowMod.FlowCase.FLOW_NOT_SET) {
            check.refuse(at + "flow", "", "typed or text");
        }
        check.done();
        FlowMod mod = from.hasText()
                ? Refusal.locate(at + "text", from.getText(), () -> parse(kinds[command], from.getText(), ports))
                : typed(kinds[command], from.getTyped(), at + "typed.", ports);
        if (mod.kind() != FlowMod.Kind.ADD) {
            return from.getFirstTable() ? mod.inFirstTable() : mod;
        }
        return from.getResetCounts() ? mod.withLife(mod.life().with(FlowFlag.RESET_COUNTS, true)) : mod;
    }

    static FlowMod parse(FlowMod.Kind kind, String text, PortNames ports) {
        FlowSpec spec = switch (kind) {
            case ADD -> FlowText.parseAdd(text, ports);
            case MODIFY, MODIFY_STRICT -> FlowText.parseModify(text, ports);
            case DELETE, DELETE_STRICT -> FlowText.parseFilter(text, ports);
        };
        return spec.toMod(kind);
    }

    private static FlowMod typed(FlowMod.Kind kind, SwitchProto.FlowSpec from, String at, PortNames ports) {
        FlowFilter filter = filter(from, at, kind == FlowMod.Kind.ADD ? 0 : FlowMod.ALL_TABLES, ports);
        RequestCheck check = new RequestCheck();
        int priority = from.hasPriority()
                ? check.unsigned(at + "priority", from.getPriority(), 0, 65_535)
                : FlowMod.DEFAULT_PRIORITY;
        check.size(at + "actions", from.getActionsCount(), 0, Limits.LIST);
        FlowLife life = LifeCodec.decode(from.getLife(), at + "life.", check);
        check.done();
        long noCookie = kind.isModify() ? FlowMod.KEEP_COOKIE : 0;
        FlowMod mod = new FlowMod(
                kind,
                filter.table(),
                priority,
                filter.match(),
                from.hasCookie() ? from.getCookie() : noCookie,
                from.getCookieMask(),
                from.hasNewCookie() ? from.getNewCookie() : FlowMod.KEEP_COOKIE,
                filter.outPort(),
                filter.outGroup(),
                life,
                ActionCodec.decode(from.getActionsList(), at + "actions", ports));
        return kind.isDelete() || mod.actions().isEmpty() ? mod : mod.withActions(meant(mod, at + "actions"));
    }

    /**
     * The grammar judges actions where they stand: behind which others, with which match, in which table. What {@code tp_src} and other
     * names of OpenFlow 1.0 mean there is decided as well.
     */
    private static List<Action> meant(FlowMod mod, String at) {
        int table = mod.table() == FlowMod.ALL_TABLES ? 0 : mod.table();
        FlowSpec spec = FlowSpec.of(table, mod.priority(), 0, mod.match(), mod.actions());
        String text = FlowText.print(spec, PortNames.NUMBERS);
        return Refusal.locate(at, text, () -> FlowText.parseAdd(text, PortNames.NUMBERS))
                .actions();
    }

    /** Decodes and checks a filter. */
    public static FlowFilter decode(SwitchProto.FlowFilter from, PortNames ports) {
        return switch (from.getFilterCase()) {
            case TYPED -> filter(from.getTyped(), "filter.typed.", FlowMod.ALL_TABLES, ports);
            case TEXT -> text(from.getText(), ports);
            case FILTER_NOT_SET -> FlowFilter.ALL;
        };
    }

    private static FlowFilter text(String text, PortNames ports) {
        RequestCheck check = new RequestCheck();
        check.text("filter.text", text);
        check.done();
        return Refusal.locate(
                "filter.text", text, () -> FlowText.parseFilter(text, ports).toFilter());
    }

    private static FlowFilter filter(SwitchProto.FlowSpec from, String at, int noTable, PortNames ports) {
        RequestCheck check = new RequestCheck();
        int table = noTable;
        if (from.hasTable() && from.getTable() != FlowMod.ALL_TABLES) {
            table = check.unsigned(at + "table", from.getTable(), 0, FlowSpec.MAX_TABLE);
        }
        int outPort = from.hasOutPort() ? check.port(at + "out_port", from.getOutPort()) : Ports.NONE;
        check.size(at + "match", from.getMatchCount(), 0, Limits.LIST);
        check.done();
        return new FlowFilter(
                table,
                MatchCodec.decode(from.getMatchList(), at + "match", ports),
                from.getCookie(),
                from.getCookieMask(),
                outPort,
                from.hasOutGroup() ? from.getOutGroup() : FlowMod.ANY_GROUP);
    }
}
