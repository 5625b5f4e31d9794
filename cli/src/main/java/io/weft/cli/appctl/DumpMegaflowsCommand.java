package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.Megaflow;
import java.util.Map;
import java.util.OptionalInt;

/** {@code dpctl/dump-flows}: one entry a line, streamed. */
final class DumpMegaflowsCommand implements AppctlCommand {
    private static final String PMD = "pmd=";

    private static final String FILTER = "filter=";

    /** How a transport shows where its ports are not matched. */
    private static final Map<String, String> PROTOCOLS = Map.of(
            "tcp", "proto=6,", "udp", "proto=17,", "icmp", "proto=1,", "icmpv6", "proto=58,", "sctp", "proto=132,");

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpctl/dump-flows",
                "[-m] [--names] [DATAPATH] [filter=WORD] [pmd=N]",
                "Prints the megaflow caches, or that of one PMD; -m with names of flows and with fields that are not matched.");
    }

    @Override
    public void run(AppctlCall call) {
        boolean names = false;
        boolean more = false;
        String filter = "";
        OptionalInt pmd = OptionalInt.empty();
        for (String word : call.words()) {
            if (word.equals("--names")) {
                names = true;
            } else if (word.equals("-m") || word.equals("--more")) {
                more = true;
            } else if (word.matches("pmd=-?[0-9]{1,5}")) {
                int number = Integer.parseInt(word.substring(PMD.length()));
                pmd = number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
            } else if (word.startsWith(FILTER)) {
                filter = word.substring(FILTER.length());
            } else if (!word.equals("--no-names")
                    && !word.startsWith("type=")
                    && !word.matches("(.*@)?ovs-(netdev|system|dummy)")) {
                throw new UsageException(
                        "unknown word \"" + word + "\"; allowed: -m, --names, filter=WORD, pmd=N, netdev@ovs-netdev");
            }
        }
        print(call, pmd, names || more, more, filter);
    }

    private static void print(AppctlCall call, OptionalInt pmd, boolean names, boolean more, String filter) {
        try (Stream<Megaflow> megaflows = call.client().datapath().megaflows(pmd, names, more)) {
            if (call.json()) {
                JsonArray array = new JsonArray();
                megaflows.forEachRemaining(megaflow -> add(array, megaflow, filter));
                JsonText.print(call.out(), array);
            } else {
                megaflows.forEachRemaining(megaflow -> {
                    if (isWanted(megaflow, filter)) {
                        String ufid = more ? "ufid:" + megaflow.ufid() + ", " : "";
                        call.out().println(ufid + line(megaflow, more));
                    }
                });
            }
        }
    }

    private static void add(JsonArray array, Megaflow megaflow, String filter) {
        if (isWanted(megaflow, filter)) {
            array.add(json(megaflow));
        }
    }

    /** Words of a filter are headers or parts of the match, all of which must be there: {@code filter=tcp,in_port(1)}. */
    private static boolean isWanted(Megaflow megaflow, String filter) {
        for (String word : filter.isEmpty() ? new String[0] : filter.split(",(?![^(]*\\))")) {
            boolean protocol = word.matches("[a-z0-9]+");
            String wanted = word.equals("ip") ? "ipv4(" : protocol ? word + "(" : word;
            if (!megaflow.match().contains(wanted)) {
                return protocol && megaflow.match().contains(PROTOCOLS.getOrDefault(word, " "));
            }
        }
        return true;
    }

    private static String line(Megaflow megaflow, boolean more) {
        String used =
                megaflow.idleNs().isPresent() ? milliseconds(megaflow.idleNs().getAsLong()) + "s" : "never";
        return megaflow.match() + ", packets:" + megaflow.packets() + ", bytes:" + megaflow.bytes() + ", used:" + used
                + (more ? ", dp:ovs" : "") + ", actions:" + megaflow.actions();
    }

    /** Seconds with three digits: {@code 0.512}. */
    private static String milliseconds(long ns) {
        long ms = ns / 1_000_000;
        return ms / 1000 + "." + String.valueOf(1000 + ms % 1000).substring(1);
    }

    private static JsonObject json(Megaflow megaflow) {
        JsonObject object = new JsonObject();
        object.addProperty("pmd", megaflow.pmd());
        object.addProperty("match", megaflow.match());
        object.addProperty("actions", megaflow.actions());
        object.addProperty("packets", megaflow.packets());
        object.addProperty("bytes", megaflow.bytes());
        megaflow.idleNs().ifPresent(ns -> object.addProperty("idle_s", ns / 1e9));
        return object;
    }
}
