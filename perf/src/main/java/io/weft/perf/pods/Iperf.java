package io.weft.perf.pods;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import io.weft.cli.verb.RefusedException;
import java.util.List;
import java.util.Map;

/** One stream of TCP from pod 0 to pod 1 by iperf3, checked. */
final class Iperf {
    private static final int PORT = 5201;

    private Iperf() {}

    /**
     * What one run delivered.
     *
     * @param gbps at the receiver, TCP payload
     * @param retransmits segments that the sender sent again
     */
    record Outcome(double gbps, long receivedBytes, long retransmits) {}

    /**
     * Runs for {@code seconds}.
     *
     * @throws RefusedException when it does not run, when less than 98 % of what was sent arrived, or with any checksum error
     */
    static Outcome run(Lane lane, int seconds) {
        Lab lab = lane.lab();
        long errors = lab.checksumErrors(0) + lab.checksumErrors(1);
        List<String> serve =
                Lab.in(lab.podNamespace(1), "iperf3", "-s", "-1", "-B", Lab.address(1), "-p", Integer.toString(PORT));
        Process server = Commands.start(lab.directory().resolve("iperf3.log"), Map.of(), serve);
        try {
            awaitServer(lab, server);
            String text = client(lane, seconds);
            errors = lab.checksumErrors(0) + lab.checksumErrors(1) - errors;
            if (errors != 0) {
                throw new RefusedException(
                        lane.name() + ": " + errors + " TCP checksum errors: no figure is worth anything");
            }
            return outcome(lane, text);
        } finally {
            server.destroyForcibly();
        }
    }

    private static void awaitServer(Lab lab, Process server) {
        String hexPort = ":" + Integer.toHexString(PORT).toUpperCase(java.util.Locale.ROOT) + " ";
        long deadlineNs = System.nanoTime() + 10_000_000_000L;
        List<String> sockets = Lab.in(lab.podNamespace(1), "cat", "/proc/net/tcp");
        while (!Commands.must(sockets.toArray(String[]::new)).contains(hexPort)) {
            if (!server.isAlive() || System.nanoTime() - deadlineNs > 0) {
                throw new RefusedException("iperf3 does not listen");
            }
        }
    }

    private static String client(Lane lane, int seconds) {
        List<String> command = Lab.in(
                lane.lab().podNamespace(0),
                "iperf3",
                "-c",
                Lab.address(1),
                "-p",
                Integer.toString(PORT),
                "-t",
                Integer.toString(seconds),
                "-J");
        Commands.Outcome client = Commands.run(seconds + 20, Map.of(), command.toArray(String[]::new));
        if (!client.isDone()) {
            throw new RefusedException(
                    lane.name() + ": iperf3 failed: " + client.output().trim() + "; " + lane.diagnosis());
        }
        return client.output();
    }

    private static Outcome outcome(Lane lane, String text) {
        try {
            JsonObject end = JsonParser.parseString(text).getAsJsonObject().getAsJsonObject("end");
            JsonObject sent = end.getAsJsonObject("sum_sent");
            JsonObject received = end.getAsJsonObject("sum_received");
            long bytes = received.get("bytes").getAsLong();
            if (bytes <= 0 || bytes < 0.98 * sent.get("bytes").getAsLong()) {
                throw new RefusedException(lane.name() + ": only " + bytes + " of "
                        + sent.get("bytes").getAsLong() + " bytes arrived");
            }
            return new Outcome(
                    received.get("bits_per_second").getAsDouble() / 1e9,
                    bytes,
                    sent.get("retransmits").getAsLong());
        } catch (JsonSyntaxException | IllegalStateException | NullPointerException e) {
            throw new RefusedException(lane.name() + ": iperf3 printed what is no result: " + text.trim(), e);
        }
    }
}
