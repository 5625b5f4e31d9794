package io.weft.perf.pods;

import io.weft.cli.verb.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Weft as its users run it: {@code weft switchd} and {@code weft vsctl}, in the lane's namespace. The pods' offloads are left as they are. */
final class WeftLane extends Lane {
    private final Ports ports;
    private final String launcher =
            Path.of(System.getProperty("weft.home", "."), "weft").toString();

    /** How the pods are connected. */
    enum Ports {
        /** veth pairs through AF_XDP sockets. */
        AFXDP,
        /** TAP devices of the switch, moved into the pods. */
        TAP
    }

    WeftLane(Ports ports) {
        super(ports == Ports.AFXDP ? "weft afxdp" : "weft tap");
        this.ports = ports;
    }

    @Override
    void start() {
        List<String> switchd = Lab.in(lab().switchNamespace(), launcher, "switchd");
        own(Commands.start(lab().directory().resolve("switchd.log"), environment(), switchd)
                .toHandle());
        awaitAnswer();
        vsctl("add-br", "br0");
        for (int pod = 0; pod < Lab.PODS; pod++) {
            if (ports == Ports.AFXDP) {
                addPort(lab().addVeth(pod), "afxdp");
            } else {
                String device = lab().device("wt", pod);
                addPort(device, "tap");
                lab().moveToPod(device, pod);
            }
        }
    }

    private void addPort(String device, String type) {
        vsctl("add-port", "br0", device, "--", "set", "interface", device, "type=" + type);
    }

    private void awaitAnswer() {
        long deadlineNs = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        Commands.Outcome outcome;
        do {
            outcome = Commands.run(START_SECONDS, environment(), launcher, "vsctl", "show");
            if (outcome.isDone()) {
                return;
            }
        } while (System.nanoTime() - deadlineNs < 0);
        throw new RefusedException(
                "weft switchd does not answer: " + outcome.output().trim() + "; " + diagnosis());
    }

    private void vsctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher, "vsctl"));
        command.addAll(List.of(arguments));
        Commands.must(environment(), command.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("WEFT_RUN_DIR", lab().directory().toString(), "WEFT_NO_BUILD", "1");
    }

    @Override
    String diagnosis() {
        String log = lab().directory().resolve("switchd.log").toString();
        return Commands.run(10, Map.of(), "tail", "-n", "5", log)
                        .output()
                        .trim()
                        .replace("\n", " | ") + " "
                + Commands.run(10, environment(), launcher, "vsctl", "--columns=name,status", "list", "interface")
                        .output()
                        .trim()
                        .replace("\n", " | ");
    }
}
