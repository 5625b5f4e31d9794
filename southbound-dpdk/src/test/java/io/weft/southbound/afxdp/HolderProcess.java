package io.weft.southbound.afxdp;

import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own that attaches to a device and waits to be killed. */
final class HolderProcess {
    private HolderProcess() {}

    /** Starts it in the caller's network namespace; returns when it holds the device. */
    static Process start(String device) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(HolderProcess.class.getName());
        command.add(device);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (!"UP".equals(line)) {
            process.destroyForcibly();
            throw new AssertionError("holder says: " + line);
        }
        return process;
    }

    public static void main(String[] arguments) throws Exception {
        PacketMemory memory = new PacketMemory(4096, 2048, 0);
        PortContext context = new PortContext(memory, Path.of("/tmp"), System::nanoTime, 1);
        PortDevice port = new AfXdpDriver().open(new PortConfig(arguments[0], "afxdp", Map.of(), 0), context);
        System.out.println(port.status().isUp() ? "UP" : port.status().message());
        // Until it is killed, or its parent is gone.
        while (System.in.read() >= 0) {
            port.maintain(System.nanoTime());
        }
    }
}
