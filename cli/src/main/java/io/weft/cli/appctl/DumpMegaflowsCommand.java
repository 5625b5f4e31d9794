package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.Megaflow;
import java.util.OptionalInt;

/** {@code dpctl/dump-flows}: one entry a line, streamed. */
final class DumpMegaflowsCommand implements AppctlCommand {
    private static final String PMD = "pmd=";

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpctl/dump-flows",
                "[--names] [-m] [pmd=N]",
                "Prints the megaflow caches, or that of one PMD, with --names ports by name.");
    }

    @Override
    public void run(AppctlCall call) {
        boolean names = false;
        OptionalInt pmd = OptionalInt.empty();
        for (String word : call.words()) {
            if (word.equals("--names")) {
                names = true;
            } else if (word.matches("pmd=-?[0-9]{1,5}")) {
                int number = Integer.parseInt(word.substring(PMD.length()));
                pmd = number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
            } else if (!word.equals("-m") && !word.equals("--no-names")) {
                throw new UsageException("unknown word \"" + word + "\"; allowed: --names, -m, pmd=N");
            }
        }
        try (Stream<Megaflow> megaflows = call.client().megaflows(pmd, names)) {
            if (call.json()) {
                JsonArray array = new JsonArray();
                megaflows.forEachRemaining(megaflow -> array.add(json(megaflow)));
                JsonText.print(call.out(), array);
            } else {
                megaflows.forEachRemaining(megaflow -> call.out().println(line(megaflow)));
            }
        }
    }

    private static String line(Megaflow megaflow) {
        String used =
                megaflow.idleNs().isPresent() ? milliseconds(megaflow.idleNs().getAsLong()) + "s" : "never";
        return megaflow.match() + ", packets:" + megaflow.packets() + ", bytes:" + megaflow.bytes() + ", used:" + used
                + ", actions:" + megaflow.actions();
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
