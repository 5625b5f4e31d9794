package io.weft.vswitch.oracle;

/**
 * Random actions that choose a link, as far as the choice is none: one link, one live member, or the first live one. Which of several a
 * hash chooses differs from switch to switch.
 */
final class RandomLinks {
    private final Choices choices;

    RandomLinks(Choices choices) {
        this.choices = choices;
    }

    String action() {
        return switch (choices.upTo(4)) {
            case 0 ->
                "multipath(" + hash() + "," + choices.pick("modulo_n", "hash_threshold", "hrw", "iter_hash") + ",1,"
                        + choices.upTo(3) + "," + register() + ")";
            case 1 -> "bundle(" + hash() + ",active_backup,ofport,members:" + several() + ")";
            case 2 -> "bundle_load(" + hash() + ",active_backup,ofport," + register() + ",members:" + several() + ")";
            default ->
                choices.oneIn(2)
                        ? "bundle(" + hash() + ",hrw,ofport,members:" + oneLive() + ")"
                        : "bundle_load(" + hash() + ",hrw,ofport," + register() + ",members:" + oneLive() + ")";
        };
    }

    private String hash() {
        return choices.pick("eth_src", "symmetric_l4", "symmetric_l3l4", "symmetric_l3l4+udp", "nw_src", "nw_dst") + ","
                + choices.upTo(100);
    }

    private String register() {
        return "NXM_NX_REG" + choices.upTo(4) + choices.pick("[0..15]", "[]", "[16..31]");
    }

    private String several() {
        return choices.pick("99,", "")
                + choices.port()
                + choices.pick(",98", "," + choices.port())
                + choices.pick("", ",99");
    }

    private String oneLive() {
        return choices.pick("99", Integer.toString(choices.port()), choices.port() + ",99", "98," + choices.port());
    }
}
