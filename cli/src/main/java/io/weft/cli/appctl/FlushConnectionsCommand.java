package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;

/** {@code dpctl/flush-conntrack}. */
final class FlushConnectionsCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpctl/flush-conntrack",
                "[DATAPATH] [zone=N] [mark=V[/M]] [labels=V[/M]] [TUPLE] [REPLY_TUPLE]",
                "Ends connections: all, or those of a zone, mark, label or (part of a) tuple. A whole tuple without zone means zone 0.");
    }

    @Override
    public void run(AppctlCall call) {
        TrackerWords words = TrackerWords.read(call.words());
        words.nothingElse("zone=N, mark=V[/M], labels=V[/M], tuples such as ct_nw_src=10.0.0.1,ct_nw_proto=6");
        call.client().tracker().flush(words.choice());
    }
}
