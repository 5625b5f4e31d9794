package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.text.TlvMapText;

/** {@code add-tlv-map}, {@code del-tlv-map} and {@code dump-tlv-map}. */
enum TlvMapCommand implements OfctlCommand {
    ADD(
            "add-tlv-map",
            "BRIDGE MAP",
            "Makes tunnel options fields: {class=0xffff,type=0x80,len=4}->tun_metadata0[,...]"),
    DELETE("del-tlv-map", "BRIDGE [MAP]", "Takes back what add-tlv-map did: all, or MAP."),
    DUMP("dump-tlv-map", "BRIDGE", "Prints which tunnel options are fields.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final Syntax syntax;

    TlvMapCommand(String name, String arguments, String help) {
        syntax = new Syntax(name, arguments, help);
    }

    @Override
    public Syntax syntax() {
        return syntax;
    }

    @Override
    public int run(OfctlCall call) {
        switch (this) {
            case ADD ->
                call.client()
                        .bridges()
                        .addTlvMappings(call.bridge(), call.words().get(1));
            case DELETE -> call.client().bridges().removeTlvMappings(call.bridge(), call.word(1, ""));
            case DUMP ->
                call.out().println(TlvMapText.table(call.client().bridges().tlvMappings(call.bridge())));
        }
        return 0;
    }
}
